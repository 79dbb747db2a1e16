"""A definition in words for a page: questions by dimension, their answers and scores, weights, rules."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from musanada.surveys.asking import only_if
from musanada.surveys.definitions import Definition, Item


@dataclass(frozen=True)
class ItemShown:
    number: int
    id: str
    text: str
    arabic: str
    answers: list[tuple[str, Decimal | None]]
    reversed: bool
    weight: Decimal
    only_if: str
    scored: bool


@dataclass(frozen=True)
class PartShown:
    code: str
    name: str
    weight: Decimal
    items: list[ItemShown]


def version_shown(definition: Definition, lang: str) -> dict[str, Any]:
    numbers = {item.id: number for number, item in enumerate(definition.items, 1)}
    parts = [
        PartShown(
            one.code,
            one.name.said(lang),
            one.weight,
            [item_shown(definition, item, numbers[item.id], lang) for item in definition.items_of(one.code)],
        )
        for one in definition.dimensions
    ]
    return {
        "parts": parts,
        "bands": [(band.label.said(lang), band.up_to, band.tone) for band in definition.bands],
        "composite": definition.composite.said(lang) if definition.composite else "",
        "least": definition.missing.dimension * 100,
        "least_dimensions": definition.missing.composite * 100,
        "equal": len({item.weight for item in definition.items}) == 1,
        "equal_parts": len({one.weight for one in definition.dimensions}) == 1,
        "decimals": definition.band_decimals,
        "count": len(definition.items),
    }


def item_shown(definition: Definition, item: Item, number: int, lang: str) -> ItemShown:
    """Scores as they count: turned round where the question is reversed."""
    worth = [
        (a.label.said(lang), a.score if a.score is None or not item.reversed else 1 - a.score)
        for a in definition.answers_of(item)
    ]
    other = item.text.said("fr" if lang == "ar" else "ar")
    return ItemShown(
        number, item.id, item.text.said(lang), other, worth, item.reversed, item.weight,
        only_if(definition, item, lang), definition.is_scored(item),
    )  # fmt: skip
