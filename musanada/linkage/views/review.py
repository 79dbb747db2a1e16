"""Two records side by side, one decision, and the next pair; by keys alone for whoever has many to look at."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.kit.errors import Problem
from musanada.kit.paging import window
from musanada.linkage.commands import decisions
from musanada.linkage.forms import DecisionForm, QueueForm
from musanada.linkage.queries import pairs, shared_numbers
from musanada.linkage.tabs import tabs
from musanada.linkage.waterfall import steps, waterfall
from musanada.linkage.words import field_words, level_words
from musanada.people import queries as people
from musanada.people.attempt import attempt
from musanada.people.resume import resumable

REVIEW = "twins.review"


@page(REVIEW)
@require_GET
def queue(request: Request) -> HttpResponse:
    form = QueueForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    state, origin = asked.get("state", ""), asked.get("origin", "")
    rows = pairs.queue(request.user, state, origin, suspicious=asked.get("suspicious", False))
    context = {
        "form": QueueForm(request.GET or None),
        "page": window(rows, request.GET, 40),
        "kept": kept(request.GET),
    }
    return render(request, "linkage/queue.html", context | {"tabs": tabs(request.user, "queue")})


def kept(query: QueryDict) -> str:
    """The filters, carried from pair to pair."""
    asked = QueryDict(mutable=True)
    for name in ("state", "origin"):
        if query.get(name):
            asked[name] = str(query[name])
    return f"?{asked.urlencode()}" if asked else ""


@resumable
@page(REVIEW)
@require_http_methods(["GET", "POST"])
def pair(request: Request, pk: UUID) -> HttpResponse:
    found = pairs.pair(request.user, pk)
    elder = decisions.older(found.left, found.right)
    records = [(str(one.pk), str(one)) for one in (found.left, found.right)]
    form = DecisionForm(records, request.POST or None, initial={"keep": str(elder.pk)})
    following = pairs.following(
        request.user, found, request.GET.get("state", ""), request.GET.get("origin", "")
    )
    url = f"{reverse('twins:pair', args=[following.pk])}{kept(request.GET)}" if following else ""

    def action() -> object:
        asked = form.cleaned_data
        keep = UUID(asked["keep"]) if asked["keep"] else None
        said = request.POST.get("said", "")
        return decisions.decide(request.user, found, said=said, reason=asked["reason"], keep=keep)

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, said_words(request.POST.get("said", "")))
        return redirect(url or reverse("twins:queue"))
    if request.method == "POST":
        found = pairs.pair(request.user, pk)
    context = shown(request, found) | {"form": form, "next": url, "kept": kept(request.GET)}
    return render(request, "linkage/pair.html", context, status=422 if form.errors else 200)


def said_words(said: str) -> str:
    return {
        "same": _("Les deux fiches n'en font plus qu'une. Vous pouvez les séparer à tout moment."),
        "different": _("Ce sont deux personnes : la question ne sera plus posée tant que rien ne change."),
    }.get(said, _("Noté : la paire reste parmi celles dont on n'est pas sûr."))


def shown(request: Request, found: Any) -> dict[str, Any]:
    """The pair, its lines, and the picture of its weights where a model weighed it."""
    told = pairs.detail(request.user, found)
    context: dict[str, Any] = {
        "pair": found,
        "detail": told,
        "names": [people.display_name(s.person) for s in told.sides],
    }
    model = found.run.model if found.run else None
    if model and told.evidence:
        rows = [
            (
                field_words(e["field"]),
                level_words(e["field"], e["level"]),
                float(e["weight"]),
            )
            for e in told.evidence
        ]
        made = steps(float(model.parameters.get("prior", 0.0)), rows)
        title = _("Ce que chaque donnée ajoute ou retire")
        context |= {"steps": made, "chart": waterfall(made, get_language() or "fr", title)}
    return context


@page(REVIEW)
@require_GET
def group(request: Request, key: UUID) -> HttpResponse:
    """A group that grew: its pairs one by one, so that it is split where it does not hold."""
    rows = pairs.cluster(request.user, key)
    return render(
        request, "linkage/group.html", {"rows": rows, "suspicious": any(r.suspicious for r in rows)}
    )


@page(REVIEW)
@require_GET
def numbers(request: Request) -> HttpResponse:
    return render(
        request,
        "linkage/numbers.html",
        {"rows": shared_numbers.shared(request.user), "tabs": tabs(request.user, "numbers")},
    )


@page(REVIEW)
@require_POST
def compare(request: Request) -> HttpResponse:
    """Put two people side by side whom nothing had raised."""
    try:
        first, second = (UUID(request.POST.get(name, "")) for name in ("first", "second"))
    except ValueError:
        raise Http404 from None
    left, right = (people.person(request.user, one, REVIEW) for one in (first, second))
    try:
        made = decisions.compare_by_hand(request.user, left, other=right)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("twins:numbers")
    return redirect("twins:pair", made.pk)
