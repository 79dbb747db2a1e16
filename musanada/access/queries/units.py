"""Units, who holds which role there, and the table of rights."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from musanada.access.doors import may, scoped
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.queries.common import VIEW, in_force
from musanada.access.rights import RIGHTS, Right
from musanada.access.roles import Role


def units(actor: User, right: str = VIEW) -> QuerySet[Unit]:
    """Units at and under the actor's places, each after the one it belongs to."""
    return scoped(actor, right, Unit.objects.select_related("parent", "town")).order_by("path")


def unit(actor: User, pk: UUID) -> Unit:
    """Raises: Http404 unless visible."""
    found = units(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


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


def grantable() -> list[tuple[str, Any]]:
    """Roles that can be given to a person."""
    return [(role.value, role.label) for role in Role if role != Role.CONSOLE]


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
