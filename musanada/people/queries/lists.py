"""The list of people: recent first, a page at a time by key, never counting a whole country."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.ids import valid_reference
from musanada.people.models import Contact, Identifier, Nationality, Person, Presence
from musanada.people.numbers import document_tokens, phone_tokens, plain
from musanada.people.queries.register import by_reference, with_names
from musanada.people.search import find

R = TypeVar("R", bound=Model)
SIZE = 50
FEW = 2_000  # up to here a set of people is read first; above, the list is walked and each row asked


@dataclass(frozen=True)
class Filters:
    """What the address asks of the list. ``after`` and ``before`` are keys of a row: day and id."""

    text: str = ""
    sex: str = ""
    nationality: str = ""
    after: tuple[date, UUID] | None = None
    before: tuple[date, UUID] | None = None


@dataclass(frozen=True)
class Listing:
    """A page of people. ``exact`` is the one person a reference or a number names."""

    rows: Sequence[Person]
    exact: Person | None = None
    newer: str = ""
    older: str = ""
    ranked: bool = False


def listing(actor: User, filters: Filters) -> Listing:
    """The people asked for: by text the closest first, else the most recently met first."""
    if filters.text:
        return found(actor, filters)
    backwards = filters.before is not None and filters.after is None
    order = ("registered_on", "id") if backwards else ("-registered_on", "-id")
    rows = beyond(narrowed(visible(actor), filters), filters).order_by(*order)
    keys = list(rows.values_list("pk", flat=True)[: SIZE + 1])
    more = len(keys) > SIZE
    page = in_order(keys[:SIZE][::-1] if backwards else keys[:SIZE])
    has_newer = more if backwards else filters.after is not None
    has_older = True if backwards else more
    return Listing(
        page,
        newer=key(page[0]) if page and has_newer else "",
        older=key(page[-1]) if page and has_older else "",
    )


def newest(actor: User, size: int) -> list[Person]:
    """Whom the actor's units registered last, with names for a list."""
    rows = visible(actor).order_by("-registered_on", "-id")
    return in_order(list(rows.values_list("pk", flat=True)[:size]))


def in_order(keys: list[UUID]) -> list[Person]:
    """The people of a page, with names; what a list shows is asked for these rows alone."""
    place = {pk: number for number, pk in enumerate(keys)}
    rows = with_names(Person.objects.filter(pk__in=keys)).select_related("unit")
    return sorted(rows, key=lambda one: place[one.pk])


def visible(actor: User) -> QuerySet[Person]:
    """As ``persons``, asked so that a list of a whole country need not be sorted first."""
    listed = Person.objects.filter(merged_into=None, voided_at=None)
    return among(listed, scoped(actor, "people.view", Presence.objects.all()))


def among(rows: QuerySet[Person], related: QuerySet[R]) -> QuerySet[Person]:
    """People who have one of the ``related`` rows."""
    few = list(related.order_by().values_list("person", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return rows.filter(pk__in=few)
    return rows.filter(Exists(related.filter(person=OuterRef("pk"))))


def narrowed(rows: QuerySet[Person], filters: Filters) -> QuerySet[Person]:
    if filters.sex:
        rows = rows.filter(sex=filters.sex)
    if filters.nationality:
        rows = among(rows, Nationality.objects.filter(country=filters.nationality))
    return rows


def beyond(rows: QuerySet[Person], filters: Filters) -> QuerySet[Person]:
    """Rows on the far side of the key; the first condition lets the index do the work."""
    if filters.after:
        on, pk = filters.after
        return rows.filter(Q(registered_on__lt=on) | Q(registered_on=on, id__lt=pk), registered_on__lte=on)
    if filters.before:
        on, pk = filters.before
        return rows.filter(Q(registered_on__gt=on) | Q(registered_on=on, id__gt=pk), registered_on__gte=on)
    return rows


def key(row: Person) -> str:
    return f"{row.registered_on:%Y-%m-%d}_{row.pk}"


def read_key(text: str) -> tuple[date, UUID] | None:
    """The key of a row as ``key`` writes it; None for anything else."""
    on, _sep, pk = text.partition("_")
    try:
        return date.fromisoformat(on), UUID(pk)
    except ValueError:
        return None


def found(actor: User, filters: Filters) -> Listing:
    """By reference, then by document or phone number, then by name."""
    if valid_reference(filters.text):
        one = by_reference(actor, filters.text, "people.view", reading=False)
        if one:
            return Listing([], exact=one)
    numbers = by_number(actor, filters.text)
    reasons: dict[UUID, Sequence[Sentence]] = {}
    if numbers is None:
        reasons = {hit.person: hit.reasons for hit in find(actor, filters.text, SIZE)}
        rows = visible(actor).filter(pk__in=list(reasons))
    else:
        rows = numbers
    rows = with_names(narrowed(rows, filters)).select_related("unit")
    place = {pk: number for number, pk in enumerate(reasons)}
    page = sorted(rows[:SIZE], key=lambda p: place.get(p.pk, 0))
    for row in page:
        row.reasons = reasons.get(row.pk, ())  # type: ignore[attr-defined]
    return Listing(page, ranked=True)


def by_number(actor: User, text: str) -> QuerySet[Person] | None:
    """People with this document or phone number; None when the text is no number."""
    wanted = plain(text)
    if sum(c.isdigit() for c in wanted) < 4 or sum(c.isdigit() for c in wanted) * 2 < len(wanted):
        return None
    rows = Identifier.objects.filter(normalised__in=document_tokens(text), retired=False).values_list(
        "person", "person__merged_into"
    )
    lines = Contact.objects.filter(normalised__in=phone_tokens(text))
    pairs = [*rows[:SIZE], *lines.values_list("person", "person__merged_into")[:SIZE]]
    return visible(actor).filter(pk__in=[merged or own for own, merged in pairs])
