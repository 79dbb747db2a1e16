"""The view of whoever answers for an office: whether protection is done in time, without a name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from musanada.access.pages import Request, page
from musanada.protection.queries import supervision as queries


@page(queries.SUPERVISE)
@require_GET
def supervision(request: Request) -> HttpResponse:
    offices, late = queries.look(request.user)
    context = {"offices": offices, "late": late, "most": queries.MOST if len(late) >= queries.MOST else 0}
    return render(request, "protection/supervision.html", context)
