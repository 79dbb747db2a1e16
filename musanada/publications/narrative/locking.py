"""What each citation printed: kept beside a published text, compared when the text is read again (NUM.stale)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from musanada.publications.cells import FigureCell
from musanada.publications.narrative.document import Cited, Document


def lock(document: Document) -> list[dict[str, Any]]:
    """Every citation in the order of the text: as written, the cells it stands on, as printed."""
    return [
        {
            "citation": one.source,
            "kind": one.kind,
            "keys": list(one.keys),
            "cells": [document.cells[key].id for key in one.keys if key in document.cells],
            "printed": one.text,
            "mark": one.mark,
        }
        for one in cited(document)
    ]


def printed(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Citation → what it printed: what ``lint`` compares with. A ranking in a list is printed item by item."""
    found: dict[str, str] = {}
    for row in rows:
        name = str(row["citation"])
        if row.get("kind") != "rank" and not name.startswith("rank:"):
            found[name] = str(row["printed"])
    return found


def cited(part: Any) -> Iterator[Cited]:
    """The citations of a document or of a part of it, in the order of the text."""
    if isinstance(part, Cited):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from cited(one)
    elif hasattr(part, "__dataclass_fields__") and not isinstance(part, FigureCell):
        for name in part.__dataclass_fields__:
            yield from cited(getattr(part, name))
