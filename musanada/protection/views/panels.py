"""A member's own pages: the panels they sit in, and the sealed dossier of one, as long as it is called.

They are not named on the child's file and see nothing of it: no name, no link, no page but this one.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.kit.errors import Refused
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection import bid_papers as papers
from musanada.protection import dossier_words, dossiers
from musanada.protection import forms_interests as forms
from musanada.protection.commands import panels as commands
from musanada.protection.queries import panels as queries
from musanada.protection.queries.determinations import SIT
from musanada.protection.seals import intact
from musanada.protection.views.assessments import paper
from musanada.protection.views.common import METHODS


@page(SIT)
@require_GET
def mine(request: Request) -> HttpResponse:
    """Called panels first; of the others, the number."""
    return render(request, "protection/panels.html", {"rows": queries.mine(request.user)})


def office(request: Request, seat: Any) -> Any:
    """Where the right to sit is asked."""
    return queries.place(request.user, seat.bid.file.case.unit.side)


@resumable
@page(SIT)
@require_http_methods(METHODS)
def show(request: Request, bid: UUID) -> HttpResponse:
    """First the word on conflicts of interest, then the dossier, then the vote."""
    seat = queries.seat(request.user, bid)
    context: dict[str, Any] = {"seat": seat, "row": seat.row, "bid": seat.bid}
    if not seat.open:
        return render(request, "protection/panel_over.html", context)
    if not seat.reads:
        return conflict(request, seat, context)
    return dossier(request, seat, context)


def conflict(request: Request, seat: Any, context: dict[str, Any]) -> HttpResponse:
    form = forms.ConflictForm(request.POST or None)

    def run() -> Any:
        said = form.cleaned_data
        return commands.declare(
            request.user,
            office(request, seat),
            bid=seat.bid.pk,
            conflict=said["conflict"] == "yes",
            text=said["text"],
        )

    if request.method == "POST" and form.is_valid() and attempt(form, run):
        return redirect("protection:panel", seat.bid.pk)
    content = dossiers.opened(seat.bid) if intact(seat.bid) else None
    context |= {"form": form, "profile": dossier_words.profile(content) if content else None}
    if content:
        context["question"] = dossier_words.question(content)
    return render(request, "protection/panel_conflict.html", context, status=422 if form.errors else 200)


def dossier(request: Request, seat: Any, context: dict[str, Any]) -> HttpResponse:
    """The reading is kept each time; the vote is taken once."""
    place = office(request, seat)
    if request.method == "GET":
        try:
            commands.open_dossier(request.user, place, bid=seat.bid.pk)
        except Refused as problem:
            return render(request, "protection/panel_over.html", context | {"why": str(problem)}, status=409)
    content = dossiers.opened(seat.bid)
    offered = [
        (row["outlook"], dossier_words.option(row["outlook"], row["country"])) for row in content["options"]
    ]
    voting = request.POST if "outlook" in request.POST else None
    form = forms.VoteForm(offered, voting)
    if request.method == "POST":
        done = acted(request, seat, form, place)
        if done:
            return done
    context |= {
        "form": form,
        "sections": dossier_words.sections(content),
        "question": dossier_words.question(content),
        "voted": dossier_words.outlook(seat.row.vote),
    }
    return render(request, "protection/panel.html", context, status=422 if form.errors else 200)


def acted(request: Request, seat: Any, form: Any, place: Any) -> HttpResponse | None:
    """A vote, a conflict found later, or leaving before the vote."""
    key = seat.bid.pk
    if "leave" in request.POST:
        act = lambda: commands.withdraw(request.user, place, bid=key)  # noqa: E731
        words, to = _("Vous n'êtes plus membre de ce panel."), "protection:panels"
    elif "conflict" in request.POST:
        act = lambda: commands.declare(request.user, place, bid=key, conflict=True)  # noqa: E731
        words, to = (
            _("Votre conflit d'intérêts est noté : vous ne siégez plus dans ce panel."),
            "protection:panels",
        )
    elif form.is_valid():
        said = form.cleaned_data
        act = lambda: commands.vote(request.user, place, bid=key, **said)  # noqa: E731
        words, to = _("Votre vote est enregistré."), ""
    else:
        return None
    if attempt(form, act) is None:
        return None
    messages.success(request, words)
    return redirect(to) if to else redirect("protection:panel", key)


@page(SIT)
@require_GET
def pdf(request: Request, bid: UUID) -> HttpResponse:
    """The sealed dossier on paper, marked with the member's name on every page."""
    seat = queries.seat(request.user, bid)
    if not seat.reads:
        raise Http404
    commands.open_dossier(request.user, office(request, seat), bid=seat.bid.pk)
    lang = papers.language(request.GET.get("lang", ""))
    return paper(papers.dossier_pdf(request.user, seat.bid, lang), f"dossier-{seat.bid.reference}")
