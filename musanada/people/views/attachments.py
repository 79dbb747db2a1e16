"""Files joined to a person: their list (a fragment of the person's page), joining one, handing one over, voiding one.

A file is never shown inside a page and has no address of its own: it leaves as a download in a closed box, after the
right, the person, the part of the file and the reading's line in the journal.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import may, require
from musanada.access.pages import Actor, Request, page
from musanada.people import queries
from musanada.people.attachments.sniff import EXTENSIONS
from musanada.people.attempt import attempt
from musanada.people.commands import attachments as commands
from musanada.people.forms import ReasonForm
from musanada.people.forms_attachments import AttachmentForm
from musanada.people.queries import attachments as files

METHODS = ["GET", "POST"]
# Whatever the file holds, nothing in it runs, loads or reads: not even where a browser insists on showing it.
CLOSED_BOX = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def told(request: Request, pk: UUID) -> dict[str, Any]:
    """What the list shows of a person's files."""
    actor, person = request.user, queries.person(request.user, pk, files.VIEW)
    return {
        "person": person,
        "attachments": list(files.attachments(actor, person)),
        "may_add": files.may_add(actor, person),
        "may_void": may(actor, files.VOID, person),
    }


@page("attachments.view")
@require_GET
def attachments(request: Request, pk: UUID) -> HttpResponse:
    """A fragment of the person's page, a page by itself without script."""
    template = "people/_attachments.html" if request.htmx else "people/attachments.html"
    return render(request, template, told(request, pk))


@page("attachments.add")
@require_http_methods(METHODS)
def add(request: Request, pk: UUID) -> HttpResponse:
    actor, person = request.user, visible(request.user, pk, files.ADD)
    form = AttachmentForm(request.POST or None, request.FILES or None, actor=actor, person=person)

    def action() -> object:
        return attach(actor, person, form)

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, _("La pièce est jointe. Elle est gardée chiffrée."))
        return redirect("people:attachments", person.pk)
    status = 422 if form.errors else 200
    context = {"person": person, "name": queries.display_name(person), "form": form}
    return render(request, "people/attachment_add.html", context, status=status)


def attach(actor: Actor, person: Any, form: AttachmentForm) -> object:
    sent = form.cleaned_data["file"]
    return commands.attach(
        actor,
        person,
        unit=form.chosen_unit(),
        kind=form.cleaned_data["kind"],
        name=sent.name or "",
        content=sent.read(),
    )


@page("attachments.view")
@require_GET
def download(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """The file itself. Its name outside is a neutral one: it tells neither who nor what."""
    person = queries.person(request.user, pk, files.VIEW)
    found, content = files.content_of(request.user, person, item)
    name = f"piece-{found.pk.hex[-8:]}.{EXTENSIONS[found.media_type]}"
    headers = {**CLOSED_BOX, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=found.media_type, headers=headers)


@page("attachments.void")
@require_http_methods(METHODS)
def void(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    actor, person = request.user, visible(request.user, pk, files.VOID)
    row = files.attachment(actor, person, item, files.VOID)
    form = ReasonForm(request.POST or None)

    def action() -> object:
        return commands.void_attachment(actor, person, attachment=row, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, _("La pièce est annulée : elle ne s'ouvre plus."))
        return redirect("people:attachments", person.pk)
    part = {
        "title": _("Annuler cette pièce"),
        "consequence": _("Elle restera dans la liste, barrée, et ne pourra plus être ouverte par personne."),
        "button": _("Annuler la pièce"),
    }
    status = 422 if form.errors else 200
    context = {"person": person, "name": queries.display_name(person), "form": form, "part": part}
    return render(request, "people/remove.html", context, status=status)


def visible(actor: Actor, pk: UUID, right: str) -> Any:
    """404 when the person is not the actor's to see, 403 naming the right that is missing."""
    found = queries.person(actor, pk, files.VIEW)
    require(actor, right, found)
    return found
