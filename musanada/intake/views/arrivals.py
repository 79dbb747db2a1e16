"""The arrival list: who waits since when, one line to add someone, a button for each step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.intake import commands, queries
from musanada.intake.forms import CheckInForm
from musanada.intake.workflow import ARRIVAL
from musanada.kit.errors import Problem
from musanada.people.attempt import attempt
from musanada.people.queries import person as find_person
from musanada.people.resume import resumable

OPEN = ("waiting", "called")


def address(unit: Any) -> str:
    return f"{reverse('intake:waiting')}?unit={unit.pk}"


def queue_of(request: Request) -> dict[str, Any]:
    """What the list shows. Raises: Http404 for someone without a counter."""
    unit = queries.counter(request.user, request.GET.get("unit", ""))
    if unit is None:
        raise Http404
    may_manage = queries.counters(request.user, "arrivals.manage").filter(pk=unit.pk).exists()
    every = list(queries.today(request.user, unit))
    for one in every:
        one.called_as = queries.who(one)  # type: ignore[attr-defined]
        here = [s for s in ARRIVAL.steps.values() if one.state in s.source]
        one.steps = here if may_manage else []  # type: ignore[attr-defined]
    return {
        "unit": unit,
        "open": [one for one in every if one.state in OPEN],
        "closed": [one for one in reversed(every) if one.state not in OPEN],
        "may_manage": may_manage,
        "may_register": holds(request.user, "people.register"),
    }


@page("arrivals.view")
@require_GET
def waiting(request: Request) -> HttpResponse:
    context = queue_of(request)
    counters = list(queries.counters(request.user))
    return render(request, "intake/waiting.html", {**context, "counters": counters, "form": CheckInForm()})


@page("arrivals.view")
@require_GET
def queue(request: Request) -> HttpResponse:
    """The list alone, asked for every quarter of a minute."""
    return render(request, "intake/_queue.html", queue_of(request))


@resumable
@page("arrivals.manage")
@require_POST
def check_in(request: Request) -> HttpResponse:
    """Add someone: by a call name, or as a person of the register (from their page)."""
    unit = queries.counter(request.user, request.GET.get("unit", ""), "arrivals.manage")
    if unit is None:
        raise Http404
    if key := request.POST.get("person", ""):
        return check_in_known(request, unit, key)
    form = CheckInForm(request.POST)
    made = (
        attempt(form, lambda: commands.check_in(request.user, unit, **form.cleaned_data))
        if form.is_valid()
        else None
    )
    if made is None:
        context = {**queue_of(request), "counters": list(queries.counters(request.user)), "form": form}
        return render(request, "intake/waiting.html", context, status=422)
    messages.success(request, _("Numéro %(number)s donné.") % {"number": made.number})
    return redirect(address(unit))


def check_in_known(request: Request, unit: Any, key: str) -> HttpResponse:
    try:
        person = find_person(request.user, UUID(key), "people.find")
    except ValueError:
        raise Http404 from None
    try:
        made = commands.check_in(
            request.user, unit, person=person, purpose=request.POST.get("purpose", "other")
        )
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Numéro %(number)s donné.") % {"number": made.number})
    return redirect(address(unit))


@page("arrivals.manage")
@require_POST
def step(request: Request, pk: UUID, code: str) -> HttpResponse:
    """Call, see, leave, recall. Someone who was faster is said above the list, not as an error page."""
    arrival = queries.arrival(request.user, pk)
    try:
        commands.take_step(request.user, arrival, step=code)
    except Problem as problem:
        messages.warning(request, str(problem))
    return redirect(address(arrival.unit))
