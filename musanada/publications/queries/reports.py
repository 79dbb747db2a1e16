"""Reports as they are written: which ones the actor sees, their texts by language and number, and what may be cited."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.http import Http404

from musanada.access.doors import scoped, units_for
from musanada.access.models import Unit, User
from musanada.publications import policies  # noqa: F401  the rights exist first
from musanada.publications.models import Publication, Report, ReportText
from musanada.publications.sources import external_label
from musanada.reporting import queries as reporting
from musanada.reporting.display import Labels
from musanada.reporting.engine.axes import OTHER, UNKNOWN, axes_of
from musanada.reporting.models import ExternalFigure, ExternalSeries

VIEW, WRITE = "publications.view", "publications.write"
LANGUAGES = ("fr", "ar", "en", "es")
MOST_CODES = 300


@dataclass(frozen=True)
class Written:
    """A language of a report: its newest text, if any."""

    language: str
    text: ReportText | None


def reports(actor: User) -> QuerySet[Report]:
    """By short name, with the time of the last saved text."""
    rows = Report.objects.select_related("unit").annotate(last_saved=Max("texts__saved_at"))
    return scoped(actor, VIEW, rows).order_by("slug")


def report(actor: User, pk: UUID | str) -> Report:
    """Raises: Http404."""
    found = reports(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def offices(actor: User) -> QuerySet[Unit]:
    """Units that the actor may begin a report for."""
    return units_for(actor, WRITE).order_by("code")


def written(one: Report) -> list[Written]:
    return [Written(lang, newest(one, lang)) for lang in LANGUAGES]


def newest(one: Report, language: str) -> ReportText | None:
    return one.texts.filter(language=language).order_by("-number").first()


def text(one: Report, language: str, number: int) -> ReportText:
    """Raises: Http404."""
    found = one.texts.filter(language=language, number=number).select_related("saved_by").first()
    if found is None:
        raise Http404
    return found


def history(one: Report, language: str = "") -> QuerySet[ReportText]:
    """Every saved text, newest first, without its words."""
    rows = one.texts.select_related("saved_by").defer("body").order_by("-saved_at", "-number")
    return rows.filter(language=language) if language else rows


def revisions(one: Report) -> list[Publication]:
    return list(one.publications.order_by("-revision")[:12])


def period_of(one: Report) -> str:
    """The period it was last built for."""
    last = one.publications.order_by("-revision").first()
    return last.period if last else ""


# What may be cited ----------------------------------------------------------------------------------------------------


def citable(actor: User, lang: str) -> list[dict[str, Any]]:
    """Every figure the actor may read, ours and others': id, words, unit and axes, for completion while writing."""
    found = [
        {
            "id": one.id,
            "label": one.label.in_language(lang),
            "unit": one.unit,
            "axes": sorted(axes_of(reporting.known_to(actor).source(one.id))),
        }
        for one in reporting.indicators(actor)
    ]
    words = {
        one.code: getattr(one, f"label_{lang}", "") or one.label_fr for one in ExternalSeries.objects.all()
    }
    rows = (
        ExternalFigure.objects.filter(replaced_at=None)
        .values_list("series", "unit")
        .distinct()
        .order_by("series")
    )
    others = dict(rows)
    return found + [
        {"id": f"ext:{series}", "label": words.get(series, series), "unit": unit, "axes": []}
        for series, unit in others.items()
    ]


def codes(actor: User, figure: str, axis: str, lang: str) -> list[dict[str, str]]:
    """The codes of one axis of a figure with their words. Raises: Http404 where there is no such figure or axis."""
    if figure.startswith("ext:"):
        return external_codes(figure.removeprefix("ext:"), axis, lang)
    one = reporting.indicator(actor, figure)
    axes = axes_of(reporting.known_to(actor).source(one.id))
    if axis not in axes:
        raise Http404
    labels, found = Labels(actor, lang), axes[axis]
    listed: list[str] = list(found.closed)
    if not listed and found.declared is not None and found.declared.codes:
        name = axis if found.sort == "rollup" else found.declared.codes
        listed = sorted(labels.words(name))
    listed = [code for code in listed if code not in (OTHER,)][:MOST_CODES]
    return [{"code": code, "label": labels.of(found, axis, code)} for code in (*listed, UNKNOWN)]


def external_codes(series: str, axis: str, lang: str) -> list[dict[str, str]]:
    rows = ExternalFigure.objects.filter(replaced_at=None, series=series).values_list("dimension", flat=True)
    pairs = {pair for row in rows for pair in row.split(";") if pair.startswith(f"{axis}=")}
    return [
        {"code": code, "label": external_label(code, lang)}
        for code in sorted(p.partition("=")[2] for p in pairs)
    ]
