"""The interviews: screening (protection officers lead it too), vulnerabilities, counselling."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Actor, Request, page
from musanada.cases.queries.parts import address_of
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns.commands import interviews as commands
from musanada.returns.forms_interviews import (
    CounsellingForm,
    FlagsForm,
    ScreeningForm,
    initial_of_counselling,
    listed,
)
from musanada.returns.queries import interviews as reads
from musanada.returns.queries import returns as queries
from musanada.returns.views.returns import head

METHODS = ["GET", "POST"]
SCREEN, COUNSEL = "return.screen", "return.counsel"


def file_for(request: Request, pk: UUID, right: str) -> tuple[Any, dict[str, Any]]:
    """The file under ``right`` (whoever screens need not follow returns), and what stands over its page."""
    one = queries.ret(request.user, pk, right)
    require(request.user, right, one)
    return one, head(one) | {"back": back(request.user, one)}


def back(actor: Actor, one: Any) -> str:
    """Where this actor reads the file."""
    return address_of(actor, one.case)


def carried_on(request: Request, one: Any, step: str) -> bool:
    """The file goes on with what it has: an interview or a declaration from before it was taken up again."""
    if "carry_on" not in request.POST:
        return False
    commands.carry_on(request.user, one, step)
    messages.success(request, _("Le dossier continue."))
    return True


@resumable
@page(SCREEN)
@require_http_methods(METHODS)
def screen(request: Request, pk: UUID) -> HttpResponse:
    """The interview: every topic asked, vulnerabilities, what follows. Where an answer is taken is said beside."""
    actor = request.user
    one, context = file_for(request, pk, SCREEN)
    if carried_on(request, one, "screen"):
        return redirect(back(actor, one))
    initial = {"vulnerabilities": commands.open_flags(one)}
    form = ScreeningForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        if attempt(form, lambda: commands.screen(actor, one, draft=draft)) is not None:
            messages.success(request, _("L'entretien est enregistré."))
            return redirect(back(actor, one))
    context |= {
        "form": form,
        "ways": reads.ways(actor, one),
        "carries": reads.carried(actor, one, "screen"),
    }
    return render(request, "returns/screen.html", context, status=422 if form.errors else 200)


@resumable
@page(SCREEN)
@require_http_methods(METHODS)
def screening(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """Correct what was written of an interview. Its outcome stands."""
    actor = request.user
    one, context = file_for(request, pk, SCREEN)
    row = reads.screening(one, item)
    initial = {name: getattr(row, name) for name in ("on", "capacity_doubt", "outcome", "text")}
    initial |= {"id": row.pk, "covered": listed(row.covered), "reasons": listed(row.reasons)}
    form = ScreeningForm(request.POST or None, initial=initial)
    del form.fields["vulnerabilities"]
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["vulnerabilities"] = []
        draft = form.draft()
        if attempt(form, lambda: commands.correct_screening(actor, row, draft=draft)) is not None:
            messages.success(request, _("L'entretien est corrigé."))
            return redirect(back(actor, one))
    context |= {"form": form, "row": row}
    return render(request, "returns/screen.html", context, status=422 if form.errors else 200)


@resumable
@page(SCREEN)
@require_http_methods(METHODS)
def vulnerabilities(request: Request, pk: UUID) -> HttpResponse:
    """The vulnerabilities as they are known today."""
    actor = request.user
    one, context = file_for(request, pk, SCREEN)
    form = FlagsForm(request.POST or None, initial={"vulnerabilities": commands.open_flags(one)})
    if request.method == "POST" and form.is_valid():
        flags = form.cleaned_data["vulnerabilities"]
        if attempt(form, lambda: commands.set_vulnerabilities(actor, one, flags=flags)) is not None:
            messages.success(request, _("Les vulnérabilités sont à jour."))
            return redirect(back(actor, one))
    context |= {"form": form}
    return render(request, "returns/vulnerabilities.html", context, status=422 if form.errors else 200)


@resumable
@page(COUNSEL)
@require_http_methods(METHODS)
def counsel(request: Request, pk: UUID) -> HttpResponse:
    """A session; the last one leads to the declaration."""
    actor = request.user
    one, context = file_for(request, pk, COUNSEL)
    if carried_on(request, one, "counsel"):
        return redirect("returns:show", pk)
    form = CounsellingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft, last = form.draft(), "last" in request.POST
        if attempt(form, lambda: commands.counsel(actor, one, draft=draft, last=last)) is not None:
            messages.success(request, _("L'entretien de conseil est enregistré."))
            return redirect("returns:show", pk)
    context |= {
        "form": form,
        "may_end": one.case.state == "screened",
        "carries": reads.carried(actor, one, "counsel"),
    }
    return render(request, "returns/counsel.html", context, status=422 if form.errors else 200)


@resumable
@page(COUNSEL)
@require_http_methods(METHODS)
def counselling(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """Correct what was written of a session."""
    actor = request.user
    one, context = file_for(request, pk, COUNSEL)
    row = reads.counselling(one, item)
    form = CounsellingForm(request.POST or None, initial=initial_of_counselling(row))
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        if attempt(form, lambda: commands.correct_counselling(actor, row, draft=draft)) is not None:
            messages.success(request, _("L'entretien de conseil est corrigé."))
            return redirect("returns:show", pk)
    context |= {"form": form, "row": row}
    return render(request, "returns/counsel.html", context, status=422 if form.errors else 200)
