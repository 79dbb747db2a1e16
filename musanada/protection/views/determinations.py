"""Pages of a determination (BID): the report, its review, the sealed dossier, the panel and its call, the decision and after.

Whoever is named on the file acts here. Members of the panel have a page of their own (``views.panels``).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may
from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import MissingRight, Problem
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection import dossier_words, dossiers
from musanada.protection import forms_interests as forms
from musanada.protection.ballots import sentence
from musanada.protection.commands import determinations as commands
from musanada.protection.commands import options, panels
from musanada.protection.keeping import keeps
from musanada.protection.queries import determinations as queries
from musanada.protection.queries import files
from musanada.protection.queries import panels as seats
from musanada.protection.queries.assessments import REVIEW, latest_reviewed
from musanada.protection.queries.work import url_of
from musanada.protection.seals import intact
from musanada.protection.views.assessments import ask, initial_of_option, the_child
from musanada.protection.views.common import METHODS

MANAGE, WORK = queries.MANAGE, files.WORK


def page_of(bid: Any) -> str:
    return reverse("protection:bid", args=[bid.file.case_id, bid.pk])


def at(request: Request, case: UUID, item: UUID, right: str) -> tuple[Any, Any, str]:
    """The child's file, one of its determinations, and where to go back."""
    file = the_child(request, case, right)
    bid = queries.determination(file, item)
    bid.file = file
    return file, bid, page_of(bid)


@keeps
@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def new(request: Request, case: UUID) -> HttpResponse:
    file = the_child(request, case, MANAGE)
    assessed = latest_reviewed(file)
    form = forms.BeginForm(
        request.POST or None, initial={"question": assessed.bid_needed} if assessed else None
    )

    def run(said: dict[str, Any]) -> Any:
        return commands.begin_determination(request.user, file, question=said["question"], pk=said["id"])

    return ask(
        request, file, _("Demander une détermination (BID)"), form, run, back=url_of(file, "bid"),
        done=_("La BID est demandée : écrivez le rapport au panel."), button=_("Demander la BID"), care="", keep=True,
        to=page_of,
    )  # fmt: skip


@page(WORK)
@require_GET
def current(request: Request, case: UUID) -> HttpResponse:
    """The one that stands now; the page of the child where there is none."""
    file = the_child(request, case, WORK)
    bid = queries.current(file)
    return redirect(page_of(bid) if bid else url_of(file, "bid"))


@page(files.VIEW)
@require_GET
def show(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, _back = at(request, case, item, files.VIEW)
    rows = seats.seats(bid)
    context = {
        "file": file,
        "case": file.case,
        "bid": bid,
        "shape": queries.SHAPES[bid.state],
        "strip": queries.strip(bid),
        "options": queries.options(bid),
        "seats": rows,
        "tally": [(dossier_words.outlook(code), n) for code, n in seats.tally(bid).items()],
        "dissents": [row.dissent for row in rows if row.dissent] if bid.decided_on else [],
        "why_not": sentence(seats.result(bid)) if bid.state == "scheduled" else None,
        "intact": intact(bid) if bid.digest else True,
        "may": allowed(request.user, bid),
        "late": bid.state in queries.OPEN and bid.due_on < timezone.localdate(),
        "untold": bid.state in queries.STANDING and bid.told_on is None,
        "back": url_of(file, "bid"),
    }
    return render(request, "protection/bid.html", context)


def allowed(actor: Actor, bid: Any) -> dict[str, bool]:
    """What this actor may do now: the buttons."""
    manage, work, state = may(actor, MANAGE, bid), may(actor, WORK, bid), bid.state
    votes = seats.result(bid)
    return {
        "write": manage and state == "draft",
        "submit": manage and state == "draft" and bool(bid.report) and bid.options.count() > 1,
        "review": state == "review"
        and bid.reviewer_id is None
        and bid.officer_id != actor.pk
        and may(actor, REVIEW, bid),
        "seal": manage and state == "review" and bid.reviewer_id is not None,
        "panel": manage and state in ("sealed", "scheduled"),
        "call": manage and state == "sealed",
        "postpone": manage and state == "scheduled",
        "decide": manage and state == "scheduled" and votes.why == "decided",
        "tell": work and state in queries.STANDING and bid.told_on is None,
        "implement": work and state == "decided" and bid.told_on is not None,
        "keep": work and state in queries.STANDING,
        "reopen": manage and state in ("sealed", "scheduled", *queries.STANDING),
        "drop": manage and state in queries.OPEN,
    }


@keeps
@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def write(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, MANAGE)
    form = forms.ReportForm(request.POST or None, initial={"report": bid.report})

    def run(said: dict[str, Any]) -> Any:
        return commands.write_report(request.user, bid, report=said["report"])

    return ask(request, file, _("Rapport au panel"), form, run, back=back, done=_("Le rapport est enregistré."),
               button=_("Enregistrer le rapport"), keep=True, bid=bid)  # fmt: skip


@keeps
@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def option_new(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, MANAGE)
    form = forms.OptionForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return options.propose(request.user, bid, pk=said.pop("id"), **said)

    return ask(request, file, _("Proposer une option au panel"), form, run, back=f"{back}#options",
               done=_("L'option est proposée."), button=_("Enregistrer l'option"), keep=True)  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def option(request: Request, case: UUID, item: UUID, option: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, MANAGE)
    row = queries.option_of(bid, option)
    form = forms.OptionForm(request.POST or None, initial=initial_of_option(row))

    def run(said: dict[str, Any]) -> Any:
        if "remove" in request.POST:
            return options.unpropose(request.user, bid, option=row)
        said.pop("id")
        return options.propose(request.user, bid, option=row, **said)

    return ask(request, file, _("Option proposée au panel"), form, run, back=f"{back}#options",
               done=_("Les options sont à jour."), button=_("Enregistrer l'option"), remove=_("Retirer cette option"))  # fmt: skip


@page(MANAGE)
@require_POST
def submit(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """To its reviewer, as it stands."""
    _file, bid, back = at(request, case, item, MANAGE)
    try:
        commands.submit_report(request.user, bid)
        messages.success(request, _("Le rapport attend sa relecture par une autre personne."))
    except MissingRight:
        raise
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect(back)


@resumable
@page(REVIEW)
@require_http_methods(METHODS)
def review(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, REVIEW)
    form = forms.ReviewForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return commands.review_report(request.user, bid, accept=said["accept"] == "yes", text=said["text"])

    return ask(request, file, _("Relire le rapport au panel"), form, run, back=back,
               done=_("Votre relecture est enregistrée."), button=_("Enregistrer la relecture"), report=bid.report,
               options=queries.options(bid))  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def seal(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """The dossier as the panel will read it, then its seal: nothing in it changes afterwards."""
    file, bid, back = at(request, case, item, MANAGE)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.seal_dossier(request.user, bid)) is not None:
        messages.success(request, _("Le dossier est scellé : composez le panel et convoquez-le."))
        return redirect(back)
    content = (
        dossiers.opened(bid) if bid.digest and intact(bid) else dossiers.build(bid, timezone.localdate())
    )
    context = {
        "file": file,
        "case": file.case,
        "bid": bid,
        "form": form,
        "sections": dossier_words.sections(content),
        "may_seal": bid.state == "review" and bid.reviewer_id is not None,
        "back": back,
    }
    return render(request, "protection/bid_seal.html", context, status=422 if form.errors else 200)


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def panel(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """Who sits: named, given the chair, or taken off before they vote."""
    file, bid, back = at(request, case, item, MANAGE)
    here = reverse("protection:bid-panel", args=[file.case_id, bid.pk])
    adding = not {"make_chair", "unseat"} & request.POST.keys()
    form = forms.MemberForm(seats.offered(bid), request.POST if adding and request.POST else None)
    if request.method == "POST" and not adding:
        act = Form(request.POST)
        if attempt(act, lambda: seat_act(request, bid, form)) is None:
            messages.error(request, " ".join(map(str, act.non_field_errors())))
        return redirect(here)
    if form.is_valid() and attempt(form, lambda: seat_act(request, bid, form)) is not None:
        messages.success(request, _("Le panel est à jour."))
        return redirect(here)
    context = {
        "file": file,
        "case": file.case,
        "bid": bid,
        "form": form,
        "seats": seats.seats(bid),
        "why_not": sentence(seats.result(bid)),
        "back": back,
    }
    return render(request, "protection/bid_panel.html", context, status=422 if form.errors else 200)


def seat_act(request: Request, bid: Any, form: Any) -> Any:
    """One of three acts, by the button pressed."""
    if form.is_bound:
        said = form.cleaned_data
        user = seats.account(bid, said["user"])
        return panels.appoint(request.user, bid, user=user, chair=said["chair"])
    act = panels.make_chair if "make_chair" in request.POST else panels.unseat
    key = request.POST.get("make_chair") or request.POST.get("unseat") or ""
    return act(request.user, seats.row(bid, key))


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def call(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, MANAGE)
    form = forms.CallForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return panels.schedule(request.user, bid, panel_on=said["panel_on"])

    return ask(
        request, file, _("Convoquer le panel"), form, run, back=back, care="", button=_("Convoquer le panel"),
        done=_("Le panel est convoqué : ses membres lisent le dossier scellé sur leur propre page."),
        notice=_("Chaque membre trouve le dossier sous « Panels », sans être nommé au dossier de l'enfant. Il le lit jusqu'à "
                 "la décision, et vote une fois, le jour du panel."),
    )  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def postpone(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, MANAGE)
    form = forms.WhyForm(request.POST or None, label=_("Pourquoi le panel est-il reporté ?"))

    def run(said: dict[str, Any]) -> Any:
        return panels.postpone(request.user, bid, why=said["why"])

    return ask(request, file, _("Reporter le panel"), form, run, back=back, done=_("Le panel est reporté."),
               notice=_("Les votes de cette séance ne comptent plus : le panel délibère et vote de nouveau."))  # fmt: skip
