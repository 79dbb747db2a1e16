"""The declaration: received point by point, corrected, printed to be signed or kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Actor, Request, page
from musanada.people import queries as people
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns import declarations as papers
from musanada.returns.commands import declarations as commands
from musanada.returns.drafts import TEXT_VERSION
from musanada.returns.forms_interviews import DeclarationForm, listed, named
from musanada.returns.queries import interviews as reads
from musanada.returns.queries import returns as queries
from musanada.returns.views.interviews import COUNSEL, METHODS, carried_on, file_for


def form_of(actor: Actor, one: Any, data: Any, **more: Any) -> DeclarationForm:
    """Who may sign for a child is read from the family."""
    minor = queries.is_minor(one.case.person)
    signers = queries.guardians(actor, one) if minor else []
    return DeclarationForm(
        named((person, people.display_name(person)) for person in signers), data, minor=minor, **more
    )


@resumable
@page(COUNSEL)
@require_http_methods(METHODS)
def declare(request: Request, pk: UUID) -> HttpResponse:
    """Every point is read, explained, ticked; one refused and there is no declaration."""
    actor = request.user
    one, context = file_for(request, pk, COUNSEL)
    if carried_on(request, one, "declare"):
        return redirect("returns:show", pk)
    form = form_of(actor, one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        if attempt(form, lambda: commands.declare(actor, one, draft=draft)) is not None:
            messages.success(request, _("La déclaration est enregistrée."))
            return redirect("returns:show", pk)
    context |= {
        "form": form,
        "template": TEXT_VERSION == "template",
        "carries": reads.carried(actor, one, "declare"),
        "doubt": reads.interviews(actor, one).doubt,
        "possible": reads.declarable(one),
    }
    return render(request, "returns/declare.html", context, status=422 if form.errors else 200)


@resumable
@page(COUNSEL)
@require_http_methods(METHODS)
def declaration(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """Correct an error of the entry: the day, the language, the interpreter, who signed."""
    actor = request.user
    one, context = file_for(request, pk, COUNSEL)
    row = reads.declaration(one, item)
    form = form_of(actor, one, request.POST or None, initial=initial_of(row))
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        if attempt(form, lambda: commands.correct_declaration(actor, row, draft=draft)) is not None:
            messages.success(request, _("La déclaration est corrigée."))
            return redirect("returns:show", pk)
    context |= {"form": form, "row": row, "possible": True}
    return render(request, "returns/declare.html", context, status=422 if form.errors else 200)


def initial_of(row: Any) -> dict[str, Any]:
    names = ("means", "language", "interpreter_name", "assent", "signed_on")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "points": listed(row.points),
        "interpreter": row.interpreter == "yes",
        "understood": row.interpreter == "no",
        "guardian": str(row.guardian_id or ""),
    }


@page(COUNSEL)
@require_GET
def blank(request: Request, pk: UUID) -> HttpResponse:
    """The sheet to read and sign, before the declaration is received."""
    one, _context = file_for(request, pk, COUNSEL)
    return sheet(request, one, None)


@page(COUNSEL)
@require_GET
def printed(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """The declaration as it was received."""
    one, _context = file_for(request, pk, COUNSEL)
    return sheet(request, one, reads.declaration(one, item))


def sheet(request: Request, one: Any, row: Any) -> HttpResponse:
    language = request.GET.get("lang", papers.BOTH)
    if language not in (papers.BOTH, *papers.LANGUAGES):
        raise Http404
    answer = HttpResponse(papers.pdf(one, row, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.case.reference}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
