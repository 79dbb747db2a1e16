"""Pages of countries: the list, a sheet for each, what offices know of it, and the flow map with its table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.kit import svg
from musanada.kit.disclosure import ALL
from musanada.kit.formats import country_name
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns import country_words as words
from musanada.returns import forms_countries as forms
from musanada.returns.commands import country_notes as commands
from musanada.returns.flow_map import Flow, flow_map
from musanada.returns.queries import countries as queries
from musanada.returns.queries.flows import VIEW, Flows
from musanada.returns.queries.flows import flows as read_flows

METHODS = ["GET", "POST"]
WIDE = 768


def language() -> str:
    return get_language() or "fr"


@page(VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """Every country of return or stay, with how many people, where that may be shown."""
    both = [read_flows(request.user, direction) for direction in words.DIRECTIONS]
    noted = queries.with_notes(request.user)
    codes = noted.union(*(flow.countries for flow in both))
    named = sorted((country_name(code, language()).casefold(), code) for code in codes)
    rows = [
        {"code": code, "numbers": [shown(flow, code) for flow in both], "noted": code in noted}
        for _name, code in named
    ]
    context = {
        "rows": rows,
        "heads": [words.from_or_to(flow.direction) for flow in both],
        "totals": [flow.number() for flow in both],
        "hidden": words.HIDDEN,
    }
    return render(request, "returns/countries.html", context)


def shown(flow: Flows, code: str) -> dict[str, Any]:
    """A number, or that it is hidden, or that there was nobody."""
    number = flow.number(code)
    return {"number": number, "hidden": number is None, "none": number == 0}


@page(VIEW)
@require_GET
def show(request: Request, code: str) -> HttpResponse:
    """One country, in each direction in which anybody went or asked to go."""
    found = country_or_404(code)
    lang = language()
    sheets = [queries.sheet(request.user, found.pk, direction) for direction in words.DIRECTIONS]
    notes = queries.notes(request.user, found.pk)
    writable = {unit.pk for unit in queries.writing_units(request.user)}
    context = {
        "code": found.pk,
        "name": country_name(found.pk, lang),
        "parts": [words.in_words(one, lang) for one in sheets if one is not None],
        "topics": words.by_topic(notes, lang, writable),
        "papers": queries.laissez_passer(request.user, found.pk),
        "may_write": queries.may_write(request.user),
        "hidden": words.HIDDEN,
    }
    return render(request, "returns/country.html", context)


def country_or_404(code: str) -> Any:
    found = queries.country(code)
    if found is None or found.pk != code:
        raise Http404
    return found


# Notes


@resumable
@page(queries.RULES)
@require_http_methods(METHODS)
def note_new(request: Request, code: str) -> HttpResponse:
    """A topic on which the office has no note yet; where it has one, that one is replaced."""
    found = country_or_404(code)
    units = queries.writing_units(request.user)
    form = forms.NoteForm(request.POST or None, units=units, initial={"topic": request.GET.get("topic", "")})

    def write() -> Any:
        values = dict(form.cleaned_data)
        unit = values.pop("unit")
        return commands.write_country_note(request.user, unit, country=found, **values)

    if request.method == "POST" and form.is_valid():
        standing = queries.standing_note(form.cleaned_data["unit"], found.pk, form.cleaned_data["topic"])
        if standing is not None:
            form.add_error("topic", str(words.ALREADY))
        elif attempt(form, write) is not None:
            return written(request, found.pk)
    return note_page(request, form, found.pk, _("Écrire une note"))


@resumable
@page(queries.RULES)
@require_http_methods(METHODS)
def note_edit(request: Request, pk: UUID) -> HttpResponse:
    """The same topic again: the note that stands stays readable below."""
    note = queries.note(request.user, pk)
    if note is None:
        raise Http404
    form = forms.NoteForm(request.POST or None, units=(), note=note)

    def write() -> Any:
        return commands.write_country_note(
            request.user,
            note.unit,
            country=note.country,
            topic=note.topic,
            replaces=note,
            **form.cleaned_data,
        )

    if request.method == "POST" and form.is_valid() and attempt(form, write) is not None:
        return written(request, note.country_id)
    return note_page(request, form, note.country_id, _("Remplacer la note"), note=note)


def note_page(request: Request, form: Any, code: str, title: str, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "name": country_name(code, language()),
        "back": reverse("returns:country", args=[code]),
    } | more
    return render(request, "returns/country_note.html", context, status=422 if form.errors else 200)


def written(request: Request, code: str) -> HttpResponse:
    messages.success(request, _("La note est enregistrée. Celle d'avant reste lisible au-dessous."))
    return redirect("returns:country", code)


# The map


@page(VIEW)
@require_GET
def flows(request: Request) -> HttpResponse:
    """The map of a year or of all years, with the table of what it shows."""
    form, chosen, year = asked(request)
    context = {
        "form": form,
        "title": words.map_title(chosen, year),
        "picture": svg.responsive(lambda frame: drawn(chosen, year, frame), frame_of(chosen, year)),
        "rows": words.map_rows(chosen, year, language()),
        "heads": [words.from_or_to(flow.direction) for flow in chosen],
        "totals": [flow.number(year=year) for flow in chosen],
        "hidden": words.HIDDEN,
        "svg_url": f"{reverse('returns:flows-svg')}?{request.GET.urlencode()}",
    }
    return render(request, "returns/country_flows.html", context)


@page(VIEW)
@require_GET
def picture(request: Request) -> HttpResponse:
    """The map alone, as a file: it asks nothing of any other host."""
    _form, chosen, year = asked(request)
    content = '<?xml version="1.0" encoding="UTF-8"?>\n' + drawn(chosen, year, frame_of(chosen, year))
    name = f"retours-{'tous' if year == ALL else year}-{language()[:2]}.svg"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="image/svg+xml; charset=utf-8", headers=headers)


def asked(request: Request) -> tuple[Any, list[Flows], str]:
    """The form, the directions and the year; what is not offered is read as nothing chosen."""
    both = [read_flows(request.user, direction) for direction in words.DIRECTIONS]
    years = sorted({year for flow in both for year in flow.years})
    form = forms.MapForm(request.GET, years=years, directions=words.direction_choices())
    values = form.cleaned_data if form.is_valid() else {}
    chosen = [flow for flow in both if values.get("direction") in (flow.direction, "", None)]
    return form, chosen, values.get("year") or ALL


def frame_of(chosen: list[Flows], year: str) -> svg.Frame:
    return svg.Frame(words.map_title(chosen, year), lang=language(), width=WIDE)


def drawn(chosen: list[Flows], year: str, frame: svg.Frame) -> Any:
    numbers = [(code, flow.direction, number) for flow in chosen for code, number in flow.in_year(year)]
    shown_flows = [Flow(code, direction, number) for code, direction, number in numbers if number]
    return flow_map(
        shown_flows, frame, hidden=len({code for code, _direction, number in numbers if number is None})
    )
