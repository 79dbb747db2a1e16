"""Reads of payments: one line of the ledger with what its receipt says, a common project whose invoice is to be paid."""

from uuid import UUID

from django.http import Http404

from musanada.access.doors import may, scoped
from musanada.access.models import User
from musanada.people.queries import note_reading
from musanada.returns.models import LedgerLine, Project, Tranche
from musanada.returns.queries.tranches import PAY, VIEW, visible


def payment(actor: User, pk: UUID) -> LedgerLine:
    """For its receipt or its refund. Reading that of someone hidden is noted. Raises: Http404."""
    rows = LedgerLine.objects.filter(pk=pk, kind=LedgerLine.Kind.PAY).select_related(
        "tranche__file__case__person",
        "tranche__file__case__unit",
        "tranche__activity__project",
        "tranche__supplier",
        "file__case__person__merged_into",
        "unit",
        "funding",
        "by",
    )
    found = scoped(actor, VIEW, rows, named=True).first()
    if found is None:
        raise Http404
    note_reading(actor, found.file.case.person)
    return found


def project_to_pay(actor: User, pk: UUID) -> Project:
    """At whose office the actor pays. Raises: Http404."""
    found = scoped(actor, PAY, Project.objects.filter(pk=pk)).select_related("unit").first()
    if found is None:
        raise Http404
    return found


def parts_to_pay(actor: User, project: Project) -> list[Tranche]:
    """Approved parts that go to a supplier, in the order of the members."""
    rows = visible(actor, PAY).filter(activity__project=project, state="approved", supplier__isnull=False)
    return list(rows.order_by("recorded_at", "pk"))


def sees_project(actor: User, project: Project) -> bool:
    return may(actor, "project.view", project)
