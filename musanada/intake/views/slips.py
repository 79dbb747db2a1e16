"""The slip given to the person: a reference and its code to scan. No name is on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from musanada.access.pages import Request, page
from musanada.intake import slips
from musanada.people.queries import person as find_person


@page("people.view")
@require_GET
def slip(request: Request, pk: UUID) -> HttpResponse:
    person = find_person(request.user, pk)
    context = {
        "person": person,
        "code": slips.code(person.reference),
        "today": timezone.localdate(),
        "advice": slips.advice(),
    }
    return render(request, "intake/slip.html", context)


@page("people.view")
@require_GET
def slip_pdf(request: Request, pk: UUID) -> HttpResponse:
    person = find_person(request.user, pk)
    response = HttpResponse(slips.pdf(person.reference, str(person.unit)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{person.reference}.pdf"'
    return response
