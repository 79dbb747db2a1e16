"""The hospital's own list and acts; what comes next, with the liaison's list; who a casualty is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import may
from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.people import queries as people
from musanada.people.attempt import attempt
from musanada.people.commands.persons import register
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.resume import resumable
from musanada.protection import forms_border as forms
from musanada.protection.commands import border as commands
from musanada.protection.commands import hospital
from musanada.protection.forms_encounters import ReasonForm
from musanada.protection.keeping import keeps
from musanada.protection.queries import border as queries
from musanada.protection.queries.border import HOSPITAL, IDENTIFY, LIAISE, VIEW
from musanada.protection.views.border import METHODS, asked, back, opened, tabs

BASIS = BasisDraft("vital_interest", "2026-11", "fra", "")


@page(HOSPITAL)
@require_GET
def ward(request: Request) -> HttpResponse:
    """Whoever was sent to one's hospital: on the way, waiting, or lying there."""
    context = {"rows": queries.at_hospital(request.user), "tabs": tabs(request.user, "hospital")}
    return render(request, "protection/border_hospital.html", context)


@keeps
@resumable
@page(HOSPITAL)
@require_http_methods(METHODS)
def admit(request: Request, pk: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, HOSPITAL)
    form = forms.AdmitForm(request.POST or None)

    def enter() -> Any:
        said = {name: value for name, value in form.cleaned_data.items() if name != "id"}
        return hospital.admit(request.user, unit, casualty=one, pk=form.cleaned_data["id"], **said)

    return asked(
        request, one, form, enter, title=_("Admettre à l'hôpital"), button=_("Admettre"),
        said=_("L'admission est enregistrée."),
    )  # fmt: skip


@resumable
@page(HOSPITAL)
@require_http_methods(METHODS)
def end(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, HOSPITAL)
    stay, form = queries.stay(one, item), forms.EndForm(request.POST or None)

    def leave() -> Any:
        return hospital.end_stay(request.user, unit, casualty=one, stay=stay, **form.cleaned_data)

    return asked(
        request, one, form, leave, title=_("Fin du séjour"), button=_("Enregistrer"),
        said=_("La fin du séjour est enregistrée."),
    )  # fmt: skip


@resumable
@page(HOSPITAL)
@require_http_methods(METHODS)
def void(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, HOSPITAL)
    stay, form = queries.stay(one, item), ReasonForm(request.POST or None)

    def strike() -> Any:
        why = form.cleaned_data["reason"]
        return hospital.void_stay(request.user, unit, casualty=one, stay=stay, reason=why)

    return asked(
        request, one, form, strike, title=_("Annuler ce séjour"), button=_("Annuler le séjour"),
        said=_("Le séjour est annulé."),
    )  # fmt: skip


# What comes next


@keeps
@resumable
@page(VIEW)
@require_http_methods(METHODS)
def need_new(request: Request, pk: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, VIEW)
    form = forms.NeedForm(request.POST or None)

    def ask() -> Any:
        said = {name: form.cleaned_data[name] for name in ("need", "urgent", "text")}
        return commands.ask_need(request.user, unit, casualty=one, pk=form.cleaned_data["id"], **said)

    return asked(
        request, one, form, ask, title=_("Demander une suite"), button=_("Demander"), care="notes",
        said=_("Le chargé de protection verra ce besoin dans sa liste."),
    )  # fmt: skip


@page(LIAISE)
@require_GET
def needs(request: Request) -> HttpResponse:
    """The liaison's list: who needs what next, urgent first; who should not be forgotten; deaths one is named on."""
    actor = request.user
    context = {
        "page": window(queries.open_needs(actor), request.GET, 50),
        "unfollowed": queries.unfollowed(actor),
        "deaths": queries.deaths(actor),
        "tabs": tabs(actor, "liaison"),
    }
    return render(request, "protection/border_needs.html", context)


@resumable
@page(LIAISE)
@require_http_methods(METHODS)
def need_close(request: Request, pk: UUID) -> HttpResponse:
    need = queries.need(request.user, pk)
    one = queries.casualty(request.user, need.casualty_id)
    form = forms.CloseNeedForm(request.POST or None, initial={"state": "done"})

    def settle() -> Any:
        return commands.close_need(request.user, need, **form.cleaned_data)

    return asked(
        request, one, form, settle, title=need.get_need_display(), button=_("Enregistrer"), care="notes",
        said=_("C'est noté."),
    )  # fmt: skip


# Who it is


@resumable
@page(IDENTIFY)
@require_http_methods(METHODS)
def identify(request: Request, pk: UUID) -> HttpResponse:
    """Somebody of one's own register, or somebody new."""
    actor = request.user
    one, unit = opened(actor, pk, IDENTIFY)
    may_register = may(actor, "people.register", unit)
    seeking = "q" in request.POST  # a name goes out as a POST: never in an address
    making = request.method == "POST" and not seeking and "person" not in request.POST
    form = forms.NewPersonForm(request.POST if making else None, initial={"sex": one.sex})
    if "person" in request.POST and not seeking:
        person = people.person(actor, key_of(request.POST["person"]), "people.find")
        commands.identify_casualty(actor, unit, casualty=one, person=person)
        return named(request, one)
    if (
        making
        and may_register
        and form.is_valid()
        and attempt(form, lambda: registered(actor, unit, one, form))
    ):
        return named(request, one)
    text = request.POST.get("q", "")
    context = {
        "one": one,
        "form": form if may_register else None,
        "text": text,
        "found": queries.people_found(actor, text),
        "back": back(one),
    }
    return render(request, "protection/casualty_identify.html", context, status=422 if form.errors else 200)


def key_of(text: str) -> UUID:
    """Raises: Http404."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def named(request: Request, one: Any) -> HttpResponse:
    messages.success(request, _("L'identité est ajoutée : la fiche apparaît sous cette personne."))
    return redirect(back(one))


def registered(actor: Any, unit: Any, one: Any, form: Any) -> Any:
    """A new person and their name on the casualty: both or neither."""
    from django.db import transaction

    said = form.cleaned_data
    draft = PersonDraft(
        id=said["id"],
        names=(NameDraft(text=said["name"]),),
        sex=said["sex"],
        birth=said["birth"],
        nationalities=(said["nationality"],) if said["nationality"] else (),
    )
    with transaction.atomic():
        person = register(actor, unit, draft=draft, basis=BASIS)
        return commands.identify_casualty(actor, unit, casualty=one, person=person)


@resumable
@page(IDENTIFY)
@require_http_methods(METHODS)
def detach(request: Request, pk: UUID) -> HttpResponse:
    one, unit = opened(request.user, pk, IDENTIFY)
    form = ReasonForm(request.POST or None)

    def undo() -> Any:
        return commands.detach_identity(request.user, unit, casualty=one, reason=form.cleaned_data["reason"])

    return asked(
        request, one, form, undo, title=_("Détacher l'identité"), button=_("Détacher"),
        said=_("La fiche est de nouveau sans nom."),
        hint=_("C'était quelqu'un d'autre : la fiche reste, sans nom."),
    )  # fmt: skip
