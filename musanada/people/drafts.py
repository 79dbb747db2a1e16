"""What someone says of a person before anything is kept: the input of the register's commands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Protocol
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Answer, BirthPrecision, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.ids import new_id
from musanada.kit.names import script_of
from musanada.people.models import Contact, Identifier, LegalBasis, PersonName
from musanada.people.numbers import contact_index, document_index, plain

OLDEST = 120
ANSWERS = frozenset(("", *Answer.values))
LONGEST_PART = 80
NOT_ASKED = PartialDate(None, BirthPrecision.NOT_ASKED)
SCRIPTS = {"Latn": "Latn", "Arab": "Arab", "Tfng": "Tfng"}


@lru_cache
def codes(choices: type[TextChoices]) -> frozenset[str]:
    """The codes of a list of choices; Django builds the list anew at each look."""
    return frozenset(choices.values)


class Draft(Protocol):
    """Anything that can say what keeps it out of the register: field and sentence."""

    def problems(self) -> Iterator[tuple[str, Sentence]]: ...


@dataclass(frozen=True)
class NameDraft:
    """A full name, or its parts; the script is read off the text."""

    text: str = ""
    given: str = ""
    father: str = ""
    grandfather: str = ""
    family: str = ""
    nickname: str = ""
    source: str = PersonName.Source.DECLARED
    mother: str = ""  # of the mother: no part of the name

    @cached_property
    def full(self) -> str:
        parts = (self.given, self.father, self.grandfather, self.family)
        return " ".join((self.text or " ".join(p for p in parts if p) or self.nickname).split())

    @cached_property
    def script(self) -> str:
        return SCRIPTS.get(script_of(self.full), "Zzzz")

    @property
    def searchable(self) -> str:
        return f"{self.full} {self.nickname}" if self.nickname else self.full

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        parts = (self.given, self.father, self.grandfather, self.family, self.nickname, self.mother)
        if len(self.full) > 200 or any(len(p) > LONGEST_PART for p in parts):
            yield (
                "name",
                _(
                    "Ce nom dépasse 200 caractères (80 pour une partie) : vérifiez qu'il s'agit bien d'un nom."
                ),
            )
        if self.source not in codes(PersonName.Source):
            yield "source", _("Choisissez la source du nom parmi celles proposées.")


@dataclass(frozen=True)
class IdentifierDraft:
    kind: str
    value: str
    issuer: str = ""
    valid_to: date | None = None

    @property
    def normalised(self) -> str:
        """As found again: the blind index of its letters and digits."""
        return document_index(self.value)

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        if self.kind not in codes(Identifier.Kind):
            yield "kind", _("Choisissez le type de document parmi ceux proposés.")
        if not plain(self.value):
            yield (
                "value",
                _("Le numéro du document est vide : écrivez-le tel qu'il figure sur le document."),
            )
        if len(self.value.strip()) > 60 or len(self.issuer) > 40:
            yield "value", _("Ce numéro de document dépasse 60 caractères : vérifiez-le.")


@dataclass(frozen=True)
class ContactDraft:
    kind: str
    value: str
    safety: str = "not_asked"

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        if self.kind not in codes(Contact.Kind) or self.safety not in codes(Contact.Safety):
            yield "contact", _("Choisissez la sorte de coordonnée, et si l'on peut s'en servir sans danger.")
        if not self.value.strip():
            yield (
                "contact",
                _("La coordonnée est vide : écrivez un numéro, une adresse ou le nom du lieu."),
            )
        if len(self.value.strip()) > 120:
            yield "contact", _("Cette coordonnée dépasse 120 caractères : abrégez-la.")

    @property
    def normalised(self) -> str:
        """As found again: the blind index of its one spelling."""
        return contact_index(self.kind, self.value.strip())


@dataclass(frozen=True)
class BasisDraft:
    """Why this person's data may be kept. Without one nothing is (IOM principle 1, law 09-08)."""

    basis: str
    notice_version: str
    language: str
    means: str = ""

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        if self.basis not in codes(LegalBasis.Basis):
            yield (
                "basis",
                _(
                    "Choisissez la base légale, ou recueillez le consentement : sans elle, rien n'est conservé."
                ),
            )
        if self.basis == LegalBasis.Basis.CONSENT and self.means not in codes(LegalBasis.Means):
            yield "means", _("Dites comment le consentement a été donné.")
        if not self.notice_version:
            yield "notice_version", _("La version de la notice lue à la personne manque.")
        if not self.language:
            yield "language", _("Dites dans quelle langue la notice a été expliquée.")


@dataclass(frozen=True)
class PersonDraft:
    """A person as declared. ``id`` is made by whoever creates the row: the same id twice is the same person."""

    names: tuple[NameDraft, ...]
    sex: str = Sex.NOT_ASKED
    birth: PartialDate = NOT_ASKED
    nationalities: tuple[str, ...] = ()
    nationality_answer: str = ""
    documents: tuple[str, ...] = ()  # nationalities shown by a document, ISO 3166-1 alpha-3
    identifiers: tuple[IdentifierDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
    languages: tuple[str, ...] = ()
    preferred_language: str = ""
    interpreter_needed: bool | None = None
    place: UUID | None = None
    registered_on: date = field(default_factory=timezone.localdate)
    recorded_at: datetime = field(default_factory=timezone.now)
    id: UUID = field(default_factory=new_id)
    reference: str = ""

    @property
    def nationality_state(self) -> str:
        if self.nationalities or self.documents:
            return Answer.GIVEN
        return self.nationality_answer or Answer.NOT_ASKED

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        """Field and sentence for everything that keeps this person out of the register."""
        if not any(n.full for n in self.names):
            yield "name", _("Écrivez au moins un nom, ou un surnom si la personne n'en donne pas d'autre.")
        parts: tuple[Draft, ...] = (*self.names, *self.identifiers, *self.contacts)
        for part in parts:
            yield from part.problems()
        if self.sex not in codes(Sex):
            yield "sex", _("Choisissez le sexe, ou « inconnu », « refus de répondre », « non demandé ».")
        if self.nationality_answer not in ANSWERS:
            yield "nationality", _("Choisissez une nationalité, ou la réponse qui dit pourquoi elle manque.")
        if self.registered_on > timezone.localdate():
            yield "registered_on", _("La date de première rencontre est dans l'avenir : corrigez-la.")
        yield from birth_problems(self.birth)


@dataclass(frozen=True)
class FamilyDraft:
    """A household as declared: ``(person id, tie)`` of its members."""

    members: tuple[tuple[UUID, str], ...]
    from_on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)
    reference: str = ""


def birth_problems(birth: PartialDate) -> Iterator[tuple[str, Sentence]]:
    today = timezone.localdate()
    if birth.date is None:
        return
    if birth.date > today:
        yield "birth", _("La date de naissance est dans l'avenir : vérifiez l'année.")
    elif today.year - birth.date.year > OLDEST:
        yield "birth", _("Cette date de naissance donne plus de 120 ans : vérifiez l'année.")


def insist(*drafts: Draft) -> None:
    """Raise one BadInput with every sentence, tied to its field."""
    found: list[tuple[str, Sentence]] = []
    for draft in drafts:
        found.extend(draft.problems())
    if found:
        raise BadInput(found[0][1], fields=dict(reversed(found)))
