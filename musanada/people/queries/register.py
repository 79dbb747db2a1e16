"""People the actor may see, one or many. What the actor may not see is not found."""

from uuid import UUID

from django.db import transaction
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404
from django.utils.translation import get_language

from musanada.access.doors import journal, places_of, scoped
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.kit.ids import normalise_reference
from musanada.people.models import Nationality, Person, PersonName, Presence

READ = "people.read_protected"


def persons(actor: User, right: str = "people.view") -> QuerySet[Person]:
    """Canonical people the actor may see, not voided."""
    return scoped(actor, right, Person.objects.filter(merged_into=None, voided_at=None))


def person(actor: User, pk: UUID | str, right: str = "people.view") -> Person:
    """The canonical person of ``pk``. Raises: Http404 unless visible."""
    found = canonical_of(actor, right, Q(pk=pk))
    if found is None:
        raise Http404
    return found


def canonical_of(actor: User, right: str, asked: Q, *, reading: bool = True) -> Person | None:
    """The canonical person that the record ``asked`` leads to, where the actor may see them.

    One statement, so that what does not exist and what may not be seen cost the same. Reading a P4 person leaves its
    line in the journal, in the same transaction; not ``reading``: where only their page is led to, which notes it.
    """
    leads = Person.objects.filter(asked, merged_into__isnull=False).values("merged_into")
    rows = Person.objects.filter(asked | Q(pk__in=leads), merged_into=None, voided_at=None)
    rows = scoped(actor, right, rows, named=True).select_related("unit", "place")
    found = rows.first()
    if found is not None and found.protected and reading:
        with transaction.atomic():
            found = rows.first()
            journal(actor, READ, "done", found)
    return found


def note_reading(actor: User, person: Person) -> None:
    """What is shown tells of this person: if a file hides them, the journal keeps that it was read."""
    if person.protected:
        journal(actor, READ, "done", person)


def by_reference(
    actor: User, text: str, right: str = "people.find", *, reading: bool = True
) -> Person | None:
    """The canonical person of a reference as typed or scanned."""
    return canonical_of(actor, right, Q(reference=normalise_reference(text)), reading=reading)


def groups_seen(actor: User, person: Person, right: str = "people.view") -> frozenset[str]:
    """The field groups of ``person`` the actor reaches: by role at each unit, and by what was shared with that unit."""
    found: set[str] = set()
    presences = list(Presence.objects.filter(person=person.pk).values_list("unit__path", "groups"))
    for group in FieldGroup.values:
        paths = tuple(places_of(actor, right, group))
        if any(
            unit.startswith(paths) and (not shared or f",{group}," in shared) for unit, shared in presences
        ):
            found.add(group)
    return frozenset(found)


def of_cluster(person: Person, field: str = "person") -> Q:
    """Rows of the canonical person and of those merged into it: every read of details asks this."""
    both = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))
    return Q(**{f"{field}__in": both.values("pk")})


def cluster(person: Person) -> list[UUID]:
    """The canonical person and those merged into it."""
    return [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]


def names(person: Person) -> QuerySet[PersonName]:
    """Every name, those of the canonical record first."""
    own = Case(When(person=person, then=Value(0)), default=Value(1))
    return PersonName.objects.filter(of_cluster(person)).order_by(own, "-preferred", "id")


def shown_name(script: str, person: str = "pk") -> Subquery:
    """Annotation: the preferred name of a person in ``script``."""
    rows = PersonName.objects.filter(person=OuterRef(person), script=script).order_by("-preferred", "id")
    return Subquery(rows.values("text")[:1])


def first_nationality(person: str = "pk") -> Subquery:
    """Annotation: the nationality that counts: shown by a document before declared, then the first given."""
    rows = Nationality.objects.filter(person=OuterRef(person)).order_by("-basis", "id")
    return Subquery(rows.values("country")[:1], output_field=CharField())


def other_name(person: str = "pk") -> Subquery:
    """Annotation: whatever name there is, for those with neither a Latin nor an Arabic one."""
    rows = PersonName.objects.filter(person=OuterRef(person)).order_by("-preferred", "id")
    return Subquery(rows.values("text")[:1])


def with_names(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Annotated with ``latin``, ``arabic``, ``any_name`` and ``nationality`` for lists."""
    return rows.annotate(
        latin=shown_name("Latn"),
        arabic=shown_name("Arab"),
        any_name=other_name(),
        nationality=first_nationality(),
    )


def display_name(person: Person) -> str:
    """The name shown in the reader's language: Arabic script in Arabic, else Latin, else whatever there is."""
    wanted = "Arab" if get_language() == "ar" else "Latn"
    found = list(names(person).values_list("script", "text"))
    return next((t for s, t in found if s == wanted), found[0][1] if found else "")


def name_in_list(person: Person) -> str:
    """The same from the annotations of ``with_names``, without another query."""
    latin, arabic = getattr(person, "latin", ""), getattr(person, "arabic", "")
    own = (arabic or latin) if get_language() == "ar" else (latin or arabic)
    return own or getattr(person, "any_name", "") or ""
