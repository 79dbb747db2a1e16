"""What the register knows of candidates, a table at a time; direct hits by reference, document and phone."""

# ruff: noqa: S608  statements are put together from constants of this app; every value is a parameter

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from musanada.access.doors import places_of
from musanada.access.models import Unit, User
from musanada.kit.ids import normalise_reference
from musanada.kit.secrets import open_text
from musanada.linkage.blocking import PERSONS, Found, Scope, by_place
from musanada.linkage.evidence import Known
from musanada.linkage.sought import Sought, is_number, is_reference
from musanada.people.models import Contact, Identifier, Nationality, Person, PersonName
from musanada.people.models.details import NAMES
from musanada.people.numbers import document_tokens, phone_tokens

RIGHT = "people.find"
UNITS = Unit._meta.db_table
PART = 500  # values in one IN list
PHONE = 8  # digits of the shortest phone number
T = TypeVar("T")


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(values)
    while part := list(islice(iterator, PART)):
        yield part


def key_of(one: UUID) -> Any:
    """A primary key as this database keeps it: plain SQL, the hot path of every search, speaks in these."""
    return one.hex if connection.vendor == "sqlite" else one


def scope(actor: User, unit: Unit | None) -> Scope:
    """Where the actor may find people; with ``unit``, on its side only. One look at the tree of units, which is
    small, in plain SQL: the ORM's way to ask this took a seventh of a whole search."""
    paths = tuple(places_of(actor, RIGHT))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, side, path FROM {UNITS}")
        every = cursor.fetchall()
    rows = [(pk, side) for pk, side, path in every if path.startswith(paths)]
    if unit is not None:
        rows = [(pk, side) for pk, side in rows if side == unit.side]
    return scope_of(rows, whole=len(rows) == len(every))


def scope_of(rows: Iterable[tuple[Any, str]], *, whole: bool = False) -> Scope:
    """Of units by their key, as this database keeps it, and their side."""
    rows = list(rows)
    return Scope(tuple(pk for pk, _side in rows), tuple(sorted({side for _pk, side in rows})), whole)


def known(keys: Iterable[Any], scope: Scope) -> dict[Any, Known]:
    """For each record: the canonical person it leads to, if known there and not voided."""
    seen = by_place(scope.units, "c.id")
    head = f"""
        SELECT p.id, c.id, c.reference, c.birth_date, c.birth_precision, c.sex FROM {PERSONS} p
        JOIN {PERSONS} c ON c.id = COALESCE(p.merged_into_id, p.id)
        WHERE p.voided_at IS NULL AND c.voided_at IS NULL AND NOT c.protected AND {seen.sql} AND p.id IN """
    people: dict[Any, Known] = {}
    for part in parts(keys):
        with connection.cursor() as cursor:
            cursor.execute(f"{head} ({marks(part)})", [*seen.values, *part])
            for record, person, reference, birth, precision, sex in cursor.fetchall():
                one = people.setdefault(person, Known(person, reference, birth, precision, sex))
                people[record] = one
    return people


def described(found: Sequence[Found]) -> dict[Any, Known]:
    """By record and by canonical person: what is known of people found by their keys."""
    people: dict[Any, Known] = {}
    for f in found:
        one = people.setdefault(f.person, Known(f.person, f.reference, f.birth, f.precision, f.sex))
        people[f.record] = one
    return people


def add_details(people: Mapping[Any, Known]) -> None:
    """Names and nationalities of the canonical record and of those merged into it, to whatever has none yet.

    The canonical record's own names come first, the preferred before the others: these are shown.
    """
    bare = {key: one for key, one in people.items() if not one.names}
    rows = sorted(
        (bare[key].key != key, not preferred, number, text, script, mother, bare[key])
        for number, (key, text, script, preferred, mother) in enumerate(
            details(PersonName, ("text", "script", "preferred", "mother"), bare)
        )
    )
    for _merged, _other, _number, text, script, mother, one in rows:
        one.names.append((open_text(text, NAMES), script))
        if mother and (name := open_text(mother, NAMES)) not in one.mothers:
            one.mothers.append(name)
    countries = sorted(
        details(Nationality, ("country_id", "basis"), bare), key=lambda row: row[2] != "document"
    )
    for key, country, _basis in countries:
        if country not in bare[key].countries:
            bare[key].countries.append(country)


def details(model: type[Model], columns: Sequence[str], keys: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """``(record, *columns)`` of a table that hangs on the person."""
    head = f"SELECT person_id, {', '.join(columns)} FROM {model._meta.db_table} WHERE person_id IN "
    for part in parts(keys):
        with connection.cursor() as cursor:
            cursor.execute(f"{head} ({marks(part)}) ORDER BY id", part)
            yield from cursor.fetchall()


def marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def phone_forms(text: str) -> list[str]:
    """What the register keeps of a phone number, however it was typed; nothing of what is too short to be one."""
    return phone_tokens(text) if sum(c.isdecimal() for c in text) >= PHONE else []


def direct_hits(sought: Sought) -> dict[Any, set[str]]:
    """People whose reference, document or phone is the one said; the name may hold any of them."""
    hits: dict[Any, set[str]] = {}
    typed = sought.name.strip()
    if is_reference(typed):
        people = Person.objects.filter(reference=normalise_reference(typed))
        note(hits, people.values_list("id", flat=True), "reference")
    number = is_number(typed)
    documents = [form for t in (sought.document, typed if number else "") for form in document_tokens(t)]
    if documents:
        papers = Identifier.objects.filter(normalised__in=documents)
        note(hits, papers.values_list("person_id", flat=True), "document")
    phones = [form for t in (sought.phone, typed if number else "") for form in phone_forms(t)]
    if phones:
        reached = Contact.objects.filter(normalised__in=phones, kind__in=("phone", "whatsapp"))
        note(hits, reached.values_list("person_id", flat=True), "phone")
    return hits


def note(hits: dict[Any, set[str]], people: Iterable[UUID], what: str) -> None:
    for person in people:
        hits.setdefault(key_of(person), set()).add(what)
