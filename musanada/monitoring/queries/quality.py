"""How good the records of an office are: what is missing, what came late, what cannot be. Counts of offices, no names.

Read from the extract that the figures are counted from. An office is seen by who holds the right at it, so that nobody
reads another organisation's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.access.doors import holds, units_for
from musanada.access.models import User
from musanada.kit import svg
from musanada.kit.collation import collate
from musanada.kit.facts import FACTS
from musanada.kit.formats import format_percent
from musanada.kit.periods import Period
from musanada.monitoring.soundness import SOURCES, Rule, Source
from musanada.partners.models import Partner
from musanada.reporting import queries as reporting
from musanada.reporting.display import period_label
from musanada.reporting.engine.cells import rounded
from musanada.reporting.extract import Extract, fresh_extract
from musanada.reporting.records import allowed, openable
from musanada.reporting.session import connect, parquet

VIEW, RECORDS = "quality.view", "figures.records"
FEW = 5  # of fewer records a share says nothing of the work
SHOWN = 100
HOUR = 3_600_000_000  # microseconds: a record of 23:30 UTC was written the next day here


@dataclass(frozen=True)
class Office:
    """One office in numbers; shares in words, empty where there are too few records."""

    code: str
    name: str
    records: int
    missing: list[str]
    late: str
    delay: int | None
    wrong: int


@dataclass(frozen=True)
class Wrong:
    """One rule: how many records break it."""

    rule: Rule
    count: int


@dataclass(frozen=True)
class Quality:
    source: Source
    offices: list[Office]
    total: Office
    rules: list[Wrong]
    chart: SafeString | str
    caption: str
    known_at: datetime


@dataclass(frozen=True)
class Found:
    """A record to look at again: its reference, its office, its day; never a name."""

    reference: str
    office: str
    on: date
    url: str


def offices_of(actor: User, source: Source, *rights: str) -> dict[str, str]:
    """Code → name of the offices that the actor reads, under each of the rights.

    A State authority beside humanitarian organisations reads its own files alone, as of the live figures: the partner of
    an act may be on its list while the act was written by another side.
    """
    if source.fact not in reporting.OF_STATE and reporting.shielded_from(actor, VIEW):
        return {}
    units = units_for(actor, VIEW)
    for right in rights:
        units = units.filter(pk__in=units_for(actor, right).values("pk"))
    if source.keeper == "unit":
        return {unit.code: str(unit) for unit in units}
    kept = Q(unit__in=units.values("pk")) | Q(unit=None, kept_by__in=units.values("pk"))
    return {partner.code: str(partner) for partner in Partner.objects.filter(kept)}


def may_open(actor: User) -> bool:
    return holds(actor, RECORDS)


@contextmanager
def reading(source: Source) -> Iterator[tuple[Any, Extract]]:
    """A connection on the newest extract, with the source's fact as ``records``."""
    extract = fresh_extract(patient=True)
    with connect(extract.folder) as connection:
        connection.execute(f"CREATE VIEW records AS SELECT * FROM {parquet(extract.file(source.fact))}")  # noqa: S608
        yield connection, extract


def last_year(source: Source) -> int:
    """The last year with a record."""
    with reading(source) as (connection, extract):
        today = timezone.localdate(extract.known_at).isoformat()
        day = FACTS[source.fact].date
        query = f"SELECT MAX(YEAR({day})) FROM records WHERE {day} <= DATE '{today}'"  # noqa: S608
        found = connection.execute(query).fetchall()[0][0]
    return int(found or timezone.localdate().year)


def quality(actor: User, source: Source, period: Period, lang: str, office: str = "") -> Quality:
    """The offices of one source in a period; ``office`` narrows the trend to one of them."""
    names = offices_of(actor, source)
    with reading(source) as (connection, extract):
        known = timezone.localdate(extract.known_at)
        rows = connection.execute(table_sql(source, known), [list(names), *ends(period)]).fetchall()
        wanted = [office] if office in names else list(names)
        trend = connection.execute(trend_sql(source, known), [wanted, *ends(period)]).fetchall()
    by_code = {row[0]: row[1:] for row in rows}
    offices = [office_of(source, code, names[code], by_code[code], lang) for code in by_code if code]
    total = office_of(source, "", _("Ensemble"), by_code.get(None, empty(source)), lang)
    wrongs = by_code.get(None, empty(source))[-len(source.rules) :]
    title = names.get(office, _("Ensemble"))
    caption = _("Champs manquants et saisies tardives, %(office)s") % {"office": title}
    return Quality(
        source=source,
        offices=sorted(offices, key=lambda one: collate(one.name)),
        total=total,
        rules=[Wrong(rule, int(n or 0)) for rule, n in zip(source.rules, wrongs, strict=True)],
        chart=drawn(trend, caption, period, lang),
        caption=caption,
        known_at=extract.known_at,
    )


def ends(period: Period) -> list[date]:
    return [period.first_day, period.last_day]


def empty(source: Source) -> tuple[Any, ...]:
    return (0, *(0 for _field in source.fields), 0, None, 0, *(0 for _rule in source.rules))


def office_of(source: Source, code: str, name: str, row: Sequence[Any], lang: str) -> Office:
    width = len(source.fields)
    records, late, delay, wrong = row[0], row[1 + width], row[2 + width], row[3 + width]
    return Office(
        code=code,
        name=name,
        records=int(records),
        missing=[share(n, records, lang) for n in row[1 : 1 + width]],
        late=share(late, records, lang),
        delay=None if delay is None else int(delay),
        wrong=int(wrong or 0),
    )


def share(part: Any, whole: Any, lang: str) -> str:
    """In percent; nothing of fewer than five records."""
    if not whole or int(whole) < FEW:
        return ""
    return format_percent(rounded(Fraction(int(part or 0), int(whole)) * 100, 1), lang, 1)


# The questions -------------------------------------------------------------------------------------------------


def condition(source: Source, rule: Rule, known: date) -> str:
    """A rule over the columns: every name in it comes from our own lists."""
    fact = FACTS[source.fact]
    return rule.condition.format(
        day=f'"{fact.date}"', known=f"DATE '{known.isoformat()}'", recorded_on=recorded_on(source)
    )


def recorded_on(source: Source) -> str:
    return f'CAST(MAKE_TIMESTAMP(EPOCH_US("{FACTS[source.fact].recorded}") + {HOUR}) AS DATE)'


def delay_of(source: Source) -> str:
    return f"DATE_DIFF('day', \"{FACTS[source.fact].date}\", {recorded_on(source)})"


def inside(source: Source) -> str:
    day = f'"{FACTS[source.fact].date}"'
    return f'"{source.office}" IN (SELECT UNNEST(?)) AND {day} BETWEEN ? AND ? AND ({source.where})'


def table_sql(source: Source, known: date) -> str:
    """Per office and together: records, missing by field, late, middle delay, with any fault, by rule."""
    rules = [f"COALESCE({condition(source, rule, known)}, FALSE)" for rule in source.rules]
    parts = [
        "COUNT(*)",
        *(f'COUNT(*) FILTER ("{field.column}" IS NULL)' for field in source.fields),
        f"COUNT(*) FILTER ({delay_of(source)} > {source.late_after})",
        f"CAST(MEDIAN(GREATEST({delay_of(source)}, 0)) AS INTEGER)",
        f"COUNT(*) FILTER ({' OR '.join(rules)})",
        *(f"COUNT(*) FILTER ({rule})" for rule in rules),
    ]
    return (
        f'SELECT "{source.office}", {", ".join(parts)} FROM records WHERE {inside(source)} '  # noqa: S608
        f'GROUP BY GROUPING SETS (("{source.office}"), ())'
    )


def trend_sql(source: Source, known: date) -> str:
    """Per month: records, fields that are missing (of all there could be), late ones."""
    day = f'"{FACTS[source.fact].date}"'
    missing = " + ".join(f'CAST("{field.column}" IS NULL AS INTEGER)' for field in source.fields)
    return (
        f"SELECT CAST(DATE_TRUNC('month', {day}) AS DATE) AS month, COUNT(*), "  # noqa: S608
        f"SUM({missing}) / {len(source.fields)}.0, COUNT(*) FILTER ({delay_of(source)} > {source.late_after}) "
        f"FROM records WHERE {inside(source)} GROUP BY month ORDER BY month"
    )


def drawn(rows: Sequence[Any], caption: str, period: Period, lang: str) -> SafeString | str:
    """Two lines in percent; a month of fewer than five records is a gap."""
    found = {row[0]: row[1:] for row in rows}
    months = list(period.parts("month"))
    if len(months) < 2 or not any(n >= FEW for n, _missing, _late in found.values()):
        return ""
    points: tuple[list[svg.Point], list[svg.Point]] = ([], [])
    for month in months:
        n, *parts = found.get(month.first_day.replace(day=1), (0, 0, 0))
        for line, part in zip(points, parts, strict=True):
            value = rounded(Fraction(part or 0) / n * 100, 1) if n >= FEW else None
            line.append(svg.Point(period_label(month, lang), value))
    lines = [
        svg.Line(_("Champs manquants"), tuple(points[0])),
        svg.Line(_("Saisies tardives"), tuple(points[1])),
    ]
    frame = svg.Frame(caption, lang=lang, width=640, percent=True)
    return svg.responsive(lambda sized: svg.over_time(lines, sized), frame)


# The records to look at ----------------------------------------------------------------------------------------


def faults(actor: User, source: Source, rule: Rule, period: Period, office: str = "") -> list[Found]:
    """References of the records that break a rule: of these offices, the records of units where the actor opens them."""
    names, only = offices_of(actor, source, RECORDS), allowed(actor, source.fact)
    if only is None:
        return []
    wanted = [office] if office in names else [] if office else list(names)
    fact = FACTS[source.fact]
    with reading(source) as (connection, extract):
        known = timezone.localdate(extract.known_at)
        query = (
            f'SELECT reference, "{source.office}", "{fact.date}", "{fact.person}" FROM records '  # noqa: S608
            f"WHERE {inside(source)} AND ({condition(source, rule, known)}) "
            f'AND "{only[0]}" IN (SELECT UNNEST(?)) ORDER BY "{fact.date}" LIMIT {SHOWN}'
        )
        rows = connection.execute(query, [wanted, *ends(period), only[1]]).fetchall()
    may_open = openable(actor, [person for *_row, person in rows if person])
    return [
        Found(reference or "", names[code], on, link(person, may_open))
        for reference, code, on, person in rows
    ]


def link(person: str | None, may_open: set[UUID]) -> str:
    """The person's page, for who may open it anyway."""
    return reverse("people:person", args=[UUID(person)]) if person and UUID(person) in may_open else ""


def source_of(code: str) -> Source | None:
    return next((one for one in SOURCES.values() if one.code == code), None)


def sources(actor: User) -> list[Source]:
    """Those with an office of the actor's among their offices."""
    return [source for source in SOURCES.values() if offices_of(actor, source)]


def rule_of(source: Source, code: str) -> Rule | None:
    return next((rule for rule in source.rules if rule.code == code), None)
