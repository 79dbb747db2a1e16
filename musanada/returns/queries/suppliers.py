"""Suppliers an office pays: its own and those of the units above it. Names are sealed, so they are searched once read."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.http import Http404

from musanada.access.doors import holds, may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.collation import collate
from musanada.kit.names.normalise import normalise
from musanada.partners.policies import above
from musanada.returns.models import Supplier

MANAGE = "supplier.manage"
MOST = 2000  # read and searched at once; an office has some dozens


def visible(actor: User) -> QuerySet[Supplier]:
    return scoped(actor, MANAGE, Supplier.objects.select_related("unit"))


def found(actor: User, text: str = "", *, inactive: bool = False) -> list[Supplier]:
    """In reading order; by the beginning of any word of the name or of what they sell."""
    rows = visible(actor) if inactive else visible(actor).filter(active=True)
    wanted = normalise(text).split()
    kept = [one for one in rows[:MOST] if all(met(one, word) for word in wanted)]
    return sorted(kept, key=lambda one: collate(one.name))


def met(one: Supplier, word: str) -> bool:
    return any(part.startswith(word) for part in normalise(f"{one.name} {one.sells}").split())


def supplier(actor: User, pk: UUID) -> Supplier:
    """Raises: Http404 unless visible."""
    one = visible(actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def may_manage(actor: User, one: Supplier | None = None) -> bool:
    return may(actor, MANAGE, one) if one else holds(actor, MANAGE)


def units_to_keep(actor: User) -> QuerySet[Unit]:
    return units_for(actor, MANAGE)


def serves(one: Supplier, unit: Unit) -> bool:
    """Of this office, or of a unit above it."""
    return one.unit.path in above(unit.path)


def for_unit(unit: Unit) -> list[Supplier]:
    """Whom this office may have paid, in reading order."""
    rows = Supplier.objects.filter(unit__path__in=above(unit.path), active=True)
    return sorted(rows, key=lambda one: collate(one.name))


def paid_to(actor: User, one: Supplier) -> list[dict[str, Any]]:
    """What was paid to this supplier, by currency, of the files whose money the actor sees."""
    rows = scoped(actor, "money.view", one.tranches.filter(state="paid"))
    found = rows.order_by().values("currency").annotate(n=Count("pk"), total=Sum("amount"))
    return [dict(row) for row in found.order_by("currency")]
