"""Statements about a child's age: written, and one of them retained."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Actor, Request, page
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection.commands import ages as commands
from musanada.protection.forms_children import AgeForm, ApplyForm
from musanada.protection.keeping import keeps
from musanada.protection.queries import children as queries
from musanada.protection.views.children import CHILD, METHODS, WORK, asked, head


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def new(request: Request, case: UUID) -> HttpResponse:
    """An age said, read or assessed; retained at once where that is ticked."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    form = AgeForm(request.POST or None)

    def run() -> Any:
        said = form.cleaned_data
        return commands.record_age(actor, file, draft=form.draft(), apply=said["apply"], pk=said["id"])

    return asked(
        request,
        file,
        form,
        _("Noter un âge"),
        run,
        done=_("L'âge est noté."),
        anchor="ages",
        care="notes",
        template="protection/age_form.html",
    )


@resumable
@page(WORK)
@require_http_methods(METHODS)
def apply(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """What follows from retaining this statement, said before it is done."""
    actor, file = request.user, queries.child(request.user, case, WORK)
    record = queries.age_record(file, item)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: retained(actor, file, record)) is not None:
        messages.success(request, _("Cet âge est retenu : la date de naissance et les échéances ont suivi."))
        return redirect(reverse(CHILD, args=[case]) + "#ages")
    context = head(file) | {"record": record, "form": form, "outcome": commands.outcome(file, record)}
    return render(request, "protection/age_apply.html", context, status=422 if form.errors else 200)


def retained(actor: Actor, file: Any, record: Any) -> Any:
    return commands.apply_age(actor, file, record=record)
