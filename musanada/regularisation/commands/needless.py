"""Reminders that have lost their object: the card was replaced, lost or withdrawn, or its renewal was asked for."""

from typing import Any

from musanada.regularisation.models import Reminder


def no_more_reminders(*cards: Any) -> int:
    """Called by the commands after which nothing is to be told any more; they have asked for the right."""
    due = Reminder.objects.filter(card__in=cards, state=Reminder.State.DUE)
    return due.update(state=Reminder.State.NEEDLESS)
