"""A file before a commission: read by its members, marked, left to the others, and given its opinion."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may, require
from musanada.access.pages import Request, page
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import forms_sessions as forms
from musanada.regularisation.commands import opinions as commands
from musanada.regularisation.queries import appeals, commission, hearing, sessions
from musanada.regularisation.queries.commission import READ, RECORD
from musanada.regularisation.views.sessions import METHODS, OPEN_TO, keys, managed


@page(OPEN_TO)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One file, to who may read it now. Opening it is journalled."""
    actor = request.user
    one = commission.item(actor, pk)
    commission.note_file_read(actor, one)
    member = sessions.seat_of(actor, one)
    before, after = commission.neighbours(actor, one)
    records = may(actor, RECORD, one.session)
    context = {
        **told(one),
        "member": member,
        "has_read": member is not None and one.pk in commission.read_by(member),
        "may_mark": bool(member) and one.session.state in commission.READABLE and not one.result,
        "may_decide": records and one.session.state == "open" and not one.result,
        "may_open_case": may(actor, "regularisation.view", one.application.case),
        "before": before,
        "after": after,
    }
    return render(request, "regularisation/file.html", context)


def told(one: Any) -> dict[str, Any]:
    heard = hearing.hearing(one)
    return {
        "item": one,
        "session": one.session,
        "heard": heard,
        "application": heard.application,
        "evaluations": heard.evaluations,
        "appeal": one.appeal,
        "side": appeals.side_by_side(one.application, one.appeal) if one.appeal else None,
    }


@page(READ)
@require_POST
def read(request: Request, pk: UUID) -> HttpResponse:
    """Marked as read; on to the next that is not."""
    actor = request.user
    one, _member = commission.members_item(actor, pk)
    commands.mark_read(actor, one)
    following = hearing.next_unread(actor, one)
    if following:
        return redirect("regularisation:item", following.pk)
    messages.success(request, _("Vous avez lu tous les dossiers de cette session."))
    return redirect("regularisation:session", one.session_id)


@resumable
@page(READ)
@require_http_methods(METHODS)
def aside(request: Request, pk: UUID) -> HttpResponse:
    """A conflict of interest. The file closes to this member at once."""
    one, _member = commission.members_item(request.user, pk)
    form = forms.AsideForm(request.POST or None)

    def leave() -> Any:
        return commands.stand_aside(request.user, one, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, leave):
        messages.success(request, _("Vous vous êtes retiré de ce dossier : il ne s'ouvre plus pour vous."))
        return redirect("regularisation:session", one.session_id)
    context = {"item": one, "form": form}
    return render(request, "regularisation/file_aside.html", context, status=422 if form.errors else 200)


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def opinion(request: Request, pk: UUID) -> HttpResponse:
    """The opinion on one file, beside what it shows."""
    actor = request.user
    one = commission.item(actor, pk)
    require(actor, RECORD, one.session)
    form = forms.OpinionForm(version_choices(one.session), request.POST or None, initial=start_of(one))

    def give() -> Any:
        return commands.give_opinion(actor, one, **said(form, one.session, [one]))

    if request.method == "POST" and form.is_valid() and attempt(form, give):
        messages.success(
            request, _("L'avis est enregistré : %(result)s.") % {"result": one.get_result_display()}
        )
        following = hearing.next_waiting(actor, one)
        if following:
            return redirect("regularisation:item", following.pk)
        return redirect("regularisation:session", one.session_id)
    context = told(one) | {"form": form, "obstacle": obstacle(one)}
    return render(request, "regularisation/file_opinion.html", context, status=422 if form.errors else 200)


def obstacle(one: Any) -> Sentence | None:
    return commission.readiness(one.session, [one], in_bulk=False)[one.pk]


def start_of(one: Any) -> dict[str, str]:
    met = sessions.met_by([one]).get(one.application_id)
    return {"retained": str(met.pk)} if met else {}


def version_choices(session: Any) -> list[tuple[str, Any]]:
    return [
        (str(one.pk), f"{one.criterion.code} · {one.criterion} · {one.words}")
        for one in sessions.versions(session)
    ]


def said(form: Any, session: Any, items: Sequence[Any]) -> dict[str, Any]:
    """What the form says, for the command."""
    asked = form.cleaned_data
    retained: Any = None
    if asked["retained"] == forms.MET:
        retained = sessions.met_by(items)
    elif asked["retained"]:
        retained = sessions.version_of(session, asked["retained"])
    return {
        "result": asked["result"],
        "retained": retained,
        "reasons": asked["reasons"],
        "text": asked["text"],
    }


@page(RECORD)
@require_http_methods(METHODS)
def decide(request: Request, pk: UUID) -> HttpResponse:
    """The same opinion on many files; what cannot follow is left out and says why, row by row."""
    actor = request.user
    session = managed(actor, pk, RECORD)
    rows = list(sessions.files(actor, session).filter(result=""))
    why = commission.readiness(session, rows)
    form = forms.BulkForm(version_choices(session), request.POST or None, in_bulk=True)
    ticked = set(keys(request, "items"))
    if request.method == "POST" and form.is_valid():
        done = try_to_decide(request, session, form, rows, why, ticked)
        if done:
            return done
    context = {
        "session": session,
        "form": form,
        "rows": decide_rows(rows, why, ticked),
        "ready": sum(reason is None for reason in why.values()),
    }
    return render(request, "regularisation/session_decide.html", context, status=422 if form.errors else 200)


def decide_rows(rows: list[Any], why: dict[UUID, Any], ticked: set[UUID]) -> list[dict[str, Any]]:
    names, met = sessions.names_of(rows), sessions.met_by(rows)
    return [
        {
            "item": one,
            "why": why[one.pk],
            "ticked": one.pk in ticked,
            "name": names.get(one.application_id, ""),
            "met": met.get(one.application_id),
        }
        for one in rows
    ]


def try_to_decide(
    request: Request, session: Any, form: Any, rows: list[Any], why: dict[UUID, Any], ticked: set[UUID]
) -> HttpResponse | None:
    """The page with a result per row, or None with the reason on the form."""
    everything = form.cleaned_data["which"] == "ready"
    reasons = dict(why)
    wanted = [one for one in rows if one.pk in ticked or (everything and reasons[one.pk] is None)]
    if form.cleaned_data["retained"] == forms.MET and form.cleaned_data["result"] == "favourable":
        met = sessions.met_by(wanted)
        reasons |= {
            one.pk: reasons[one.pk]
            or _("Aucune catégorie demandée n'est remplie à l'examen : décidez-le seul.")
            for one in wanted
            if one.application_id not in met
        }
    ready = [one for one in wanted if reasons[one.pk] is None]
    gone = ticked - {one.pk for one in rows}
    if not ready:
        form.add_error(None, nothing_ready(wanted, reasons, gone))
        return None
    count = attempt(
        form, lambda: commands.give_opinions(request.user, session, ready, **said(form, session, ready))
    )
    if count is None:
        return None
    context = {
        "session": session,
        "count": count,
        "gone": len(gone),
        "label": dict(sessions.RESULTS)[form.cleaned_data["result"]],
        "result": form.cleaned_data["result"],
        "rows": [(one, reasons[one.pk]) for one in wanted],
        "left": sum(reasons[one.pk] is not None for one in wanted),
    }
    return render(request, "regularisation/session_decided.html", context)


def nothing_ready(wanted: list[Any], reasons: dict[UUID, Any], gone: set[UUID]) -> Sentence:
    if gone and not wanted:
        return ngettext(
            "Quelqu'un a déjà traité ce dossier : rien n'a été enregistré.",
            "Quelqu'un a déjà traité ces dossiers : rien n'a été enregistré.",
            len(gone),
        )
    if not wanted:
        return _("Cochez les dossiers auxquels cet avis s'applique.")
    first: Sentence = next(iter(reasons[one.pk] for one in wanted))
    return _("Aucun des dossiers choisis ne peut être décidé en liste. %(why)s") % {"why": first}
