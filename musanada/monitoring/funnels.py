"""Funnels: what became of the same files, step by step. Only steps that are parts of the first, never of another cohort."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from musanada.kit import svg
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.periods import Period
from musanada.monitoring.pictures import WIDTH, funnel
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import period_label, value_text
from musanada.reporting.pages.blocks import Asked, address

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine


@dataclass(frozen=True)
class Step:
    """A figure and a filter; ``until``: everything up to the end of the period, not what fell inside it."""

    label: Sentence
    indicator: str
    where: str = ""
    until: bool = False


@dataclass(frozen=True)
class Funnel:
    code: str
    title: Sentence
    note: Sentence
    steps: tuple[Step, ...]


FUNNELS = (
    Funnel(
        "regularisation",
        _("Régularisation : de la demande à l'avis favorable"),
        _(
            "Toutes les demandes jusqu'au dernier jour de la période. Un avis favorable n'est pas une carte remise."
        ),
        (
            Step(_("Demandes déposées"), "regularisation.files_ever"),
            Step(_("Avis en première instance"), "regularisation.opinions", until=True),
            Step(_("Avis favorables, recours compris"), "regularisation.favourable"),
        ),
    ),
    Funnel(
        "returns",
        _("Retours : de la demande au départ"),
        _("Les demandes de la période et ce qu'elles sont devenues, à quelque date que ce soit."),
        (
            Step(_("Demandes de retour"), "returns.applications"),
            Step(_("Suivies d'un départ"), "returns.applications", "departed=true"),
        ),
    ),
    Funnel(
        "reintegration",
        _("Réintégration : de l'arrivée à l'appui achevé"),
        _("Les personnes arrivées dans la période qui ont droit à un appui."),
        (
            Step(_("Dossiers ouverts"), "reintegration.files"),
            Step(_("Contactés"), "reintegration.files", "contacted=true"),
            Step(_("Appui commencé"), "reintegration.files", "started=true"),
            Step(_("Appui achevé"), "reintegration.files", "completed=true"),
        ),
    ),
)


@dataclass(frozen=True)
class Drawn:
    """A funnel for one reader: its picture, and each step's number with the figure it opens."""

    code: str
    title: str
    note: str
    chart: SafeString
    caption: str
    rows: list[tuple[str, str, str]]


def funnels(engine: "Engine", read: Mapping[str, Indicator], period: Period, lang: str) -> list[Drawn]:
    """Those the reader may read in full, that have anything in the period."""
    wanted = [one for one in FUNNELS if all(step.indicator in read for step in one.steps)]
    return [made for one in wanted if (made := drawn(engine, one, period, lang))]


def drawn(engine: "Engine", one: Funnel, period: Period, lang: str) -> Drawn | None:
    numbers, rows = [], []
    for step in one.steps:
        when = Period(None, period.end) if step.until else period
        try:
            cell = engine.value(step.indicator, when, step.where)
        except BadInput:
            return None
        number = int(cell.value or 0)
        numbers.append((str(step.label), number))
        url = address(step.indicator, Asked(when, step.where))
        rows.append((str(step.label), value_text(number, cell.unit, lang), url))
    if not numbers[0][1]:
        return None
    caption = f"{one.title}, {period_label(period, lang)}"
    chart = svg.responsive(funnel(caption, numbers, lang), svg.Frame(caption, lang=lang, width=WIDTH))
    return Drawn(one.code, str(one.title), str(one.note), chart, caption, rows)
