"""A child's relatives, brothers and sisters with a file, and the separation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.kit.errors import bad
from musanada.people.resume import resumable
from musanada.protection.commands import family as commands
from musanada.protection.forms_family import (
    RelativeForm,
    SeparationForm,
    SiblingChangeForm,
    SiblingForm,
    relative_initial,
    separation_initial,
)
from musanada.protection.keeping import keeps
from musanada.protection.queries import children as queries
from musanada.protection.views.children import CHILD, METHODS, WORK, asked

FAMILY = "block-d"


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def relative_new(request: Request, case: UUID) -> HttpResponse:
    """A relative, as the child tells of them."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    form = RelativeForm(request.POST or None)

    def run() -> Any:
        return commands.add_relative(actor, file, values=form.told(), pk=form.cleaned_data["id"])

    return asked(
        request,
        file,
        form,
        _("Ajouter un membre de la famille"),
        run,
        done=_("C'est noté."),
        anchor=FAMILY,
        care="family",
    )


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def relative(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """What is known of a relative now."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    one = queries.relative(file, item)
    form = RelativeForm(request.POST or None, initial=relative_initial(one))
    return asked(
        request,
        file,
        form,
        one.get_tie_display(),
        lambda: commands.change_relative(actor, file, relative=one, values=form.told()),
        done=_("Le dossier est à jour."),
        anchor=FAMILY,
        care="family",
        remove=reverse("protection:child-relative-void", args=[case, item]),
        remove_label=_("Retirer cette ligne, écrite par erreur"),
    )


@page(WORK)
@require_POST
def relative_void(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file = queries.child(request.user, case, WORK)
    commands.void_relative(request.user, file, relative=queries.relative(file, item))
    messages.success(request, _("La ligne est retirée."))
    return back_to(case)


def back_to(case: UUID) -> HttpResponse:
    return redirect(reverse(CHILD, args=[case]) + f"#{FAMILY}")


# Brothers and sisters


@resumable
@page(WORK)
@require_http_methods(METHODS)
def sibling_new(request: Request, case: UUID) -> HttpResponse:
    """Another child's file that names the actor too, by its number."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    form = SiblingForm(request.POST or None)

    def run() -> Any:
        other = queries.by_reference(actor, form.cleaned_data["number"])
        if other is None:
            raise bad("number", _("Aucun dossier d'enfant à votre nom ne porte ce numéro."))
        return linked(actor, file, other, form)

    return asked(
        request,
        file,
        form,
        _("Lier un frère ou une sœur"),
        run,
        done=_("La fratrie est notée."),
        anchor=FAMILY,
        care="family",
    )


def linked(actor: Any, file: Any, other: Any, form: Any) -> Any:
    said = form.cleaned_data
    return commands.link_sibling(
        actor, file, other=other, together=said["together"] == "yes", why=said["why"]
    )


def sibling_of(request: Request, file: Any, item: UUID) -> Any:
    """Raises: Http404 for a pair of which one file does not name the actor."""
    for one in queries.siblings(request.user, file):
        if one.link.pk == item:
            return one
    raise Http404


@resumable
@page(WORK)
@require_http_methods(METHODS)
def sibling(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """Together, or why not."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    one = sibling_of(request, file, item)
    initial = {"together": "yes" if one.link.together else "no", "why": one.link.why}
    form = SiblingChangeForm(request.POST or None, initial=initial)
    return asked(
        request,
        file,
        form,
        _("Ensemble ou séparés"),
        lambda: linked(actor, file, one.file, form),
        done=_("La fratrie est notée."),
        anchor=FAMILY,
        care="family",
        remove=reverse("protection:child-sibling-end", args=[case, item]),
        remove_label=_("Ils ne sont pas de la même famille : retirer ce lien"),
    )


@page(WORK)
@require_POST
def sibling_end(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file = queries.child(request.user, case, WORK)
    commands.unlink_sibling(request.user, file, link=sibling_of(request, file, item).link)
    messages.success(request, _("Le lien est retiré."))
    return back_to(case)


# Separation


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def separation_new(request: Request, case: UUID) -> HttpResponse:
    """When, where, why."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    form = SeparationForm(request.POST or None)

    def run() -> Any:
        return commands.add_separation(actor, file, values=form.told(), pk=form.cleaned_data["id"])

    return asked(
        request,
        file,
        form,
        _("Noter la séparation"),
        run,
        done=_("C'est noté."),
        anchor=FAMILY,
        care="family",
    )


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def separation(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, file = request.user, queries.child(request.user, case, WORK)
    one = queries.separation(file, item)
    form = SeparationForm(request.POST or None, initial=separation_initial(one))
    return asked(
        request,
        file,
        form,
        _("La séparation"),
        lambda: commands.change_separation(actor, file, separation=one, values=form.told()),
        done=_("Le dossier est à jour."),
        anchor=FAMILY,
        care="family",
    )
