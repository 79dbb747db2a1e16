"""Street encounters: noted on a phone, listed, sorted; a mapped child's page; the mapping in numbers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may
from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection import forms_encounters as forms
from musanada.protection.commands import encounters as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import encounters as queries
from musanada.protection.queries import mapping, matching, pathways
from musanada.protection.queries.encounters import RIGHT
from musanada.protection.views.pathways import drawn

METHODS = ["GET", "POST"]
SHOWS = {"": _("Toutes"), "open": _("À trier"), "danger": _("Danger")}


@page(RIGHT)
@require_GET
def listed(request: Request) -> HttpResponse:
    """The encounters of one's teams, the latest first."""
    actor, show = request.user, request.GET.get("show", "")
    address = reverse("protection:encounters")
    context = {
        "page": window(queries.encounters(actor, show), request.GET, 30),
        "tabs": [
            {"label": label, "url": f"{address}?show={code}" if code else address, "current": code == show}
            for code, label in SHOWS.items()
        ],
        "show": show,
        "unsorted": queries.unsorted(actor),
        "may_note": bool(queries.offices(actor)),
    }
    return render(request, "protection/encounters.html", context)


@keeps
@resumable
@page(RIGHT)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """An encounter, in seconds. Sent twice it is one."""
    actor = request.user
    form = forms.EncounterForm(actor, request.POST or None)

    def note() -> Any:
        unit = form.units[form.cleaned_data["unit"]]
        return commands.record_encounter(actor, unit, draft=form.draft(), pk=form.cleaned_data["id"])

    if request.method == "POST" and form.is_valid() and (made := attempt(form, note)):
        messages.success(request, _("La rencontre est notée."))
        if made.danger:
            messages.warning(
                request, _("Danger immédiat : prévenez votre responsable de protection maintenant.")
            )
        return redirect("protection:encounters")
    context = {"form": form, "may_note": bool(form.units)}
    return render(request, "protection/encounter_new.html", context, status=422 if form.errors else 200)


@page(RIGHT)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One encounter, and who it may be."""
    actor = request.user
    one = queries.encounter(actor, pk)
    context = {
        "one": one,
        "needs": queries.need_words(one.needs),
        "suggestions": () if one.sorted_at or one.voided_at else matching.suggestions(actor, one),
        "may_sort": may(actor, RIGHT, one) and one.voided_at is None,
    }
    return render(request, "protection/encounter.html", context)


@page(RIGHT)
@require_POST
def match(request: Request, pk: UUID) -> HttpResponse:
    """It is the child of the key that was sent."""
    actor = request.user
    one = queries.encounter(actor, pk)
    try:
        key = UUID(request.POST.get("child", ""))
    except ValueError:
        messages.error(request, _("Choisissez l'enfant dans la liste."))
        return redirect("protection:encounter", one.pk)
    child = queries.mapped(actor, key)
    commands.match_encounter(actor, one, child=child)
    messages.success(request, _("La rencontre est rapprochée de cet enfant."))
    return redirect("protection:mapped", child.pk)


@page(RIGHT)
@require_POST
def new_child(request: Request, pk: UUID) -> HttpResponse:
    made = commands.new_mapped_child(request.user, queries.encounter(request.user, pk))
    messages.success(request, _("C'est un enfant rencontré pour la première fois."))
    return redirect("protection:mapped", made.pk)


@page(RIGHT)
@require_POST
def not_a_child(request: Request, pk: UUID) -> HttpResponse:
    commands.not_a_child(request.user, queries.encounter(request.user, pk))
    messages.success(request, _("La rencontre est triée : pas un enfant."))
    return redirect(f"{reverse('protection:encounters')}?show=open")


@page(RIGHT)
@require_POST
def unmatch(request: Request, pk: UUID) -> HttpResponse:
    one = queries.encounter(request.user, pk)
    commands.unmatch_encounter(request.user, one)
    messages.success(request, _("La rencontre est de nouveau à trier."))
    return redirect("protection:encounter", one.pk)


@resumable
@page(RIGHT)
@require_http_methods(METHODS)
def void(request: Request, pk: UUID) -> HttpResponse:
    one = queries.encounter(request.user, pk)
    form = forms.ReasonForm(request.POST or None)

    def strike() -> Any:
        return commands.void_encounter(request.user, one, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, strike):
        messages.success(request, _("La rencontre est annulée."))
        return redirect("protection:encounters")
    context = {
        "form": form,
        "title": _("Annuler cette rencontre"),
        "hint": _("Elle reste visible, barrée, avec son motif, et ne compte plus."),
        "button": _("Annuler la rencontre"),
        "back": reverse("protection:encounter", args=[one.pk]),
    }
    return render(request, "protection/encounter_ask.html", context, status=422 if form.errors else 200)


# Mapped children


@page(RIGHT)
@require_GET
def children(request: Request) -> HttpResponse:
    """Children met, the latest first; those who have a file are not in it."""
    rows = window(queries.mapped_children(request.user), request.GET, 30)
    return render(request, "protection/mapped_list.html", {"page": rows})


@page(RIGHT)
@require_GET
def mapped(request: Request, pk: UUID) -> HttpResponse:
    """A child met: nickname, encounters, the way they came, and the way to a file."""
    actor = request.user
    child = queries.mapped(actor, pk)
    legs = pathways.legs_of(child)
    met = queries.encounters_of(child)
    needs = {word for one in met if one.voided_at is None for word in queries.need_words(one.needs)}
    context = {
        "child": child,
        "met": met,
        "times": sum(one.voided_at is None for one in met),
        "needs": sorted(needs),
        "legs": legs,
        "route": drawn(legs) if legs else "",
        "may_open": child.person_id is None and may(actor, "protection.work", child.unit),
        "may_edit": may(actor, RIGHT, child),
        "file": queries.file_of(actor, child),
    }
    return render(request, "protection/mapped.html", context)


@resumable
@page(RIGHT)
@require_http_methods(METHODS)
def mapped_edit(request: Request, pk: UUID) -> HttpResponse:
    child = queries.mapped(request.user, pk)
    start = {name: getattr(child, name) for name in ("nickname", "sex", "born_about")}
    start["nationality"] = child.nationality_id or ""
    form = forms.MappedForm(request.POST or None, initial=start)

    def change() -> Any:
        return commands.edit_mapped_child(request.user, child, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, _("C'est enregistré."))
        return redirect("protection:mapped", child.pk)
    context = {
        "form": form,
        "title": _("Ce que l'on sait de cet enfant"),
        "button": _("Enregistrer"),
        "back": reverse("protection:mapped", args=[child.pk]),
    }
    return render(request, "protection/encounter_ask.html", context, status=422 if form.errors else 200)


@page(RIGHT)
@require_GET
def mapping_page(request: Request) -> HttpResponse:
    """Profiles, needs and ways by town, as numbers of nobody."""
    context = {
        "counted": mapping.counted(request.user),
        "tables": mapping.tables(request.user),
        "ways": mapping.ways(request.user),
        "least": mapping.LEAST,
    }
    return render(request, "protection/mapped_numbers.html", context)
