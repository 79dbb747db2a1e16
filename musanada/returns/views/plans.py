"""Pages of a plan: begun, written line by line, submitted, approved or sent back, revised, printed; and its activities
as they run."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may
from musanada.access.pages import Request, page
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.returns import forms_reintegration as forms
from musanada.returns.commands import activities as running
from musanada.returns.commands import plans as commands
from musanada.returns.commands.reintegration import digest
from musanada.returns.plan_papers import plan_pdf
from musanada.returns.queries import plans as queries
from musanada.returns.queries import reintegration as files
from musanada.returns.queries.entitlements import overrun
from musanada.returns.views.reintegration import METHODS, SHOW, asked, step_of, workable
from musanada.returns.workflow_reintegration import FLOW

LANGUAGES = ("fr", "ar")


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def begin(request: Request, pk: UUID) -> HttpResponse:
    """The goal first, in the person's words; the lines come after."""
    actor, file = request.user, workable(request.user, pk)
    step = step_of(file, "plan")
    last = file.plans.exclude(state="replaced").order_by("-version").first()
    form = forms.GoalForm(request.POST or None, initial={"goal": last.goal} if last else None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.begin_plan(actor, file, goal=answers["goal"], on=answers["on"], pk=answers["id"])

    return asked(
        request, file, step.label, form, run, done=_("Le plan est commencé : ajoutez ses activités."),
        why=step.refusal(actor, file.case), to=reverse("returns:plan", args=[pk]), draft="plan",
    )  # fmt: skip


@page(files.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """The version being written, on a page of its own: every line, what it comes to, what the rights are."""
    actor, one = request.user, queries.draft_of(request.user, pk)
    keeps = queries.may_work(actor, one.file)
    context = {
        "file": one.file,
        "case": one.file.case,
        "name": display_name(one.file.case.person),
        "shown": queries.shown(one.file, one),
        "overrun": overrun(one.file),
        "may_write": keeps and one.state == "draft",
        "may_decide": one.state == "submitted" and may(actor, files.APPROVE, one.file),
        "submit_why": step_refusal(actor, one.file, "submit") if keeps else "",
    }
    return render(request, "returns/plan.html", context)


def step_refusal(actor: Any, file: Any, code: str) -> Any:
    return FLOW.steps[code].refusal(actor, file.case) if file.case.state in FLOW.steps[code].source else ""


@page(files.VIEW)
@require_GET
def version(request: Request, pk: UUID, number: int) -> HttpResponse:
    """A version as it was approved; nothing changes on it."""
    one = queries.plan(request.user, pk, number)
    context = {
        "file": one.file,
        "case": one.file.case,
        "name": display_name(one.file.case.person),
        "shown": queries.shown(one.file, one),
    }
    return render(request, "returns/plan_version.html", context)


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def goal(request: Request, pk: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk)
    one = queries.draft_of(actor, pk)
    initial = {"goal": one.goal, "on": one.drafted_on, "seen": digest(one.goal, one.drafted_on)}
    form = forms.GoalForm(request.POST or None, initial=initial)

    def run(answers: dict[str, Any]) -> Any:
        answers.pop("id")
        return commands.write_goal(actor, one, **answers)

    return asked(
        request,
        file,
        _("Écrire le but"),
        form,
        run,
        done=_("Le but est écrit."),
        to=reverse("returns:plan", args=[pk]),
    )


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def add(request: Request, pk: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk)
    one = queries.draft_of(actor, pk)
    form = forms.ActivityForm(file.currency, request.POST or None)

    def run(answers: dict[str, Any]) -> Any:
        return commands.add_activity(actor, one, draft=form.draft(), pk=answers["id"])

    return asked(
        request, file, _("Ajouter une activité"), form, run, done=_("L'activité est au plan."),
        to=reverse("returns:plan", args=[pk]), draft="activity",
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def change(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk)
    one = queries.activity(actor, pk, item)
    names = ("kind", "dimension", "what", "form", "amount", "starts_on", "ends_on")
    initial = {name: getattr(one, name) for name in names} | {"seen": commands.digest_of(one)}
    form = forms.ActivityForm(file.currency, request.POST or None, initial=initial)

    def run(answers: dict[str, Any]) -> Any:
        return commands.change_activity(actor, one, draft=form.draft(), seen=answers["seen"])

    return asked(
        request, file, _("Changer une activité"), form, run, done=_("L'activité est changée."),
        to=reverse("returns:plan", args=[pk]),
    )  # fmt: skip


@page(files.WORK)
@require_POST
def remove(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    actor = request.user
    workable(actor, pk)
    commands.remove_activity(actor, queries.activity(actor, pk, item))
    messages.success(request, _("L'activité est retirée du plan ; elle peut y être remise."))
    return redirect("returns:plan", pk)


@page(files.WORK)
@require_POST
def put_back(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    actor = request.user
    workable(actor, pk)
    commands.put_back(actor, queries.activity(actor, pk, item))
    messages.success(request, _("L'activité est de nouveau au plan."))
    return redirect("returns:plan", pk)


# Deciding


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def submit(request: Request, pk: UUID) -> HttpResponse:
    """To another person, who approves it or sends it back."""
    actor, file = request.user, workable(request.user, pk)
    step = step_of(file, "submit")
    form = forms.DayForm(request.POST or None)
    return asked(
        request, file, step.label, form, lambda answers: commands.submit_plan(actor, file, **answers),
        done=_("Le plan est soumis : une autre personne l'approuve."), why=step.refusal(actor, file.case),
        notice=_("Le plan ne change plus tant qu'il n'est pas renvoyé. Une autre personne l'approuve."),
        shown=queries.plans(file).draft,
    )  # fmt: skip


@resumable
@page(files.APPROVE)
@require_http_methods(METHODS)
def approve(request: Request, pk: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk, files.APPROVE)
    step = step_of(file, "approve")
    form = forms.DayForm(request.POST or None)
    return asked(
        request, file, step.label, form, lambda answers: commands.approve_plan(actor, file, **answers),
        done=_("Le plan est approuvé : ses activités peuvent commencer."), why=step.refusal(actor, file.case),
        notice=_("Approuvé, le plan est figé ; un changement sera sa version suivante."),
        shown=queries.plans(file).draft,
    )  # fmt: skip


@resumable
@page(files.APPROVE)
@require_http_methods(METHODS)
def send_back(request: Request, pk: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk, files.APPROVE)
    step = step_of(file, "send_back")
    form = forms.ReasonForm(request.POST or None)
    form.fields["text"].label = _("Qu'est-ce qui est à changer ?")
    return asked(
        request, file, step.label, form, lambda answers: commands.send_back(actor, file, **answers),
        done=_("Le plan est renvoyé."), shown=queries.plans(file).draft,
    )  # fmt: skip


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def revise(request: Request, pk: UUID) -> HttpResponse:
    """The next version, a copy of the one in force, which stands until the next is approved."""
    actor, file = request.user, workable(request.user, pk)
    step = step_of(file, "revise")
    form = forms.ReasonForm(request.POST or None)
    form.fields["text"].label = _("Pourquoi le plan est-il revu ?")
    return asked(
        request, file, step.label, form, lambda answers: commands.revise_plan(actor, file, **answers),
        done=_("La version suivante est une copie : changez ce qui doit l'être, puis soumettez-la."),
        notice=_("La version approuvée reste en vigueur jusqu'à l'approbation de la suivante."),
        to=reverse("returns:plan", args=[pk]),
    )  # fmt: skip


# Activities as they run


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def start(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    return act(
        request, pk, item, _("Commencer une activité"), running.start_activity, _("L'activité est commencée.")
    )


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def give(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """The day the person got it, whenever it is typed in."""
    return act(request, pk, item, _("Noter ce qui est donné"), running.give_activity, _("Le jour est noté."))


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def correct(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    return act(
        request,
        pk,
        item,
        _("Corriger le jour où c'est donné"),
        running.correct_given,
        _("Le jour est corrigé."),
    )


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def finish(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    return act(
        request, pk, item, _("Terminer une activité"), running.finish_activity, _("L'activité est terminée.")
    )


@resumable
@page(files.WORK)
@require_http_methods(METHODS)
def drop(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """Given up, with the reason; what was paid stays in the ledger."""
    form = forms.DropForm(request.POST or None)
    return act(
        request,
        pk,
        item,
        _("Abandonner une activité"),
        running.drop_activity,
        _("L'activité est abandonnée."),
        form,
    )


def act(
    request: Request, pk: UUID, item: UUID, title: str, run: Any, done: str, form: Any = None
) -> HttpResponse:
    actor, file = request.user, workable(request.user, pk)
    one = queries.activity(actor, pk, item)
    form = form or forms.DayForm(request.POST or None)
    return asked(
        request,
        file,
        title,
        form,
        lambda answers: run(actor, one, **answers),
        done=done,
        anchor="plan",
        activity=one,
    )


@page(files.WORK)
@require_POST
def resume(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    actor = request.user
    workable(actor, pk)
    running.resume_activity(actor, queries.activity(actor, pk, item))
    messages.success(request, _("L'activité est reprise."))
    return redirect(f"{reverse(SHOW, args=[pk])}#plan")


# On paper


@page(files.VIEW)
@require_GET
def pdf(request: Request, pk: UUID, number: int) -> HttpResponse:
    """The plan to sign, in French, in Arabic or both: one sheet for the person, one for the file."""
    one = queries.plan(request.user, pk, number)
    asked_for = request.GET.get("lang", "")
    languages = (asked_for,) if asked_for in LANGUAGES else LANGUAGES
    content = plan_pdf(queries.shown(one.file, one), languages)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-{one.file.case.reference}-{one.version}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
