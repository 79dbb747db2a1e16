"""Pages of what took place: arrivals of a movement, and of one file its arrival, a departure entered late, what is undone,
and the gate of somebody whom no list shows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.returns import forms_movements as forms
from musanada.returns.commands import corrections, events
from musanada.returns.commands.boarding import NotReady
from musanada.returns.queries import movements as queries
from musanada.returns.queries.movements import LATE, RECEIVE, TRAVEL
from musanada.returns.views.boarding import keys
from musanada.returns.views.movements import METHODS, back, mine, stopped_rows
from musanada.returns.workflow import FLOW

UNDO = {
    "departure": (_("Contre-écrire le départ"), corrections.undo_departure),
    "arrival": (_("Contre-écrire l'arrivée"), corrections.undo_arrival),
}


@resumable
@page(RECEIVE)
@require_http_methods(METHODS)
def arrivals(request: Request, pk: UUID) -> HttpResponse:
    """Who of a movement arrived: everybody is ticked, whoever is not there is unticked."""
    actor = request.user
    one = mine(actor, pk, RECEIVE)
    rows = queries.travellers(actor, one, states=("boarded",), right=RECEIVE)
    rows = [row for row in rows if row.place.ret.case.state == "departed"]
    ticked = set(keys(request, "returns")) if request.method == "POST" else {r.place.ret_id for r in rows}
    last = max([one.departs_on, *(leg.arrives_on for leg in one.legs.all())])
    form = forms.ArriveForm(request.POST or None, initial={"on": last})
    if request.method == "POST" and form.is_valid():
        wanted = [row.place.ret for row in rows if row.place.ret_id in ticked]
        if done := attempt(form, lambda: events.arrive_many(actor, one, wanted, **form.cleaned_data)):
            words = ngettext("%(n)s arrivée est confirmée.", "%(n)s arrivées sont confirmées.", done)
            messages.success(request, words % {"n": done})
            return redirect("returns:movement", pk)
    context = {
        "movement": one,
        "form": form,
        "rows": [(row, row.place.ret_id in ticked) for row in rows],
        "back": back(pk),
    }
    return render(request, "returns/event_arrivals.html", context, status=422 if form.errors else 200)


def opened(actor: Actor, pk: UUID, right: str) -> Any:
    one = queries.ret_of(actor, pk, right)
    require(actor, right, one)
    return one


def asked(
    request: Request, form: Any, one: Any, title: Sentence, button: Sentence, **more: Any
) -> HttpResponse:
    """A page with one form about one file."""
    context = {
        "form": form,
        "ret": one,
        "case": one.case,
        "name": display_name(one.case.person),
        "title": title,
        "button": button,
        "back": reverse("returns:show", args=[one.case_id]),
        **more,
    }
    return render(request, "returns/event_ask.html", context, status=422 if form.errors else 200)


@resumable
@page(RECEIVE)
@require_http_methods(METHODS)
def arrive(request: Request, pk: UUID) -> HttpResponse:
    """The arrival of one, by the office that holds the file now."""
    actor = request.user
    one = opened(actor, pk, RECEIVE)
    form = forms.ArriveForm(request.POST or None, initial={"on": one.departed_on})

    def confirm() -> Any:
        return events.arrive(actor, one, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, confirm):
        messages.success(request, _("L'arrivée est confirmée."))
        return redirect("returns:show", pk)
    return asked(request, form, one, _("Confirmer l'arrivée"), _("Confirmer"))


@resumable
@page(LATE)
@require_http_methods(METHODS)
def late(request: Request, pk: UUID) -> HttpResponse:
    """A departure that took place and was in no list. What it lacked is kept with it."""
    actor = request.user
    one = opened(actor, pk, LATE)
    family = queries.with_family(actor, one, LATE, FLOW.steps["depart_late"].source)
    form = forms.LateForm(family, request.POST or None, initial={"mode": "air"})

    def enter() -> Any:
        chosen = set(form.cleaned_data["returns"])
        rets = [ret for ret, _name in family if str(ret.pk) in chosen]
        return corrections.enter_late(
            actor, one.organised_by, rets, draft=form.draft(one), text=form.cleaned_data["text"]
        )

    if request.method == "POST" and form.is_valid() and attempt(form, enter):
        messages.success(request, _("Le départ est enregistré, saisi après coup."))
        return redirect("returns:show", pk)
    hint = _("Seulement un départ qui a eu lieu. Ce qui manquait ce jour-là est noté avec lui et se voit.")
    return asked(request, form, one, _("Saisir un départ après coup"), _("Enregistrer ce départ"), hint=hint)


@resumable
@page(LATE)
@require_http_methods(METHODS)
def undo(request: Request, pk: UUID, what: str) -> HttpResponse:
    """A line written in error: it stays, a second one beside it says that it does not count."""
    actor = request.user
    one = opened(actor, pk, LATE)
    title, act = UNDO[what]
    form = forms.WhyForm(request.POST or None)

    def write() -> Any:
        return act(actor, one, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, write):
        messages.success(request, _("La contre-écriture est enregistrée. La première ligne reste visible."))
        return redirect("returns:show", pk)
    hint = _(
        "Rien n'est effacé : les chiffres arrêtés avant aujourd'hui gardent ce fait, ceux d'après ne le comptent plus."
    )
    return asked(request, form, one, title, title, hint=hint, danger=True)


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def gate(request: Request, pk: UUID) -> HttpResponse:
    """One person at the gate, from their own file."""
    actor = request.user
    one = opened(actor, pk, TRAVEL)
    place = queries.place_of(one)
    if place is None or place.state != "booked":
        raise Http404
    form = forms.OneGateForm(request.POST or None)
    stopped: list[dict[str, Any]] = []

    def leave() -> Any:
        try:
            return events.depart_one(actor, place, outcome=form.cleaned_data["outcome"], apart=form.why())
        except NotReady as refused:
            stopped.extend(stopped_rows(actor, refused))
            raise

    if request.method == "POST" and form.is_valid() and attempt(form, leave):
        messages.success(request, _("C'est enregistré."))
        return redirect("returns:show", pk)
    return asked(request, form, one, _("À l'embarquement"), _("Enregistrer"), stopped=stopped)
