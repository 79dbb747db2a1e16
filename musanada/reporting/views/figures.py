"""Pages of figures: the list, one figure, the year's assistance, the records behind, the same on paper."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext

from musanada.access.pages import Request, page
from musanada.kit.periods import Period, read_period
from musanada.reporting import commands, queries
from musanada.reporting.display import Labels, axis_title, period_label
from musanada.reporting.engine.axes import read_filters
from musanada.reporting.forms import PeriodForm
from musanada.reporting.groups import GROUPS, group_title
from musanada.reporting.pages.blocks import Asked, address, key_figure
from musanada.reporting.pages.splits import Split, Splitter
from musanada.reporting.rates import why_not

PAGE = 50
# What the 2024 report prints, in its order (reference figures F022, F037 to F044, F056).
REPORT = (
    "assistance.people_food_nfi", "assistance.people_health", "assistance.people_sheltered",
    "assistance.minors_language_courses", "programmes.carried_out", "programmes.cities",
    "programmes.partner_associations", "assistance.acts",
)  # fmt: skip
FURTHER = (
    "assistance.people_new", "assistance.people_repeat", "assistance.share_women", "assistance.share_minors",
    "assistance.acts_per_person", "assistance.bed_nights", "assistance.people_cash", "assistance.cash_amount",
)  # fmt: skip
LEAD = "assistance.people_assisted"


@dataclass(frozen=True)
class Link:
    """Words and where they lead: a filter in force and the page without it, a period and its page."""

    label: str
    url: str


def language() -> str:
    return get_language() or "fr"


def asked_for(request: Request, engine: Any) -> tuple[PeriodForm, Period | None]:
    """The form and the period; ``None`` where what was typed is no period."""
    if not request.GET.get("period"):
        first = queries.first_period(engine, timezone.localdate().year)
        given = {**request.GET.dict(), "period": first.text}
        return PeriodForm(given), first
    form = PeriodForm(request.GET)
    return form, form.cleaned_data["period"] if form.is_valid() else None


def around(period: Period | None) -> list[Period]:
    """The period before and, once it has begun, the one after."""
    if period is None or not period.closed:
        return []
    return [p for p in (period.previous(), period.following()) if p.first_day <= timezone.localdate()]


def neighbours(period: Period | None, url: str, **kept: str) -> list[Link]:
    """The same page a period earlier and later."""
    given = {name: value for name, value in kept.items() if value}
    return [
        Link(period_label(p, language()), f"{url}?{urlencode({'period': p.text, **given})}")
        for p in around(period)
    ]


@page("figures.view")
def listing(request: Request) -> HttpResponse:
    """Every indicator with its value for a period, by subject."""
    lang, read = language(), queries.indicators(request.user)
    with queries.figures(request.user, patient=True, of=read) as engine:
        form, period = asked_for(request, engine)
        asked = Asked(period) if period else None
        subjects = grouped(read) if asked else []
        groups = [
            (group_title(subject), [key_figure(engine, one, asked, lang) for one in ones if asked])
            for subject, ones in subjects
        ]
        known_at = engine.known_at
    context = {
        "form": form,
        "period": period_label(period, lang) if period else "",
        "groups": groups,
        "known_at": known_at,
        "neighbours": neighbours(period, request.path),
        "report_url": reverse("reporting:assistance", args=[period.text])
        if period and any(one.id == LEAD for one in read)
        else "",
    }
    return render(request, "reporting/list.html", context, status=200 if period else 400)


def grouped(indicators: list[Any]) -> list[tuple[str, list[Any]]]:
    """Indicators by subject, those of the report first; a subject nobody foresaw comes last."""
    subjects = dict.fromkeys([*GROUPS, *sorted({i.group for i in indicators})])
    found = [(name, sorted((i for i in indicators if i.group == name), key=in_report)) for name in subjects]
    return [(name, ones) for name, ones in found if ones]


def in_report(indicator: Any) -> tuple[int, str]:
    """The figures of the report first, in its order."""
    order = (LEAD, *REPORT, *FURTHER)
    return order.index(indicator.id) if indicator.id in order else len(order), indicator.id


@page("figures.view")
def figure(request: Request, code: str) -> HttpResponse:
    """One figure: value, definition, comparison, split tables with their charts, records, the SQL."""
    indicator, lang = queries.indicator(request.user, code), language()
    by, where = request.GET.get("by", ""), request.GET.get("where", "")
    with queries.figures(request.user, patient=True, of=[indicator]) as engine:
        form, period = asked_for(request, engine)
        if period is None:
            context = {"form": form, "indicator": indicator, "title": indicator.label.in_language(lang)}
            return render(request, "reporting/figure.html", context, status=400)
        source = engine.indicators.source(code)
        asked = Asked(period, where, read_filters(source, where))
        splitter = Splitter(
            engine,
            indicator,
            asked,
            Labels(request.user, lang),
            records=queries.may_open_records(request.user, indicator),
        )
        if by and by not in splitter.axes:
            raise Http404
        context = {
            "form": form,
            "indicator": indicator,
            "title": indicator.label.in_language(lang),
            "key": key_figure(engine, indicator, asked, lang, full=True, link=False),
            "splits": [splitter.split(name) for name in splitter.chosen(by)],
            "others": [(title, address(code, asked, by=name)) for name, title in splitter.others(by)],
            "by": axis_title(by) if by else "",
            "whole_url": address(code, asked),
            "chips": chips(splitter, code),
            "records_url": address(code, asked, "records", at=stamp(engine)) if splitter.records else "",
            "pdf_url": address(code, asked, "pdf", by=by),
            "rates_url": "" if where or why_not(indicator) else address(code, asked, "rates"),
            "sql": engine.sql(code, period, [by] if by else splitter.chosen("")[:1], where),
            "hash": engine.indicators.hash(code),
            "neighbours": neighbours(period, request.path, by=by, where=where),
            "whole": nested(engine, [indicator.part_of] if indicator.part_of else [], period, lang),
            "parts": nested(engine, parts_of(engine, code), period, lang),
        }
    return render(request, "reporting/figure.html", context)


def parts_of(engine: Any, code: str) -> list[str]:
    return [one.id for one in engine.indicators.values() if one.part_of == code]


def nested(engine: Any, codes: list[str], period: Period, lang: str) -> list[Link]:
    """The whole a figure is part of, or the parts of a whole: what is never added to it."""
    known = engine.indicators
    return [Link(known[code].label.in_language(lang), address(code, Asked(period))) for code in codes]


def chips(splitter: Splitter, code: str) -> list[Link]:
    """The filters in force, each with the page without it."""
    shown = []
    for wanted in splitter.asked.filters:
        others = ";".join(
            f"{f.axis.name}={'|'.join(f.codes)}" for f in splitter.asked.filters if f is not wanted
        )
        words = ", ".join(splitter.labels.of(wanted.axis, wanted.axis.name, c) for c in wanted.codes)
        url = address(code, Asked(splitter.asked.period, others))
        shown.append(Link(f"{axis_title(wanted.axis.name)} : {words}", url))
    return shown


def stamp(engine: Any) -> str:
    """Names the extract a figure was read from, for the records behind it."""
    return str(engine.extract.folder.name)


@page("figures.records")
def records(request: Request, code: str) -> HttpResponse:
    """The records behind a figure: reference, sex, age, place and act, never a name. Opening them is journalled."""
    from musanada.reporting.records import page_of

    indicator, lang = queries.indicator(request.user, code), language()
    where, period = request.GET.get("where", ""), read_period(request.GET.get("period", ""))
    number = max(int(n) if (n := request.GET.get("page", "1")).isdecimal() else 1, 1)
    with queries.as_at(request.user, request.GET.get("at", ""), indicator) as opened:
        engine = opened.engine
        asked = Asked(period, where, read_filters(engine.indicators.source(code), where))
        found = page_of(
            engine, request.user, code, period.text, where, limit=PAGE, offset=(number - 1) * PAGE
        )
        labels = Labels(request.user, lang)
        splitter = Splitter(engine, indicator, asked, labels, records=True)
        shown_chips = chips(splitter, code)
        context_key = key_figure(engine, indicator, asked, lang)
        known_at = engine.known_at
    commands.note_records_opened(request.user, code, period.text, where, page=number)
    words = {
        "sex": labels.words("sex"),
        "places": labels.words("places"),
        "communes": labels.words("communes"),
        "countries": labels.words("countries"),
    }
    context = {
        "indicator": indicator,
        "title": indicator.label.in_language(lang),
        "key": context_key,
        "rows": [row_words(record, labels, words) for record in found.rows],
        "page": Paginator(range(found.seen), PAGE).get_page(number),
        "total": found.total,
        "seen": found.seen,
        "of_acts": found.of_acts,
        "chips": shown_chips,
        "figure_url": address(code, asked),
        "known_at": known_at,
        "same": opened.same,
    }
    return render(request, "reporting/records.html", context)


def row_words(record: Any, labels: Labels, words: dict[str, Any]) -> dict[str, Any]:
    """A record in the reader's words."""
    place, unknown = "", pgettext("valeur", "Non connu")
    if record.place:
        level, code = record.place
        lists = {"commune": "communes", "country": "countries"}
        place = words[lists.get(level, "places")].get(code, code)
    act = labels.words(record.act[0]).get(record.act[1], record.act[1]) if record.act else ""
    return {
        "reference": record.reference,
        "on": record.on,
        "sex": words["sex"].get(record.sex) or unknown,
        "age": labels.age(record.age) if record.age else unknown,
        "place": place or unknown,
        "act": act,
        "url": live_page(record),
    }


def live_page(record: Any) -> str:
    """Where the record itself opens, for who may open it: a file by its number, an act by its person."""
    if record.file:
        return reverse(record.page, args=[record.file])
    return reverse("people:person", args=[record.person]) if record.person else ""


@page("figures.view")
def assistance(request: Request, period: str = "") -> HttpResponse:
    """The assistance of a year: the figures that the report of 2024 prints, and what stands behind them."""
    lang = language()
    with queries.figures(request.user, patient=True) as engine:
        if not period:
            first = queries.first_period(engine, timezone.localdate().year)
            return redirect("reporting:assistance", first.text)
        asked = Asked(read_period(period))
        known = engine.indicators
        lead = known[LEAD]
        splitter = Splitter(
            engine,
            lead,
            asked,
            Labels(request.user, lang),
            records=queries.may_open_records(request.user, lead),
        )
        splits: list[Split] = [
            splitter.split(name) for name in ("kind", "age", "nationality", "region", "month")
        ]
        context = {
            "period": period_label(asked.period, lang),
            "lead": key_figure(engine, lead, asked, lang, full=True),
            "keys": [key_figure(engine, known[code], asked, lang) for code in REPORT],
            "further": [key_figure(engine, known[code], asked, lang) for code in FURTHER],
            "splits": splits,
            "neighbours": [
                Link(period_label(p, lang), reverse("reporting:assistance", args=[p.text]))
                for p in around(asked.period)
            ],
            "records_url": address(LEAD, asked, "records", at=stamp(engine)) if splitter.records else "",
        }
    return render(request, "reporting/assistance.html", context)


@page("figures.view")
def pdf(request: Request, code: str) -> HttpResponse:
    """The figure's page on paper: the same numbers and the same pictures."""
    from musanada.reporting.paper import figure_pdf

    indicator, lang = queries.indicator(request.user, code), language()
    by, where, period = (
        request.GET.get("by", ""),
        request.GET.get("where", ""),
        read_period(request.GET.get("period", "")),
    )
    with queries.figures(request.user, patient=True, of=[indicator]) as engine:
        asked = Asked(period, where, read_filters(engine.indicators.source(code), where))
        splitter = Splitter(engine, indicator, asked, Labels(request.user, lang), records=False)
        if by and by not in splitter.axes:
            raise Http404
        content = figure_pdf(splitter, by, [chip.label for chip in chips(splitter, code)])
    name = f"{code}-{period.text.replace('/', '_')}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@page("figures.view")
def external(request: Request) -> HttpResponse:
    """Figures of others, each with its source."""
    return render(request, "reporting/external.html", {"rows": queries.external_figures(request.user)})
