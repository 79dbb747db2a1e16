"""Hand-overs: what was proposed from and to the actor's offices, to whom one may propose, where a file handed over stands.

The office that gave a file away sees its state and days, and nothing of its content.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import scoped, units_for, unprotected
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.access.roles import GROUPS_OF
from musanada.cases.models import Case
from musanada.cases.procedures import procedure
from musanada.cases.queries import receivers
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.partners.models import Partner
from musanada.people.consents import paths_to
from musanada.people.queries import note_reading
from musanada.returns.models import HandOver, Reintegration, Return

HAND_OVER = "return.handover"
STEP = "handed"  # the code of its line in the case's journal
SIDES = ("received", "sent")
SHAPES = {"proposed": "wait", "accepted": "done", "declined": "blocked", "withdrawn": "void", "noted": "done"}
RELATED = (
    "ret__case__unit",
    "ret__case__person",
    "ret__to_country",
    "ret__from_country",
    "from_unit",
    "to_unit",
)


def cases_of(ret: Return) -> list[Case]:
    """The case of the return, and that of the reintegration if there is one."""
    file = Reintegration.objects.filter(ret=ret).select_related("case__unit", "case__person").first()
    return [ret.case, file.case] if file else [ret.case]


# To whom


def taking(units: Sequence[Unit]) -> Q:
    """Roles held today, at one of the units or above it, that take files over."""
    roles = [role for role in roles_holding(HAND_OVER) if FieldGroup.TRAVEL in GROUPS_OF[role]]
    paths = {path for unit in units for path in paths_to(unit)}
    today = timezone.localdate()
    in_time = Q(from_on__lte=today) & (Q(to_on=None) | Q(to_on__gt=today))
    return in_time & Q(role__in=roles, unit__path__in=paths, user__is_active=True, user__is_system=False)


def anyone_takes(unit: Unit) -> bool:
    return RoleHolding.objects.filter(taking([unit])).exists()


def missions(ret: Return) -> list[Unit]:
    """Offices of one's own organisation, and of those with whom an agreement binds, where someone takes files over."""
    start = ret.case.unit
    wanted = Q(path__startswith=receivers.root_of(start))
    for agreement in receivers.agreements(start):
        if agreement.partner.unit:
            wanted |= Q(path__startswith=agreement.partner.unit.path)
    units = list(Unit.objects.filter(wanted, active=True).exclude(pk=start.pk).order_by("path"))
    held = set(RoleHolding.objects.filter(taking(units)).values_list("unit__path", flat=True))
    return [one for one in units if held & set(paths_to(one))]


def bodies(ret: Return) -> list[Partner]:
    """Missions without accounts, under an agreement."""
    return receivers.bodies(ret.case.unit)


# What was proposed


def sent(actor: User) -> QuerySet[HandOver]:
    return scoped(actor, HAND_OVER, HandOver.objects.select_related(*RELATED))


def received(actor: User) -> QuerySet[HandOver]:
    keys = list(units_for(actor, HAND_OVER, FieldGroup.TRAVEL).values_list("pk", flat=True))
    rows = HandOver.objects.filter(to_unit__in=keys).exclude(state="withdrawn")
    return unprotected(actor, rows.select_related(*RELATED))


def to_answer(actor: User) -> QuerySet[HandOver]:
    return received(actor).filter(state="proposed").exclude(proposed_by=actor).order_by("proposed_at", "id")


def handover(actor: User, pk: UUID) -> tuple[HandOver, str]:
    """One, and on which side the actor stands: ``received`` where both. Raises: Http404."""
    found = received(actor).filter(pk=pk).first()
    side = "received"
    if found is None:
        found, side = sent(actor).filter(pk=pk).first(), "sent"
    if found is None:
        raise Http404
    note_reading(actor, found.ret.case.person)
    return found, side


def handovers_of(ret: Return) -> list[HandOver]:
    """Of a return whose page the actor was allowed to open."""
    return list(ret.handovers.select_related("from_unit", "to_unit"))


@dataclass(frozen=True)
class Stand:
    """Where one of the two files stands, in words and days, for those who no longer work in it."""

    label: Sentence
    shape: str
    state: Sentence
    since: date | None


def stands(one: HandOver) -> list[Stand]:
    found = []
    for case in cases_of(one.ret):
        spine = procedure(case.procedure)
        last = case.steps.exclude(to_state="").order_by("-recorded_at", "-id").first()
        shape = "done" if case.closed_on else "open"
        found.append(Stand(spine.label, shape, spine.states[case.state], last.on if last else case.opened_on))
    return found


def days_of(one: HandOver) -> dict[str, Any]:
    return {"left": one.ret.departed_on, "arrived": one.ret.arrived_on, "planned": one.ret.travel_on}
