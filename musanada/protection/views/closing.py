"""The end of a file: asked, decided by a second person named on it, opened again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import forms_common as forms
from musanada.protection.closing_rules import reasons_for
from musanada.protection.commands import closing as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import files
from musanada.protection.queries import plans as queries
from musanada.protection.queries.work import url_of
from musanada.protection.views.common import METHODS, asked, workable

ANCHOR = "closing"


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def ask(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, case)
    form = forms.ClosingForm(reasons_for(file), request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.ask_closing(actor, file, pk=answers.pop("id"), **answers)

    return asked(
        request,
        file,
        _("Demander la clôture"),
        form,
        run,
        done=_("La clôture est demandée : une autre personne nommée sur le dossier en décide."),
        anchor=ANCHOR,
        notice=_("Une seconde personne, nommée sur le dossier, approuve ou non. Rien ne s'arrête d'ici là."),
        keep=True,
    )


@resumable
@page(queries.APPROVE)
@require_http_methods(METHODS)
def answer(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.closing(request.user, case, item)
    if one.state != "asked" and request.method == "GET":
        return redirect(url_of(one.file, ANCHOR) or "protection:home")
    form = forms.AnswerForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        verdict = commands.approve_closing if answers["verdict"] == "approve" else commands.refuse_closing
        return verdict(actor, one, answer=answers["answer"])

    return asked(
        request,
        one.file,
        _("Décider d'une clôture"),
        form,
        run,
        done=_("Votre décision est notée."),
        anchor=ANCHOR,
        button=_("Noter la décision"),
        closing=one,
        own=one.asked_by_id == actor.pk,
    )


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def reopen(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, case)
    form = forms.ReopenForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.reopen_file(actor, file, **answers)

    return asked(
        request,
        file,
        _("Rouvrir le dossier"),
        form,
        run,
        done=_("Le dossier est rouvert : évaluez le risque."),
        anchor="risk",
        notice=_("Ce qui restait à faire court de nouveau ; le risque est à revoir."),
    )
