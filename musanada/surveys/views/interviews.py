"""Pages of an interview: begin it, ask, save as one goes, end it; why there is none; the scores of a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.cases.queries import files
from musanada.cases.queries.work import names_of
from musanada.kit.errors import BadInput, MissingRight, Problem
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.surveys import asking, forms
from musanada.surveys.commands import interviews as commands
from musanada.surveys.definitions import definition_of
from musanada.surveys.queries import people
from musanada.surveys.queries import rounds as queries
from musanada.surveys.queries.answers import answers
from musanada.surveys.words import STATES

METHODS = ["GET", "POST"]
ALL = "all"  # every dimension on one page
PREFIX = "item-"


@resumable
@page(queries.INTERVIEW)
@require_http_methods(METHODS)
def start(request: Request, pk: UUID, case: UUID) -> HttpResponse:
    """Language, how, which day; the person's agreement is asked for by the command."""
    one, member = queries.round_of(request.user, pk), files.case(request.user, case, queries.INTERVIEW)
    form = forms.StartForm(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: commands.start_interview(request.user, member, one=one, **form.cleaned_data)
        )
        if made:
            return redirect("surveys:interview", made.pk)
    context = about(one, member) | {"form": form, "why": commands.agrees(request.user, member)}
    return render(request, "surveys/start.html", context, status=422 if form.errors else 200)


@resumable
@page(queries.INTERVIEW)
@require_http_methods(METHODS)
def no_answer(request: Request, pk: UUID, case: UUID) -> HttpResponse:
    """Refused, unreachable, moved away: no agreement is needed to note it."""
    one, member = queries.round_of(request.user, pk), files.case(request.user, case, queries.INTERVIEW)
    form = forms.NoAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, lambda: commands.not_answered(request.user, member, one=one, **form.cleaned_data)
        )
        if made:
            messages.success(
                request, _("C'est noté : la personne compte parmi celles que l'on a essayé de joindre.")
            )
            return redirect("surveys:round", one.pk)
    context = about(one, member) | {"form": form}
    return render(request, "surveys/no_answer.html", context, status=422 if form.errors else 200)


def about(one: Any, member: Any) -> dict[str, Any]:
    event = queries.event_of(one, member)
    return {
        "round": one,
        "case": member,
        "name": names_of([member.person_id]).get(member.person_id, ""),
        "window": queries.window_of(one, event) if event else None,
        "event": event,
        "population": queries.population_of(one),
    }


@page(queries.INTERVIEW)
@require_http_methods(METHODS)
def interview(request: Request, pk: UUID) -> HttpResponse:
    """How far one is, dimension by dimension, and the end of it."""
    one = queries.interview(request.user, pk)
    form = forms.FinishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.finish_interview(request.user, one, **form.cleaned_data))
        if done:
            messages.success(request, _("L'entretien est terminé et noté."))
            return redirect("surveys:interview", one.pk)
    return render(
        request, "surveys/interview.html", overview(request, one, form), status=422 if form.errors else 200
    )


def overview(request: Request, one: Any, form: Any) -> dict[str, Any]:
    definition, given = definition_of(one.version), answers(one.pk)
    parts = asking.parts(definition, given, get_language() or "fr")
    return {
        "interview": one,
        "form": form,
        "name": names_of([one.case.person_id]).get(one.case.person_id, ""),
        "parts": parts,
        "left": sum(part.total - part.done for part in parts),
        "next": next((part for part in parts if not part.complete), parts[0]),
        "state": STATES[one.outcome],
        "why": commands.agrees(request.user, one.case) if one.outcome == "started" else None,
        "scored": [s for s in people.scored_of(request.user, one.case) if s.interview.pk == one.pk],
        "language": forms.LANGUAGES.get(one.language, one.language),
        "answered": len(given),
    }


@resumable
@page(queries.INTERVIEW)
@require_http_methods(METHODS)
def ask(request: Request, pk: UUID, part: str) -> HttpResponse:
    """The questions of one dimension, or all; saved when one goes on, and by itself while one answers."""
    one = queries.interview(request.user, pk)
    definition = definition_of(one.version)
    dimension = "" if part == ALL else part
    if dimension and dimension not in definition.names:
        raise Http404
    sent, problem = typed(request), None
    if request.method == "POST":
        problem = saved(request, one, sent)
        if problem is None:
            step = asking.after(definition, part) if dimension and "next" in request.POST else ""
            return redirect("surveys:ask", one.pk, step) if step else redirect("surveys:interview", one.pk)
    context = asked(one, dimension, answers(one.pk) | sent, problem) | {
        "part": part,
        "going": one.outcome == "started",
    }
    return render(request, "surveys/ask.html", context, status=422 if problem else 200)


def typed(request: Request) -> dict[str, str]:
    """What was chosen on the page: question → answer."""
    found = {n.removeprefix(PREFIX): str(request.POST[n]) for n in request.POST if n.startswith(PREFIX)}
    return {item: answer for item, answer in found.items() if answer}


def saved(request: Request, one: Any, sent: dict[str, str]) -> Problem | None:
    try:
        commands.save_answers(request.user, one, answers=sent)
    except MissingRight:
        raise
    except Problem as problem:
        return problem
    return None


def asked(one: Any, dimension: str, given: dict[str, str], problem: Problem | None) -> dict[str, Any]:
    definition = definition_of(one.version)
    fields = (
        {name: str(text) for name, text in problem.fields.items()} if isinstance(problem, BadInput) else {}
    )
    name = definition.names[dimension].said(one.language) if dimension else ""
    codes = [d.code for d in definition.dimensions]
    return {
        "interview": one,
        "questions": asking.questions(definition, given, one.language, dimension, fields),
        "direction": asking.direction(one.language),
        "heading": name or definition.name.said(one.language),
        "problem": problem,
        "place": codes.index(dimension) + 1 if dimension else 0,
        "count": len(codes),
        "last": not asking.after(definition, dimension),
    }


@page(queries.INTERVIEW)
@require_POST
def save(request: Request, pk: UUID) -> HttpResponse:
    """While one answers: what the page holds now. The answer says so, and opens or closes what depends on it."""
    one = queries.interview(request.user, pk)
    sent = typed(request)
    problem = saved(request, one, sent)
    definition = definition_of(one.version)
    given = answers(one.pk)
    shown = {
        question.id for question in asking.questions(definition, given, one.language) if question.id in sent
    }
    dimensions = {definition.by_id[item].dimension for item in shown}
    opening = [
        question
        for question in asking.questions(definition, given, one.language)
        if question.only_if and definition.by_id[question.id].dimension in dimensions
    ]
    context = {
        "problem": problem,
        "at": timezone.localtime(),
        "opening": [] if problem else opening,
        "language": one.language,
        "going": True,
    }
    return render(request, "surveys/_saved.html", context, status=422 if problem else 200)


@page(queries.INTERVIEW)
@require_POST
def correct(request: Request, pk: UUID) -> HttpResponse:
    one = queries.interview(request.user, pk)
    commands.correct_interview(request.user, one)
    messages.success(request, _("L'entretien est rouvert : corrigez, puis terminez-le de nouveau."))
    return redirect("surveys:interview", one.pk)


@page(queries.SCORES)
@require_GET
def scores(request: Request, case: UUID) -> HttpResponse:
    """What the person's interviews gave: by dimension with band, what pulls it down, the change since."""
    one = files.case(request.user, case, queries.SCORES)
    context = {
        "case": one,
        "name": names_of([one.person_id]).get(one.person_id, ""),
        "scored": people.scored_of(request.user, one),
    }
    return render(request, "surveys/scores.html", context)
