"""Where and with whom the child lives, who stands for the child, school: one question at a time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import forms_care as forms
from musanada.protection.commands import care as commands
from musanada.protection.commands import mandates, schooling
from musanada.protection.keeping import keeps
from musanada.protection.queries import care as queries
from musanada.protection.queries import files
from musanada.protection.views.common import METHODS, asked

CARE, MANDATES, SCHOOL = "care", "mandates", "school"


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def new(request: Request, case: UUID) -> HttpResponse:
    """Another place, from a day on: what was before ends, with its reason."""
    actor, file = request.user, queries.child_file(request.user, case)
    now = queries.care_of(file).now
    form = forms.CareForm(
        request.POST or None,
        former=now is not None,
        siblings=queries.has_siblings(actor, file),
        initial={"every_days": forms.PLACED_DAYS},
    )

    def run(answers: dict[str, Any]) -> Any:
        end = answers.get("end", "")
        return commands.begin_care(actor, file, draft=form.draft(), end=end, pk=answers["id"])

    return asked(
        request, file, _("Où vit l'enfant"), form, run, done=_("L'accueil est enregistré."), anchor=CARE, keep=True,
        button=_("Enregistrer l'accueil"), about=(now.get_kind_display(), now.from_on) if now else (),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def correct(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """What was typed wrong."""
    actor, one = request.user, queries.arrangement(request.user, case, item)
    form = forms.CareForm(request.POST or None, initial=forms.care_initial(one))
    del form.fields["id"]
    if one.to_on is not None:
        del form.fields["every_days"]

    def run(answers: dict[str, Any]) -> Any:
        return commands.correct_care(actor, one, draft=form.draft())

    title = _("Corriger un accueil")
    return asked(request, one.file, title, form, run, done=_("L'accueil est corrigé."), anchor=CARE)


# Guardians


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def mandate_new(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, queries.child_file(request.user, case)
    form = forms.MandateForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return mandates.record_mandate(actor, file, draft=form.draft(), pk=answers["id"])

    return asked(
        request, file, _("Représentant de l'enfant"), form, run, done=_("Le représentant est enregistré."),
        anchor=MANDATES, keep=True, care="", button=_("Enregistrer"),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def mandate_start(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.mandate(request.user, case, item)
    names = ("holder", "phone", "named_by", "reference")
    form = forms.StartMandateForm(request.POST or None, initial={name: getattr(one, name) for name in names})

    def run(answers: dict[str, Any]) -> Any:
        draft = form.draft(kind=one.kind, asked_on=one.asked_on)
        return mandates.start_mandate(actor, one, draft=draft)

    return asked(
        request, one.file, _("Le mandat est en cours"), form, run, done=_("Le mandat est en cours."),
        anchor=MANDATES, care="", about=(one.get_kind_display(), one.asked_on), button=_("Enregistrer"),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def mandate_refused(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.mandate(request.user, case, item)
    form = forms.WhyForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return mandates.refuse_mandate(actor, one, **answers)

    return asked(
        request, one.file, _("Le mandat est refusé"), form, run, done=_("Le refus est noté."),
        anchor=MANDATES, about=(one.get_kind_display(), one.asked_on), button=_("Noter le refus"),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def mandate_end(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.mandate(request.user, case, item)
    form = forms.WhyForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return mandates.end_mandate(actor, one, **answers)

    return asked(
        request, one.file, _("Le mandat a fini"), form, run, done=_("La fin du mandat est notée."),
        anchor=MANDATES, about=(one.get_kind_display(), one.from_on), button=_("Finir le mandat"),
    )  # fmt: skip


# School


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def school_new(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, queries.child_file(request.user, case)
    form = forms.SchoolForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return schooling.begin_schooling(actor, file, draft=form.draft(), pk=answers["id"])

    return asked(
        request, file, _("Place à l'école ou en formation"), form, run, done=_("La place est enregistrée."),
        anchor=SCHOOL, keep=True, care="", button=_("Enregistrer"),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def school_end(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.schooling(request.user, case, item)
    form = forms.WhyForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return schooling.end_schooling(actor, one, **answers)

    return asked(
        request, one.file, _("Fin de la scolarité"), form, run, done=_("La fin est notée."), anchor=SCHOOL,
        about=(one.get_kind_display(), one.place, one.from_on), button=_("Enregistrer"),
    )  # fmt: skip
