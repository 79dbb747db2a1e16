"""Detection on a phone: a checklist, the result at once, nothing opened. And the checklists, for who sets the rules."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import units_for
from musanada.access.pages import Actor, Request, page
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection.checklists import signs, whole
from musanada.protection.commands import checklists as rules
from musanada.protection.commands import detection as commands
from musanada.protection.forms_detection import DetectionForm, ListForm
from musanada.protection.keeping import keeps
from musanada.protection.queries import detection as queries
from musanada.protection.queries import nrm

METHODS = ["GET", "POST"]
DETECT, RULES = queries.DETECT, queries.RULES


@page(DETECT)
@require_GET
def detections(request: Request) -> HttpResponse:
    """The actor's own, the latest first."""
    shown = window(queries.mine(request.user), request.GET, size=30)
    context = {"page": shown, "may_detect": bool(queries.offices(request.user))}
    return render(request, "protection/detections.html", context)


@keeps
@resumable
@page(DETECT)
@require_http_methods(METHODS)
def detect(request: Request) -> HttpResponse:
    """Ticked, sent, answered: to refer or not, urgent or not. Sent twice it is one."""
    actor = request.user
    lists = queries.lists_for(request.POST.getlist("lists"))
    form = DetectionForm(queries.offices(actor), lists, request.POST or None)

    def note() -> Any:
        unit = form.units[form.cleaned_data["unit"]]
        return commands.detect(actor, unit, draft=form.draft())

    if request.method == "POST" and form.is_valid() and (made := attempt(form, note)):
        return redirect("protection:detection", made.pk)
    context = {"form": form, "asked": form.asked(), "may_detect": bool(form.units)}
    return render(request, "protection/detect.html", context, status=422 if form.errors else 200)


@page(DETECT)
@require_GET
def detection(request: Request, pk: UUID) -> HttpResponse:
    """What it came to, which signs decided, and where one goes from here."""
    one = queries.detection(request.user, pk)
    rows = queries.answered(one)
    context = {
        "one": one,
        "rows": rows,
        "unknown": sum(row.unknown for row in rows),
        "template": any(not row.checklist.confirmed for row in rows),
        "sent": nrm.as_sent_all(nrm.of_detection(one)),
    }
    return render(request, "protection/detection.html", context)


# The checklists


def place(actor: Actor) -> Any:
    """Where the actor sets the rules: the highest office."""
    return units_for(actor, RULES).order_by("path").first()


@page(RULES)
@require_GET
def checklists(request: Request) -> HttpResponse:
    """Every version of every list, for who sets the rules."""
    return render(request, "protection/checklists.html", {"rows": queries.all_lists()})


@page(RULES)
@require_http_methods(METHODS)
def checklist(request: Request, pk: UUID) -> HttpResponse:
    """One version, its signs and thresholds; confirmed, offered or withdrawn here."""
    actor, one = request.user, queries.one_list(pk)
    if request.method == "POST":
        if request.POST.get("act") == "confirm":
            rules.confirm_list(actor, place(actor), one=one)
        else:
            rules.offer_list(actor, place(actor), one=one, active=request.POST.get("act") == "offer")
        messages.success(request, _("La grille est à jour."))
        return redirect("protection:checklist", pk)
    context = {"one": one, "signs": signs(one), "whole": whole(one)}
    return render(request, "protection/checklist.html", context)


@resumable
@page(RULES)
@require_http_methods(METHODS)
def checklist_new(request: Request) -> HttpResponse:
    """The next version of a list, from the text of the one before (``?from=``)."""
    actor = request.user
    start = queries.text_of(request.GET.get("from", ""))
    form = ListForm(request.POST or None, initial={"text": start})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        made = attempt(form, lambda: rules.write_list(actor, place(actor), text=text))
        if made is not None:
            messages.success(request, _("La grille est chargée."))
            return redirect("protection:checklist", made.pk)
    return render(
        request, "protection/checklist_new.html", {"form": form}, status=422 if form.errors else 200
    )
