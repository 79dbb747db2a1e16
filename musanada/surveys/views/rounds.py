"""Pages of rounds: the list, who is to be asked, results, another version's scores."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, missing
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.surveys import forms
from musanada.surveys.commands import rounds as commands
from musanada.surveys.commands.scores import score_round
from musanada.surveys.queries import instruments, summary
from musanada.surveys.queries import rounds as queries
from musanada.surveys.showing import version_shown
from musanada.surveys.words import SHAPES, STATES

METHODS = ["GET", "POST"]
AGAIN = ("refused", "unreachable", "moved")  # noted once, and somebody answers after all
ASKABLE = ("now", "late", *AGAIN)
CHANGED = ("name_fr", "name_ar", "population", "stage", "from_months", "to_months", "events_from", "events_to",
           "sampling", "sampling_note")  # fmt: skip


@page(queries.VIEW)
@require_GET
def home(request: Request) -> HttpResponse:
    """Rounds with what is to do in each, and the questionnaires."""
    rows = [(one, queries.counts(request.user, one)) for one in queries.rounds(request.user)]
    context = {
        "rows": rows,
        "instruments": instruments.instruments(),
        "may_manage": holds(request.user, queries.MANAGE),
        "may_ask": queries.may_ask(request.user),
    }
    return render(request, "surveys/home.html", context)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    form = forms.RoundForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        unit = values.pop("unit")
        made = attempt(form, lambda: commands.open_round(request.user, unit, **values))
        if made:
            messages.success(request, _("La campagne est ouverte."))
            return redirect("surveys:round", made.pk)
    return render(request, "surveys/round_form.html", {"form": form}, status=422 if form.errors else 200)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def change(request: Request, pk: UUID) -> HttpResponse:
    one = queries.round_of(request.user, pk)
    if not queries.may_manage(request.user, one):
        raise missing(queries.MANAGE)
    initial = {name: getattr(one, name) for name in CHANGED}
    form = forms.ChangeForm(request.user, request.POST or None, initial=initial)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.change_round(request.user, one, **form.values()))
    if done:
        messages.success(request, _("La campagne est corrigée."))
        return redirect("surveys:round", one.pk)
    context = {"form": form, "round": one}
    return render(request, "surveys/round_form.html", context, status=422 if form.errors else 200)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """How many stand where; for who asks, the people, in the state the address says."""
    one = queries.round_of(request.user, pk)
    counts = queries.counts(request.user, one)
    state = request.GET.get("state", "now")
    state = state if state in STATES else "now"
    may_ask = queries.may_ask(request.user)
    context: dict[str, Any] = {
        "round": one,
        "tabs": [
            {"label": STATES[s], "count": counts[s], "url": f"?state={s}", "current": s == state}
            for s in STATES
        ],
        "state": STATES[state],
        "may_ask": may_ask,
        "may_manage": queries.may_manage(request.user, one),
        "population": queries.population_of(one),
    }
    if may_ask:
        shown = window(queries.listed(request.user, one, state), request.GET, 25)
        rows = [(row, SHAPES[row.state], STATES[row.state]) for row in queries.shown(one, shown.rows)]
        context |= {"page": shown, "rows": rows, "askable": state in ASKABLE, "again": state in AGAIN}
    return render(request, "surveys/round.html", context)


@page(queries.VIEW)
@require_GET
def results(request: Request, pk: UUID) -> HttpResponse:
    """The mean with its n, eligible and response; bands; change and attrition against an earlier round."""
    one = queries.round_of(request.user, pk)
    versions = summary.scored_with(one)
    version = next((v for v in versions if str(v.pk) == request.GET.get("version")), None)
    earlier = summary.earlier(request.user, one)
    first = next(
        (r for r in earlier if str(r.pk) == request.GET.get("against")), earlier[0] if earlier else None
    )
    context = {
        "round": one,
        "results": summary.results(request.user, one, version),
        "versions": versions,
        "used": version or one.version,
        "could_score": summary.could_score(one),
        "change": summary.change(request.user, first, one) if first else None,
        "earlier": earlier,
        "rules": version_shown(instruments.definition_of(version or one.version), get_language() or "fr"),
        "may_manage": queries.may_manage(request.user, one),
        "population": queries.population_of(one),
    }
    return render(request, "surveys/results.html", context)


@page(queries.MANAGE)
@require_POST
def score(request: Request, pk: UUID) -> HttpResponse:
    """Score the round with another version: rows are added, none is replaced."""
    one = queries.round_of(request.user, pk)
    version = next((v for v in summary.could_score(one) if str(v.pk) == request.POST.get("version")), None)
    if version is None:
        raise BadInput(_("Choisissez une version figée de ce questionnaire."))
    count = score_round(request.user, one, version=version)
    said = ngettext(
        "%(n)s note ajoutée ; les anciennes restent.", "%(n)s notes ajoutées ; les anciennes restent.", count
    )
    messages.success(request, said % {"n": count})
    return redirect(f"{reverse('surveys:round-results', args=[one.pk])}?version={version.pk}")
