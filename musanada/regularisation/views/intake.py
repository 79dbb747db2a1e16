"""The counter: a file opened for someone found first, what they declare, the pieces they bring, the deposit, the receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import require
from musanada.access.pages import Actor, Request, page
from musanada.cases.queries.parts import checklist_of
from musanada.kit.errors import Refused, Sentence
from musanada.people import queries as people
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import receipts
from musanada.regularisation.commands import intake as commands
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.forms_intake import (
    DeclaredForm,
    FamilyForm,
    LodgeForm,
    NewForm,
    PiecesForm,
    key_of,
)
from musanada.regularisation.queries import applications as queries
from musanada.regularisation.secrets import matches, show_secret
from musanada.regularisation.workflow import FLOW

METHODS = ["GET", "POST"]
INTAKE = queries.INTAKE


# Opening


@resumable
@page("regularisation.intake")
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """A file for the person of ``?person=``. Who is not found yet is searched for first, or registered."""
    key = key_of(request.GET.get("person", ""))
    if key is None:
        return start(request)
    person = people.person(request.user, key, "people.find")
    context: dict[str, Any] = {
        "person": person,
        "name": people.display_name(person),
        "known": queries.of_person(request.user, person),
    }
    choices = queries.open_operations(request.user)
    wanted = request.GET.get("operation", "")
    operation = next((one for one in choices if one.code == wanted or len(choices) == 1), None)
    if operation is None:
        return render(request, "regularisation/new_operation.html", context | {"operations": choices})
    return asked(request, context | {"operation": operation})


def start(request: Request) -> HttpResponse:
    """Find the person first: by the reference of a slip here, by name in the register."""
    typed = request.GET.get("reference", "")
    found = people.by_reference(request.user, typed, "people.find") if typed else None
    if found is not None:
        return redirect(f"{reverse('regularisation:new')}?person={found.pk}")
    return render(request, "regularisation/new_start.html", {"typed": typed}, status=422 if typed else 200)


def asked(request: Request, context: dict[str, Any]) -> HttpResponse:
    """What is asked for and declared; the file opens in preparation."""
    operation, actor = context["operation"], request.user
    criteria, offices = queries.claimable(operation), queries.offices_of(actor, operation)
    form = NewForm(criteria, offices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit, draft = form.chosen.unit, form.new_draft()

        def opened() -> Any:
            return commands.open_application(
                actor, unit, operation=operation, person=context["person"], draft=draft
            )

        made = attempt(form, opened)
        if made is not None:
            messages.success(request, _("Le dossier %(number)s est ouvert.") % {"number": made})
            return redirect("regularisation:pieces", made.case_id)
    context["form"] = form
    return render(request, "regularisation/new.html", context, status=422 if form.errors else 200)


def editable(actor: Actor, pk: UUID) -> Any:
    """The file, at whose office the actor receives files. Raises: Http404, MissingRight."""
    one = queries.application(actor, pk)
    require(actor, INTAKE, one)
    return one


def head(one: Any) -> dict[str, Any]:
    """What stands over every page of one file."""
    person = one.case.person.merged_into or one.case.person
    return {"one": one, "case": one.case, "person": person, "name": people.display_name(person)}


@resumable
@page("regularisation.intake")
@require_http_methods(METHODS)
def declared(request: Request, pk: UUID) -> HttpResponse:
    """Correct what was declared and what is asked for, until the commission has the file."""
    one = editable(request.user, pk)
    codes = [claim.criterion.code for claim in queries.claims(one)]
    initial = {name: getattr(one, name) for name in DeclaredForm.base_fields if hasattr(one, name)}
    form = DeclaredForm(
        queries.claimable(one.operation), request.POST or None, initial=initial | {"claims": codes}
    )
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        if attempt(form, lambda: commands.change(request.user, one, draft=draft)) is not None:
            messages.success(request, _("Le dossier est à jour."))
            return redirect("regularisation:show", pk)
    context = head(one) | {"form": form}
    return render(request, "regularisation/application_declared.html", context, status=422 if form.errors else 200)  # fmt: skip


@resumable
@page("regularisation.intake")
@require_http_methods(METHODS)
def pieces(request: Request, pk: UUID) -> HttpResponse:
    """The checklist as a form. Nothing ticked is an answer too: the file goes on without."""
    one = editable(request.user, pk)
    form = PiecesForm(checklist_of(one.case), request.POST or None)
    if request.method == "POST" and form.is_valid():
        drafts = form.drafts()
        if attempt(form, lambda: commands.receive_pieces(request.user, one, drafts=drafts)) is not None:
            next_page = "regularisation:lodge" if one.case.state == "draft" else "regularisation:show"
            return redirect(next_page, pk)
    context = head(one) | {"form": form, "groups": form.groups(), "claims": queries.claims(one)}
    return render(request, "regularisation/new_pieces.html", context, status=422 if form.errors else 200)


@resumable
@page("regularisation.intake")
@require_http_methods(METHODS)
def family(request: Request, pk: UUID) -> HttpResponse:
    """Spouse and children of the household, each with a file of their own that depends on this one."""
    actor, one = request.user, editable(request.user, pk)
    members = queries.could_join(actor, one)
    form = FamilyForm(members, queries.claimable(one.operation), request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = [
            commands.Member(
                person, ApplicationDraft(claims=(code,), place=one.place_id, **of_head(one, code))
            )
            for person, code in form.chosen()
        ]

        def opened() -> Any:
            return commands.open_family(
                actor, one.case.unit, operation=one.operation, members=wanted, principal=one
            )

        if attempt(form, opened) is not None:
            return redirect("regularisation:family", pk)
    context = head(one) | {"form": form, "rows": form.rows(), "family": queries.family(actor, one)}
    return render(request, "regularisation/family.html", context, status=422 if form.errors else 200)


def of_head(one: Any, code: str) -> dict[str, Any]:
    """A spouse claims the same marriage: what was declared of it is not asked twice."""
    return {"spouse": one.spouse, "together_on": one.together_on} if code in ("C1", "C2") else {}


# The deposit


@resumable
@page("regularisation.intake")
@require_http_methods(METHODS)
def lodge(request: Request, pk: UUID) -> HttpResponse:
    """The deposit. The answer is the receipt's own page: its secret is shown now and never again."""
    one = editable(request.user, pk)
    form = LodgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = attempt(form, lambda: commands.lodge(request.user, one, on=form.cleaned_data["on"]))
        if secret is not None:
            return given(request, queries.application(request.user, pk), secret)
    lines = checklist_of(one.case)
    context = head(one) | {
        "form": form,
        "claims": queries.claims(one),
        "given": [line for line in lines if line.given],
        "missing": [line for line in lines if line.missing],
        "why": refusal(request.user, one),
        "lodged": one.lodged_on is not None,
    }
    return render(request, "regularisation/new_lodge.html", context, status=422 if form.errors else 200)


def refusal(actor: Actor, one: Any) -> Sentence | None:
    """What keeps the file from being lodged today."""
    one.case.application = one
    step = FLOW.steps["lodge"]
    return step.refusal(actor, one.case) if one.case.state in step.source else None


def given(request: Request, one: Any, secret: str) -> HttpResponse:
    """The secret, in this answer alone: not in an address, not in the session, not in the browser's store."""
    window = window_url(request)
    context = head(one) | {
        "receipt": receipts.receipt_of(one, window),
        "secret": secret,
        "shown_secret": show_secret(secret),
        "window": window,
        "family": [other for other in queries.family(request.user, one) if other.case.state == "draft"],
    }
    answer = render(request, "regularisation/receipt.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def window_url(request: Request) -> str:
    path = receipts.window_path()
    return request.build_absolute_uri(path) if path else ""


@page("regularisation.intake")
@require_http_methods(METHODS)
def receipt(request: Request, pk: UUID) -> HttpResponse:
    """Print a receipt again: with another secret, the old one opens nothing any more."""
    one = editable(request.user, pk)
    if one.lodged_on is None:
        raise Http404
    if request.method == "POST":
        return given(request, one, commands.renew_receipt(request.user, one))
    return render(request, "regularisation/receipt_again.html", head(one))


@page("regularisation.intake")
@require_POST
def receipt_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The sheet, for the secret that the page before has in its hands: a wrong or an older one prints nothing."""
    one = editable(request.user, pk)
    secret, language = request.POST.get("secret", ""), request.POST.get("language", receipts.BOTH)
    if not matches(one.secret_hash, one.case.reference, secret):
        raise Refused(
            _("Ce récépissé n'est plus valable : imprimez-en un nouveau depuis la page du dossier."),
            code="old_receipt",
        )
    if language not in (receipts.BOTH, *receipts.LANGUAGES):
        raise Http404
    sheet = receipts.pdf(receipts.receipt_of(one, window_url(request)), secret, language)
    return printed(sheet, f"{one.case.reference}.pdf")


def printed(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@page("regularisation.intake")
@require_GET
def of_person(request: Request) -> HttpResponse:
    """From a person's page: their file where there is one, else a new one."""
    key = key_of(request.GET.get("person", ""))
    if key is None:
        raise Http404
    person = people.person(request.user, key, "people.find")
    known = [one for one in queries.of_person(request.user, person) if one.case.closed_on is None]
    if len(known) == 1:
        return redirect("regularisation:show", known[0].case_id)
    return redirect(f"{reverse('regularisation:new')}?person={person.pk}")
