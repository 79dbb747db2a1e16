"""Reads of reintegration, actor first: one file, the list, what is due, returns that wait for a file to be opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as When_
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import holds, scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import Case, Deadline
from musanada.cases.queries import files
from musanada.cases.queries.work import names_of
from musanada.kit.choices import FieldGroup
from musanada.kit.ids import normalise_reference
from musanada.people.queries import note_reading
from musanada.returns.models import (
    Activity,
    Assessment,
    Reintegration,
    Return,
    Scheme,
    Tranche,
    TrancheProof,
    Visit,
)
from musanada.returns.queries.schemes import Match, schemes_for
from musanada.returns.workflow_reintegration import CODE

VIEW, WORK, APPROVE = "reintegration.view", "reintegration.work", "reintegration.approve"
SERVICES = FieldGroup.SERVICES
MONEY = "money.view"
ARRIVED = ("arrived", "handed_over")
VISIT_SOON = timedelta(days=30)
SORTS = {
    "due": F("due_on").asc(nulls_last=True),
    "-due": F("due_on").desc(nulls_last=True),
    "arrived": F("reintegration__arrived_on").asc(),
    "-arrived": F("reintegration__arrived_on").desc(),
    "number": F("reference").asc(),
    "-number": F("reference").desc(),
}


# One file


def reintegration(actor: User, pk: UUID | str, right: str = VIEW) -> Reintegration:
    """By the key of its case, which is what addresses carry. Reading someone hidden is noted. Raises: Http404."""
    spine = files.case(actor, pk, right)
    if spine.procedure != CODE:
        raise Http404
    rows = Reintegration.objects.select_related(
        "ret__case", "ret__to_country", "ret__from_country", "scheme__funding"
    )
    found = rows.filter(case=spine).first()
    if found is None:
        raise Http404
    found.case = spine
    return found


def assessment(actor: User, pk: UUID, item: UUID) -> Assessment:
    """One of a file the actor sees. Raises: Http404."""
    file = reintegration(actor, pk)
    found = file.assessments.filter(pk=item).first()
    if found is None:
        raise Http404
    found.file = file
    return found


def visit(actor: User, pk: UUID, item: UUID) -> Visit:
    file = reintegration(actor, pk)
    found = file.visits.filter(pk=item).first()
    if found is None:
        raise Http404
    found.file = file
    return found


# Returns that have no file yet


def to_open(actor: User) -> QuerySet[Return]:
    """Arrived, at an office where the actor keeps reintegration, and no file opened; the latest arrival last."""
    rows = Return.objects.filter(
        case__state__in=ARRIVED, arrived_on__isnull=False, reintegration=None
    ).select_related("case__person", "case__unit", "to_country", "from_country")
    return scoped(actor, WORK, rows, group=SERVICES).order_by("arrived_on", "pk")


def return_to_open(actor: User, pk: UUID) -> Return:
    """By the key of the return's case, opened already or not: the page says it. Raises: Http404."""
    rows = Return.objects.filter(case=pk).select_related(
        "case__person", "case__unit", "to_country", "from_country", "funding"
    )
    found = scoped(actor, WORK, rows, named=True, group=SERVICES).first()
    if found is None:
        raise Http404
    note_reading(actor, found.case.person)
    return found


def matches(ret: Return) -> list[Match]:
    """Schemes laid beside the return, those that apply first."""
    return schemes_for(ret)


def opened_of(ret: Return) -> Reintegration | None:
    return Reintegration.objects.filter(ret=ret).select_related("case").first()


# The list


def plan_late(day: date | None = None) -> QuerySet[Deadline]:
    """Deadlines of the plan that ran out, whose plan is not made."""
    today = day or timezone.localdate()
    return Deadline.objects.filter(
        case=OuterRef("pk"), rule__code="plan", met_on=None, dropped_on=None, due_on__lt=today
    )


def tranche_due(actor: User) -> QuerySet[Tranche]:
    """Instalments not paid whose day has come."""
    rows = Tranche.objects.filter(
        file__case=OuterRef("pk"),
        state__in=("planned", "submitted", "approved"),
        due_on__lte=timezone.localdate(),
    )
    return rows if holds(actor, MONEY) else rows.none()


def visit_due() -> QuerySet[Tranche]:
    """Instalments of the next weeks that need a visit as evidence, and have none."""
    seen = TrancheProof.objects.filter(tranche=OuterRef("pk"), proof="visit", set_aside_at=None)
    return Tranche.objects.filter(
        ~Exists(seen),
        file__case=OuterRef("pk"),
        state="planned",
        proofs__contains=",visit,",
        due_on__lte=timezone.localdate() + VISIT_SOON,
    )


def due_condition(actor: User, what: str) -> Any:
    found = {"plan": plan_late(), "tranche": tranche_due(actor), "visit": visit_due()}
    return Exists(found[what]) if what in found else Q()


def visible(actor: User, right: str = VIEW) -> QuerySet[Case]:
    return files.visible(actor, right).filter(procedure=CODE)


def listed(
    actor: User,
    *,
    number: str = "",
    state: str = "",
    cohort: str = "",
    country: str = "",
    scheme: str = "",
    kind: str = "",
    office: str = "",
    due: str = "",
    everything: bool = False,
    sort: str = "due",
) -> QuerySet[Case]:
    """The files of the actor's offices under the list's filters; those that are over only when they are asked for."""
    rows = visible(actor)
    if number:
        rows = rows.filter(reference__startswith=normalise_reference(number))
    elif state:
        rows = rows.filter(state=state)
    elif not everything:
        rows = rows.filter(closed_on=None)
    if cohort:
        rows = rows.filter(reintegration__arrived_on__year=int(cohort))
    if country:
        rows = rows.filter(of_country(country))
    if scheme:
        rows = rows.filter(reintegration__scheme__code=scheme)
    if office:
        rows = rows.filter(unit__in=[office])
    if kind:
        lines = Activity.objects.filter(plan__file__case=OuterRef("pk"), plan__state="approved", kind=kind)
        rows = rows.filter(Exists(lines.exclude(state="dropped")))
    if due:
        rows = rows.filter(due_condition(actor, due), closed_on=None)
    rows = rows.select_related("reintegration__ret", "reintegration__scheme", "unit")
    return rows.order_by(SORTS.get(sort, SORTS["due"]), "id")


def of_country(code: str) -> Q:
    """The other country: of return for those who left Morocco, of stay for those who came back."""
    return Q(reintegration__ret__direction="from_morocco", reintegration__ret__to_country=code) | Q(
        reintegration__ret__direction="to_morocco", reintegration__ret__from_country=code
    )


@dataclass(frozen=True)
class ListRow:
    case: Case
    file: Reintegration
    name: str
    late_plan: bool


def list_rows(cases: Sequence[Case]) -> list[ListRow]:
    """A page of the list with names and late plans: two more statements for the whole page."""
    names = names_of(one.person_id for one in cases)
    late = set(
        Deadline.objects.filter(
            case__in=[one.pk for one in cases],
            rule__code="plan",
            met_on=None,
            dropped_on=None,
            due_on__lt=timezone.localdate(),
        ).values_list("case_id", flat=True)
    )
    return [ListRow(one, one.reintegration, names.get(one.person_id, ""), one.pk in late) for one in cases]


def cohorts_seen(actor: User) -> list[int]:
    days = Reintegration.objects.filter(case__in=visible(actor).values("pk"))
    return sorted(
        {int(year) for year in days.values_list("arrived_on__year", flat=True).distinct().order_by()},
        reverse=True,
    )


def countries_seen(actor: User) -> list[str]:
    rows = Reintegration.objects.filter(case__in=visible(actor).values("pk")).annotate(
        other=When_(
            When(ret__direction="from_morocco", then=F("ret__to_country")),
            default=F("ret__from_country"),
            output_field=CharField(),
        )
    )
    return sorted({str(code) for code in rows.values_list("other", flat=True).distinct().order_by()})


def schemes_seen(actor: User) -> list[tuple[str, str]]:
    keys = Reintegration.objects.filter(case__in=visible(actor).values("pk"), scheme__isnull=False).values(
        "scheme"
    )
    found = {one.code: str(one) for one in Scheme.objects.filter(pk__in=keys).order_by("valid_from")}
    return sorted(found.items())


def offices_seen(actor: User) -> list[Unit]:
    units = units_for(actor, VIEW, SERVICES).values("pk")
    known = Case.objects.filter(procedure=CODE, unit__in=units).values("unit")
    return list(Unit.objects.filter(pk__in=known).order_by("name_fr"))


# What is due


def counts(actor: User) -> Mapping[str, int]:
    """Open files by state, with what is due, and arrivals without a file."""
    found: dict[str, int] = {}
    if not holds(actor, VIEW):
        return found
    rows = visible(actor).filter(closed_on=None).order_by()
    for state, count in rows.values_list("state").annotate(n=Count("pk")):
        found[state] = count
    found |= {
        f"due_{what}": rows.filter(due_condition(actor, what)).count()
        for what in ("plan", "tranche", "visit")
    }
    found["to_open"] = to_open(actor).count() if holds(actor, WORK, SERVICES) else 0
    return found


def waiting_for_approval(actor: User) -> QuerySet[Case]:
    """Plans submitted by others, where the actor approves; the oldest first."""
    from musanada.cases.models import CaseStep

    own = (
        CaseStep.objects.filter(case=OuterRef("pk"), code="submit")
        .order_by("-recorded_at", "-id")
        .values("by")[:1]
    )
    rows = visible(actor, APPROVE).filter(state="submitted").annotate(submitted_by=own)
    return rows.exclude(submitted_by=actor.pk).select_related("unit").order_by("due_on", "opened_on", "id")
