"""Pages of figures of others: every series, one with all its vintages, two releases compared; rates by region."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.kit.periods import read_period
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.reporting import queries as figures
from musanada.reporting import rates as counting
from musanada.reporting.commands import import_external
from musanada.reporting.commands import series as commands
from musanada.reporting.display import Labels, period_label, unit_word
from musanada.reporting.externals import read_text
from musanada.reporting.forms import FiguresForm, SeriesForm
from musanada.reporting.pages.blocks import Asked, address
from musanada.reporting.queries import series as queries
from musanada.reporting.series import span_of
from musanada.reporting.views.figures import asked_for, language, neighbours

VIEW, EXTERNAL = "figures.view", "figures.external"
METHODS = ["GET", "POST"]


def span_words(span: str) -> str:
    """What a period is of its year: said wherever two may be mistaken for each other."""
    return {
        "year": _("année entière"),
        "to_date": _("depuis janvier, année non finie"),
        "upto": _("depuis l'origine"),
        "other": "",
    }[span]


def dimension_words(labels: Labels, dimension: str) -> str:
    """``total`` or the traits in words; a rank is never without its universe."""
    if dimension == "total":
        return _("Total")
    lists = {"region": "places", "nationality": "countries", "sex": "sex"}
    words = []
    for part in dimension.split(";"):
        key, _equals, code = part.partition("=")
        found = labels.words(lists[key]).get(code, code) if key in lists else code
        universes = {"world": _("Parmi les pays du monde"), "Africa": _("Parmi les pays d'Afrique")}
        words.append(universes.get(code, found) if key == "scope" else found)
    return ", ".join(words)


def unit_words(unit: str, value: Any) -> str:
    special = {
        "attempts": _("tentatives"), "networks": _("réseaux"), "applications": _("demandes"), "rank": _("rang"),
        "percent": "%",
    }  # fmt: skip
    return special.get(unit) or unit_word(unit, value) or unit


def cell(labels: Labels, figure: Any) -> dict[str, Any]:
    """A figure of others as a row of a table."""
    return {
        "row": figure,
        "series": figure.series,
        "period": period_label(read_period(figure.period), labels.lang),
        "span": span_words(span_of(figure.period)),
        "dimension": dimension_words(labels, figure.dimension),
        "value": figure.value.normalize(),
        "unit": unit_words(figure.unit, figure.value),
        "qualifier": "" if figure.qualifier == "exact" else figure.get_qualifier_display(),
        "replaced": figure.replaced_at,
    }


@page(VIEW)
@require_GET
def listing(request: Request) -> HttpResponse:
    """Every series, each with its current figures and where they stand."""
    labels = Labels(request.user, language())
    found = [
        (one, one.name(labels.lang), [cell(labels, figure) for figure in shown])
        for one, shown in queries.every_series(request.user)
        if shown
    ]
    context = {"series": found, "may_enter": holds(request.user, EXTERNAL)}
    return render(request, "reporting/external.html", context)


@page(VIEW)
@require_GET
def show(request: Request, code: str) -> HttpResponse:
    """One series: what it counts, its vintages, two releases beside each other."""
    one = queries.series_of(request.user, code)
    labels = Labels(request.user, language())
    every = queries.vintages(request.user, code)
    names, lines = queries.triangle(every)
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old not in names or new not in names:
        old, new = (names[-2], names[-1]) if len(names) > 1 else ("", "")
    context = {
        "series": one,
        "title": one.name(labels.lang),
        "unit": unit_words(one.unit, 2),
        "releases": names,
        "lines": [
            (
                period_label(read_period(line.period), labels.lang),
                span_words(line.span),
                dimension_words(labels, line.dimension),
                [cell(labels, value) if value else None for value in line.values],
            )
            for line in lines
        ],
        "figures": [cell(labels, figure) for figure in queries.newest_first(every)],
        "old": old,
        "new": new,
        "pairs": [pair_words(labels, pair) for pair in queries.compared(every, old, new)] if old else [],
        "may_enter": holds(request.user, EXTERNAL),
    }
    return render(request, "reporting/series.html", context)


def pair_words(labels: Labels, pair: queries.Pair) -> dict[str, Any]:
    """Two figures, and one sentence that says what their difference means."""
    rest = period_label(read_period(pair.rest), labels.lang) if pair.rest else ""
    sentence = {
        "same": _("Même période, même valeur."),
        "revised": _("Même période : la valeur a été revue."),
        "grown": _("La période s'allonge : la différence est celle de %(rest)s, pas une évolution.")
        % {"rest": rest},
        "alike": _("Deux périodes de même longueur : la différence est une évolution."),
        "unlike": _("Deux périodes de longueur ou de sorte différente : elles ne se comparent pas."),
        "only": _("Dans une seule des deux publications."),
    }[pair.relation]
    return {
        "dimension": dimension_words(labels, pair.dimension),
        "old": cell(labels, pair.old) if pair.old else None,
        "new": cell(labels, pair.new) if pair.new else None,
        "difference": pair.difference.normalize() if pair.difference else pair.difference,
        "relation": pair.relation,
        "sentence": sentence,
    }


@resumable
@page(EXTERNAL)
@require_http_methods(METHODS)
def enter(request: Request) -> HttpResponse:
    """A CSV file of figures of others: looked at first, then imported, all or none."""
    form = FiguresForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        rows = attempt(form, lambda: read_text(text))
        if rows and request.POST.get("go") and "file" not in request.FILES:
            done = attempt(form, lambda: import_external(request.user, rows))
            if done is not None:
                counts = {"added": done.added, "revised": done.revised, "same": done.same}
                messages.success(
                    request, _("Ajoutés : %(added)s. Révisés : %(revised)s. Déjà là : %(same)s.") % counts
                )
                return redirect("reporting:external")
        if rows:
            context |= {"rows": rows, "text": text}
    return render(request, "reporting/external_import.html", context, status=422 if form.errors else 200)


@resumable
@page(EXTERNAL)
@require_http_methods(METHODS)
def describe(request: Request, code: str) -> HttpResponse:
    """What a series counts, and the words by which a text names it."""
    one = queries.series_of(request.user, code)
    told = {f"label_{lang}": words for lang, words in one.label.items()}
    told |= {
        "unit": one.unit,
        "counts": one.counts,
        "publisher": one.publisher,
        "words": "\n".join(one.words),
    }
    form = SeriesForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.describe_series(request.user, code, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("La série est décrite."))
            return redirect("reporting:series", code)
    context = {"form": form, "series": one, "title": one.name(language())}
    return render(request, "reporting/series_form.html", context, status=422 if form.errors else 200)


@page(VIEW)
@require_GET
def rates(request: Request, code: str) -> HttpResponse:
    """A figure by region for a thousand foreigners counted by the census; where the base is not published, it says so."""
    indicator, lang = figures.indicator(request.user, code), language()
    labels = Labels(request.user, lang)
    bases = queries.denominators(request.user)
    with figures.figures(request.user, patient=True, of=[indicator]) as engine:
        form, period = asked_for(request, engine)
        found = counting.by_region(engine, code, period.text, bases) if period else []
        known_at = engine.known_at
    places = labels.words("places")
    names = {counting.REST: _("Régions sans base publiée, ensemble"), counting.TOTAL: _("Maroc")}
    rows = [(names.get(one.region) or places.get(one.region, one.region), one) for one in found]
    census = bases.get("total")
    context = {
        "form": form,
        "title": indicator.label.in_language(lang),
        "rows": rows,
        "period": period_label(period, lang) if period else "",
        "known_at": known_at,
        "census": cell(labels, census) if census else None,
        "neighbours": neighbours(period, request.path),
        "figure_url": address(code, Asked(period)) if period else "",
    }
    return render(request, "reporting/rates.html", context, status=200 if period else 400)
