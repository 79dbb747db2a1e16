"""Pages of pocket money: handed over to a list, one receipt, its paper, a receipt voided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import may, require
from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.people.views.attachments import CLOSED_BOX
from musanada.returns import allowance_papers
from musanada.returns import forms_movements as forms
from musanada.returns.commands import allowances as commands
from musanada.returns.queries import allowances as queries
from musanada.returns.queries import movements
from musanada.returns.queries.movements import TRAVEL, VIEW
from musanada.returns.views.boarding import keys
from musanada.returns.views.movements import METHODS, back, mine


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def hand(request: Request, pk: UUID) -> HttpResponse:
    """To whom it was handed; the rule of direction and age says how much."""
    actor = request.user
    one = mine(actor, pk)
    rows = movements.travellers(actor, one, right=TRAVEL)
    start = {"on": min(one.departs_on, timezone.localdate())}
    form = forms.MoneyForm(request.POST or None, initial=start)
    ticked = set(keys(request, "passengers"))
    if request.method == "POST" and form.is_valid():
        places = movements.passengers(actor, one, ticked)
        if made := attempt(form, lambda: commands.hand_over(actor, one, places, **form.cleaned_data)):
            words = ngettext("%(n)s reçu est établi.", "%(n)s reçus sont établis.", len(made))
            messages.success(request, words % {"n": len(made)})
            return redirect("returns:movement-money", pk)
    context = {
        "movement": one,
        "form": form,
        "lines": lines(rows, ticked, form["on"].value()),
        "back": back(pk),
        "languages": (("fr", _("français")), ("ar", _("arabe"))),
    }
    return render(request, "returns/allowance_hand.html", context, status=422 if form.errors else 200)


def lines(rows: Any, ticked: set[UUID], day: Any) -> list[dict[str, Any]]:
    """Each traveller with the receipt that counts, or what the rule of the day gives."""
    held = queries.standing([row.place.ret_id for row in rows])
    on = day if hasattr(day, "year") else timezone.localdate()
    rules = queries.rules_on(on)
    return [
        {
            "row": row,
            "receipt": held.get(row.place.ret_id),
            "rule": queries.rule_for(row.place.ret, on, rules),
            "ticked": row.place.pk in ticked,
        }
        for row in rows
    ]


@page(VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    one = queries.allowance(request.user, pk)
    context = {
        "allowance": one,
        "case": one.ret.case,
        "name": display_name(one.ret.case.person),
        "may_void": one.voided_at is None and may(request.user, TRAVEL, one),
        "languages": (("fr", _("En français")), ("ar", _("En arabe"))),
    }
    return render(request, "returns/allowance.html", context)


@page(TRAVEL)
@require_GET
def paper(request: Request, pk: UUID, lang: str) -> HttpResponse:
    one = queries.allowance(request.user, pk)
    require(request.user, TRAVEL, one)
    if lang not in allowance_papers.LANGUAGES:
        raise Http404
    headers = {**CLOSED_BOX, "Content-Disposition": f'inline; filename="recu-{one.number}-{lang}.pdf"'}
    return HttpResponse(allowance_papers.pdf(one, lang), content_type="application/pdf", headers=headers)


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def void(request: Request, pk: UUID) -> HttpResponse:
    """A wrong receipt: its number stays, with the reason."""
    one = queries.allowance(request.user, pk)
    require(request.user, TRAVEL, one)
    form = forms.ReasonForm(request.POST or None)

    def cancel() -> Any:
        return commands.void_allowance(request.user, one, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, cancel):
        messages.success(request, _("Le reçu est annulé. Son numéro reste pris."))
        return redirect("returns:allowance", pk)
    context = {
        "allowance": one,
        "form": form,
        "case": one.ret.case,
        "name": display_name(one.ret.case.person),
    }
    return render(request, "returns/allowance_void.html", context, status=422 if form.errors else 200)
