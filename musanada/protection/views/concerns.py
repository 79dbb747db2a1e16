"""Protection concerns, and the compartment apart: for who answers for the file, and for nobody else a page at all."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection.commands import concerns as commands
from musanada.protection.forms_family import ConcernChangeForm, ConcernForm, HarmForm, harm_initial
from musanada.protection.keeping import keeps
from musanada.protection.queries import children as queries
from musanada.protection.views.children import METHODS, WORK, asked, head

CONCERNS = "block-g"


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def concern_new(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, queries.child(request.user, case, WORK)
    form = ConcernForm(request.POST or None)

    def run() -> Any:
        return commands.open_concern(actor, file, pk=form.cleaned_data["id"], **form.told())

    return asked(
        request,
        file,
        form,
        _("Noter une préoccupation"),
        run,
        done=_("C'est noté."),
        anchor=CONCERNS,
        care="notes",
    )


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def concern(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """Completed, or lifted."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    one = queries.concern(file, item)
    initial = {"phase": one.phase, "details": one.details, "closed_on": one.closed_on}
    form = ConcernChangeForm(request.POST or None, initial=initial)
    return asked(
        request,
        file,
        form,
        one.get_kind_display(),
        lambda: commands.change_concern(actor, file, concern=one, **form.told()),
        done=_("Le dossier est à jour."),
        anchor=CONCERNS,
        care="notes",
    )


# The compartment apart


def compartment(request: Request, case: UUID) -> Any:
    """The file, for who answers for it. Raises: Http404 for the others, named or not."""
    file = queries.child(request.user, case, WORK)
    if not queries.owns(request.user, file):
        raise Http404
    return file


@page(WORK)
@require_GET
def harms(request: Request, case: UUID) -> HttpResponse:
    file = compartment(request, case)
    context = head(file) | {"rows": queries.harms(request.user, file), "open": file.case.closed_on is None}
    return render(request, "protection/harms.html", context)


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def harm_new(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, compartment(request, case)
    form = HarmForm(request.POST or None)

    def run() -> Any:
        return commands.record_harm(actor, file, values=form.told(), pk=form.cleaned_data["id"])

    return asked(
        request,
        file,
        form,
        _("Noter un incident"),
        run,
        done=_("C'est noté dans le compartiment réservé."),
        care="harm",
        back=reverse("protection:child-harms", args=[case]),
    )


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def harm(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, file = request.user, compartment(request, case)
    one = queries.harm(actor, file, item)
    form = HarmForm(request.POST or None, initial=harm_initial(one))
    return asked(
        request,
        file,
        form,
        one.get_kind_display(),
        lambda: commands.change_harm(actor, file, harm=one, values=form.told()),
        done=_("Le compartiment réservé est à jour."),
        care="harm",
        back=reverse("protection:child-harms", args=[case]),
    )
