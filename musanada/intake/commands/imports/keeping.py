"""What somebody said of the people a line looks like: kept with the person it created, as at the counter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from musanada.access.models import User
from musanada.intake.imports.kinds import Done
from musanada.intake.models.imports import ImportRow
from musanada.linkage.commands.decisions import note_different
from musanada.linkage.commands.noting import note_unsure
from musanada.people.models import Person

DIFFERENT, UNSURE, ORIGIN = "different", "unsure", "import"


def marked(candidates: Sequence[Mapping[str, Any]], said: str) -> list[dict[str, Any]]:
    """The candidates of a row with what was said of them; an empty answer takes an earlier one back."""
    bare = [{k: v for k, v in one.items() if k != "said"} for one in candidates]
    return [{**one, "said": said} for one in bare] if said else bare


def said_of(row: ImportRow) -> str:
    """What somebody said of this row's candidates, all together; empty when nobody looked at them one by one."""
    return str(row.candidates[0].get("said", "")) if row.candidates and row.decision == "new" else ""


def keep(actor: User, rows: Iterable[ImportRow], results: Mapping[UUID, Done]) -> None:
    """Of the rows that created somebody: the pairs told apart stay so, those nobody could tell apart go to review."""
    told = [row for row in rows if said_of(row) and came_in(results.get(row.pk))]
    people = Person.objects.select_related("unit").in_bulk({row.person for row in told})
    for row in told:
        others = [UUID(one["person"]) for one in row.candidates]
        if new := people.pop(row.person, None):
            note = note_unsure if said_of(row) == UNSURE else note_different
            note(actor, new, others, ORIGIN)


def came_in(done: Done | None) -> bool:
    return done is not None and done.outcome == ImportRow.Outcome.CREATED
