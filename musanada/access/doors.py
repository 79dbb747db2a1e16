"""The doors every right, every write and every list passes.

``scoped`` is the one rule for lists, single records and commands alike, so they cannot drift apart.
``command`` wraps a verb: the right is checked at the record's place, the transaction opened, the journal
written last; a denial is journalled too. There is no "no user, no check": jobs run as a named system user.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import reduce, wraps
from operator import or_
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import AuditEntry, RoleHolding, Unit, User
from musanada.access.rights import RIGHTS, roles_holding
from musanada.access.roles import Role
from musanada.kit.errors import MissingRight, Refused

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

_depth: ContextVar[int] = ContextVar("command_depth", default=0)


def holdings_of(actor: User) -> list[tuple[str, str]]:
    """``(role, unit path)`` held today. Read once per actor object, which lives as long as a request or a job."""
    known: list[tuple[str, str]] | None = actor.__dict__.get("_holdings")
    if known is None:
        today = timezone.localdate()
        rows = RoleHolding.objects.filter(
            Q(to_on=None) | Q(to_on__gt=today), user=actor.pk, from_on__lte=today
        )
        known = list(rows.values_list("role", "unit__path"))
        actor.__dict__["_holdings"] = known
    return known


def forget_holdings(actor: User) -> None:
    """Forget what was read: a role was given or ended."""
    actor.__dict__.pop("_holdings", None)


def places_of(actor: User, right: str) -> list[str]:
    """Paths of the units at and under which ``actor`` holds ``right``. The console holds its rights at every root."""
    roles = roles_holding(right)
    if not actor.is_active:
        return []
    if actor.is_system:
        return [""] if Role.CONSOLE in roles else []
    return [path for role, path in holdings_of(actor) if role in roles]


def holds(actor: User, right: str) -> bool:
    """Does ``actor`` hold ``right`` anywhere?"""
    return bool(places_of(actor, right))


def units_for(actor: User, right: str) -> models.QuerySet[Unit]:
    """Units at which ``actor`` holds ``right``; no place gives no unit."""
    return Unit.objects.filter(
        reduce(or_, [Q(path__startswith=p) for p in places_of(actor, right)], Q(pk__in=[]))
    )


def scoped(actor: User, right: str, rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """The rows ``actor`` may see under ``right``, by each row's place. A model without a place is closed."""
    place: str | None = getattr(rows.model, "PLACE", None)
    if place is None:
        return rows.none()
    units = units_for(actor, right)
    if place == "":
        return rows.filter(pk__in=units.values("pk"))
    # The tree is small (hundreds of units): resolved first, so that the large table is read by plain keys.
    keys = list(units.values_list("pk", flat=True))
    if "__" not in place:
        return rows.filter(**{f"{place}__in": keys})
    # Correlated: a list of ten asks about the rows it shows, not about the whole table.
    here = rows.model._default_manager.filter(pk=OuterRef("pk"), **{f"{place}__in": keys})
    return rows.filter(Exists(here))


def may(actor: User, right: str, record: models.Model) -> bool:
    """May ``actor`` do ``right`` on this very record?"""
    return scoped(actor, right, type(record)._default_manager.filter(pk=record.pk)).exists()


def require(actor: User, right: str, record: models.Model) -> None:
    """Raise ``MissingRight`` naming the right."""
    if not may(actor, right, record):
        raise missing(right)


def missing(right: str) -> MissingRight:
    return MissingRight(
        _(
            "Il vous manque le droit « %(right)s » (%(code)s) à cet endroit. Demandez-le à votre administrateur."
        )
        % {"right": RIGHTS[right].label, "code": right},
        right=right,
    )


def journal(
    actor: User | None, verb: str, outcome: str, subject: object, details: dict[str, Any] | None = None
) -> None:
    from musanada.access.commands import write_entry

    write_entry(actor, verb, outcome, subject, details)


def command(
    right: str, *, verb: str = ""
) -> Callable[[Callable[Concatenate[User, M, P], R]], Callable[Concatenate[User, M, P], R]]:
    """A write: ``@command("people.register")`` over ``f(actor, record, …)``, the right being checked on ``record``.

    Raises: MissingRight, and whatever ``f`` refuses. Nothing is written then but the journal's line.
    """
    RIGHTS[right]

    def wrap(function: Callable[Concatenate[User, M, P], R]) -> Callable[Concatenate[User, M, P], R]:
        name = verb or f"{function.__module__.split('.')[1]}.{function.__name__}"

        @wraps(function)
        def run(actor: User, record: M, /, *args: P.args, **kwargs: P.kwargs) -> R:
            token = _depth.set(_depth.get() + 1)
            try:
                with transaction.atomic():
                    require(actor, right, record)
                    result = function(actor, record, *args, **kwargs)
                    subject = result if isinstance(result, models.Model) else record
                    journal(actor, name, AuditEntry.Outcome.DONE, subject, details_of(result))
                    return result
            except Refused as refusal:
                if _depth.get() == 1:  # the outermost command, after the roll-back: the line stays
                    record_refusal(actor, name, refusal, record)
                raise
            finally:
                _depth.reset(token)

        run.right = right  # type: ignore[attr-defined]  # read by the rights matrix
        return run

    return wrap


def details_of(result: object) -> dict[str, Any]:
    """What a bulk command did, in numbers; a single record says it by its key."""
    if isinstance(result, int) and not isinstance(result, bool):
        return {"rows": result}
    return {"rows": len(result)} if isinstance(result, list | tuple) else {}


def record_refusal(actor: User, verb: str, refusal: Refused, record: object) -> None:
    outcome = AuditEntry.Outcome.DENIED if isinstance(refusal, MissingRight) else AuditEntry.Outcome.REFUSED
    journal(actor, verb, outcome, record, {"code": refusal.code} if refusal.code else {})
