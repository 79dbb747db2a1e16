"""A row of an imported sheet as a file of the past."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from musanada.access.models import Unit, User
from musanada.intake.imports.kinds import Rows
from musanada.intake.sheets.cells import Cell
from musanada.intake.sheets.values import Parsed, Reading, day, partial_date
from musanada.kit.choices import BirthPrecision
from musanada.regularisation.commands.past import load_reliefs
from musanada.regularisation.models import Appeal, Operation, Relief
from musanada.regularisation.past import PastAppeal, PastCard, PastDecision, PastFile, PastRelief, noon

NOWHERE = UUID(int=0)
LONGEST = 20  # years a card may still last


def later_day(cell: Cell, reading: Reading) -> Parsed:
    """A whole day that may lie ahead: the end of a card."""
    read = partial_date(lambda one: date(one.today.year + LONGEST, 12, 31))(cell, reading)
    if not read.value or read.value["precision"] != BirthPrecision.DAY:
        return day(cell, reading) if read.value else read
    return Parsed(read.value["date"], read.findings)


@dataclass(frozen=True)
class Sheet:
    """What the rows name by code: the operation's offices and its collective decisions."""

    operation: Any
    units: dict[str, Unit] = field(default_factory=dict)
    places: dict[str, UUID] = field(default_factory=dict)
    reliefs: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def blank(cls, options: Mapping[str, str]) -> "Sheet":
        """Enough to read a row and find what contradicts itself."""
        return cls(None)

    @classmethod
    def of(cls, actor: User, part: Rows) -> "Sheet":
        operation = Operation.objects.get(unit=part.unit, code=part.options["operation"])
        held = list(operation.offices.select_related("unit", "place"))
        return cls(
            operation,
            {one.unit.code: one.unit for one in held},
            {one.unit.code: one.place_id for one in held},
            collective(actor, operation, part),
        )


def collective(actor: User, operation: Operation, part: Rows) -> dict[str, UUID]:
    """Criterion → the collective decision that applied it; one the operation does not have yet is kept first."""
    known = {
        one.version.criterion.code: one.pk
        for one in Relief.objects.filter(operation=operation, state="decided").select_related(
            "version__criterion"
        )
    }
    first: dict[str, date] = {}
    for row in part.rows:
        if (code := row.values.get("relief")) and code not in known:
            on = date.fromisoformat(row.values["relief_on"])
            first[code] = min(on, first.get(code, on))
    names = dict(operation.criteria.values_list("code", "name_fr"))
    wanted = [
        PastRelief(code, names.get(code, code), on, noon(on), id=uuid5(operation.pk, code))
        for code, on in first.items()
    ]
    if wanted:
        load_reliefs(actor, operation, decided=wanted)
    return known | {one.criterion: one.id for one in wanted}


def on(values: Mapping[str, Any], code: str) -> date | None:
    return date.fromisoformat(values[code]) if values.get(code) else None


def file_of(values: Mapping[str, Any], person: UUID, key: UUID, sheet: Sheet) -> PastFile:
    """The file of a row. Its key was fixed when the row was staged, so that a chunk tried again is the same file."""
    lodged = date.fromisoformat(values["lodged_on"])
    office, unit = values["office"], sheet.units.get(values["office"])
    return PastFile(
        person=person,
        office=unit.pk if unit else NOWHERE,
        place=sheet.places.get(office, NOWHERE),
        old_number=values["file_number"],
        lodged_on=lodged,
        recorded_at=noon(lodged),
        claims=(values["category"],),
        decisions=tuple(decisions(values, sheet)),
        appeal=appeal(values),
        cards=cards(values),
        id=key,
    )


def decisions(values: Mapping[str, Any], sheet: Sheet) -> list[PastDecision]:
    """The opinion, and what changed it. A result without its day is dated by the deposit, which the check refuses."""
    taken = []
    if values.get("opinion"):
        won, at = values["opinion"] == "favourable", on(values, "opinion_on")
        at = at or date.fromisoformat(values["lodged_on"])
        reasons = (values["reason"],) if values.get("reason") and not won else ()
        retained = values["category"] if won else ""
        taken.append(
            PastDecision("first", won, at, noon(at), reasons or (() if won else ("other",)), retained)
        )
    if values.get("appeal_result"):
        won = values["appeal_result"] == "favourable"
        at = (
            on(values, "appeal_decided_on")
            or on(values, "appeal_on")
            or date.fromisoformat(values["lodged_on"])
        )
        taken.append(PastDecision("appeal", won, at, noon(at), () if won else ("other",)))
    if values.get("relief"):
        at = on(values, "relief_on") or date.fromisoformat(values["lodged_on"])
        relief = sheet.reliefs.get(values["relief"], NOWHERE if sheet.operation else UUID(int=1))
        taken.append(PastDecision("relief", True, at, noon(at), relief=relief))
    return taken


def appeal(values: Mapping[str, Any]) -> PastAppeal | None:
    lodged = on(values, "appeal_on")
    if lodged is None:
        return None
    return PastAppeal(values.get("appeal_channel") or Appeal.Channel.OFFICE, lodged, noon(lodged))


def cards(values: Mapping[str, Any]) -> tuple[PastCard, ...]:
    begins, ends = on(values, "card_from"), on(values, "card_to")
    return (PastCard(begins, ends, noon(begins)),) if begins and ends else ()
