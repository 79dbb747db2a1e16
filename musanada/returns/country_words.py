"""The words of country sheets and of the flow map: what the codes of ``queries.countries`` mean to a reader."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from musanada.kit import svg
from musanada.kit.disclosure import ALL
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name
from musanada.returns.models import CountryNote, Direction
from musanada.returns.queries.countries import Middle, Part, Sheet
from musanada.returns.queries.flows import Flows

DIRECTIONS = (Direction.FROM_MOROCCO, Direction.TO_MOROCCO)
HIDDEN = _(
    "Moins de cinq personnes, ou un nombre qui permettrait d'en déduire un tel nombre : il n'est pas montré."
)
ALREADY = _("Ce bureau a déjà une note sur ce sujet : remplacez-la depuis la fiche du pays.")
FROM, TO = _("Du Maroc vers ce pays"), _("De ce pays vers le Maroc")
SEXES: dict[str, Sentence] = {
    "F": _("Femmes et filles"),
    "M": _("Hommes et garçons"),
    "X": _("Autre sexe"),
    "unknown": pgettext_lazy("valeur", "Non connu"),
}
AGES: dict[str, Sentence] = {
    "adult": _("18 ans et plus"),
    "minor": _("Moins de 18 ans"),
    "unknown": pgettext_lazy("valeur", "Non connu"),
}
LADDER: dict[str, Sentence] = {
    "eligible": _("Ont un dossier de réintégration"),
    "contacted": _("dont contactées"),
    "started": _("dont appui commencé"),
    "completed": _("dont plan mené à bien"),
}
WIDTH = 640


@dataclass(frozen=True)
class Row:
    label: Any
    number: int | None

    @property
    def hidden(self) -> bool:
        return self.number is None


@dataclass(frozen=True)
class InWords:
    """A country in one direction, as the page shows it."""

    direction: str
    title: Any
    total: Row
    years: list[Row]
    chart: SafeString | str
    chart_title: str
    sexes: list[Row]
    ages: list[Row]
    waiting: Middle
    applied: Row
    withdrawn: Row
    ladder: list[Row]


@dataclass(frozen=True)
class Topic:
    """What stands on one topic, by office, and what stood before."""

    label: Any
    notes: list["Written"]


@dataclass(frozen=True)
class Written:
    note: CountryNote
    text: str
    language: str
    may_replace: bool
    earlier: list[CountryNote] = field(default_factory=list)


def in_words(one: Sheet, lang: str) -> InWords:
    years = [Row(year, number) for year, number in one.by_year]
    title = _now("Départs par année")
    return InWords(
        direction=one.direction,
        title=from_or_to(one.direction, here=True),
        total=Row("", one.total),
        years=list(reversed(years)),
        chart=chart(years, title, lang),
        chart_title=title,
        sexes=rows(one.sexes, SEXES),
        ages=rows(one.ages, AGES),
        waiting=one.waiting,
        applied=Row("", one.applied),
        withdrawn=Row("", one.withdrawn),
        ladder=rows(one.ladder, LADDER),
    )


def rows(parts: Sequence[Part], words: dict[str, Sentence]) -> list[Row]:
    return [Row(words[part.code], part.number) for part in parts]


def chart(years: Sequence[Row], title: str, lang: str) -> SafeString | str:
    """Columns by year; a hidden year leaves its place empty, as the note below says."""
    if len([row for row in years if row.number]) < 2:
        return ""
    points = tuple(svg.Point(str(row.label), row.number) for row in years)
    frame = svg.Frame(title, lang=lang, width=WIDTH)
    kind: Any = "column" if len(points) <= 12 else "line"
    return svg.responsive(lambda shown: svg.over_time([svg.Line(title, points)], shown, kind=kind), frame)


def from_or_to(direction: str, *, here: bool = False) -> Any:
    if here:
        return FROM if direction == Direction.FROM_MOROCCO else TO
    return _("Du Maroc") if direction == Direction.FROM_MOROCCO else _("Vers le Maroc")


def direction_choices() -> list[tuple[str, Any]]:
    return [(direction.value, from_or_to(direction)) for direction in DIRECTIONS]


def by_topic(notes: Sequence[CountryNote], lang: str, writable: Collection[Any]) -> list[Topic]:
    """Topics in their order, those without a note too: an empty one says what is missing."""
    found = []
    for topic in CountryNote.Topic:
        mine = [one for one in notes if one.topic == topic]
        standing = [one for one in mine if one.replaced_on is None]
        written = [
            Written(
                one,
                *text_of(one, lang),
                one.unit_id in writable,
                [old for old in mine if old.replaced_on is not None and old.unit_id == one.unit_id],
            )
            for one in standing
        ]
        found.append(Topic(topic.label, written))
    return found


def text_of(note: CountryNote, lang: str) -> tuple[str, str]:
    """The text and its language: French where the Arabic is missing."""
    arabic = lang.startswith("ar") and note.text_ar
    return (note.text_ar, "ar") if arabic else (note.text_fr, "fr")


# The map


def map_title(chosen: Sequence[Flows], year: str) -> str:
    directions = {flow.direction for flow in chosen}
    if directions == {Direction.FROM_MOROCCO}:
        what: str | Promise = _("Retours volontaires depuis le Maroc")
    elif directions == {Direction.TO_MOROCCO}:
        what = _("Retours volontaires vers le Maroc")
    else:
        what = _("Retours volontaires, dans les deux sens")
    first = min((flow.years[0] for flow in chosen if flow.years), default="")
    when = year if year != ALL else (_now("depuis %(year)s") % {"year": first} if first else "")
    return f"{what}, {when}" if when else str(what)


def map_rows(chosen: Sequence[Flows], year: str, lang: str) -> list[dict[str, Any]]:
    """A row per country, the largest first; a cell per direction."""
    codes: dict[str, int] = {}
    for flow in chosen:
        for code, number in flow.in_year(year):
            codes[code] = codes.get(code, 0) + (number or 0)
    ordered = sorted(codes, key=lambda code: (-codes[code], country_name(code, lang).casefold()))
    return [
        {"code": code, "cells": [Row("", flow.number(code, year)) for flow in chosen]} for code in ordered
    ]
