"""Two records side by side, one decision with its reason; and back again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.limits import SEARCH, limited
from musanada.access.pages import Actor, Request, page
from musanada.people import commands, queries, search
from musanada.people.attempt import attempt
from musanada.people.forms import MergeForm
from musanada.people.forms_merging import AnswerForm, SeparateForm
from musanada.people.queries import proposals, separating
from musanada.people.resume import resumable
from musanada.people.views.editing import METHODS, visible
from musanada.people.views.person import once

MOST = 20


@page("people.merge")
@require_http_methods(METHODS)
@limited(SEARCH)
def choose(request: Request, pk: UUID) -> HttpResponse:
    """Who is the same person? Searched by anything, the likeliest first. A POST, so that no name enters an address."""
    person = visible(request.user, pk, "people.merge")
    name = queries.display_name(person)
    text = request.POST.get("with", "").strip() or name
    exact = queries.by_reference(request.user, text, "people.merge", reading=False) if text else None
    keys = [exact.pk] if exact else [hit.person for hit in search.find(request.user, text, MOST)]
    rows = queries.comparable(request.user, person, keys)
    context = {"person": person, "name": name, "rows": rows, "text": text}
    return render(request, "people/merge_choose.html", context)


def side(actor: Actor, person: Any) -> dict[str, Any]:
    """A record as one column of the comparison."""
    return {
        "person": person,
        "names": list(queries.names(person)),
        "nationalities": once(queries.nationalities(person), "country_id", "basis"),
        "documents": list(queries.documents(person)),
        "contacts": list(queries.contacts(person)),
        "languages": once(queries.languages(person), "code"),
        "presences": once(queries.presences_seen(actor, person), "unit_id"),
    }


@resumable
@page("people.merge")
@require_http_methods(METHODS)
def compare(request: Request, pk: UUID, other: UUID) -> HttpResponse:
    """Merge, or, where a P4 file hides the first one, propose it to a second person."""
    person = visible(request.user, pk, "people.merge")
    second = queries.other_person(request.user, person, other, "people.merge")
    records = [(str(one.pk), str(one)) for one in (person, second)]
    form = MergeForm(records, request.POST or None, initial={"kept": str(older(person, second).pk)})
    if person.protected:
        del form.fields["kept"]

    def action() -> Any:
        if person.protected:
            reason = form.cleaned_data["reason"]
            return (commands.propose_merge(request.user, person, gone=second, reason=reason),)
        kept, gone = (person, second) if form.cleaned_data["kept"] == str(person.pk) else (second, person)
        return (commands.merge(request.user, kept, gone=gone, reason=form.cleaned_data["reason"]),)

    if request.method == "POST" and form.is_valid() and (done := attempt(form, action)):
        if person.protected:
            messages.success(request, _("La fusion est proposée : une autre personne y répondra."))
        else:
            messages.success(
                request, _("Les deux fiches n'en font plus qu'une. Vous pouvez les séparer à tout moment.")
            )
        return redirect("people:person", done[0].kept_id)
    context = {
        "person": person,
        "sides": [side(request.user, person), side(request.user, second)],
        "form": form,
    }
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@page("people.merge")
@require_http_methods(["GET"])
def waiting(request: Request) -> HttpResponse:
    """Merges that wait for a second person. The list names nobody: each page notes who read it."""
    return render(request, "people/merge_proposals.html", {"rows": proposals.waiting(request.user)})


@resumable
@page("people.merge")
@require_http_methods(METHODS)
def proposal(request: Request, pk: UUID) -> HttpResponse:
    """Two records side by side and what somebody else proposes; who proposed it may only take it back."""
    found = proposals.proposal(request.user, pk)
    own = found.proposed_by_id == request.user.pk
    form = AnswerForm(request.POST or None)
    if own:
        del form.fields["answer"]

    def action() -> Any:
        if own:
            return (commands.withdraw_proposal(request.user, found),)
        yes, answer = request.POST.get("said") == "merge", form.cleaned_data["answer"]
        return (commands.answer_proposal(request.user, found, accepted=yes, answer=answer),)

    if request.method == "POST" and form.is_valid() and attempt(form, action):
        messages.success(request, _("Votre réponse est enregistrée."))
        return redirect("people:proposals")
    sides = [side(request.user, found.kept), side(request.user, found.gone)]
    context = {"proposal": found, "sides": sides, "form": form, "own": own}
    return render(request, "people/merge_proposal.html", context, status=422 if form.errors else 200)


def older(first: Any, second: Any) -> Any:
    """The record kept unless the clerk says otherwise: the one that others have known longest."""
    return min((first, second), key=lambda p: (p.registered_on, p.recorded_at))


@resumable
@page("people.merge")
@require_http_methods(METHODS)
def undo(request: Request, pk: UUID) -> HttpResponse:
    """Separate, having seen what was added and corrected since, and said of each to whom it belongs."""
    record = queries.merge_record(request.user, pk)
    since = separating.since(request.user, record)
    form = SeparateForm(record, since, request.POST or None)

    def action() -> object:
        reason, moved, restored = form.cleaned_data["reason"], form.moved(), form.restored()
        return commands.unmerge(request.user, record, reason=reason, moved=moved, restored=restored)

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, _("Les deux fiches sont de nouveau séparées. Rien n'est perdu."))
        return redirect("people:person", record.kept_id)
    context = {"record": record, "form": form, "since": since}
    return render(request, "people/unmerge.html", context, status=422 if form.errors else 200)
