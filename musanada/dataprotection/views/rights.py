"""One person's rights: what they asked, the answer handed over, the way to a correction and to an erasure."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, may
from musanada.access.pages import Actor, Request, page
from musanada.dataprotection import paper
from musanada.dataprotection.commands import answers as commands
from musanada.dataprotection.forms_rights import ReportForm, language
from musanada.dataprotection.queries import answers, erasure
from musanada.dataprotection.views.registers import tabs
from musanada.kit.errors import Refused
from musanada.kit.ids import show_reference
from musanada.kit.zips import new_passphrase, sealed_zip
from musanada.people.attempt import attempt
from musanada.people.queries import display_name

METHODS = ["GET", "POST"]


@page("rights.access")
@require_GET
def person(request: Request, pk: UUID) -> HttpResponse:
    """What a person may ask, what they asked and what became of it."""
    found = answers.person(request.user, pk)
    context = {
        "person": found,
        "name": display_name(found),
        "requests": answers.open_requests(request.user, found),
        "reports": answers.reports_of(request.user, found),
        "erasures": erasure.erasures_of(request.user, found) if holds(request.user, "erasure.view") else [],
        "may_ask": may(request.user, "erasure.ask", found),
        "may_correct": may(request.user, "people.correct", found),
        "may_settle": holds(request.user, "dataprotection.manage"),
        "may_open_person": may(request.user, "people.view", found),
    }
    return render(request, "dataprotection/rights/person.html", context)


@page("rights.access")
@require_http_methods(METHODS)
def report_new(request: Request, pk: UUID) -> HttpResponse:
    """Identity first; then the answer is made, in the language the person reads."""
    found = answers.person(request.user, pk)
    requests = answers.open_requests(request.user, found)
    start = {"language": "ar" if language() == "ar" else "fr", "form": "paper"}
    form = ReportForm(request.POST or None, requests=requests, initial=start)
    if request.method == "POST" and form.is_valid():
        report = attempt(form, lambda: commands.make_report(request.user, found, **form.cleaned_data))
        if report:
            if report.form == "zip":
                request.session[f"report-{report.pk}"] = new_passphrase()
            return redirect("dataprotection:report", report.pk)
    context = {
        "person": found,
        "name": display_name(found),
        "form": form,
        "left_out": answers.left_out(answers.groups_told(request.user, found)),
    }
    return render(
        request, "dataprotection/rights/report_new.html", context, status=422 if form.errors else 200
    )


@page("rights.access")
@require_GET
def report(request: Request, pk: UUID) -> HttpResponse:
    """The answer is ready: printed and handed over, or taken as an encrypted file whose passphrase stands here once."""
    found = answers.report(request.user, pk)
    context = {
        "report": found.report,
        "open": found.open,
        "passphrase": request.session.get(f"report-{pk}", ""),
        "name": display_name(found.report.person),
    }
    return render(request, "dataprotection/rights/report.html", context)


@page("rights.access")
@require_POST
def report_file(request: Request, pk: UUID) -> HttpResponse:
    """The paper as it stands now; each opening is written down."""
    found = answers.report(request.user, pk)
    passphrase = request.session.pop(f"report-{pk}", "")
    if not found.open or (found.report.form == "zip" and not passphrase):
        raise Refused(_("Cette réponse n'est plus ouverte : préparez-la à nouveau."), code="report-over")
    content = paper.report_pdf(request.user, found.report)
    commands.opened(request.user, found.report)
    name = show_reference(found.report.reference)
    if found.report.form == "zip":
        return attached(sealed_zip(f"{name}.pdf", content, passphrase), f"{name}.zip", "application/zip")
    return attached(content, f"{name}.pdf", "application/pdf")


def register_tabs(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The data-protection officer's registers, for those who see them all."""
    return tabs(here) if holds(actor, "dataprotection.view") else []


def attached(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    return answer
