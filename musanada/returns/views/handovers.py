"""Pages of hand-overs: what came, what was sent and where it stands, one to answer, one to propose."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.returns import forms_handovers as forms
from musanada.returns.commands import handovers as commands
from musanada.returns.queries import handovers as queries
from musanada.returns.queries import returns
from musanada.returns.views.papers import head

HAND_OVER = queries.HAND_OVER
METHODS = ["GET", "POST"]
LABELS = {"received": _("Reçues"), "sent": _("Proposées par nous")}


@page(HAND_OVER)
@require_GET
def listed(request: Request) -> HttpResponse:
    """Two sides: what came to us, what we handed over and where it stands now."""
    side = request.GET.get("side", "")
    side = side if side in queries.SIDES else "received"
    rows = queries.received(request.user) if side == "received" else queries.sent(request.user)
    shown = window(rows, request.GET)
    context = {
        "side": side,
        "page": shown,
        "rows": [row(one) for one in shown.rows],
        "tabs": [
            {"label": label, "url": f"{reverse('returns:handovers')}?side={code}", "current": code == side}
            for code, label in LABELS.items()
        ],
    }
    return render(request, "returns/handover_list.html", context)


def row(one: Any) -> dict[str, Any]:
    accepted = one.state == "accepted"
    return {"one": one, "shape": queries.SHAPES[one.state], "stands": queries.stands(one) if accepted else []}


@page(HAND_OVER)
@require_http_methods(METHODS)
def new(request: Request, pk: UUID) -> HttpResponse:
    ret = returns.ret(request.user, pk, HAND_OVER)
    form = forms.ProposeForm(queries.missions(ret), queries.bodies(ret), request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: commands.propose_handover(request.user, ret, draft=form.draft()))
        if made:
            messages.success(request, _("La remise est enregistrée."))
            return redirect("returns:handover", made.pk)
    context = {**head(ret), "form": form}
    return render(request, "returns/handover_new.html", context, status=422 if form.errors else 200)


@page(HAND_OVER)
@require_http_methods(METHODS)
def show(request: Request, pk: UUID) -> HttpResponse:
    """One, on the side where the actor stands."""
    one, side = queries.handover(request.user, pk)
    waits = one.state == "proposed"
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and answered(request, one, side, form):
        return redirect("returns:handover", one.pk)
    context = {
        "one": one,
        "side": side,
        "shape": queries.SHAPES[one.state],
        "stands": queries.stands(one) if one.state == "accepted" else [],
        "days": queries.days_of(one),
        "form": form,
        "may_answer": waits and side == "received",
        "may_withdraw": waits and side == "sent",
        "file_url": reverse("returns:show", args=[one.ret.case_id]) if one.state == "accepted" and side == "received" else "",
    }  # fmt: skip
    return render(request, "returns/handover.html", context, status=422 if form.errors else 200)


def answered(request: Request, one: Any, side: str, form: Any) -> object:
    actor, act, said = request.user, request.POST.get("act", ""), form.cleaned_data["answer"]
    if side == "sent" and act == "withdraw":
        return attempt(form, lambda: commands.withdraw_handover(actor, one))
    if side == "received" and act == "accept":
        return attempt(form, lambda: commands.accept_handover(actor, one.to_unit, handover=one, answer=said))
    if side == "received" and act == "decline":
        return attempt(form, lambda: commands.decline_handover(actor, one.to_unit, handover=one, answer=said))
    form.add_error(None, str(_("Dites si vous acceptez ou si vous déclinez.")))
    return None
