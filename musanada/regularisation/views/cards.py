"""Pages of cards: the list, ordering, printing and handing over in bulk with a result per row, one card and its steps."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.kit.errors import Refused
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.regularisation import forms_cards as forms
from musanada.regularisation.commands import cards as commands
from musanada.regularisation.queries import cards as queries
from musanada.regularisation.views.card_area import row_of, rows_of, tabs

METHODS = ["GET", "POST"]
PAGE = 100


@page("card.view")
@require_GET
def listed(request: Request) -> HttpResponse:
    """The cards of the actor's offices, the last ordered first."""
    form = forms.FilterForm(request.user, request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = window(queries.filtered(queries.cards(request.user), **chosen), request.GET)
    context = {
        "form": form,
        "tabs": tabs(request.user, "cards"),
        "page": shown,
        "rows": rows_of(request.user, shown.rows),
    }
    return render(request, "regularisation/card_list.html", context)


# In bulk: each list takes what was ticked, does it row by row, and says of each what became of it


@page("card.order")
@require_http_methods(METHODS)
def order(request: Request) -> HttpResponse:
    """Files whose favourable decision was told: their cards, in one go."""
    waiting = queries.to_order(request.user)

    def act(chosen: Sequence[Any], form: Any) -> list[commands.Outcome]:
        return commands.order_list(request.user, chosen, on=form.cleaned_data["on"])

    form, results = run_list(request, waiting, act)
    shown = window(waiting, request.GET, PAGE)
    names = queries.names_of_files(request.user, [*shown.rows, *(r.record for r in results)], queries.ORDER)
    rows = [{"file": one, "name": names.get(one.pk, ""), "key": one.pk} for one in shown.rows]
    context = {
        "results": [
            {"record": r.record.case, "name": names.get(r.record.pk, ""), "outcome": r} for r in results
        ],
        "rows": rows,
        "page": shown,
        "form": form,
        "count": waiting.count(),
        "tabs": tabs(request.user, "card-order"),
    }
    return render(request, "regularisation/card_order.html", context, status=status(request, form, results))


@page("card.make")
@require_http_methods(METHODS)
def printing(request: Request) -> HttpResponse:
    """Cards ordered: the number printed on each."""

    def act(chosen: Sequence[Any], form: Any) -> list[commands.Outcome]:
        typed = {one.pk: request.POST.get(f"number-{one.pk}", "") for one in chosen}
        return commands.print_list(request.user, chosen, numbers=typed, on=form.cleaned_data["on"])

    return card_list(request, queries.to_print(request.user), act, "card-print")


@page("card.make")
@require_http_methods(METHODS)
def delivery(request: Request) -> HttpResponse:
    """A delivery day: cards printed, those whose holder came are ticked."""

    def act(chosen: Sequence[Any], form: Any) -> list[commands.Outcome]:
        return commands.deliver_list(request.user, chosen, on=form.cleaned_data["on"])

    return card_list(request, queries.to_deliver(request.user), act, "card-deliver")


Act = Callable[[Sequence[Any], Any], list[commands.Outcome]]


def run_list(request: Request, waiting: Any, act: Act) -> tuple[Any, list[commands.Outcome]]:
    """What was ticked, done row by row."""
    form = forms.DayForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return form, []
    wanted = request.POST.getlist("key")
    if not wanted:
        form.add_error(None, str(_("Cochez au moins une ligne.")))
        return form, []
    chosen = queries.chosen(waiting, wanted)
    return form, attempt(form, lambda: act(chosen, form)) or []


def card_list(request: Request, waiting: Any, act: Act, name: str) -> HttpResponse:
    form, results = run_list(request, waiting, act)
    shown = window(waiting, request.GET, PAGE)
    done = rows_of(request.user, (r.record for r in results))
    failed = {r.record.pk for r in results if not r.done}
    rows = rows_of(request.user, shown.rows)
    for row in rows:
        row["key"] = row["card"].pk
        row["typed"] = request.POST.get(f"number-{row['key']}", "")
        row["ticked"] = row["key"] in failed
    context = {
        "results": [
            {"record": row["card"], "name": row["name"], "outcome": r}
            for row, r in zip(done, results, strict=True)
        ],
        "rows": rows,
        "page": shown,
        "form": form,
        "count": waiting.count(),
        "printing": name == "card-print",
        "tabs": tabs(request.user, name),
    }
    return render(request, "regularisation/card_work.html", context, status=status(request, form, results))


def status(request: Request, form: Any, results: Sequence[Any]) -> int:
    return 422 if request.method == "POST" and not results and form.errors else 200


# One card


@page("card.view")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One card: whose, until when, by which rule, what may be done, the cards before and after."""
    actor = request.user
    one = queries.card(actor, pk)
    context = {
        **row_of(one, queries.name(actor, one)),
        "steps": queries.steps(actor, one),
        "chain": [row_of(other, "") for other in queries.chain(one)],
        "may_renew": queries.may_renew(actor, one),
        "may_duplicate": queries.may_duplicate(actor, one),
        "renewals": list(one.renewals.all()),
        "reminders": list(one.reminders.all()),
        "file_url": file_url(request, one),
        "may_open_person": holds(actor, "people.view"),
    }
    return render(request, "regularisation/card.html", context)


def file_url(request: Request, one: Any) -> str:
    if one.application_id is None or not holds(request.user, "regularisation.view"):
        return ""
    return queries.address("regularisation:show", one.application.case_id)


@page("card.view")
@require_http_methods(METHODS)
def step(request: Request, pk: UUID, code: str) -> HttpResponse:
    """Take a step of one card."""
    actor = request.user
    one = queries.card(actor, pk)
    offered = next((s for s in queries.steps(actor, one) if s.code == code), None)
    if offered is None:
        raise Refused(
            _("Cette étape n'est pas possible maintenant, ou vous n'en avez pas le droit. Rechargez la page.")
        )
    form = forms.STEP_FORMS[code](request.POST or None)
    if request.method == "POST" and (form.is_valid() or not form.fields):
        answers = getattr(form, "cleaned_data", {})
        if attempt(form, lambda: getattr(commands, VERBS[code])(actor, one, **answers)):
            messages.success(request, _("C'est fait : %(step)s.") % {"step": offered.label})
            return redirect("regularisation:card", pk)
    context = {**row_of(one, queries.name(actor, one)), "step": offered, "form": form}
    return render(request, "regularisation/card_step.html", context, status=422 if form.errors else 200)


VERBS = {
    "print": "print_card",
    "deliver": "deliver",
    "cancel": "cancel",
    "lose": "lose",
    "withdraw": "withdraw",
}


@page("card.order")
@require_POST
def duplicate(request: Request, pk: UUID) -> HttpResponse:
    """A lost card, again."""
    one = queries.card(request.user, pk, queries.ORDER)
    made = commands.order_duplicate(request.user, one)
    messages.success(request, _("Le duplicata est commandé."))
    return redirect("regularisation:card", made.pk)
