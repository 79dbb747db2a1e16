"""Pages of what associations report: beside the counts of records, entered, accepted, sent back, corrected."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.kit.paging import window
from musanada.kit.periods import read_period, year
from musanada.monitoring import forms
from musanada.monitoring.commands import aggregates as commands
from musanada.monitoring.drafts import ReportDraft
from musanada.monitoring.queries import aggregates as queries
from musanada.monitoring.queries.readable import engine_for, readable
from musanada.monitoring.words import language, when
from musanada.people.attempt import attempt
from musanada.people.resume import resumable

METHODS = ["GET", "POST"]


@page(queries.VIEW)
@require_GET
def listing(request: Request) -> HttpResponse:
    """What was reported for a period, beside what was counted on records: two columns, never one sum."""
    lang, state = language(), request.GET.get("state", "")
    rows = queries.in_force(request.user)
    period, wrong = asked_for(request, queries.latest_year(rows))
    read = {code: one for code, one in readable(request.user).items() if code == queries.ACTS}
    with engine_for(request.user, read) as engine:
        beside = queries.beside(request.user, period, engine, lang)
        known_at = engine.known_at if engine else None
    listed = queries.in_force(request.user, period=period, state=state if state in queries.STATES else "")
    context = {
        "period": period,
        "period_words": when(period, lang),
        "wrong": wrong,
        "beside": beside,
        "known_at": known_at,
        "tabs": [
            {"label": label, "url": f"?period={period}&state={code}", "current": code == state}
            for code, label in [("", _("Tous")), *queries.STATES.items()]
        ],
        "page": window(listed, request.GET, 40),
        "words": queries.service_words(),
        "may_report": queries.may_report(request.user),
    }
    return render(request, "monitoring/reported_list.html", context, status=400 if wrong else 200)


def asked_for(request: Request, usual: str) -> tuple[str, str]:
    """The period of the address, or the usual one with the sentence that says what is wrong."""
    text = request.GET.get("period", "")
    try:
        return (read_period(text).text if text else usual), ""
    except BadInput as problem:
        return usual, str(problem)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    one = queries.aggregate(request.user, pk)
    versions = queries.versions(request.user, one)
    return render(request, "monitoring/reported.html", about(request, versions[0]) | {"versions": versions})


def about(request: Request, one: Any) -> dict[str, Any]:
    return {
        "one": one,
        "service": queries.service_words().get(one.service, one.service),
        "period": when(one.period, language()),
        "shape": queries.SHAPES[one.state],
        "may_correct": queries.may_correct(request.user, one),
        "may_decide": queries.may_decide(request.user, one),
    }


@page(queries.REPORT)
@require_GET
def entered(request: Request) -> HttpResponse:
    """What the units where one reports have entered: the way in for those who only report."""
    rows = queries.in_force(request.user, queries.REPORT)
    context = {
        "page": window(rows, request.GET, 40),
        "words": queries.service_words(),
        "back": queries.sent_back(request.user),
    }
    return render(request, "monitoring/reported_entered.html", context)


@resumable
@page(queries.REPORT)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    today = timezone.localdate()
    initial = {"period": year(today.year).previous().text}
    form = forms.ReportForm(request.user, language(), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        unit = values.pop("unit")
        made = attempt(form, lambda: commands.report(request.user, unit, draft=ReportDraft(**values)))
        if made:
            messages.success(request, _("Le chiffre est saisi : une seconde personne l'accepte."))
            again = "monitoring:reported-new" if "again" in request.POST else "monitoring:reported-entered"
            return redirect(again)
    return render(
        request, "monitoring/reported_form.html", {"form": form}, status=422 if form.errors else 200
    )


@resumable
@page(queries.REPORT)
@require_http_methods(METHODS)
def correct(request: Request, pk: UUID) -> HttpResponse:
    """The next version: the one before stays readable, and counts no more."""
    one = queries.aggregate(request.user, pk, queries.REPORT)
    if not queries.may_correct(request.user, one):
        raise missing(queries.REPORT)
    initial = {"value": queries.as_typed(one), "method": one.method}
    form = forms.CorrectionForm(request.POST or None, initial=initial)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        draft = queries.draft_of(one, **form.cleaned_data)
        done = attempt(form, lambda: commands.correct(request.user, one, draft=draft))
    if done:
        messages.success(request, _("La correction est saisie : une seconde personne l'accepte."))
        return redirect("monitoring:reported-entered")
    context = about(request, one) | {"form": form}
    return render(request, "monitoring/reported_form.html", context, status=422 if form.errors else 200)


@page(queries.ACCEPT)
@require_POST
def accept(request: Request, pk: UUID) -> HttpResponse:
    one = queries.aggregate(request.user, pk, queries.ACCEPT)
    commands.accept(request.user, one)
    messages.success(request, _("Le chiffre est accepté : il paraît dans sa propre colonne."))
    return redirect("monitoring:reported-waiting")


@resumable
@page(queries.ACCEPT)
@require_http_methods(METHODS)
def send_back(request: Request, pk: UUID) -> HttpResponse:
    one = queries.aggregate(request.user, pk, queries.ACCEPT)
    form = forms.ReturnForm(request.POST or None)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.send_back(request.user, one, **form.cleaned_data))
    if done:
        messages.success(request, _("Le chiffre est renvoyé à qui l'a saisi."))
        return redirect("monitoring:reported-waiting")
    context = about(request, one) | {"form": form}
    return render(request, "monitoring/reported_return.html", context, status=422 if form.errors else 200)


@page(queries.ACCEPT)
@require_GET
def waiting(request: Request) -> HttpResponse:
    """What others entered and nobody has read over yet."""
    context = {
        "page": window(queries.waiting(request.user), request.GET, 40),
        "words": queries.service_words(),
        "back_url": reverse("monitoring:reported-list"),
    }
    return render(request, "monitoring/reported_waiting.html", context)
