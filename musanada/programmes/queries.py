"""Every read of programmes, actor first. What is counted here is counted from live activities."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from musanada.access.doors import may, places_of, units_for
from musanada.access.models import Unit, User
from musanada.kit.collation import collate
from musanada.kit.territory import levels
from musanada.partners.models import Partner
from musanada.partners.policies import above, around
from musanada.programmes.models import Activity, Donor, Programme
from musanada.programmes.policies import visible_activities, visible_programmes
from musanada.reference.codes import ServiceFamily
from musanada.reference.queries import place_labels

Choice = tuple[str, str]
SORTS = {
    "code": ("code",),
    "name": ("name_fr", "code"),
    "sector": ("sector", "code"),
    "starts": ("starts_on", "code"),
    "ends": ("ends_on", "code"),
    "budget": ("currency", "budget", "code"),
}


def programmes(
    actor: User,
    *,
    text: str = "",
    sector: str = "",
    city: str = "",
    partner: str = "",
    on_date: date | None = None,
    sort: str = "code",
) -> QuerySet[Programme]:
    """``city`` and ``partner`` are codes, met by a live activity; ``on_date`` keeps those active that day."""
    rows = visible_programmes(actor).select_related("lead_unit")
    for word in text.split():
        named = Q(code__icontains=word) | Q(name_ar__contains=word)
        for language in ("fr", "en", "es"):
            named |= Q(**{f"name_{language}__icontains": word})
        rows = rows.filter(named)
    if sector:
        rows = rows.filter(sector=sector)
    if city or partner or on_date:
        rows = rows.filter(pk__in=having(actor, city, partner, on_date).values("programme"))
    order = SORTS.get(sort.removeprefix("-"), SORTS["code"])
    return rows.order_by(*(f"-{f}" for f in order) if sort.startswith("-") else order)


def having(actor: User, city: str, partner: str, on_date: date | None) -> QuerySet[Activity]:
    rows = live(visible_activities(actor))
    if city:
        rows = rows.filter(city__path__contains=f"/{city}/")
    if partner:
        rows = rows.filter(partner__code=partner)
    return rows.filter(going(on_date, on_date)) if on_date else rows


def live(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    return rows.filter(voided_at=None)


def going(first: date, last: date) -> Q:
    """Activities at work on some day from ``first`` to ``last``; one without an end goes as long as its programme."""
    ended = Q(ends_on__lt=first) | Q(ends_on=None, programme__ends_on__lt=first)
    return Q(starts_on__lte=last) & ~ended


def programme(actor: User, code: str) -> Programme | None:
    """None where there is none, or none the actor may know of."""
    return (
        visible_programmes(actor)
        .select_related("lead_unit")
        .prefetch_related("donors")
        .filter(code=code)
        .first()
    )


def activities(actor: User, programme: Programme) -> QuerySet[Activity]:
    """The programme's activities the actor may see, voided ones included and marked, newest first."""
    rows = visible_activities(actor).filter(programme=programme)
    return rows.select_related("city__parent", "partner", "programme__lead_unit")


def activity(actor: User, pk: UUID | str) -> Activity | None:
    return (
        visible_activities(actor)
        .select_related("programme__lead_unit", "city", "partner")
        .filter(pk=pk)
        .first()
    )


def activities_of_partner(actor: User, partner: Partner) -> QuerySet[Activity]:
    return live(visible_activities(actor)).filter(partner=partner).select_related("programme", "city__parent")


def active_on(day: date) -> QuerySet[Activity]:
    """Every activity at work on a day, of every organisation (for bulk work; pages use ``activities``)."""
    return live(Activity.objects.filter(going(day, day)))


def active_during(first: date, last: date) -> QuerySet[Activity]:
    """At work on some day of the period: not the same number as on any one day (domain, section 23)."""
    return live(Activity.objects.filter(going(first, last)))


@dataclass(frozen=True)
class Reach:
    """Counts computed from activities."""

    programmes: int
    cities: int
    partners: int
    associations: int
    activities: int


Line = tuple[UUID, str, UUID | None, str | None]  # programme, path of the city, partner and its kind


def reach(rows: QuerySet[Activity]) -> Reach:
    """How many programmes, cities (provinces and prefectures), partners and associations ``rows`` touch."""
    return counted(lines(rows))


def lines(rows: QuerySet[Activity]) -> list[Line]:
    return list(rows.order_by().values_list("programme_id", "city__path", "partner_id", "partner__kind"))


def counted(found: list[Line]) -> Reach:
    return Reach(
        programmes=len({programme for programme, _path, _partner, _kind in found}),
        cities=len({levels(path)[1] for _programme, path, _partner, _kind in found} - {None}),
        partners=len({partner for _programme, _path, partner, _kind in found} - {None}),
        associations=len({partner for _p, _path, partner, kind in found if kind == Partner.Kind.ASSOCIATION}),
        activities=len(found),
    )


def reach_during(actor: User, first: date, last: date) -> Reach:
    return reach(live(visible_activities(actor)).filter(going(first, last)))


def reach_of(actor: User, listed: Iterable[Programme]) -> dict[UUID, Reach]:
    """Programme key → its counts, in one query for a page of a list."""
    by_programme: dict[UUID, list[Line]] = defaultdict(list)
    for line in lines(live(visible_activities(actor)).filter(programme__in=[p.pk for p in listed])):
        by_programme[line[0]].append(line)
    return {key: counted(found) for key, found in by_programme.items()}


@dataclass(frozen=True)
class MatrixRow:
    """A partner (``code`` None: without a partner) and its activities in each city, in the columns' order."""

    code: str | None
    name: str
    cells: list[tuple[str, int]]
    total: int


@dataclass(frozen=True)
class Matrix:
    """Partner × city: how many live activities. ``cities`` are the names of the columns."""

    cities: list[str]
    rows: list[MatrixRow]
    totals: list[tuple[str, int]]
    total: int


def matrix(actor: User, programme: Programme, lang: str, alone: str) -> Matrix:
    """With whom and where the programme works. ``alone`` names the row of activities without a partner."""
    cells: dict[tuple[str | None, str], int] = defaultdict(int)
    names: dict[str | None, str] = {}
    labels = place_labels(lang)
    for found in live(activities(actor, programme)):
        city = levels(found.city.path)[1] or found.city.code
        partner = found.partner.code if found.partner else None
        names[partner] = found.partner.name(lang) if found.partner else alone
        cells[partner, labels.get(city, city)] += 1
    cities = sorted({city for _partner, city in cells}, key=collate)
    rows = []
    for code in sorted(names, key=lambda code: (code is None, collate(names[code]))):
        counts = [(city, cells.get((code, city), 0)) for city in cities]
        rows.append(MatrixRow(code, names[code], counts, sum(count for _city, count in counts)))
    totals = [(city, sum(row.cells[at][1] for row in rows)) for at, city in enumerate(cities)]
    return Matrix(cities, rows, totals, sum(cells.values()))


def run_by(unit: Unit, day: date | None = None) -> QuerySet[Programme]:
    """Programmes in which ``unit`` may record acts on a day: its organisation's, and those its partner works in."""
    day = day or timezone.localdate()
    ours = Q(lead_unit__path__startswith=unit.path) | Q(lead_unit__path__in=above(unit.path))
    partnered = live(Activity.objects.filter(going(day, day), partner__unit__path__in=above(unit.path)))
    rows = Programme.objects.filter(ours | Q(pk__in=partnered.values("programme")))
    return rows.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


def choices(actor: User, unit: Unit, lang: str, day: date | None = None) -> list[Choice]:
    """For a form of ``unit``: the programmes it runs that day and the actor may see, in reading order."""
    rows = run_by(unit, day).filter(pk__in=visible_programmes(actor).values("pk"))
    return in_order((str(p.pk), f"{p.name(lang)} ({p.code})") for p in rows)


def programmes_by_code(actor: User) -> dict[str, Programme]:
    """For bulk work and imports."""
    return {p.code: p for p in visible_programmes(actor).select_related("lead_unit")}


def programme_labels(actor: User, lang: str) -> dict[str, str]:
    """Code → name: the words of a dimension ``programme``."""
    return {p.code: p.name(lang) for p in visible_programmes(actor)}


def donors(actor: User) -> QuerySet[Donor]:
    """Donors kept by the actor's organisation, and those of the programmes the actor sees."""
    return Donor.objects.filter(
        around(actor, "programmes.view", "kept_by") | Q(programmes__in=visible_programmes(actor))
    ).distinct()


def units_to_lead(actor: User) -> QuerySet[Unit]:
    """Units at which the actor may open a programme."""
    return units_for(actor, "programmes.manage")


def may_manage(actor: User, programme: Programme | None = None) -> bool:
    """May the actor change this programme, or, without one, add any?"""
    return (
        may(actor, "programmes.manage", programme)
        if programme
        else bool(places_of(actor, "programmes.manage"))
    )


def sectors() -> list[Choice]:
    return [(code, str(label)) for code, label in ServiceFamily.choices]


def cities(actor: User, lang: str) -> list[Choice]:
    """Cities with a live activity, for a filter: the province's or prefecture's code and name."""
    paths = live(visible_activities(actor)).order_by().values_list("city__path", flat=True).distinct()
    codes = {levels(path)[1] for path in paths} - {None}
    labels = place_labels(lang)
    return in_order((code, labels.get(code, code)) for code in codes if code)


def partners(actor: User, lang: str) -> list[Choice]:
    """Partners with a live activity, for a filter."""
    keys = live(visible_activities(actor)).order_by().values("partner")
    return in_order((p.code, p.name(lang)) for p in Partner.objects.filter(pk__in=keys))


def in_order(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: collate(choice[1]))
