"""Erasures step by step: the list, one procedure with its strip, the certificate."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import may, require
from musanada.access.pages import Request, page
from musanada.dataprotection import paper
from musanada.dataprotection.commands import erasure as commands
from musanada.dataprotection.forms_rights import ExamineForm, RefuseForm, VerifiedForm, language
from musanada.dataprotection.queries import answers, erasure
from musanada.dataprotection.views.rights import METHODS, attached, register_tabs
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.queries import person as find_person

FORMS: dict[str, type[forms.Form]] = {"examine": ExamineForm, "refuse": RefuseForm}
RUN: dict[str, Callable[..., Any]] = {
    "examine": commands.examine,
    "grant": commands.grant,
    "refuse": commands.refuse,
    "reopen": commands.reopen,
    "confirm": commands.confirm,
    "execute": commands.execute_erasure,
    "withdraw": commands.withdraw,
}
PATH = ("asked", "examined", "granted", "confirmed", "executed")


@page("erasure.view")
@require_GET
def listing(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    shown = window(erasure.erasures(request.user, state), request.GET)
    context = {
        "page": shown,
        "rows": shown.rows,
        "states": erasure.STATES,
        "state": state,
        "tabs": register_tabs(request.user, "erasures"),
    }
    return render(request, "dataprotection/erasures/list.html", context)


@page("erasure.ask")
@require_http_methods(METHODS)
def ask(request: Request, pk: UUID) -> HttpResponse:
    found = find_person(request.user, pk, "erasure.ask")
    requests = answers.open_requests(request.user, found) if may(request.user, "rights.access", found) else ()
    form = VerifiedForm(request.POST or None, requests=requests)
    if request.method == "POST" and form.is_valid():
        one = attempt(form, lambda: commands.ask_erasure(request.user, found, **form.cleaned_data))
        if one:
            messages.success(request, _("La demande d'effacement est enregistrée : elle est à examiner."))
            return redirect("dataprotection:erasure", one.pk)
    context = {"person": found, "name": display_name(found), "form": form}
    return render(request, "dataprotection/erasures/ask.html", context, status=422 if form.errors else 200)


@page("erasure.view")
@require_GET
def detail(request: Request, pk: UUID) -> HttpResponse:
    one = erasure.erasure(request.user, pk)
    executed = one.state == "executed"
    context = {
        "one": one,
        "steps": erasure.open_steps(request.user, one),
        "strip": strip_of(one),
        "lines": erasure.lines_of(one.counts) if executed else [],
        "holds": erasure.verified(one) if executed else True,
        "may_open_person": not executed and may(request.user, "rights.access", one.person),
    }
    return render(request, "dataprotection/erasures/erasure.html", context)


def strip_of(one: Any) -> list[dict[str, Any]]:
    """Where the procedure stands: a refusal ends it after the examination."""
    labels = dict(erasure.STATES)
    path = PATH if one.state in PATH else ("asked", "examined", one.state)
    here = path.index(one.state)
    who = {
        "asked": one.asked_by,
        "examined": one.examined_by,
        "granted": one.decided_by,
        "confirmed": one.confirmed_by,
    }
    who |= {"restricted": one.decided_by}
    return [
        {
            "label": labels[state],
            "state": "done"
            if n < here or (state == "executed" and n == here)
            else "here"
            if n == here
            else "next",
            "note": str(who.get(state) or "") if n <= here else "",
        }
        for n, state in enumerate(path)
    ]


@page("erasure.view")
@require_http_methods(METHODS)
def step(request: Request, pk: UUID, step: str) -> HttpResponse:
    """What the step does, said before it is done; the command decides whether it may be."""
    one = erasure.erasure(request.user, pk)
    if step not in RUN:
        raise Http404
    made = erasure.step_of(step)
    require(request.user, made.right, one)
    form = FORMS.get(step, forms.Form)(request.POST if request.method == "POST" else None)

    def run() -> object:
        return RUN[step](request.user, one, **form.cleaned_data)

    if form.is_valid() and attempt(form, run) is not None:
        messages.success(request, _("C'est noté."))
        return redirect("dataprotection:erasure", one.pk)
    context = {"one": one, "step": made, "form": form, "consequence": consequences()[step]}
    return render(request, "dataprotection/erasures/step.html", context, status=422 if form.errors else 200)


def consequences() -> dict[str, str]:
    """What each step does, in words."""
    return {
        "examine": _("L'examen dit ce qui s'oppose à l'effacement, s'il y a quelque chose."),
        "grant": _("L'effacement est accordé. Rien n'est encore détruit : une seconde personne le confirme."),
        "refuse": _(
            "La demande est refusée. Les données sont gardées sans servir : la personne sort des listes, et la "
            "décision est revue dans l'année. Dites-lui la raison."
        ),
        "reopen": _(
            "La raison du refus a passé : la demande est examinée de nouveau et la personne revient dans les listes."
        ),
        "confirm": _("Vous confirmez la décision d'un autre. L'effacement peut alors être exécuté."),
        "execute": _(
            "Noms, coordonnées, documents, pièces, liens et textes sont détruits. Rien ne les ramène, pas même une "
            "sauvegarde. Les aides restent comptées, sans personne."
        ),
        "withdraw": _("La personne ne demande plus l'effacement. La demande est close et la fiche reste."),
    }


@page("erasure.view")
@require_GET
def certificate(request: Request, pk: UUID) -> HttpResponse:
    one = erasure.erasure(request.user, pk)
    lang = "ar" if request.GET.get("lang", language()) == "ar" else "fr"
    return attached(paper.certificate_pdf(one, lang), f"{one.number}.pdf", "application/pdf")
