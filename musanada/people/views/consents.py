"""A person's agreements: what stands today, asking for one, their answer, taking it back.

What is asked for, of whom, travels in the address from page to page; the answer comes by POST.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import may, require
from musanada.access.pages import Actor, Request, page
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import base_language
from musanada.people import notice, queries
from musanada.people.attempt import attempt
from musanada.people.commands import consents as commands
from musanada.people.consents import PURPOSES, STATE, group_labels
from musanada.people.forms_consents import AimForm, BasisForm, NoForm, NoQuestion, YesForm
from musanada.people.queries import consents as reads
from musanada.people.queries.overrides import overrides_of
from musanada.people.resume import resumable

METHODS = ["GET", "POST"]
LEGAL = FieldGroup.LEGAL


def visible(actor: Actor, pk: UUID, right: str) -> Any:
    """404 when not visible, 403 naming the right when visible but not allowed."""
    found = queries.person(actor, pk)
    require(actor, right, found, LEGAL)
    return found


def head(person: Any) -> dict[str, Any]:
    return {"person": person, "name": queries.display_name(person)}


@page("consent.view")
@require_GET
def person(request: Request, pk: UUID) -> HttpResponse:
    """What stands for each purpose and recipient, what was said before, and why the person is in the register."""
    actor = request.user
    found = visible(actor, pk, "consent.view")
    rows = reads.standing(actor, found)
    context = {
        **head(found),
        "standing": rows,
        "history": reads.consents_of(actor, found),
        "bases": [b for b in queries.legal_bases(found) if b.unit_id in reads.own_units(actor)],
        "overrides": overrides_of(actor, found),
        "may_record": may(actor, "consent.record", found, LEGAL),
        "may_ask": may(actor, "consent.override", found, LEGAL),
        "may_decide": may(actor, "consent.approve_override", found, LEGAL),
        "may_correct": may(actor, "people.correct", found, LEGAL),
        "may_open": may(actor, "attachments.view", found, LEGAL),
    }
    return render(request, "people/consents.html", context)


@page("consent.record")
@require_GET
def ask(request: Request, pk: UUID) -> HttpResponse:
    """First: for what, to whom, which parts of the file."""
    found = visible(request.user, pk, "consent.record")
    asked = "purpose" in request.GET and "again" not in request.GET
    before: dict[str, Any] = {name: request.GET.get(name, "") for name in ("purpose", "recipient")}
    before["groups"] = request.GET.getlist("groups")
    form = AimForm(request.user, request.GET if asked else None, initial=before)
    if asked and form.is_valid():
        return redirect(f"{reverse('consents:record', args=[found.pk])}?{address(form)}")
    context = {**head(found), "form": form}
    return render(request, "people/consent_ask.html", context, status=422 if asked else 200)


def address(form: AimForm) -> str:
    """The question as it travels."""
    query = QueryDict(mutable=True)
    for name, value in form.aim.items():
        if isinstance(value, tuple):
            query.setlist(name, list(value))
        elif value:
            query[name] = value
    return query.urlencode()


def question(request: Request, pk: UUID, right: str) -> tuple[Any, AimForm | None]:
    """The person, and what is asked; None where the address does not say it: then it is asked first."""
    found = visible(request.user, pk, right)
    form = AimForm(request.user, request.GET)
    return found, form if form.is_valid() else None


def first_ask(request: Request, person: Any) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{reverse('consents:ask', args=[person.pk])}{'?' + query if query else ''}")


def asked_for(aim: AimForm) -> dict[str, Any]:
    """The question in words, and the address of its other answers."""
    purpose, to = PURPOSES[aim.aim["purpose"]], aim.recipient_found
    return {
        "purpose": purpose,
        "recipient": to if purpose.recipient != "none" else "",
        "groups": group_labels(aim.aim["groups"]),
        "query": address(aim),
        "to_state": to.is_state,
    }


def texts(aim: AimForm) -> dict[str, Any]:
    """What is read out, in the reader's language, then in the others."""
    to = aim.recipient_found
    told: object = STATE.removeprefix("side:") if to.code == STATE else to if to.code else ""
    every = notice.consent_notices(aim.aim["purpose"], recipient=told, groups=group_labels(aim.aim["groups"]))
    here = base_language(get_language() or "fr")
    own = next((one for one in every if one.language == here), every[0])
    return {"notice": own, "others": [one for one in every if one is not own]}


@resumable
@page("consent.record")
@require_http_methods(METHODS)
def record(request: Request, pk: UUID) -> HttpResponse:
    """The notice to read out, and the person's yes."""
    found, aim = question(request, pk, "consent.record")
    if aim is None:
        return first_ask(request, found)
    actor = request.user
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = YesForm(actor, found, aim.aim["purpose"], data, files)
    if data is not None and form.is_valid():
        given = form.yes(aim.aim)
        if attempt(form, lambda: commands.record_consent(actor, found, unit=form.chosen_unit, draft=given)):
            messages.success(request, _("L'accord est noté."))
            return redirect("consents:person", found.pk)
    context = {
        **head(found),
        **asked_for(aim),
        **texts(aim),
        "form": form,
        "may_ask": may(actor, "consent.override", found, LEGAL),
    }
    return render(request, "people/consent_record.html", context, status=422 if form.errors else 200)


@resumable
@page("consent.record")
@require_http_methods(METHODS)
def refuse(request: Request, pk: UUID) -> HttpResponse:
    found, aim = question(request, pk, "consent.record")
    if aim is None:
        return first_ask(request, found)
    form = NoForm(request.user, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, unit = form.no(aim.aim), form.chosen_unit
        if attempt(form, lambda: commands.refuse_consent(request.user, found, unit=unit, draft=said)):
            messages.success(request, _("Le refus est noté : rien ne se fera sur ce point."))
            return redirect("consents:person", found.pk)
    context = {**head(found), **asked_for(aim), "form": form}
    return render(request, "people/consent_refuse.html", context, status=422 if form.errors else 200)


@resumable
@page("consent.override")
@require_http_methods(METHODS)
def other_basis(request: Request, pk: UUID) -> HttpResponse:
    """Another legal basis than consent."""
    found, aim = question(request, pk, "consent.override")
    if aim is None:
        return first_ask(request, found)
    form = BasisForm(request.user, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, unit = form.other(aim.aim), form.chosen_unit
        if attempt(form, lambda: commands.record_other_basis(request.user, found, unit=unit, draft=told)):
            messages.success(request, _("La base légale est notée. Une autre personne la relira."))
            return redirect("consents:person", found.pk)
    context = {**head(found), **asked_for(aim), "form": form}
    return render(request, "people/consent_basis.html", context, status=422 if form.errors else 200)


@resumable
@page("consent.record")
@require_http_methods(METHODS)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """As easy as giving: one question, one button, no reason asked."""
    answer = reads.consent(request.user, pk)
    found = visible(request.user, answer.person_id, "consent.record")
    problem = None
    if request.method == "POST":
        form = NoQuestion(request.POST)
        if attempt(form, lambda: commands.withdraw_consent(request.user, found, consent=answer)):
            messages.success(request, _("L'accord est retiré. Ce qui reposait sur lui s'arrête maintenant."))
            return redirect("consents:person", found.pk)
        problem = form
    context = {**head(found), "answer": answer, "form": problem}
    return render(request, "people/consent_withdraw.html", context, status=422 if problem else 200)
