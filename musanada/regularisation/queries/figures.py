"""Files and cards behind a figure: which rows somebody with the figures' right may see, and which they may open."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.regularisation.models import Application, Card

# A row behind a figure is a number, codes and days: no name, no piece. That is what who counts acts is shown of
# services too, so the same part of the file decides; the file itself opens by its own right and part.
COUNTED_AS = FieldGroup.SERVICES


def readable_files(actor: User, right: str) -> QuerySet[Any, UUID]:
    rows = scoped(actor, right, Application.objects.all(), group=COUNTED_AS)
    return rows.order_by().values_list("pk", flat=True)


def readable_cards(actor: User, right: str) -> QuerySet[Any, UUID]:
    rows = scoped(actor, right, Card.objects.all(), group=COUNTED_AS)
    return rows.order_by().values_list("pk", flat=True)


def cases_of_files(actor: User, files: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these applications, the cases whose page the actor may open."""
    rows = scoped(actor, "regularisation.view", Application.objects.filter(pk__in=files))
    return dict(rows.values_list("pk", "case_id"))
