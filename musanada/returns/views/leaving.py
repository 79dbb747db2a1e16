"""The ways out of a return, each with its own words, and back in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.kit.errors import Refused
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns.commands import leaving as commands
from musanada.returns.forms_interviews import DuplicateForm, LeaveForm, ReasonForm
from musanada.returns.queries import returns as queries
from musanada.returns.queries import shown
from musanada.returns.views.returns import head
from musanada.returns.workflow import FLOW

METHODS = ["GET", "POST"]


def offered(request: Request, pk: UUID, code: str) -> tuple[Any, Any]:
    """The file and the step, if this actor takes it from here. Raises: Http404, MissingRight, Refused."""
    one, step = queries.ret(request.user, pk), FLOW.steps[code]
    require(request.user, step.right, one.case)
    if one.case.state not in step.source:
        raise Refused(
            _("Cette étape n'est plus possible depuis l'état du dossier. Rechargez sa page."), code="state"
        )
    return one, step


def answered(
    request: Request, one: Any, step: Any, form: forms.Form, run: Callable[[], Any], said: str
) -> HttpResponse:
    """The page of a step, or the file where it was taken."""
    if request.method == "POST" and form.is_valid() and attempt(form, run) is not None:
        messages.success(request, said)
        return redirect("returns:show", one.case_id)
    context = head(one) | {
        "step": step,
        "form": form,
        "why": step.refusal(request.user, one.case),
        "family": [row for row in shown.family(request.user, one) if not row.own],
        "booked": one.case.state == "booked",
    }
    return render(request, "returns/leave.html", context, status=422 if form.errors else 200)


@resumable
@page("return.register")
@require_http_methods(METHODS)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """The person renounces: a day, and nothing about why."""
    one, step = offered(request, pk, "withdraw")
    form = LeaveForm(request.POST or None, label=_("Quel jour l'a-t-elle dit ?"))

    def run() -> Any:
        return commands.withdraw(request.user, one, on=form.cleaned_data["on"])

    return answered(request, one, step, form, run, _("C'est noté. Rien d'autre ne change pour la personne."))


@resumable
@page("return.travel")
@require_http_methods(METHODS)
def withdraw_at_gate(request: Request, pk: UUID) -> HttpResponse:
    """The person renounces when boarding."""
    one, step = offered(request, pk, "withdraw_at_gate")
    form = LeaveForm(request.POST or None, label=_("Quel jour l'a-t-elle dit ?"))

    def run() -> Any:
        return commands.withdraw_at_gate(request.user, one, on=form.cleaned_data["on"])

    return answered(request, one, step, form, run, _("C'est noté. Rien d'autre ne change pour la personne."))


@resumable
@page("case.lead")
@require_http_methods(METHODS)
def die(request: Request, pk: UUID) -> HttpResponse:
    """The person died."""
    one, step = offered(request, pk, "die")
    form = ReasonForm(request.POST or None, label=_("Quel jour ?"))
    form.fields["text"].label = _("Comment le sait-on ?")

    def run() -> Any:
        return commands.die(request.user, one, **form.cleaned_data)

    return answered(request, one, step, form, run, _("Le dossier est clos."))


@resumable
@page("case.lead")
@require_http_methods(METHODS)
def duplicate(request: Request, pk: UUID) -> HttpResponse:
    """Another file of the same person goes on."""
    one, step = offered(request, pk, "mark_duplicate")
    form = DuplicateForm(request.POST or None)

    def run() -> Any:
        other = queries.by_number(request.user, form.cleaned_data["of"])
        if other is None:
            form.add_error("of", _("Aucun dossier de retour que vous voyez ne porte ce numéro."))
            return None
        return commands.mark_duplicate(request.user, one, of=other, text=form.cleaned_data["text"])

    return answered(request, one, step, form, run, _("Le dossier est clos comme double."))


@resumable
@page("return.register")
@require_http_methods(METHODS)
def reopen(request: Request, pk: UUID) -> HttpResponse:
    """The request is taken up again, from its beginning."""
    return taken_up(request, pk, "reopen")


@resumable
@page("case.lead")
@require_http_methods(METHODS)
def resume(request: Request, pk: UUID) -> HttpResponse:
    """The preparation goes on."""
    return taken_up(request, pk, "resume")


def taken_up(request: Request, pk: UUID, code: str) -> HttpResponse:
    one, step = offered(request, pk, code)
    form = ReasonForm(request.POST or None, label=_("À partir de quel jour ?"))

    def run() -> Any:
        return commands.take_up(request.user, one, code, **form.cleaned_data)

    return answered(request, one, step, form, run, _("Le dossier est repris."))
