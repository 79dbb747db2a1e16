"""Pages of the quality of data: by office, by source of records; and, for who may open records, the references to look at."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.kit.periods import Period, year
from musanada.monitoring.queries import quality as queries
from musanada.monitoring.views.dashboards import neighbours, period_of
from musanada.monitoring.words import language
from musanada.reporting.commands import note_records_opened
from musanada.reporting.display import period_label

USUAL = "people"


@page(queries.VIEW)
@require_GET
def home(request: Request, code: str = "") -> HttpResponse:
    """What is missing, late or impossible, office by office."""
    tabs = queries.sources(request.user)
    source = queries.source_of(code) if code else next(iter(tabs), queries.source_of(USUAL))
    if source is None:
        raise Http404
    lang = language()
    period, wrong = closed(request, year(queries.last_year(source)))
    office = request.GET.get("office", "")
    found = queries.quality(request.user, source, period, lang, office)
    context = {
        "quality": found,
        "period": period.text,
        "period_words": period_label(period, lang),
        "wrong": wrong,
        "neighbours": neighbours(period, request.path),
        "tabs": [
            {
                "label": one.label,
                "url": reverse("monitoring:quality-source", args=[one.code]),
                "current": one is source,
            }
            for one in tabs
        ],
        "rows": [
            (one, f"?{urlencode({'period': period.text, 'office': one.code})}#trend") for one in found.offices
        ],
        "rules": [
            (
                one,
                f"{reverse('monitoring:quality-records', args=[source.code, one.rule.code])}?{urlencode({'period': period.text})}",
            )
            for one in found.rules
        ],
        "may_open": queries.may_open(request.user),
    }
    return render(request, "monitoring/quality.html", context, status=400 if wrong else 200)


def closed(request: Request, usual: Period) -> tuple[Period, str]:
    """A period with both ends: offices are compared over the same days."""
    period, wrong = period_of(request, usual)
    return (period, wrong) if period.closed else (usual, wrong)


@page(queries.RECORDS)
@require_GET
def records(request: Request, code: str, rule: str) -> HttpResponse:
    """The references of the records that break a rule; opening the list is journalled."""
    source = queries.source_of(code)
    broken = queries.rule_of(source, rule) if source else None
    if source is None or broken is None:
        raise Http404
    period, wrong = closed(request, year(queries.last_year(source)))
    if wrong:
        raise BadInput(wrong)
    office = request.GET.get("office", "")
    rows = queries.faults(request.user, source, broken, period, office)
    note_records_opened(request.user, f"quality.{code}.{rule}", period.text, office, page=1)
    context = {
        "source": source,
        "rule": broken,
        "rows": rows,
        "period_words": period_label(period, language()),
        "back_url": f"{reverse('monitoring:quality-source', args=[code])}?{urlencode({'period': period.text})}",
        "most": len(rows) >= queries.SHOWN,
    }
    return render(request, "monitoring/quality_records.html", context)
