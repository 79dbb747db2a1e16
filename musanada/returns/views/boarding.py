"""Pages of a list: who is put on it, who leaves it, what each needs; and the gate, made for a phone first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.returns import forms_movements as forms
from musanada.returns.commands import boarding as commands
from musanada.returns.commands import events
from musanada.returns.commands.boarding import NotReady
from musanada.returns.queries import movements as queries
from musanada.returns.queries.movements import TRAVEL
from musanada.returns.views.movements import METHODS, asked, mine, stopped_rows


def keys(request: Request, name: str) -> list[UUID]:
    """Keys ticked in a list. Raises: Http404 for what is none."""
    try:
        return [UUID(text) for text in request.POST.getlist(name)]
    except ValueError:
        raise Http404 from None


@page(TRAVEL)
@require_GET
def choose(request: Request, pk: UUID) -> HttpResponse:
    """From a file: the movements by which the person could go; the family is found on the movement's own page."""
    one = queries.ret_of(request.user, pk, TRAVEL)
    require(request.user, TRAVEL, one)
    context = {
        "ret": one,
        "case": one.case,
        "name": display_name(one.case.person),
        "movements": queries.suitable(request.user, one),
        "may_plan": bool(queries.organising_units(request.user)),
    }
    return render(request, "returns/movement_choose.html", context)


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def book(request: Request, pk: UUID) -> HttpResponse:
    """Tick who goes: alone, or a family by one tick. Who cannot is named with what blocks, and nobody is booked."""
    actor = request.user
    one = mine(actor, pk)
    search = forms.SearchForm(request.GET or None)
    form = forms.ApartForm(request.POST if request.method == "POST" else None)
    ticked, stopped = set(keys(request, "returns")), []
    rows = queries.bookable(actor, one, search.search())
    if request.method == "POST" and form.is_valid():
        ticked |= whole_families(request, rows)

        def put() -> Any:
            try:
                return commands.book(actor, one, queries.chosen(actor, ticked), **form.cleaned_data)
            except NotReady as refused:
                stopped.extend(stopped_rows(actor, refused))
                raise

        if made := attempt(form, put):
            words = ngettext("%(n)s personne est inscrite.", "%(n)s personnes sont inscrites.", len(made)) % {
                "n": len(made)
            }
            messages.success(request, words)
            return redirect("returns:movement", pk)
    context = {
        "movement": one,
        "form": form,
        "search": search,
        "groups": grouped(rows, ticked),
        "count": len(rows),
        "stopped": stopped,
    }
    return render(request, "returns/movement_book.html", context, status=422 if form.errors else 200)


def whole_families(request: Request, rows: Any) -> set[UUID]:
    """One tick takes the family: those of it that could go by this movement."""
    heads = set(request.POST.getlist("families"))
    return {ret.pk for ret, _name, _n in rows if str(ret.case.principal_id or ret.case_id) in heads}


def grouped(rows: Any, ticked: set[UUID]) -> list[dict[str, Any]]:
    """Families under one tick, people alone by themselves, in the order of the list."""
    found: dict[Any, dict[str, Any]] = {}
    for ret, name, number in rows:
        head = ret.case.principal_id or ret.case_id
        group = found.setdefault(head, {"head": str(head), "number": number, "members": []})
        group["members"].append({"ret": ret, "name": name, "ticked": ret.pk in ticked})
    return list(found.values())


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def passenger(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """What one traveller needs on board."""
    one = mine(request.user, pk)
    place = queries.passenger(request.user, one, item)
    form = forms.NeedsForm(request.POST or None, initial={"needs": place.need_set})

    def note() -> Any:
        return commands.set_needs(request.user, place, form.cleaned_data["needs"])

    if request.method == "POST" and form.is_valid() and attempt(form, note):
        messages.success(request, _("Les besoins sont notés."))
        return redirect("returns:movement", pk)
    return asked(
        request, form, one, _("Besoins à bord"), _("Enregistrer"), name=display_name(place.ret.case.person)
    )


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def remove(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """Off the list before the departure, with a reason."""
    one = mine(request.user, pk)
    place = queries.passenger(request.user, one, item)
    form = forms.ReasonForm(request.POST or None)

    def take_off() -> Any:
        return commands.remove(request.user, place, form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, take_off):
        messages.success(request, _("La personne est retirée de la liste. Sa place est libre."))
        return redirect("returns:movement", pk)
    return asked(
        request,
        form,
        one,
        _("Retirer de la liste"),
        _("Retirer de la liste"),
        name=display_name(place.ret.case.person),
        hint=_(
            "Son départ sera de nouveau à préparer. Si la personne renonce, enregistrez-le dans son dossier."
        ),
    )


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def gate(request: Request, pk: UUID) -> HttpResponse:
    """At the airport, on a phone: one answer a person, saved together. Nobody is ticked beforehand."""
    actor = request.user
    one = mine(actor, pk)
    rows = queries.travellers(actor, one, states=("booked",), right=TRAVEL)
    form = forms.ApartForm(request.POST if request.method == "POST" else None)
    said = answers(request, rows)
    stopped: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():

        def leave() -> Any:
            try:
                return events.depart(actor, one, events.Gate(said, form.why()))
            except NotReady as refused:
                stopped.extend(stopped_rows(actor, refused))
                raise

        if attempt(form, leave):
            messages.success(request, told(said))
            return redirect("returns:movement", pk)
    context = {
        "movement": one,
        "form": form,
        "rows": [(row, said.get(row.place.pk, "")) for row in rows],
        "outcomes": queries.GATE,
        "stopped": stopped,
        "due": one.departs_on <= timezone.localdate(),
    }
    return render(request, "returns/boarding_gate.html", context, status=422 if form.errors else 200)


def answers(request: Request, rows: Any) -> dict[UUID, str]:
    """What was answered of each, by key of the place; "all aboard" for those without an answer of their own."""
    rest = "boarded" if request.POST.get("rest") == "boarded" else ""
    found = {row.place.pk: request.POST.get(f"said-{row.place.pk}", "") or rest for row in rows}
    return {key: code for key, code in found.items() if code}


def told(said: dict[UUID, str]) -> str:
    aboard = sum(code == "boarded" for code in said.values())
    words: str = ngettext("%(n)s personne est partie.", "%(n)s personnes sont parties.", aboard)
    return words % {"n": aboard}
