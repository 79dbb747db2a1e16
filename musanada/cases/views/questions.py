"""Asking another office about someone one does not see, and answering such a question."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.cases import stubs
from musanada.cases.commands import questions as commands
from musanada.cases.queries import questions
from musanada.people import queries as people

METHODS = ["GET", "POST"]


@page("question.ask")
@require_http_methods(METHODS)
def ask(request: Request, word: str) -> HttpResponse:
    """Behind a word that this session was given: a word of another session, an old or an invented one is not found."""
    meant = stubs.meant_by(request.session, word)
    if meant is None:
        raise Http404
    if request.method == "POST":
        unit, person = stubs.asked_about(request.user, meant)
        commands.ask(request.user, unit, person=person)
        stubs.forget(request.session, word)
        messages.success(request, _("La question est posée. La réponse paraîtra dans vos orientations."))
        return redirect("referrals:list")
    return render(request, "cases/ask.html", {"word": word})


@page("question.answer")
@require_http_methods(METHODS)
def answer(request: Request, pk: UUID) -> HttpResponse:
    """Share by a referral, with the person's consent; or give no answer."""
    found = questions.question(request.user, pk)
    person = people.person(request.user, found.person_id, "people.view")
    if request.method == "POST":
        commands.decline(request.user, found)
        messages.success(
            request, _("Aucune réponse n'est donnée : l'autre bureau ne saura ni qui, ni pourquoi.")
        )
        return redirect("referrals:list")
    context = {"question": found, "person": person, "name": people.display_name(person)}
    return render(request, "cases/question.html", context)
