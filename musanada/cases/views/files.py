"""The work lists, the day's tasks and appointments, one case, and who follows it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds
from musanada.access.pages import Actor, Request, page
from musanada.cases.commands import owners as commands
from musanada.cases.forms_files import FilterForm, OwnerForm
from musanada.cases.procedures import procedure
from musanada.cases.queries import files, parts, work
from musanada.cases.queries.case_deadlines import left
from musanada.kit.errors import Refused
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable

METHODS = ["GET", "POST"]
MOST = 300  # cases handed over at once


# Lists


@page("case.view")
@require_GET
def listed(request: Request, side: str = "") -> HttpResponse:
    """The cases of one side of the work list, what is due first at the top; the filters are in the address."""
    actor, side = request.user, side or own_side(request.user)
    if side not in work.SIDES:
        raise Http404
    form = FilterForm(actor, side, request.GET)
    rows = work.filtered(work.listed(actor, side), **form.chosen())
    shown = window(rows, request.GET)
    context = {
        "form": form,
        "side": side,
        "tabs": tabs(actor, side),
        "page": shown,
        "rows": as_rows(actor, shown.rows),
        "filtered": bool(form.chosen()),
        "several": len(work.procedures_seen(actor)) > 1,
        "may_lead": holds(actor, files.LEAD) and side != work.CLOSED,
        "may_clear": holds(actor, "clearance.ask"),
    }
    return render(request, "cases/file_list.html", context)


def own_side(actor: Actor) -> str:
    """What the list opens on: one's own cases, for who follows cases."""
    return work.MINE if holds(actor, files.WORK) else work.TEAM


def tabs(actor: Actor, side: str) -> list[dict[str, Any]]:
    sides = [
        (work.MINE, _("Mes dossiers")),
        (work.TEAM, _("Mon équipe")),
        (work.LATE, _("En retard")),
        (work.WEEK, _("Échéance cette semaine")),
        (work.CLOSED, _("Clos")),
    ]
    shown = sides if holds(actor, files.WORK) else sides[1:]
    return [
        {"label": label, "url": reverse("files:side", args=[code]), "current": code == side}
        for code, label in shown
    ]


def as_rows(actor: Actor, cases: Any) -> list[dict[str, Any]]:
    """What a line shows: whose case, where it stands, when it is due, who follows it."""
    names = work.names_of(case.person_id for case in cases)
    found = []
    for case in cases:
        one = procedure(case.procedure)
        found.append(
            {
                "case": case,
                "name": names.get(case.person_id, ""),
                "url": parts.address_of(actor, case),
                "procedure": one.label,
                "state": one.label_of(case.state),
                "shape": parts.shape_of(case),
                "left": left(case.due_on) if case.due_on and case.closed_on is None else "",
            }
        )
    return found


@page("case.view")
@require_GET
def day(request: Request) -> HttpResponse:
    """Tasks and appointments: one's own and the day's, or the team's and the week's."""
    actor, today = request.user, timezone.localdate()
    team = request.GET.get("show") == work.TEAM or not holds(actor, files.WORK)
    address = reverse("files:day")
    shown = window(work.tasks(actor, team=team), request.GET)
    coming = list(work.appointments(actor, today, work.WEEK_DAYS)[:MOST])
    unsaid = list(work.overdue_appointments(actor)[:MOST])
    dated: list[Any] = [*shown.rows, *coming, *unsaid]
    names = work.names_of(one.case.person_id for one in dated)
    context = {
        "tabs": [
            {"label": _("Mes tâches"), "url": address, "current": not team},
            {"label": _("Celles de mon équipe"), "url": f"{address}?show=team", "current": team},
        ],
        "page": shown,
        "tasks": [task_row(actor, one, names, today) for one in shown.rows],
        "coming": [appointment_row(actor, one, names) for one in coming],
        "unsaid": [appointment_row(actor, one, names) for one in unsaid],
        "today": today,
    }
    return render(request, "cases/work.html", context)


def dated_row(actor: Actor, one: Any, names: dict[UUID, str], anchor: str) -> dict[str, Any]:
    return {
        "url": f"{parts.address_of(actor, one.case)}#{anchor}",
        "name": names.get(one.case.person_id, ""),
        "reference": one.case.reference,
    }


def task_row(actor: Actor, one: Any, names: dict[UUID, str], today: date) -> dict[str, Any]:
    return dated_row(actor, one, names, "tasks") | {
        "what": one.what,
        "on": one.due_on,
        "late": one.due_on < today,
        "left": left(one.due_on, today),
        "who": str(one.assigned_to) if one.assigned_to and one.assigned_to_id != actor.pk else "",
    }


def appointment_row(actor: Actor, one: Any, names: dict[UUID, str]) -> dict[str, Any]:
    return dated_row(actor, one, names, "appointments") | {
        "what": one.get_purpose_display(),
        "at": one.at,
        "where": one.where,
    }


# One case


@page("case.view")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """The case as every procedure has it. A procedure with a page of its own is a link away."""
    case = files.case(request.user, pk)
    told = files.parts(request.user, case)
    context = {"parts": told, "person": told.person, "protection": told.protection}
    return render(request, "cases/file.html", context)


def back(actor: Actor, case: Any, anchor: str = "") -> HttpResponse:
    return redirect(parts.address_of(actor, case) + (f"#{anchor}" if anchor else ""))


@page("case.work")
@require_POST
def take(request: Request, pk: UUID) -> HttpResponse:
    case = files.case(request.user, pk)
    commands.take_over(request.user, case)
    messages.success(request, _("Vous suivez ce dossier."))
    return back(request.user, case)


@resumable
@page("case.lead")
@require_http_methods(METHODS)
def hand_over(request: Request, pk: UUID) -> HttpResponse:
    """Give a case to a colleague who may hold it."""
    actor, case = request.user, files.case(request.user, pk)
    form = OwnerForm(work.workers([case]), request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: commands.hand_over(actor, case, to=form.user)) is not None
    ):
        messages.success(request, _("Le dossier est confié."))
        return back(actor, case)
    context = {"case": case, "form": form, "url": parts.address_of(actor, case)}
    return render(request, "cases/file_hand_over.html", context, status=422 if form.errors else 200)


@page("case.lead")
@require_http_methods(METHODS)
def hand_over_many(request: Request) -> HttpResponse:
    """The ticked cases to one colleague; a result for each. What is not the actor's to see is not in the list."""
    actor, keys = request.user, keys_of(request)
    cases = list(files.visible(actor).filter(pk__in=keys).select_related("unit", "owner", "person")[:MOST])
    if not cases:
        messages.warning(request, _("Aucun dossier n'est coché : cochez ceux à confier, puis recommencez."))
        return redirect("files:list")
    chosen = "to" in request.POST
    form = OwnerForm(work.workers(cases), request.POST if chosen else None)
    context: dict[str, Any] = {"form": form, "rows": as_rows(actor, cases)}
    if chosen and form.is_valid():
        context |= results(actor, commands.hand_over_list(actor, cases, to=form.user))
        return render(request, "cases/file_handed_over.html", context)
    status = 422 if chosen else 200
    return render(request, "cases/file_hand_over_many.html", context, status=status)


def keys_of(request: Request) -> list[UUID]:
    """The ticked keys; what is no key is left out."""
    found = []
    for text in request.POST.getlist("case")[:MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def results(actor: Actor, outcomes: list[commands.Outcome]) -> dict[str, Any]:
    lines = as_rows(actor, [one.case for one in outcomes])
    rows = [{**line, "sentence": outcome.sentence} for line, outcome in zip(lines, outcomes, strict=True)]
    failed = sum(1 for row in rows if row["sentence"])
    done = len(rows) - failed
    words = ngettext("%(n)s dossier confié", "%(n)s dossiers confiés", done) % {"n": done}
    return {"results": rows, "done": words, "failed": failed}


def insist_offered(offered: bool) -> None:
    if not offered:
        raise Refused(
            _("Cette étape n'est pas possible maintenant, ou vous n'en avez pas le droit. Rechargez la page.")
        )
