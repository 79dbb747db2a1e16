"""Likely twins of many described people at once (a staged import): a few statements for thousands of rows.

Same keys, same evidence as the counter search; only the lookup differs: the keys of all rows are read in
parts, then each row is compared with the few people who share two of its names or a rare one and whose year
and sex do not contradict.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from musanada.access.models import Unit, User
from musanada.kit.names import Key, keys
from musanada.linkage import register
from musanada.linkage.blocking import KEYS, PERSONS, Narrow, by_side
from musanada.linkage.evidence import HOMONYMS, TOLD, Known, weigh
from musanada.linkage.register import marks, parts
from musanada.linkage.sought import Candidate, Sought
from musanada.people.models import Contact, Identifier
from musanada.people.numbers import document_tokens

RARE = 60  # a sound borne by no more people than this is read for itself
COMPARED = 12  # people compared with one row
YEARS_APART, YEARS_APART_ABOUT = 3, 7

Postings = dict[
    str, dict[int | None, list[Known]]
]  # value → year of birth (None: unknown or estimated) → people
Numbers = dict[tuple[str, str], list[Any]]


def candidates_for(
    actor: User, unit: Unit, rows: Sequence[Sought], *, limit: int = 3, at_least: int = 85
) -> dict[int, list[Candidate]]:
    """Likely twins in the register of each row, by the row's position; rows without any are left out.

    Only people the actor may find, on the side of ``unit``.
    """
    wanted = [dict.fromkeys(key for name in row.names for key in keys(name)) for row in rows]
    scope = register.scope(actor, unit)
    holders, bearers = read_holders(wanted, years_wanted(rows, wanted), by_side(scope))
    numbers = read_numbers(rows)
    records = {key for found in (*holders.values(), *numbers.values()) for key in found}
    people = register.known(records, scope)
    postings = by_year(holders, people)
    direct = [direct_of(row, numbers, people) for row in rows]
    lists = [
        shortlist(row, row_keys, postings, hits)
        for row, row_keys, hits in zip(rows, wanted, direct, strict=True)
    ]
    chosen = {one for short in lists for one in short}
    register.add_details({key: one for key, one in people.items() if one in chosen})
    out: dict[int, list[Candidate]] = {}
    for position, (row, short, hits) in enumerate(zip(rows, lists, direct, strict=True)):
        for one in short:
            one.direct = hits.get(one, set())
        homonyms = min((n for k in wanted[position] if (n := bearers.get(k.value))), default=HOMONYMS)
        found = [w for w in (weigh(row, one, None, homonyms) for one in short) if w.score >= at_least]
        if found:
            out[position] = [w.candidate() for w in sorted(found, key=lambda w: w.rank)[:limit]]
    return out


def years_wanted(rows: Sequence[Sought], wanted: Sequence[Iterable[Key]]) -> dict[str, set[int] | None]:
    """By key value: the years of birth that some row could accept; nothing if a row accepts any."""
    out: dict[str, set[int] | None] = {}
    for row, row_keys in zip(rows, wanted, strict=True):
        accepted = window(row)
        for key in row_keys:
            years = out.setdefault(key.value, set())
            if accepted is None:
                out[key.value] = None
            elif years is not None:
                years.update(accepted)
    return out


def window(row: Sought) -> range | None:
    """Years of birth that do not contradict a row."""
    if row.year is None:
        return None
    slack = YEARS_APART_ABOUT if row.born_about else YEARS_APART
    return range(row.year - slack, row.year + slack + 1)


# The year of a birth known at least to the year; NULL accepts every row. The same text in both databases.
YEAR = """CASE WHEN p.merged_into_id IS NULL AND p.birth_precision <> 'estimated'
          THEN SUBSTR(CAST(p.birth_date AS VARCHAR(10)), 1, 4) END"""


def read_holders(
    wanted: Sequence[Iterable[Key]], years: Mapping[str, set[int] | None], side: Narrow | None
) -> tuple[dict[str, list[Any]], dict[str, int]]:
    """Records of a wanted year by pair, and by sound where it is rare; and how many bear each, of any year."""
    pairs = {k.value for row in wanted for k in row if k.kind == "pair"}
    sounds = {k.value for row in wanted for k in row if k.kind == "sound"}
    counts = read("SELECT k.value, COUNT(*)", "sound", sounds, tail="GROUP BY k.value", side=side)
    rare = {value for value, count in counts if count <= RARE}
    holders: dict[str, list[Any]] = defaultdict(list)
    bearers: dict[str, int] = defaultdict(int)
    for kind, values in (("pair", pairs), ("sound", rare)):
        join = f"JOIN {PERSONS} p ON p.id = k.person_id"
        for value, record, year in read(
            f"SELECT k.value, k.person_id, {YEAR}", kind, values, join=join, side=side
        ):
            bearers[value] += 1
            accepted = years[value]
            if accepted is None or year is None or int(year) in accepted:
                holders[value].append(record)
    return holders, bearers


def read(
    select: str,
    kind: str,
    values: Iterable[str],
    *,
    join: str = "",
    tail: str = "",
    side: Narrow | None = None,
) -> Iterable[tuple[Any, ...]]:
    """Rows of the key table for these values, a part at a time. Plain SQL: no key is made an object."""
    for part in parts(sorted(values)):
        own = f"AND {side.sql}" if side else ""
        sql = f"{select} FROM {KEYS} k {join} WHERE k.kind = %s AND k.value IN ({marks(part)}) {own} {tail}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [kind, *part, *(side.values if side else ())])
            yield from cursor.fetchall()


def by_year(holders: Mapping[str, list[Any]], people: Mapping[Any, Known]) -> Postings:
    """Visible people by key and year of birth."""
    out: Postings = {}
    for value, records in holders.items():
        years: dict[int | None, list[Known]] = defaultdict(list)
        for one in {people[record] for record in records if record in people}:
            loose = one.birth is None or one.precision == "estimated"
            years[None if loose or one.birth is None else one.birth.year].append(one)
        out[value] = years
    return out


def read_numbers(rows: Sequence[Sought]) -> Numbers:
    """Records by document and by phone of the rows."""
    documents = {form for r in rows for form in document_tokens(r.document)}
    phones = {form for r in rows for form in register.phone_forms(r.phone)}
    out: Numbers = defaultdict(list)
    for part in parts(sorted(documents)):
        papers = Identifier.objects.filter(normalised__in=part)
        for value, person in papers.values_list("normalised", "person_id"):
            out["document", value].append(register.key_of(person))
    for part in parts(sorted(phones)):
        reached = Contact.objects.filter(normalised__in=part, kind__in=("phone", "whatsapp"))
        for value, person in reached.values_list("normalised", "person_id"):
            out["phone", value].append(register.key_of(person))
    return out


def direct_of(row: Sought, numbers: Numbers, people: Mapping[Any, Known]) -> dict[Known, set[str]]:
    """Visible people who share the row's document or phone."""
    hits: dict[Known, set[str]] = {}
    wanted = [("phone", form) for form in register.phone_forms(row.phone)]
    wanted += [("document", form) for form in document_tokens(row.document)]
    for what, value in wanted:
        for record in numbers.get((what, value), ()):
            if one := people.get(record):
                hits.setdefault(one, set()).add(what)
    return hits


def shortlist(
    row: Sought, row_keys: Iterable[Key], postings: Postings, direct: Iterable[Known]
) -> list[Known]:
    """Those worth comparing: direct hits, then who shares most names and was born nearest."""
    told: dict[Known, float] = {}
    for key in row_keys:
        if years := postings.get(key.value):
            worth = 2.0 if key.kind == "pair" else 1.0
            for one in near(row, years):
                told[one] = told.get(one, 0.0) + worth
    chosen = list(direct)
    ranked = sorted(
        (-worth, apart(row, one), one.reference, one)
        for one, worth in told.items()
        if not (row.sex in TOLD and one.sex in TOLD and row.sex != one.sex)
    )
    return chosen + [one for *_rank, one in ranked if one not in chosen][:COMPARED]


def near(row: Sought, years: Mapping[int | None, list[Known]]) -> Iterable[Known]:
    """People of one key whose year of birth does not contradict."""
    accepted = window(row)
    wanted = years if accepted is None else (*accepted, None)
    return (one for year in wanted for one in years.get(year, ()))


def apart(row: Sought, one: Known) -> int:
    """Years between the births; 2 if either is unknown."""
    return abs(row.year - one.birth.year) if row.year is not None and one.birth is not None else 2
