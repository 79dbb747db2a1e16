"""Pocket money at departure: what the rule of direction and age gives, against a receipt numbered in its office without a
gap. A wrong one is voided with its reason and keeps its number."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.reference.queries import rate_on
from musanada.returns.models import Allowance, Movement, Passenger
from musanada.returns.queries import allowances as queries

RIGHT = "return.travel"
HANDED_TO = (Passenger.State.BOOKED, Passenger.State.BOARDED)


@command(RIGHT)
def hand_over(
    actor: User, movement: Movement, passengers: Sequence[Passenger], *, on: date, received_by: str
) -> list[Allowance]:
    """To these travellers of one movement, a receipt each. All or none.

    Raises: BadInput, also where no rule or no rate of that day is known; Refused for who has theirs already.
    """
    if on > timezone.localdate():
        raise bad("on", _("Ce jour n'est pas encore venu : donnez le jour où l'argent a été remis."))
    if received_by not in queries.RECEIVED_BY:
        raise bad("received_by", _("Choisissez comment la personne atteste qu'elle a reçu l'argent."))
    keys = {one.pk for one in passengers}
    rows = Passenger.objects.filter(pk__in=keys, movement=movement, state__in=HANDED_TO)
    places = list(rows.select_related("ret__case__person").order_by("booked_at", "pk"))
    if not places or len(places) != len(keys):
        raise bad("passengers", _("Choisissez des personnes de cette liste : rechargez la page."))
    number = next_number(movement.unit)
    insist_first(places)
    made = []
    for offset, place in enumerate(places):
        rule = queries.rule_for(place.ret, on)
        if rule is None:
            raise bad(
                "on", _("Aucune règle ne dit combien remettre ce jour-là : demandez-la à l'administrateur.")
            )
        made.append(
            Allowance(
                unit=movement.unit,
                ret=place.ret,
                passenger=place,
                number=number + offset,
                amount=rule.amount,
                currency=rule.currency,
                rate=rate_on(rule.currency, on).mad,
                on=on,
                received_by=received_by,
                by=actor,
            )
        )
    return Allowance.objects.bulk_create(made)


def next_number(unit: Unit) -> int:
    """The office's row is held until the transaction ends: two windows never draw one number, and none is skipped."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk).values_list("pk"))
    last: int = Allowance.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0
    return last + 1


def insist_first(places: Sequence[Passenger]) -> None:
    """Once for each return: another needs the first to be voided."""
    again = Allowance.objects.filter(ret__in=[one.ret_id for one in places], voided_at=None).count()
    if again:
        raise Refused(
            ngettext(
                "%(n)s personne a déjà reçu son argent de poche : annulez son reçu d'abord s'il est faux.",
                "%(n)s personnes ont déjà reçu leur argent de poche : annulez leurs reçus d'abord s'ils sont faux.",
                again,
            )
            % {"n": again},
            code="allowance.again",
        )


@command(RIGHT)
def void_allowance(actor: User, allowance: Allowance, *, reason: str) -> Allowance:
    """The receipt keeps its number and says why it does not count."""
    reason = reason.strip()
    if not reason:
        raise bad("reason", _("Écrivez pourquoi ce reçu est annulé."))
    rows = Allowance.objects.filter(pk=allowance.pk, voided_at=None)
    if not rows.update(voided_at=timezone.now(), void_reason=reason):
        raise Refused(_("Ce reçu est déjà annulé : rechargez la page."), code="faster")
    allowance.refresh_from_db()
    return allowance


say(
    {
        "returns.hand_over": _("Argent de poche remis"),
        "returns.void_allowance": _("Reçu d'argent de poche annulé"),
    },
    kinds={"returns.allowance": _("Reçu d'argent de poche")},
)
