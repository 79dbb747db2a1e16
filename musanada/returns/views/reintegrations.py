"""The front page of reintegration, what waits as numbers that are links; and the list of files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from musanada.access.doors import holds
from musanada.access.pages import Actor, Request, page
from musanada.cases.procedures import procedure
from musanada.cases.queries.case_deadlines import left
from musanada.cases.queries.parts import shape_of
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name
from musanada.kit.paging import window
from musanada.returns import forms_reintegration as forms
from musanada.returns.queries import projects as project_queries
from musanada.returns.queries import reintegration as queries
from musanada.returns.workflow_reintegration import CODE


@dataclass(frozen=True)
class Count:
    """A number of files and the list it opens."""

    label: Sentence
    number: int
    url: str
    tone: str = ""


LINES: tuple[tuple[Sentence, str], ...] = (
    (_("À joindre : premier contact à prendre"), "eligible"),
    (_("Contactés : besoins à évaluer, plan à commencer"), "contacted"),
    (_("Plan en préparation"), "planned"),
    (_("Plan soumis, à approuver"), "submitted"),
    (_("Plan approuvé, rien n'a commencé"), "approved"),
    (_("Appui commencé"), "started"),
)


@page(queries.VIEW)
@require_GET
def home(request: Request) -> HttpResponse:
    """What waits, as numbers that are links."""
    actor = request.user
    found = queries.counts(actor)
    address = reverse("returns:reintegration-list")
    urgent = [
        Count(
            _("Arrivés, dossier à ouvrir"),
            found.get("to_open", 0),
            reverse("returns:reintegration-to-open"),
            "open",
        ),
        Count(_("Plan en retard"), found.get("due_plan", 0), f"{address}?due=plan", "late"),
        Count(_("Versement dû"), found.get("due_tranche", 0), f"{address}?due=tranche", "wait"),
        Count(_("Visite à faire"), found.get("due_visit", 0), f"{address}?due=visit", "wait"),
    ]
    if not holds(actor, queries.WORK):
        urgent = urgent[1:]
    lines = [
        Count(label, found[state], f"{address}?state={state}") for label, state in LINES if found.get(state)
    ]
    context = {
        "urgent": urgent,
        "lines": lines,
        "may_open": holds(actor, queries.WORK),
        "may_projects": holds(actor, project_queries.VIEW),
    }
    return render(request, "returns/reintegration_home.html", context)


@page(queries.VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """The files of the actor's offices, what is due first at the top; everything asked is in the address."""
    actor = request.user
    form = forms.FilterForm(choices(actor), request.GET or None)
    chosen = form.chosen()
    shown = window(queries.listed(actor, **chosen, sort=request.GET.get("sort", "due")), request.GET)
    context = {
        "form": form,
        "page": shown,
        "rows": [as_row(one) for one in queries.list_rows(shown.rows)],
        "filtered": bool(chosen),
        "may_open": holds(actor, queries.WORK),
    }
    return render(request, "returns/reintegration_list.html", context)


def choices(actor: Actor) -> dict[str, Sequence[tuple[str, Any]]]:
    one, language = procedure(CODE), get_language() or "fr"
    countries = [(code, country_name(code, language)) for code in queries.countries_seen(actor)]
    return {
        "state": [(state, one.label_of(state)) for state in one.flow.states()],
        "cohort": [(str(year), str(year)) for year in queries.cohorts_seen(actor)],
        "country": sorted(countries, key=lambda pair: str(pair[1])),
        "scheme": queries.schemes_seen(actor),
        "kind": forms.KINDS,
        "office": [(str(unit.pk), str(unit)) for unit in queries.offices_seen(actor)],
    }


def as_row(row: queries.ListRow) -> dict[str, Any]:
    one, case = procedure(CODE), row.case
    return {
        "case": case,
        "file": row.file,
        "name": row.name,
        "country": row.file.ret.country_id,
        "late_plan": row.late_plan,
        "state": one.label_of(case.state),
        "shape": shape_of(case),
        "left": left(case.due_on) if case.due_on and case.closed_on is None else "",
    }
