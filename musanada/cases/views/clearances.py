"""Pages of clearances: asked by an office, answered by those who hold that right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.cases import forms_clearances as forms
from musanada.cases.commands import clearances as commands
from musanada.cases.queries import clearances as reads
from musanada.kit.paging import window
from musanada.people import queries as people
from musanada.people.attempt import attempt

both = require_http_methods(["GET", "POST"])


def row(one: Any) -> dict[str, Any]:
    return {"one": one, "shape": reads.standing(one), "words": reads.told(one)}


@page("clearance.ask")
def listed(request: Request) -> HttpResponse:
    """What my offices asked; a person's reference leads to asking for them."""
    form = forms.FindForm(request.GET if "reference" in request.GET else None)
    if form.is_valid():
        found = people.by_reference(request.user, form.cleaned_data["reference"], reads.ASK, reading=False)
        if found is not None:
            return redirect(f"{reverse('clearances:new')}?person={found.pk}")
        form.add_error(
            "reference", str(_("Aucune personne de vos bureaux ne porte cette référence : vérifiez-la."))
        )
    shown = window(reads.asked(request.user), request.GET)
    context = {"form": form, "rows": [row(one) for one in shown.rows], "page": shown}
    return render(request, "cases/clearance_list.html", context)


@page("clearance.ask")
@both
def new(request: Request) -> HttpResponse:
    """Ask for the person of ``?person=``."""
    person = people.person(request.user, person_key(request), reads.ASK)
    form = forms.AskForm(reads.asking_units(request.user, person), request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        made = attempt(
            form,
            lambda: commands.ask_clearance(
                request.user,
                person,
                unit=form.units[answers["unit"]],
                kind=answers["kind"],
                id=answers["id"],
            ),
        )
        if made:
            messages.success(request, _("Le feu vert est demandé."))
            return redirect("clearances:show", made.pk)
    context = {"form": form, "person": person, "name": people.display_name(person)}
    return render(request, "cases/clearance_new.html", context, status=422 if form.errors else 200)


def person_key(request: Request) -> UUID:
    try:
        return UUID(request.GET.get("person", ""))
    except ValueError:
        raise Http404 from None


@page("clearance.ask")
def show(request: Request, pk: UUID) -> HttpResponse:
    """Is there a clearance, and for which days. Never why not."""
    one = reads.clearance(request.user, pk, reads.ASK)
    context = {**row(one), "name": people.display_name(one.person)}
    return render(request, "cases/clearance.html", context)


@page("clearance.answer")
def to_answer(request: Request) -> HttpResponse:
    """What waits, then what was answered."""
    shown = window(reads.answered(request.user), request.GET)
    context = {"waiting": reads.to_answer(request.user)[:100], "rows": shown.rows, "page": shown}
    return render(request, "cases/clearance_to_answer.html", context)


@page("clearance.answer")
@both
def answer(request: Request, pk: UUID) -> HttpResponse:
    """One clearance for who answers: grant, refuse; take back what was granted."""
    one = reads.clearance(request.user, pk, reads.ANSWER)
    form: Any = None
    if one.state == "asked":
        form = forms.AnswerForm(request.POST or None)
    elif one.state == "granted":
        form = forms.RevokeForm(request.POST or None)
    if request.method == "POST" and form is not None and form.is_valid() and decided(request, one, form):
        messages.success(request, _("La réponse est enregistrée."))
        return redirect("clearances:to-answer")
    context = {"one": one, "name": people.display_name(one.person), "form": form}
    context["own"] = one.asked_by_id == request.user.pk
    failed = form is not None and form.errors
    return render(request, "cases/clearance_answer.html", context, status=422 if failed else 200)


def decided(request: Request, one: Any, form: Any) -> object:
    actor, answers = request.user, form.cleaned_data
    if "decision" not in form.fields:
        return attempt(form, lambda: commands.revoke(actor, one, grounds=answers["grounds"]))
    if answers["decision"] == "refuse":
        return attempt(form, lambda: commands.refuse(actor, one, grounds=answers["grounds"]))
    days = {name: answers[name] for name in ("from_on", "to_on", "grounds")}
    return attempt(form, lambda: commands.grant(actor, one, **days))
