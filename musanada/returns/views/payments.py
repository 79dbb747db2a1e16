"""Pages of payments: paying an instalment, its receipt on paper, money that comes back, one invoice for many."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.cases.queries.work import names_of
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns import forms_money as forms
from musanada.returns import receipts
from musanada.returns.commands import payments as commands
from musanada.returns.queries import payments as queries
from musanada.returns.queries import tranche_doors as doors
from musanada.returns.queries import tranches
from musanada.returns.views.tranches import METHODS, asked, written


@resumable
@page(tranches.PAY)
@require_http_methods(METHODS)
def pay(request: Request, pk: UUID) -> HttpResponse:
    one = written(request, pk, tranches.PAY)
    form = forms.PayForm(request.POST or None)
    return asked(
        request,
        one,
        _("Payer ce versement"),
        form,
        lambda: commands.pay_tranche(request.user, one, **form.cleaned_data),
        done=_("Le paiement est au grand livre : imprimez le reçu."),
        button=_("Enregistrer le paiement"),
        template="returns/payment_pay.html",
        checklist=tranches.checklist(one),
        approvals=[given for given in tranches.approvals_of(one) if not given.void],
        why=doors.why_not_pay(request.user, one),
    )


@resumable
@page(tranches.PAY)
@require_http_methods(METHODS)
def refund(request: Request, line: UUID) -> HttpResponse:
    paid = queries.payment(request.user, line)
    require(request.user, tranches.PAY, paid)
    form = forms.RefundForm(request.POST or None, initial={"amount": paid.amount})
    return asked(
        request,
        paid.tranche,
        _("Noter un remboursement"),
        form,
        lambda: commands.refund_payment(request.user, paid, **form.cleaned_data),
        done=_("Le remboursement est au grand livre."),
        consequence=_("Rien ne s'efface : une écriture de sens contraire s'ajoute au grand livre."),
        danger=True,
    )


@page(tranches.VIEW)
@require_GET
def receipt(request: Request, line: UUID, language: str) -> HttpResponse:
    """The sheet to sign; that it was printed is not journalled, that the payment was made is."""
    if language not in receipts.LANGUAGES:
        raise Http404
    paid = queries.payment(request.user, line)
    answer = HttpResponse(receipts.pdf(paid, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="recu-{paid.unit.code}-{paid.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@resumable
@page(tranches.PAY)
@require_http_methods(METHODS)
def invoice(request: Request, pk: UUID) -> HttpResponse:
    """One invoice of a common project: the parts it pays, and whether they make its amount."""
    actor = request.user
    one: Any = queries.project_to_pay(actor, pk)
    rows = queries.parts_to_pay(actor, one)
    names = names_of(part.file.case.person_id for part in rows)
    whole = sum(part.amount for part in rows)
    form = forms.InvoiceForm(rows, names, request.POST or None, initial={"amount": whole})
    if request.method == "POST" and form.is_valid():
        lines = attempt(form, lambda: commands.pay_project(actor, one, **form.values()))
        if lines is not None:
            words = ngettext(
                "La facture est payée en %(n)s part.", "La facture est payée en %(n)s parts.", len(lines)
            )
            messages.success(request, words % {"n": len(lines)})
            return redirect(reverse("returns:tranches") + "?view=all&state=paid")
    context = {
        "project": one,
        "rows": rows,
        "whole": whole,
        "currency": rows[0].currency if rows else one.currency,
        "form": form,
        "project_url": reverse("returns:project", args=[one.pk]) if queries.sees_project(actor, one) else "",
    }
    return render(request, "returns/payment_invoice.html", context, status=422 if form.errors else 200)
