"""The people of a list as packed columns, ordered by year of birth: a year is a slice of every posting.

Two names per person are compared: the one in the columns of Latin script, and ``name_ar``. What is in which
column is not trusted further than that: any script may stand anywhere.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.linkage.foreign import files, numbers
from musanada.linkage.foreign.dates import UNKNOWN, read_birth
from musanada.linkage.foreign.vocabulary import LONGEST, Vocabulary

WANTED = (
    "person_id", "name", "given_name", "family_name", "name_ar", "sex", "birth_date", "birth_year",
    "nationality", "doc_number", "phone",
)  # fmt: skip
SEXES = {"f": 1, "femme": 1, "female": 1, "w": 1, "أنثى": 1, "m": 2, "h": 2, "homme": 2, "male": 2, "ذكر": 2}
Array = np.ndarray[Any, Any]


@dataclass(eq=False)
class People:
    """Columns, one place per person; ``ids`` as the file has them. ``names``: two blocks of word numbers, padded
    with the number after the last word."""

    ids: Any
    vocabulary: Vocabulary
    names: tuple[Array, Array]
    year: Array
    month: Array
    day: Array
    sex: Array
    country: Array
    countries: dict[str, int]
    documents: numbers.Documents
    phones: numbers.Phones
    unreadable: int  # dates nobody can read, treated as unknown

    def __len__(self) -> int:
        return len(self.year)


def read_people(path: Path) -> People:
    """The list, or a sentence that says what is wrong with it."""
    table = files.columns(path, WANTED, ("person_id",))
    ids = checked_ids(path, table["person_id"])
    birth, unreadable = births(table)
    order = np.lexsort((np.arange(len(ids)), birth[:, 0]))
    birth = birth[order]
    words = Vocabulary()
    latin = joined([cells(table, column, words, order) for column in ("given_name", "family_name", "name")])
    arabic = joined([cells(table, "name_ar", words, order)])
    blank = len(words.units)
    blocks = tuple(np.where(block < 0, blank, block) for block in (latin, arabic))
    words.finish(np.bincount(np.concatenate([b.ravel() for b in blocks]), minlength=blank + 1)[:blank])
    country, countries = coded(table, "nationality", order)
    return People(
        ids.take(order),
        words,
        (blocks[0], blocks[1]),
        np.ascontiguousarray(birth[:, 0]),
        np.ascontiguousarray(birth[:, 1]),
        np.ascontiguousarray(birth[:, 2]),
        sexes(table, order),
        country,
        countries,
        numbers.Documents(text(table, "doc_number", order)),
        numbers.Phones(text(table, "phone", order)),
        unreadable,
    )


def checked_ids(path: Path, column: Any) -> Any:
    """Every line has its own id."""
    import pyarrow.compute as pc

    empty = pc.sum(pc.equal(pc.utf8_trim_whitespace(pc.fill_null(column, "")), "")).as_py()
    if empty:
        raise BadInput(
            _("Dans %(path)s, %(count)s lignes n’ont pas de person_id : donnez-en un à chacune.")
            % {"path": path, "count": empty}
        )
    twice = len(column) - pc.count_distinct(column).as_py()
    if twice:
        raise BadInput(
            _(
                "Dans %(path)s, des person_id se répètent (%(count)s de trop) : chaque ligne doit avoir le sien."
            )
            % {"path": path, "count": twice}
        )
    return column


def encoded(table: dict[str, Any], column: str) -> tuple[Array, list[str | None]]:
    """Which of the different values each line holds, and these values."""
    coded = table[column].dictionary_encode()
    places = coded.indices.fill_null(len(coded.dictionary)).to_numpy(zero_copy_only=False)
    return places, [*coded.dictionary.to_pylist(), None]


def births(table: dict[str, Any]) -> tuple[Array, int]:
    """Year, month and day by line; how many dates could not be read. A bad date leaves room for the year's column."""
    rows = len(table["person_id"])
    out = np.zeros((rows, 3), np.int16)
    bad = np.zeros(rows, bool)
    for column in ("birth_year", "birth_date"):
        if column not in table:
            continue
        places, values = encoded(table, column)
        read = [read_birth(value) for value in values]
        found = np.array([one or UNKNOWN for one in read], np.int16).reshape(-1, 3)[places]
        known = found[:, 0] > 0
        out[known] = found[known]
        bad |= np.array([one is None for one in read], bool)[places]
    return out, int(bad.sum())


def cells(table: dict[str, Any], column: str, words: Vocabulary, order: Array) -> Array:
    """Word numbers by person, padded with -1; each different cell is read once."""
    if column not in table:
        return np.full((len(order), 0), -1, np.int32)
    places, values = encoded(table, column)
    read = [words.words_of(value) if value else [] for value in values]
    width = max(map(len, read), default=0)
    padded = np.full((len(read), width), -1, np.int32)
    lengths = np.array([len(one) for one in read])
    padded[np.arange(width) < lengths[:, None]] = np.array([n for one in read for n in one], np.int32)
    return padded[places[order]]


def joined(parts: list[Array]) -> Array:
    """The words of all parts, first LONGEST kept, the empty places last."""
    block = np.concatenate(parts, axis=1)
    if sum(part.shape[1] > 0 for part in parts) > 1:
        block = np.take_along_axis(block, np.argsort(block < 0, axis=1, kind="stable"), axis=1)
    width = min(max(block.shape[1], 1), LONGEST)
    out = np.full((len(block), width), -1, np.int32)
    out[:, : block.shape[1]] = block[:, :width]
    return out


def coded(table: dict[str, Any], column: str, order: Array) -> tuple[Array, dict[str, int]]:
    """Numbers for the different values, 0 for none."""
    if column not in table:
        return np.zeros(len(order), np.uint16), {}
    places, values = encoded(table, column)
    codes: dict[str, int] = {}
    of = [codes.setdefault(v, len(codes) + 1) if (v := country_of(value)) else 0 for value in values]
    return np.array(of, np.uint16)[places[order]], codes


def country_of(value: str | None) -> str:
    return (value or "").strip().upper()


def sexes(table: dict[str, Any], order: Array) -> Array:
    if "sex" not in table:
        return np.zeros(len(order), np.uint8)
    places, values = encoded(table, "sex")
    return np.array([sex_of(value) for value in values], np.uint8)[places[order]]


def sex_of(value: str | None) -> int:
    """1 for a woman, 2 for a man, 0 where it is not said."""
    return SEXES.get((value or "").strip().lower(), 0)


def text(table: dict[str, Any], column: str, order: Array) -> list[str | None] | None:
    """The cells of a column in the order of the people."""
    if column not in table:
        return None
    found: list[str | None] = table[column].take(order).to_pylist()
    return found
