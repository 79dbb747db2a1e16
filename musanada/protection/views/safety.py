"""The safety plan, version after version; the risk of a return, assessed by one and approved by another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import forms_victims as forms
from musanada.protection.commands import safety as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import victims as queries
from musanada.protection.views.victims import METHODS, VICTIM, WORK, asking


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def plan(request: Request, case: UUID) -> HttpResponse:
    """The next version, from the words of the last."""

    def make(file: Any) -> Any:
        plans = queries.safety_plans(file)
        initial = forms.safety_initial(plans[0] if plans else None, queries.review_day())
        return forms.SafetyForm(request.POST or None, initial=initial)

    words = {
        "title": _("Plan de sécurité"),
        "button": _("Enregistrer cette version"),
        "done": _("Le plan de sécurité est enregistré."),
        "lead": _("Écrit avec la personne. Les versions précédentes restent."),
        "care": "notes",
    }
    return asking(request, case, make, lambda file, form: commands.write_safety_plan(request.user, file, draft=form.draft()), words)  # fmt: skip


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def risk(request: Request, case: UUID) -> HttpResponse:
    words = {
        "title": _("Risque au retour"),
        "button": _("Enregistrer l'évaluation"),
        "done": _("L'évaluation attend l'accord d'une seconde personne nommée au dossier."),
        "lead": _(
            "Avant tout retour. Une autre personne l'approuve ; elle vaut un temps que disent les règles."
        ),
        "care": "notes",
    }
    return asking(request, case, lambda file: forms.RiskForm(request.POST or None), lambda file, form: commands.assess_return_risk(request.user, file, draft=form.draft()), words)  # fmt: skip


@page(queries.APPROVE)
@require_POST
def approve(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file = queries.victim(request.user, case, queries.APPROVE)
    commands.approve_return_risk(request.user, file, risk=queries.return_risk(file, item))
    messages.success(request, _("L'évaluation du risque au retour est approuvée."))
    return redirect(VICTIM, case)
