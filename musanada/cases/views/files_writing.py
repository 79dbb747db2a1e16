"""What is written in a case: tasks, notes, appointments, alerts, pieces; its risk; the steps that need only words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.cases import forms_files as forms
from musanada.cases.commands import files as commands
from musanada.cases.commands import pieces as piece_commands
from musanada.cases.procedures import procedure
from musanada.cases.queries import files, items, parts
from musanada.cases.steps_pages import is_plain, page_of_step
from musanada.cases.views.files import METHODS, back, insist_offered
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.people.resume import resumable

L = gettext_lazy


@dataclass(frozen=True)
class Adding:
    """What may be added to a case: its form, the command, where it then stands on the page."""

    title: Sentence
    button: Sentence
    form: type[Any]
    run: Callable[..., Any]
    anchor: str


@dataclass(frozen=True)
class Changing:
    """What may be done to one row. With ``field`` it is asked why, and the answer goes to the command by that name."""

    label: Sentence
    run: Callable[..., Any]
    field: str = ""
    consequence: Sentence = ""


ADDING: dict[str, Adding] = {
    "task": Adding(L("Ajouter une tâche"), L("Ajouter la tâche"), forms.TaskForm, commands.add_task, "tasks"),
    "note": Adding(
        L("Écrire une note"), L("Enregistrer la note"), forms.NoteForm, commands.write_note, "notes"
    ),
    "appointment": Adding(
        L("Prévoir un rendez-vous"),
        L("Prévoir le rendez-vous"),
        forms.AppointmentForm,
        commands.plan_appointment,
        "appointments",
    ),
    "alert": Adding(L("Poser une alerte"), L("Poser l'alerte"), forms.AlertForm, commands.raise_alert, ""),
    "piece": Adding(
        L("Recevoir une pièce"),
        L("Enregistrer la pièce"),
        forms.PieceForm,
        piece_commands.add_piece,
        "pieces",
    ),
}
ANCHORS = {kind: one.anchor for kind, one in ADDING.items()}
CHANGING: dict[tuple[str, str], Changing] = {
    ("task", "do"): Changing(L("Fait"), commands.do_task),
    ("task", "drop"): Changing(L("Abandonner"), commands.drop_task),
    ("note", "strike"): Changing(
        L("Barrer la note"),
        commands.strike_note,
        "reason",
        L("La note reste lisible, barrée, avec votre nom et le motif."),
    ),
    ("appointment", "keep"): Changing(L("La personne est venue"), commands.keep_appointment),
    ("appointment", "miss"): Changing(L("La personne n'est pas venue"), commands.miss_appointment),
    ("appointment", "cancel"): Changing(L("Annuler le rendez-vous"), commands.cancel_appointment),
    ("alert", "lift"): Changing(L("Lever l'alerte"), commands.lift_alert),
    ("piece", "verify"): Changing(L("Pièce vérifiée"), piece_commands.verify_piece),
    ("piece", "reject"): Changing(
        L("Ne pas retenir la pièce"),
        piece_commands.reject_piece,
        "remark",
        L("La pièce reste dans le dossier et ne compte plus dans la liste des pièces demandées."),
    ),
    ("piece", "return"): Changing(L("Pièce rendue à la personne"), piece_commands.return_piece),
}


@resumable
@page("case.work")
@require_http_methods(METHODS)
def add(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """A form for one task, note, appointment, alert or piece."""
    actor, case = request.user, files.case(request.user, pk)
    adding = ADDING.get(kind)
    if adding is None:
        raise Http404
    require(actor, files.WORK, case)
    form = adding.form(request.POST or None, request.FILES or None, actor=actor, case=case)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: adding.run(actor, case, **form.answers())) is not None
    ):
        messages.success(request, _("C'est enregistré."))
        return back(actor, case, adding.anchor)
    context = {
        "case": case,
        "form": form,
        "title": adding.title,
        "button": adding.button,
        "url": parts.address_of(actor, case),
        "upload": "file" in form.fields,
        "closed": case.closed_on is not None and kind != "note",
    }
    return render(request, "cases/file_form.html", context, status=422 if form.errors else 200)


@page("case.work")
@require_http_methods(METHODS)
def change(request: Request, pk: UUID, kind: str, item: UUID, verb: str) -> HttpResponse:
    """Do something to one row of a case: at once, or with the reason."""
    actor, case = request.user, files.case(request.user, pk)
    changing = CHANGING.get((kind, verb))
    if changing is None:
        raise Http404
    row = items.item(case, kind, item)
    if not changing.field:
        if request.method == "POST":
            changing.run(actor, row)
            messages.success(request, _("C'est fait : %(step)s.") % {"step": changing.label})
        return back(actor, case, ANCHORS[kind])
    require(actor, files.WORK, case)
    form = forms.WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {changing.field: form.cleaned_data["reason"]}
        if attempt(form, lambda: changing.run(actor, row, **words)):
            messages.success(request, _("C'est fait : %(step)s.") % {"step": changing.label})
            return back(actor, case, ANCHORS[kind])
    context = {"case": case, "form": form, "changing": changing, "url": parts.address_of(actor, case)}
    return render(request, "cases/file_reason.html", context, status=422 if form.errors else 200)


@page("case.work")
@require_http_methods(METHODS)
def risk(request: Request, pk: UUID) -> HttpResponse:
    actor, case = request.user, files.case(request.user, pk)
    require(actor, files.WORK, case)
    form = forms.RiskForm(request.POST or None, initial={"risk": case.risk})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: commands.set_risk(actor, case, risk=form.cleaned_data["risk"])) is not None
    ):
        messages.success(request, _("Le niveau de risque est noté."))
        return back(actor, case)
    context = {
        "case": case,
        "form": form,
        "title": _("Niveau de risque"),
        "button": _("Enregistrer"),
        "url": parts.address_of(actor, case),
        "closed": case.closed_on is not None,
    }
    return render(request, "cases/file_form.html", context, status=422 if form.errors else 200)


@resumable
@page("case.view")
@require_http_methods(METHODS)
def step(request: Request, pk: UUID, code: str) -> HttpResponse:
    """A step that needs only a day and words. One that has its own page leads there."""
    actor, case = request.user, files.case(request.user, pk)
    found = procedure(case.procedure).flow.steps.get(code)
    if found is None:
        raise Http404
    if not is_plain(case.procedure, found):
        url = page_of_step(case.procedure, found, case.pk)
        insist_offered(bool(url))
        return redirect(url)
    standing = {one.code: why for one, why in parts.standing_steps(actor, case, procedure(case.procedure))}
    insist_offered(code in standing)
    form = forms.StepForm(case, found, request.POST or None)
    if request.method == "POST" and form.is_valid() and taken(request, case, code, form):
        messages.success(request, _("C'est fait : %(step)s.") % {"step": found.label})
        return back(actor, case) if files.find(actor, case.pk) else redirect("files:list")
    context = {
        "case": case,
        "form": form,
        "step": found,
        "why": standing[code],
        "closing": found.target in procedure(case.procedure).closures,
        "state": procedure(case.procedure).label_of(found.target),
        "url": parts.address_of(actor, case),
    }
    return render(request, "cases/file_step.html", context, status=422 if form.errors else 200)


def taken(request: Request, case: Any, code: str, form: django_forms.Form) -> bool:
    move = form.move()  # type: ignore[attr-defined]
    return attempt(form, lambda: commands.take_step(request.user, case, code, move=move)) is not None
