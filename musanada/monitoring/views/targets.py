"""Pages of targets: the list against what was counted, one with its versions, a new one, a file of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.monitoring import forms
from musanada.monitoring.commands import targets as commands
from musanada.monitoring.drafts import TargetDraft
from musanada.monitoring.queries import targets as queries
from musanada.monitoring.queries.readable import engine_for, readable
from musanada.monitoring.sheets import OPTIONAL, REQUIRED, read_targets
from musanada.monitoring.words import language
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.programmes.queries import programmes_by_code

METHODS = ["GET", "POST"]


@page(queries.VIEW)
@require_GET
def listing(request: Request) -> HttpResponse:
    """Targets in force beside what was counted."""
    lang = language()
    form = forms.TargetFilter(request.user, lang, request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.in_force(request.user, **{name: value for name, value in asked.items() if value})
    shown = window(rows, request.GET, 60)
    read = readable(request.user)
    with engine_for(request.user, read) as engine:
        readings = queries.readings(request.user, shown.rows, engine, read, lang)
        known_at = engine.known_at if engine else None
    context = {
        "filter_form": form,
        "filtered": any(asked.values()),
        "page": shown,
        "readings": readings,
        "known_at": known_at,
        "may_set": queries.may_set(request.user),
    }
    return render(request, "monitoring/targets.html", context)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One target: how far it is, where it comes from, every version."""
    lang, one = language(), queries.target(request.user, pk)
    versions = queries.versions(request.user, one)
    now = versions[0] if versions else one
    read = readable(request.user)
    with engine_for(request.user, read) as engine:
        (reading,) = queries.readings(request.user, [now], engine, read, lang)
        known_at = engine.known_at if engine else None
    context = {
        "target": now,
        "reading": reading,
        "versions": queries.told(versions, lang, request.user),
        "known_at": known_at,
        "may_set": queries.may_set(request.user, now),
    }
    return render(request, "monitoring/target.html", context)


@resumable
@page(queries.SET)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """A new target; the address may say for which figure."""
    named = {
        name: request.GET[name]
        for name in ("indicator", "dims", "period", "programme")
        if name in request.GET
    }
    form = forms.TargetForm(request.user, language(), request.POST or None, initial=named)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        unit = values.pop("unit")
        made = attempt(form, lambda: commands.set_target(request.user, unit, draft=TargetDraft(**values)))
        if made:
            messages.success(request, _("La cible est fixée."))
            return redirect("monitoring:target", made.pk)
    return render(request, "monitoring/target_form.html", {"form": form}, status=422 if form.errors else 200)


@resumable
@page(queries.SET)
@require_http_methods(METHODS)
def change(request: Request, pk: UUID) -> HttpResponse:
    """The next version: the one before stays and says until when it held."""
    one = queries.target(request.user, pk)
    if not queries.may_set(request.user, one):
        raise missing(queries.SET)
    form = forms.ChangeForm(request.POST or None)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        draft = queries.draft_of(one, **form.cleaned_data)
        done = attempt(form, lambda: commands.set_target(request.user, one.unit, draft=draft))
    if done:
        messages.success(request, _("La nouvelle version est en vigueur ; l'ancienne reste lisible."))
        return redirect("monitoring:target", done.pk)
    context = {"form": form, "target": one, "label": queries.label_of(request.user, one, language())}
    return render(request, "monitoring/target_form.html", context, status=422 if form.errors else 200)


@resumable
@page(queries.SET)
@require_http_methods(METHODS)
def load(request: Request) -> HttpResponse:
    """A file of targets: looked at first, kept at the second click."""
    lang = language()
    form = forms.SheetForm(request.user, request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "required": REQUIRED, "optional": OPTIONAL}
    if request.method == "POST" and form.is_valid():
        unit, text = form.cleaned_data["unit"], form.cleaned_data["text"]
        drafts = attempt(form, lambda: read_targets(text, programmes_by_code(request.user)))
        if drafts and "commit" in request.POST:
            made = attempt(form, lambda: commands.set_targets(request.user, unit, drafts=drafts))
            if made is not None:
                said = ngettext(
                    "%(n)s cible fixée ou changée.", "%(n)s cibles fixées ou changées.", len(made)
                )
                messages.success(request, said % {"n": len(made)})
                return redirect("monitoring:targets")
        elif drafts:
            looked = attempt(form, lambda: queries.foreseen(request.user, unit, drafts, lang))
            context |= {"looked": looked, "text": text, "unit": unit}
    return render(request, "monitoring/targets_load.html", context, status=422 if form.errors else 200)
