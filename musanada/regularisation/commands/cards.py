"""A card from its order to its end. The tables stand in ``workflow_cards``; here what each verb asks and what follows.

The first card follows the file's own procedure: ordering and handing over take the steps ``order_card`` and
``issue_card`` of the case in the same transaction, so that the file and the card never tell different things.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Problem, Refused, Sentence, bad
from musanada.regularisation.cards import Rule, Span, duplicate_span, span_of
from musanada.regularisation.commands.needless import no_more_reminders
from musanada.regularisation.commands.notifying import standing_of
from musanada.regularisation.models import Application, Card, CardRule, Decision, Renewal, Result
from musanada.regularisation.workflow import FLOW
from musanada.regularisation.workflow_cards import CARD, being_made_for

S = Card.State
BUSY = _("La base de données est occupée : cette ligne n'a pas été enregistrée. Envoyez-la de nouveau.")


@dataclass(frozen=True)
class Outcome:
    """What became of one line of a list: done, or the sentence that says why not."""

    record: Any
    sentence: Sentence = ""

    @property
    def done(self) -> bool:
        return not self.sentence


def insist_on_day(on: date, earliest: date | None = None) -> None:
    if on > timezone.localdate():
        raise bad("on", _("Ce jour n'est pas encore venu : donnez le jour où cela s'est fait."))
    if earliest and on < earliest:
        raise bad("on", _("Ce jour est avant l'étape précédente de la carte : vérifiez la date."))


# Ordering


def order_first(actor: User, application: Application, *, on: date | None = None) -> Card:
    """The first card of a file whose favourable decision was told. Raises: Refused, BadInput, MissingRight."""
    case, day = application.case, on or timezone.localdate()
    decision = standing_of([case.pk]).get(case.pk)
    insist_on_day(day)
    if decision and day < decision.on:
        raise bad("on", _("Ce jour est d'avant la décision favorable : vérifiez la date."))
    made: list[Card] = []

    def order(actor: User, case: Any) -> None:
        made.append(
            new_card(
                person_id=case.person_id,
                application=application,
                unit_id=case.unit_id,
                place_id=application.place_id,
                kind=CardRule.Kind.FIRST,
                ordered_on=day,
            )
        )

    FLOW.run(actor, case, "order_card", move=Move(on=day), also=order)
    return made[0]


def new_card(**values: Any) -> Card:
    """The row, where no other card is being made for the person. The caller, a command, has asked for the right."""
    if being_made_for(values["person_id"]):
        raise already_making()
    try:
        with transaction.atomic():
            return Card.objects.create(**values)
    except IntegrityError:  # somebody ordered at the same moment
        raise already_making() from None


def already_making() -> Refused:
    return Refused(
        _("Une carte est déjà en préparation pour cette personne : remettez-la ou annulez-la d'abord.")
    )


@command("card.order")
def order_duplicate(actor: User, card: Card, /, *, on: date | None = None) -> Card:
    """A card that was lost, again, to the same last day."""
    day = on or timezone.localdate()
    insist_on_day(day, card.ended_on)
    if card.state != S.LOST:
        raise Refused(_("Un duplicata remplace une carte perdue ou volée : déclarez d'abord la perte."))
    if Card.objects.filter(previous=card).exists():
        raise Refused(_("Une carte qui suit celle-ci existe déjà : ouvrez-la."))
    if card.valid_to is None or card.valid_to < day:
        raise Refused(_("La carte perdue serait déjà échue : recevez une demande de renouvellement."))
    return new_card(**heir(card), kind=card.kind, ordered_on=day)


def heir(card: Card) -> dict[str, Any]:
    """What a card takes over from the one it follows."""
    return {
        "person_id": card.person_id,
        "application_id": card.application_id,
        "unit_id": card.unit_id,
        "place_id": card.place_id,
        "previous": card,
    }


# Making


def print_card(actor: User, card: Card, *, number: str, on: date | None = None) -> Card:
    """The number is the one printed on the card itself."""
    day, number = on or timezone.localdate(), "".join(number.split()).upper()
    if not number:
        raise bad("number", _("Saisissez le numéro imprimé sur la carte."))
    if len(number) > 20:
        raise bad("number", _("Un numéro de carte compte au plus 20 caractères : vérifiez la saisie."))
    insist_on_day(day, card.ordered_on)
    return CARD.run(actor, card, "print", number=number, printed_on=day)


def deliver(actor: User, card: Card, *, on: date | None = None) -> Card:
    """Hand the card over: its validity by the rule of the day it begins, the one before it replaced."""
    day = on or timezone.localdate()
    insist_on_day(day, card.printed_on or card.ordered_on)
    span = validity(card, day)
    return CARD.run(
        actor,
        card,
        "deliver",
        also=handed_over,
        delivered_on=day,
        valid_from=span.begins,
        valid_to=span.ends,
        delivered_recorded_at=timezone.now(),
    )


def validity(card: Card, day: date) -> Span:
    """Raises: Refused where no rule says how long, or the card that was lost has ended meanwhile."""
    previous: Card | None = card.previous
    if previous is not None and is_duplicate(card) and previous.valid_to is not None:
        span = duplicate_span(day, previous.valid_to)
        if span is None:
            raise Refused(
                _("La carte perdue serait échue : annulez ce duplicata, recevez un renouvellement.")
            )
        return span
    ends = previous.valid_to if previous and previous.state == S.DELIVERED else None
    span = span_of(rules(), card.kind, day, regularised_on(card), ends)
    if span is None:
        raise Refused(
            _(
                "Aucune règle ne dit combien dure une carte remise ce jour-là : demandez-la à l'administrateur."
            )
        )
    return span


def is_duplicate(card: Card) -> bool:
    """Of a card that follows another: ordered after a loss, not granted as a renewal."""
    return not Renewal.objects.filter(card=card.previous_id, state=Renewal.State.GRANTED).exists()


def rules() -> list[Rule]:
    rows = CardRule.objects.values_list("kind", "months", "valid_from", "valid_to", "after_months")
    return [Rule(*row) for row in rows]


def regularised_on(card: Card) -> date | None:
    """The day of the favourable decision; without a file here, the day the holder's first card began."""
    told = Decision.objects.filter(
        application=card.application_id, result=Result.FAVOURABLE, voided_at=None
    ).order_by("-on")
    decided = told.values_list("on", flat=True).first() if card.application_id else None
    first = Card.objects.filter(person=card.person_id, valid_from__isnull=False).order_by("valid_from")
    return decided or first.values_list("valid_from", flat=True).first()


def handed_over(actor: User, card: Card) -> None:
    """The card before is replaced, the file's procedure says that the card was issued."""
    previous: Card | None = card.previous
    if previous is not None and previous.state == S.DELIVERED:
        CARD.run(actor, previous, "replace")
        no_more_reminders(previous.pk)
    application: Application | None = card.application
    if previous is None and application is not None and application.case.state == "card_ordered":
        FLOW.run(actor, application.case, "issue_card", move=Move(on=card.delivered_on or card.ordered_on))


def cancel(actor: User, card: Card) -> Card:
    """The order is taken back: a first card's file goes back to where a card can be ordered."""
    first = card.previous_id is None

    def taken_back(actor: User, card: Card) -> None:
        application: Application | None = card.application
        if first and application is not None and application.case.state == "card_ordered":
            FLOW.run(actor, application.case, "cancel_card")

    return CARD.run(actor, card, "cancel", also=taken_back, previous=None)


# Ending


def lose(actor: User, card: Card, *, on: date | None = None) -> Card:
    """The holder says that the card was lost or stolen."""
    day = on or timezone.localdate()
    insist_on_day(day, card.delivered_on)
    return CARD.run(actor, card, "lose", also=ended, ended_on=day)


def withdraw(actor: User, card: Card, *, reason: str, on: date | None = None) -> Card:
    """The card is taken away, for a reason that stays in the file."""
    day, reason = on or timezone.localdate(), reason.strip()
    insist_on_day(day, card.delivered_on)
    if not reason:
        raise bad("reason", _("Écrivez pourquoi la carte est retirée et par quelle décision."))
    return CARD.run(actor, card, "withdraw", also=ended, ended_on=day, end_reason=reason)


def ended(actor: User, card: Card) -> None:
    no_more_reminders(card.pk)


# Lists: a result per row; what is recorded stays recorded


def each(records: Iterable[Any], act: Callable[[Any], object]) -> list[Outcome]:
    """Every row is a command of its own: one that is refused keeps no other from being done."""
    return [outcome(record, act) for record in records]


def outcome(record: Any, act: Callable[[Any], object]) -> Outcome:
    try:
        act(record)
    except Problem as problem:
        return Outcome(record, problem.message)
    except OperationalError:
        return Outcome(record, BUSY)
    return Outcome(record)


def order_list(actor: User, applications: Sequence[Application], *, on: date) -> list[Outcome]:
    insist_on_day(on)
    return each(applications, lambda one: order_first(actor, one, on=on))


def print_list(actor: User, cards: Sequence[Card], *, numbers: Mapping[UUID, str], on: date) -> list[Outcome]:
    insist_on_day(on)
    return each(cards, lambda one: print_card(actor, one, number=numbers.get(one.pk, ""), on=on))


def deliver_list(actor: User, cards: Sequence[Card], *, on: date) -> list[Outcome]:
    insist_on_day(on)
    return each(cards, lambda one: deliver(actor, one, on=on))


say({"regularisation.order_duplicate": _("Duplicata de carte commandé")})
