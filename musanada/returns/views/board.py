"""The board of departures: a row per open return, what blocks each, and how many each lock blocks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.returns import forms_papers as forms
from musanada.returns.queries import board as queries

COUNTED_AT_ONCE = 1500  # up to so many files the counts come with the page; beyond, right after it


def asked(request: Request) -> tuple[Any, queries.Wanted, Any]:
    form = forms.BoardForm(queries.offices(request.user), request.GET)
    wanted = form.wanted()
    return form, wanted, queries.filtered(queries.open_returns(request.user), wanted)


@page("return.view")
@require_GET
def board(request: Request) -> HttpResponse:
    """Every open return before its departure, the next ones first."""
    form, wanted, rows = asked(request)
    shown, listed = queries.page(request.user, queries.blocked_by(rows, wanted.lock), request.GET)
    at_once = "counts" in request.GET or rows.order_by()[: COUNTED_AT_ONCE + 1].count() <= COUNTED_AT_ONCE
    context = {
        "form": form,
        "page": shown,
        "rows": listed,
        "columns": queries.FACETS.values(),
        "filtered": any(vars(wanted).values()),
        "facets": facets(request, wanted, rows) if at_once else None,
        "counts_url": f"{reverse('returns:board-counts')}?{request.GET.urlencode()}",
        "exits_url": reverse("returns:exits") if holds(request.user, "return.papers") else "",
    }
    return render(request, "returns/board.html", context)


@page("return.view")
@require_GET
def counts(request: Request) -> HttpResponse:
    """How many each lock blocks, as a fragment that follows the page."""
    _form, wanted, rows = asked(request)
    return render(request, "returns/board_counts.html", {"facets": facets(request, wanted, rows)})


def facets(request: Request, wanted: queries.Wanted, rows: Any) -> list[dict[str, Any]]:
    def address(lock: str) -> str:
        query: Any = request.GET.copy()
        query.pop("page", None)
        query["lock"] = lock
        return f"{reverse('returns:board')}?{query.urlencode()}"

    return queries.facets(rows, wanted.lock, address)
