"""A card ordered, one in hand with its renewal asked for and a reminder: of someone of the estate's own office."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.regularisation.models import Card, Reminder, Renewal

TODAY = timezone.localdate


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    day = TODAY()
    ordered = Card.objects.create(
        person=estate.relative, unit=estate.office, kind="first", ordered_on=day - timedelta(days=2)
    )
    held = Card.objects.create(
        person=estate.person,
        unit=estate.office,
        kind="first",
        number=f"A{estate.root.code}",
        state=Card.State.DELIVERED,
        ordered_on=day - timedelta(days=340),
        printed_on=day - timedelta(days=335),
        delivered_on=day - timedelta(days=330),
        valid_from=day - timedelta(days=330),
        valid_to=day + timedelta(days=34),
        delivered_recorded_at=timezone.now(),
    )
    renewal = Renewal.objects.create(card=held, filed_on=day, recorded_by=estate.everyone)
    reminder = Reminder.objects.create(
        card=held, days_before=60, due_on=day - timedelta(days=26), language="fra"
    )
    return {"card_ordered": ordered, "card": held, "renewal": renewal, "reminder": reminder}


MAKERS = {
    "regularisation:card": of("card"),
    "regularisation:card-step": of("card_ordered", "=print"),
    "regularisation:card-renew": of("card"),
    "regularisation:card-duplicate": of("card"),
    "regularisation:renewal": of("renewal"),
    "regularisation:renewal-papers": of("renewal"),
    "regularisation:renewal-receipt": of("renewal"),
    "regularisation:renewal-decide": of("renewal", "=refuse"),
    "regularisation:reminder": of("reminder"),
    "regularisation:reminder-tell": of("reminder"),
    "regularisation:reminder-letter": of("reminder"),
}
POST_ONLY = {
    "regularisation:card-duplicate",
    "regularisation:renewal-papers",
    "regularisation:reminders-prepare",
    "regularisation:reminder-tell",
}
