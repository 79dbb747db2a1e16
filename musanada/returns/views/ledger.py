"""The ledger's page: its lines, its sums by funding and by file, what is committed and not paid; and as a file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.returns import ledger_files as files
from musanada.returns.forms_money import LedgerFilter
from musanada.returns.money_tabs import money_tabs
from musanada.returns.queries import ledger as queries
from musanada.returns.queries import tranches

VIEWS = (("lines", _("Écritures")), ("funding", _("Par financement")), ("file", _("Par dossier")))


@page(queries.VIEW)
@require_GET
def show(request: Request) -> HttpResponse:
    actor = request.user
    form = LedgerFilter(request.GET or None, offices=queries.offices(actor), fundings=queries.fundings(actor))
    chosen = form.chosen()
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "lines"
    readable = not form.is_bound or form.is_valid()
    rows = queries.lines(actor) if readable else queries.lines(actor).none()
    rows = queries.filtered(rows, **chosen)
    period = {name: chosen[name] for name in ("office", "first", "last") if name in chosen}
    context: dict[str, Any] = {
        "form": form,
        "tabs": money_tabs(actor, "ledger"),
        "views": view_tabs(request, view),
        "view": view,
        "totals": queries.totals(rows),
        "dirhams": queries.in_dirhams(rows),
        "delay": queries.delay(actor, **period),
        "late": tranches.late(actor).count(),
        "filtered": bool(chosen) or not readable,
        "query": request.GET.urlencode(),
    }
    return render(request, "returns/ledger.html", context | shown(request, view, rows))


def shown(request: Request, view: str, rows: Any) -> dict[str, Any]:
    actor = request.user
    if view == "funding":
        return {"groups": queries.by_funding(rows)}
    if view == "file":
        groups, count = queries.by_file(actor, rows)
        return {"groups": groups, "files": count}
    found = window(rows.order_by("-recorded_at", "unit__path", "-number"), request.GET)
    return {"page": found, "lines": queries.shown(actor, found.rows)}


def view_tabs(request: Request, view: str) -> list[dict[str, Any]]:
    kept: Any = request.GET.copy()
    kept.pop("page", None)
    found = []
    for code, label in VIEWS:
        kept["view"] = code
        found.append(
            {
                "label": label,
                "url": f"{reverse('returns:ledger')}?{kept.urlencode()}",
                "current": code == view,
            }
        )
    return found


@page(queries.VIEW)
@require_GET
def export(request: Request, kind: str) -> HttpResponse:
    """The lines under the page's filters: references, never names."""
    if kind not in files.KINDS:
        raise Http404
    actor = request.user
    form = LedgerFilter(request.GET or None, offices=queries.offices(actor), fundings=queries.fundings(actor))
    rows = queries.lines(actor) if not form.is_bound or form.is_valid() else queries.lines(actor).none()
    found = queries.exported(actor, queries.filtered(rows, **form.chosen()))
    headers = [str(label) for label in queries.HEADERS]
    content = files.written(kind, gettext("Grand livre"), headers, found, get_language() or "fr")
    answer = HttpResponse(content, content_type=files.KINDS[kind])
    name = f"grand-livre-{timezone.localdate():%Y-%m-%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
