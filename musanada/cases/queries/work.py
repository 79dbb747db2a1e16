"""Work lists: my files, my team's, what is late, what is due; who could take a file over; tasks and appointments."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from musanada.access.doors import holds, may, units_for
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.access.roles import GROUPS_OF
from musanada.cases.models import Appointment, Case, Task
from musanada.cases.procedures import PROCEDURES, codes_by_group
from musanada.cases.queries.files import VIEW, WORK, reached, visible
from musanada.kit.errors import Sentence
from musanada.people.consents import paths_to
from musanada.people.models import Person
from musanada.people.queries import name_in_list, with_names

MINE, TEAM, LATE, WEEK, CLOSED = "mine", "team", "late", "week", "closed"
SIDES = (MINE, TEAM, LATE, WEEK, CLOSED)
WEEK_DAYS = 7


# The lists


def listed(actor: User, side: str = TEAM) -> QuerySet[Case]:
    """One side of the work list, what is due first at the top."""
    today = timezone.localdate()
    rows = visible(actor).select_related("unit", "owner")
    if side == CLOSED:
        return rows.filter(closed_on__isnull=False).order_by("-closed_on", "-id")
    rows = rows.filter(closed_on=None)
    if side == MINE:
        rows = rows.filter(owner=actor)
    if side == LATE:
        rows = rows.filter(due_on__lt=today)
    if side == WEEK:
        rows = rows.filter(due_on__range=(today, today + timedelta(days=WEEK_DAYS)))
    return rows.order_by(F("due_on").asc(nulls_last=True), "opened_on", "id")


def filtered(
    rows: QuerySet[Case],
    *,
    procedure: str = "",
    state: str = "",
    office: str = "",
    owner: str = "",
    due: date | None = None,
) -> QuerySet[Case]:
    """The list's filters, each empty unless chosen. ``owner`` is a key, or ``none``: files that nobody follows."""
    somebody = "" if owner == "none" else owner
    wanted: dict[str, Any] = {"procedure": procedure, "state": state, "unit": office, "owner": somebody}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if owner == "none":
        rows = rows.filter(owner__isnull=True)
    return rows.filter(due_on__lte=due) if due else rows


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of a page's rows, in one statement."""
    rows = with_names(Person.objects.filter(pk__in=list(people)))
    return {one.pk: name_in_list(one) for one in rows}


def procedures_seen(actor: User, right: str = VIEW) -> list[tuple[str, Sentence]]:
    """The procedures of which the actor may see cases somewhere."""
    seen = [code for group, codes in codes_by_group().items() if holds(actor, right, group) for code in codes]
    return [(code, one.label) for code, one in PROCEDURES.items() if code in seen]


def offices(actor: User, right: str = VIEW) -> QuerySet[Unit]:
    """The units whose files the actor may see."""
    return units_for(actor, right).filter(active=True).order_by("name_fr", "path")


# Who works on what


def held_today() -> Q:
    today = timezone.localdate()
    in_time = Q(from_on__lte=today) & (Q(to_on=None) | Q(to_on__gt=today))
    return in_time & Q(user__is_active=True, user__is_system=False)


def roles_for(right: str, group: str) -> list[str]:
    return [role for role in roles_holding(right) if group in GROUPS_OF[role]]


def workers(cases: Sequence[Case], right: str = WORK) -> list[User]:
    """Who could follow every one of these cases: the right at its office, by a role that reaches its part."""
    places = {(case.unit_id, case.field_group): case.unit for case in cases}
    found: set[Any] | None = None
    for (_unit, group), unit in places.items():
        rows = RoleHolding.objects.filter(
            held_today(), role__in=roles_for(right, group), unit__path__in=paths_to(unit)
        )
        here = set(rows.values_list("user_id", flat=True))
        found = here if found is None else found & here
    users = list(User.objects.filter(pk__in=found or ()).order_by("display_name", "username"))
    hidden = [case for case in cases if case.person.protected]
    return [user for user in users if all(may(user, right, case) for case in hidden)]


def owners(actor: User) -> list[User]:
    """Those who may be chosen in the list's filter: whoever works at the actor's units or above them."""
    units = list(units_for(actor, VIEW))
    paths = {path for unit in units for path in paths_to(unit)}
    rows = RoleHolding.objects.filter(held_today(), role__in=list(roles_holding(WORK)), unit__path__in=paths)
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("display_name", "username"))


# Tasks and appointments


def tasks(actor: User, *, team: bool = False) -> QuerySet[Task]:
    """Open tasks of open files: the actor's own, or those of all the files they may see."""
    rows = Task.objects.filter(state=Task.State.OPEN, case__closed_on=None)
    rows = rows.filter(case__in=visible(actor).values("pk")) if team else mine(actor, rows)
    return rows.select_related("case", "assigned_to").order_by("due_on", "id")


def mine(actor: User, rows: QuerySet[Task]) -> QuerySet[Task]:
    """Few rows, found by their index first; then whether their file is still the actor's to see."""
    own = rows.filter(Q(assigned_to=actor) | Q(assigned_to=None, case__owner=actor))
    return own.filter(on_cases(reached(actor, VIEW)), case__person__protected=False)


def on_cases(condition: Q) -> Q:
    """The same condition, asked of the case of a row."""
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            moved.children.append(on_cases(child))
        elif isinstance(child, tuple):
            moved.children.append((f"case__{child[0]}", child[1]))
        else:
            raise TypeError("only plain conditions are moved to the case")
    return moved


def due_today(rows: QuerySet[Task]) -> QuerySet[Task]:
    """What is due today, and what was before."""
    return rows.filter(due_on__lte=timezone.localdate())


def appointments(actor: User, first: date, days: int = 1) -> QuerySet[Appointment]:
    """Those planned on these days in files the actor may see."""
    begin = timezone.make_aware(datetime.combine(first, time.min))
    rows = Appointment.objects.filter(
        on_cases(reached(actor, VIEW)),
        state=Appointment.State.PLANNED,
        at__gte=begin,
        at__lt=begin + timedelta(days=days),
        case__person__protected=False,
    )
    return rows.select_related("case", "case__unit").order_by("at", "id")


def overdue_appointments(actor: User) -> QuerySet[Appointment]:
    """Past and still "planned": nobody has said whether the person came."""
    begin = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return appointments(actor, timezone.localdate() - timedelta(days=30), 30).filter(at__lt=begin)
