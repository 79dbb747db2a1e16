"""The odds that each of many people is the one asked for: arithmetic on columns, with the weights of `weights`."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from musanada.linkage import weights as w
from musanada.linkage.foreign.dates import GUESSED, Birth
from musanada.linkage.foreign.people import People
from musanada.linkage.foreign.vocabulary import Expansion

Array = np.ndarray[Any, Any]
LAST_YEAR = 2200


class Facts:
    """Birth, sex and nationality weighed; what each value's *u* is was counted in the list."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.years = np.bincount(people.year, minlength=LAST_YEAR).astype(np.float64)
        known = max(float(self.years[1:].sum()), 1.0)
        self.share = (self.years + 1) / (known + w.YEARS)
        self.sexes = share_of(np.bincount(people.sex, minlength=3))
        self.countries = share_of(np.bincount(people.country, minlength=len(people.countries) + 1))
        self._tables: dict[int, Array] = {}

    def table(self, year: int) -> Array:
        """What each year of birth tells when this one is said; 0 where none is known."""
        if (found := self._tables.get(year)) is None:
            found = self._tables[year] = self._table(year)
        return found

    def _table(self, year: int) -> Array:
        every = np.arange(LAST_YEAR)
        apart = np.abs(every - year)
        slipped = np.array([slip(str(year), str(other)) for other in every])
        groups: list[tuple[Array, float]] = [
            (apart == 0, w.YEAR_SAME),
            (apart == 1, w.YEAR_ONE),
            ((apart == 2) | (apart == 3), w.YEAR_FEW),
            (slipped & (apart > 3), w.YEAR_SLIP),
            (~slipped & (apart > 3), w.YEAR_FAR),
        ]
        out = np.zeros(LAST_YEAR, np.float32)
        for group, m in groups:
            out[group] = np.log(m / min(float(self.share[group & (every > 0)].sum()), 0.98))
        out[0] = 0
        return out

    def weigh(self, birth: Birth, sex: int, nationality: str, found: Array) -> Array:
        """By person of ``found``."""
        people = self.people
        told = np.zeros(len(found), np.float32)
        if birth.year:
            told += self.table(birth.year)[people.year[found]]
            if birth.month and (birth.month, birth.day) not in GUESSED:
                told += self._days(birth, found)
        if sex:
            told += agreement(people.sex[found], sex, self.sexes, w.SEX_SAME, w.SEX_OTHER)
        if nationality:
            code = people.countries.get(nationality, -1)
            told += agreement(people.country[found], code, self.countries, w.COUNTRY_SAME, w.COUNTRY_OTHER)
        return told

    def _days(self, birth: Birth, found: Array) -> Array:
        """What the day and month add to the year, where both are known."""
        people = self.people
        year, month, day = people.year[found], people.month[found], people.day[found]
        guessed = ((month == 1) & (day == 1)) | ((month == 12) & (day == 31))
        same_year = year == birth.year
        same_month, same_day = month == birth.month, day == birth.day
        monthly = np.where(same_month, np.log(w.DAY_SAME / w.HALF), np.log(w.DAY_OTHER / (1 - w.HALF)))
        if not birth.day:
            return np.where((month > 0) & ~guessed, monthly, 0).astype(np.float32)
        swapped = (month == birth.day) & (day == birth.month) & ~(same_month & same_day)
        within = np.select(
            [same_month & same_day, swapped, same_month | same_day],
            [
                np.log(w.DAY_SAME * w.DAYS),
                np.log(w.DAY_SWAPPED * w.DAYS),
                np.log(w.DAY_HALF / w.HALF),
            ],
            np.log(w.DAY_OTHER),
        )
        beyond = np.where(
            same_month & same_day, np.log(w.DAY_SAME_YEAR_OTHER * w.DAYS), np.log(1 - w.DAY_SAME_YEAR_OTHER)
        )
        daily = np.where(same_year, within, beyond)
        only_month = (day == 0) & (month > 0)
        told = np.where(only_month, monthly, daily)
        return np.where((year > 0) & (month > 0) & ~guessed, told, 0).astype(np.float32)


def share_of(counts: Array) -> Array:
    """Share of each value among the known; the place 0 is for the unknown."""
    return (counts + 1.0) / (max(float(counts[1:].sum()), 1.0) + len(counts))


def agreement(values: Array, said: int, shares: Array, same: float, other: float) -> Array:
    """ln(m/u) of a value that agrees, or not; 0 where unknown."""
    u = float(shares[said]) if said > 0 else 0.5 / max(len(shares), 2)
    told = np.where(values == said, np.log(same / u), np.log(other / max(1 - u, 0.02)))
    return np.where(values == 0, 0, told).astype(np.float32)


def slip(one: str, other: str) -> bool:
    """One digit differs, or two neighbours changed places."""
    if len(one) != len(other):
        return False
    differ = [n for n in range(len(one)) if one[n] != other[n]]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        return one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]
    return len(differ) == 1


class Names:
    """Words said against words borne. Each word said colours the vocabulary; people then read their words' colours."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.blank = len(people.vocabulary.units)
        self.colours: list[Array] = []
        titles = [unit.title for unit in people.vocabulary.units]
        self.titles = np.array([*titles, True], bool)
        self.sizes = [
            ((block != self.blank) & ~self.titles[block]).sum(axis=1).astype(np.int8)
            for block in people.names
        ]

    def colour(self, said: Sequence[Expansion]) -> None:
        """What each word of the vocabulary tells, by word said."""
        while len(self.colours) < len(said):
            self.colours.append(np.zeros(self.blank + 1, np.float32))
        for colour, word in zip(self.colours, said, strict=False):
            colour[word.units] = word.tell

    def wash(self, said: Sequence[Expansion]) -> None:
        for colour, word in zip(self.colours, said, strict=False):
            colour[word.units] = 0

    def weigh(self, said: Sequence[Expansion], found: Array) -> tuple[Array, Array]:
        """What the name of each person tells, and how many words of it agree: the name in the script of the
        question, or the other one where there is no such name or it is much worse."""
        mine = 1 if sum(word.arabic for word in said) * 2 > len(said) else 0
        best = np.full(len(found), -np.inf, np.float32)
        agreed = np.zeros(len(found), int)
        for which, less in ((mine, 0.0), (1 - mine, w.OTHER_SCRIPT)):
            has = np.nonzero(self.people.names[which][found, 0] != self.blank)[0]
            told, also = self._weigh(said, found[has], which)
            told -= np.where(np.isfinite(best[has]), less, 0)
            better = told > best[has]
            best[has[better]], agreed[has[better]] = told[better], also[better]
        best[~np.isfinite(best)] = 0
        return best, agreed

    def _weigh(self, said: Sequence[Expansion], found: Array, which: int) -> tuple[Array, Array]:
        words = np.ascontiguousarray(self.people.names[which][found].T)
        cells = [colour[words] for colour in self.colours[: len(said)]]
        plain = np.array([not word.title for word in said])
        best, at = (np.stack(part) for part in zip(*map(leading, cells), strict=True))
        met = best > 0
        clash = np.zeros(len(found), bool)
        for one, two in combinations(range(len(said)), 2):
            clash |= (at[one] == at[two]) & met[one] & met[two]
        told, agreed = best.sum(axis=0), met.sum(axis=0)
        named = met[plain].sum(axis=0)
        crowded = np.nonzero(clash)[0]
        if len(crowded):
            told[crowded], agreed[crowded], named[crowded] = settled(
                [part[:, crowded].T for part in cells], plain
            )
        left = int(plain.sum()) - named
        borne = np.maximum(self.sizes[which][found] - named, 0)
        against = np.minimum(left, borne)
        told = told * w.NAMES_TOGETHER + against * w.CONTRADICTED
        told += (left - against) * w.UNMATCHED + (borne - against) * w.UNSAID
        return told, agreed


def leading(cells: Array) -> tuple[Array, Array]:
    """The largest value of each column and where it stands. Row by row: the rows are few and long."""
    best, at = cells[0].copy(), np.zeros(cells.shape[1], np.int8)
    for row in range(1, len(cells)):
        better = cells[row] > best
        np.copyto(best, cells[row], where=better)
        np.copyto(at, np.int8(row), where=better)
    return best, at


def settled(parts: Sequence[Array], plain: Array) -> tuple[Array, Array, Array]:
    """Where two words said are best met by the same word borne: the best of all cells first, each word once."""
    cells = np.stack(parts, axis=1)
    people, rows, columns = cells.shape
    flat = cells.reshape(people, rows * columns)
    here = np.arange(people)
    told, agreed, named = np.zeros(people, np.float32), np.zeros(people, int), np.zeros(people, int)
    for _step in range(min(rows, columns)):
        at = flat.argmax(axis=1)
        value = flat[here, at]
        met = value > 0
        row = at // columns
        told += np.where(met, value, 0)
        agreed += met
        named += met & plain[row]
        cells[here, row, :] = 0
        cells[here, :, at % columns] = 0
    return told, agreed, named
