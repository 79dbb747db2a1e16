"""Referrals of the national mechanism: choose a partner and ask item by item; what came in; what was sent and where it stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, units_for
from musanada.access.pages import Actor, Request, page
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection import forms_nrm as forms
from musanada.protection import nrm_paper
from musanada.protection.commands import mechanisms as partners
from musanada.protection.commands import nrm as commands
from musanada.protection.commands import nrm_answers as answers
from musanada.protection.keeping import keeps
from musanada.protection.queries import detection as detections
from musanada.protection.queries import nrm as queries
from musanada.protection.queries import victims

METHODS = ["GET", "POST"]
DETECT, ANSWER, MANAGE, WORK = queries.DETECT, queries.ANSWER, queries.MANAGE, victims.WORK


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# Referring: from a detection, from a file


@keeps
@resumable
@page(DETECT)
@require_http_methods(METHODS)
def refer_detection(request: Request, pk: UUID) -> HttpResponse:
    one = detections.detection(request.user, pk)

    def send(draft: Any) -> Any:
        return commands.refer_detection(request.user, one.unit, detection=one, draft=draft)

    back = reverse("protection:detection", args=[pk])
    return referring(request, one.unit, send, {"back": back, "code": one.reference, "urgent": one.urgent})


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def refer_file(request: Request, case: UUID) -> HttpResponse:
    file = victims.victim(request.user, case, WORK)

    def send(draft: Any) -> Any:
        return commands.refer_file(request.user, file, draft=draft)

    back = reverse("protection:victim", args=[case])
    shown = {"back": back, "code": file.case.reference, "urgent": file.danger == "yes", "case": file.case}
    return referring(request, file.unit, send, shown)


def referring(request: Request, unit: Any, send: Callable[[Any], Any], shown: dict[str, Any]) -> HttpResponse:
    """First the partner (``?to=``), then one question for each of its services."""
    key = key_of(request.GET.get("to", ""))
    if key is None:
        context = {**shown, "offers": queries.offers(unit)}
        return render(request, "protection/nrm_partner.html", context)
    to = queries.partner(key)
    offer = next((one for one in queries.offers(unit) if one.one.pk == to.pk), None)
    if offer is None:
        raise Http404
    form = forms.ReferForm(queries.services_of(to), to, request.POST or None, urgent=shown["urgent"])
    if request.method == "POST" and form.is_valid() and (made := attempt(form, lambda: send(form.draft()))):
        messages.success(request, _("L'orientation est envoyée."))
        return redirect("protection:nrm-sent", made.pk)
    context = {**shown, "form": form, "to": to, "offer": offer, "paper": to.unit_id is None}
    return render(request, "protection/nrm_refer.html", context, status=422 if form.errors else 200)


# What was sent


@page(DETECT)
@require_GET
def sent_list(request: Request) -> HttpResponse:
    commands.lapse_due()
    shown = window(queries.sent(request.user), request.GET, size=30)
    context = {"page": shown, "rows": queries.as_sent_all(shown.rows), "tabs": tabs(request.user, "sent")}
    return render(request, "protection/nrm_list.html", context)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    found = []
    if holds(actor, ANSWER):
        found.append(
            {
                "label": _("Reçues, à répondre"),
                "url": reverse("protection:nrm-inbox"),
                "current": current == "in",
            }
        )
    if holds(actor, DETECT):
        found.append({"label": _("Envoyées par moi"), "url": reverse("protection:nrm-sent-list"), "current": current == "sent"})  # fmt: skip
    return found


@page(DETECT)
@require_GET
def sent(request: Request, pk: UUID) -> HttpResponse:
    """One as its sender sees it: the state, the answer; nothing of the file it opened."""
    commands.lapse_due()
    one = queries.sent_one(request.user, pk)
    shown = queries.as_sent(one)
    back = (
        reverse("protection:victim", args=[one.file.case_id])
        if one.file
        else reverse("protection:nrm-sent-list")
    )
    again = sending_again(one) if one.state in ("refused", "lapsed", "revoked") else ""
    context = {"one": shown, "back": back, "again": again}
    return render(request, "protection/nrm_sent.html", context)


def sending_again(one: Any) -> str:
    if one.file is not None:
        return reverse("protection:victim-refer", args=[one.file.case_id])
    return reverse("protection:detection-refer", args=[one.detection_id])


@page(DETECT)
@require_http_methods(METHODS)
def withdraw_sent(request: Request, pk: UUID) -> HttpResponse:
    one = queries.sent_one(request.user, pk)

    def act(services: list[str]) -> Any:
        return commands.withdraw_sent(request.user, one.unit, referral=one, services=services)

    return withdrawing(request, one, act, reverse("protection:nrm-sent", args=[pk]))


def withdrawing(request: Request, one: Any, act: Callable[[list[str]], Any], back: str) -> HttpResponse:
    """Item by item, at once."""
    standing = [(item.service, item.get_service_display()) for item in one.items.all() if item.word == "yes"]
    form = forms.WithdrawForm(standing, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: act(form.cleaned_data["services"]))
        if done is not None:
            ended = done.state == "revoked"
            messages.success(request, _("L'orientation est retirée.") if ended else _("L'accord est repris : rien d'autre ne change."))  # fmt: skip
            return redirect(back)
    context = {"form": form, "one": queries.as_sent(one), "back": back}
    return render(request, "protection/nrm_withdraw.html", context, status=422 if form.errors else 200)


@page(DETECT)
@require_http_methods(METHODS)
def note_answer(request: Request, pk: UUID) -> HttpResponse:
    """What a partner without account answered."""
    one = queries.sent_one(request.user, pk)
    form = forms.PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: commands.note_answer(request.user, one.unit, referral=one, answer=form.draft())
        )
        if done is not None:
            messages.success(request, _("La réponse est notée."))
            return redirect("protection:nrm-sent", pk)
    context = {"form": form, "one": queries.as_sent(one), "back": reverse("protection:nrm-sent", args=[pk])}
    return render(request, "protection/nrm_answer.html", context, status=422 if form.errors else 200)


@page(DETECT)
@require_POST
def note_given(request: Request, pk: UUID) -> HttpResponse:
    one = queries.sent_one(request.user, pk)
    commands.note_given(request.user, one.unit, referral=one, service=request.POST.get("service", ""))
    messages.success(request, _("Le service est noté comme rendu."))
    return redirect("protection:nrm-sent", pk)


@page(DETECT)
@require_POST
def package(request: Request, pk: UUID) -> HttpResponse:
    """The sheet for a partner without account: what the person agreed to, and nothing else."""
    one = commands.print_package(
        request.user, (found := queries.sent_one(request.user, pk)).unit, referral=found
    )
    lang = request.POST.get("lang", "")
    made = nrm_paper.pdf(one, lang if lang in nrm_paper.LANGUAGES else "fr")
    headers = {
        "Content-Disposition": f'inline; filename="orientation-{one.reference}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(made, content_type="application/pdf", headers=headers)


# What came in


@page(ANSWER)
@require_GET
def inbox(request: Request) -> HttpResponse:
    commands.lapse_due()
    shown = window(queries.inbox(request.user), request.GET, size=30)
    rows = [queries.as_received(one) for one in shown.rows]
    context = {"page": shown, "rows": rows, "tabs": tabs(request.user, "in")}
    return render(request, "protection/nrm_inbox.html", context)


@page(ANSWER)
@require_GET
def received(request: Request, pk: UUID) -> HttpResponse:
    commands.lapse_due()
    one = queries.received(request.user, pk)
    return render(request, "protection/nrm_received.html", {"one": queries.as_received(one)})


@keeps
@page(ANSWER)
@require_http_methods(METHODS)
def accept(request: Request, pk: UUID) -> HttpResponse:
    """The victim's file begins here; an authority's office answers and keeps none."""
    actor, one = request.user, queries.received(request.user, pk)
    at: Any = one.to.unit
    shown = queries.as_received(one)
    form: Any = (
        forms.AcceptForm(request.POST or None) if shown.keeps_files else forms.TakeForm(request.POST or None)
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: answers.accept(actor, at, referral=one, draft=form.draft()))
        if done is not None:
            messages.success(request, _("L'orientation est acceptée."))
            return redirect("protection:victim", done.opened.case_id) if done.opened else redirect("protection:nrm-received", pk)  # fmt: skip
    context = {"form": form, "one": shown}
    return render(request, "protection/nrm_accept.html", context, status=422 if form.errors else 200)


@page(ANSWER)
@require_http_methods(METHODS)
def refuse(request: Request, pk: UUID) -> HttpResponse:
    actor, one = request.user, queries.received(request.user, pk)
    form = forms.RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(form, lambda: answers.refuse(actor, one.to.unit, referral=one, **said))  # type: ignore[arg-type]
        if done is not None:
            messages.success(request, _("Le refus est envoyé : qui oriente cherche ailleurs."))
            return redirect("protection:nrm-inbox")
    context = {"form": form, "one": queries.as_received(one)}
    return render(request, "protection/nrm_refuse.html", context, status=422 if form.errors else 200)


@page(ANSWER)
@require_POST
def give(request: Request, pk: UUID) -> HttpResponse:
    one = queries.received(request.user, pk)
    service = request.POST.get("service", "")
    answers.give_service(request.user, one.to.unit, referral=one, service=service)  # type: ignore[arg-type]
    messages.success(request, _("Le service est noté comme rendu."))
    return redirect("protection:nrm-received", pk)


@page(ANSWER)
@require_http_methods(METHODS)
def withdraw_received(request: Request, pk: UUID) -> HttpResponse:
    one = queries.received(request.user, pk)

    def act(services: list[str]) -> Any:
        return answers.withdraw_received(request.user, one.to.unit, referral=one, services=services)  # type: ignore[arg-type]

    return withdrawing(request, one, act, reverse("protection:nrm-received", args=[pk]))


# The partners


def place(actor: Actor) -> Any:
    return units_for(actor, MANAGE).order_by("path").first()


@page(MANAGE)
@require_GET
def mechanisms(request: Request) -> HttpResponse:
    rows = [
        (one, queries.services_of(one)) for one in queries.partners().order_by("-active", "kind", "name_fr")
    ]
    return render(request, "protection/mechanisms.html", {"rows": rows})


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def mechanism_new(request: Request) -> HttpResponse:
    actor = request.user
    form = forms.MechanismForm(queries.answering_units(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: partners.add_mechanism(actor, place(actor), draft=form.draft()))
        if made is not None:
            messages.success(request, _("Le partenaire est ajouté."))
            return redirect("protection:mechanisms")
    return render(
        request, "protection/mechanism_form.html", {"form": form}, status=422 if form.errors else 200
    )


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def mechanism(request: Request, pk: UUID) -> HttpResponse:
    """Corrected; withdrawn or put back in service."""
    actor, one = request.user, queries.partner(pk)
    if request.POST.get("act") in ("off", "on"):
        partners.set_mechanism_active(actor, place(actor), one=one, active=request.POST["act"] == "on")
        return redirect("protection:mechanisms")
    initial = forms.mechanism_initial(one)
    form = forms.MechanismForm(queries.answering_units(), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: partners.change_mechanism(actor, place(actor), one=one, draft=form.draft())
        )
        if done is not None:
            messages.success(request, _("Le partenaire est corrigé."))
            return redirect("protection:mechanisms")
    context = {"form": form, "one": one}
    return render(request, "protection/mechanism_form.html", context, status=422 if form.errors else 200)
