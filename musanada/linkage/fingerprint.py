"""What was compared when somebody decided: one keyed token per pair. Another token, and the question is open again.

The token is an HMAC under the index key: whoever has the database alone learns nothing from it, and ``musanada keys
rotate --index`` computes it anew for decisions that still stand.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from musanada.kit.names import normalise
from musanada.kit.secrets import BLIND_INDEXES, BlindIndex, blind_index, blind_indexes
from musanada.linkage.models import TwinPair
from musanada.people.models import Contact, Identifier, Nationality, Person, PersonName
from musanada.people.numbers import canonical_phone, plain

PURPOSE = "twin-facts"
PART = 400
Ends = tuple[UUID, UUID]


def in_order(first: UUID, second: UUID) -> Ends:
    return (first, second) if first < second else (second, first)


def parts(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    every = iter(keys)
    while part := list(islice(every, PART)):
        yield part


def facts_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """For each canonical person, everything they are compared by, in an order that typing does not change."""
    found: dict[UUID, set[str]] = {}
    for part in parts(dict.fromkeys(people)):
        rows = Person.objects.filter(Q(pk__in=part) | Q(merged_into__in=part))
        leads: dict[UUID, UUID] = {}
        for pk, into, sex, birth, precision in rows.values_list(
            "pk", "merged_into_id", "sex", "birth_date", "birth_precision"
        ):
            leads[pk] = into or pk
            found.setdefault(leads[pk], set()).update((f"sex {sex}", f"born {birth} {precision}"))
        for record, said in details(list(leads)):
            found[leads[record]].add(said)
    return {pk: "\n".join(sorted(said)) for pk, said in found.items()}


def details(records: list[UUID]) -> Iterator[tuple[UUID, str]]:
    for name in PersonName.objects.filter(person__in=records):
        for what, text in (("name", name.text), ("nickname", name.nickname), ("mother", name.mother)):
            if text:
                yield name.person_id, f"{what} {normalise(str(text))}"
    for person, country in Nationality.objects.filter(person__in=records).values_list(
        "person_id", "country_id"
    ):
        yield person, f"country {country}"
    for document in Identifier.objects.filter(person__in=records, retired=False):
        yield document.person_id, f"document {document.kind} {plain(document.value)}"
    for contact in Contact.objects.filter(person__in=records, kind__in=("phone", "whatsapp")):
        yield contact.person_id, f"phone {canonical_phone(contact.value)}"


def words(facts: dict[UUID, str], ends: Ends) -> str:
    return "\n--\n".join(facts.get(end, "") for end in in_order(*ends))


def fingerprints(pairs: Sequence[Ends]) -> dict[Ends, str]:
    """The token of each pair of canonical people, as their facts are now."""
    facts = facts_of(end for ends in pairs for end in ends)
    return {ends: blind_index(PURPOSE, words(facts, ends)) for ends in pairs}


def unchanged(pairs: Iterable[TwinPair]) -> set[UUID]:
    """Of these decided pairs, those whose facts are still the ones decided upon."""
    rows = [pair for pair in pairs if pair.facts]
    facts = facts_of(end for pair in rows for end in (pair.left_id, pair.right_id))
    return {
        pair.pk
        for pair in rows
        if pair.facts in blind_indexes(PURPOSE, words(facts, (pair.left_id, pair.right_id)))
    }


def renewed(new: Callable[[str, str], str], left: UUID, right: UUID, token: str) -> str | None:
    """Under another index key; what no longer stands is left as it is, and stands no more under that key either."""
    text = words(facts_of((left, right)), (left, right))
    return new(PURPOSE, text) if token and token in blind_indexes(PURPOSE, text) else None


def renewed_pair(new: Callable[[str, str], str], row: dict[str, Any]) -> str | None:
    return renewed(new, row["left"], row["right"], row["facts"])


def renewed_decision(new: Callable[[str, str], str], row: dict[str, Any]) -> str | None:
    ends = TwinPair.objects.filter(pk=row["pair"]).values_list("left", "right").get()
    return renewed(new, *ends, row["facts"])


BLIND_INDEXES.add("twin pairs", BlindIndex("linkage.TwinPair", "facts", ("left", "right"), renewed_pair))
BLIND_INDEXES.add("twin decisions", BlindIndex("linkage.TwinDecision", "facts", ("pair",), renewed_decision))
