"""Pages of the assessment (BIA): opened, written as far as it goes, options weighed, reviewed by another, on paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection import bid_papers as papers
from musanada.protection import forms_interests as forms
from musanada.protection.commands import assessments as commands
from musanada.protection.commands import options
from musanada.protection.keeping import keeps
from musanada.protection.queries import assessments as queries
from musanada.protection.queries import determinations as bids
from musanada.protection.queries import files
from musanada.protection.queries.work import url_of
from musanada.protection.views.common import METHODS, answered

ASSESS, REVIEW = queries.ASSESS, queries.REVIEW


def the_child(request: Request, case: UUID, right: str) -> Any:
    """The child's file that names the actor; the reading is noted. Raises: Http404."""
    return files.file(request.user, case, right, kind="child")


def ask(
    request: Request,
    file: Any,
    title: Sentence,
    form: Any,
    run: Callable[[dict[str, Any]], Any],
    *,
    back: str,
    done: Sentence,
    button: Sentence = "",
    notice: Sentence = "",
    care: str = "notes",
    keep: bool = False,
    to: Callable[[Any], str] | None = None,
    **more: Any,
) -> HttpResponse:
    """One question, one command; refused or wrong, the form comes back with what was typed."""
    context = {
        "file": file,
        "case": file.case,
        "title": title,
        "form": form,
        "button": button or title,
        "notice": notice,
        "care": care,
        "keep": keep,
        "back": back,
    } | more
    return answered(
        request, form, lambda: run(dict(form.cleaned_data)), done=done, to=to or back,
        template="protection/bia_form.html", context=context,
    )  # fmt: skip


def page_of(one: Any) -> str:
    return reverse("protection:bia", args=[one.file.case_id, one.pk])


@keeps
@resumable
@page(ASSESS)
@require_http_methods(METHODS)
def new(request: Request, case: UUID) -> HttpResponse:
    """Why now, since when; it is due by the level of risk."""
    file = the_child(request, case, ASSESS)
    first = not queries.assessments(file)
    form = forms.TriggerForm(request.POST or None, initial={"trigger": "first"} if first else None)

    def run(said: dict[str, Any]) -> Any:
        return commands.open_assessment(
            request.user, file, trigger=said["trigger"], on=said["on"], pk=said["id"]
        )

    return ask(
        request, file, _("Ouvrir une évaluation de l'intérêt supérieur"), form, run,
        back=url_of(file, "bia"), done=_("L'évaluation est ouverte."), button=_("Ouvrir l'évaluation"),
        care="", keep=True, to=page_of,
        notice=_("Elle est à faire dans les 7, 14 ou 30 jours selon le risque. L'aide urgente, elle, n'attend pas."),
    )  # fmt: skip


@page(ASSESS)
@require_GET
def current(request: Request, case: UUID) -> HttpResponse:
    """Where the assessment of the moment stands; the page of the child where there is none."""
    file = the_child(request, case, ASSESS)
    one = queries.running(file) or next(iter(queries.assessments(file)), None)
    return redirect(page_of(one) if one else url_of(file, "bia"))


@page(files.VIEW)
@require_GET
def show(request: Request, case: UUID, item: UUID) -> HttpResponse:
    actor, file = request.user, the_child(request, case, files.VIEW)
    one = queries.assessment(file, item)
    context = {
        "file": file,
        "case": file.case,
        "one": one,
        "shown": queries.shown(one),
        "may_write": queries.may_write(actor, one),
        "may_review": queries.may_review(actor, one),
        "may_begin": one.state == "reviewed"
        and one.bid_needed not in ("", "no")
        and holds(actor, bids.MANAGE)
        and bids.open_one(file) is None
        and one == queries.latest_reviewed(file),
        "back": url_of(file, "bia"),
        "expired": queries.expired(one),
    }
    return render(request, "protection/bia.html", context)


@keeps
@resumable
@page(ASSESS)
@require_http_methods(METHODS)
def write(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """Kept as far as it goes, or kept and said to be done."""
    file = the_child(request, case, ASSESS)
    one = queries.assessment(file, item)
    form = forms.AssessmentForm(request.POST or None, initial=initial_of(one))
    finish = "finish" in request.POST
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: commands.write_assessment(request.user, one, draft=form.draft()))
        ended = (
            attempt(form, lambda: commands.finish_assessment(request.user, one)) if kept and finish else kept
        )
        if ended:
            done = (
                _("L'évaluation est faite : une autre personne la relit.")
                if finish
                else _("C'est enregistré.")
            )
            messages.success(request, done)
            return redirect(page_of(one))
    context = {
        "file": file,
        "case": file.case,
        "one": one,
        "form": form,
        "factors": " ".join(forms.FACTORS),
        "back": page_of(one),
        "options": one.options.count(),
    }
    return render(request, "protection/bia_write.html", context, status=422 if form.errors else 200)


def initial_of(one: Any) -> dict[str, Any]:
    names = ("interpreter", "views", "maturity", "recommendation", "reasons", "bid_needed")
    known = {f"factor_{kind}": found for kind, found in queries.factors_of(one).items()}
    return {name: getattr(one, name) for name in names} | known | {"heard": queries.listed(one.heard)}


@keeps
@resumable
@page(ASSESS)
@require_http_methods(METHODS)
def option_new(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file = the_child(request, case, ASSESS)
    one = queries.assessment(file, item)
    form = forms.OptionForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return options.weigh(request.user, one, pk=said.pop("id"), **said)

    return ask(request, file, _("Peser une option"), form, run, back=f"{page_of(one)}#options",
               done=_("L'option est pesée."), button=_("Enregistrer l'option"), keep=True)  # fmt: skip


@resumable
@page(ASSESS)
@require_http_methods(METHODS)
def option(request: Request, case: UUID, item: UUID, option: UUID) -> HttpResponse:
    """Another text, or out of the assessment."""
    file = the_child(request, case, ASSESS)
    one = queries.assessment(file, item)
    row, back = bids.option_of(one, option), f"{page_of(one)}#options"
    form = forms.OptionForm(request.POST or None, initial=initial_of_option(row))

    def run(said: dict[str, Any]) -> Any:
        if "remove" in request.POST:
            return options.unweigh(request.user, one, option=row)
        said.pop("id")
        return options.weigh(request.user, one, option=row, **said)

    return ask(request, file, _("Option"), form, run, back=back, done=_("Les options sont à jour."),
               button=_("Enregistrer l'option"), remove=_("Retirer cette option"))  # fmt: skip


def initial_of_option(row: Any) -> dict[str, Any]:
    return {"outlook": row.outlook, "country": row.country_id or "", "pros": row.pros, "cons": row.cons}


@resumable
@page(REVIEW)
@require_http_methods(METHODS)
def review(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """By another person than the assessor."""
    file = the_child(request, case, REVIEW)
    one = queries.assessment(file, item)
    form = forms.ReviewForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return commands.review_assessment(
            request.user, one, accept=said["accept"] == "yes", text=said["text"]
        )

    return ask(request, file, _("Relire l'évaluation"), form, run, back=page_of(one),
               done=_("Votre relecture est enregistrée."), button=_("Enregistrer la relecture"),
               shown=queries.shown(one), one=one)  # fmt: skip


@page(files.VIEW)
@require_GET
def pdf(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file = the_child(request, case, files.VIEW)
    one = queries.assessment(file, item)
    content = papers.assessment_pdf(request.user, one, papers.language(request.GET.get("lang", "")))
    return paper(content, f"bia-{file.case.reference}")


def paper(content: bytes, name: str) -> HttpResponse:
    """Never kept by the browser."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
