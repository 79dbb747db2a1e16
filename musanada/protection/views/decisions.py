"""Pages of a decision: recorded as the panel voted, told to the child, carried out, reviewed, taken up again, on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.people.resume import resumable
from musanada.protection import bid_papers as papers
from musanada.protection import dossier_words
from musanada.protection import forms_interests as forms
from musanada.protection.ballots import sentence
from musanada.protection.commands import determinations as commands
from musanada.protection.commands import panels
from musanada.protection.queries import determinations as queries
from musanada.protection.queries import files
from musanada.protection.queries import panels as seats
from musanada.protection.seals import intact
from musanada.protection.views.assessments import ask, paper
from musanada.protection.views.common import METHODS
from musanada.protection.views.determinations import MANAGE, WORK, at, page_of


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def decide(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """What the panel voted, with its reasons; nothing else can be recorded."""
    file, bid, back = at(request, case, item, MANAGE)
    found = seats.result(bid)
    offered = [(found.outlook, dossier_words.outlook(found.outlook))] if found.outlook else []
    form = forms.DecisionForm(
        offered, queries.tellers(file), request.POST or None, initial={"outlook": found.outlook}
    )

    def run(said: dict[str, Any]) -> Any:
        follower = queries.teller(file, said.pop("follower"), request.user)
        return panels.decide(request.user, bid, follower=follower, **said)

    return ask(
        request, file, _("Consigner la décision"), form, run, back=back,
        done=_("La décision est consignée : dites-la maintenant à l'enfant."), button=_("Consigner la décision"),
        blocked=sentence(found),
        notice=_("La décision est celle que le panel a votée. Une décision de partir ne vaut que vers le pays de l'option."),
    )  # fmt: skip


@resumable
@page(WORK)
@require_http_methods(METHODS)
def told(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, WORK)
    form = forms.ToldForm(queries.tellers(file), request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        by = queries.teller(file, said["by"], request.user)
        return commands.tell_child(request.user, bid, on=said["on"], by=by)

    return ask(request, file, _("Dire la décision à l'enfant"), form, run, back=back, care="",
               done=_("C'est noté : l'enfant sait ce qui a été décidé."), button=_("Noter"),
               notice=_("Dans une langue qu'il comprend, avec ce que la décision change pour lui et comment la contester."))  # fmt: skip


@resumable
@page(WORK)
@require_http_methods(METHODS)
def implement(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, WORK)
    form = forms.DoneForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return commands.implement(request.user, bid, on=said["on"])

    return ask(request, file, _("Mettre la décision en œuvre"), form, run, back=back, care="",
               done=_("La décision est mise en œuvre : la solution est en cours."))  # fmt: skip


@resumable
@page(WORK)
@require_http_methods(METHODS)
def keep(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """Reviewed, and still right."""
    file, bid, back = at(request, case, item, WORK)
    form = forms.KeepForm(request.POST or None)

    def run(said: dict[str, Any]) -> Any:
        return commands.keep_decision(request.user, bid, review_on=said["review_on"])

    return ask(request, file, _("Revoir la décision"), form, run, back=back, care="",
               done=_("La décision est revue et maintenue."), button=_("Maintenir la décision"),
               notice=_("Si les faits ont changé, reprenez plutôt la BID sur faits nouveaux."))  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def reopen(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, MANAGE)
    form = forms.WhyForm(request.POST or None, label=_("Quels faits sont nouveaux ?"))

    def run(said: dict[str, Any]) -> Any:
        return commands.reopen(request.user, bid, why=said["why"])

    return ask(
        request, file, _("Reprendre la BID sur faits nouveaux"), form, run, back=back, to=page_of,
        done=_("La BID est reprise."), button=_("Reprendre la BID"),
        notice=_("Ce dossier et sa décision ne comptent plus, un feu vert de voyage ne peut plus s'y appuyer. Un nouveau "
                 "rapport part de celui-ci."),
    )  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def drop(request: Request, case: UUID, item: UUID) -> HttpResponse:
    file, bid, back = at(request, case, item, MANAGE)
    form = forms.WhyForm(request.POST or None, label=_("Pourquoi la BID n'a-t-elle plus d'objet ?"))

    def run(said: dict[str, Any]) -> Any:
        return commands.drop(request.user, bid, why=said["why"])

    return ask(request, file, _("Renoncer à la BID"), form, run, back=back,
               done=_("La BID est sans objet ; le dossier revient au plan."))  # fmt: skip


@page(files.VIEW)
@require_GET
def pdf(request: Request, case: UUID, item: UUID) -> HttpResponse:
    """The decision on paper once there is one; before, the sealed dossier, for who is named."""
    _file, bid, back = at(request, case, item, files.VIEW)
    lang = papers.language(request.GET.get("lang", ""))
    if bid.decided_on:
        return paper(papers.decision_pdf(request.user, bid, lang), f"bid-{bid.reference}")
    if bid.digest and intact(bid):
        return paper(papers.dossier_pdf(request.user, bid, lang), f"dossier-{bid.reference}")
    messages.info(request, _("Il n'y a pas encore de dossier scellé à imprimer."))
    return redirect(back)
