"""The doors every right, every write and every list passes.

``scoped`` is the one rule for lists, single records and commands alike, so they cannot drift apart.
``command`` wraps a verb: the right is checked at the record's place, the transaction opened, the journal
written last; a denial is journalled too. There is no "no user, no check": jobs run as a named system user.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import reduce, wraps
from operator import or_
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import AuditEntry, RoleHolding, Unit, User
from musanada.access.rights import RIGHTS, roles_holding
from musanada.access.roles import GROUPS_OF, Role
from musanada.kit.choices import Privacy
from musanada.kit.errors import MissingRight, Refused
from musanada.kit.registry import Registry

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

# Rows of a table that a P4 file closes although their person may be opened: told by the app that keeps the files, by table.
NARROWED: Registry[Callable[[User], Q]] = Registry("rows narrowed of")

_depth: ContextVar[int] = ContextVar("command_depth", default=0)

# Who is named on which P4 ``people`` and ``files``: told by the app that keeps the files (``people``).
NAMED: Registry[Callable[[User], Iterable[UUID]]] = Registry("named users of")
# People whom an actor's organisation keeps without using: an erasure it refused. Few, and read once per actor object.
WITHHELD: Registry[Callable[[User], Iterable[UUID]]] = Registry("people withheld by")


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
    """Forget what was read: a role was given or ended, a file named someone or no longer does."""
    for kept in ("_holdings", "_named_people", "_named_files", "_withheld"):
        actor.__dict__.pop(kept, None)


def named_keys(actor: User, what: str) -> list[UUID]:
    """Keys of the P4 ``people`` or ``files`` that name ``actor`` now. Read once per actor object, as the roles are."""
    known: list[UUID] | None = actor.__dict__.get(f"_named_{what}")
    if known is None:
        known = [] if actor.is_system or not actor.is_active else list(NAMED[what](actor))
        actor.__dict__[f"_named_{what}"] = known
    return known


def withheld(actor: User) -> list[UUID]:
    """Keys of the people left out of the actor's lists because their data are kept and not used."""
    known: list[UUID] | None = actor.__dict__.get("_withheld")
    if known is None:
        known = [] if actor.is_system else [pk for told in WITHHELD.values() for pk in told(actor)]
        actor.__dict__["_withheld"] = known
    return known


def places_of(actor: User, right: str, group: str = "") -> list[str]:
    """Paths of the units at and under which ``actor`` holds ``right`` by a role that reaches the field ``group``.

    The console holds its rights at every root.
    """
    roles = roles_holding(right)
    if group:
        roles = frozenset(role for role in roles if group in GROUPS_OF[role])
    if not actor.is_active:
        return []
    if actor.is_system:
        return [""] if Role.CONSOLE in roles else []
    return [path for role, path in holdings_of(actor) if role in roles]


def holds(actor: User, right: str, group: str = "") -> bool:
    """Does ``actor`` hold ``right`` anywhere (by a role that reaches ``group``)?"""
    return bool(places_of(actor, right, group))


def units_for(actor: User, right: str, group: str = "") -> models.QuerySet[Unit]:
    """Units at which ``actor`` holds ``right`` (by a role that reaches ``group``); no place gives no unit."""
    return Unit.objects.filter(
        reduce(or_, [Q(path__startswith=p) for p in places_of(actor, right, group)], Q(pk__in=[]))
    )


def colleagues(users: Iterable[UUID], units: Iterable[Any]) -> set[UUID]:
    """Of these accounts, those that work or worked at one of the units: whom else one may be told the name of."""
    held = RoleHolding.objects.filter(user__in=list(users), unit__in=units)
    return set(held.values_list("user_id", flat=True).distinct())


def scoped(
    actor: User, right: str, rows: models.QuerySet[M], *, named: bool = False, group: str = ""
) -> models.QuerySet[M]:
    """The rows ``actor`` may see under ``right``: by place, by part of the file, and never a P4 person.

    A model without a place is closed. Lists leave protected people out for everybody, named users too: their names
    stand on one page each, where reading is recorded. ``named`` adds those whose file names the actor, on top of
    the place: for a single record, and for what hangs on one person already opened. ``group`` asks for another part
    of the file than the one the table itself belongs to.
    """
    place: str | None = getattr(rows.model, "PLACE", None)
    if place is None:
        return rows.none()
    rows = unprotected(actor, rows, named=named)
    group = group or str(getattr(rows.model, "GROUP", "") or "")
    units = units_for(actor, right, group)
    if place == "":
        return rows.filter(pk__in=units.values("pk"))
    # The tree is small (hundreds of units): resolved first, so that the large table is read by plain keys.
    keys = list(units.values_list("pk", flat=True))
    if "__" not in place:
        return rows.filter(**{f"{place}__in": keys})
    # Correlated: a list of ten asks about the rows it shows, not about the whole table.
    shared = shared_for(place, group)
    here = rows.model._default_manager.filter(shared, pk=OuterRef("pk"), **{f"{place}__in": keys})
    return rows.filter(Exists(here))


def shared_for(place: str, group: str) -> Q:
    """Of a person known somewhere only through a sharing, the field groups that were shared."""
    presence = place.removesuffix("__unit")
    if not group or presence == place or not presence.endswith("presences"):
        return Q()
    return Q(**{f"{presence}__groups": ""}) | Q(**{f"{presence}__groups__contains": f",{group},"})


def unprotected(actor: User, rows: models.QuerySet[M], *, named: bool = False) -> models.QuerySet[M]:
    """Leave out rows of protected people (and of P4 files) unless ``named`` and their file names the actor.

    People whose data an organisation keeps but may not use (``WITHHELD``) are out of its lists: their own page shows
    them.
    """
    for path in paths_to_people(rows.model):
        hidden = Q(**{f"{path}__protected" if path else "protected": True})
        if named:
            hidden &= ~Q(**{f"{path or 'pk'}__in": named_keys(actor, "people")})
        rows = rows.exclude(hidden)
        if not named and (kept_back := withheld(actor)):
            rows = rows.exclude(**{f"{path or 'pk'}__in": kept_back})
    if rows.model._meta.label_lower in NARROWED:
        rows = rows.filter(NARROWED[rows.model._meta.label_lower](actor))
    if getattr(rows.model, "PRIVACY", None) == Privacy.P4:
        file: str | None = getattr(rows.model, "FILE", None)
        if file is None or not named:
            return rows.none()
        rows = rows.filter(**{f"{file or 'pk'}__in": named_keys(actor, "files")})
    return rows


def paths_to_people(model: type[models.Model]) -> tuple[str, ...]:
    """Where the people stand of whom a row of ``model`` tells: ``PERSON``, one path or several."""
    declared: str | tuple[str, ...] | None = getattr(model, "PERSON", None)
    if declared is None:
        return ()
    return (declared,) if isinstance(declared, str) else declared


def may(actor: User, right: str, record: models.Model, group: str = "") -> bool:
    """May ``actor`` do ``right`` on this very record (and, with ``group``, on that part of the file)?"""
    rows = type(record)._default_manager.filter(pk=record.pk)
    return scoped(actor, right, rows, named=True, group=group or part_of(record)).exists()


def part_of(record: models.Model) -> str:
    """The part of the person's file of this very record, where rows of one table differ: a case says by procedure."""
    return str(getattr(record, "field_group", "") or "")


def require(actor: User, right: str, record: models.Model, group: str = "") -> None:
    """Raise ``MissingRight`` naming the right."""
    if not may(actor, right, record, group):
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
    right: str, *, verb: str = "", group: str = ""
) -> Callable[[Callable[Concatenate[User, M, P], R]], Callable[Concatenate[User, M, P], R]]:
    """A write: ``@command("people.register")`` over ``f(actor, record, …)``, the right being checked on ``record``.

    ``group`` says which part of a person's file it writes: a role that does not reach it may not write it blind.

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
                    require(actor, right, record, group)
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
