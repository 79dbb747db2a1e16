"""The records behind a figure, as someone with the figures' right may see them: reference, sex, age, place and act.

Never a name, and only of units where the right is held. A link to the live person appears for those who may open
that page anyway. What was opened is journalled, with codes only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from musanada.access.models import User
from musanada.assistance import queries as assistance
from musanada.assistance.queries import CLOSED_FAMILIES
from musanada.kit.ages import AgeBands, age_on
from musanada.people import queries as people
from musanada.regularisation.queries import figures as regularisation
from musanada.reporting.engine.axes import axes_of, read_filters
from musanada.reporting.where import comparisons
from musanada.returns.queries import figures as returns

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

RIGHT = "figures.records"
SERVICE = "service"
BANDS = AgeBands((0, 5, 12, 18, 60))
FILES = frozenset(
    {"regularisation_file", "regularisation_outcome", "regularisation_opinion", "regularisation_appeal"}
)
# Facts of returns, and which of their columns says what a line is.
OF_RETURNS: dict[str, tuple[str, str]] = {
    "return_application": ("outcome", "return_outcomes"),
    "return_departure": ("channel", "channels"),
    "return_arrival": ("channel", "channels"),
    "return_stage": ("stage", "return_stages"),
    "return_withdrawal": ("channel", "channels"),
    "return_cost": ("channel", "channels"),
    "reintegration_file": ("outcome", "reintegration_outcomes"),
    "reintegration_support": ("support", "support_kinds"),
    "reintegration_payment": ("support", "support_kinds"),
    "survey_score": ("stage", "survey_stages"),
    "survey_eligible": ("outcome", "survey_outcomes"),
}
PLACES = ("commune", "city", "province", "region", "country")


@dataclass(frozen=True)
class Record:
    """A row of a fact without what the reader need not know. ``person`` only for those who may open that page."""

    reference: str
    on: Any
    sex: str | None
    age: str | None
    place: tuple[str, str] | None
    act: tuple[str, str] | None
    programme: str | None
    person: UUID | None
    file: UUID | None = None  # the case, for those who may open it
    page: str = "regularisation:show"  # where that case opens


@dataclass(frozen=True)
class RecordPage:
    """A page of records: how many the figure stands on, and how many of them the reader may see."""

    rows: list[Record]
    total: int
    seen: int
    of_acts: bool = True


def allowed(actor: User, fact: str, *, by_service: bool = False) -> tuple[str, list[str]] | None:
    """Column and keys of the rows at the actor's units; ``None`` for facts that tell of nobody.

    ``by_service``: the cell is of one service, so that being in it would tell which care somebody had.
    """
    if fact == "assistance_given":
        acts = assistance.acts(actor, RIGHT).order_by()
        acts = acts.exclude(service__family__in=CLOSED_FAMILIES) if by_service else acts
        return "event", [key.hex for key in acts.values_list("pk", flat=True).iterator(chunk_size=10_000)]
    if fact in FILES:
        files = regularisation.readable_files(actor, RIGHT)
        return "event", [key.hex for key in files.iterator(chunk_size=10_000)]
    if fact in OF_RETURNS:
        return "file", [key.hex for key in returns.readable_files(actor, RIGHT)]
    if fact == "residence_card":
        cards = regularisation.readable_cards(actor, RIGHT)
        return "card", [key.hex for key in cards.iterator(chunk_size=10_000)]
    if fact == "person_registered":
        found = people.persons(actor, RIGHT).order_by().values_list("pk", flat=True)
        return "person", [key.hex for key in found.iterator(chunk_size=10_000)]
    return None


def page_of(
    engine: "Engine", actor: User, code: str, period: str, where: str, *, limit: int, offset: int
) -> RecordPage:
    """The records behind a cell, oldest first."""
    source = engine.indicators.source(code)
    assert source.fact
    only = allowed(actor, source.fact, by_service=names_service(engine, code, where))
    found = engine.records(code, period, where, limit=limit, offset=offset, only=only)
    may_open = openable(actor, [row["person"] for row in found.rows if row.get("person")])
    cases = cases_of(actor, source.fact, found.rows)
    starts = next(
        (a.declared.bands for a in axes_of(source).values() if a.declared and a.declared.bands), BANDS.starts
    )
    date = found.fact.date
    rows = [shown(source.fact, row, date, AgeBands(starts), may_open, cases) for row in found.rows]
    return RecordPage(rows, found.total, found.seen, of_acts=source.fact == "assistance_given")


def names_service(engine: "Engine", code: str, where: str) -> bool:
    """Does the filter, or the definition itself (also the part that it is of another), ask for single services?"""
    source, parts = engine.indicators.source(code), [where]
    while not engine.indicators[code].counted:
        parts.append(engine.indicators[code].part or "")
        code = engine.indicators[code].refers_to()[0]
    asked = [f.axis.column for part in parts for f in read_filters(source, part)]
    tested = [test.name for test in comparisons(source.condition)] if source.condition else []
    return SERVICE in (*asked, *tested)


def cases_of(actor: User, fact: str, rows: list[dict[str, Any]]) -> dict[UUID, UUID]:
    """The cases behind the rows that the actor may open, by what names the file in that fact."""
    if fact in FILES:
        return regularisation.cases_of_files(actor, {UUID(row["event"]) for row in rows})
    if fact in OF_RETURNS:
        return returns.cases_of_files(actor, {UUID(row["file"]) for row in rows})
    return {}


def shown(
    fact: str,
    row: Mapping[str, Any],
    date: str,
    bands: AgeBands,
    may_open: set[UUID],
    cases: Mapping[UUID, UUID],
) -> Record:
    on = row[date]
    age = age_on(row.get("birth_date"), row.get("birth_precision") or "", on) if on else None
    place = next(((name, row[name]) for name in PLACES if row.get(name)), None)
    person = UUID(row["person"]) if row.get("person") else None
    return Record(
        reference=row.get("reference") or "",
        on=on,
        sex=row.get("sex"),
        age=bands.band(age),
        place=place,
        act=act_of(fact, row),
        programme=row.get("programme"),
        person=person if person in may_open else None,
        file=cases.get(UUID(row["file" if fact in OF_RETURNS else "event"])) if cases else None,
        page="returns:show" if fact in OF_RETURNS else "regularisation:show",
    )


def act_of(fact: str, row: Mapping[str, Any]) -> tuple[str, str] | None:
    """Which words to show: a health act by its family only, whatever the reader's rights; a file by its result."""
    if fact in OF_RETURNS:
        column, words = OF_RETURNS[fact]
        return (words, row[column]) if row.get(column) else None
    for column, words in (("result", "results"), ("category", "criteria"), ("operation", "operations")):
        if row.get(column):
            return words, row[column]
    family, service = row.get("family") or row.get("kind"), row.get("service")
    if family in CLOSED_FAMILIES or not service:
        return ("families", family) if family else None
    return "services", service


def openable(actor: User, keys: list[str]) -> set[UUID]:
    """Of these people, those whose page the actor may open."""
    if not keys:
        return set()
    wanted = {UUID(key) for key in keys}
    return set(people.persons(actor, "people.view").filter(pk__in=wanted).values_list("pk", flat=True))
