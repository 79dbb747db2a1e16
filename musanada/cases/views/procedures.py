"""What each procedure is: its diagram and the same in words. Nobody's file is on these pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.cases.diagram import draw
from musanada.cases.queries import rules as reads


@page("app.use")
def listed(request: Request) -> HttpResponse:
    """Every procedure over files."""
    context = {"procedures": reads.procedures(), "may_set": holds(request.user, reads.RIGHT)}
    return render(request, "cases/procedure_list.html", context)


@page("app.use")
def show(request: Request, code: str) -> HttpResponse:
    """One procedure; ``?state=`` marks where a file is (the file itself is not named)."""
    one = reads.procedure(code)
    state = request.GET.get("state", "")
    context = {
        "procedure": one,
        "diagram": draw(one, get_language() or "fr", state if state in one.states else ""),
        "rows": reads.table(one),
        "exits": reads.exits(one),
        "here": one.states.get(state, ""),
        "state": state,
        "may_set": holds(request.user, reads.RIGHT),
    }
    return render(request, "cases/procedure.html", context)
