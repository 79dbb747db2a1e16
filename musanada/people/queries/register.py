"""People the actor may see, one or many. What the actor may not see is not found."""

from uuid import UUID

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404
from django.utils.translation import get_language

from musanada.access.doors import may, scoped
from musanada.access.models import User
from musanada.kit.ids import normalise_reference
from musanada.people.models import Nationality, Person, PersonName


def persons(actor: User, right: str = "people.view") -> QuerySet[Person]:
    """Canonical people the actor may see, not voided."""
    return scoped(actor, right, Person.objects.filter(merged_into=None, voided_at=None))


def person(actor: User, pk: UUID | str, right: str = "people.view") -> Person:
    """The canonical person of ``pk``. Raises: Http404 unless visible."""
    rows = Person.objects.select_related("merged_into__unit", "merged_into__place", "unit", "place")
    found = rows.filter(pk=pk).first()
    canonical = found.merged_into or found if found else None
    if canonical is None or canonical.voided_at or not may(actor, right, canonical):
        raise Http404
    return canonical


def by_reference(actor: User, text: str, right: str = "people.find") -> Person | None:
    """The canonical person of a reference as typed or scanned."""
    found = Person.objects.select_related("merged_into").filter(reference=normalise_reference(text)).first()
    canonical = found.merged_into or found if found else None
    return canonical if canonical and canonical.voided_at is None and may(actor, right, canonical) else None


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
    return Subquery(rows.values("text")[:1], output_field=CharField())


def first_nationality(person: str = "pk") -> Subquery:
    """Annotation: the nationality that counts: shown by a document before declared, then the first given."""
    rows = Nationality.objects.filter(person=OuterRef(person)).order_by("-basis", "id")
    return Subquery(rows.values("country")[:1], output_field=CharField())


def other_name(person: str = "pk") -> Subquery:
    """Annotation: whatever name there is, for those with neither a Latin nor an Arabic one."""
    rows = PersonName.objects.filter(person=OuterRef(person)).order_by("-preferred", "id")
    return Subquery(rows.values("text")[:1], output_field=CharField())


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
