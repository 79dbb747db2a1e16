"""Pages of definitions: what is in force and in preparation, writing one with its value beside it, its versions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from musanada.access.pages import Request, page
from musanada.kit.errors import Problem
from musanada.kit.facts import FACTS
from musanada.kit.periods import Period
from musanada.reporting.commands import note_records_opened
from musanada.reporting.display import Labels
from musanada.reporting.engine.axes import axes_of
from musanada.reporting.groups import group_title
from musanada.reporting.pages.trial import Trial, tried
from musanada.reporting.queries import definitions as queries
from musanada.reporting.queries import indicators
from musanada.reporting.registry import DefinitionError
from musanada.reporting.views.figures import grouped, language, row_words
from musanada.reporting.writing.compare import differences
from musanada.reporting.writing.forms import LookForm
from musanada.reporting.writing.text import written, written_together

VIEW = "figures.view"
TONES = {"draft": "wait", "submitted": "open", "returned": "warning", "active": "done", "replaced": "muted"}


@page(VIEW)
@require_GET
def listing(request: Request) -> HttpResponse:
    """What people wrote here: in preparation first, then what is in force."""
    own = queries.readable_here(request.user)
    lang = language()
    context = {
        "work": [(one, TONES[one.state]) for one in queries.in_work(request.user)],
        "own": [(one, one.label.in_language(lang), group_title(one.group)) for one in own],
        "unusable": queries.unusable() if queries.desks(request.user) else {},
        "may_write": bool(queries.desks(request.user)),
    }
    return render(request, "reporting/definitions.html", context)


@page(VIEW)
@require_GET
def reference(request: Request) -> HttpResponse:
    """Every definition in force that the reader may read, by subject: what each number means, word for word."""
    lang = language()
    known = queries.seen_by(request.user)
    groups = [
        (
            group,
            group_title(group),
            [described(one, known, lang) for one in ones],
        )
        for group, ones in grouped(indicators(request.user))
    ]
    return render(request, "reporting/reference.html", {"groups": groups, "own": known.own})


def described(one: Any, known: Any, lang: str) -> dict[str, Any]:
    """One entry: the words, what it is made of, how it splits."""
    from musanada.reporting.display import axis_title

    source = known.indicators.source(one.id)
    fact = FACTS[source.fact or ""]
    return {
        "one": one,
        "label": one.label.in_language(lang),
        "definition": one.definition.in_language(lang),
        "fact": fact.label,
        "of": [(code, known.indicators[code].label.in_language(lang)) for code in one.refers_to()],
        "splits": [axis_title(name) for name in axes_of(source) if axis_title(name) != name],
        "own": one.id in known.own,
        "hash": known.indicators.hash(one.id)[:12],
    }


@page(VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One version: what it says, what it changes, its value with the records; the verbs of who may."""
    version = queries.version(request.user, pk)
    before = queries.before(version)
    context: dict[str, Any] = {
        "version": version,
        "tone": TONES[version.state],
        "may": queries.may_do(request.user, version),
        "before": before,
        "form": look_form(request),
    }
    try:
        one = queries.read(version)
    except DefinitionError as problem:
        return render(request, "reporting/definition.html", context | {"unreadable": str(problem)})
    trial = look(request, one, period_of(context["form"]))
    if trial.period and not context["form"].is_bound:
        context["form"].initial["period"] = trial.period
    lang = language()
    context |= {
        "one": one,
        "title": one.label.in_language(lang),
        "definition": one.definition.in_language(lang),
        "labels": [
            (code, getattr(one.label, code), getattr(one.definition, code))
            for code in ("fr", "ar", "en", "es")
        ],
        "changes": differences(queries.read(before), one) if before else [],
        "trial": trial,
        "rows": trial_rows(request, trial),
    }
    return render(request, "reporting/definition.html", context)


def look_form(request: Request) -> LookForm:
    return LookForm(request.GET if request.GET.get("period") else None)


def period_of(form: LookForm) -> Period | None:
    period: Period | None = form.cleaned_data["period"] if form.is_valid() else None
    return period


def look(request: Request, one: Any, period: Period | None) -> Trial:
    """The value beside a definition. Records shown are journalled as any others."""
    trial = tried(request.user, one, period, language())
    if trial.records:
        note_records_opened(request.user, one.id, trial.period, "", page=1)
    return trial


def trial_rows(request: Request, trial: Trial) -> list[dict[str, Any]]:
    labels = Labels(request.user, language())
    names = ("sex", "places", "communes", "countries")
    words = {name: labels.words(name) for name in names} if trial.records else {}
    return [row_words(record, labels, words) for record in trial.records]


@page(VIEW)
@require_GET
def history(request: Request, code: str) -> HttpResponse:
    """All versions of one id, and how two of them differ."""
    versions = queries.versions(request.user, code)
    by_number = {str(one.version): one for one in versions}
    new = by_number.get(request.GET.get("new", ""), versions[0])
    old = by_number.get(
        request.GET.get("old", ""), next((v for v in versions if v.version < new.version), None)
    )
    try:
        changes = differences(queries.read(old), queries.read(new)) if old and old != new else []
    except DefinitionError as problem:
        raise Problem(str(problem)) from None
    context = {
        "code": code,
        "versions": [(one, TONES[one.state]) for one in versions],
        "old": old,
        "new": new,
        "changes": changes,
        "active": code in queries.seen_by(request.user).own,
        "may_next": queries.may_follow(request.user, versions),
    }
    return render(request, "reporting/definition_history.html", context)


@page(VIEW)
@require_GET
def export(request: Request) -> HttpResponse:
    """Definitions as YAML: one (``id``), all written here, or every one in force (``all``)."""
    readable = {one.id: one for one in indicators(request.user)}
    known = queries.seen_by(request.user)
    code = request.GET.get("id", "")
    if code and code not in readable:
        raise Http404
    wanted = [code] if code else [c for c in readable if request.GET.get("all") or c in known.own]
    text = written(readable[code]) if code else written_together(readable[c] for c in wanted)
    name = f"{code or 'definitions'}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


def to_version(version: Any) -> HttpResponse:
    return redirect(reverse("reporting:definition", args=[version.pk]))


def sentence(done: str) -> str:
    return {
        "draft": _("La définition est enregistrée. Envoyez-la en relecture quand elle est prête."),
        "submitted": _("La définition attend une seconde personne."),
        "returned": _("La définition est renvoyée à qui l'a écrite."),
        "active": _("La définition est en vigueur : le chiffre se trouve parmi les autres."),
    }[done]
