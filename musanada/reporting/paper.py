"""A figure's page on paper, by typst: the same numbers, the same pictures, in the same language."""

from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.kit.formats import format_datetime, isolate
from musanada.kit.pdf import render
from musanada.reporting.display import period_label
from musanada.reporting.pages.blocks import key_figure
from musanada.reporting.pages.splits import Split, Splitter

TEMPLATE = "reporting/typst/figure.typ"


def figure_pdf(splitter: Splitter, by: str, filters: list[str]) -> bytes:
    """PDF/UA of one figure with the splits its page shows."""
    engine, indicator, lang = splitter.engine, splitter.indicator, splitter.lang
    key = key_figure(engine, indicator, splitter.asked, lang, full=True, link=False)
    known_at = format_datetime(engine.known_at, lang)
    data = {
        "title": key.label,
        "subtitle": period_label(splitter.asked.period, lang),
        "header": "Musanada",
        "footer": _("Données connues au %(moment)s") % {"moment": isolate(known_at)},
        "value": key.value or _("Pas de donnée"),
        "unit": key.unit,
        "change": key.change.text if key.change else "",
        "note": key.note,
        "filters": filters,
        "definition": key.definition,
        "method": _("Définition %(id)s, version %(version)s, empreinte %(hash)s")
        % {
            "id": isolate(indicator.id),
            "version": indicator.version,
            "hash": isolate(engine.indicators.hash(indicator.id)[:16]),
        },
        "splits": [_paper(splitter.split(name)) for name in splitter.chosen(by)],
    }
    return render(TEMPLATE, data, lang, dated=timezone.localdate(engine.known_at))


def _paper(split: Split) -> dict[str, object]:
    head = [*split.columns, _("Valeur"), *([_("Part")] if split.shares else [])]
    rows = [[*row.labels, row.value or "–", *([row.share] if split.shares else [])] for row in split.rows]
    blank = [""] * (len(split.columns) - 1)
    rows.append([_("Total"), *blank, split.total, *([""] if split.shares else [])])
    first = len(split.columns)
    return {
        "title": split.title,
        "header": head,
        "rows": rows,
        "numeric": list(range(first, len(head))),
        "note": split.note,
        "picture": split.picture,
        "alt": split.chart_title,
    }
