"""Telling decisions: one file, a list of an office, the letters, and the day they were received."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import letters
from musanada.regularisation.commands import notifying as commands
from musanada.regularisation.forms_intake import NotifyForm, ReceivedForm, key_of
from musanada.regularisation.queries import applications as queries
from musanada.regularisation.queries import papers_of_file
from musanada.regularisation.views.intake import head, printed

METHODS = ["GET", "POST"]
MOST = 300  # letters in one PDF


@resumable
@page("regularisation.notify")
@require_http_methods(METHODS)
def notify(request: Request, pk: UUID) -> HttpResponse:
    """The decision that stands, told to one person."""
    actor, one = request.user, queries.application(request.user, pk)
    require(actor, queries.NOTIFY, one)
    decision = queries.standing_decision(one)
    form = NotifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.answers()
        if attempt(form, lambda: commands.notify(actor, one, **answers)):
            messages.success(request, _("La décision est notifiée. Imprimez la lettre depuis le dossier."))
            return redirect("regularisation:show", pk)
    shown = next((d for d in papers_of_file.decisions(actor, one) if decision and d.decision.pk == decision.pk), None)  # fmt: skip
    context = head(one) | {"form": form, "shown": shown}
    return render(request, "regularisation/notify.html", context, status=422 if form.errors else 200)


@page("regularisation.notify")
@require_GET
def letter(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """The letter on paper, in the person's language or the one asked for."""
    one = queries.notification(request.user, pk, item)
    require(request.user, queries.NOTIFY, one.application)
    lang = request.GET.get("lang", "")
    if lang not in ("", *letters.LANGUAGES):
        raise Http404
    return printed(letters.pdf([one], lang), f"{one.application.case.reference}.pdf")


@resumable
@page("regularisation.notify")
@require_http_methods(METHODS)
def received(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """The day the letter reached the person."""
    actor = request.user
    told = queries.notification(actor, pk, item)
    require(actor, queries.NOTIFY, told.application)
    form = ReceivedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["on"]
        if attempt(form, lambda: commands.received(actor, told, on=day)):
            messages.success(request, _("La réception de la lettre est notée."))
            return redirect("regularisation:show", pk)
    context = head(told.application) | {"form": form, "told": told}
    return render(request, "regularisation/notify_received.html", context, status=422 if form.errors else 200)


# A list


@resumable
@page("regularisation.notify")
@require_http_methods(METHODS)
def waiting(request: Request) -> HttpResponse:
    """What is decided and not told: ticked files are told together, with one PDF of all their letters."""
    actor = request.user
    rows = list(queries.to_notify(actor, result=request.GET.get("result", ""))[:MOST])
    finals = list(queries.final_refusals(actor)[:MOST])
    form = NotifyForm(request.POST or None, initial={"means": "post"})
    ticked = {key for text in request.POST.getlist("file") if (key := key_of(text))}
    if request.method == "POST" and form.is_valid():
        chosen = [case for case in rows if case.pk in ticked]
        if not chosen:
            form.add_error(None, _("Aucun dossier n'est coché : cochez ceux dont la décision est notifiée."))
        else:
            told = attempt(form, lambda: tell(actor, chosen, form.answers()))
            if told is not None:
                return told_page(request, told)
    context = {
        "form": form,
        "rows": queries.notify_rows(rows),
        "finals": queries.notify_rows(finals),
        "ticked": ticked if request.method == "POST" else {case.pk for case in rows},
        "result": request.GET.get("result", ""),
    }
    return render(request, "regularisation/notify_list.html", context, status=422 if form.errors else 200)


def tell(actor: Any, cases: list[Any], answers: dict[str, Any]) -> list[Any]:
    """Office by office, all or none."""
    return commands.notify_offices(actor, cases, **answers)


def told_page(request: Request, told: list[Any]) -> HttpResponse:
    """What was told, and the way to all the letters at once."""
    words = ngettext("%(n)s décision notifiée", "%(n)s décisions notifiées", len(told)) % {"n": len(told)}
    found = queries.letters(request.user, [one.pk for one in told])
    rows = [
        {"pk": one.pk, "case": one.application.case, "label": one.decision.get_result_display()}
        for one in found
    ]
    return render(request, "regularisation/notify_done.html", {"told": rows, "words": words})


@page("regularisation.notify")
@require_POST
def letters_pdf(request: Request) -> HttpResponse:
    """The letters just written, in one PDF; those of files the actor does not see are left out."""
    keys = [key for text in request.POST.getlist("letter")[:MOST] if (key := key_of(text))]
    found = queries.letters(request.user, keys)
    lang = request.POST.get("language", "")
    if not found or lang not in ("", *letters.LANGUAGES):
        raise Http404
    return printed(letters.pdf(found, lang), "notifications.pdf")
