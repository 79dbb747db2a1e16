"""What the register knows of candidates, a table at a time; direct hits by reference, document and phone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from musanada.access.doors import scoped
from musanada.access.models import Unit, User
from musanada.kit.ids import normalise_reference, valid_reference
from musanada.linkage.evidence import Known
from musanada.linkage.sought import Sought
from musanada.people.models import Contact, Identifier, Nationality, Person, PersonName, Presence

RIGHT = "people.find"
PART = 500  # values in one IN list
T = TypeVar("T")


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(values)
    while part := list(islice(iterator, PART)):
        yield part


def visible(actor: User, ids: Sequence[UUID], unit: Unit | None) -> set[UUID]:
    """Those the actor may find: known at one of the actor's places; with ``unit``, on its side only."""
    found: set[UUID] = set()
    for part in parts(ids):
        rows = scoped(actor, RIGHT, Presence.objects.filter(person__in=part))
        if unit is not None:
            rows = rows.filter(unit__side=unit.side)
        found.update(rows.values_list("person_id", flat=True))
    return found


def known(actor: User, ids: Sequence[UUID], unit: Unit | None) -> dict[UUID, Known]:
    """By canonical person: what is known of those among ``ids`` (merged ones lead on) whom the actor may find."""
    leads = canonical(ids)
    allowed = visible(actor, list(dict.fromkeys(leads.values())), unit)
    people: dict[UUID, Known] = {}
    columns = ("id", "reference", "birth_date", "birth_precision", "sex")
    for part in parts(sorted(allowed)):
        for row in Person.objects.filter(pk__in=part, voided_at=None, merged_into=None).values_list(*columns):
            people[row[0]] = Known(*row)
    leads = {one: lead for one, lead in leads.items() if lead in people} | {one: one for one in people}
    add_names(people, leads)
    add_countries(people, leads)
    return people


def canonical(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Each person and the one it leads to; voided ones are left out."""
    out: dict[UUID, UUID] = {}
    for part in parts(ids):
        rows = Person.objects.filter(pk__in=part, voided_at=None).values_list("id", "merged_into")
        out.update((one, lead or one) for one, lead in rows)
    return out


def add_names(people: dict[UUID, Known], leads: dict[UUID, UUID]) -> None:
    own: list[tuple[bool, bool, UUID, str, str]] = []
    for part in parts(leads):
        rows = PersonName.objects.filter(person__in=part).order_by()
        for person, text, script, preferred in rows.values_list("person", "text", "script", "preferred"):
            own.append((leads[person] == person, preferred, person, text, script))
    # The canonical record's own names first, the preferred before the others: these are shown.
    for _own, _preferred, person, text, script in sorted(own, key=lambda n: (not n[0], not n[1])):
        people[leads[person]].names.append((text, script))


def add_countries(people: dict[UUID, Known], leads: dict[UUID, UUID]) -> None:
    for part in parts(leads):
        rows = Nationality.objects.filter(person__in=part).order_by("-basis", "id")
        for person, country in rows.values_list("person", "country"):
            countries = people[leads[person]].countries
            if country not in countries:
                countries.append(country)


def plain(text: str) -> str:
    """A number as the register compares it: letters and digits, upper case."""
    return "".join(c for c in text.upper() if c.isalnum())


def phone_forms(text: str) -> list[str]:
    """The ways one phone number may have been typed: national, international, with 00."""
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) < 8:
        return []
    tail = digits[-9:]
    return list(dict.fromkeys((digits, tail, f"0{tail}", f"212{tail}", f"00212{tail}")))


def looks_like_number(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 5


def direct_hits(sought: Sought) -> dict[UUID, set[str]]:
    """People whose reference, document or phone is the one said; the name may hold any of them."""
    hits: dict[UUID, set[str]] = {}
    typed = sought.name.strip()
    if valid_reference(typed):
        people = Person.objects.filter(reference=normalise_reference(typed))
        note(hits, people.values_list("id", flat=True), "reference")
    number = looks_like_number(typed)
    documents = [plain(t) for t in (sought.document, typed if number else "") if plain(t)]
    if documents:
        papers = Identifier.objects.filter(normalised__in=documents)
        note(hits, papers.values_list("person_id", flat=True), "document")
    phones = [form for t in (sought.phone, typed if number else "") for form in phone_forms(t)]
    if phones:
        reached = Contact.objects.filter(normalised__in=phones, kind__in=("phone", "whatsapp"))
        note(hits, reached.values_list("person_id", flat=True), "phone")
    return hits


def note(hits: dict[UUID, set[str]], people: Iterable[UUID], what: str) -> None:
    for person in people:
        hits.setdefault(person, set()).add(what)
