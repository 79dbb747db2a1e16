"""Reads of units, accounts and the journal, actor first. What the actor may not see is not found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from musanada.access.commands import still_held
from musanada.access.doors import holds, may, scoped, units_for
from musanada.access.models import AuditEntry, RoleHolding, Unit, User
from musanada.access.rights import RIGHTS, Right
from musanada.access.roles import Role
from musanada.access.verbs import KINDS, PAGES, label
from musanada.kit.errors import Sentence

VIEW, MANAGE, AUDIT = "access.view", "access.manage", "audit.view"
KIND_CHOICES = Unit.Kind.choices
OUTCOMES = AuditEntry.Outcome.choices
OWN_PASSWORD = ("access.open_account", "access.set_password", "access.change_password")


def units(actor: User, right: str = VIEW) -> QuerySet[Unit]:
    """Units at and under the actor's places, each after the one it belongs to."""
    return scoped(actor, right, Unit.objects.select_related("parent", "town")).order_by("path")


def unit(actor: User, pk: UUID) -> Unit:
    """Raises: Http404 unless visible."""
    found = units(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def in_force(day: date | None = None) -> Q:
    """Holdings of a day (today)."""
    day = day or timezone.localdate()
    return Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gt=day))


def holdings(actor: User) -> QuerySet[RoleHolding]:
    """Roles held at units the actor sees; what an account does elsewhere is not this actor's to read."""
    return scoped(actor, VIEW, RoleHolding.objects.select_related("user", "unit"))


@dataclass(frozen=True)
class Branch:
    """A unit in the tree, how deep it hangs below the actor's own, and who works there in which role."""

    unit: Unit
    depth: int
    staff: Sequence[RoleHolding]

    @property
    def indent(self) -> str:
        """An em space a level: shown in both directions without a style of its own."""
        return "\u2003" * self.depth


def tree(actor: User) -> list[Branch]:
    """The actor's units with their staff of today, parents before children."""
    staff: dict[UUID, list[RoleHolding]] = defaultdict(list)
    rows = holdings(actor).filter(in_force(), user__is_active=True).order_by("role", "user__display_name")
    for holding in rows:
        staff[holding.unit_id].append(holding)
    seen: dict[UUID, int] = {}
    branches = []
    for one in units(actor):
        seen[one.pk] = seen[one.parent_id] + 1 if one.parent_id in seen else 0
        branches.append(Branch(one, seen[one.pk], staff[one.pk]))
    return branches


def children(actor: User, one: Unit) -> QuerySet[Unit]:
    return units(actor).filter(parent=one)


def parent(actor: User, one: Unit) -> Unit | None:
    """The unit above, where the actor sees it too."""
    return one.parent if one.parent and may(actor, VIEW, one.parent) else None


def held_at(actor: User, one: Unit) -> QuerySet[RoleHolding]:
    """Every role ever held at a unit: those in force first, then the latest ended."""
    return holdings(actor).filter(unit=one).order_by("-to_on", "role", "user__display_name")


def held_by(actor: User, user: User) -> QuerySet[RoleHolding]:
    return holdings(actor).filter(user=user).order_by("-from_on", "role")


def holding(actor: User, pk: UUID) -> RoleHolding:
    """Raises: Http404 unless visible."""
    found = holdings(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def accounts(actor: User, *, text: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Accounts that hold or held a role at the actor's units, each with its visible roles of today in ``now``."""
    current = holdings(actor).filter(in_force())
    rows = scoped(actor, VIEW, User.objects.filter(is_system=False))
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    if role:
        rows = rows.filter(pk__in=current.filter(role=role).values("user"))
    if state:
        rows = rows.filter(is_active=state == "open")
    return rows.prefetch_related(Prefetch("holdings", queryset=current, to_attr="now")).order_by("username")


def account(actor: User, pk: UUID) -> User:
    """Raises: Http404 unless visible."""
    found = accounts(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own(actor: User) -> User:
    """The actor's own record: a request carries a lazy one."""
    return User.objects.get(pk=actor.pk)


def account_named(actor: User, username: str) -> User | None:
    """An open account the actor administers, by the name it signs in with."""
    rows = scoped(actor, MANAGE, User.objects.filter(is_system=False, is_active=True))
    return rows.filter(username=username.strip().lower()).first()


def governs(actor: User, user: User) -> bool:
    """May the actor open, shut or give a password to this account? All its roles must lie under theirs."""
    outside = still_held(user).exclude(unit__in=units_for(actor, MANAGE))
    return user.pk != actor.pk and may(actor, MANAGE, user) and not outside.exists()


def grantable() -> list[tuple[str, Any]]:
    """Roles that can be given to a person."""
    return [(role.value, role.label) for role in Role if role != Role.CONSOLE]


def password_is_provisional(actor: User) -> bool:
    """Was the password in use chosen by someone else? The journal says who set it last."""
    lines = AuditEntry.objects.filter(
        object_kind="access.user", object_id=str(actor.pk), verb__in=OWN_PASSWORD, outcome="done"
    )
    last = lines.order_by("-number").values_list("verb", flat=True).first()
    return last is not None and last != "access.change_password"


@dataclass(frozen=True)
class RightRow:
    """A right and, role by role, whether it is carried."""

    right: Right
    cells: Sequence[tuple[str, bool]]

    @property
    def roles(self) -> list[str]:
        return [name for name, carried in self.cells if carried]


def rights_table() -> list[tuple[str, list[RightRow]]]:
    """The matrix as enforced, by the app that declares the right."""
    groups: dict[str, list[RightRow]] = defaultdict(list)
    for code, right in sorted(RIGHTS.items()):
        cells = [(str(role.label), role.value in right.roles) for role in Role]
        groups[code.partition(".")[0]].append(RightRow(right, cells))
    return sorted(groups.items())


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal in words; ``url`` leads to the object where the actor may open such pages."""

    entry: AuditEntry
    verb: Sentence
    kind: Sentence
    url: str


def entries(
    actor: User, *, verb: str = "", outcome: str = "", day: date | None = None
) -> QuerySet[AuditEntry]:
    """Lines about the actor's units; a line without a place (a page asked for, an account) counts where its
    author works."""
    keys = list(units_for(actor, AUDIT).values_list("pk", flat=True))
    staff = RoleHolding.objects.filter(unit__in=keys).values("user")
    rows = AuditEntry.objects.filter(Q(unit__in=keys) | Q(unit=None, actor__in=staff))
    if verb:
        rows = rows.filter(verb=verb)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if day:
        start = timezone.make_aware(datetime.combine(day, time.min))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows.select_related("actor", "unit").order_by("-number")


def as_lines(actor: User, rows: Sequence[AuditEntry]) -> list[JournalLine]:
    return [
        JournalLine(row, label(row.verb), KINDS.get(row.object_kind, row.object_kind), page_of(actor, row))
        for row in rows
    ]


def page_of(actor: User, row: AuditEntry) -> str:
    """The object's page, if it has one and the actor holds the right it asks for; the page itself decides."""
    name = PAGES.get(row.object_kind)
    if not name or not row.object_id:
        return ""
    try:
        url = reverse(name, args=[row.object_id])
    except NoReverseMatch:
        return ""
    return url if holds(actor, getattr(resolve(url).func, "declares", "")) else ""
