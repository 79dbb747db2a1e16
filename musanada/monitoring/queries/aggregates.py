"""What associations report without records: as the actor may see it, and beside the counts of records, never in them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import holds, may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.assistance import queries as assistance
from musanada.kit.errors import BadInput
from musanada.kit.periods import read_period
from musanada.monitoring.drafts import ReportDraft
from musanada.monitoring.models import ReportedAggregate
from musanada.monitoring.words import plain
from musanada.reference.codes import ServiceFamily
from musanada.reporting.display import value_text
from musanada.reporting.pages.blocks import Asked, address

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

VIEW, REPORT, ACCEPT = "targets.view", "aggregates.report", "aggregates.accept"
ACTS = "assistance.acts"
State = ReportedAggregate.State
STATES = {code: label for code, label in State.choices if code != State.REPLACED}
SHAPES = {"reported": "wait", "accepted": "done", "returned": "late", "replaced": "void"}


@dataclass(frozen=True)
class Beside:
    """One sort of aid: counted on records, reported and accepted, reported and not yet read. Never one sum."""

    service: str
    label: str
    records: str
    records_url: str
    acts: str
    sessions: str
    persons: str
    waiting: str


def reported(actor: User, right: str = VIEW) -> QuerySet[ReportedAggregate]:
    rows = ReportedAggregate.objects.select_related(
        "partner", "programme", "place", "unit", "reported_by", "decided_by"
    )
    return scoped(actor, right, rows)


def in_force(
    actor: User, right: str = VIEW, *, period: str = "", state: str = ""
) -> QuerySet[ReportedAggregate]:
    """What was not replaced by a correction; ``period`` keeps the periods inside it."""
    rows = reported(actor, right).exclude(state=State.REPLACED)
    if state:
        rows = rows.filter(state=state)
    if period:
        rows = rows.filter(period__in=inside(rows, period))
    return rows.order_by("-period", "partner__name_fr", "service", "sex")


def inside(rows: QuerySet[ReportedAggregate], period: str) -> list[str]:
    whole = read_period(period)
    names = set(rows.order_by().values_list("period", flat=True))
    return [name for name in names if whole.covers(read_period(name))]


def aggregate(actor: User, pk: UUID, right: str = VIEW) -> ReportedAggregate:
    """Raises Http404."""
    found = reported(actor, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def versions(actor: User, one: ReportedAggregate, right: str = VIEW) -> list[ReportedAggregate]:
    return list(reported(actor, right).filter(key=one.key).order_by("-version"))


def waiting(actor: User) -> QuerySet[ReportedAggregate]:
    """What the actor may accept: never what they entered themselves."""
    rows = reported(actor, ACCEPT).filter(state=State.REPORTED)
    return rows.exclude(reported_by=actor.pk)


def sent_back(actor: User) -> QuerySet[ReportedAggregate]:
    return reported(actor, REPORT).filter(state=State.RETURNED, reported_by=actor.pk)


def may_report(actor: User) -> bool:
    return holds(actor, REPORT)


def may_correct(actor: User, one: ReportedAggregate) -> bool:
    return one.state != State.REPLACED and may(actor, REPORT, one)


def may_decide(actor: User, one: ReportedAggregate) -> bool:
    return one.state == State.REPORTED and one.reported_by_id != actor.pk and may(actor, ACCEPT, one)


def units_to_report(actor: User) -> QuerySet[Unit]:
    return units_for(actor, REPORT).filter(active=True)


def latest_year(rows: QuerySet[ReportedAggregate]) -> str:
    """The year of the latest report: where a reader begins."""
    names = set(rows.order_by().values_list("period", flat=True))
    last = max((read_period(name).last_day for name in names), default=timezone.localdate())
    return f"{last.year:04}"


def as_typed(one: ReportedAggregate) -> str:
    return str(plain(one.value))


def draft_of(one: ReportedAggregate, **changed: Any) -> ReportDraft:
    """What is reported stays; ``changed`` says the number, how it was counted, when and why."""
    return ReportDraft(
        partner=one.partner,
        service=one.service,
        counted=one.counted,
        period=one.period,
        programme=one.programme,
        place=one.place,
        sex=one.sex,
        **changed,
    )


# The words of an aid -------------------------------------------------------------------------------------------


def service_words() -> dict[str, str]:
    """Code → words, of families and of the catalogue."""
    families = {code: str(label) for code, label in ServiceFamily.choices}
    return families | {one.pk: str(one) for one in assistance.catalogue()}


def service_choices() -> list[tuple[str, Any]]:
    """Under each family: the family as a whole, then its aids."""
    listed = {str(title): [(one.pk, str(one)) for one in ones] for title, ones in assistance.by_family()}
    return [
        (str(label), [(code, str(label)), *listed.get(str(label), [])])
        for code, label in ServiceFamily.choices
    ]


# Beside the counts of records ----------------------------------------------------------------------------------


def added(rows: Iterable[ReportedAggregate]) -> Decimal:
    """What may be added up: of one partner, aid and period the total where it was given, else its parts."""
    groups: dict[tuple[Any, ...], list[ReportedAggregate]] = defaultdict(list)
    for one in rows:
        groups[one.partner_id, one.programme_id, one.service, one.counted, one.period].append(one)
    return sum((whole_of(ones) for ones in groups.values()), Decimal(0))


def whole_of(ones: list[ReportedAggregate]) -> Decimal:
    """A partner that gives the total and its parts is counted by the total alone."""
    for by_place in (False, True):
        there = [one for one in ones if (one.place_id is not None) == by_place]
        both = [one for one in there if not one.sex]
        if both or there:
            return sum((one.value for one in (both or there)), Decimal(0))
    return Decimal(0)


def beside(actor: User, period: str, engine: "Engine | None", lang: str) -> list[Beside]:
    """Each aid for which something was reported in the period, beside what was counted on records."""
    rows = list(in_force(actor, period=period))
    words = service_words()
    made = []
    for service in sorted({one.service for one in rows}, key=lambda code: words.get(code, code)):
        mine = [one for one in rows if one.service == service]
        taken = [one for one in mine if one.state == State.ACCEPTED]
        sums = {
            what: added(one for one in taken if one.counted == what)
            for what in ReportedAggregate.Counted.values
        }
        where = f"{'kind' if service in ServiceFamily.values else 'service'}={service}"
        made.append(
            Beside(
                service=service,
                label=words.get(service, service),
                records=on_records(engine, period, where, lang),
                records_url=address(ACTS, Asked(read_period(period), where)) if engine else "",
                acts=shown(sums["acts"], lang),
                sessions=shown(sums["sessions"], lang),
                persons=shown(sums["persons"], lang),
                waiting=shown(added(one for one in mine if one.state == State.REPORTED), lang),
            )
        )
    return made


def on_records(engine: "Engine | None", period: str, where: str, lang: str) -> str:
    if engine is None:
        return ""
    try:
        cell = engine.value(ACTS, period, where)
    except BadInput:
        return ""
    return value_text(cell.value, cell.unit, lang)


def shown(value: Decimal, lang: str) -> str:
    return value_text(plain(value), "", lang) if value else ""


def accepted_of(actor: User, programmes: Iterable[UUID], period: str) -> dict[UUID, Decimal]:
    """Programme → acts reported and accepted in the period: for a column of their own."""
    rows = in_force(actor, period=period, state=State.ACCEPTED)
    found: dict[UUID, list[ReportedAggregate]] = defaultdict(list)
    for one in rows.filter(Q(programme__in=list(programmes)), counted="acts"):
        if one.programme_id:
            found[one.programme_id].append(one)
    return {key: added(ones) for key, ones in found.items()}
