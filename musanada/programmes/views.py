"""Pages of programmes, their activities and donors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.partners import queries as partners
from musanada.partners.forms import tell
from musanada.programmes import commands, queries
from musanada.programmes.forms import (
    ActivityForm,
    DonorForm,
    EndForm,
    ProgrammeFilter,
    ProgrammeForm,
    VoidForm,
)

PAGE = 25


@dataclass(frozen=True)
class State:
    """Where a programme or an activity stands today, as a shape and a word."""

    kind: str
    label: str


@dataclass(frozen=True)
class Row:
    """A programme in the list, with what its activities say."""

    programme: Any
    reach: queries.Reach
    state: State


def state_of(starts_on: date, ends_on: date | None, over: str) -> State:
    """``over`` is the word for what has ended: French gives it a gender."""
    today = timezone.localdate()
    if starts_on > today:
        return State("next", _("à venir"))
    return State("done", over) if ends_on and ends_on < today else State("open", _("en cours"))


def state_of_programme(programme: Any) -> State:
    return state_of(programme.starts_on, programme.ends_on, _("terminé"))


def state_of_activity(activity: Any) -> State:
    if activity.voided_at:
        return State("void", _("annulée"))
    return state_of(activity.starts_on, activity.ends_on or activity.programme.ends_on, _("terminée"))


@page("programmes.view")
def listing(request: Request) -> HttpResponse:
    """The portfolio: every count is computed from live activities."""
    lang, year = get_language() or "fr", timezone.localdate().year
    asked = ProgrammeFilter(request.GET or None, actor=request.user, lang=lang)
    # A filter that cannot be read finds nothing: it never shows the whole list as if it had been obeyed.
    readable = not asked.is_bound or asked.is_valid()
    values = asked.cleaned_data if asked.is_bound else {}
    rows = queries.programmes(
        request.user,
        text=values.get("q", ""),
        sector=values.get("sector", ""),
        city=values.get("city", ""),
        partner=values.get("partner", ""),
        on_date=values.get("on"),
        sort=request.GET.get("sort", "code"),
    )
    shown = Paginator(rows if readable else rows.none(), PAGE).get_page(request.GET.get("page"))
    reach = queries.reach_of(request.user, shown.object_list)
    empty = queries.counted([])
    context = {
        "filter_form": asked,
        "page": shown,
        "rows": [Row(p, reach.get(p.pk, empty), state_of_programme(p)) for p in shown],
        "filtered": any(values.values()) or not readable,
        "figures": figures(
            queries.reach_during(request.user, date(year, 1, 1), date(year, 12, 31)), str(year)
        ),
        "may_add": queries.may_manage(request.user),
    }
    return render(request, "programmes/list.html", context)


def figures(reach: queries.Reach, period: str = "") -> list[dict[str, Any]]:
    counts = [
        (_("Programmes au travail"), reach.programmes),
        (_("Villes"), reach.cities),
        (_("Partenaires"), reach.partners),
        (_("dont associations"), reach.associations),
    ]
    return [{"label": label, "value": value, "period": period} for label, value in counts]


@page("programmes.view")
def detail(request: Request, code: str) -> HttpResponse:
    """A programme: where, with whom, for how much, and each of its activities."""
    programme = found(request, code)
    activities = list(queries.activities(request.user, programme))
    context = {
        "programme": programme,
        "state": state_of_programme(programme),
        "figures": figures(queries.reach(queries.live(queries.activities(request.user, programme))))[1:],
        "matrix": queries.matrix(request.user, programme, get_language() or "fr", _("Sans partenaire")),
        "activities": [(a, state_of_activity(a)) for a in activities],
        "may_manage": queries.may_manage(request.user, programme),
    }
    return render(request, "programmes/detail.html", context)


@page("programmes.view")
def of_partner(request: Request, code: str) -> HttpResponse:
    """What we do with a partner: a fragment of the partner's page, a page by itself without script."""
    partner = partners.partner(request.user, code)
    if partner is None:
        raise Http404
    rows = queries.activities_of_partner(request.user, partner)
    template = "programmes/_of_partner.html" if request.htmx else "programmes/of_partner.html"
    activities = [(a, state_of_activity(a)) for a in rows]
    return render(request, template, {"partner": partner, "activities": activities})


@page("programmes.manage")
def add(request: Request) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, actor=request.user)

    def write(values: dict[str, Any]) -> HttpResponse:
        programme = commands.create_programme(request.user, values.pop("lead_unit"), **values)
        messages.success(request, _("Le programme est enregistré. Ajoutez-lui ses activités."))
        return redirect("programmes:detail", programme.code)

    return ask(request, form, write, _("Ajouter un programme"))


@page("programmes.manage")
def edit(request: Request, code: str) -> HttpResponse:
    programme = managed(request, code)
    form = ProgrammeForm(request.POST or None, actor=request.user, programme=programme)

    def write(values: dict[str, Any]) -> HttpResponse:
        commands.edit_programme(request.user, programme, **values)
        messages.success(request, _("Le programme est à jour."))
        return redirect("programmes:detail", code)

    return ask(request, form, write, _("Modifier le programme"), programme=programme)


@page("programmes.manage")
def add_activity(request: Request, code: str) -> HttpResponse:
    programme = managed(request, code)
    form = ActivityForm(
        request.POST or None, actor=request.user, lang=get_language() or "fr", programme=programme
    )

    def write(values: dict[str, Any]) -> HttpResponse:
        commands.open_activity(request.user, programme, **values)
        messages.success(request, _("L'activité est enregistrée."))
        return redirect("programmes:detail", code)

    return ask(request, form, write, _("Ajouter une activité"), programme=programme)


@page("programmes.manage")
def end_activity(request: Request, pk: UUID) -> HttpResponse:
    activity = managed_activity(request, pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})

    def write(values: dict[str, Any]) -> HttpResponse:
        commands.close_activity(request.user, activity, **values)
        messages.success(request, _("L'activité a pris fin."))
        return redirect("programmes:detail", activity.programme.code)

    return ask(
        request, form, write, _("Mettre fin à l'activité"), programme=activity.programme, activity=activity
    )


@page("programmes.manage")
def void_activity(request: Request, pk: UUID) -> HttpResponse:
    activity = managed_activity(request, pk)
    form = VoidForm(request.POST or None)

    def write(values: dict[str, Any]) -> HttpResponse:
        commands.void_activity(request.user, activity, **values)
        messages.success(request, _("L'activité est annulée ; elle ne compte plus."))
        return redirect("programmes:detail", activity.programme.code)

    return ask(
        request,
        form,
        write,
        _("Annuler l'activité"),
        programme=activity.programme,
        activity=activity,
        consequence=_("L'activité restera visible, barrée, et ne comptera plus dans aucun chiffre."),
    )


@page("programmes.view")
def donors(request: Request) -> HttpResponse:
    context = {"donors": queries.donors(request.user), "may_add": queries.may_manage(request.user)}
    return render(request, "programmes/donors.html", context)


@page("programmes.manage")
def add_donor(request: Request) -> HttpResponse:
    form = DonorForm(request.POST or None, actor=request.user)

    def write(values: dict[str, Any]) -> HttpResponse:
        commands.register_donor(request.user, values.pop("kept_by"), **values)
        messages.success(request, _("Le bailleur est enregistré."))
        return redirect("programmes:donors")

    return ask(request, form, write, _("Ajouter un bailleur"))


def found(request: Request, code: str) -> Any:
    programme = queries.programme(request.user, code)
    if programme is None:
        raise Http404
    return programme


def managed(request: Request, code: str) -> Any:
    """Visible but not ours to change is a 403 that names the right."""
    programme = found(request, code)
    require(request.user, "programmes.manage", programme)
    return programme


def managed_activity(request: Request, pk: UUID) -> Any:
    activity = queries.activity(request.user, pk)
    if activity is None:
        raise Http404
    require(request.user, "programmes.manage", activity)
    return activity


def ask(
    request: Request,
    form: forms.Form,
    write: Callable[[dict[str, Any]], HttpResponse],
    heading: str,
    **context: Any,
) -> HttpResponse:
    """The form; sent, what ``write`` answers; with its errors (422) when it was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            return write(dict(form.cleaned_data))
        except BadInput as error:
            tell(form, error)
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "programmes/form.html", {"form": form, "heading": heading, **context}, status=status
    )
