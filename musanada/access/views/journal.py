"""The journal, read from every side, verified and handed to an auditor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access import audit, commands
from musanada.access.audit.lines import Thing
from musanada.access.audit.words import VIEWS
from musanada.access.doors import holds
from musanada.access.journal_forms import ExportForm, JournalFilter, PeriodFilter
from musanada.access.limits import EXPORT, limited
from musanada.access.pages import Request, page
from musanada.access.queries import journal as queries
from musanada.access.verbs import KINDS
from musanada.access.views.common import answer, tabs
from musanada.kit.errors import BadInput, Sentence

EVERYTHING = ""


def view_asked(request: Request) -> str:
    asked = request.GET.get("view", EVERYTHING)
    return asked if asked in VIEWS else EVERYTHING


def view_tabs(request: Request, here: str, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The named views, as addresses of this page."""
    period = {k: v for k, v in request.GET.items() if k == "days"}
    addresses = {name: "&".join(f"{k}={v}" for k, v in {**period, "view": name}.items()) for name in VIEWS}
    return [
        {"url": f"{request.path}?{addresses[name]}", "label": label, "current": name == here}
        for name, label in VIEWS.items()
        if name not in without
    ]


def shown(request: Request, rows: Any, *, few: bool = False) -> dict[str, Any]:
    """A page of lines, for the template."""
    window = queries.leaf(rows, request.GET, few=few)
    lines = queries.as_lines(request.user, window.rows)
    numbered = queries.covers_all(request.user)
    return {"page": window, "lines": lines, "days": list(queries.by_day(lines)), "numbered": numbered}


@page("audit.view")
def journal(request: Request) -> HttpResponse:
    """What was done, by whom, when; refusals too."""
    form, here = JournalFilter(request.GET), view_asked(request)
    asked = form.cleaned_data if form.is_valid() else {}
    context = {
        **shown(request, queries.entries(request.user, view=here, **asked)),
        "form": form,
        "views": view_tabs(request, here),
        "view_label": VIEWS[here],
        "may_export": holds(request.user, "audit.export"),
        "here": "journal",
        **tabs(request),
    }
    return render(request, "access/journal.html", context)


@page("audit.view")
def journal_object(request: Request, kind: str, key: str) -> HttpResponse:
    """Who opened this file, and all that was done with it."""
    here = view_asked(request)
    rows = queries.of_object(request.user, kind, key, view=here)
    last = queries.of_object(request.user, kind, key).first()
    context = {
        **shown(request, rows, few=True),
        "is_person": kind == "people.person",
        "kind": KINDS.get(kind, kind),
        "key": key,
        "url": queries.page_of(request.user, last) if last else "",
        "readers": queries.readers(request.user, rows),
        "views": view_tabs(request, here),
    }
    if first_leaf(request):
        commands.note_look(request.user, Thing(kind, key, last.unit if last else None))
    return render(request, "access/journal_object.html", context)


@page("audit.view")
def journal_account(request: Request, pk: UUID) -> HttpResponse:
    """What this account did, day by day."""
    form, here = PeriodFilter(request.GET), view_asked(request)
    days = form.cleaned_data["days"] if form.is_valid() else None
    rows = queries.of_account(request.user, pk, view=here, days=days)
    context = {
        **shown(request, rows),
        "form": form,
        "account": queries.account_of(pk),
        "views": view_tabs(request, here),
        "subject_url": reverse("access:journal-object", args=["access.user", pk]),
    }
    if first_leaf(request):
        commands.note_look(request.user, Thing("access.user", str(pk)))
    return render(request, "access/journal_account.html", context)


def first_leaf(request: Request) -> bool:
    """Leafing on and changing the view is the same look."""
    return request.method == "GET" and not request.GET.keys() & {"before", "after", "view", "days"}


@page("audit.export")
@limited(EXPORT)
def journal_export(request: Request) -> HttpResponseBase:
    """The journal of some days as a file that can be checked elsewhere."""
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        try:
            lines = commands.export_journal(request.user, first=first, last=last)
        except BadInput as problem:
            for name, text in problem.fields.items():
                form.add_error(name, str(text))
        else:
            response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
            response["Content-Disposition"] = f'attachment; filename="journal-{first}-{last}.jsonl"'
            response["Cache-Control"] = "no-store"
            return response
    whole = queries.covers_all(request.user, "audit.export")
    return answer(request, "access/journal_export.html", form, whole=whole, anchor=queries.last_anchor_day())


@page("audit.view")
def chain(request: Request) -> HttpResponseRedirect:
    """Walk the chain; asked for by a button, as it reads every line since the anchor it starts at."""
    if request.method == "POST":
        since = queries.recent_start()
        damage = audit.verify(since=since).damage
        commands.note_verification(request.user, damage)
        if damage is None:
            messages.success(request, str(held_since(since)))
        else:
            sentence = _(
                "La ligne %(number)s ne tient pas : %(kind)s. "
                "Ne touchez à rien et prévenez le point focal protection des données."
            )
            messages.error(request, sentence % {"number": damage.number, "kind": DAMAGES[damage.kind]})
    return redirect("access:journal")


DAMAGES: dict[str, Sentence] = {
    "altered": _("elle a été modifiée"),
    "removed": _("elle a été retirée"),
    "inserted": _("elle a été ajoutée après coup"),
    "reordered": _("elle a été déplacée"),
    "rewritten": _("elle a été réécrite avec la clé du journal"),
    "anchor": _("l'ancre de ce jour a été modifiée"),
    "head": _("la fin du journal a été modifiée"),
}


def held_since(since: Any) -> Sentence:
    if since is None:
        return _("La chaîne tient : aucune ligne n'a été modifiée, retirée, ajoutée ni déplacée.")
    sentence = _(
        "La chaîne tient depuis le %(day)s : aucune ligne n'a été modifiée, retirée, ajoutée ni déplacée. "
        "La commande « musanada audit verify » relit tout."
    )
    return str(sentence % {"day": since.strftime("%d/%m/%Y")})
