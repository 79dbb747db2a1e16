"""Plan, services and visits of a file, one question at a time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import forms_common as forms
from musanada.protection.commands import follow_ups, plans, services
from musanada.protection.keeping import keeps
from musanada.protection.queries import files
from musanada.protection.queries import plans as queries
from musanada.protection.views.common import METHODS, asked, workable

PLAN, SERVICES, VISITS = "plan", "services", "follow-ups"


# The plan


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def action_new(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, case)
    form = forms.ActionForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return plans.add_action(actor, file, pk=answers.pop("id"), **answers)

    done = _("L'action est au plan.")
    return asked(request, file, _("Ajouter une action au plan"), form, run, done=done, anchor=PLAN, keep=True)


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def action_change(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.action(request.user, case, item)
    names = ("goal", "action", "responsible", "due_on", "agreed")
    form = forms.ActionForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    del form.fields["id"]

    def run(answers: dict[str, Any]) -> Any:
        return plans.change_action(actor, one, **answers)

    done = _("L'action est modifiée.")
    return asked(request, one.file, _("Modifier une action du plan"), form, run, done=done, anchor=PLAN)


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def action_end(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.action(request.user, case, item)
    form = forms.EndActionForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return plans.end_action(actor, one, **answers)

    return asked(
        request,
        one.file,
        _("Finir une action du plan"),
        form,
        run,
        done=_("L'action est finie."),
        anchor=PLAN,
        about=(one.goal, one.action),
    )


# Services


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def service_new(request: Request, case: UUID) -> HttpResponse:
    """Whatever the state of the procedure."""
    actor, file = request.user, workable(request.user, case)
    form = forms.ServiceForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return services.ask_service(actor, file, pk=answers.pop("id"), **answers)

    return asked(
        request,
        file,
        _("Demander un service"),
        form,
        run,
        done=_("Le service est demandé."),
        anchor=SERVICES,
        notice=_("L'aide urgente n'attend aucune étape de la procédure."),
        keep=True,
    )


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def service_answer(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.service(request.user, case, item)
    form = forms.AnswerServiceForm(request.POST or None, initial={"agency": one.agency})

    def run(answers: dict[str, Any]) -> Any:
        return services.answer_service(actor, one, **answers)

    return asked(
        request,
        one.file,
        _("Noter la réponse d'un service"),
        form,
        run,
        done=_("La réponse est notée."),
        anchor=SERVICES,
        about=(one.get_kind_display(), one.get_urgency_display()),
    )


# Visits


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def visit_new(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, case)
    form = forms.FollowUpForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return follow_ups.schedule_follow_up(actor, file, pk=answers.pop("id"), **answers)

    return asked(
        request, file, _("Prévoir une visite"), form, run,
        done=_("La visite est prévue."), anchor=VISITS, care="", keep=True,
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def visit_series(request: Request, case: UUID) -> HttpResponse:
    """Those that the rules foresee, at once."""
    actor, file = request.user, workable(request.user, case)
    form = forms.SeriesForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return follow_ups.schedule_visits(actor, file, **answers)

    return asked(
        request, file, _("Prévoir les visites des règles"), form, run,
        done=_("Les visites sont prévues."), anchor=VISITS, care="",
    )  # fmt: skip


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def visit_done(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.follow_up(request.user, case, item)
    form = forms.DoneForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        answers.pop("id")  # the page's own: sent again, the same visit says the same
        return follow_ups.do_follow_up(actor, one, **answers)

    return asked(
        request, one.file, _("Noter une visite"), form, run,
        done=_("La visite est notée."), anchor=VISITS, keep=True, about=about(one),
    )  # fmt: skip


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def visit_missed(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.follow_up(request.user, case, item)
    form = forms.MissedForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        answers.pop("id")
        return follow_ups.miss_follow_up(actor, one, **answers)

    return asked(
        request, one.file, _("Noter une visite manquée"), form, run,
        done=_("La tentative est notée."), anchor=VISITS, keep=True, about=about(one),
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def visit_move(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.follow_up(request.user, case, item)
    form = forms.DueForm(request.POST or None, initial={"due_on": one.due_on})

    def run(answers: dict[str, Any]) -> Any:
        return follow_ups.move_follow_up(actor, one, **answers)

    return asked(
        request, one.file, _("Déplacer une visite"), form, run,
        done=_("La visite est déplacée."), anchor=VISITS, care="", about=about(one),
    )  # fmt: skip


def about(one: Any) -> tuple[Any, Any]:
    return one.get_kind_display(), one.due_on
