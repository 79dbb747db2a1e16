"""One return: opened for someone found first, its page, corrected in any state, its family."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may, require
from musanada.access.pages import Actor, Request, page
from musanada.cases.queries import files
from musanada.kit.errors import BadInput
from musanada.people import queries as people
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns.commands import enquiries as commands
from musanada.returns.drafts import HOME
from musanada.returns.forms_returns import (
    ApartForm,
    EditForm,
    FamilyForm,
    JoinForm,
    NewForm,
    answer_as,
    answer_of,
    initial_of,
)
from musanada.returns.locks import day_asked
from musanada.returns.parts import SHOW_PARTS, parts_for
from musanada.returns.queries import procedure_strip, shown
from musanada.returns.queries import returns as queries

METHODS = ["GET", "POST"]
REGISTER = queries.REGISTER


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def head(one: Any) -> dict[str, Any]:
    """What stands over every page of one file."""
    person = one.case.person.merged_into or one.case.person
    return {"ret": one, "case": one.case, "person": person, "name": people.display_name(person)}


# Opening


@resumable
@page("return.register")
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """A file for the person of ``?person=``. Who is not found yet is searched for first, or registered."""
    key = key_of(request.GET.get("person", ""))
    if key is None:
        return start(request)
    actor = request.user
    person = people.person(actor, key, "people.find")
    units = queries.offices(actor)
    funds = [one for unit in units for one in queries.fundings_open(unit)]
    form = NewForm(
        units,
        {one.pk: one for one in funds}.values(),
        queries.region_choices(),
        request.POST or None,
        initial=guessed(person),
    )
    if request.method == "POST" and form.is_valid():
        draft = form.draft(id=form.cleaned_data["id"])
        made = attempt(
            form,
            lambda: commands.open_return(
                actor, form.unit, person=person, draft=draft, register=form.registers
            ),
        )
        if made is not None:
            messages.success(request, _("Le dossier %(number)s est ouvert.") % {"number": made})
            return redirect("returns:show", made.case_id)
    context = {
        "person": person,
        "name": people.display_name(person),
        "known": queries.of_person(actor, person),
        "form": form,
    }
    return render(request, "returns/new.html", context, status=422 if form.errors else 200)


def start(request: Request) -> HttpResponse:
    """Find the person first: by the reference of a slip here, by name in the register."""
    typed = request.GET.get("reference", "")
    found = people.by_reference(request.user, typed, "people.find") if typed else None
    if found is not None:
        return redirect(f"{reverse('returns:new')}?person={found.pk}")
    return render(request, "returns/new_start.html", {"typed": typed}, status=422 if typed else 200)


def guessed(person: Any) -> dict[str, str]:
    """A Moroccan comes back; anybody else goes home."""
    codes = list(person.nationalities.values_list("country_id", flat=True))
    if HOME in codes:
        return {"direction": "to_morocco", "channel": "iom"}
    return {"direction": "from_morocco", "channel": "iom", "country": codes[0] if codes else ""}


@page("return.register")
@require_GET
def of_person(request: Request) -> HttpResponse:
    """From a person's page: their open file where there is one, else a new one."""
    key = key_of(request.GET.get("person", ""))
    if key is None:
        raise Http404
    person = people.person(request.user, key, "people.find")
    known = [one for one in queries.of_person(request.user, person) if one.case.closed_on is None]
    if len(known) == 1 and may(request.user, queries.VIEW, known[0]):
        return redirect("returns:show", known[0].case_id)
    return redirect(f"{reverse('returns:new')}?person={person.pk}")


# One file


@page("return.view")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """Everything of one file; what blocks is said where it blocks, and only what this actor may do is offered."""
    actor = request.user
    one = queries.ret(actor, pk)
    told = files.parts(actor, one.case)
    told = replace(told, journal=shown.journal(actor, one, told))
    parts, standings = parts_for(SHOW_PARTS, actor, one), procedure_strip.standings(one)
    context = head(one) | {
        "parts": told,
        "strip": procedure_strip.strip(one, standings),
        "day": day_asked(one),
        "blocks": procedure_strip.blocked(actor, one, standings),
        "family": shown.family(actor, one),
        "late_days": queries.entered_late(one),
        "main_parts": [part for part in parts if not part.aside],
        "aside_parts": [part for part in parts if part.aside],
        "may_correct": may(actor, REGISTER, one),
        "minor": queries.is_minor(one.case.person),
    }
    return render(request, "returns/show.html", context)


@resumable
@page("return.register")
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID) -> HttpResponse:
    """Correct what was said. Always possible; each change is in the journal."""
    actor = request.user
    one = workable(actor, pk)
    funds = list(queries.fundings_for(one.case.unit))
    form = EditForm(
        funds if one.funding is None or one.funding in funds else [*funds, one.funding],
        queries.region_choices(),
        request.POST or None,
        initial=initial_of(one),
        minor=queries.is_minor(one.case.person),
    )
    if request.method == "POST" and form.is_valid():
        draft = form.edited(one)
        if attempt(form, lambda: commands.change_return(actor, one, draft=draft)) is not None:
            messages.success(request, _("Le dossier est corrigé."))
            return redirect("returns:show", pk)
    context = head(one) | {"form": form}
    return render(request, "returns/edit.html", context, status=422 if form.errors else 200)


def workable(actor: Actor, pk: UUID, right: str = REGISTER) -> Any:
    """The file, at whose office the actor holds ``right``. Raises: Http404, MissingRight."""
    one = queries.ret(actor, pk)
    require(actor, right, one)
    return one


@resumable
@page("return.register")
@require_http_methods(METHODS)
def register(request: Request, pk: UUID) -> HttpResponse:
    """The enquiry becomes a request."""
    from musanada.returns.forms_interviews import DayForm

    actor, one = request.user, workable(request.user, pk)
    form = DayForm(request.POST or None, label=_("Demande faite quel jour ?"))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        if attempt(form, lambda: commands.register(actor, one, on=day)) is not None:
            messages.success(request, _("La demande est enregistrée."))
            return redirect("returns:show", pk)
    context = head(one) | {"form": form}
    return render(request, "returns/register.html", context, status=422 if form.errors else 200)


# The family


@resumable
@page("return.register")
@require_http_methods(METHODS)
def family(request: Request, pk: UUID) -> HttpResponse:
    """Members of the household, each with a file of their own that depends on this one."""
    actor, one = request.user, workable(request.user, pk)
    members = queries.could_join(actor, one)
    minors = {member.person.pk for member in members if queries.is_minor(member.person)}
    joins = "join" in request.POST
    form = FamilyForm(members, minors, None if joins else request.POST or None)
    join = JoinForm(request.POST if joins else None)
    if request.method == "POST":
        done = joined(actor, one, join) if join.is_bound else opened(actor, one, form)
        if done:
            messages.success(request, _("Les dossiers de la famille sont à jour."))
            return redirect("returns:family", pk)
    context = head(one) | {
        "form": form,
        "join": join,
        "rows": form.rows(),
        "family": shown.family(actor, one),
        "alone": one.case.principal_id is None,
    }
    return render(request, "returns/family.html", context, status=422 if form.errors or join.errors else 200)


def opened(actor: Actor, one: Any, form: FamilyForm) -> bool:
    """A file for each member ticked: the same journey as this one."""
    if not form.is_valid():
        return False
    wanted = [commands.Member(member.person, like(one, **form.answers(member))) for member in form.chosen()]

    def run() -> Any:
        return commands.open_family(actor, one.case.unit, members=wanted, principal=one)

    return attempt(form, run) is not None


def like(one: Any, **more: Any) -> Any:
    """The same journey, for another member."""
    from musanada.returns.drafts import ReturnDraft

    return ReturnDraft(
        direction=one.direction,
        channel=one.channel,
        country=one.country_id,
        funding=one.funding,
        to_place=one.to_place_id,
        to_town=one.to_town,
        source=one.source,
        applied_on=one.applied_on,
        wished_on=one.wished_on,
        **more,
    )


def joined(actor: Actor, one: Any, form: JoinForm) -> bool:
    """This file depends on another's."""
    if not form.is_valid():
        return False
    other = queries.by_number(actor, form.cleaned_data["number"])
    if other is None:
        form.add_error("number", _("Aucun dossier de retour que vous voyez ne porte ce numéro."))
        return False
    return attempt(form, lambda: commands.join_family(actor, one, principal=other)) is not None


@page("return.register")
@require_POST
def leave(request: Request, pk: UUID) -> HttpResponse:
    """This file goes on alone."""
    one = workable(request.user, pk)
    commands.leave_family(request.user, one)
    messages.success(request, _("Ce dossier ne dépend plus de celui de la famille."))
    return redirect("returns:show", pk)


@resumable
@page("return.register")
@require_http_methods(METHODS)
def apart(request: Request, pk: UUID) -> HttpResponse:
    """Families travel together, or say why not."""
    actor, one = request.user, workable(request.user, pk)
    initial = {"apart": one.apart, "text": one.apart_text, "with_parent": answer_as(one.with_parent)}
    form = ApartForm(request.POST or None, initial=initial, minor=queries.is_minor(one.case.person))
    if request.method == "POST" and form.is_valid() and separated(actor, one, form):
        messages.success(request, _("C'est noté dans le dossier."))
        return redirect("returns:show", pk)
    context = head(one) | {"form": form}
    return render(request, "returns/apart.html", context, status=422 if form.errors else 200)


def separated(actor: Actor, one: Any, form: ApartForm) -> bool:
    said = form.cleaned_data
    parent = answer_of(said["with_parent"]) if form.minor else one.with_parent

    def run() -> Any:
        try:
            return commands.travel_apart(
                actor, one, apart=said["apart"], text=said["text"], with_parent=parent
            )
        except BadInput as wrong:
            renamed = {("text" if name == "apart_text" else name): why for name, why in wrong.fields.items()}
            raise BadInput(wrong.message, fields=renamed) from None

    return attempt(form, run) is not None
