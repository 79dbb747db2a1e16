"""Suppliers of an office: registered, corrected, put out of use. What was approved for one stays as it was."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.names.normalise import normalise
from musanada.returns.models import Supplier
from musanada.returns.queries.suppliers import MANAGE, MOST


@command(MANAGE)
def register_supplier(
    actor: User, unit: Unit, /, *, name: str, sells: str = "", account: str = ""
) -> Supplier:
    """Raises: BadInput where the office has one of that name in use."""
    values = checked(unit, name, sells, account)
    return Supplier.objects.create(unit=unit, made_by=actor, **values)


@command(MANAGE)
def edit_supplier(
    actor: User, one: Supplier, /, *, name: str, sells: str = "", account: str = ""
) -> Supplier:
    """Raises: BadInput."""
    values = checked(one.unit, name, sells, account, known=one)
    for field, value in values.items():
        setattr(one, field, value)
    one.save(update_fields=list(values))
    return one


def checked(unit: Unit, name: str, sells: str, account: str, known: Supplier | None = None) -> dict[str, Any]:
    kept = " ".join(name.split())[:160]
    if not kept:
        raise bad("name", _("Écrivez le nom du fournisseur."))
    rows = Supplier.objects.filter(unit=unit, active=True)
    others = rows.exclude(pk=known.pk) if known else rows
    if any(normalise(one.name) == normalise(kept) for one in others[:MOST]):
        raise bad("name", _("Un fournisseur de ce nom est déjà inscrit à ce bureau."))
    return {
        "name": kept,
        "sells": " ".join(sells.split())[:160],
        "account": " ".join(account.split())[:120],
    }


@command(MANAGE)
def use_supplier(actor: User, one: Supplier, /, *, active: bool) -> Supplier:
    """Out of use it is offered no more and paid no more; back in use it is. Raises: Refused."""
    if not Supplier.objects.filter(pk=one.pk, active=not active).update(active=active):
        raise Refused(_("Quelqu'un l'a déjà fait : rechargez la page."), code="faster")
    one.refresh_from_db()
    return one


say(
    {
        "returns.register_supplier": _("Fournisseur inscrit"),
        "returns.edit_supplier": _("Fournisseur corrigé"),
        "returns.use_supplier": _("Fournisseur mis hors ou en service"),
    },
    kinds={"returns.supplier": _("Fournisseur")},
    pages={"returns.supplier": "returns:supplier"},
)
