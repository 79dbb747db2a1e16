"""From keys to a few hundred people, in one statement: rare keys first, common ones only together with another.

The cost does not grow with the register: each key is counted up to a bound (an index scan of a few thousand
entries at most), the rare ones are gathered whole, and a common one ("Mohamed" alone) is read up to a bound
or narrowed by another key, a year of birth, or the places of the actor. Plain SQL, the same on SQLite and
PostgreSQL; the index (value, kind, person) answers it without reading a row of the table.
"""

# ruff: noqa: S608  statements are put together from constants of this file; every value is a parameter

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from musanada.access.models import Unit
from musanada.kit.names import Key
from musanada.people.models import NameKey, Nationality, Person, Presence

KEYS, PERSONS, PRESENCES, NATIONALITIES = (m._meta.db_table for m in (NameKey, Person, Presence, Nationality))
BOUND = 4_000  # counted so far at most
BUDGET = 4_000  # entries gathered whole in one search
SCANNED = 20_000  # entries of a common key that may be tried against a second condition
CANDIDATES = 240
KIND_WEIGHT = {"pair": 1.3, "sound": 1.0, "origin": 0.6, "exact": 0.4}
LAST = "z" * 24  # after every key with the same beginning: keys are letters of one case, digits and '+'


@dataclass(frozen=True, slots=True)
class Probe:
    """A key to look up, whole or as the beginning of keys.

    ``word`` is the place of the word it stands for (-1 for a pair), ``count`` how many entries it has, up to BOUND.
    """

    key: Key
    word: int = -1
    begun: bool = False
    count: int = 0

    @property
    def condition(self) -> tuple[str, list[Any]]:
        kind, value = self.key
        if self.begun:
            end = value + (LAST.upper() if kind == "sound" else LAST)
            return "k.value >= %s AND k.value <= %s AND k.kind = %s", [value, end, kind]
        return "k.value = %s AND k.kind = %s", [value, kind]

    @property
    def weight(self) -> float:
        """What sharing it tells: rare keys more, beginnings less."""
        told = KIND_WEIGHT[self.key.kind] * log(4 * BOUND / (self.count + 1))
        return told / 2 if self.begun else told


@dataclass(frozen=True, slots=True)
class Narrow:
    """A second condition on the person of a key."""

    sql: str
    values: list[Any]


def by_year(born: int, slack: int) -> Narrow:
    dates = [f"{born - slack:04}-01-01", f"{born + slack:04}-12-31"]
    sql = f"EXISTS (SELECT 1 FROM {PERSONS} p WHERE p.id = k.person_id AND p.birth_date BETWEEN %s AND %s)"
    return Narrow(sql, dates)


def by_country(country: str) -> Narrow:
    sql = f"EXISTS (SELECT 1 FROM {NATIONALITIES} n WHERE n.person_id = k.person_id AND n.country_id = %s)"
    return Narrow(sql, [country])


def by_key(probe: Probe) -> Narrow:
    condition, values = probe.condition
    condition = condition.replace("k.", "o.")
    return Narrow(f"EXISTS (SELECT 1 FROM {KEYS} o WHERE {condition} AND o.person_id = k.person_id)", values)


def by_place(units: Iterable[UUID], person: str = "k.person_id") -> Narrow:
    """Known at one of these units, now or before."""
    keys = [unit.hex if connection.vendor == "sqlite" else unit for unit in units]
    marks = ", ".join(["%s"] * len(keys)) or "NULL"
    sql = f"EXISTS (SELECT 1 FROM {PRESENCES} r WHERE r.person_id = {person} AND r.unit_id IN ({marks}))"
    return Narrow(sql, keys)


def by_side(places: Sequence[UUID]) -> Narrow | None:
    """Registered on the sides of these units, or known at one of them by a referral from another side; None where
    nobody is registered on another.

    How many bear a name weighs in a score, so it is counted among one's own side only: a score must not tell
    that someone is known to a helper, or to an authority.
    """
    sides = Unit.objects.filter(pk__in=places).values("side")
    others = list(Unit.objects.exclude(side__in=sides).values_list("pk", flat=True))
    if not others or not Person.objects.filter(unit__in=others, protected=False).exists():
        return None
    keys = [unit.hex if connection.vendor == "sqlite" else unit for unit in others]
    marks = ", ".join(["%s"] * len(keys))
    here = by_place(places, "COALESCE(s.merged_into_id, s.id)")
    sql = f"""EXISTS (SELECT 1 FROM {PERSONS} s WHERE s.id = k.person_id
              AND (s.unit_id NOT IN ({marks}) OR {here.sql}))"""
    return Narrow(sql, [*keys, *here.values])


def counted(probes: Sequence[Probe], side: Narrow | None = None) -> list[Probe]:
    """The probes with their counts, each counted up to BOUND, in one statement."""
    if not probes:
        return []
    parts, values = [], []
    for number, probe in enumerate(probes):
        condition, given = probe.condition
        if side:
            condition, given = f"{condition} AND {side.sql}", [*given, *side.values]
        parts.append(
            f"SELECT {number}, COUNT(*) FROM (SELECT 1 FROM {KEYS} k WHERE {condition} LIMIT {BOUND}) t{number}"
        )
        values += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        counts = dict(cursor.fetchall())
    return [replace(p, count=counts[number]) for number, p in enumerate(probes)]


@dataclass(frozen=True, slots=True)
class Part:
    """One arm of the search: a probe and what narrows it."""

    probe: Probe
    narrow: tuple[Narrow, ...] = ()

    def statement(self, everywhere: tuple[Narrow, ...]) -> tuple[str, list[Any]]:
        condition, values = self.probe.condition
        scan = SCANNED if self.narrow else BOUND
        limits = (*self.narrow, *everywhere)
        inner = f"SELECT k.person_id FROM {KEYS} k WHERE {condition}"
        if limits:
            inner = f"SELECT k.person_id FROM ({inner} LIMIT {scan}) k WHERE " + " AND ".join(
                n.sql for n in limits
            )
            values = values + [v for n in limits for v in n.values]
        weight = round(100 * self.probe.weight)  # whole numbers add up alike in both databases
        return (
            f"SELECT DISTINCT person_id, {weight} AS told FROM ({inner} LIMIT {BOUND}) t",
            values,
        )


class Found(NamedTuple):
    """A person who shares keys: the record that does, and the canonical person it leads to.

    ``record`` and ``person`` are keys as the database gives them (``register.identity`` reads them);
    ``country`` says whether the nationality sought is one of the person's.
    """

    record: Any
    person: Any
    told: int  # hundredths
    reference: str
    birth: date | None
    precision: str
    sex: str
    country: bool


def gathered(
    parts: Sequence[Part], units: Sequence[UUID], *, country: str = "", within: bool = False
) -> tuple[list[Found], bool]:
    """Those who share most, at most CANDIDATES, whose canonical person is known at one of ``units``; and whether
    the bound was reached. ``within`` looks for people of these units only, where others fill the bound."""
    if not parts or not units:
        return [], False
    statements, values = [], []
    for part in parts:
        sql, given = part.statement((by_place(units),) if within else ())
        statements.append(sql)
        values += given
    seen = by_place(units, "c.id")
    bears = f"EXISTS (SELECT 1 FROM {NATIONALITIES} n WHERE n.person_id = f.person_id AND n.country_id = %s)"
    sql = f"""
        SELECT {seen.sql}, f.person_id, c.id, f.total, c.reference, c.birth_date, c.birth_precision, c.sex, {bears}
        FROM (SELECT person_id, SUM(told) AS total FROM ({" UNION ALL ".join(statements)}) u
              GROUP BY person_id ORDER BY total DESC, person_id LIMIT {CANDIDATES}) f
        JOIN {PERSONS} p ON p.id = f.person_id
        JOIN {PERSONS} c ON c.id = COALESCE(p.merged_into_id, p.id)
        WHERE p.voided_at IS NULL AND c.voided_at IS NULL AND NOT c.protected"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*seen.values, country, *values])
        rows = cursor.fetchall()
    return [Found(*row[1:]) for row in rows if row[0]], len(rows) > CANDIDATES - 20


def plan(probes: Sequence[Probe], born: int | None, country: str = "") -> list[Part]:
    """Which keys to gather, and how: the rare whole, then a common one narrowed if too little was found."""
    present = sorted((p for p in probes if p.count), key=lambda p: (p.count, p.begun))
    whole: list[Part] = []
    spent = 0
    for probe in present:
        if probe.count >= BOUND or spent + probe.count > BUDGET:
            break
        whole.append(Part(probe))
        spent += probe.count
    paired = [p for p in whole if p.probe.key.kind == "pair"]
    rest = [p for p in present[len(whole) :] if p.key.kind != "exact" or p.begun]
    if not rest or (paired and spent > CANDIDATES // 10):
        return whole + preferred(paired or whole, born, country)
    return whole + narrowed(rest, born)


def preferred(parts: Sequence[Part], born: int | None, country: str) -> list[Part]:
    """Where more people share a key than are looked at, those of the right year or country come first."""
    crowd = next((p.probe for p in parts if p.probe.count > CANDIDATES // 2), None)
    if crowd is None or (born is None and not country):
        return []
    return [Part(crowd, (by_year(born, 1) if born is not None else by_country(country),))]


def narrowed(common: Sequence[Probe], born: int | None) -> list[Part]:
    """Common keys made rare: by the year of birth, by each other, or else cut at the bound."""
    unfinished = {p.word for p in common if p.begun}
    common = [p for p in common if p.begun or p.word not in unfinished]
    first = common[0]
    if born is not None:
        return [Part(first, (by_year(born, 2),))]
    others = [p for p in common[1:] if p.word not in (first.word, -1)]
    if first.key.kind != "pair" and others:
        return [Part(first, (by_key(others[0]),))]
    return [Part(first)]
