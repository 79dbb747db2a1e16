"""A victim's file: the actor's list, opening, the page composed of every area's parts, and the questions of its blocks.

Every page begins with ``queries.victims.victim``: 404 unless the file names the actor, the reading noted.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import holds, may
from musanada.access.pages import Request, page
from musanada.cases.queries import files as cases
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.protection import forms_victims as forms
from musanada.protection.commands import screenings
from musanada.protection.commands import victims as commands
from musanada.protection.keeping import keeps
from musanada.protection.parts import VICTIM_PARTS, parts_for
from musanada.protection.queries import victims as queries
from musanada.protection.views.common import answered

METHODS = ["GET", "POST"]
VIEW, WORK = queries.VIEW, queries.WORK
VICTIM = "protection:victim"


def head(file: Any) -> dict[str, Any]:
    """What stands over every page of one victim."""
    return {"file": file, "victim": file.victim, "case": file.case, "name": queries.name_shown(file)}


@page(VIEW)
@require_GET
def victims(request: Request) -> HttpResponse:
    """Those whose files name the actor: what is due first at the top."""
    closed = request.GET.get("closed") == "on"
    shown = window(queries.mine(request.user, closed=closed), request.GET, size=30)
    context = {
        "rows": queries.rows(request.user, list(shown.rows)),
        "page": shown,
        "closed": closed,
        "may_open": holds(request.user, WORK) and bool(queries.offices(request.user)),
    }
    return render(request, "protection/victims.html", context)


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """For somebody met now, or of the register (``?person=``)."""
    actor = request.user
    person = queries.known(actor, request.GET.get("person", ""))
    form = forms.VictimForm(queries.offices(actor), request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: commands.open_victim(actor, form.unit, draft=form.draft()))
        if made is not None:
            messages.success(request, _("Le dossier est ouvert : seules les personnes nommées le trouvent."))
            return redirect(VICTIM, made.case_id)
    context = {"form": form, "may_open": bool(form.units), "known": display_name(person) if person else ""}
    return render(request, "protection/victim_new.html", context, status=422 if form.errors else 200)


@page(VIEW)
@require_GET
def show(request: Request, case: UUID) -> HttpResponse:
    """Everything of one victim, as far as areas bring it."""
    actor = request.user
    file = queries.victim(actor, case)
    parts = parts_for(VICTIM_PARTS, actor, file)
    works = may(actor, WORK, file) and file.case.closed_on is None
    context = head(file) | {
        "parts": cases.parts(actor, file.case),
        "main_parts": [part for part in parts if not part.aside],
        "aside_parts": [part for part in parts if part.aside],
        "may_work": works,
        "needs": queries.needs_words(file),
    }
    return render(request, "protection/victim.html", context)


def asking(
    request: Request,
    case: UUID,
    make: Callable[[Any], Any],
    act: Callable[[Any, Any], object],
    words: Mapping[str, Any],
) -> HttpResponse:
    """One form over one file: ``make(file)`` the form, ``act(file, form)`` the command; ``words``: title, button, done."""
    file = queries.victim(request.user, case, WORK)
    form = make(file)
    back = reverse(VICTIM, args=[case])
    context = head(file) | {"form": form, "back": back, **words}
    return answered(
        request, form, lambda: act(file, form), done=words["done"], to=back, template="protection/victim_form.html",
        context=context,
    )  # fmt: skip


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def change(request: Request, case: UUID) -> HttpResponse:
    def make(file: Any) -> Any:
        return forms.ChangeForm(request.POST or None, initial=forms.change_initial(file))

    words = {"title": _("Corriger le dossier"), "button": _("Enregistrer"), "done": _("Le dossier est corrigé."), "care": "notes"}  # fmt: skip
    return asking(request, case, make, lambda file, form: commands.change_victim(request.user, file, change=form.change()), words)  # fmt: skip


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def screen(request: Request, case: UUID) -> HttpResponse:
    """Acts, means, purpose: the result is computed."""

    def make(file: Any) -> Any:
        return forms.ScreeningForm(request.POST or None, child=file.victim.child)

    words = {
        "title": _("Entretien d'identification"),
        "button": _("Enregistrer l'entretien"),
        "done": _("L'entretien est enregistré, son résultat est sur la page."),
        "lead": _(
            "En privé, dans une langue qu'elle parle, sans promesse. Elle peut s'arrêter à tout moment."
        ),
        "care": "harm",
    }
    return asking(request, case, make, lambda file, form: screenings.screen(request.user, file, draft=form.draft()), words)  # fmt: skip


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def status(request: Request, case: UUID) -> HttpResponse:
    words = {
        "title": _("Noter le statut"),
        "button": _("Noter ce statut"),
        "done": _("Le statut est noté."),
        "lead": _("Les statuts précédents restent au dossier. L'aide due ne dépend pas du statut."),
        "care": "notes",
    }
    return asking(request, case, lambda file: forms.StatusForm(request.POST or None), lambda file, form: screenings.say_status(request.user, file, draft=form.draft()), words)  # fmt: skip


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def episode(request: Request, case: UUID) -> HttpResponse:
    words = {
        "title": _("Ajouter un épisode d'exploitation"),
        "button": _("Ajouter cet épisode"),
        "done": _("L'épisode est noté."),
        "care": "harm",
    }
    return asking(request, case, lambda file: forms.EpisodeForm(request.POST or None), lambda file, form: commands.add_episode(request.user, file, draft=form.draft()), words)  # fmt: skip


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def reflection(request: Request, case: UUID) -> HttpResponse:
    """Opened; then renewed, from the day after its last."""

    def act(file: Any, form: Any) -> object:
        said = form.cleaned_data
        return commands.start_reflection(request.user, file, from_on=said["from_on"], pk=said["id"])

    words = {
        "title": _("Délai de réflexion"),
        "button": _("Ouvrir ou renouveler le délai"),
        "done": _("Le délai de réflexion est noté."),
        "lead": _("Le temps de se remettre et de décider, sans être éloignée. Durée et renouvellements sont des règles à confirmer. Un renouvellement commence le lendemain du délai précédent."),
    }  # fmt: skip
    return asking(request, case, lambda file: forms.ReflectionStartForm(request.POST or None), act, words)


@resumable
@page(WORK)
@require_http_methods(METHODS)
def reflection_end(request: Request, case: UUID) -> HttpResponse:
    words = {
        "title": _("Ce que choisit la personne"),
        "button": _("Noter son choix"),
        "done": _("Son choix est noté."),
    }
    return asking(request, case, lambda file: forms.ReflectionEndForm(request.POST or None), lambda file, form: commands.end_reflection(request.user, file, **form.cleaned_data), words)  # fmt: skip


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def proceeding(request: Request, case: UUID) -> HttpResponse:
    def act(file: Any, form: Any) -> object:
        said = form.cleaned_data
        return commands.note_proceeding(request.user, file, stage=said["stage"], on=said["on"], pk=said["id"])

    words = {
        "title": _("Étape de la procédure pénale"),
        "button": _("Noter cette étape"),
        "done": _("L'étape est notée."),
    }
    return asking(request, case, lambda file: forms.ProceedingForm(request.POST or None), act, words)
