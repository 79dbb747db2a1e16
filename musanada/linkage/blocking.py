"""From keys to a few hundred people, in one statement: rare keys first, common ones only together with another fact.

The cost does not grow with the register. How common a key is was counted ahead (``NameCount``), the rare ones are
counted on the spot, up to a bound; the rare are gathered whole, a common one ("Mohamed" alone) with the year of
birth, which stands in the same index, or narrowed by another key or a country, and cut at a bound. Whom the actor
may not find is left out while gathering: they take nobody's place. Plain SQL, the same on SQLite and PostgreSQL.
"""

# ruff: noqa: S608  statements are put together from constants of this file; every value is a parameter

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import Any, NamedTuple

from django.db import connection

from musanada.kit.names import Key
from musanada.linkage.models import NameCount
from musanada.people.models import NameKey, Nationality, Person, Presence

KEYS, PERSONS, PRESENCES, NATIONALITIES, COUNTS = (
    m._meta.db_table for m in (NameKey, Person, Presence, Nationality, NameCount)
)
COMMON = 4_000  # borne by as many, a key tells next to nothing
BOUND = 1_000  # a key is common from here on; counted so far on the spot
BUDGET = 800  # entries gathered in one search
SCANNED = 2_000  # entries of a common key that may be tried against a second condition
CANDIDATES = 100
KIND_WEIGHT = {"pair": 1.3, "sound": 1.0, "origin": 0.6, "exact": 0.4}
FACTS = ("reference", "birth_date", "birth_precision", "sex")
LAST = "z" * 24  # after every key with the same beginning: keys are letters of one case, digits and '+'
YEARS = 45  # a name's bearers are spread over as many years of birth


@dataclass(frozen=True, slots=True)
class Probe:
    """A key to look up, whole or as the beginning of keys.

    ``word`` is the place of the word it stands for (-1 for a pair), ``count`` how many entries it has on the actor's
    side; ``worth`` is less than one for a spelling that was only guessed.
    """

    key: Key
    word: int = -1
    begun: bool = False
    count: int = 0
    worth: float = 1.0

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
        told = self.worth * KIND_WEIGHT[self.key.kind] * log(4 * COMMON / (min(self.count, 2 * COMMON) + 1))
        return told / 2 if self.begun else told


@dataclass(frozen=True, slots=True)
class Narrow:
    """A second condition on the person of a key."""

    sql: str
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the actor may find people: units, by key as this database keeps it, and their sides. ``whole``: all."""

    units: tuple[Any, ...]
    sides: tuple[str, ...]
    whole: bool = False

    @property
    def here(self) -> tuple[Narrow, ...]:
        """What keeps invisible people out of a gathering; the record itself, or the one it leads to, is known there."""
        if self.whole:
            return ()
        canonical = f"(SELECT m.merged_into_id FROM {PERSONS} m WHERE m.id = k.person_id)"
        own, led = by_place(self.units), by_place(self.units, canonical)
        return (Narrow(f"({own.sql} OR {led.sql})", [*own.values, *led.values]),)


def by_country(country: str) -> Narrow:
    sql = f"EXISTS (SELECT 1 FROM {NATIONALITIES} n WHERE n.person_id = k.person_id AND n.country_id = %s)"
    return Narrow(sql, [country])


def by_key(probe: Probe) -> Narrow:
    """Read once, up to a bound, and not for each entry: the index leads from a key to its people, not back."""
    condition, values = probe.condition
    condition = condition.replace("k.", "o.")
    order = "o.value, o.born, o.person_id" if probe.begun else "o.born, o.person_id"
    inner = f"SELECT o.person_id FROM {KEYS} o WHERE {condition} ORDER BY {order} LIMIT {5 * SCANNED}"
    return Narrow(f"k.person_id IN (SELECT x.person_id FROM ({inner}) x)", values)


def by_place(units: Iterable[Any], person: str = "k.person_id") -> Narrow:
    """Known at one of these units, now or before. A person has few presences, an actor may have many units."""
    keys = list(units)
    if not keys:
        return Narrow("1 = 0", [])
    unit = "+r.unit_id" if connection.vendor == "sqlite" else "r.unit_id"  # the plus: no index of units
    marks = ", ".join(["%s"] * len(keys))
    sql = f"EXISTS (SELECT 1 FROM {PRESENCES} r WHERE r.person_id = {person} AND {unit} IN ({marks}))"
    return Narrow(sql, keys)


def by_side(scope: Scope) -> Narrow | None:
    """Registered on the sides of these units, or known at one of them by a referral from another side.

    How many bear a name weighs in a score, so it is counted among one's own side only: a score must not tell
    that someone is known to a helper, or to an authority.
    """
    if scope.whole:
        return None
    marks = ", ".join(["%s"] * len(scope.sides)) or "NULL"
    here = by_place(scope.units, "COALESCE(s.merged_into_id, s.id)")
    sql = f"""EXISTS (SELECT 1 FROM {PERSONS} s JOIN access_unit su ON su.id = s.unit_id
              WHERE s.id = k.person_id AND (su.side IN ({marks}) OR {here.sql}))"""
    return Narrow(sql, [*scope.sides, *here.values])


def counted(probes: Sequence[Probe], scope: Scope) -> list[Probe]:
    """The probes with their counts, in one statement: as counted ahead, else here and up to BOUND."""
    if not probes:
        return []
    side = by_side(scope)
    marks = ", ".join(["%s"] * len(scope.sides)) or "NULL"
    parts: list[str] = []
    values: list[Any] = []
    for number, probe in enumerate(probes):
        condition, given = probe.condition
        inner = f"SELECT k.person_id FROM {KEYS} k WHERE {condition} LIMIT {SCANNED}"
        if side:
            inner = f"SELECT 1 FROM ({inner}) k WHERE {side.sql} LIMIT {BOUND}"
        live = f"(SELECT COUNT(*) FROM ({inner}) t{number})"
        values += [number]
        if not probe.begun:
            ahead = f"SELECT SUM(bearers) FROM {COUNTS} WHERE value = %s AND kind = %s AND side IN ({marks})"
            live = f"COALESCE(({ahead}), {live})"
            values += [probe.key.value, probe.key.kind, *scope.sides]
        parts.append(f"SELECT %s, {live}")
        values += [*given, *(side.values if side else ())]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        counts = dict(cursor.fetchall())
    return [replace(p, count=int(counts[number])) for number, p in enumerate(probes)]


@dataclass(frozen=True, slots=True)
class Part:
    """One arm of the search: a probe, the years of birth asked for (0 is unknown), what else narrows it, how many."""

    probe: Probe
    most: int
    years: tuple[int, int] | None = None
    narrow: tuple[Narrow, ...] = ()

    @property
    def cut(self) -> bool:
        """May there be more than are read?"""
        return bool(self.narrow) or self.probe.count >= self.most

    def statement(self, here: tuple[Narrow, ...]) -> tuple[str, list[Any]]:
        """In the order of the index, so that both databases cut at the same entry; what is cut is cut among the
        visible (``here``)."""
        condition, values = self.probe.condition
        if self.years:
            condition, values = f"{condition} AND k.born BETWEEN %s AND %s", [*values, *self.years]
        order = "k.value, k.born, k.person_id" if self.probe.begun else "k.born, k.person_id"
        inner = f"SELECT k.person_id, k.born FROM {KEYS} k WHERE {condition} ORDER BY {order}"
        limits = (*self.narrow, *(here if self.cut else ()))
        if limits:
            tried = " AND ".join(n.sql for n in limits)
            inner = f"SELECT k.person_id, k.born FROM ({inner} LIMIT {SCANNED}) k WHERE {tried}"
            values = values + [v for n in limits for v in n.values]
        weight = round(100 * self.probe.weight)  # whole numbers add up alike in both databases
        return f"SELECT DISTINCT person_id, born, {weight} AS told FROM ({inner} LIMIT {self.most}) t", values


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
    parts: Sequence[Part], scope: Scope, *, born: int | None = None, country: str = ""
) -> list[Found]:
    """Those who share most and were born nearest, at most CANDIDATES, whose canonical person is known there."""
    if not parts or not scope.units:
        return []
    statements, values = [], []
    for part in parts:
        sql, given = part.statement(scope.here)
        statements.append(sql)
        values += given
    seen = by_place(scope.units, "COALESCE(c.id, p.id)")
    here = " AND ".join(n.sql for n in scope.here) or "1 = 1"
    bears = f"EXISTS (SELECT 1 FROM {NATIONALITIES} n WHERE n.person_id = f.person_id AND n.country_id = %s)"
    facts = ", ".join(f"CASE WHEN c.id IS NULL THEN p.{one} ELSE c.{one} END" for one in FACTS)
    sql = f"""
        SELECT f.person_id, COALESCE(c.id, p.id), f.total, {facts}, {bears}
        FROM (SELECT k.person_id, k.total FROM (
                SELECT person_id, SUM(told) AS total, SUM(told) + {nearness(born)} AS likely
                FROM ({" UNION ALL ".join(statements)}) u
                GROUP BY person_id ORDER BY likely DESC, person_id LIMIT {SCANNED}) k
              WHERE {here} LIMIT {CANDIDATES}) f
        JOIN {PERSONS} p ON p.id = f.person_id
        LEFT JOIN {PERSONS} c ON c.id = p.merged_into_id
        WHERE p.voided_at IS NULL AND NOT p.protected AND c.voided_at IS NULL
        AND NOT COALESCE(c.protected, p.protected) AND {seen.sql}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [country, *values, *(v for n in scope.here for v in n.values), *seen.values])
        rows = cursor.fetchall()
    return [Found(row[0], row[1], int(row[2]), row[3], day(row[4]), *row[5:]) for row in rows]


def day(value: Any) -> date | None:
    """A date put together in SQL comes from SQLite as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def nearness(born: int | None) -> str:
    """What a year of birth adds, as ``evidence.birth`` weighs it: hundredths, twice."""
    if born is None:
        return "0"
    apart = f"ABS(MAX(born) - {int(born)})"
    return f"""CASE WHEN MAX(born) = 0 THEN 0 WHEN {apart} = 0 THEN 400 WHEN {apart} = 1 THEN 60
               WHEN {apart} < 4 THEN -120 WHEN {apart} < 8 THEN -250 ELSE -450 END"""


def plan(probes: Sequence[Probe], born: int | None, country: str = "", slack: int = 1) -> list[Part]:
    """Which keys to gather, and how: the rare whole, then common ones narrowed by what else was said."""
    present = sorted((p for p in probes if p.count), key=lambda p: (p.count, p.begun, p.key))
    whole: list[Part] = []
    spent = 0
    for probe in present:
        if probe.count >= BOUND or spent + probe.count > BUDGET:
            break
        if not covered(probe, present, BUDGET - spent):
            whole.append(Part(probe, 2 * BOUND))
            spent += probe.count
    least = whole[-1].probe.count if whole else 0
    rest = [p for p in present if p.count > least and (p.key.kind != "exact" or p.begun)]
    unfinished = {p.word for p in rest if p.begun}
    rest = [p for p in rest if p.begun or p.word not in unfinished]
    if born is not None:
        return whole + list(of_years(rest, born, slack, BUDGET - spent))
    if not rest or (spent > CANDIDATES // 10 and any(p.probe.word == -1 for p in whole)):
        return whole + preferred(whole, country)
    return whole + narrowed(rest, country)


WIDER = {"exact": ("sound", "origin"), "sound": ("origin",), "origin": (), "pair": ()}


def covered(probe: Probe, present: Sequence[Probe], room: int) -> bool:
    """Is everybody under this key gathered under a wider key of the same word, too?"""
    return not probe.begun and any(
        other.word == probe.word
        and other.key.kind in WIDER[probe.key.kind]
        and probe.count <= other.count < room
        for other in present
        if not other.begun and other.count < BOUND
    )


def of_years(common: Sequence[Probe], born: int, slack: int, room: int) -> Iterator[Part]:
    """Of each common key those born about then, the rarest first, as far as there is room; of one at least."""
    origins = {p.word for p in common if p.key.kind == "origin"}
    for probe in common:
        if probe.begun:
            # Cut at the bound, a beginning borne by many may miss whoever bears the other word too.
            if other := next((p for p in common if p.word not in (probe.word, -1)), None):
                yield Part(probe, BOUND // 2, None, (by_key(other),))
            yield Part(probe, BOUND // 2)
            continue
        if probe.key.kind == "sound" and probe.word in origins:
            continue
        most = max(room, BOUND // 2)
        yield Part(probe, most, (born, born))
        yield Part(probe, most // 2, (born - slack, born - 1))
        yield Part(probe, most // 2, (born + 1, born + slack))
        if probe.word == -1:
            yield Part(probe, BOUND // 10, (0, 0))
        room -= probe.count * (2 * slack + 1) // YEARS
        if room <= 0:
            return


def preferred(parts: Sequence[Part], country: str) -> list[Part]:
    """Where more people share a key than are looked at, those of the right country come first."""
    crowd = next((p.probe for p in parts if p.probe.count > CANDIDATES // 2), None)
    return [Part(crowd, BOUND, None, (by_country(country),))] if crowd and country else []


def narrowed(common: Sequence[Probe], country: str) -> list[Part]:
    """Common keys made rare: by each other, by the country, or else cut at the bound."""
    first = common[0]
    others = [p for p in common[1:] if p.word not in (first.word, -1)]
    if first.key.kind != "pair" and others:
        return [Part(first, BOUND, None, (by_key(others[0]),))]
    return [Part(first, BOUND), *([Part(first, BOUND, None, (by_country(country),))] if country else [])]
