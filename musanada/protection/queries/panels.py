"""Panels: who may sit, where the votes stand, and the one way to a sealed dossier for who is not named on the file.

A seat gives access to the dossier as long as the panel is called, and to nothing else; afterwards its number remains.
Each reading is in the journal, and among the readings of the file.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import units_for
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.protection.ballots import Ballot, Result, count
from musanada.protection.models import Determination, PanelMember
from musanada.protection.queries.determinations import SIT
from musanada.protection.rules import value

S = Determination.State


def held() -> QuerySet[RoleHolding]:
    """Roles held today that may sit."""
    today = timezone.localdate()
    rows = RoleHolding.objects.filter(Q(to_on=None) | Q(to_on__gt=today), from_on__lte=today)
    return rows.filter(role__in=roles_holding(SIT), user__is_active=True, user__is_system=False)


def barred(bid: Determination) -> set[UUID]:
    """Who wrote, reviewed or assessed decides nothing."""
    known = (bid.officer_id, bid.reviewer_id, bid.assessment.assessor_id)
    return {pk for pk in known if pk is not None}


def eligible(bid: Determination) -> QuerySet[User]:
    """Accounts of the file's side that may sit, and had no hand in the report or its assessment."""
    rows = held().filter(unit__side=bid.file.case.unit.side)
    return User.objects.filter(pk__in=rows.values("user")).exclude(pk__in=barred(bid))


def offered(bid: Determination) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who may be asked, by organisation and office; the file's own organisation first."""
    side = bid.file.case.unit.side
    taken = set(bid.panel.filter(left_at=None).values_list("user_id", flat=True))
    taken |= set(bid.panel.filter(conflict=True).values_list("user_id", flat=True)) | barred(bid)
    rows = held().filter(unit__side=side).exclude(user__in=taken).select_related("user", "unit")
    own = bid.file.case.unit.path.split("/")[0]
    groups: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda r: (r.unit.path.split("/")[0] != own, r.unit.path, str(r.user))):
        groups.setdefault(str(row.unit), {}).setdefault(str(row.user_id), str(row.user))
    return [(unit, list(found.items())) for unit, found in groups.items()]


def offices_of(users: list[UUID], side: str) -> dict[UUID, str]:
    """Where each works, in a word, for the list of a panel."""
    rows = held().filter(user__in=users, unit__side=side).select_related("unit")
    return {row.user_id: str(row.unit) for row in rows}


def seats(bid: Determination) -> list[PanelMember]:
    """The chair first, then as they were named; with their office as ``office``."""
    rows = list(bid.panel.select_related("user").order_by("seat", "recorded_at", "id"))
    known = offices_of([row.user_id for row in rows], bid.file.case.unit.side)
    for row in rows:
        row.office = known.get(row.user_id, "")  # type: ignore[attr-defined]
    return rows


def result(bid: Determination) -> Result:
    """Where the votes stand."""
    found = [
        Ballot(row.seat == PanelMember.Seat.CHAIR, row.conflict, row.left_at is not None, row.vote)
        for row in bid.panel.all()
    ]
    return count(found, value("panel_least"))


def tally(bid: Determination) -> dict[str, int]:
    """Votes by option, of those present; empty as long as one of them has not voted: nobody votes after the others."""
    if result(bid).why not in ("decided", "divided"):
        return {}
    found: dict[str, int] = {}
    for row in bid.panel.filter(left_at=None).exclude(vote=""):
        found[row.vote] = found.get(row.vote, 0) + 1
    return found


# The member


@dataclass(frozen=True)
class Seat:
    """A member's own seat. ``open``: the panel is called, the dossier may be read."""

    row: PanelMember
    bid: Determination
    open: bool

    @property
    def reads(self) -> bool:
        return self.open and self.row.conflict is False


def own(actor: User) -> QuerySet[PanelMember]:
    """Seats of the actor's own, never left; of panels that were called."""
    rows = PanelMember.objects.filter(user=actor.pk, left_at=None)
    rows = rows.filter(bid__state__in=(S.SCHEDULED, S.DECIDED, S.IMPLEMENTED, S.REOPENED, S.SEALED))
    return rows.select_related("bid__file__case__unit", "bid__file__case__person", "user")


def mine(actor: User) -> list[Seat]:
    """Called panels first. The number of the others is all that is left of them."""
    if place(actor) is None:
        return []
    rows = own(actor).exclude(bid__state=S.SEALED).order_by("-bid__panel_on", "-recorded_at")
    found = [Seat(row, row.bid, is_open(row)) for row in rows]
    return sorted(found, key=lambda seat: not seat.open)


def is_open(row: PanelMember) -> bool:
    """The panel is called, and this member declared no conflict."""
    return row.bid.state == S.SCHEDULED and row.conflict is not True


def seat(actor: User, bid: UUID | str) -> Seat:
    """The actor's seat on a panel. Raises: Http404 for whoever has none, or no longer holds the right on that side."""
    row = own(actor).filter(bid__pk=bid).first()
    if row is None or place(actor, row.bid.file.case.unit.side) is None:
        raise Http404
    return Seat(row, row.bid, is_open(row))


def place(actor: User, side: str = "") -> Unit | None:
    """Where the actor may sit: a unit of that side; the right is asked there, as they are not named on the file."""
    rows: Any = units_for(actor, SIT)
    if side:
        rows = rows.filter(side=side)
    found: Unit | None = rows.order_by("path").first()
    return found


def waiting(actor: User) -> list[Seat]:
    """Called panels where the actor has not voted."""
    return [one for one in mine(actor) if one.open and not one.row.vote]


# Choices of a form


def account(bid: Determination, pk: str) -> User:
    """An account chosen among those who may sit. Raises: Http404."""
    found: User | None = eligible(bid).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def row(bid: Determination, pk: str) -> PanelMember:
    """A seat of this very panel. Raises: Http404."""
    found = next((one for one in bid.panel.select_related("file__case") if str(one.pk) == pk), None)
    if found is None:
        raise Http404
    return found
