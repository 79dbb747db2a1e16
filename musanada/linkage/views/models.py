"""What the comparison of the register goes by: each model explained, what decisions say of it, when it ran."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from musanada.access.doors import holds, missing, units_for
from musanada.access.pages import Request, page
from musanada.kit.errors import Problem
from musanada.linkage.commands.runs import activate_model, parameters_of
from musanada.linkage.queries import runs as stored
from musanada.linkage.tabs import tabs
from musanada.linkage.words import field_words, level_words

READ, TUNE = "twins.model", "twins.tune"


@page(READ)
@require_GET
def all_models(request: Request) -> HttpResponse:
    return render(
        request, "linkage/models.html", {"rows": stored.models(), "tabs": tabs(request.user, "models")}
    )


@page(READ)
@require_GET
def model(request: Request, pk: UUID) -> HttpResponse:
    found = stored.model(pk)
    learnt = parameters_of(found)
    fields = [
        (
            field_words(field.code),
            [(level_words(field.code, level.code), level) for level in field.levels],
        )
        for field in learnt.fields
    ]
    context = {
        "model": found,
        "learnt": learnt,
        "one_in": round(1 / learnt.prior) if learnt.prior else 0,
        "fields": fields,
        "clerical": stored.clerical(request.user, found),
        "may_activate": holds(request.user, TUNE) and found.state != "active",
    }
    return render(request, "linkage/model.html", context)


@page(TUNE)
@require_POST
def activate(request: Request, pk: UUID) -> HttpResponse:
    """At the top of the organisation: a model scores for everybody, so it is not put in force from an office."""
    found = stored.model(pk)
    unit = units_for(request.user, TUNE).filter(parent=None).order_by("path").first()
    if unit is None:
        raise missing(TUNE)
    try:
        activate_model(request.user, unit, model=found)
        messages.success(request, _("Ce modèle est en service à partir de la prochaine comparaison."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("twins:model", found.pk)


@page(READ)
@require_GET
def runs(request: Request) -> HttpResponse:
    """When the register was compared. How many records and pairs there are in all is not for one organisation to know."""
    return render(request, "linkage/runs.html", {"rows": stored.runs(), "tabs": tabs(request.user, "runs")})
