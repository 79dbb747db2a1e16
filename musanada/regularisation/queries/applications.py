"""Reads of applications, actor first: one file, the list, what is due. What the actor may not see is not found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import holds, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import Case
from musanada.cases.queries import files
from musanada.cases.queries.work import names_of
from musanada.kit.ids import normalise_reference
from musanada.people.models import Person
from musanada.people.queries import home_seen
from musanada.regularisation.models import (
    Application,
    Claim,
    Criterion,
    Decision,
    Notification,
    Operation,
    OperationOffice,
    Stage,
)
from musanada.regularisation.queries.operations import operations
from musanada.regularisation.workflow import BEFORE_OPINION, CODE, REGULARISATION

VIEW, INTAKE, NOTIFY = "regularisation.view", "regularisation.intake", "regularisation.notify"
TO_NOTIFY = ("favourable", "unfavourable", "appeal_favourable", "relieved")
WARN_DAYS = 15
SORTS = {
    "due": F("due_on").asc(nulls_last=True),
    "-due": F("due_on").desc(nulls_last=True),
    "lodged": F("application__lodged_on").asc(nulls_last=True),
    "-lodged": F("application__lodged_on").desc(nulls_last=True),
    "number": F("reference").asc(),
    "-number": F("reference").desc(),
}


# One file


def case(actor: User, pk: UUID | str, right: str = VIEW) -> Case:
    """The file's spine. Reading someone hidden is noted. Raises: Http404 unless it is one of ours and visible."""
    found = files.case(actor, pk, right)
    if found.procedure != CODE:
        raise Http404
    return found


def application(actor: User, pk: UUID | str, right: str = VIEW) -> Application:
    """By the key of its case, which is what addresses carry. Raises: Http404."""
    spine = case(actor, pk, right)
    rows = Application.objects.select_related("operation__appeals_unit", "place")
    found = rows.filter(case=spine).first()
    if found is None:
        raise Http404
    found.case = spine
    spine.application = found
    return found


def by_number(actor: User, text: str, operation: Operation | None = None) -> Application | None:
    """The file that bears this number, as typed, if the actor sees it."""
    rows = files.visible(actor, VIEW).filter(procedure=CODE, reference=normalise_reference(text))
    if operation is not None:
        rows = rows.filter(application__operation=operation)
    found = rows.select_related("application", "unit", "person").first()
    return found.application if found else None


def claims(one: Application) -> list[Claim]:
    """The categories asked for now."""
    return list(one.claims.filter(withdrawn_on=None).select_related("criterion"))


def withdrawn_claims(one: Application) -> list[Claim]:
    return list(one.claims.exclude(withdrawn_on=None).select_related("criterion"))


def decisions(one: Application) -> list[Decision]:
    """What was decided, in order, each with what was told of it."""
    rows = one.decisions.filter(voided_at=None).select_related(
        "retained__criterion", "item__session", "relief"
    )
    return list(rows.prefetch_related("notifications"))


def standing_decision(one: Application) -> Decision | None:
    """The one that holds now: the last that did not adjourn."""
    rows = one.decisions.filter(voided_at=None).exclude(result="adjourned")
    return rows.select_related("retained__criterion", "relief").order_by("-on", "-recorded_at").first()


def notifications(one: Application) -> list[Notification]:
    return list(one.notifications.select_related("decision", "by"))


def notification(actor: User, pk: UUID, item: UUID) -> Notification:
    """One letter of a file the actor sees. Raises: Http404."""
    one = application(actor, pk)
    found = one.notifications.select_related("decision", "application").filter(pk=item).first()
    if found is None:
        raise Http404
    found.application = one
    return found


# Who asks, where, for what


def open_operations(actor: User, day: date | None = None) -> list[Operation]:
    """Operations that take files today at an office where the actor receives them."""
    today = day or timezone.localdate()
    rows = Operation.objects.filter(
        offices__in=offices_for(actor, today), files_from__lte=today, files_to__gte=today, closed_on=None
    )
    return list(rows.distinct().select_related("unit"))


def offices_for(actor: User, day: date) -> QuerySet[OperationOffice]:
    """Offices of any operation at which the actor takes files on ``day``."""
    units = units_for(actor, INTAKE, REGULARISATION.group).filter(active=True)
    open_then = Q(to_on=None) | Q(to_on__gt=day)
    rows = OperationOffice.objects.filter(open_then, from_on__lte=day, unit__in=units.values("pk"))
    return rows.select_related("unit", "place")


def offices_of(actor: User, operation: Operation) -> list[OperationOffice]:
    """Those of one operation, where the actor may open a file today."""
    return list(offices_for(actor, timezone.localdate()).filter(operation=operation))


def other_offices(one: Application) -> list[OperationOffice]:
    """Where a file of this operation can go on: each other office once. Which offices take files is public."""
    today = timezone.localdate()
    rows = OperationOffice.objects.filter(
        Q(to_on=None) | Q(to_on__gt=today), operation=one.operation_id, from_on__lte=today
    )
    found = rows.exclude(unit=one.case.unit_id).select_related("unit").order_by("unit__name_fr")
    return list({row.unit_id: row for row in found}.values())


def claimable(operation: Operation) -> list[Criterion]:
    return list(operation.criteria.filter(claimable=True))


def of_person(actor: User, person: Person) -> list[Application]:
    """The person's files that the actor sees, of all operations."""
    rows = files.cases_of(actor, person, VIEW).filter(procedure=CODE)
    return [one.application for one in rows.select_related("application__operation", "unit")]


def could_join(actor: User, one: Application) -> list[Any]:
    """The other members of the household, as far as the actor sees them, who have no file in the operation yet."""
    person = one.case.person.merged_into or one.case.person
    home, members = home_seen(actor, person)
    if home is None:
        return []
    keys = [member.person.pk for member in members]
    have = Case.objects.filter(application__operation=one.operation_id).exclude(
        state__in=("withdrawn", "duplicate", "transferred", "lapsed")
    )
    taken = set(have.filter(of_any(keys)).values_list("person_id", "person__merged_into_id"))
    busy = {key for pair in taken for key in pair if key}
    return [member for member in members if member.person.pk not in busy]


def of_any(keys: Sequence[UUID]) -> Q:
    return Q(person__in=keys) | Q(person__merged_into__in=keys)


def family(actor: User, one: Application) -> list[Application]:
    """The principal's file and the dependants', as far as the actor sees them, this one among them."""
    head = one.case.principal_id or one.case_id
    rows = files.visible(actor, VIEW).filter(Q(pk=head) | Q(principal=head))
    rows = rows.select_related("application__operation", "person", "unit").order_by("opened_on", "id")
    return [found.application for found in rows.filter(procedure=CODE)]


# The list


def listed(
    actor: User,
    *,
    number: str = "",
    operation: str = "",
    office: str = "",
    state: str = "",
    category: str = "",
    due: str = "",
    late: bool = False,
    everything: bool = False,
    sort: str = "due",
) -> QuerySet[Case]:
    """The files of the actor's offices under the list's filters; those that are over only when they are asked for."""
    rows = files.visible(actor, VIEW).filter(procedure=CODE)
    if number:
        rows = rows.filter(reference__startswith=normalise_reference(number))
    elif state:
        rows = rows.filter(state=state)
    elif not everything:
        rows = rows.filter(closed_on=None)
    if operation:
        rows = rows.filter(application__operation__code=operation)
    if office:
        rows = rows.filter(unit__in=[office])
    if category:
        asked = Claim.objects.filter(criterion__code=category, withdrawn_on=None)
        rows = rows.filter(application__in=asked.values("application"))
    rows = of_due(rows, due, late)
    rows = rows.select_related("application__operation", "unit")
    return rows.order_by(SORTS.get(sort, SORTS["due"]), "id")


def of_due(rows: QuerySet[Case], due: str, late: bool) -> QuerySet[Case]:
    today = timezone.localdate()
    if late:
        return rows.filter(closed_on=None, due_on__lt=today)
    days = {"week": 7, "fortnight": WARN_DAYS, "month": 31}.get(due)
    return rows.filter(due_on__range=(today, today + timedelta(days=days))) if days else rows


@dataclass(frozen=True)
class ListRow:
    case: Case
    name: str
    categories: str


def list_rows(cases: Sequence[Case]) -> list[ListRow]:
    """A page of the list with names and categories: two more statements for the whole page."""
    names = names_of(one.person_id for one in cases)
    asked: dict[UUID, list[str]] = {}
    rows = Claim.objects.filter(application__in=[one.application.pk for one in cases], withdrawn_on=None)
    for key, code in rows.values_list("application_id", "criterion__code"):
        asked.setdefault(key, []).append(code)
    return [
        ListRow(one, names.get(one.person_id, ""), ", ".join(asked.get(one.application.pk, ())))
        for one in cases
    ]


def offices_seen(actor: User) -> list[Unit]:
    """Offices whose files the actor sees and that take or took files."""
    units = units_for(actor, VIEW).values("pk")
    known = OperationOffice.objects.filter(unit__in=units).values("unit")
    return list(Unit.objects.filter(pk__in=known).order_by("name_fr"))


def operations_seen(actor: User) -> list[Operation]:
    """Those in which an organisation of the actor takes part."""
    return list(operations(actor))


def categories_seen(actor: User) -> list[tuple[str, str]]:
    """Codes of their categories, each once, in the words of the latest operation."""
    found: dict[str, str] = {}
    rows = Criterion.objects.filter(operation__in=operations(actor))
    for one in rows.order_by("operation__files_from", "order"):
        found[one.code] = f"{one.code} · {one}"
    return sorted(found.items())


# What is due


def counts(actor: User) -> Mapping[str, int]:
    """Open files by state, with ``late`` and ``soon``: one statement."""
    if not holds(actor, VIEW):
        return {}
    today = timezone.localdate()
    rows = files.visible(actor, VIEW).filter(procedure=CODE, closed_on=None).order_by()
    late = Count("pk", filter=Q(due_on__lt=today))
    soon = Count("pk", filter=Q(due_on__range=(today, today + timedelta(days=WARN_DAYS))))
    found: dict[str, int] = {"late": 0, "soon": 0}
    for state, count, past, near in rows.values("state").annotate(n=Count("pk"), past=late, near=soon).values_list(
        "state", "n", "past", "near"
    ):  # fmt: skip
        found[state] = count
        found["late"] += past
        found["soon"] += near
    return found


def undecided(state: str) -> bool:
    return state in ("draft", *BEFORE_OPINION, "scheduled")


def to_notify(actor: User, office: str = "", result: str = "") -> QuerySet[Case]:
    """Decided and not told yet, at the offices where the actor tells decisions; the oldest decision first."""
    rows = files.visible(actor, NOTIFY).filter(procedure=CODE, state__in=TO_NOTIFY)
    if office:
        rows = rows.filter(unit__in=[office])
    if result:
        refused = Q(state="unfavourable")
        rows = rows.filter(refused if result == "unfavourable" else ~refused)
    return rows.select_related("application__operation", "unit", "person").order_by(
        "due_on", "opened_on", "id"
    )


def final_refusals(actor: User) -> QuerySet[Case]:
    """Refused in last resort, and that refusal not told yet."""
    told = Notification.objects.filter(decision__stage=Stage.APPEAL).values("application__case")
    rows = files.visible(actor, NOTIFY).filter(procedure=CODE, state="refused").exclude(pk__in=told)
    return rows.select_related("application__operation", "unit", "person").order_by("opened_on", "id")


@dataclass(frozen=True)
class NotifyRow:
    case: Case
    name: str
    decision: Decision | None


def notify_rows(cases: Sequence[Case]) -> list[NotifyRow]:
    """Each with the decision that stands and whose it is: two statements for the whole list."""
    names = names_of(one.person_id for one in cases)
    rows = Decision.objects.filter(application__case__in=[one.pk for one in cases], voided_at=None)
    found: dict[UUID, Decision] = {}
    for one in rows.exclude(result="adjourned").order_by("on", "recorded_at").select_related("application"):
        found[one.application.case_id] = one
    return [NotifyRow(one, names.get(one.person_id, ""), found.get(one.pk)) for one in cases]


def letters(actor: User, keys: Sequence[UUID]) -> list[Notification]:
    """Notifications of files where the actor tells decisions, in order."""
    seen = files.visible(actor, NOTIFY).filter(procedure=CODE)
    rows = Notification.objects.filter(pk__in=keys, application__case__in=seen.values("pk"))
    return list(
        rows.select_related(
            "application__case__person__merged_into",
            "application__case__unit",
            "application__operation__appeals_unit",
            "decision__retained__criterion",
            "decision__application__operation__appeals_unit",
        ).order_by("application__case__unit", "id")
    )
