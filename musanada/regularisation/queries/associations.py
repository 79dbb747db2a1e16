"""The register of associations: what everyone who may see it sees, and the officers, for who keeps it alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.commands.clocks import rules_on
from musanada.cases.models import DeadlineRule
from musanada.reference import queries as reference
from musanada.regularisation.models import Association, AssociationReceipt, Officer

VIEW, MANAGE = "association.view", "association.manage"
K = AssociationReceipt.Kind
# What answers an act that waits: the final receipt (or a refusal), then each year's declaration.
ANSWERS = {K.PROVISIONAL: (K.FINAL, K.REFUSAL), K.FINAL: (K.CHANGE,), K.CHANGE: (K.CHANGE,)}
STATES, KINDS = Association.State.choices, K.choices


def visible(actor: User, right: str = VIEW) -> QuerySet[Association]:
    return scoped(actor, right, Association.objects.select_related("place", "unit"))


def association(actor: User, pk: UUID, right: str = VIEW) -> Association:
    """Raises: Http404 unless visible."""
    found = visible(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_manage(actor: User, one: Association | None = None) -> bool:
    if one is None:
        return units_to_keep(actor).exists()
    return may(actor, MANAGE, one)


def units_to_keep(actor: User) -> QuerySet[Unit]:
    return units_for(actor, MANAGE).filter(active=True)


def late_acts(day: date | None = None) -> QuerySet[AssociationReceipt]:
    """Acts whose sequel is past its date and has not come; nothing is awaited of a dissolved association."""
    today = day or timezone.localdate()
    rows = AssociationReceipt.objects.filter(due_on__lt=today).exclude(
        association__state=Association.State.DISSOLVED
    )
    for kind, answers in ANSWERS.items():
        later = AssociationReceipt.objects.filter(
            association=OuterRef("association"), kind__in=answers, on__gte=OuterRef("on")
        ).exclude(pk=OuterRef("pk"))
        rows = rows.exclude(Q(kind=kind) & Exists(later))
    return rows


def filtered(
    rows: QuerySet[Association], *, text: str = "", region: str = "", state: str = "", standing: str = ""
) -> QuerySet[Association]:
    """``region`` is a code as it stands today or stood; ``standing`` is late, regularised or not_regularised."""
    if text:
        rows = rows.filter(
            Q(name_fr__icontains=text)
            | Q(name_ar__icontains=text)
            | Q(reference__iexact=text.replace("-", ""))
        )
    if region:
        rows = rows.filter(Q(place__code=region) | Q(place__path__startswith=f"{region}/"))
    if state:
        rows = rows.filter(state=state)
    if standing == "late":
        rows = rows.filter(Exists(late_acts().filter(association=OuterRef("pk"))))
    if standing == "regularised":
        rows = rows.exclude(regularised_on=None)
    if standing == "not_regularised":
        rows = rows.filter(regularised_on=None)
    return rows


def with_lateness(rows: QuerySet[Association]) -> QuerySet[Association]:
    return rows.annotate(is_late=Exists(late_acts().filter(association=OuterRef("pk"))))


def sums(rows: QuerySet[Association]) -> dict[str, Any]:
    """How many, how many regularised, and the numbers of members of those that counted them."""
    return rows.aggregate(
        all=Count("pk"),
        regularised=Count("pk", filter=~Q(regularised_on=None)),
        members=Sum("members"),
        members_regularised=Sum("members_regularised"),
    )


def late(actor: User, right: str = VIEW) -> QuerySet[Association]:
    rows = visible(actor, right).filter(Exists(late_acts().filter(association=OuterRef("pk"))))
    return with_lateness(rows)


@dataclass(frozen=True)
class Act:
    """A receipt with what it waits for: ``answered`` says whether that came, ``late`` whether it is overdue."""

    receipt: AssociationReceipt
    answered: bool
    late: bool


def acts(one: Association) -> list[Act]:
    known, today = list(one.receipts.all()), timezone.localdate()
    open_still = one.state != Association.State.DISSOLVED
    found = []
    for receipt in known:
        wanted = ANSWERS.get(K(receipt.kind), ())
        answered = any(r.kind in wanted and r.on >= receipt.on and r.pk != receipt.pk for r in known)
        waits = bool(receipt.due_on) and not answered and open_still
        found.append(Act(receipt, answered, waits and receipt.due_on < today))  # type: ignore[operator]
    return found


def officers(actor: User, one: Association) -> QuerySet[Officer]:
    """Who signs for it: for who keeps the register there."""
    return scoped(actor, MANAGE, Officer.objects.filter(association=one)).order_by(
        "to_on", "office", "from_on"
    )


def officer(actor: User, one: Association, pk: UUID) -> Officer:
    """Raises: Http404."""
    found = officers(actor, one).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def rules(day: date | None = None) -> Sequence[DeadlineRule]:
    """The rules that give the dates, as they stand: shown with their source and whether they were confirmed."""
    return rules_on("association", day or timezone.localdate())


def regions(lang: str) -> list[tuple[str, str]]:
    return reference.in_order((p.code, p.name(lang)) for p in reference.regions())
