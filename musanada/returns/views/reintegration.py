"""Pages of a reintegration: opening one, the file with its parts, contact, assessments, the end. Its lists: ``reintegrations``."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Actor, Request, page
from musanada.cases.queries import files
from musanada.cases.queries.parts import address_of
from musanada.kit.errors import Refused, Sentence
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.returns import forms_reintegration as forms
from musanada.returns.commands import reintegration as commands
from musanada.returns.commands.activities import start_file
from musanada.returns.parts import FILE_PARTS, parts_for
from musanada.returns.queries import plans as plan_queries
from musanada.returns.queries import reintegration as queries
from musanada.returns.queries.entitlements import standing
from musanada.returns.workflow_reintegration import FLOW

METHODS = ["GET", "POST"]
SHOW = "returns:reintegration"


# Opening


@page(queries.WORK)
@require_GET
def to_open(request: Request) -> HttpResponse:
    """Who has arrived and has no file yet."""
    shown = window(queries.to_open(request.user), request.GET)
    rows = [{"ret": one, "name": display_name(one.case.person)} for one in shown.rows]
    return render(request, "returns/reintegration_to_open.html", {"page": shown, "rows": rows})


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def new(request: Request, pk: UUID) -> HttpResponse:
    """From a return that has arrived: the schemes that apply, each with its reasons."""
    actor, ret = request.user, queries.return_to_open(request.user, pk)
    known = queries.opened_of(ret)
    if known is not None and request.method == "GET":
        return redirect(SHOW, known.case_id)
    found = queries.matches(ret)
    fitting = [one.scheme for one in found if one.applies]
    form = forms.OpenForm(
        fitting, request.POST or None, initial={"town": ret.to_town, "scheme": first_key(fitting)}
    )
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        made = attempt(
            form,
            lambda: commands.open_reintegration(
                actor, ret, scheme=answers["scheme"], town=answers["town"], pk=answers["id"]
            ),
        )
        if made is not None:
            messages.success(request, _("La réintégration est ouverte : prenez le premier contact."))
            return redirect(SHOW, made.case_id)
    context = {
        "ret": ret,
        "case": ret.case,
        "name": display_name(ret.case.person),
        "matches": found,
        "fitting": fitting,
        "form": form,
        "arrived": ret.case.state in queries.ARRIVED and ret.arrived_on,
    }
    return render(request, "returns/reintegration_new.html", context, status=422 if form.errors else 200)


def first_key(schemes: Sequence[Any]) -> str:
    return str(schemes[0].pk) if schemes else ""


# One file


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """Everything of one file; what blocks is said where it blocks, and only what this actor may do is offered."""
    actor, file = request.user, queries.reintegration(request.user, pk)
    told = files.parts(actor, file.case)
    brought = parts_for(FILE_PARTS, actor, file)
    context = {
        "file": file,
        "case": file.case,
        "ret": file.ret,
        "ret_url": return_url(actor, file.ret),
        "parts": told,
        "plans": plan_queries.plans(file),
        "standing": standing(file),
        "assessments": list(file.assessments.select_related("by")),
        "visits": list(file.visits.select_related("by")),
        "brought": [one for one in brought if not one.aside],
        "brought_aside": [one for one in brought if one.aside],
        "may_keep": plan_queries.may_work(actor, file),
        "may_scheme": file.entitlement is None,
    }
    return render(request, "returns/reintegration.html", context)


def return_url(actor: Actor, ret: Any) -> str:
    """The return's own page, where the actor reads it."""
    return address_of(actor, ret.case) if files.find(actor, ret.case_id, "return.view") else ""


# What is asked one by one


def asked(
    request: Request,
    file: Any,
    title: Sentence,
    form: Any,
    run: Callable[[dict[str, Any]], Any],
    *,
    done: Sentence,
    button: Sentence = "",
    notice: Sentence = "",
    why: Sentence | None = "",
    anchor: str = "",
    to: str = "",
    **more: Any,
) -> HttpResponse:
    """A form of one file: run, told and back to the page; else shown again with what was typed."""
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: run(dict(form.cleaned_data))) is not None
    ):
        messages.success(request, str(done))
        target = to or reverse(SHOW, args=[file.case.pk])
        return redirect(target + (f"#{anchor}" if anchor else ""))
    context = {
        "file": file,
        "case": file.case,
        "name": display_name(file.case.person),
        "title": title,
        "form": form,
        "button": button or title,
        "notice": notice,
        "why": why,
        "back": (to or reverse(SHOW, args=[file.case.pk])) + (f"#{anchor}" if anchor else ""),
    } | more
    return render(request, "returns/reintegration_form.html", context, status=422 if form.errors else 200)


def workable(actor: Actor, pk: UUID, right: str = queries.WORK) -> Any:
    """A file the actor sees and may write in. Raises: Http404, MissingRight."""
    file = queries.reintegration(actor, pk)
    require(actor, right, file)
    return file


def step_of(file: Any, code: str) -> Any:
    """Raises: Refused where the state has gone on."""
    step = FLOW.steps[code]
    if file.case.state not in step.source:
        raise Refused(
            _("Cette étape n'est plus possible depuis l'état du dossier. Rechargez sa page."), code="state"
        )
    return step


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def scheme(request: Request, pk: UUID) -> HttpResponse:
    """Which of the schemes that apply; fixed once a plan was approved under it."""
    actor, file = request.user, workable(request.user, pk)
    found = queries.matches(file.ret)
    fitting = [one.scheme for one in found if one.applies]
    initial = {"scheme": str(file.scheme_id or ""), "seen": str(file.scheme_id or "")}
    form = forms.SchemeForm(fitting, request.POST or None, initial=initial)

    def run(answers: dict[str, Any]) -> Any:
        return commands.choose_scheme(actor, file, scheme=answers["scheme"], seen=answers["seen"])

    title = _("Choisir le dispositif")
    return asked(
        request,
        file,
        title,
        form,
        run,
        done=_("Le dispositif est choisi."),
        anchor="rights",
        matches=found,
        fitting=fitting,
    )


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def contact(request: Request, pk: UUID) -> HttpResponse:
    """The day of the first contact; noted already, its day may be corrected."""
    actor, file = request.user, workable(request.user, pk)
    if file.contacted_on is not None:
        return correct_contact(request, actor, file)
    form = forms.ContactForm(request.POST or None)
    return asked(
        request, file, _("Noter le premier contact"), form,
        lambda answers: commands.note_contact(actor, file, **answers),
        done=_("Le premier contact est noté : évaluez les besoins, puis commencez le plan."),
    )  # fmt: skip


def correct_contact(request: Request, actor: Actor, file: Any) -> HttpResponse:
    form = forms.DayForm(request.POST or None, initial={"on": file.contacted_on})
    return asked(
        request, file, _("Corriger le jour du premier contact"), form,
        lambda answers: commands.correct_contact(actor, file, **answers), done=_("Le jour est corrigé."),
    )  # fmt: skip


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def missed(request: Request, pk: UUID) -> HttpResponse:
    """Nobody answered: a note, and the file waits."""
    actor, file = request.user, workable(request.user, pk)
    form = forms.AttemptForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.note_attempt(actor, file, on=answers["on"], text=answers["text"], pk=answers["id"])

    title = _("Noter un essai sans réponse")
    return asked(request, file, title, form, run, done=_("L'essai est noté."), anchor="notes")


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def assess(request: Request, pk: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk)
    form = forms.AssessmentForm(request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.assess(
            actor, file, topic=answers["topic"], on=answers["on"], found=answers["found"], pk=answers["id"]
        )

    title = _("Enregistrer une évaluation")
    return asked(
        request,
        file,
        title,
        form,
        run,
        done=_("L'évaluation est enregistrée."),
        anchor="assessments",
        draft="assess",
    )


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def assessment(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """Corrected by whoever signs it then."""
    actor, file = request.user, workable(request.user, pk)
    one = queries.assessment(actor, pk, item)
    initial = {"topic": one.topic, "on": one.on, "found": one.found}
    initial |= {"seen": commands.digest(one.topic, one.on, one.found)}
    form = forms.AssessmentForm(request.POST or None, initial=initial)

    def run(answers: dict[str, Any]) -> Any:
        answers.pop("id")
        return commands.correct_assessment(actor, one, **answers)

    title = _("Corriger une évaluation")
    return asked(request, file, title, form, run, done=_("L'évaluation est corrigée."), anchor="assessments")


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def start(request: Request, pk: UUID) -> HttpResponse:
    """The file begins, where a payment was what began."""
    actor, file = request.user, workable(request.user, pk)
    step = step_of(file, "start")
    form = forms.DayForm(request.POST or None)
    return asked(
        request, file, step.label, form, lambda answers: start_file(actor, file.case, on=answers["on"]),
        done=_("L'appui est commencé."), why=step.refusal(actor, file.case),
    )  # fmt: skip


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def complete(request: Request, pk: UUID) -> HttpResponse:
    """What the plan gave, and to whom the person can turn from now on."""
    actor, file = request.user, workable(request.user, pk)
    step = step_of(file, "complete")
    form = forms.CompleteForm(request.POST or None)
    return asked(
        request, file, step.label, form, lambda answers: commands.complete_file(actor, file, **answers),
        done=_("La réintégration est close."), why=step.refusal(actor, file.case), draft="complete",
    )  # fmt: skip
