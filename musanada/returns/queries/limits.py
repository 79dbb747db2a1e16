"""Who may approve how much: the limits that hold on a day, in dirhams, and the roles an actor holds at an office."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holdings_of
from musanada.access.models import Unit, User
from musanada.access.roles import Role
from musanada.kit.errors import Sentence
from musanada.reference.queries import currencies, in_dirhams, rate_on
from musanada.returns.models import ApprovalLimit

L = ApprovalLimit.Level
ORDER = (L.LEAD, L.MANAGER, L.TWO)


def limits_on(day: date) -> list[ApprovalLimit]:
    """The row of each level that holds on ``day``, the lowest first."""
    rows = ApprovalLimit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    newest = {one.level: one for one in rows.order_by("valid_from")}
    return [newest[level] for level in ORDER if level in newest]


def level_for(dirhams: Decimal, rows: Iterable[ApprovalLimit]) -> str:
    """Whose word this amount needs. Without any limit, the strictest."""
    for one in rows:
        if one.up_to is None or dirhams <= one.up_to:
            return one.level
    return L.TWO


def level_of(amount: Decimal, currency: str, day: date | None = None) -> str:
    """By the rate of the day. Raises: BadInput where none is known."""
    day = day or timezone.localdate()
    return level_for(in_dirhams(amount, rate_on(currency, day).mad), limits_on(day))


def words_needed(level: str) -> int:
    return 2 if level == L.TWO else 1


def manages(actor: User, unit: Unit) -> bool:
    """Programme manager of this office, or of a unit above it."""
    return any(
        role == Role.PROGRAMME_MANAGER and unit.path.startswith(path) for role, path in holdings_of(actor)
    )


def beyond(actor: User, unit: Unit, level: str) -> Sentence | None:
    """Why this amount is not the actor's to approve at that office, or None."""
    if level == L.LEAD or manages(actor, unit):
        return None
    if level == L.MANAGER:
        return _("Ce montant dépasse votre plafond : le responsable de programme l'approuve.")
    return _("Ce montant dépasse votre plafond : deux responsables de programme l'approuvent.")


def within_my_limit(actor: User, unit_path: str = "file__case__unit__path") -> Q:
    """Rows whose amount the actor may approve: any where they manage, up to the first limit elsewhere."""
    managed = [path for role, path in holdings_of(actor) if role == Role.PROGRAMME_MANAGER]
    found = [Q(**{f"{unit_path}__startswith": path}) for path in managed]
    return reduce(or_, found, within_lead())


def within_lead() -> Q:
    """Amounts one case manager's word is enough for, currency by currency, by today's rates."""
    today = timezone.localdate()
    lead = next((one for one in limits_on(today) if one.level == L.LEAD), None)
    if lead is None:
        return Q(pk__in=[])
    if lead.up_to is None:
        return ~Q(pk__in=[])
    parts: list[Any] = [
        Q(currency=code, amount__lte=lead.up_to / rate.mad)
        for code, rate in ((code, rate_known(code, today)) for code, _name in currencies())
        if rate is not None
    ]
    return reduce(or_, parts, Q(pk__in=[]))


def rate_known(code: str, day: date) -> Any:
    from musanada.kit.errors import BadInput

    try:
        return rate_on(code, day)
    except BadInput:
        return None
