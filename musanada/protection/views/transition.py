"""The passage to adulthood: what is ready, what is still to prepare, and the consent that an adult gives again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.kit.errors import MissingRight, Refused
from musanada.people.resume import resumable
from musanada.protection import forms_care as forms
from musanada.protection.commands import transition as commands
from musanada.protection.queries import care, files
from musanada.protection.queries import transition as queries
from musanada.protection.queries.work import url_of
from musanada.protection.views.common import METHODS, asked

ANCHOR = "transition"


@page(files.VIEW)
@require_GET
def show(request: Request, case: UUID) -> HttpResponse:
    file = care.child_file(request.user, case, files.VIEW)
    context = {
        "file": file,
        "case": file.case,
        "passage": queries.passage(file),
        "consents": reverse("consents:person", args=[file.case.person_id]),
        "back": url_of(file, ANCHOR),
    }
    return render(request, "protection/transition.html", context)


@page(files.WORK)
@require_POST
def prepare(request: Request, case: UUID) -> HttpResponse:
    file = care.child_file(request.user, case)
    try:
        commands.prepare_transition(request.user, file)
    except MissingRight:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Les points à préparer sont au dossier."))
    return redirect("protection:transition", case)


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def point(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, one = request.user, queries.point(request.user, case, item)
    initial = {"state": one.state, "note": one.note} | ({"on": one.on} if one.on else {})
    form = forms.PointForm(request.POST or None, initial=initial)

    def run(answers: dict[str, Any]) -> Any:
        return commands.settle_point(actor, one, **answers)

    return asked(
        request, one.file, str(one.get_topic_display()), form, run, done=_("Le point est enregistré."),
        anchor=ANCHOR, button=_("Enregistrer"),
    )  # fmt: skip
