"""Common projects: the list, one project, its members' parts. Whoever may see a project may not see every member."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from musanada.access.doors import scoped, units_for
from musanada.access.models import Unit, User
from musanada.people.models import Person
from musanada.people.queries import display_name
from musanada.returns.models import Activity, Project, Reintegration, Tranche

VIEW, MANAGE, APPROVE = "project.view", "project.manage", "reintegration.approve"
OPEN_PLANS = ("draft", "submitted", "approved")
BOUND = ("submitted", "approved", "paid")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Share:
    """A member's part: its line in every open version of their plan, the newest first. ``bound``: money was paid,
    approved or submitted for it, so that it changes no more."""

    file: Reintegration
    lines: Sequence[Activity]
    bound: bool

    @property
    def line(self) -> Activity:
        """The one in force, or the newest where none is yet."""
        return next((one for one in self.lines if one.plan.state == "approved"), self.lines[0])

    @property
    def amount(self) -> Decimal:
        return self.line.amount


def shares_of(project: Project) -> list[Share]:
    """In the order in which they came."""
    rows = Activity.objects.filter(project=project, plan__state__in=OPEN_PLANS).exclude(state="dropped")
    lines: dict[UUID, list[Activity]] = {}
    for one in rows.select_related("plan__file__case__person", "plan__file__case__unit").order_by(
        "-plan__version"
    ):
        lines.setdefault(one.plan.file_id, []).append(one)
    money = Tranche.objects.filter(activity__project=project, state__in=BOUND)
    bound = set(money.values_list("file_id", flat=True))
    found = [Share(own[0].plan.file, own, key in bound) for key, own in lines.items()]
    return sorted(found, key=lambda one: (min(line.recorded_at for line in one.lines), str(one.file.pk)))


def projects(actor: User, right: str = VIEW) -> QuerySet[Project]:
    return scoped(actor, right, Project.objects.all()).select_related("unit", "made_by")


def project(actor: User, pk: UUID, right: str = VIEW) -> Project:
    """Raises: Http404 unless visible."""
    found = projects(actor, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def listed(actor: User, *, state: str = "", level: str = "", kind: str = "") -> QuerySet[Project]:
    """The newest first, each with how many share it."""
    rows = projects(actor)
    for name, value in (("state", state), ("level", level), ("kind", kind)):
        if value:
            rows = rows.filter(**{name: value})
    members = Count(
        "shares__plan__file",
        filter=Q(shares__plan__state__in=OPEN_PLANS) & ~Q(shares__state="dropped"),
        distinct=True,
    )
    return rows.annotate(members=members).order_by("-recorded_at", "-id")


def units_to_open(actor: User) -> QuerySet[Unit]:
    return units_for(actor, MANAGE).filter(active=True)


@dataclass(frozen=True)
class Member:
    """A part as this actor sees it: named where they may see the file."""

    share: Share
    name: str
    seen: bool


def members(actor: User, one: Project) -> list[Member]:
    shares = shares_of(one)
    rows = Reintegration.objects.filter(pk__in=[share.file.pk for share in shares])
    seen = set(scoped(actor, "reintegration.view", rows, named=True).values_list("pk", flat=True))
    return [
        Member(
            share,
            display_name(share.file.case.person) if share.file.pk in seen else "",
            share.file.pk in seen,
        )
        for share in shares
    ]


@dataclass(frozen=True)
class Candidate:
    """A file that may share the cost: it is at an office of the actor's, with a plan being written."""

    file: Reintegration
    name: str
    share: Share | None = None


def candidates(actor: User, one: Project, text: str = "") -> list[Candidate]:
    """Members first, then files of the project's office whose plan is a draft in the project's currency."""
    shares = {share.file.pk: share for share in shares_of(one)}
    rows = Reintegration.objects.filter(
        plans__state="draft", currency=one.currency, case__closed_on=None, case__unit=one.unit_id
    ).exclude(pk__in=shares)
    found = scoped(actor, "reintegration.work", rows.select_related("case__person")).order_by("-arrived_on")[
        :60
    ]
    inside = [Candidate(share.file, named(actor, share.file), share) for share in shares.values()]
    return [*inside, *(Candidate(file, display_name(file.case.person)) for file in found)]


def named(actor: User, file: Reintegration) -> str:
    rows = Reintegration.objects.filter(pk=file.pk)
    seen = scoped(actor, "reintegration.view", rows, named=True).exists()
    person: Person = file.case.person
    return display_name(person) if seen else ""


def bound_total(shares: Sequence[Any]) -> Decimal:
    return sum((one.amount for one in shares if one.bound), NOTHING)
