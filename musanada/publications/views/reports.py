"""Reports: the list, one report with its texts, and the editor with the printed text and the linter beside it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, may, missing
from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.publications import drafting
from musanada.publications import forms_reports as forms
from musanada.publications.commands import reports as commands
from musanada.publications.queries import reports as queries

METHODS = ["GET", "POST"]
NAMES = ("title_fr", "title_ar", "title_en", "title_es", "audience")
BUILD = "publications.build"


@page(queries.VIEW)
@require_GET
def listing(request: Request) -> HttpResponse:
    shown = window(queries.reports(request.user), request.GET, 40)
    context = {"page": shown, "reports": shown.rows, "may_write": holds(request.user, queries.WRITE)}
    return render(request, "publications/reports.html", context)


@resumable
@page(queries.WRITE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    form = forms.NewForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        words = commands.ReportWords(**{name: values[name] for name in (*NAMES, "slug")})
        made = attempt(
            form, lambda: commands.create_report(request.user, form.units[values["unit"]], words=words)
        )
        if made:
            messages.success(request, _("Le rapport est créé : choisissez une langue et écrivez."))
            return redirect("publications:report", made.pk)
    return render(
        request, "publications/report_form.html", {"form": form}, status=422 if form.errors else 200
    )


@resumable
@page(queries.WRITE)
@require_http_methods(METHODS)
def rename(request: Request, pk: UUID) -> HttpResponse:
    one = queries.report(request.user, pk)
    if not may(request.user, queries.WRITE, one):
        raise missing(queries.WRITE)
    form = forms.NamesForm(request.POST or None, initial={name: getattr(one, name) for name in NAMES})
    if request.method == "POST" and form.is_valid():
        words = commands.ReportWords(**{name: form.cleaned_data[name] for name in NAMES})
        if attempt(form, lambda: commands.rename_report(request.user, one, words=words)):
            messages.success(request, _("Le rapport est renommé."))
            return redirect("publications:report", one.pk)
    context = {"form": form, "one": one}
    return render(request, "publications/report_form.html", context, status=422 if form.errors else 200)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """Its texts by language, its publications, and every saved text."""
    one = queries.report(request.user, pk)
    context = {
        "one": one,
        "written": queries.written(one),
        "history": window(queries.history(one), request.GET, 20),
        "revisions": queries.revisions(one),
        "may_write": may(request.user, queries.WRITE, one),
        "may_build": may(request.user, BUILD, one),
    }
    return render(request, "publications/report.html", context)


@resumable
@page(queries.WRITE)
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID, language: str) -> HttpResponse:
    """The text on one side, as it prints and what is wrong on the other. ``from``: begin with an older text again."""
    one = queries.report(request.user, pk)
    known_language(language)
    if not may(request.user, queries.WRITE, one):
        raise missing(queries.WRITE)
    last = queries.newest(one, language)
    form = text_form(request, one, language, last)
    looking = "look" in request.POST
    if request.method == "POST" and not looking and form.is_valid():
        values = form.cleaned_data
        saved = attempt(
            form,
            lambda: commands.save_text(
                request.user, one, language=language, body=values["body"], after=values["after"]
            ),
        )
        if saved:
            messages.success(request, _("Texte n° %(number)s enregistré.") % {"number": saved.number})
            return redirect("publications:report-edit", one.pk, language)
    body, period = form["body"].value() or "", form["period"].value() or ""
    # With JavaScript the other side is asked for at once; without, by its button.
    shown = drafting.preview(request.user, body, language, period) if looking else None
    context = {"one": one, "language": language, "form": form, "last": last, "preview": shown}
    status = 422 if request.method == "POST" and not looking and form.errors else 200
    return render(request, "publications/report_edit.html", context, status=status)


def text_form(request: Request, one: Any, language: str, last: Any) -> forms.TextForm:
    if request.method == "POST":
        return forms.TextForm(language, request.POST)
    older = request.GET.get("from", "")
    shown = queries.text(one, language, int(older)) if older.isdigit() else last
    initial = {
        "body": shown.body if shown else starting(one, language),
        "after": last.number if last else 0,
        "period": request.GET.get("period", "")[:40] or queries.period_of(one),
    }
    return forms.TextForm(language, initial=initial)


def starting(one: Any, language: str) -> str:
    """The first lines of an empty text."""
    title = getattr(one, f"title_{language}") or one.title_fr
    return f"---\ntitle: {title}\n---\n\n# {title}\n\n"


@page(queries.WRITE)
@require_POST
def preview(request: Request, pk: UUID, language: str) -> HttpResponse:
    """The other side alone, while one types; nothing is kept."""
    one = queries.report(request.user, pk)
    known_language(language)
    if not may(request.user, queries.WRITE, one):
        raise missing(queries.WRITE)
    body = request.POST.get("body", "")[: commands.LONGEST]
    shown = drafting.preview(request.user, body, language, request.POST.get("period", "")[:40])
    context = {"one": one, "language": language, "preview": shown}
    return render(request, "publications/_report_preview.html", context)


@page(queries.VIEW)
@require_GET
def text(request: Request, pk: UUID, language: str, number: int) -> HttpResponse:
    """One saved text as it was written."""
    one = queries.report(request.user, pk)
    known_language(language)
    context = {
        "one": one, "language": language, "text": queries.text(one, language, number),
        "may_write": may(request.user, queries.WRITE, one), "last": queries.newest(one, language),
    }  # fmt: skip
    return render(request, "publications/report_text.html", context)


@page(queries.WRITE)
@require_GET
def citable(request: Request) -> JsonResponse:
    """Ids of figures with their words, or with ``figure`` and ``axis`` the codes of an axis: for the editor's completion."""
    figure, axis = request.GET.get("figure", ""), request.GET.get("axis", "")
    lang = (get_language() or "fr")[:2]
    if figure and axis:
        return JsonResponse({"codes": queries.codes(request.user, figure, axis, lang)})
    return JsonResponse({"figures": queries.citable(request.user, lang)})


def known_language(language: str) -> None:
    if language not in queries.LANGUAGES:
        raise Http404
