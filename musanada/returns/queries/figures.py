"""Files behind a figure of returns: which lines somebody with the figures' right may see, and which they may open."""

from collections.abc import Collection, Iterator
from uuid import UUID

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.returns.models import PastReturn, Return

# A line behind a figure is a number, codes and days, as of services: the file itself opens by its own right and part.
COUNTED_AS = FieldGroup.SERVICES


def readable_files(actor: User, right: str) -> Iterator[UUID]:
    """Keys of returns and of lines of registers of the past at the units where the right is held."""
    files = scoped(actor, right, Return.objects.all(), group=COUNTED_AS).order_by()
    yield from files.values_list("pk", flat=True).iterator(chunk_size=10_000)
    past = scoped(actor, right, PastReturn.objects.all()).order_by()
    yield from past.values_list("pk", flat=True).iterator(chunk_size=10_000)


def cases_of_files(actor: User, files: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these returns, the cases whose page the actor may open."""
    rows = scoped(actor, "return.view", Return.objects.filter(pk__in=files))
    return dict(rows.values_list("pk", "case_id"))
