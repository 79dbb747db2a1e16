"""Pages of P4 files: those that name me, one file and its users, the emergency, and the focal point's reviews.

A file that does not name the reader is not found; every page of one that does leaves its line in the journal.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.doors import holds, require
from musanada.access.limits import EMERGENCY, SEARCH, limited
from musanada.access.pages import Request, page
from musanada.kit.choices import FieldGroup
from musanada.kit.paging import window
from musanada.people import forms_protected as forms
from musanada.people import queries
from musanada.people.attempt import attempt
from musanada.people.commands import confidential as commands
from musanada.people.queries import confidential as files

METHODS = ["GET", "POST"]
OPEN = "confidential.open"


@page("confidential.view")
@require_http_methods(METHODS)
@limited(SEARCH)
def mine(request: Request) -> HttpResponse:
    """The only list of hidden people: whose file names me. A search goes out as a POST: no name in an address."""
    form = forms.SearchForm(request.POST or None)
    text = form.cleaned_data["q"] if request.method == "POST" and form.is_valid() else ""
    context = {
        "form": form,
        "text": text,
        "rows": files.mine(request.user, text),
        "may_break": holds(request.user, "confidential.break_glass"),
    }
    return render(request, "people/protected_list.html", context)


@page(OPEN)
@require_http_methods(METHODS)
def open_one(request: Request, pk: UUID) -> HttpResponse:
    """Open a file over someone I may see."""
    person = queries.person(request.user, pk)
    require(request.user, OPEN, person, FieldGroup.PROTECTION)
    form = forms.OpenForm(request.POST or None)

    def action() -> Any:
        asked = form.cleaned_data
        return commands.open_file(
            request.user,
            person,
            subject=asked["subject"],
            hides_person=asked["hides"],
            reason=asked["reason"],
        )

    if request.method == "POST" and form.is_valid() and (made := attempt(form, action)):
        messages.success(
            request, _("Le dossier est ouvert. Nommez maintenant ceux qui doivent pouvoir le lire.")
        )
        return redirect("protected:file", made.pk)
    context = {
        "person": person,
        "form": form,
        "title": _("Ouvrir un dossier protégé"),
        "button": _("Ouvrir le dossier protégé"),
        "explain": "open",
        "cancel": reverse("people:person", args=[person.pk]),
    }
    return render(request, "people/protected_form.html", context, status=422 if form.errors else 200)


@page("confidential.view")
@require_http_methods(["GET"])
def file(request: Request, pk: UUID) -> HttpResponse:
    """Who is named, until when and why; who read it."""
    one = files.file(request.user, pk)
    owner = one.owner_id == request.user.pk
    accesses = list(files.accesses(one))
    for access in accesses:
        access.state = files.state_of(access)  # type: ignore[attr-defined]
    statuses, sent = files.asylum_of(request.user, one.person) if one.subject == "asylum" else ([], [])
    context = {
        "file": one,
        "owner": owner,
        "open": one.closed_at is None,
        "accesses": accesses,
        "readers": window(files.readers(one), request.GET),
        "statuses": statuses,
        "sent": sent,
        "may_show_again": one.close_asked_at is not None
        and one.closed_at is None
        and one.close_asked_by_id != request.user.pk
        and holds(request.user, "confidential.unprotect"),
    }
    return render(request, "people/protected_file.html", context)


def on_file(
    request: Request,
    one: Any,
    form: django_forms.Form,
    action: Callable[[], object],
    *,
    title: str,
    button: str,
    explain: str = "",
    done: str = "",
    gone: bool = False,
) -> HttpResponse:
    """A small form over a file. ``gone``: after it the file may be closed to the reader, who goes back to the list."""
    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, done or _("C'est fait, et noté au journal."))
        return redirect("protected:list") if gone else redirect("protected:file", one.pk)
    context = {
        "file": one,
        "form": form,
        "title": title,
        "button": button,
        "explain": explain,
        "cancel": reverse("protected:file", args=[one.pk]),
    }
    return render(request, "people/protected_form.html", context, status=422 if form.errors else 200)


@page(OPEN)
@require_http_methods(METHODS)
def grant(request: Request, pk: UUID) -> HttpResponse:
    one = files.file(request.user, pk)
    form = forms.GrantForm(files.nameable(request.user, one), request.POST or None)

    def action() -> object:
        user = files.user_named(one, form.cleaned_data["user"])
        return commands.grant(
            request.user, one, user=user, until=form.end, reason=form.cleaned_data["reason"]
        )

    return on_file(
        request,
        one,
        form,
        action,
        title=_("Nommer quelqu'un sur ce dossier"),
        button=_("Nommer cette personne"),
    )


@page(OPEN)
@require_http_methods(METHODS)
def extend(request: Request, pk: UUID, access: UUID) -> HttpResponse:
    one = files.file(request.user, pk)
    held = files.access(request.user, one, access)
    form = forms.UntilForm(request.POST or None)

    def action() -> object:
        return commands.extend(request.user, held, until=form.end, reason=form.cleaned_data["reason"])

    title = _("Prolonger l'accès de %(user)s") % {"user": held.user}
    return on_file(request, one, form, action, title=title, button=_("Prolonger l'accès"))


@page(OPEN)
@require_http_methods(METHODS)
def end(request: Request, pk: UUID, access: UUID) -> HttpResponse:
    one = files.file(request.user, pk)
    held = files.access(request.user, one, access)
    title = _("Mettre fin à l'accès de %(user)s") % {"user": held.user}
    return on_file(
        request,
        one,
        django_forms.Form(request.POST if request.method == "POST" else None),
        lambda: commands.end_grant(request.user, held),
        title=title,
        button=_("Mettre fin à l'accès"),
        explain="end",
    )


@page(OPEN)
@require_http_methods(METHODS)
def hand_over(request: Request, pk: UUID) -> HttpResponse:
    one = files.file(request.user, pk)
    form = forms.HandOverForm(files.successors(request.user, one), request.POST or None)

    def action() -> object:
        user = files.user_named(one, form.cleaned_data["user"])
        return commands.hand_over_file(request.user, one, user=user, reason=form.cleaned_data["reason"])

    return on_file(
        request,
        one,
        form,
        action,
        title=_("Confier ce dossier à quelqu'un d'autre"),
        button=_("Confier le dossier"),
    )


def reason_only(
    request: Request,
    pk: UUID,
    command: Callable[..., object],
    *,
    title: str,
    button: str,
    explain: str,
    gone: bool,
) -> HttpResponse:
    one = files.file(request.user, pk)
    form = forms.WhyForm(request.POST or None)

    def action() -> object:
        return command(request.user, one, reason=form.cleaned_data["reason"])

    return on_file(request, one, form, action, title=title, button=button, explain=explain, gone=gone)


@page(OPEN)
@require_http_methods(METHODS)
def seal(request: Request, pk: UUID) -> HttpResponse:
    return reason_only(
        request,
        pk,
        commands.seal,
        title=_("Sceller ce dossier"),
        button=_("Sceller le dossier"),
        explain="seal",
        gone=True,
    )


@page(OPEN)
@require_http_methods(METHODS)
def close(request: Request, pk: UUID) -> HttpResponse:
    return reason_only(
        request,
        pk,
        commands.close_file,
        title=_("Clore ce dossier"),
        button=_("Demander la clôture"),
        explain="close",
        gone=True,
    )


@page("confidential.unprotect")
@require_http_methods(METHODS)
def show_again(request: Request, pk: UUID) -> HttpResponse:
    return reason_only(
        request,
        pk,
        commands.unprotect,
        title=_("Montrer de nouveau cette personne"),
        button=_("Clore le dossier et montrer la personne"),
        explain="show-again",
        gone=True,
    )


@page("confidential.break_glass")
@require_http_methods(METHODS)
@limited(EMERGENCY)
def emergency(request: Request) -> HttpResponse:
    """Break the glass. What does not exist and what may not be opened from here are answered alike."""
    form = forms.GlassForm(files.glass_units(request.user), request.POST or None)

    def action() -> Any:
        asked = form.cleaned_data
        unit = form.units[asked["unit"]]
        return commands.break_glass(request.user, unit, sought=asked["sought"], reason=asked["reason"])

    if request.method == "POST" and form.is_valid() and (made := attempt(form, action)):
        messages.warning(
            request, _("Ouvert pour quatre heures. Le point focal de protection des données est averti.")
        )
        return redirect("people:person", made.file.person_id)
    return render(
        request, "people/protected_emergency.html", {"form": form}, status=422 if form.errors else 200
    )


@page("confidential.review")
@require_http_methods(["GET"])
def reviews(request: Request) -> HttpResponse:
    """For the focal point: what was opened in an emergency, what was tried in vain, what is sealed. Never of whom."""
    opened = window(files.openings(request.user), request.GET)
    for one in opened.rows:
        one.late = files.overdue(one)  # type: ignore[attr-defined]
        one.due = files.review_due(one)  # type: ignore[attr-defined]
    context = {
        "page": opened,
        "attempts": files.attempts(request.user)[:50],
        "sealed": list(files.sealed(request.user)),
    }
    return render(request, "people/protected_reviews.html", context)


@page("confidential.review")
@require_http_methods(METHODS)
def review(request: Request, pk: UUID) -> HttpResponse:
    one = files.opening(request.user, pk)
    form = forms.ReviewForm(request.POST or None)

    def action() -> object:
        return commands.review(request.user, one.file.unit, access=one, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, _("Votre avis est noté."))
        return redirect("protected:reviews")
    context = {"access": one, "form": form, "late": files.overdue(one), "due": files.review_due(one)}
    return render(request, "people/protected_review.html", context, status=422 if form.errors else 200)


@page("confidential.unseal")
@require_http_methods(METHODS)
def unseal(request: Request, pk: UUID) -> HttpResponse:
    one = files.sealed_file(request.user, pk)
    form = forms.WhyForm(request.POST or None)

    def action() -> object:
        return commands.unseal(request.user, one.unit, file=one, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(
            request, _("Le scellé est levé : le dossier est de nouveau ouvert à son seul responsable.")
        )
        return redirect("protected:reviews")
    context = {
        "form": form,
        "title": _("Lever le scellé du dossier %(file)s") % {"file": one},
        "button": _("Lever le scellé"),
        "explain": "unseal",
        "cancel": reverse("protected:reviews"),
    }
    return render(request, "people/protected_form.html", context, status=422 if form.errors else 200)
