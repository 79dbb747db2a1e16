"""Pages of papers: one asked for, answered or voided at a time; exit authorisations as lists sent to the ministry."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.people import queries as people
from musanada.people.attempt import attempt
from musanada.returns import forms_papers as forms
from musanada.returns.commands import papers as commands
from musanada.returns.commands import stays
from musanada.returns.locks import day_asked
from musanada.returns.queries import papers as queries
from musanada.returns.queries import returns

METHODS = ["GET", "POST"]
PAGE = 200
PAPERS = queries.PAPERS


def head(ret: Any) -> dict[str, Any]:
    """What stands over the page: whose return."""
    person = ret.case.person.merged_into or ret.case.person
    return {"ret": ret, "case": ret.case, "name": people.display_name(person)}


def done(request: Request, ret: Any, words: Sentence) -> HttpResponse:
    messages.success(request, str(words))
    return redirect(f"{reverse('returns:show', args=[ret.case_id])}#papers")


def asked(
    request: Request, ret: Any, form: Form, act: Callable[[], Any], words: Sentence, **shown: Any
) -> HttpResponse:
    """One question, one command."""
    if request.method == "POST" and form.is_valid() and attempt(form, act):
        return done(request, ret, words)
    context = {**head(ret), "form": form, **shown}
    return render(request, "returns/papers_form.html", context, status=422 if form.errors else 200)


@page(PAPERS)
@require_http_methods(METHODS)
def document_new(request: Request, pk: UUID) -> HttpResponse:
    """A document asked for, or in hand; ``?passport=`` one of those the register already holds."""
    ret = returns.ret(request.user, pk, PAPERS)
    offered = queries.passports(request.user, ret)
    chosen = next((one for one in offered if str(one.pk) == request.GET.get("passport")), None)
    initial: dict[str, Any] = {"issuer": ret.to_country_id, "kind": "laissez_passer"}
    if chosen is not None:
        initial |= {"kind": "passport", "number": chosen.value, "valid_to": chosen.valid_to}
    form = forms.DocumentForm(request.POST or None, initial=initial)
    return asked(
        request, ret, form, lambda: commands.record_document(request.user, ret, draft=form.draft()),
        _("Le document est enregistré."), title=_("Document de voyage"), button=_("Enregistrer le document"),
        passports=offered if chosen is None else [],
    )  # fmt: skip


@page(PAPERS)
@require_http_methods(METHODS)
def exit_new(request: Request, pk: UUID) -> HttpResponse:
    ret = returns.ret(request.user, pk, PAPERS)
    form = forms.ExitAskForm(request.POST or None)
    return asked(
        request, ret, form, lambda: commands.ask_exit(request.user, ret, **form.cleaned_data),
        _("La demande est notée."), title=_("Demander l'autorisation de sortie"), button=_("Noter la demande"),
    )  # fmt: skip


@page(PAPERS)
@require_http_methods(METHODS)
def fitness_new(request: Request, pk: UUID) -> HttpResponse:
    ret = returns.ret(request.user, pk, PAPERS)
    form = forms.FitnessForm(request.POST or None)
    return asked(
        request, ret, form, lambda: commands.record_fitness(request.user, ret, draft=form.draft()),
        _("Le certificat est enregistré."), title=_("Aptitude au voyage"), button=_("Enregistrer le certificat"),
    )  # fmt: skip


@page(PAPERS)
@require_http_methods(METHODS)
def stay_new(request: Request, pk: UUID) -> HttpResponse:
    ret = returns.ret(request.user, pk, PAPERS)
    form = forms.StayForm(request.POST or None)
    return asked(
        request, ret, form, lambda: stays.record_stay(request.user, ret, draft=form.draft()),
        _("L'hébergement est noté."), title=_("Hébergement"), button=_("Noter l'hébergement"),
    )  # fmt: skip


# One paper


def one_paper(
    request: Request,
    paper: Any,
    form: Any,
    act: Callable[[], Any],
    void: Callable[[], Any],
    **shown: Any,
) -> HttpResponse:
    """Its facts; the answer awaited, if one is; and the way to void it. ``name="act"`` tells which was sent."""
    other = Form(request.POST or None)
    if request.method == "POST":
        action = request.POST.get("act", "")
        if action == "void" and attempt(other, void):
            return done(request, paper.ret, _("Le papier est annulé ; il reste au dossier."))
        if action == "refuse" and shown.get("refuse") and attempt(other, shown["refuse"]):
            return done(request, paper.ret, _("Le refus est noté."))
        if action == "answer" and form is not None and form.is_valid() and attempt(form, act):
            return done(request, paper.ret, _("La réponse est notée."))
    sent = request.POST.get("act") == "answer"
    form = form if sent or form is None else type(form)()
    status = 422 if request.method == "POST" else 200
    context = {**head(paper.ret), "paper": paper, "form": form, "problem": other, **shown}
    return render(request, "returns/papers_one.html", context, status=status)


@page(PAPERS)
@require_http_methods(METHODS)
def document(request: Request, pk: UUID) -> HttpResponse:
    one = queries.document(request.user, pk)
    waiting = one.state == "asked"
    form = forms.ObtainForm(request.POST or None) if waiting else None
    return one_paper(
        request, one, form, lambda: commands.obtain_document(request.user, one, **form.cleaned_data),  # type: ignore[union-attr]
        lambda: commands.void_document(request.user, one), line=queries.document_line(one, day_asked(one.ret)),
        kind="document", refuse=(lambda: commands.refuse_document(request.user, one)) if waiting else None,
        open=one.state != "void", title=one.get_kind_display(), button=_("Enregistrer le document obtenu"),
    )  # fmt: skip


@page(PAPERS)
@require_http_methods(METHODS)
def exit_one(request: Request, pk: UUID) -> HttpResponse:
    one = queries.exit_of(request.user, pk)
    form = forms.ExitAnswerForm(request.POST or None) if one.state == "asked" else None
    return one_paper(
        request, one, form, lambda: commands.answer_exit(request.user, one, draft=form.draft()),  # type: ignore[union-attr]
        lambda: commands.void_exit(request.user, one), line=queries.exit_line(one, day_asked(one.ret)),
        kind="exit", open=one.state != "void", title=_("Autorisation de sortie"), button=_("Noter la réponse"),
    )  # fmt: skip


@page(PAPERS)
@require_http_methods(METHODS)
def fitness(request: Request, pk: UUID) -> HttpResponse:
    one = queries.certificate(request.user, pk)
    return one_paper(
        request, one, None, lambda: None, lambda: commands.void_fitness(request.user, one), kind="fitness",
        line=queries.fitness_line(one, day_asked(one.ret)), needs=queries.needs_of(one),
        open=one.voided_at is None, title=_("Certificat d'aptitude au voyage"),
    )  # fmt: skip


@page(PAPERS)
@require_http_methods(METHODS)
def stay(request: Request, pk: UUID) -> HttpResponse:
    one = queries.stay(request.user, pk)
    form = forms.StayEndForm(request.POST or None) if one.voided_at is None and one.to_on is None else None
    return one_paper(
        request, one, form, lambda: stays.end_stay(request.user, one, on=form.cleaned_data["on"]),  # type: ignore[union-attr]
        lambda: stays.void_stay(request.user, one), kind="stay", open=one.voided_at is None,
        title=one.get_kind_display(), button=_("Noter la fin"),
    )  # fmt: skip


# Lists sent to the ministry


@page(PAPERS)
@require_GET
def exits(request: Request) -> HttpResponse:
    """Where lists begin: what is to be asked, unless something waits for its answer."""
    waiting = queries.to_answer(request.user)[:1]
    return redirect("returns:exits-answer" if waiting else "returns:exits-ask")


def office_of(request: Request) -> Any:
    units = queries.offices(request.user)
    if not units:
        raise Http404
    return units[0]


def exit_list(
    request: Request,
    waiting: Any,
    form: Form,
    act: Callable[[Any], list[Any]],
    current: str,
    button: Sentence,
) -> HttpResponse:
    """All that was ticked, or nothing."""
    keys = request.POST.getlist("key")
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: act(queries.chosen(waiting, keys)))
        if made:
            messages.success(request, _("La liste est enregistrée."))
            return redirect(f"returns:{current}")
    shown = window(waiting, request.GET, PAGE)
    rets = [getattr(one, "ret", one) for one in shown.rows]
    names = queries.names(rets)
    context = {
        "rows": [
            {"one": one, "ret": ret, "name": names[ret.pk], "ticked": str(one.pk) in keys}
            for one, ret in zip(shown.rows, rets, strict=True)
        ],
        "page": shown,
        "form": form,
        "button": button,
        "answering": current == "exits-answer",
        "tabs": [
            {"label": label, "url": reverse(f"returns:{name}"), "current": name == current}
            for name, label in (("exits-ask", _("À demander")), ("exits-answer", _("En attente de réponse")))
        ],
    }
    return render(request, "returns/papers_exits.html", context, status=422 if form.errors else 200)


@page(PAPERS)
@require_http_methods(METHODS)
def exits_ask(request: Request) -> HttpResponse:
    form = forms.ExitAskForm(request.POST or None)

    def act(chosen: Any) -> list[Any]:
        return commands.ask_exits(request.user, office_of(request), chosen, **form.cleaned_data)

    return exit_list(
        request, queries.to_ask(request.user), form, act, "exits-ask", _("Noter la liste envoyée")
    )


@page(PAPERS)
@require_http_methods(METHODS)
def exits_answer(request: Request) -> HttpResponse:
    form = forms.ExitAnswerForm(request.POST or None)

    def act(chosen: Any) -> list[Any]:
        return commands.answer_exits(request.user, office_of(request), chosen, draft=form.draft())

    return exit_list(
        request, queries.to_answer(request.user), form, act, "exits-answer", _("Noter la réponse")
    )
