"""A child's journey without a decided BID: asked for on a page, answered by a second person on another."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import forms_interests as forms
from musanada.protection.commands import exceptions as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import determinations as queries
from musanada.protection.queries import files
from musanada.protection.queries.work import url_of
from musanada.protection.rules import value
from musanada.protection.views.assessments import ask, the_child
from musanada.protection.views.common import METHODS


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def new(request: Request, case: UUID) -> HttpResponse:
    file = the_child(request, case, files.WORK)
    form = forms.ExceptionForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return commands.ask_exception(request.user, file, pk=said.pop("id"), **said)

    notice = _(
        "Un mineur sans parent ne voyage pas sans décision d'un panel. Une exception, consignée et approuvée par une "
        "seconde personne, vaut %(days)s jours au plus."
    ) % {"days": value("exception_most")}
    return ask(request, file, _("Demander une exception au voyage"), form, run, back=url_of(file, "exceptions"),
               done=_("L'exception attend la réponse d'une seconde personne."), button=_("Demander l'exception"),
               keep=True, notice=notice)  # fmt: skip


@resumable
@page("protection.approve")
@require_http_methods(METHODS)
def answer(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file = the_child(request, case, "protection.approve")
    one = queries.exception(file, item)
    form = forms.AnswerForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return commands.answer_exception(request.user, one, approve=said["approve"] == "yes")

    return ask(request, file, _("Exception au voyage"), form, run, back=url_of(file, "exceptions"),
               done=_("Votre réponse est enregistrée."), button=_("Répondre"), care="", exception=one)  # fmt: skip
