"""A file of a past operation as its records tell it: deposit, opinion, appeal, relief, cards, with their own dates.

``on`` is the day something happened, ``recorded_at`` the moment it became known: figures at a cut-off read the second.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.clocks import after_months
from musanada.kit.errors import Sentence
from musanada.kit.ids import new_id
from musanada.regularisation.drafts import DECLARED
from musanada.regularisation.models import Appeal, Refusal, Result, Stage

OFFICE_HOUR = time(12)
ENDED = ("withdraw", "lapse", "die", "mark_duplicate")  # steps that end a file before any opinion
REFUSALS = frozenset(Refusal.values)
TWO_MONTHS = 2  # the time for an opinion, where no rule of the installation says otherwise


def noon(day: date) -> datetime:
    """The moment of a day whose hour nobody wrote down."""
    return timezone.make_aware(datetime.combine(day, OFFICE_HOUR))


@dataclass(frozen=True)
class PastDecision:
    """The opinion of the commission, or what the national commission decided on appeal or by relief."""

    stage: str
    favourable: bool
    on: date
    recorded_at: datetime
    reasons: tuple[str, ...] = ()
    retained: str = ""  # code of a criterion; the version is the one of that day
    relief: UUID | None = None
    told_on: date | None = None
    id: UUID = field(default_factory=new_id)

    @property
    def result(self) -> str:
        return Result.FAVOURABLE if self.favourable else Result.UNFAVOURABLE


@dataclass(frozen=True)
class PastAppeal:
    """An appeal. What came of it is told by the file's decisions, unless the person took it back."""

    channel: str
    lodged_on: date
    recorded_at: datetime
    category: str = ""
    withdrawn_on: date | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class PastCard:
    """A card handed over. In the order of time: each one renews the one before."""

    delivered_on: date
    valid_to: date  # included
    recorded_at: datetime
    filed_on: date | None = None  # when its renewal was asked for
    number: str = ""
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class PastPiece:
    """A proof the file held, and the period it covers."""

    type: str
    from_on: date | None = None
    to_on: date | None = None
    issuer: str = ""
    verified: bool = True


@dataclass(frozen=True)
class PastFile:
    """One application. ``office`` and ``place`` are keys; the person is in the register already."""

    person: UUID
    office: UUID
    place: UUID
    old_number: str
    lodged_on: date
    recorded_at: datetime
    claims: tuple[str, ...]
    decisions: tuple[PastDecision, ...] = ()
    appeal: PastAppeal | None = None
    ended: str = ""  # one of ``ENDED``
    ended_on: date | None = None
    closed_on: date | None = None
    cards: tuple[PastCard, ...] = ()
    pieces: tuple[PastPiece, ...] = ()
    declared: Mapping[str, object] = field(default_factory=dict)  # columns of ``Application``
    principal: UUID | None = None  # the case this one depends on, in the same load or before
    id: UUID = field(default_factory=new_id)
    reference: str = ""

    @property
    def due_on(self) -> date:
        return after_months(self.lodged_on, TWO_MONTHS)

    def of(self, stage: str) -> PastDecision | None:
        return next((one for one in self.decisions if one.stage == stage), None)

    @property
    def last(self) -> PastDecision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def favourable(self) -> bool:
        return self.last is not None and self.last.favourable

    def problems(self) -> Iterator[Sentence]:
        """Everything that keeps this row out, the gravest first."""
        yield from self._codes()
        yield from self._order()
        yield from self._sense()

    def _codes(self) -> Iterator[Sentence]:
        if not self.old_number.strip():
            yield _("Le numéro de dossier manque : sans lui, la même ligne entrerait deux fois.")
        if not self.claims:
            yield _("Aucune catégorie n'est demandée.")
        if self.ended and self.ended not in ENDED:
            yield _("La fin « %(code)s » n'est pas connue.") % {"code": self.ended}
        for one in self.decisions:
            if one.stage not in Stage.values:
                yield _("L'étape « %(code)s » n'est pas connue.") % {"code": one.stage}
            if unknown := [code for code in one.reasons if code not in REFUSALS]:
                yield _("Le motif « %(code)s » n'est pas connu.") % {"code": unknown[0]}
        if self.appeal and (
            self.appeal.channel not in Appeal.Channel.values
            or self.appeal.category not in Appeal.Category.values
        ):
            yield _("La voie ou le tri du recours n'est pas connu.")
        if set(self.declared) - set(DECLARED):
            yield _("Une déclaration de la personne n'a pas de place dans le dossier.")

    def _order(self) -> Iterator[Sentence]:
        today = timezone.localdate()
        days = [self.lodged_on, *(one.on for one in self.decisions)]
        if days != sorted(days):
            yield _("Une décision est datée d'avant le dépôt, ou d'avant la décision qui la précède.")
        if self.appeal and self.decisions and self.appeal.lodged_on < self.decisions[0].on:
            yield _("Le recours est daté d'avant l'avis qu'il conteste.")
        if self.appeal and any(one.on < self.appeal.lodged_on for one in self.decisions[1:]):
            yield _("La décision sur le recours est datée d'avant le recours.")
        for one in self.decisions:
            if one.told_on and one.told_on < one.on:
                yield _("Une décision est notifiée avant d'être prise.")
        if self.ended_on and self.ended_on < self.lodged_on:
            yield _("Le dossier finit avant d'être déposé.")
        yield from self._order_of_cards()
        last = [
            *days,
            *(card.delivered_on for card in self.cards),
            *filter(None, (self.ended_on, self.closed_on)),
        ]
        if max(last) > today:
            yield _("Une date est dans l'avenir : vérifiez l'année.")

    def _order_of_cards(self) -> Iterator[Sentence]:
        before = self.last.on if self.last else self.lodged_on
        for card in self.cards:
            if card.delivered_on < before:
                yield _("Une carte est remise avant la décision, ou avant la carte qu'elle renouvelle.")
            if card.valid_to < card.delivered_on:
                yield _("Une carte finit avant de commencer.")
            before = card.delivered_on

    def _sense(self) -> Iterator[Sentence]:
        stages = [one.stage for one in self.decisions]
        first = self.of(Stage.FIRST)
        if len(set(stages)) < len(stages):
            yield _("Un dossier a deux décisions de la même étape.")
        if stages and first is None:
            yield _(
                "Le recours ou l'assouplissement n'a pas d'avis à corriger : l'avis de la commission manque."
            )
        if first and first.favourable and (len(stages) > 1 or self.appeal):
            yield _("Un avis favorable n'appelle ni recours ni assouplissement.")
        if any(not one.favourable and not one.reasons for one in self.decisions):
            yield _("Une décision défavorable n'a pas de motif : donnez-en au moins un.")
        if self.appeal and first is None:
            yield _("Un recours n'a pas d'avis à contester.")
        if Stage.APPEAL in stages and self.appeal is None:
            yield _("Une décision sur recours n'a pas de recours.")
        if self.of(Stage.RELIEF) and not self.of(Stage.RELIEF).relief:  # type: ignore[union-attr]
            yield _("Un assouplissement n'est rattaché à aucune décision collective.")
        if self.cards and not self.favourable:
            yield _("Une carte est remise sans décision favorable.")
        if bool(self.ended) != bool(self.ended_on) or (self.ended and self.decisions):
            yield _("La fin du dossier n'a pas de date, ou un avis a été rendu malgré elle.")


@dataclass(frozen=True)
class PastRelief:
    """A collective decision of the past: the criterion whose relaxed version it applied, and its day."""

    criterion: str
    name_fr: str
    decided_on: date
    recorded_at: datetime
    name_ar: str = ""
    examined: int = 0
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class PastAssociation:
    """An association of migrants as a past register lists it."""

    name_fr: str
    place: UUID
    state: str
    name_ar: str = ""
    nature: str = ""
    founded_on: date | None = None
    declared_on: date | None = None
    provisional_on: date | None = None
    final_on: date | None = None
    regularised_on: date | None = None
    recorded_at: datetime = field(default_factory=timezone.now)
    members: int | None = None
    members_regularised: int | None = None
    officers: tuple[tuple[str, str], ...] = ()  # name, office
    id: UUID = field(default_factory=new_id)
    reference: str = ""
