"""Sessions of a commission in lists: to come, past, mine; what may be put on an agenda; who may be called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import scoped, units_for
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.cases.steps import Step
from musanada.kit.errors import Sentence
from musanada.people.attachments import store
from musanada.people.models import Person
from musanada.people.queries.register import name_in_list, with_names
from musanada.regularisation.models import (
    AgendaItem,
    Appeal,
    Application,
    CriterionVersion,
    Evaluation,
    Operation,
    Refusal,
    Result,
    Session,
    SessionMember,
)
from musanada.regularisation.queries import commission
from musanada.regularisation.queries.commission import PREPARE, READ, VIEW
from musanada.regularisation.sitting import SESSION, too_early

S = Session.State
TO_COME = (S.PREPARED, S.CONVENED, S.OPEN)
WAITING = ("complete", "adjourned")
CAPACITIES = SessionMember.Capacity.choices
RESULTS = Result.choices
REASONS = Refusal.choices


def sessions(actor: User, right: str = VIEW) -> QuerySet[Session]:
    """Sessions of the actor's commissions, with the number of files and of results."""
    rows = scoped(actor, right, Session.objects.select_related("operation", "unit"))
    shown = Q(items__removed_at=None, items__application__case__person__protected=False)
    return rows.annotate(
        files=Count("items", filter=shown),
        decided=Count("items", filter=shown & ~Q(items__result="")),
    )


def to_come(actor: User) -> QuerySet[Session]:
    return sessions(actor).filter(state__in=TO_COME).order_by("held_on", "number")


def past(actor: User) -> QuerySet[Session]:
    return sessions(actor).exclude(state__in=TO_COME).order_by("-held_on", "-number")


def my_calls(actor: User) -> QuerySet[SessionMember]:
    """Sessions the actor is called to, those that sit first."""
    rows = commission.called(actor).select_related("session__operation", "session__unit")
    return rows.order_by("-session__held_on", "-session__number")


def unread(actor: User) -> QuerySet[AgendaItem]:
    """Files before the actor's sessions that they have neither read nor stood aside from, and that wait."""
    rows = commission.of_member(actor, AgendaItem.objects.filter(commission.LIVE, result="", removed_at=None))
    rows = rows.exclude(readings__member__user=actor.pk)
    return rows.filter(application__case__person__protected=False)


def files(actor: User, session: Session) -> QuerySet[AgendaItem]:
    """The agenda with the marks of members, for the secretary's list."""
    return commission.with_marks(commission.items(actor, session))


def names_of(rows: Iterable[Any]) -> dict[UUID, str]:
    """The names behind these files (agenda items or applications), which the caller has found for the actor: by the
    key of the application."""
    found = {
        getattr(one, "application", one).pk: getattr(one, "application", one).case.person_id for one in rows
    }
    people = with_names(Person.objects.filter(pk__in=set(found.values())))
    shown = {person.pk: name_in_list(person) for person in people}
    return {key: shown.get(person, "") for key, person in found.items()}


def unread_by_session(actor: User) -> dict[UUID, int]:
    rows = unread(actor).order_by().values_list("session").annotate(n=Count("pk"))
    return dict(rows)


def seat_of(actor: User, item: AgendaItem) -> SessionMember | None:
    """The actor's seat at the session of a file, if they were called and still hold the right."""
    return commission.called(actor).filter(session=item.session_id).first()


# The way of a session ----------------------------------------------------------------------------------------------


def offered(actor: User, session: Session) -> list[Step]:
    """The steps of this state that the actor may take, what blocks them left aside."""
    here = [one for one in SESSION.steps.values() if session.state in one.source]
    return [one for one in here if one.allowed(actor, session)]


def why_not(actor: User, session: Session, step: Step) -> Sentence | None:
    """What stands in the way now. Presences are ticked on the page that opens the session, and files put back on the
    page that closes it."""
    if step.code == "open":
        return too_early(actor, session)
    return None if step.code in ("close", "sign") else step.refusal(actor, session)


# What may be put on an agenda ----------------------------------------------------------------------------------------


def proposals(actor: User, session: Session) -> QuerySet[Application]:
    """Complete and adjourned files of the session's office, the nearest due date first (late ones before all)."""
    rows = Application.objects.filter(
        operation=session.operation_id,
        case__unit=session.unit_id,
        case__state__in=WAITING,
        lodged_on__lte=session.held_on,
    )
    rows = scoped(actor, PREPARE, rows).select_related("case__person", "operation", "place")
    return rows.order_by(F("case__due_on").asc(nulls_last=True), "lodged_on", "id")


def proposed_appeals(actor: User, session: Session) -> QuerySet[Appeal]:
    """Sorted appeals of the operation that wait for a plenary, by category, the oldest first."""
    rows = Appeal.objects.filter(
        unit=session.unit_id,
        application__operation=session.operation_id,
        application__case__state="appeal",
        state=Appeal.State.SORTED,
        lodged_on__lte=session.held_on,
    )
    rows = scoped(actor, PREPARE, rows).select_related("application__case__person", "application__case__unit")
    return rows.order_by("category", "lodged_on", "id")


def due_without_session(actor: User, until: date) -> QuerySet[Application]:
    """Files that must have their opinion by ``until`` and stand before no session."""
    rows = Application.objects.filter(case__state__in=WAITING, case__due_on__lte=until)
    rows = scoped(actor, PREPARE, rows).select_related("case", "operation")
    return rows.order_by("case__due_on", "id")


def this_week(actor: User) -> QuerySet[Session]:
    until = timezone.localdate() + timedelta(days=7)
    return to_come(actor).filter(held_on__lte=until)


# Choices -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Commission:
    """Where a session may be prepared: an office's local commission or the appeals commission of an operation."""

    unit: Unit
    operation: Operation
    kind: str

    @property
    def word(self) -> str:
        return f"{self.kind}:{self.operation.pk}:{self.unit.pk}"

    @property
    def label(self) -> str:
        return f"{self.unit} · {Session.Kind(self.kind).label} · {self.operation}"


def commissions(actor: User) -> list[Commission]:
    """Every commission whose sessions the actor prepares, of operations that are not closed."""
    keys = list(units_for(actor, PREPARE).values_list("pk", flat=True))
    today = timezone.localdate()
    rows = Operation.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today)).select_related("appeals_unit")
    found = [
        Commission(unit, one, Session.Kind.LOCAL)
        for one in rows
        for unit in Unit.objects.filter(pk__in=one.offices.values("unit"))
        .filter(pk__in=keys)
        .order_by("path")
    ]
    found += [
        Commission(one.appeals_unit, one, Session.Kind.PLENARY)
        for one in rows
        if one.appeals_unit and one.appeals_unit.pk in keys
    ]
    return found


def commission_of(actor: User, word: str) -> Commission:
    """Raises: Http404 for one that is not the actor's."""
    found = next((one for one in commissions(actor) if one.word == word), None)
    if found is None:
        raise Http404
    return found


def callable_members(session: Session) -> list[User]:
    """Accounts that hold a member's right at the commission or above, today."""
    today = timezone.localdate()
    parts = session.unit.path.rstrip("/").split("/")
    above = ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    held = RoleHolding.objects.filter(
        Q(to_on=None) | Q(to_on__gt=today),
        role__in=roles_holding(READ),
        unit__path__in=above,
        from_on__lte=today,
    )
    rows = User.objects.filter(pk__in=held.values("user"), is_active=True, is_system=False)
    return list(rows.order_by("display_name"))


def member_of(session: Session, pk: UUID) -> SessionMember:
    """Raises: Http404."""
    found = session.members.filter(pk=pk).select_related("user").first()
    if found is None:
        raise Http404
    return found


def members(session: Session) -> list[SessionMember]:
    """Who presides first, then by capacity in the order of the list, then by name."""
    order = {code: place for place, code in enumerate(SessionMember.Capacity.values)}
    rows = session.members.select_related("user")
    return sorted(rows, key=lambda one: (order.get(one.capacity, 0), one.user.display_name))


def versions(session: Session) -> QuerySet[CriterionVersion]:
    """The categories an opinion may retain on the day of the session; what a relief relaxed is the plenary's alone."""
    day, stages = session.held_on, CriterionVersion.Stage
    allowed = [stages.FIRST] if session.kind == Session.Kind.LOCAL else list(stages)
    rows = CriterionVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=session.operation.files_from),
        criterion__operation=session.operation_id,
        valid_from__lte=day,
        stage__in=allowed,
    )
    return rows.select_related("criterion").order_by("criterion__order", "criterion__code", "number")


def version_of(session: Session, text: str) -> CriterionVersion | None:
    """One of them by its key as sent."""
    return next((one for one in versions(session) if str(one.pk) == text), None)


def chosen(waiting: QuerySet[Any], keys: list[UUID], first: int | None) -> list[Any]:
    """Those ticked, in the order of the list; else the first ``first`` of it."""
    if keys:
        return list(waiting.filter(pk__in=keys))
    return list(waiting[:first]) if first else []


def met_by(items: Iterable[AgendaItem]) -> dict[UUID, CriterionVersion]:
    """For each application, the first category claimed that its last evaluation found met: an opinion in bulk may
    retain it. An application without one is not here: it is decided by itself."""
    keys = [one.application_id for one in items]
    rows = Evaluation.objects.filter(
        application__in=keys,
        version__criterion__in=F("application__claims__criterion"),
        application__claims__withdrawn_on=None,
    )
    last: dict[tuple[UUID, UUID], Evaluation] = {}
    for one in rows.select_related("version__criterion").order_by("at", "id"):
        last[(one.application_id, one.version.criterion_id)] = one
    met = [one for one in last.values() if one.outcome == Evaluation.Outcome.MET]
    found: dict[UUID, CriterionVersion] = {}
    for one in sorted(met, key=lambda e: (e.version.criterion.order, e.version.criterion.code)):
        found.setdefault(one.application_id, one.version)
    return found


def results(session: Session) -> dict[str, int]:
    """How many files by result; "" are those that wait. Protected people are in no count."""
    rows = AgendaItem.objects.filter(session=session, removed_at=None).filter(
        application__case__person__protected=False
    )
    counted = dict(rows.values_list("result").annotate(n=Count("pk")))
    return {code: counted.get(code, 0) for code in (*Result.values, "")}


def signed_copy(session: Session) -> bytes:
    """The signed minutes. The caller has asked who may. Raises: Http404 where there are none, or the file is gone."""
    if session.signed_copy is None:
        raise Http404
    try:
        return store.read(session.signed_copy)
    except FileNotFoundError:
        raise Http404 from None
