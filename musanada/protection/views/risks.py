"""The level of risk: noted with its reason; its review is due sooner the higher it is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import forms_common as forms
from musanada.protection.commands import risks as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import files
from musanada.protection.rules import value
from musanada.protection.views.common import METHODS, asked, workable


@keeps
@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def new(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, case)
    form = forms.RiskForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.record_risk(actor, file, pk=answers.pop("id"), **answers)

    terms = _(
        "À revoir tous les %(low)s jours si le risque est faible, %(medium)s s'il est moyen, %(high)s s'il est élevé."
    )
    return asked(
        request,
        file,
        _("Noter le niveau de risque"),
        form,
        run,
        done=_("Le niveau de risque est noté, et le jour de sa revue fixé."),
        anchor="risk",
        notice=terms % {level: value(f"risk_review_{level}") for level in ("low", "medium", "high")},
        keep=True,
    )
