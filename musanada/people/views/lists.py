"""The list of people: what the address asks, the closest or the most recent first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.people import queries
from musanada.people.forms import SearchForm


@page("people.view")
@require_GET
def people(request: Request) -> HttpResponse:
    """A reference read from a slip opens the person at once."""
    form = SearchForm(request.GET)
    form.is_valid()
    answers = form.cleaned_data
    filters = queries.Filters(
        text=answers.get("q", "").strip(),
        sex=answers.get("sex", ""),
        nationality=answers.get("nationality", ""),
        after=queries.read_key(request.GET.get("after", "")),
        before=queries.read_key(request.GET.get("before", "")),
    )
    found = queries.listing(request.user, filters)
    if found.exact:
        return redirect("people:person", found.exact.pk)
    context = {
        "form": form,
        "found": found,
        "filters": filters,
        "pages": pages(request, found),
        "may_register": holds(request.user, "people.register"),
    }
    return render(request, "people/list.html", context)


def pages(request: Request, found: queries.Listing) -> dict[str, Any]:
    return {
        "previous_url": address(request, before=found.newer) if found.newer else "",
        "next_url": address(request, after=found.older) if found.older else "",
    }


def address(request: Request, **key: str) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update(key)
    return f"?{query.urlencode()}"
