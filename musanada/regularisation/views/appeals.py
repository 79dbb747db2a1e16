"""Pages of appeals: those one may see, received at the counter or by letter, sorted together, one with its file's opinion."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access import limits
from musanada.access.doors import holds, missing
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput, Refused, TooOften
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import forms_appeals as forms
from musanada.regularisation.commands import appeals as commands
from musanada.regularisation.queries import appeals as queries
from musanada.regularisation.queries import sorting

METHODS = ["GET", "POST"]
# Letters that lead to no file: a clerk misreads a few, whoever guesses numbers needs thousands.
WRONG_LETTERS = limits.Limit("wrong_letters", 20, 3600)
FACTS = ("sex", "age", "claim", "schooled", "stay", "proposal")


@page(queries.VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """The appeals of the actor's commission and of their own files; the committee ticks and sorts them here."""
    form, rows = asked(request)
    shown: Any = window(rows, request.GET)
    facts = sorting.proposals(shown.rows)
    units = list(queries.hearing_units(request.user, queries.SORT))
    context = {
        "form": form,
        "page": shown,
        "rows": [{"appeal": one, "facts": facts.get(one.pk, (None, None))} for one in shown.rows],
        "total": rows.count(),
        "filtered": form.is_bound and any(form.cleaned_data.values()) if form.is_valid() else form.is_bound,
        "units": units,
        "sort_form": forms.SortForm(),
        "may_receive": queries.hearing_units(request.user).exists(),
        "may_follow": bool(units),
    }
    return render(request, "regularisation/appeal_list.html", context)


def asked(request: Request) -> tuple[Any, Any]:
    """The filter form and the appeals it leaves: a filter that cannot be read leaves none."""
    rows = queries.in_turn(queries.seen(request.user))
    form = forms.AppealFilter(rows, request.GET or None)
    if not form.is_bound:
        return form, rows
    if not form.is_valid():
        return form, rows.none()
    answers = form.cleaned_data
    rows = queries.filtered(
        rows,
        state=answers["state"],
        category=answers["category"],
        office=answers["office"],
        text=answers["q"],
    )
    wanted = sorting.Asked(**{name: answers[name] for name in FACTS})
    return form, sorting.narrowed(rows, wanted)


@page(queries.SORT)
@require_POST
def sort(request: Request) -> HttpResponse:
    """Tag the ticked appeals, or all that the filter leaves, at once."""
    keys = forms.keys_of(request.POST)
    if "everything" in request.POST:
        keys = list(asked(request)[1].filter(state__in=queries.OPEN).values_list("pk", flat=True))
    back = f"{reverse('regularisation:appeals')}?{request.GET.urlencode()}"
    try:
        done = commands.sort_ticked(request.user, keys, request.POST.get("category", ""))
    except (BadInput, Refused) as problem:
        messages.error(request, problem.message)  # type: ignore[arg-type]
    else:
        told = ngettext("%(n)s recours est trié.", "%(n)s recours sont triés.", done) % {"n": done}
        messages.success(request, told)
    return redirect(back)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One appeal: who, against which opinion, on what grounds, what came since."""
    one = queries.appeal(request.user, pk)
    seen = queries.page_of(request.user, one)
    context = {"appeal": one, "seen": seen, "side": seen.side, "sort_form": forms.SortForm()}
    return render(request, "regularisation/appeal.html", context)


@page(queries.VIEW)
@require_GET
def of_file(request: Request, pk: UUID) -> HttpResponse:
    """From the file to its appeal."""
    return redirect("regularisation:appeal", queries.of_case(request.user, pk).pk)


@resumable
@page(queries.LODGE)
@require_http_methods(METHODS)
def lodge(request: Request, pk: UUID) -> HttpResponse:
    """At the counter of the office that has the file."""
    application = queries.application_of_case(request.user, pk)
    form = forms.LodgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: commands.lodge_appeal(request.user, application, **form.cleaned_data))
        if made:
            messages.success(request, _("Le recours est reçu : la commission nationale le voit."))
            return redirect("regularisation:appeal", made.pk)
    context = {
        "form": form,
        "application": application,
        "side": queries.side_by_side(application),
        "back": reverse("regularisation:show", args=[pk]),
    }
    return render(request, "regularisation/appeal_lodge.html", context, status=422 if form.errors else 200)


@resumable
@page(queries.LODGE)
@require_http_methods(METHODS)
def direct(request: Request) -> HttpResponse:
    """At the commission, by the letter of the applicant: the number and the year of birth, nothing to look through."""
    form = forms.DirectForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        unit = answers.pop("unit")
        if limits.reached(WRONG_LETTERS, request):
            raise TooOften(limits.sentence(WRONG_LETTERS), wait=limits.waiting(WRONG_LETTERS))
        made = attempt(form, lambda: counted(request, unit, answers))
        if made:
            messages.success(request, _("Le recours est reçu."))
            return redirect("regularisation:appeal", made.pk)
    heard = queries.hearing_units(request.user).exists()
    context = {"form": form, "heard": heard}
    return render(request, "regularisation/appeal_direct.html", context, status=422 if form.errors else 200)


def counted(request: Request, unit: Any, answers: dict[str, Any]) -> Any:
    """A letter that leads to no file counts against the account."""
    try:
        return commands.lodge_direct(request.user, unit, **answers)
    except Refused as refusal:
        if refusal.code == commands.NO_SUCH_FILE:
            limits.count(WRONG_LETTERS, request)
        raise


@resumable
@page(queries.LODGE)
@require_http_methods(METHODS)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """The person gives the appeal up."""
    one = queries.appeal(request.user, pk)
    if not queries.page_of(request.user, one).may_withdraw and one.state in queries.OPEN:
        raise missing(queries.LODGE)
    form = forms.WithdrawForm(request.POST or None)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.withdraw_appeal(request.user, one, on=form.cleaned_data["on"]))
    if done:
        messages.success(request, _("Le recours est retiré : l'avis de la commission locale demeure."))
        return redirect("regularisation:appeal", one.pk)
    context = {"form": form, "appeal": one}
    return render(request, "regularisation/appeal_withdraw.html", context, status=422 if form.errors else 200)


@page(queries.SORT)
@require_POST
def sort_one(request: Request, pk: UUID) -> HttpResponse:
    """The category of one appeal, from its page."""
    one = queries.appeal(request.user, pk)
    if not holds(request.user, queries.SORT):
        raise missing(queries.SORT)
    try:
        commands.sort_appeals(
            request.user, one.unit, keys=[one.pk], category=request.POST.get("category", "")
        )
    except BadInput as problem:
        messages.error(request, problem.message)  # type: ignore[arg-type]
    else:
        messages.success(request, _("Le recours est trié."))
    return redirect("regularisation:appeal", one.pk)
