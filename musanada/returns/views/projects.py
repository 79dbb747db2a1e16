"""Pages of common projects: the list, one project with its parts, opening, sharing, its course."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, may, require
from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import Refused
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns import forms_projects as asked
from musanada.returns import forms_reintegration as forms
from musanada.returns.commands import projects as commands
from musanada.returns.commands import sharing
from musanada.returns.queries import projects as queries
from musanada.returns.queries.reintegration import reintegration

METHODS = ["GET", "POST"]
LIVE = ("draft", "approved", "running")
SHAPES = {"draft": "wait", "approved": "next", "running": "open", "ended": "done", "cancelled": "void"}


@page(queries.VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    form = asked.ProjectFilter(request.GET or None)
    chosen = form.chosen()
    shown = window(queries.listed(request.user, **chosen), request.GET)
    context = {
        "form": form,
        "page": shown,
        "rows": [{"project": one, "shape": SHAPES[one.state]} for one in shown.rows],
        "filtered": bool(chosen),
        "may_open": holds(request.user, queries.MANAGE),
    }
    return render(request, "returns/project_list.html", context)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """The cost, who shares it and how far they are; those of files the actor does not see are counted only."""
    actor, one = request.user, queries.project(request.user, pk)
    members = queries.members(actor, one)
    manages = may(actor, queries.MANAGE, one)
    context = {
        "project": one,
        "shape": SHAPES[one.state],
        "members": [member for member in members if member.seen],
        "unseen": sum(1 for member in members if not member.seen),
        "count": len(members),
        "total": sum((member.share.amount for member in members), sharing.NOTHING),
        "live": one.state in LIVE,
        "may_manage": manages,
        "may_approve": one.state == "draft"
        and one.made_by_id != actor.pk
        and may(actor, queries.APPROVE, one),
        "own": one.made_by_id == actor.pk,
    }
    return render(request, "returns/project.html", context)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    actor = request.user
    form = asked.ProjectForm(list(queries.units_to_open(actor)), request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: commands.open_project(actor, form.place, **form.values(), pk=form.cleaned_data["id"]),
        )
        if made is not None:
            messages.success(request, _("Le projet est ouvert : choisissez qui en partage le coût."))
            return redirect("returns:project", made.pk)
    return form_page(request, None, _("Ouvrir un projet commun"), form, draft="project")


def managed(actor: Actor, pk: UUID) -> Any:
    """A project the actor sees and keeps. Raises: Http404, MissingRight."""
    one = queries.project(actor, pk)
    require(actor, queries.MANAGE, one)
    return one


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def change(request: Request, pk: UUID) -> HttpResponse:
    """Before it is approved."""
    actor, one = request.user, managed(request.user, pk)
    initial = asked.project_initial(one) | {"seen": commands.digest_of(one)}
    form = asked.ProjectForm([], request.POST or None, initial=initial)

    def run() -> Any:
        return commands.change_project(actor, one, **form.values(), seen=form.cleaned_data["seen"])

    if request.method == "POST" and form.is_valid() and attempt(form, run) is not None:
        messages.success(request, _("Le projet est changé, et ses parts avec lui."))
        return redirect("returns:project", pk)
    return form_page(request, one, _("Changer le projet"), form)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def share(request: Request, pk: UUID) -> HttpResponse:
    """Who shares the cost, and how: the whole list at once."""
    actor, one = request.user, managed(request.user, pk)
    candidates = queries.candidates(actor, one)
    shares = [each.share for each in candidates if each.share]
    initial = {"seen": sharing.digest_members(shares), "mode": sharing.mode_of(shares)}
    form = asked.ShareForm(candidates, request.POST or None, initial=initial)

    def run() -> Any:
        data = form.cleaned_data
        return sharing.share_out(actor, one, mode=data["mode"], members=form.chosen(), seen=data["seen"])

    if request.method == "POST" and form.is_valid() and attempt(form, run) is not None:
        messages.success(request, _("Le coût est partagé."))
        return redirect("returns:project", pk)
    context = {
        "project": one,
        "form": form,
        "bound": queries.bound_total(shares),
        "free": one.amount - queries.bound_total(shares),
    }
    return render(request, "returns/project_share.html", context, status=422 if form.errors else 200)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def start(request: Request, pk: UUID) -> HttpResponse:
    form = forms.DayForm(request.POST or None)
    return act(request, pk, "start", _("Commencer le projet"), form, commands.start_project)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def end(request: Request, pk: UUID) -> HttpResponse:
    """With the number of people it reached beside its members."""
    return act(request, pk, "end", _("Terminer le projet"), None, commands.end_project)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def others(request: Request, pk: UUID) -> HttpResponse:
    return act(request, pk, "others", _("Compter les autres personnes touchées"), None, commands.count_others)


def act(request: Request, pk: UUID, what: str, title: str, form: Any, run: Any) -> HttpResponse:
    actor, one = request.user, managed(request.user, pk)
    insist_on_state(one, what)
    form = form or asked.OthersForm(request.POST or None, initial={"others_reached": one.others_reached})
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        if attempt(form, lambda: run(actor, one, **answers)) is not None:
            messages.success(request, _("C'est noté."))
            return redirect("returns:project", pk)
    return form_page(request, one, title, form)


STATES = {"start": ("approved",), "end": ("running",), "others": ("draft", "approved", "running", "ended")}


def insist_on_state(one: Any, what: str) -> None:
    if one.state not in STATES[what]:
        raise Refused(
            _("Ce projet est « %(state)s » : cela ne se change plus. Rechargez la page.")
            % {"state": one.get_state_display()},
            code="state",
        )


@page(queries.APPROVE)
@require_POST
def approve(request: Request, pk: UUID) -> HttpResponse:
    """By another person than the one who opened it."""
    one = queries.project(request.user, pk)
    commands.approve_project(request.user, one)
    messages.success(request, _("Le projet est approuvé."))
    return redirect("returns:project", pk)


@page(queries.MANAGE)
@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request.user, pk)
    commands.cancel_project(request.user, one)
    messages.success(request, _("Le projet est abandonné ; ce qui était payé reste aux plans."))
    return redirect("returns:project", pk)


@page(queries.MANAGE)
@require_POST
def leave(request: Request, pk: UUID, member: UUID) -> HttpResponse:
    """A member goes; the others share the part, where nothing of it is paid. ``member``: the case of their file."""
    one = managed(request.user, pk)
    file = reintegration(request.user, member)
    if all(share.file.pk != file.pk for share in queries.shares_of(one)):
        raise Http404
    sharing.leave_project(request.user, one, file=file)
    messages.success(request, _("La part est répartie entre les autres membres."))
    return redirect("returns:project", pk)


def form_page(request: Request, one: Any, title: str, form: Any, **more: Any) -> HttpResponse:
    context = {"project": one, "title": title, "form": form} | more
    return render(request, "returns/project_form.html", context, status=422 if form.errors else 200)
