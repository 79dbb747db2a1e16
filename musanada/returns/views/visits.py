"""Pages of follow-up visits: recorded, corrected while no instalment rests on them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.returns import forms_reintegration as forms
from musanada.returns.commands import visits as commands
from musanada.returns.queries import reintegration as queries
from musanada.returns.views.reintegration import METHODS, asked, workable


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def new(request: Request, pk: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk)
    form = forms.VisitForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        answers.pop("seen")
        return commands.record_visit(actor, file, pk=answers.pop("id"), **answers)

    return asked(
        request, file, _("Enregistrer une visite"), form, run, done=_("La visite est enregistrée."), anchor="visits",
        draft="visit",
    )  # fmt: skip


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def correct(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk)
    one = queries.visit(actor, pk, item)
    initial = {
        "on": one.on,
        "mode": one.mode,
        "runs": one.runs,
        "found": one.found,
        "seen": commands.digest_of(one),
    }
    form = forms.VisitForm(request.POST or None, initial=initial)
    del form.fields["next_on"]

    def run(answers: dict[str, Any]) -> Any:
        answers.pop("id")
        return commands.correct_visit(actor, one, **answers)

    return asked(
        request, file, _("Corriger une visite"), form, run, done=_("La visite est corrigée."), anchor="visits"
    )
