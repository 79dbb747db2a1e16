"""What is left of cases when a person is erased: codes and dates of nobody. Words, places and numbers go.

The file's number is on papers the person kept: the row gets another one. Steps, pieces, deadlines and clearances stay as
coded acts, so that what was counted is counted the same.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Alert, Appointment, Case, CaseStep, Clearance, Note, Piece, Task
from musanada.kit.ids import new_reference
from musanada.kit.subject import COUNTED_ON, ERASERS, Eraser

NOTHING = "—"  # where a table asks for a text
WORDS = {
    "files": _("Numéros de dossier"),
    "steps": _("Motifs écrits dans les dossiers"),
    "file_notes": _("Notes, tâches et alertes des dossiers"),
    "file_appointments": _("Lieux de rendez-vous"),
    "pieces": _("Détails des pièces de dossier"),
    "clearances": _("Motifs des feux verts"),
}


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The caller holds the transaction. With ``units`` only the cases and clearances of these offices."""
    cases = Case.objects.filter(person__in=people)
    asked = Clearance.objects.filter(person__in=people)
    if units is not None:
        cases, asked = cases.filter(unit__in=units), asked.filter(unit__in=units)
    keys = list(cases.values_list("pk", flat=True))
    return {
        "files": renumber(keys),
        "steps": CaseStep.objects.filter(case__in=keys).update(text="", seen=""),
        "file_notes": erase_words(keys),
        "file_appointments": erase_appointments(keys),
        "pieces": Piece.objects.filter(case__in=keys).update(issuer="", remark="", attachment=None),
        "clearances": erase_clearances(asked),
    }


def renumber(keys: Sequence[UUID]) -> int:
    for key in keys:
        Case.objects.filter(pk=key).update(reference=unused_reference())
    return len(keys)


def unused_reference() -> str:
    while Case.objects.filter(reference=(found := new_reference())).exists():
        pass
    return found


def erase_words(keys: Sequence[UUID]) -> int:
    """What still waits is dropped and lifted: there is nobody left to do it for."""
    now = timezone.now()
    tasks = Task.objects.filter(case__in=keys)
    tasks.filter(state=Task.State.OPEN).update(state=Task.State.DROPPED, done_at=now)
    alerts = Alert.objects.filter(case__in=keys)
    alerts.filter(lifted_at=None).update(lifted_at=now)
    notes = Note.objects.filter(case__in=keys)
    return (
        tasks.update(what=NOTHING)
        + alerts.update(text=NOTHING)
        + notes.update(text=NOTHING, struck_reason="")
    )


def erase_appointments(keys: Sequence[UUID]) -> int:
    rows = Appointment.objects.filter(case__in=keys)
    rows.filter(state=Appointment.State.PLANNED).update(state=Appointment.State.CANCELLED)
    return rows.update(where="")


def erase_clearances(rows: QuerySet[Clearance]) -> int:
    """What is still asked is taken back; the reference that was told stays an opaque number of nobody."""
    found = rows.update(grounds="")
    rows.filter(state=Clearance.State.ASKED).update(state=Clearance.State.REVOKED)
    return found


def counted_days(people: Sequence[UUID]) -> Iterable[date]:
    """Figures count by the day a case was opened and by the day of each step."""
    yield from Case.objects.filter(person__in=people).values_list("opened_on", flat=True)
    steps = CaseStep.objects.filter(case__person__in=people)
    yield from steps.order_by().values_list("on", flat=True).distinct()


COUNTED_ON.add("cases.files", counted_days)
ERASERS.add(
    "cases.files",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset(
            f"cases.{name}"
            for name in ("case", "casestep", "task", "note", "appointment", "alert", "piece", "clearance")
        ),
        keeps={"cases.deadline": "coded: a rule and its days; no text of anybody"},
    ),
)
