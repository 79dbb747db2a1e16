"""Writing a definition: choose a fact, say what is counted, see the value at once; send it to a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.facts import FACTS
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.reporting.commands import definitions as commands
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import Labels, axis_title
from musanada.reporting.queries import definitions as queries
from musanada.reporting.queries import indicators
from musanada.reporting.registry import DefinitionError
from musanada.reporting.views.definitions import (
    look,
    look_form,
    period_of,
    sentence,
    to_version,
    trial_rows,
)
from musanada.reporting.views.figures import language
from musanada.reporting.writing import forms, offers, shape
from musanada.reporting.writing.text import read_several, written

DEFINE, REVIEW = queries.DEFINE, queries.REVIEW
METHODS = ["GET", "POST"]
DERIVED = "derived"


@resumable
@page(DEFINE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """A fact first (``fact``), or figures that it is made of; ``like`` begins with the words of another."""
    base = pattern(request)
    fact = (base.fact or DERIVED) if base else request.GET.get("fact", "")
    if not fact:
        return choose(request)
    form = form_of(request, fact, told=beginning(base) if base else None)
    return written_by(request, form, lambda text: draft(request, form, text), {"fact": fact})


def pattern(request: Request) -> Indicator | None:
    """The figure whose definition this one begins with, if any."""
    code = request.GET.get("like", "")
    known = queries.seen_by(request.user).indicators
    if not code:
        return None
    if code not in {one.id for one in indicators(request.user)}:
        raise Http404
    return known[code]


def beginning(base: Indicator) -> dict[str, Any]:
    return shape.told_of(base) | {"id": f"{base.id}_2"}


def choose(request: Request) -> HttpResponse:
    """The facts that domains publish, in words, with what stands in each."""
    known = queries.seen_by(request.user).indicators
    found = [
        (fact, len(offer.siblings), ", ".join(axis_title(name) for name in offer.dims("", "")))
        for fact in offers.facts(request.user)
        for offer in [offers.Offer(fact, known)]
    ]
    return render(request, "reporting/definition_fact.html", {"facts": found})


def form_of(
    request: Request, fact: str, *, told: dict[str, Any] | None = None, first: bool = True, data: Any = None
) -> Any:
    """The questions that go with a fact, or those of a figure made of others. Raises: Http404."""
    known = queries.seen_by(request.user).indicators
    given: dict[str, Any] = {"actor": request.user, "first": first, "initial": told or {}}
    answers = data if data is not None else (request.POST if request.method == "POST" else None)
    if fact == DERIVED:
        return forms.DerivedForm(answers, known=known, **given)
    found = next((one for one in offers.facts(request.user) if one.name == fact), None)
    if found is None:
        raise Http404
    return forms.CountedForm(answers, offer=offers.Offer(found, known), **given)


def written_by(request: Request, form: Any, save: Any, context: dict[str, Any]) -> HttpResponse:
    """The form with its value beside it; kept where it was sent to be kept and nothing is wrong."""
    looking = "look" in request.POST
    if request.method == "POST" and not looking and form.is_valid():
        made = attempt(form, lambda: save(written(form.indicator())))
        if made:
            messages.success(request, sentence("draft"))
            return to_version(made)
    context |= {
        "form": form,
        "look": look_form(request),
        "preview_url": reverse("reporting:definition-preview"),
    }
    context |= beside(request, form, context["fact"])
    if looking:
        form = context["form"] = unbound(request, form, context["fact"], first="reason" not in form.fields)
    status = 422 if request.method == "POST" and not looking and form.errors else 200
    return render(request, "reporting/definition_form.html", context, status=status)


def unbound(request: Request, form: Any, fact: str, *, first: bool) -> Any:
    """The same answers, not yet judged: who asks for the value has not finished writing."""
    blank = form.__class__
    given: dict[str, Any] = {"actor": request.user, "first": first, "initial": form.told()}
    given |= {"known": form.known} if fact == DERIVED else {"offer": form.offer}
    return blank(None, **given)


def beside(request: Request, form: Any, fact: str) -> dict[str, Any]:
    """What stands beside the questions: the value as far as it can be counted, columns and codes, known ids."""
    context: dict[str, Any] = {"columns": columns(request, fact)}
    if fact == DERIVED:
        context["ids"] = sorted(queries.seen_by(request.user).indicators)
    if form.is_bound:
        context |= preview_of(request, form)
    return context


def columns(request: Request, fact: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Names that a condition may test, with what they hold: kind, and the codes with their words."""
    if fact == DERIVED:
        return []
    labels = Labels(request.user, language())
    kinds = {c.name: c.kind for c in FACTS[fact].columns}
    found = offers.Offer(FACTS[fact], queries.seen_by(request.user).indicators).lists()
    return [
        (name, kinds[name], sorted(labels.words(codes).items())[:60] if codes else [])
        for name, codes in found
    ]


def preview_of(request: Request, form: Any) -> dict[str, Any]:
    look_at = forms.LookForm({"period": request.POST.get("period", "")})
    try:
        one = form.indicator(blank=True)
    except (BadInput, KeyError, LookupError) as problem:
        return {
            "waiting": str(problem)
            if isinstance(problem, BadInput)
            else _("Répondez d'abord aux premières questions.")
        }
    trial = look(request, one, period_of(look_at))
    return {"trial": trial, "rows": trial_rows(request, trial)}


@page(DEFINE)
@require_POST
def preview(request: Request) -> HttpResponse:
    """The value of what is being written: a fragment, asked for at every change. Keeps nothing."""
    form = form_of(request, request.POST.get("fact", ""))
    return render(request, "reporting/_trial.html", preview_of(request, form))


def draft(request: Request, form: Any, text: str) -> Any:
    desks = queries.desks(request.user)
    desk = form.cleaned_data.get("desk") or (desks[0] if desks else None)
    if desk is None:
        raise missing(DEFINE)
    return commands.draft_definition(
        request.user, desk, text=text, reason=form.cleaned_data.get("reason", "")
    )


@resumable
@page(DEFINE)
@require_http_methods(METHODS)
def change(request: Request, pk: UUID) -> HttpResponse:
    """A draft, or one sent back, by the questions; as a text where they do not cover it."""
    version = queries.version(request.user, pk)
    if not queries.may_do(request.user, version).change:
        return refused(request, version)
    try:
        one = queries.read(version)
    except DefinitionError:
        return redirect("reporting:definition-text", version.pk)
    known = queries.seen_by(request.user).indicators
    if not shape.on_the_page(one, known):
        return redirect("reporting:definition-text", version.pk)
    fact = one.fact or DERIVED
    told = shape.told_of(one) | {"reason": version.reason}
    form = form_of(request, fact, told=told, first=version.version == 1)

    def save(text: str) -> Any:
        reason = form.cleaned_data.get("reason", version.reason)
        return commands.change_definition(request.user, version, text=text, reason=reason)

    if request.method == "GET":
        form.initial |= {"period": request.GET.get("period", "")}
    return written_by(request, form, save, {"fact": fact, "version": version})


def refused(request: Request, version: Any) -> HttpResponse:
    messages.info(request, _("Cette version ne se modifie plus."))
    return to_version(version)


@resumable
@page(DEFINE)
@require_http_methods(METHODS)
def as_text(request: Request, pk: UUID) -> HttpResponse:
    version = queries.version(request.user, pk)
    if not queries.may_do(request.user, version).change:
        return refused(request, version)
    form = forms.TextForm(request.POST or None, initial={"text": version.body, "reason": version.reason})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form,
            lambda: commands.change_definition(
                request.user, version, text=said["text"], reason=said.get("reason", "")
            ),
        )
        if made:
            messages.success(request, sentence("draft"))
            return to_version(made)
    context = {"form": form, "version": version}
    return render(request, "reporting/definition_text.html", context, status=422 if form.errors else 200)


@page(DEFINE)
@require_POST
def following(request: Request, code: str) -> HttpResponse:
    """The next version of an indicator in force, as a draft that begins with what is in force."""
    found = queries.versions(request.user, code)
    version = next((one for one in found if one.state == "active"), None)
    if version is None:
        raise Refused(
            _("Aucune version n'est en vigueur : terminez celle qui est en préparation."),
            code="definition_in_work",
        )
    desks = queries.desks(request.user)
    if not desks:
        raise missing(DEFINE)
    unit = version.unit if version.unit in desks else desks[0]
    made = commands.draft_definition(request.user, unit, text=version.body)
    return redirect("reporting:definition-change", made.pk)


@page(DEFINE)
@require_POST
def submit(request: Request, pk: UUID) -> HttpResponse:
    version = queries.version(request.user, pk)
    try:
        commands.submit_definition(request.user, version)
    except MissingRight:
        raise
    except BadInput as problem:
        messages.error(request, str(problem))
        return redirect("reporting:definition-change", version.pk)
    messages.success(request, sentence("submitted"))
    return to_version(version)


@page(REVIEW)
@require_POST
def activate(request: Request, pk: UUID) -> HttpResponse:
    version = commands.activate_definition(request.user, queries.version(request.user, pk))
    messages.success(request, sentence("active"))
    return to_version(version)


@resumable
@page(REVIEW)
@require_http_methods(METHODS)
def send_back(request: Request, pk: UUID) -> HttpResponse:
    version = queries.version(request.user, pk)
    form = forms.RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        remark = form.cleaned_data["remark"]
        if attempt(form, lambda: commands.return_definition(request.user, version, remark=remark)):
            messages.success(request, sentence("returned"))
            return to_version(version)
    context = {"form": form, "version": version}
    return render(request, "reporting/definition_return.html", context, status=422 if form.errors else 200)


@resumable
@page(DEFINE)
@require_http_methods(METHODS)
def bring(request: Request) -> HttpResponse:
    """Look first, then import: nothing is written before one has seen what would change."""
    form = forms.BringForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        found = attempt(form, lambda: read_several(text, "fichier"))
        if found and request.POST.get("go") and "file" not in request.FILES:
            desks = queries.desks(request.user)
            if not desks:
                raise missing(DEFINE)
            reason = form.cleaned_data["reason"]
            done = attempt(
                form,
                lambda: commands.bring_definitions(request.user, desks[0], definitions=found, reason=reason),
            )
            if done is not None:
                messages.success(request, _("Les définitions sont importées comme brouillons."))
                return redirect("reporting:definitions")
        if found:
            context |= {"looked": queries.compared(found), "text": text}
    return render(request, "reporting/definition_import.html", context, status=422 if form.errors else 200)
