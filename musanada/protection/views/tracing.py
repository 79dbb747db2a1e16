"""The search for a family, on the child's wish: opened, step by step, verified, together again, or ended."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import forms_care as forms
from musanada.protection.commands import tracing as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import care, files
from musanada.protection.queries import tracing as queries
from musanada.protection.queries.work import url_of
from musanada.protection.views.common import METHODS, asked

ANCHOR = "tracing"


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def new(request: Request, case: UUID) -> HttpResponse:
    """Among the relatives whom the child wants to reach; without the child's word the page says so, and asks nothing."""
    actor, file = request.user, care.child_file(request.user, case)
    found = {str(one.pk): one for one in queries.to_search(file)}
    refusal = queries.why_not(file)
    if request.method == "GET" and (refusal or not found):
        url = reverse("protection:child", args=[case])
        context = {"file": file, "case": file.case, "refusal": refusal, "url": url}
        return render(request, "protection/tracing_not.html", context)
    form = forms.TracingForm([(key, queries.named(one)) for key, one in found.items()], request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        relative = found[answers.pop("relative")]
        return commands.open_tracing(actor, file, relative=relative, pk=answers.pop("id"), **answers)

    return asked(
        request, file, _("Chercher la famille"), form, run, done=_("La recherche est ouverte."), anchor=ANCHOR,
        keep=True, care="", button=_("Ouvrir la recherche"),
    )  # fmt: skip


@page(files.VIEW)
@require_GET
def show(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """One search, every step of it."""
    one = queries.tracing(request.user, case, item, files.VIEW)
    context = {
        "file": one.file,
        "case": one.file.case,
        "search": queries.search_of(one),
        "refusal": queries.why_not(one.file),
        "back": url_of(one.file, ANCHOR),
    }
    return render(request, "protection/tracing.html", context)


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def step(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.tracing(request.user, case, item)
    form = forms.StepForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.record_tracing(actor, one, draft=form.draft(), pk=answers["id"])

    return asked(
        request, one.file, _("Noter un pas de la recherche"), form, run, done=_("Le pas est noté."), anchor=ANCHOR,
        keep=True, care="family", about=(queries.named(one.relative), one.opened_on), button=_("Enregistrer"),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def verify(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """The family, the child and the home: three yes, or what stands in the way."""
    actor, one = request.user, queries.tracing(request.user, case, item)
    names = ("family_willing", "child_willing", "home_safe")
    initial = {n: getattr(one, n) for n in names} | {"how": one.verified_how, "obstacles": one.obstacles}
    form = forms.VerifyForm(request.POST or None, initial=initial)

    def run(answers: dict[str, Any]) -> Any:
        return commands.verify_family(actor, one, draft=form.draft())

    return asked(
        request, one.file, _("Vérifier la famille"), form, run, done=_("La vérification est notée."), anchor=ANCHOR,
        care="family", about=(queries.named(one.relative),), button=_("Enregistrer la vérification"),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def reunify(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.tracing(request.user, case, item)
    form = forms.ReunifyForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.reunify(actor, one, on=answers["on"], crosses=answers["crosses"] == "yes")

    return asked(
        request, one.file, _("Réunion avec la famille"), form, run, anchor=ANCHOR, care="",
        done=_("La réunion est enregistrée : l'enfant vit là, et les visites sont prévues."),
        about=(queries.named(one.relative),), button=_("Enregistrer la réunion"),
        notice=_("L'accueil d'avant finit ce jour-là. Des visites de suivi sont prévues aux mois déclarés."),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def end(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.tracing(request.user, case, item)
    form = forms.EndTracingForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.end_tracing(actor, one, **answers)

    return asked(
        request, one.file, _("Clore la recherche"), form, run, done=_("La recherche est close."), anchor=ANCHOR,
        care="family", about=(queries.named(one.relative), one.opened_on),
    )  # fmt: skip
