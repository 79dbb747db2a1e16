"""People hurt at the borders: incidents, somebody hurt in seconds on a phone, the page of a casualty."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, may, require
from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.people.views.attachments import CLOSED_BOX
from musanada.protection import forms_border as forms
from musanada.protection.commands import border as commands
from musanada.protection.forms_encounters import ReasonForm
from musanada.protection.keeping import keeps
from musanada.protection.queries import border as queries
from musanada.protection.queries.border import RECORD, VIEW

METHODS = ["GET", "POST"]


def back(one: Any) -> str:
    return reverse("protection:casualty", args=[one.pk])


def asked(
    request: Request,
    one: Any,
    form: Any,
    run: Callable[[], Any],
    *,
    title: Sentence,
    button: Sentence,
    said: Sentence,
    hint: Sentence = "",
    to: str = "",
    care: str = "",
) -> HttpResponse:
    """A page with one form about one casualty: the page of every act on it."""
    if request.method == "POST" and form.is_valid() and attempt(form, run):
        messages.success(request, str(said))
        return redirect(to or back(one))
    context = {"one": one, "form": form, "title": title, "button": button, "hint": hint, "care": care}
    context["back"] = to or back(one)
    return render(request, "protection/casualty_ask.html", context, status=422 if form.errors else 200)


def opened(actor: Actor, pk: UUID, right: str) -> tuple[Any, Any]:
    """The casualty and the unit from which the actor acts. Raises: Http404, MissingRight."""
    one = queries.casualty(actor, pk)
    return one, queries.place_of(actor, right, one)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    found = [("", _("Incidents"), "border", VIEW), ("closed", _("Terminés"), "border", VIEW)]
    found += [("hospital", _("À l'hôpital"), "border-hospital", queries.HOSPITAL)]
    found += [("liaison", _("Suites à donner"), "border-needs", queries.LIAISE)]
    return [
        {
            "label": label,
            "url": reverse(f"protection:{name}") + ("?show=closed" if code == "closed" else ""),
            "current": code == current,
        }
        for code, label, name, right in found
        if holds(actor, right)
    ]


@page(VIEW)
@require_GET
def board(request: Request) -> HttpResponse:
    """Incidents of one's teams: those under way, or those that are over."""
    actor, closed = request.user, request.GET.get("show") == "closed"
    context = {
        "page": window(queries.incidents(actor, closed=closed), request.GET, 30),
        "tabs": tabs(actor, "closed" if closed else ""),
        "may_open": bool(queries.units(actor, RECORD)),
        "closed": closed,
    }
    return render(request, "protection/border.html", context)


@keeps
@resumable
@page(RECORD)
@require_http_methods(METHODS)
def incident_new(request: Request) -> HttpResponse:
    form = forms.IncidentForm(request.user, request.POST or None)

    def start() -> Any:
        unit = form.units[form.cleaned_data["unit"]]
        return commands.open_incident(request.user, unit, **form.answers())

    if request.method == "POST" and form.is_valid() and (made := attempt(form, start)):
        messages.success(request, _("L'incident est ouvert : enregistrez les blessés un par un."))
        return redirect("protection:incident", made.pk)
    context = {"form": form, "may_open": bool(form.units)}
    return render(request, "protection/incident_new.html", context, status=422 if form.errors else 200)


@page(VIEW)
@require_GET
def incident(request: Request, pk: UUID) -> HttpResponse:
    """Everybody hurt there, the worst first."""
    actor = request.user
    one = queries.incident(actor, pk)
    rows = queries.of_incident(actor, one)
    live = [row for row in rows if row.voided_at is None]
    counts = [(code, label, sum(row.triage == code for row in live)) for code, label in queries.TRIAGE]
    context = {
        "incident": one,
        "rows": rows,
        "counts": [entry for entry in counts if entry[2]],
        "total": len(live),
        "may_record": may(actor, RECORD, one),
    }
    return render(request, "protection/incident.html", context)


@page(RECORD)
@require_POST
def incident_close(request: Request, pk: UUID) -> HttpResponse:
    one = queries.incident(request.user, pk)
    require(request.user, RECORD, one)
    commands.close_incident(request.user, one, closed="reopen" not in request.POST)
    return redirect("protection:incident", one.pk)


@keeps
@resumable
@page(RECORD)
@require_http_methods(METHODS)
def casualty_new(request: Request, pk: UUID) -> HttpResponse:
    """Somebody hurt, in seconds: a colour, and what one sees. Then the next one."""
    actor = request.user
    one = queries.incident(actor, pk)
    require(actor, RECORD, one)
    form = forms.CasualtyForm(request.POST or None)

    def add() -> Any:
        return commands.add_casualty(actor, one, draft=form.draft(), pk=form.cleaned_data["id"])

    if request.method == "POST" and form.is_valid() and (made := attempt(form, add)):
        messages.success(request, _("Enregistré sous le code %(code)s.") % {"code": made})
        if "again" in request.POST:
            return redirect("protection:casualty-new", one.pk)
        return redirect("protection:casualty", made.pk)
    context = {"form": form, "incident": one}
    return render(request, "protection/casualty_new.html", context, status=422 if form.errors else 200)


@page(VIEW)
@require_GET
def casualty(request: Request, pk: UUID) -> HttpResponse:
    """One casualty: what was seen, transports with their minutes, hospital, what comes next, who it is."""
    actor = request.user
    one = queries.casualty(actor, pk)
    name, seen = queries.name_seen(actor, one)
    stays = queries.stays(one)
    may_do = queries.may_of(actor, one)
    context = {
        "one": one,
        "may": may_do,
        "injuries": queries.injury_words(one.injuries),
        "transports": queries.transports(one),
        "stays": stays,
        "inside": any(s.ended_at is None and s.voided_at is None for s in stays),
        "needs": one.needs.all(),
        "name": name,
        "name_seen": seen,
        "death": queries.death_of(actor, one),
        "may_die": may_do.liaise and holds(actor, "confidential.open"),
        "languages": (("fr", _("français")), ("ar", _("arabe"))),
        "own_incident": may(actor, VIEW, one.incident),
    }
    return render(request, "protection/casualty.html", context)


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def casualty_edit(request: Request, pk: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, RECORD)
    start = {name: getattr(one, name) for name in ("triage", "sex", "age", "alone", "marks", "seen_at")}
    start["injuries"] = [code for code in one.injuries.split(",") if code]
    form = forms.CasualtyForm(request.POST or None, initial=start)

    def change() -> Any:
        return commands.correct_casualty(request.user, unit, casualty=one, draft=form.draft())

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, _("La fiche est corrigée."))
        return redirect(back(one))
    context = {"form": form, "incident": one.incident, "one": one}
    return render(request, "protection/casualty_new.html", context, status=422 if form.errors else 200)


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def casualty_void(request: Request, pk: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, RECORD)
    form = ReasonForm(request.POST or None)
    return asked(
        request,
        one,
        form,
        lambda: commands.void_casualty(request.user, unit, casualty=one, reason=form.cleaned_data["reason"]),
        title=_("Annuler cette fiche"),
        button=_("Annuler la fiche"),
        said=_("La fiche est annulée."),
        hint=_("Elle reste visible, barrée, avec son motif, et ne compte plus."),
    )


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def outcome(request: Request, pk: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, RECORD)
    form = forms.OutcomeForm(request.POST or None, initial={"outcome": one.outcome})
    return asked(
        request,
        one,
        form,
        lambda: commands.treat_on_site(request.user, unit, casualty=one, **form.cleaned_data),
        title=_("Noter l'issue sur place"),
        button=_("Enregistrer"),
        said=_("L'issue est notée."),
    )


@keeps
@resumable
@page(RECORD)
@require_http_methods(METHODS)
def evacuation_new(request: Request, pk: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, RECORD)
    start = {"alert_at": one.incident.alert_at, "to_unit": str(one.hospital_id or "")}
    form = forms.EvacuationForm(request.POST or None, initial=start)

    def send() -> Any:
        key = form.cleaned_data["id"]
        return commands.evacuate(request.user, unit, casualty=one, draft=form.draft(), pk=key)

    return asked(
        request, one, form, send, title=_("Évacuer"), button=_("Enregistrer l'évacuation"),
        said=_("L'évacuation est enregistrée."), hint=_("Les heures peuvent venir plus tard, une à une."),
    )  # fmt: skip


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def evacuation_edit(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """Its hours, one by one: ``?now=left_at`` fills in the present moment."""
    from django.utils import timezone

    one, unit = opened(request.user, pk, RECORD)
    moved = queries.evacuation(one, item)
    names = ("means", "to_place", "alert_at", "left_at", "arrived_at")
    start = {name: getattr(moved, name) for name in names} | {"to_unit": str(moved.to_unit_id or "")}
    now = request.GET.get("now", "")
    if now in ("left_at", "arrived_at") and start[now] is None:
        start[now] = timezone.now()
    form = forms.EvacuationForm(request.POST or None, initial=start)

    def change() -> Any:
        return commands.correct_evacuation(
            request.user, unit, casualty=one, evacuation=moved, draft=form.draft()
        )

    return asked(
        request, one, form, change, title=_("Heures de l'évacuation"), button=_("Enregistrer"),
        said=_("L'évacuation est mise à jour."),
    )  # fmt: skip


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def evacuation_void(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, RECORD)
    moved, form = queries.evacuation(one, item), ReasonForm(request.POST or None)

    def strike() -> Any:
        why = form.cleaned_data["reason"]
        return commands.void_evacuation(request.user, unit, casualty=one, evacuation=moved, reason=why)

    return asked(
        request, one, form, strike, title=_("Annuler cette évacuation"), button=_("Annuler l'évacuation"),
        said=_("L'évacuation est annulée."), hint=_("L'hôpital où elle menait ne verra plus cette fiche."),
    )  # fmt: skip


@page(VIEW)
@require_GET
def card(request: Request, pk: UUID, lang: str) -> HttpResponse:
    """The card that goes with the casualty: a code, a colour, what was seen. No name."""
    from musanada.protection.casualty_paper import pdf

    if lang not in ("fr", "ar"):
        raise Http404
    one = queries.casualty(request.user, pk)
    name = f"fiche-{one.reference}-{lang}.pdf"
    headers = {**CLOSED_BOX, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf(one, lang), content_type="application/pdf", headers=headers)
