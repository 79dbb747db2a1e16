"""The pages of sending: whom one may choose, what would go, on which agreement and which word of the person."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import units_for
from musanada.access.firewall import Flow, between_sides
from musanada.access.models import Unit, User
from musanada.cases.models import Referral
from musanada.cases.queries import receivers
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.partners.models import Agreement, Partner
from musanada.people.consents import group_labels
from musanada.people.models import Person
from musanada.people.queries.consents import covering

KINDS = Referral.Kind


def from_units(actor: User, person: Person, right: str = "referral.send") -> list[Unit]:
    """Where the actor may send this person from."""
    return receivers.sending_units(actor, person, units_for(actor, right, FieldGroup.SERVICES))


@dataclass(frozen=True)
class Option:
    """A receiver to choose: its word, its name, of which organisation."""

    word: str
    name: str
    detail: str


def options(actor: User, person: Person) -> list[tuple[Sentence, list[Option]]]:
    """Everyone one may refer this person to: own offices, offices under an agreement, bodies without account."""
    own: dict[str, Option] = {}
    others: dict[str, Option] = {}
    for start in from_units(actor, person):
        for unit in receivers.receivers(start):
            here = receivers.same_organisation(unit, start)
            found = own if here else others
            found.setdefault(f"unit:{unit.pk}", Option(f"unit:{unit.pk}", str(unit), unit.get_side_display()))
    outside: dict[str, Option] = {}
    for start in from_units(actor, person, "referral.external") if not person.protected else ():
        for partner in receivers.bodies(start):
            word = f"partner:{partner.pk}"
            outside.setdefault(word, Option(word, str(partner), partner.get_side_display()))
    groups: list[tuple[Sentence, list[Option]]] = [
        (_("Nos autres bureaux"), list(own.values())),
        (_("Bureaux d'autres organisations, sous accord de partage"), list(others.values())),
        (_("Organismes sans compte, par paquet chiffré"), list(outside.values())),
    ]
    return [(title, found) for title, found in groups if found]


@dataclass(frozen=True)
class Receiver:
    """The chosen receiver as the form needs it."""

    start: Unit
    unit: Unit | None
    partner: Partner | None
    groups: frozenset[str]
    named: bool
    colleagues: list[tuple[str, str]] = field(default_factory=list)
    agreement: Agreement | None = None
    flow: Flow | None = None

    @property
    def outside(self) -> bool:
        return self.partner is not None

    @property
    def word(self) -> str:
        return f"partner:{self.partner.pk}" if self.partner else f"unit:{self.unit.pk if self.unit else ''}"

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        if self.outside:
            return [(KINDS.EXTERNAL.value, KINDS.EXTERNAL.label)]
        return [(k.value, k.label) for k in (KINDS.REFERRAL, KINDS.TRANSFER)]

    @property
    def leaves(self) -> bool:
        """Do data leave the organisation?"""
        return self.unit is None or not receivers.same_organisation(self.start, self.unit)

    def __str__(self) -> str:
        return str(self.unit or self.partner)


def receiver(actor: User, person: Person, word: str) -> Receiver:
    """The receiver of a word, where the actor may choose it. Raises: Http404."""
    outside = word.startswith("partner:")
    for start in from_units(actor, person, "referral.external" if outside else "referral.send"):
        every: list[Any] = list(receivers.bodies(start) if outside else receivers.receivers(start))
        chosen = next((one for one in every if word.endswith(f":{one.pk}")), None)
        if chosen is not None:
            unit = None if outside else chosen
            partner = chosen if outside else None
            return Receiver(
                start,
                unit,
                partner,
                receivers.shareable(person, start),
                person.protected,
                [(str(u.pk), str(u)) for u in receivers.who_answers(unit)]
                if unit and person.protected
                else [],
                receivers.agreement_with(start, unit=unit, partner=partner),
                between_sides(start.side, chosen.side),
            )
    raise Http404


def colleague(to: Receiver, pk: UUID | None) -> User | None:
    return next((u for u in receivers.who_answers(to.unit) if u.pk == pk), None) if to.unit and pk else None


@dataclass(frozen=True)
class Word:
    """The person's word for one purpose towards this receiver: which parts it carries, which of ours it does not."""

    purpose: str
    label: Sentence
    given: list[Sentence]
    lacking: list[Sentence]
    until: Any = None

    @property
    def stands(self) -> bool:
        return bool(self.given)


def words(person: Person, to: Receiver) -> list[Word]:
    """Consent as it stands towards the receiver: for referring, and where possible for transferring."""
    purposes = (
        [("referral", _("Orienter"))]
        if to.outside
        else [("referral", _("Orienter")), ("transfer", _("Transférer"))]
    )
    return [word_for(person, to, code, label) for code, label in purposes]


def word_for(person: Person, to: Receiver, purpose: str, label: Sentence) -> Word:
    found = covering(person, purpose, recipient=to.word, holder=to.start)
    given = found.group_set if found else frozenset()
    lack = to.groups - given if found else frozenset()
    until = found.expires_on if found else None
    return Word(purpose, label, list(group_labels(given)), list(group_labels(lack)), until)
