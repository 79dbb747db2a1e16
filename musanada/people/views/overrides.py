"""Acting once without the person's answer: asked by one, decided by another, looked at afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.kit.errors import MissingRight, Problem
from musanada.people.attempt import attempt
from musanada.people.commands import consents as commands
from musanada.people.consents import OVERRIDE_HOURS
from musanada.people.forms_consents import DecisionForm, OverrideForm
from musanada.people.queries import overrides as reads
from musanada.people.resume import resumable
from musanada.people.views.consents import METHODS, asked_for, first_ask, head, question

SHOWN = 100


@page("consent.approve_override")
@require_GET
def waiting(request: Request) -> HttpResponse:
    """The supervisor's list: what waits, what was used and not looked at, other legal bases written down by one alone."""
    actor = request.user
    context = {
        "waiting": reads.waiting(actor)[:SHOWN],
        "used": reads.used_unreviewed(actor)[:SHOWN],
        "bases": reads.bases_unreviewed(actor)[:SHOWN],
        "decided": reads.decided(actor)[:SHOWN],
    }
    return render(request, "people/consent_overrides.html", context)


@resumable
@page("consent.override")
@require_http_methods(METHODS)
def ask(request: Request, pk: UUID) -> HttpResponse:
    found, aim = question(request, pk, "consent.override")
    if aim is None:
        return first_ask(request, found)
    form = OverrideForm(request.user, found, request.POST or None)

    def action() -> object:
        why = form.cleaned_data["reason"]
        return commands.ask_override(request.user, found, unit=form.chosen_unit, reason=why, **aim.aim)

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, _("La demande est envoyée : une autre personne en décide."))
        return redirect("consents:person", found.pk)
    context = {**head(found), **asked_for(aim), "form": form, "hours": OVERRIDE_HOURS}
    return render(request, "people/consent_ask_override.html", context, status=422 if form.errors else 200)


@page("consent.approve_override")
@require_http_methods(METHODS)
def override(request: Request, pk: UUID) -> HttpResponse:
    """One request, and the decision of a second person: the button pressed says which."""
    found = reads.override(request.user, pk)
    form = DecisionForm(request.POST or None)

    def action() -> object:
        note = form.cleaned_data["note"]
        if request.POST.get("decision") == "approve":
            return commands.approve_override(request.user, found, note=note)
        return commands.decline_override(request.user, found, note=note)

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, _("La décision est notée."))
        return redirect("consents:overrides")
    context = {
        "one": found,
        "form": form,
        "own": found.asked_by_id == request.user.pk,
        "hours": OVERRIDE_HOURS,
    }
    return render(request, "people/consent_override.html", context, status=422 if form.errors else 200)


@page("consent.approve_override")
@require_POST
def review(request: Request, pk: UUID) -> HttpResponse:
    found = reads.override(request.user, pk)
    try:
        commands.review_override(request.user, found)
    except MissingRight:
        raise
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("consents:overrides")


@page("consent.approve_override")
@require_POST
def review_basis(request: Request, pk: UUID) -> HttpResponse:
    found = reads.basis_to_review(request.user, pk)
    try:
        commands.review_basis(request.user, found.unit, consent=found)
    except MissingRight:
        raise
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("consents:overrides")
