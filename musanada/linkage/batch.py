"""Likely twins of many described people at once (a staged import): a few statements for thousands of rows.

Same keys, same evidence as the counter search; only the lookup differs: all keys of all rows are read in
parts, then each row is compared with the few people who share a pair of names or a rare name and whose year
and sex do not contradict.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count

from musanada.access.models import Unit, User
from musanada.kit.names import Key, keys
from musanada.linkage import register
from musanada.linkage.evidence import TOLD, Known, weigh
from musanada.linkage.register import parts
from musanada.linkage.sought import Candidate, Sought
from musanada.people.models import Contact, Identifier, NameKey

RARE = 60  # a sound borne by no more people than this is worth reading for one row
COMPARED = 20  # people compared with one row
YEARS_APART, YEARS_APART_ABOUT = 3, 7


def candidates_for(
    actor: User, unit: Unit, rows: Sequence[Sought], *, limit: int = 3, at_least: int = 70
) -> dict[int, list[Candidate]]:
    """Likely twins in the register of each row, by the row's position; rows without any are left out.

    Only people the actor may find, on the side of ``unit``.
    """
    wanted = [dict.fromkeys(key for name in row.names for key in keys(name)) for row in rows]
    postings = read_postings(wanted)
    numbers = read_numbers(rows)
    everyone = {person for people in (*postings.values(), *numbers.values()) for person in people}
    leads = register.canonical(sorted(everyone))
    people = register.known(actor, sorted(everyone), unit)
    out: dict[int, list[Candidate]] = {}
    for position, (row, row_keys) in enumerate(zip(rows, wanted, strict=True)):
        direct = direct_of(row, numbers, leads)
        shared = shared_by(row_keys, postings, leads)
        found = [
            c
            for known in shortlist(row, shared, direct, people)
            if (c := weigh(row, marked(known, direct))).score >= at_least
        ]
        if found:
            out[position] = sorted(found, key=lambda c: (-c.score, c.reference))[:limit]
    return out


def read_postings(wanted: Sequence[Iterable[Key]]) -> dict[Key, list[UUID]]:
    """People by pair key, and by sound where it is rare."""
    pairs = {k for row in wanted for k in row if k.kind == "pair"}
    sounds = {k.value for row in wanted for k in row if k.kind == "sound"}
    rare: set[str] = set()
    for part in parts(sorted(sounds)):
        counts = (
            NameKey.objects.filter(kind="sound", value__in=part).values_list("value").annotate(n=Count("pk"))
        )
        rare.update(value for value, n in counts if n <= RARE)
    out: dict[Key, list[UUID]] = defaultdict(list)
    for kind, values in (("pair", {k.value for k in pairs}), ("sound", rare)):
        for part in parts(sorted(values)):
            rows = NameKey.objects.filter(kind=kind, value__in=part).values_list("value", "person_id")
            for value, person in rows:
                out[Key(kind, value)].append(person)
    return out


def read_numbers(rows: Sequence[Sought]) -> dict[tuple[str, str], list[UUID]]:
    """People by document and by phone of the rows."""
    documents = {register.plain(r.document) for r in rows if register.plain(r.document)}
    phones = {form for r in rows for form in register.phone_forms(r.phone)}
    out: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for part in parts(sorted(documents)):
        for value, person in Identifier.objects.filter(normalised__in=part).values_list(
            "normalised", "person"
        ):
            out["document", value].append(person)
    for part in parts(sorted(phones)):
        reached = Contact.objects.filter(normalised__in=part, kind__in=("phone", "whatsapp"))
        for value, person in reached.values_list("normalised", "person"):
            out["phone", value].append(person)
    return out


def direct_of(
    row: Sought, numbers: Mapping[tuple[str, str], list[UUID]], leads: Mapping[UUID, UUID]
) -> dict[UUID, set[str]]:
    hits: dict[UUID, set[str]] = {}
    wanted = [("phone", form) for form in register.phone_forms(row.phone)]
    wanted.append(("document", register.plain(row.document)))
    for key in wanted:
        register.note(hits, (leads[p] for p in numbers.get(key, ()) if p in leads), key[0])
    return hits


def shared_by(
    row_keys: Iterable[Key], postings: Mapping[Key, list[UUID]], leads: Mapping[UUID, UUID]
) -> dict[UUID, float]:
    """People who share keys with a row, and how much: a pair counts twice."""
    shared: dict[UUID, float] = defaultdict(float)
    for key in row_keys:
        for person in postings.get(key, ()):
            if lead := leads.get(person):
                shared[lead] += 2.0 if key.kind == "pair" else 1.0
    return shared


def shortlist(
    row: Sought, shared: Mapping[UUID, float], direct: Mapping[UUID, set[str]], people: Mapping[UUID, Known]
) -> list[Known]:
    """Those worth comparing: direct hits, then who shares most and was born nearest."""
    chosen = [people[p] for p in direct if p in people]
    near = [
        (-told, distance, person)
        for person, told in shared.items()
        if person in people and person not in direct and (distance := apart(row, people[person])) is not None
    ]
    return chosen + [people[person] for _told, _distance, person in sorted(near)[:COMPARED]]


def apart(row: Sought, known: Known) -> int | None:
    """Years between the births, 2 if either is unknown; nothing where sex or year contradict."""
    if row.sex in TOLD and known.sex in TOLD and row.sex != known.sex:
        return None
    if row.born is None or known.birth is None:
        return 2
    distance = abs(row.born - known.birth.year)
    loose = row.born_about or known.precision == "estimated"
    return distance if distance <= (YEARS_APART_ABOUT if loose else YEARS_APART) else None


def marked(known: Known, direct: Mapping[UUID, set[str]]) -> Known:
    known.direct = direct.get(known.person_id, set())
    return known
