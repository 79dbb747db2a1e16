"""Dashboards: programmes against their targets, map, trend, funnels; a figure explored in three clicks, taken as a file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.kit.periods import Period, read_period
from musanada.monitoring import exports, standings
from musanada.monitoring.blocks import PICTURES, Block
from musanada.monitoring.funnels import funnels
from musanada.monitoring.pictures import drawn
from musanada.monitoring.queries import boards as queries
from musanada.monitoring.queries import targets
from musanada.monitoring.queries.readable import engine_for, readable
from musanada.monitoring.tables import Table, asked_of, axes, default_split, table
from musanada.monitoring.words import by_subject, language
from musanada.reporting import queries as reporting
from musanada.reporting.display import Labels, axis_title, period_label
from musanada.reporting.engine.axes import write_filters

BOARD_SPLITS = (("region", "place", "country"), ("month", "quarter"))
ROWS = 80


@page(queries.VIEW)
@require_GET
def home(request: Request) -> HttpResponse:
    """Programmes against their targets, where, when, and what became of the files."""
    lang, actor = language(), request.user
    read = readable(actor)
    if not read:
        reporting.need(actor, queries.VIEW)  # says why there is nothing
    lead, labels = queries.lead_of(read), Labels(actor, lang)
    with engine_for(actor, read) as engine:
        if engine is None or lead is None:
            raise Http404
        period, wrong = period_of(request, queries.last_year(engine, lead))
        rows = list(targets.in_force(actor, period=period.text)[:ROWS]) if holds(actor, targets.VIEW) else []
        readings = targets.readings(actor, rows, engine, read, lang)
        blocks = [
            Block(lead.id, period.text, by)
            for wanted in BOARD_SPLITS
            if (by := queries.split_of(engine, lead, wanted))
        ]
        parts = [queries.part(engine, read, block, labels) for block in blocks]
        steps, known_at = funnels(engine, read, period, lang), engine.known_at
    context = {
        "period": period.text,
        "period_words": period_label(period, lang),
        "wrong": wrong,
        "neighbours": neighbours(period, request.path),
        "groups": standings.grouped(readings),
        "counts": standings.counted(readings),
        "reported": standings.reported_beside(actor, rows, period.text, lang) if rows else {},
        "parts": parts,
        "funnels": steps,
        "known_at": known_at,
        "may_export": bool(rows),
        "kinds": ("csv", "xlsx", "pdf"),
    }
    return render(request, "monitoring/board.html", context, status=400 if wrong else 200)


def period_of(request: Request, usual: Period) -> tuple[Period, str]:
    """The period of the address, closed; or the usual one with the sentence that says what is wrong."""
    text = request.GET.get("period", "")
    if not text:
        return usual, ""
    try:
        return read_period(text), ""
    except BadInput as problem:
        return usual, str(problem)


def neighbours(period: Period, path: str, **kept: str) -> list[dict[str, str]]:
    """The same page a period earlier and, once it has begun, later."""
    if not period.closed:
        return []
    around = [p for p in (period.previous(), period.following()) if p.first_day <= timezone.localdate()]
    given = {name: value for name, value in kept.items() if value}
    return [
        {"label": period_label(p, language()), "url": f"{path}?{urlencode({'period': p.text, **given})}"}
        for p in around
    ]


@page(queries.VIEW)
@require_GET
def board_file(request: Request, kind: str) -> HttpResponse:
    """Programmes against their targets as a file; numbers of one to four people hidden."""
    lang, actor = language(), request.user
    if kind not in ("csv", "xlsx", "pdf") or not holds(actor, targets.VIEW):
        raise Http404
    read = readable(actor)
    with engine_for(actor, read) as engine:
        if engine is None:
            raise Http404
        period, _wrong = period_of(request, queries.last_year(engine, queries.lead_of(read)))
        rows = list(targets.in_force(actor, period=period.text))
        readings = targets.readings(actor, rows, engine, read, lang)
        content = standings.file_of(readings, kind, period_label(period, lang), engine.known_at, lang)
    return as_file(content, kind, f"cibles-{period.text}")


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    safe = name.replace("/", "_").replace("..", "-")
    disposition = f'attachment; filename="{safe}.{kind}"'
    return HttpResponse(
        content, content_type=exports.MEDIA[kind], headers={"Content-Disposition": disposition}
    )


# One figure, split and narrowed --------------------------------------------------------------------------------


@page(queries.VIEW)
@require_GET
def choose(request: Request) -> HttpResponse:
    """First click: which figure."""
    read = readable(request.user)
    if not read:
        reporting.need(request.user, queries.VIEW)
    lang = language()
    subjects = [
        (title, [(one.label.in_language(lang), reverse("monitoring:figure", args=[one.id])) for one in ones])
        for title, ones in by_subject(read.values())
    ]
    return render(request, "monitoring/choose.html", {"subjects": subjects})


@page(queries.VIEW)
@require_GET
def figure(request: Request, code: str) -> HttpResponse:
    """Second click: which split; third: which of its rows to look into, or which picture."""
    one = reporting.indicator(request.user, code)
    lang = language()
    with engine_for(request.user, {code: one}) as engine:
        assert engine is not None  # the indicator was read by the same rule
        period, wrong = period_of(request, queries.last_year(engine, one))
        asked = asked_of(engine, one, period, request.GET.get("where", ""))
        by = request.GET["by"] if "by" in request.GET else default_split(engine, one, asked)
        picture = request.GET.get("picture", "")
        block = Block(code, period.text, by, asked.where, picture if picture in PICTURES else "")  # type: ignore[arg-type]
        made = table(engine, one, asked, by, Labels(request.user, lang))
        chart = drawn(made, lang, block.picture)
        names = [name for name in axes(engine, one) if name not in {f.axis.name for f in asked.filters}]
        known_at = engine.known_at
    context = {
        "table": made,
        "chart": chart,
        "shown": block,
        "wrong": wrong,
        "definition": one.definition.in_language(lang),
        "splits": [
            {"label": axis_title(name), "url": here(block, by=name), "current": name == by} for name in names
        ],
        "pictures": [
            {"label": label, "url": here(block, picture=name), "current": name == block.picture}
            for name, label in (("", _("La plus parlante")), ("bars", _("Barres")), ("table", _("Sans image")))
        ],
        "narrow": [(line, here(block, where=line.narrow, by=None) if line.narrow else "") for line in made.lines],
        "chips": chips(made, block, Labels(request.user, lang)),
        "files": [(kind, f"{reverse('monitoring:figure-file', args=[code, kind])}?{query(block)}") for kind in exports.KINDS],
        "keep_url": f"{reverse('monitoring:view-keep')}?{urlencode({'indicator': code})}&{query(block)}",
        "target_url": f"{reverse('monitoring:target-new')}?{target_query(block)}" if holds(request.user, targets.SET) else "",
        "neighbours": neighbours(period, request.path, by=by, where=asked.where, picture=block.picture),
        "known_at": known_at,
    }  # fmt: skip
    return render(request, "monitoring/figure.html", context, status=400 if wrong else 200)


def query(block: Block, **changed: str | None) -> str:
    given: dict[str, Any] = {
        "period": block.period, "by": block.by, "where": block.where, "picture": block.picture
    }  # fmt: skip
    given |= changed
    return urlencode(
        {name: value for name, value in given.items() if value or (name == "by" and value == "")}
    )


def here(block: Block, **changed: str | None) -> str:
    return f"{reverse('monitoring:figure', args=[block.indicator])}?{query(block, **changed)}"


def target_query(block: Block) -> str:
    """A target for what is shown: the programme in its own box, the other filters as its ventilation."""
    parts = [part for part in block.where.split(";") if part]
    programme = next((part.partition("=")[2] for part in parts if part.startswith("programme=")), "")
    dims = ";".join(part for part in parts if not part.startswith("programme="))
    given = {"indicator": block.indicator, "period": block.period, "dims": dims, "programme": programme}
    return urlencode({name: value for name, value in given.items() if value})


def chips(made: Table, block: Block, labels: Labels) -> list[dict[str, str]]:
    """The filters in force, each with the page without it."""
    found = []
    for wanted in made.asked.filters:
        others = write_filters(one for one in made.asked.filters if one is not wanted)
        words = ", ".join(labels.of(wanted.axis, wanted.axis.name, code) for code in wanted.codes)
        found.append({"label": f"{axis_title(wanted.axis.name)} : {words}", "url": here(block, where=others)})
    return found


@page(queries.VIEW)
@require_GET
def figure_file(request: Request, code: str, kind: str) -> HttpResponse:
    """What the page shows, as a file that may travel: small numbers are hidden."""
    if kind not in exports.KINDS:
        raise Http404
    one = reporting.indicator(request.user, code)
    lang = language()
    with engine_for(request.user, {code: one}) as engine:
        assert engine is not None
        period = (
            read_period(request.GET["period"])
            if request.GET.get("period")
            else queries.last_year(engine, one)
        )
        asked = asked_of(engine, one, period, request.GET.get("where", ""))
        made = table(engine, one, asked, request.GET.get("by", ""), Labels(request.user, lang), exported=True)
        picture = request.GET.get("picture", "")
        sheet = exports.Sheet(
            made.title, [(made, picture)], {code: engine.indicators.hash(code)}, engine.known_at, lang
        )
        content = exports.file_of(sheet, kind)
    return as_file(content, kind, f"{code}-{period.text}")
