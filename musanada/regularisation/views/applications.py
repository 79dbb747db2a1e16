"""The list of applications, the page of one, and the steps that ask for more than a day and words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, may, require
from musanada.access.pages import Actor, Request, page
from musanada.cases.procedures import procedure
from musanada.cases.queries import files
from musanada.cases.queries.case_deadlines import left
from musanada.cases.queries.parts import checklist_of
from musanada.kit.errors import Refused
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation.commands import intake as commands
from musanada.regularisation.commands import leaving
from musanada.regularisation.commands.examining import examine as examine_file
from musanada.regularisation.forms_intake import (
    AskPiecesForm,
    DuplicateForm,
    FilterForm,
    LodgeForm,
    TransferForm,
)
from musanada.regularisation.queries import applications as queries
from musanada.regularisation.queries import papers_of_file
from musanada.regularisation.queries.examining import shown_evaluations
from musanada.regularisation.views.intake import head
from musanada.regularisation.workflow import CODE, FLOW

METHODS = ["GET", "POST"]
EXAMINE = "regularisation.examine"


def address(name: str, *args: Any) -> str:
    """The address of another area's page; "" while it is not there."""
    try:
        return reverse(f"regularisation:{name}", args=args)
    except NoReverseMatch:
        return ""


# The list


@page("regularisation.view")
@require_GET
def listed(request: Request) -> HttpResponse:
    """The files of the actor's offices, what is due first at the top; everything asked is in the address."""
    actor = request.user
    form = FilterForm(choices(actor), request.GET or None)
    chosen = form.chosen()
    sort = request.GET.get("sort", "due")
    shown = window(queries.listed(actor, **chosen, sort=sort), request.GET)
    context = {
        "form": form,
        "page": shown,
        "rows": [as_row(one) for one in queries.list_rows(shown.rows)],
        "filtered": bool(chosen),
        "may_open": holds(actor, queries.INTAKE),
    }
    return render(request, "regularisation/list.html", context)


def choices(actor: Actor) -> dict[str, Sequence[tuple[str, Any]]]:
    one = procedure(CODE)
    return {
        "state": [(state, one.label_of(state)) for state in one.flow.states()],
        "category": queries.categories_seen(actor),
        "operation": [(op.code, str(op)) for op in queries.operations_seen(actor)],
        "office": [(str(unit.pk), str(unit)) for unit in queries.offices_seen(actor)],
    }


def as_row(row: queries.ListRow) -> dict[str, Any]:
    one, case = procedure(CODE), row.case
    return {
        "case": case,
        "name": row.name,
        "categories": row.categories,
        "state": one.label_of(case.state),
        "shape": shape_of(case),
        "left": left(case.due_on) if case.due_on and case.closed_on is None else "",
    }


def shape_of(case: Any) -> str:
    """Whose move it is, as a shape: the office's, the person's or another body's, or nobody's."""
    one = procedure(CODE)
    if case.closed_on:
        return "void"
    if case.state in ("card_issued", "card_ordered", "notified"):
        return "done"
    if one.tones.get(case.state) == "danger":
        return "blocked"
    return "open" if case.state in one.waiting else "wait"


# One file


@page("regularisation.view")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """Everything of one file; what blocks is said where it blocks, and only what this actor may do is offered."""
    actor = request.user
    one = queries.application(actor, pk)
    told = files.parts(actor, one.case)
    receives = may(actor, queries.INTAKE, one)
    editable = one.case.state in commands.EDITABLE
    context = head(one) | {
        "parts": told,
        "claims": queries.claims(one),
        "withdrawn": queries.withdrawn_claims(one),
        "decisions": papers_of_file.decisions(actor, one),
        "appeals": papers_of_file.appeals(actor, one),
        "sittings": papers_of_file.sittings(actor, one),
        "cards": papers_of_file.cards(actor, one),
        "evaluations": shown_evaluations(one),
        "presence": papers_of_file.presence(one, told.pieces),
        "may_correct": receives and editable,
        "may_print": receives and one.lodged_on is not None,
        "may_join": receives and editable and one.case.principal_id is None,
        "may_tell": may(actor, queries.NOTIFY, one),
        "may_examine": may(actor, EXAMINE, one) and told.open,
        "card_order_url": card_order(actor, one),
    }
    return render(request, "regularisation/application.html", context)


def card_order(actor: Actor, one: Any) -> str:
    """After a favourable decision was told, the next step is the card."""
    if one.case.state != "notified" or not may(actor, "card.order", one):
        return ""
    url = address("card-order")
    return f"{url}?file={one.case.reference}" if url else ""


@page("regularisation.examine")
@require_POST
def examine(request: Request, pk: UUID) -> HttpResponse:
    """Hold the pieces against each category asked for; what they show is kept with the version used."""
    one = queries.application(request.user, pk)
    require(request.user, EXAMINE, one)
    examine_file(request.user, one)
    messages.success(request, _("Les critères sont examinés sur les pièces du dossier."))
    return redirect(f"{reverse('regularisation:show', args=[pk])}#criteria")


# Steps with questions of their own


def offered(actor: Actor, one: Any, code: str) -> Any:
    """The step, if this actor takes it from here. Raises: MissingRight, Refused."""
    step = FLOW.steps[code]
    require(actor, step.right, one)
    if one.case.state not in step.source:
        raise Refused(
            _("Cette étape n'est plus possible depuis l'état du dossier. Rechargez sa page."), code="state"
        )
    return step


@resumable
@page("regularisation.intake")
@require_http_methods(METHODS)
def ask_pieces(request: Request, pk: UUID) -> HttpResponse:
    """What is missing, told to the person, with a day to bring it."""
    actor, one = request.user, queries.application(request.user, pk)
    step = offered(actor, one, "ask_pieces")
    lines = checklist_of(one.case)
    types = {r.type_id: r.type for line in lines for r in line.required}
    lacking = [line.required[0].type_id for line in lines if line.missing and len(line.required) == 1]
    form = AskPiecesForm(types.values(), lacking, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if attempt(form, lambda: commands.ask_pieces(actor, one, **answers)):
            messages.success(request, _("Les pièces sont demandées."))
            return redirect("regularisation:show", pk)
    return step_page(request, one, step, form)


@resumable
@page("regularisation.intake")
@require_http_methods(METHODS)
def complete(request: Request, pk: UUID) -> HttpResponse:
    """Every piece is there: the file waits for a session."""
    actor, one = request.user, queries.application(request.user, pk)
    step = offered(actor, one, "complete")
    form = LodgeForm(request.POST or None)
    form.fields["on"].label = _("Complet depuis quel jour ?")
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        if attempt(form, lambda: commands.declare_complete(actor, one, on=day)):
            messages.success(request, _("Le dossier est complet : il attend une session."))
            return redirect("regularisation:show", pk)
    missing = [line for line in checklist_of(one.case) if line.missing]
    return step_page(request, one, step, form, missing=missing, why=step.refusal(actor, one.case))


@resumable
@page("case.lead")
@require_http_methods(METHODS)
def duplicate(request: Request, pk: UUID) -> HttpResponse:
    actor, one = request.user, queries.application(request.user, pk)
    step = offered(actor, one, "mark_duplicate")
    form = DuplicateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = queries.by_number(actor, form.cleaned_data["of"], one.operation)
        if other is None:
            form.add_error("of", _("Aucun dossier de cette opération que vous voyez ne porte ce numéro."))
        elif attempt(
            form,
            lambda: leaving.mark_duplicate(actor, one, of=other, text=form.cleaned_data["text"]),
        ):
            messages.success(request, _("Le dossier est clos comme double."))
            return redirect("regularisation:show", other.case_id)
    return step_page(request, one, step, form)


@resumable
@page("case.lead")
@require_http_methods(METHODS)
def transfer(request: Request, pk: UUID) -> HttpResponse:
    """To another office of the operation: its deposit, pieces and clock go with it."""
    actor, one = request.user, queries.application(request.user, pk)
    step = offered(actor, one, "transfer")
    form = TransferForm(queries.other_offices(one), request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, text = form.units[form.cleaned_data["to"]], form.cleaned_data["text"]
        fresh = attempt(form, lambda: leaving.transfer(actor, one, to=to, text=text))
        if fresh is not None:
            messages.success(request, _("Le dossier continue sous le numéro %(number)s.") % {"number": fresh})
            return redirect("regularisation:show", pk)
    return step_page(request, one, step, form)


def step_page(request: Request, one: Any, step: Any, form: Any, **more: Any) -> HttpResponse:
    context = head(one) | {"step": step, "form": form, "today": timezone.localdate()} | more
    status = 422 if form.errors else 200
    return render(request, "regularisation/application_step.html", context, status=status)
