"""What the register brings to a list of people that leaves: columns by part of the file, as text already."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.formats import country_name, format_date, format_partial
from musanada.kit.ids import show_reference
from musanada.kit.subject import COLUMNS, ColumnSet
from musanada.people.models import Contact, Identifier, LegalBasis, Person
from musanada.people.queries import with_names

Cells = Mapping[UUID, Sequence[object]]
STEP = 1000


def chunks(people: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (people[start : start + STEP] for start in range(0, len(people), STEP))


def language() -> str:
    return get_language() or "fr"


def identity(people: Sequence[UUID], units: frozenset[UUID]) -> Cells:
    return {
        person.pk: identity_of(person)
        for part in chunks(people)
        for person in with_names(Person.objects.filter(pk__in=part)).select_related("unit", "place")
    }


def identity_of(person: Any) -> Sequence[object]:
    lang = language()
    return (
        show_reference(person.reference),
        person.latin or person.any_name or "",
        person.arabic or "",
        person.get_sex_display(),
        format_partial(person.born, lang, short=True),
        country_name(person.nationality, lang)
        if person.nationality
        else person.get_nationality_answer_display(),
        format_date(person.registered_on, lang, short=True),
        str(person.unit),
        str(person.place or ""),
    )


def joined(rows: QuerySet[Any], people: Sequence[UUID], say: Any) -> Cells:
    """One cell a person: each of their rows in words, records merged into them included."""
    found: dict[UUID, dict[str, None]] = {}
    for part in chunks(people):
        own = rows.filter(person__in=part) | rows.filter(person__merged_into__in=part)
        for row in own.annotate(root=F("person__merged_into")).order_by("id"):
            found.setdefault(row.root or row.person_id, {})[say(row)] = None
    return {person: ["; ".join(found.get(person, {}))] for person in people}


def contacts(people: Sequence[UUID], units: frozenset[UUID]) -> Cells:
    """Never one that it is not safe to use."""
    rows = Contact.objects.exclude(safety=Contact.Safety.UNSAFE)
    return joined(rows, people, lambda row: f"{row.value} ({row.get_safety_display()})")


def documents(people: Sequence[UUID], units: frozenset[UUID]) -> Cells:
    rows = Identifier.objects.filter(retired=False)
    return joined(rows, people, lambda row: f"{row.get_kind_display()} {row.value} {row.issuer}".strip())


def bases(people: Sequence[UUID], units: frozenset[UUID]) -> Cells:
    rows = LegalBasis.objects.filter(withdrawn_at=None, unit__in=units)
    return joined(
        rows,
        people,
        lambda row: f"{row.get_basis_display()} ({format_date(row.given_on, language(), short=True)})",
    )


IDENTITY = (
    _("Référence"),
    _("Nom"),
    _("Nom en arabe"),
    _("Sexe"),
    _("Naissance"),
    _("Nationalité"),
    _("Enregistrée le"),
    _("Unité"),
    _("Lieu de vie"),
)
COLUMNS.add("identity", ColumnSet(FieldGroup.IDENTITY, IDENTITY, identity))
COLUMNS.add("contact", ColumnSet(FieldGroup.CONTACT, (_("Coordonnées"),), contacts))
COLUMNS.add("travel", ColumnSet(FieldGroup.TRAVEL, (_("Documents"),), documents))
COLUMNS.add("legal", ColumnSet(FieldGroup.LEGAL, (_("Base légale"),), bases))
