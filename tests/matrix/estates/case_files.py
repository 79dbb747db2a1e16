"""A case with one of everything that is written in it; it hangs on the estate's own application."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.access.roles import Role
from musanada.cases.commands import files as commands
from musanada.cases.commands.pieces import PieceDraft, add_piece
from musanada.cases.models import PieceType

POST_ONLY = {"files:take"}
SHARED = {"files:side": ("team", "a side of the work list; whose cases is for musanada/cases/tests")}


def furnish(estate: Any) -> dict[str, Any]:
    """Task, note, appointment, alert, piece: each of the estate's own case."""
    case, actor = estate.application.case, estate.everyone
    now = timezone.now()
    kind, _new = PieceType.objects.get_or_create(code="lease", defaults={"name_fr": "Bail"})
    return {
        "case": case,
        "task": commands.add_task(
            actor,
            case,
            what="Rappeler la personne",
            due_on=timezone.localdate(),
            assigned_to=estate.accounts[Role.CASE_MANAGER],
        ),
        "note": commands.write_note(actor, case, text="Vue au guichet"),
        "appointment": commands.plan_appointment(
            actor, case, at=now + timedelta(days=1), purpose="pieces", where="Guichet 2"
        ),
        "alert": commands.raise_alert(actor, case, level="note", text="Appeler le soir"),
        "piece": add_piece(actor, case, draft=PieceDraft(kind.code, issuer="Un bailleur")),
    }


def of_case(*names: str) -> Any:
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in ("case", *names))


MAKERS: dict[str, Any] = {
    "files:show": of_case(),
    "files:take": of_case(),
    "files:hand-over": of_case(),
    "files:risk": of_case(),
    "files:step": of_case("=withdraw"),
    "files:add": of_case("=note"),
    "files:change": of_case("=note", "note", "=strike"),
}
