"""The list of people: who is looked for, the closest or the most recent first.

A name never stands in an address: what is typed goes out as a POST, is kept in the session under a random word,
and the list's address carries that word. So the browser's history, a proxy's log and a link sent on hold no name,
and the way back from a person's page still works.
"""

import secrets
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from musanada.access.doors import holds
from musanada.access.limits import SEARCH, limited
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.people import queries
from musanada.people.forms import SearchForm

KEPT = 10  # searches a session remembers
FILTERS = ("sex", "nationality")


@page("people.view")
@limited(SEARCH)
def people(request: Request) -> HttpResponse:
    """A reference read from a slip opens the person at once."""
    if request.method == "POST":
        return remember(request)
    word = request.GET.get("s", "")
    text = request.session.get("searches", {}).get(word, "")
    form = SearchForm({**request.GET.dict(), "q": text})
    form.is_valid()
    answers = form.cleaned_data
    filters = queries.Filters(
        text=text,
        sex=answers.get("sex", ""),
        nationality=answers.get("nationality", ""),
        after=queries.read_key(request.GET.get("after", "")),
        before=queries.read_key(request.GET.get("before", "")),
    )
    try:
        found = queries.listing(request.user, filters)
    except BadInput as error:  # a wildcard that leaves too little sure
        form.add_error("q", str(error.message))
        found = queries.Listing((), ranked=True)
    if found.exact:
        return redirect("people:person", found.exact.pk)
    context = {
        "form": form,
        "found": found,
        "filters": filters,
        "forgotten": bool(word and not text),
        "pages": pages(request, found),
        "may_register": holds(request.user, "people.register"),
        "may_export": holds(request.user, "people.export"),
    }
    return render(request, "people/list.html", context)


def remember(request: Request) -> HttpResponseRedirect:
    """Keep what was typed in the session; the address gets a word that says nothing."""
    asked = {name: request.POST.get(name, "") for name in FILTERS if request.POST.get(name)}
    text = request.POST.get("q", "").strip()[:200]
    if text:
        word = secrets.token_urlsafe(6)
        kept = list(request.session.get("searches", {}).items())[-(KEPT - 1) :]
        request.session["searches"] = dict([*kept, (word, text)])
        asked["s"] = word
    return redirect(f"{reverse('people:list')}?{urlencode(asked)}" if asked else reverse("people:list"))


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
