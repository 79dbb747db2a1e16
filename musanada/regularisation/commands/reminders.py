"""Reminders 60 and 30 days before a card ends: made by a timer, told by the office, dropped when nothing is to be told."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import BadInput, Refused
from musanada.regularisation.cards import REMINDERS, reminder_due
from musanada.regularisation.models import Card, Reminder, Renewal

DUE = Reminder.State.DUE
OUTCOMES = (Reminder.State.TOLD, Reminder.State.UNREACHABLE)


@command("card.remind")
def remind(actor: User, unit: Unit, /, *, on: date | None = None) -> int:
    """Bring the reminders of ``unit`` and below up to ``on``: how many are new. Twice on one day changes nothing.

    Of a card only the last reminder whose moment has come stays due. Protected people are in no list: who is named on
    their file sees the end of the card on its page.
    """
    day = on or timezone.localdate()
    below = Q(card__unit__path__startswith=unit.path)
    drop(Reminder.objects.filter(below, state=DUE), day)
    cards = running_out(unit, day)
    told = Reminder.objects.filter(below, due_on__gte=day - timedelta(days=max(REMINDERS)))
    known = set(told.values_list("card_id", "days_before"))
    fresh = [made for one in cards if (made := reminder_of(one, day, known))]
    supersede(fresh)
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def supersede(fresh: Sequence[Reminder]) -> None:
    """The earlier reminder of a card, not told in time, gives way to the later one."""
    for days in REMINDERS:
        cards = [one.card_id for one in fresh if one.days_before == days]
        earlier = Reminder.objects.filter(card__in=cards, days_before__gt=days, state=DUE)
        earlier.update(state=Reminder.State.NEEDLESS)


def running_out(unit: Unit, day: date) -> list[Any]:
    """Cards in hand that end within the first reminder's time, whose renewal nobody asked for yet."""
    filed = Renewal.objects.filter(state=Renewal.State.FILED).values("card")
    rows = Card.objects.filter(
        unit__path__startswith=unit.path,
        state=Card.State.DELIVERED,
        valid_to__range=(day, day + timedelta(days=max(REMINDERS))),
        person__protected=False,
    ).exclude(pk__in=filed)
    return list(rows.filter(next=None).select_related("person__merged_into"))


def reminder_of(card: Any, day: date, known: set[tuple[Any, int]]) -> Reminder | None:
    days = reminder_due(card.valid_to, day)
    if days is None or (card.pk, days) in known:
        return None
    holder = card.person.merged_into or card.person
    return Reminder(
        card=card,
        days_before=days,
        due_on=card.valid_to - timedelta(days=days),
        language=holder.preferred_language,
    )


def drop(rows: QuerySet[Reminder], day: date) -> int:
    """What is due and has lost its object: the card ended, was replaced, or its renewal is on the way."""
    gone = ~Q(card__state=Card.State.DELIVERED) | Q(card__valid_to__lt=day)
    asked = Q(card__renewals__state=Renewal.State.FILED) | Q(card__next__isnull=False)
    keys = list(rows.filter(gone | asked).values_list("pk", flat=True).distinct())
    return Reminder.objects.filter(pk__in=keys, state=DUE).update(state=Reminder.State.NEEDLESS)


@command("card.remind")
def tell(actor: User, reminder: Reminder, /, *, outcome: str) -> Reminder:
    """The office has told the holder, or could not reach them."""
    if outcome not in OUTCOMES:
        raise BadInput(_("Dites si la personne a été prévenue ou si elle est injoignable."))
    told = {"told_on": timezone.localdate(), "told_by": actor}
    open_still = (DUE, Reminder.State.UNREACHABLE)
    if not Reminder.objects.filter(pk=reminder.pk, state__in=open_still).update(state=outcome, **told):
        raise Refused(_("Ce rappel est déjà transmis, ou sans objet : rechargez la page."))
    reminder.refresh_from_db()
    return reminder


say(
    {
        "regularisation.remind": _("Rappels avant la fin des cartes préparés"),
        "regularisation.tell": _("Titulaire prévenu, ou injoignable"),
    }
)
