"""``figures.json``: every published cell with all its words, in every language of the publication.

The public pages and the API are this file and nothing else: a figure's page asks no engine and opens no record. Read
back by ``Figures``, which knows a cell by its id or its key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from musanada.publications.cells import FigureCell
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.serial import canonical, cell_of
from musanada.publications.outputs.texts import code_words, spoken
from musanada.publications.wanted import FigureWords
from musanada.reporting.display import axis_title

FORMAT = "musanada.figures/1"


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    yield (
        "figures.json",
        canonical(
            {
                "format": FORMAT,
                "publication": publication(content),
                "figures": {figure: described(content, figure) for figure in figures_of(content)},
                "axes": axes(content),
                "codes": codes(content),
                "cells": [cell.as_row() for cell in content.cells],
            }
        ),
    )


def publication(content: Content) -> dict[str, Any]:
    meta = content.meta
    return {
        "slug": meta.slug,
        "revision": meta.revision,
        "period": meta.period,
        "known_at": meta.known_at.isoformat(),
        "dated": meta.dated.isoformat(),
        "publisher": meta.publisher,
        "threshold": meta.threshold,
        "languages": list(content.languages),
        "titles": {lang: content.documents[lang].title for lang in content.languages},
        "address": meta.address,
    }


def figures_of(content: Content) -> list[str]:
    return sorted({cell.figure for cell in content.cells})


def spoken_in(content: Content) -> tuple[str, ...]:
    return content.languages or ("fr",)


def described(content: Content, figure: str) -> dict[str, Any]:
    by_language = {lang: content.words.words(figure, lang) for lang in spoken_in(content)}
    first = next(iter(by_language.values()))
    return {
        "version": first.version,
        "digest": first.digest,
        "unit": first.unit,
        "kind": first.kind,
        "decimals": first.decimals,
        "additive": first.additive,
        "overlapping": list(first.overlapping),
        "protected": first.protected,
        "label": {lang: str(words.label) for lang, words in by_language.items()},
        "definition": {lang: str(words.definition) for lang, words in by_language.items()},
    }


def axes(content: Content) -> dict[str, dict[str, str]]:
    names = sorted({axis for cell in content.cells for axis, _code in cell.dims})
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for lang in spoken_in(content):
        with spoken(lang):
            for name in names:
                found[name][lang] = str(axis_title(name))
    return found


def codes(content: Content) -> dict[str, dict[str, dict[str, str]]]:
    """axis → code → language → words. A code means the same in every figure."""
    whose = {(axis, code): cell.figure for cell in reversed(content.cells) for axis, code in cell.dims}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for lang in spoken_in(content):
        with spoken(lang):
            for (axis, code), figure in sorted(whose.items()):
                told = code_words(figure, axis, code, content.words, lang)
                found.setdefault(axis, {}).setdefault(code, {})[lang] = told
    return found


@dataclass(frozen=True)
class Figures:
    """A read ``figures.json``. Answers ``words`` and ``label`` as a Source does, from the file."""

    data: Mapping[str, Any]

    @cached_property
    def by_id(self) -> dict[str, FigureCell]:
        return {row["id"]: cell_of(row) for row in self.data["cells"]}

    @cached_property
    def by_key(self) -> dict[str, FigureCell]:
        return {cell.key: cell for cell in self.by_id.values()}

    @property
    def publication(self) -> Mapping[str, Any]:
        return self.data["publication"]  # type: ignore[no-any-return]

    def words(self, figure: str, lang: str) -> FigureWords:
        one = self.data["figures"][figure]
        return FigureWords(
            figure, one["version"], _in(one["label"], lang), _in(one["definition"], lang), one["unit"], one["digest"],
            one["kind"], one["protected"], tuple(one["overlapping"]), one["additive"], one["decimals"],
        )  # fmt: skip

    def label(self, figure: str, axis: str, code: str, lang: str) -> str:
        return _in(self.data["codes"].get(axis, {}).get(code, {}), lang) or code


def _in(words: Mapping[str, str], lang: str) -> str:
    """In the language asked for, else French, else any."""
    return words.get(lang) or words.get("fr") or next(iter(words.values()), "")
