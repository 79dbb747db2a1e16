"""What a part of a person's file holds, as codes: the same answer frozen on both sides and packed for a body outside.

A field has a code, the field group it belongs to, a label and how its value reads. Apps above add their own fields and
a provider; what a sender may not see is gathered all the same, for the receiver whom the person agreed to.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Answer, BirthPrecision, FieldGroup, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, format_partial, isolate, language_name
from musanada.kit.registry import Registry
from musanada.people.models import (
    Contact,
    Identifier,
    Language,
    LegalBasis,
    Nationality,
    Person,
    PersonName,
)

Value = Any  # what JSON holds: a text or a list of texts
Pairs = Iterable[tuple[str, Value]]


def lang() -> str:
    return get_language() or "fr"


def plain(value: Value) -> str:
    return " · ".join(str(v) for v in value if v) if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class Field:
    """One kind of value: in which group, under which label, and how it is read out."""

    group: str
    label: Sentence
    show: Callable[[Value], str] = plain


FIELDS: Registry[Field] = Registry("field that may be shared")
# provider(records of one person) → (code of a field, value), several of one code allowed
PROVIDERS: Registry[Callable[[Sequence[UUID]], Pairs]] = Registry("contents of a file")

Contents = dict[str, list[list[Any]]]  # group → [[code, value], …]


def gather(people: Sequence[UUID], groups: Iterable[str]) -> Contents:
    """What the consented groups hold now. A group without any value is there too: empty is an answer."""
    wanted = [g.value for g in FieldGroup if g in set(groups)]
    found: Contents = {group: [] for group in wanted}
    for provider in PROVIDERS.values():
        for code, value in provider(people):
            if FIELDS[code].group in found:
                found[FIELDS[code].group].append([code, value])
    return found


def shown(contents: Contents) -> list[tuple[Sentence, list[tuple[Sentence, str]]]]:
    """Contents in words of the reader's language: per group its label and (label, value) lines."""
    return [
        (
            FieldGroup(group).label,
            [(FIELDS[code].label, FIELDS[code].show(value)) for code, value in contents[group]],
        )
        for group in FieldGroup.values
        if group in contents
    ]


def partial(value: Value) -> str:
    day, precision = value
    known = PartialDate(date.fromisoformat(day) if day else None, BirthPrecision(precision))
    return format_partial(known, lang())


def contact(value: Value) -> str:
    kind, text, safety = value
    return f"{Contact.Kind(kind).label} {isolate(text)} ({Contact.Safety(safety).label})"


def document(value: Value) -> str:
    kind, number, issuer, valid_to = value
    parts = [Identifier.Kind(kind).label, isolate(number), issuer]
    if valid_to:
        parts.append(format_date(date.fromisoformat(valid_to), lang()))
    return " · ".join(str(p) for p in parts if p)


def basis(value: Value) -> str:
    code, day = value
    return f"{LegalBasis.Basis(code).label} · {format_date(date.fromisoformat(day), lang())}"


G = FieldGroup
for code, field in {
    "person.reference": Field(G.IDENTITY, _("Référence chez l'expéditeur"), isolate),
    "person.name": Field(G.IDENTITY, _("Nom"), lambda v: isolate(v[0])),
    "person.sex": Field(G.IDENTITY, _("Sexe"), lambda v: str(Sex(v).label)),
    "person.birth": Field(G.IDENTITY, _("Date de naissance"), partial),
    "person.nationality": Field(G.IDENTITY, _("Nationalité"), lambda v: country_name(v, lang())),
    "person.nationality_answer": Field(G.IDENTITY, _("Nationalité"), lambda v: str(Answer(v).label)),
    "person.language": Field(G.IDENTITY, _("Langue"), lambda v: language_name(v, lang())),
    "person.interpreter": Field(
        G.IDENTITY, _("Interprète"), lambda v: str(_("Interprète nécessaire") if v else _("Pas nécessaire"))
    ),
    "person.contact": Field(G.CONTACT, _("Coordonnée"), contact),
    "person.basis": Field(G.LEGAL, _("Base légale"), basis),
    "person.document": Field(G.TRAVEL, _("Document"), document),
}.items():
    FIELDS.add(code, field)


def of_register(people: Sequence[UUID]) -> Iterator[tuple[str, Value]]:
    """What the register holds of one person: the canonical record first, then those merged into it."""
    person = Person.objects.get(pk=people[0])
    yield "person.reference", str(person)
    for name in PersonName.objects.filter(person__in=people):
        yield "person.name", [name.text, name.script]
    yield "person.sex", person.sex
    day = person.birth_date.isoformat() if person.birth_date else ""
    yield "person.birth", [day, person.birth_precision]
    yield from nationalities(person, people)
    spoken = [
        person.preferred_language,
        *Language.objects.filter(person__in=people).values_list("code", flat=True),
    ]
    for language in dict.fromkeys(one for one in spoken if one):
        yield "person.language", language
    if person.interpreter_needed is not None:
        yield "person.interpreter", person.interpreter_needed
    for one in Contact.objects.filter(person__in=people).order_by("id"):
        yield "person.contact", [one.kind, one.value, one.safety]
    for basis_row in LegalBasis.objects.filter(person__in=people, withdrawn_at=None).order_by(
        "given_on", "id"
    ):
        yield "person.basis", [basis_row.basis, basis_row.given_on.isoformat()]
    for paper in Identifier.objects.filter(person__in=people, retired=False).order_by("id"):
        ends = paper.valid_to.isoformat() if paper.valid_to else ""
        yield "person.document", [paper.kind, paper.value, paper.issuer, ends]


def nationalities(person: Person, people: Sequence[UUID]) -> Iterator[tuple[str, Value]]:
    codes = list(Nationality.objects.filter(person__in=people).values_list("country", flat=True))
    for code in dict.fromkeys(codes):
        yield "person.nationality", code
    if not codes:
        yield "person.nationality_answer", person.nationality_answer


PROVIDERS.add("people", of_register)
