"""A child's file: opened in twelve answers, the actor's own list, the page composed of every area's parts, its first blocks.

Every page of a file begins with ``queries.children.child``: 404 unless the file names the actor, the reading noted.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import holds, may
from musanada.access.pages import Actor, Request, page
from musanada.cases.queries import files as cases
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.protection.commands import children as commands
from musanada.protection.forms_children import (
    FIRST,
    ConfidenceForm,
    IdentityForm,
    NewForm,
    StatusForm,
    confidence_initial,
    identity_initial,
    status_initial,
)
from musanada.protection.keeping import keeps
from musanada.protection.parts import CHILD_PARTS, parts_for
from musanada.protection.queries import children as queries
from musanada.protection.queries import sections
from musanada.protection.views.common import answered

METHODS = ["GET", "POST"]
WORK, VIEW = queries.WORK, queries.VIEW
CHILD = "protection:child"


def head(file: Any) -> dict[str, Any]:
    """What stands over every page of one child."""
    person = queries.person_of(file)
    return {
        "file": file,
        "child": file.child,
        "case": file.case,
        "person": person,
        "name": display_name(person),
    }


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@page(VIEW)
@require_GET
def children(request: Request) -> HttpResponse:
    """The children whose files name the actor: what is due first at the top."""
    closed = request.GET.get("closed") == "on"
    shown = window(queries.mine(request.user, closed=closed), request.GET, size=30)
    context = {
        "rows": queries.lines(request.user, shown.rows),
        "page": shown,
        "closed": closed,
        "may_open": holds(request.user, WORK),
    }
    return render(request, "protection/children.html", context)


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """Twelve answers, for a child met in the street before (``?mapped=``) or now."""
    actor = request.user
    wanted = request.GET.get("mapped", "")
    known = mapped_of(actor, wanted, sent=request.POST.get("id", "")) if wanted else None
    if isinstance(known, HttpResponse):
        return known
    offices = queries.offices(actor)
    if known is not None:
        offices = [one for one in offices if one.pk == known.child.unit_id]
    form = NewForm(offices, request.POST or None, initial=known.initial if known else None)
    if request.method == "POST" and form.is_valid():
        mapped = known.child if known else None
        made = attempt(form, lambda: commands.open_child(actor, form.unit, draft=form.draft(), mapped=mapped))
        if made is not None:
            messages.success(
                request, _("Le dossier est ouvert : l'enfant n'apparaît plus que pour les personnes nommées.")
            )
            return redirect(CHILD, made.case_id)
    context = {"form": form, "known": known, "count": len(FIRST), "offices": offices}
    return render(request, "protection/child_new.html", context, status=422 if form.errors else 200)


def mapped_of(actor: Actor, wanted: str, *, sent: str) -> Any:
    """The child met, or, where this very form was taken already, the way to the file it became. Raises: Http404."""
    key = key_of(wanted)
    if key is None:
        raise Http404
    made = queries.opened_by_form(actor, key_of(sent))
    if made is not None:
        return redirect(CHILD, made.case_id)
    return queries.mapped(actor, key)


@page(VIEW)
@require_GET
def child(request: Request, case: UUID) -> HttpResponse:
    """Everything of one child, block by block, as far as areas bring it."""
    actor = request.user
    file = queries.child(actor, case)
    told = cases.parts(actor, file.case)
    parts = parts_for(CHILD_PARTS, actor, file)
    shown = sections.blocks(file)
    clock = queries.next_clock(file)
    context = head(file) | {
        "parts": told,
        "main_parts": anchored([part for part in parts if not part.aside]),
        "aside_parts": [part for part in parts if part.aside],
        "blocks": shown,
        "expected": sum(one.expected for one in shown),
        "done": sum(one.done for one in shown),
        "clock": clock,
        "left": queries.time_left(clock),
        "eighteen": queries.eighteen_of(file),
        "may_work": may(actor, WORK, file),
        "owns": queries.owns(actor, file),
        "open": file.case.closed_on is None,
    }
    return render(request, "protection/child.html", context)


def anchored(parts: list[Any]) -> list[tuple[str, Any]]:
    """Each part with the anchor of its block, where it is the first of it."""
    seen: set[str] = set()
    found = []
    for part in parts:
        anchor = f"block-{part.section.lower()}" if part.section and part.section not in seen else ""
        seen.add(part.section)
        found.append((anchor, part))
    return found


# The blocks asked once


def status_saved(actor: Actor, file: Any, form: Any) -> Any:
    return commands.change_status(actor, file, **form.told())


def identity_saved(actor: Actor, file: Any, form: Any) -> Any:
    return commands.change_identity(actor, file, values=form.cleaned_data)


def confidence_saved(actor: Actor, file: Any, form: Any) -> Any:
    return commands.change_confidence(actor, file, **form.cleaned_data)


Saved = Callable[[Actor, Any, Any], Any]
PARTS: dict[str, tuple[Sentence, Any, Callable[[Any], dict[str, Any]], Saved]] = {
    "status": (gettext_lazy("Enregistrement et situation"), StatusForm, status_initial, status_saved),
    "identity": (gettext_lazy("Identité et vie quotidienne"), IdentityForm, identity_initial, identity_saved),
    "confidence": (
        gettext_lazy("Accord et confidentialité"),
        ConfidenceForm,
        confidence_initial,
        confidence_saved,
    ),
}
BLOCK_OF = {"status": "a", "identity": "b", "confidence": "c"}


@keeps
@resumable
@page(WORK)
@require_http_methods(METHODS)
def edit(request: Request, case: UUID, part: str) -> HttpResponse:
    """Correct what is asked once. What the register keeps is corrected on the person's own page."""
    if part not in PARTS:
        raise Http404
    title, form_class, initial_of, save = PARTS[part]
    file = queries.child(request.user, case, WORK)
    form = form_class(request.POST or None, initial=initial_of(file))
    return asked(
        request,
        file,
        form,
        title,
        lambda: save(request.user, file, form),
        done=_("Le dossier est à jour."),
        anchor=f"block-{BLOCK_OF[part]}",
        care="notes",
    )


def asked(
    request: Request,
    file: Any,
    form: Any,
    title: Sentence,
    run: Callable[[], Any],
    *,
    done: Sentence,
    anchor: str = "",
    care: str = "",
    button: Sentence = "",
    template: str = "protection/child_form.html",
    back: str = "",
    **more: Any,
) -> HttpResponse:
    """Run, told, and back to the child's page; else the form again with what was typed."""
    back = back or reverse(CHILD, args=[file.case_id]) + (f"#{anchor}" if anchor else "")
    context = head(file) | {"form": form, "title": title, "care": care, "button": button, "back": back} | more
    return answered(request, form, run, done=done, to=back, template=template, context=context)
