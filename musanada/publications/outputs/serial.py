"""A document as canonical JSON (RFC 8785) and back: what lies in a publication's folder and what its pages are made of.

The same document gives the same bytes. What is hidden leaves no trace: a cell travels as ``FigureCell.as_row``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, cast

from musanada.publications.cells import Conf, FigureCell, Number, Obs, dims_of
from musanada.publications.narrative import document as parts
from musanada.publications.narrative.document import Block, Document

KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        parts.Words, parts.Cited, parts.Heading, parts.Paragraph, parts.Listing, parts.Quote, parts.TableCell,
        parts.TableBlock, parts.Picture, parts.Rule, parts.DefinitionEntry, parts.SourceEntry, parts.Annex,
    )
}  # fmt: skip
NAMES = {kind: name for name, kind in KINDS.items()}


def canonical(data: Any) -> bytes:
    """RFC 8785 with a last line end."""
    import rfc8785

    return rfc8785.dumps(data) + b"\n"


def dumps(document: Document) -> bytes:
    return canonical(
        {
            "language": document.language,
            "title": document.title,
            "subtitle": document.subtitle,
            "period": document.period,
            "blocks": [packed(block) for block in document.blocks],
            "cells": [cell.as_row() for cell in by_key(document.cells.values())],
            "marks": dict(document.marks),
            "front": {name: str(value) for name, value in document.front.items()},
        }
    )


def loads(text: bytes | str) -> Document:
    import json

    data = json.loads(text)
    cells = [cell_of(row) for row in data["cells"]]
    return Document(
        language=data["language"],
        title=data["title"],
        subtitle=data["subtitle"],
        period=data["period"],
        blocks=tuple(cast(Block, unpacked(block)) for block in data["blocks"]),
        cells={cell.key: cell for cell in cells},
        marks=dict(sorted(data["marks"].items(), key=lambda pair: (pair[1], pair[0]))),
        front=data["front"],
    )


def by_key(cells: Iterable[FigureCell]) -> list[FigureCell]:
    """Each cell once, in the order of their keys: the order of every table of cells we write."""
    found = {cell.key: cell for cell in cells}
    return [found[key] for key in sorted(found)]


def packed(value: Any) -> Any:
    """A part of a document as JSON: its kind and what differs from the default."""
    name = NAMES.get(type(value))
    if name is not None:
        given = {one.name: getattr(value, one.name) for one in fields(value) if not _default(value, one)}
        return {"is": name, **{key: packed(part) for key, part in given.items()}}
    if isinstance(value, tuple | list):
        return [packed(one) for one in value]
    # A SafeString or a lazy translation is written as the text it is.
    return value if value is None or isinstance(value, bool | int) else str(value)


def unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        return KINDS[value["is"]](**{name: unpacked(part) for name, part in value.items() if name != "is"})
    return tuple(unpacked(one) for one in value) if isinstance(value, list) else value


def cell_of(row: Mapping[str, Any]) -> FigureCell:
    """A published cell from its row; how many records it stood on is not published."""
    return FigureCell(
        figure=row["figure"],
        period=row["period"],
        dims=dims_of(row["dims"]),
        value=number(row["value"]),
        unit=row["unit"],
        version=row["version"],
        digest=row["digest"],
        numerator=number(row["numerator"]),
        denominator=number(row["denominator"]),
        obs=cast(Obs, row["obs_status"]),
        conf=cast(Conf, row["conf_status"]),
        rounded_to=row["rounded_to"],
        footnotes=tuple(row["footnotes"]),
        source=row["source"],
    )


def number(text: str | None) -> Number | None:
    if text is None:
        return None
    return Decimal(text) if "." in text else int(text)


def _default(value: Any, one: Any) -> bool:
    return one.default is not MISSING and getattr(value, one.name) == one.default
