"""How much a word of a name tells: Mohamed is borne by every fifth person, Sawadogo-Zerbo by one family.

``Frequencies`` is counted once over a register or a list (by ``group`` of ``columns.WordFeatures``: all
spellings of a name count as one) and then answers two questions: how probable is the word (``share``, for
evidence in bits), and how much should it weigh in ``compare`` (``weight``, about 1 on average).

A word nobody bears is rare, not impossible: it counts half a bearer. The dictionary of ``as_dict`` keeps the
common groups only and one number for the rest, so it stays small beside a model, and holds no name that
fewer than ``least`` people bear: nobody is recognised by it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, log2
from typing import Any

from musanada.kit.names.words import units, word

HEAVIEST, LIGHTEST = 1.5, 0.6
UNSEEN = 0.5
LEAST = 10  # bearers from which a group is kept apart


def group_of(text: str) -> str:
    """The key a normalised word counts under, as ``columns.WordFeatures.group``."""
    here = word(text)
    return here.name.id if here.name else here.sound or here.ascii


class Frequencies:
    """Counts of groups among ``total`` words; ``rest`` words more are of groups too rare to be kept."""

    __slots__ = ("_weights", "counts", "rare", "total")

    def __init__(self, counts: Mapping[str, int], total: int | None = None, rare: float = UNSEEN) -> None:
        self.counts = dict(counts)
        self.total = max(total if total is not None else sum(self.counts.values()), 1)
        self.rare = rare  # bearers assumed for a group that is not listed
        self._weights: dict[str, float] = {}

    @classmethod
    def of_names(cls, names: Iterable[str]) -> "Frequencies":
        """Counted over full names."""
        counts: Counter[str] = Counter()
        for name in names:
            for unit in units(name):
                if not unit.title:
                    counts[group_of(unit.word.text)] += 1
        return cls(counts)

    def share(self, text: str) -> float:
        """Share of all words that spell this name."""
        return self.share_of_group(group_of(text))

    def share_of_group(self, group: str) -> float:
        return max(self.counts.get(group, self.rare), UNSEEN) / self.total

    def bits(self, text: str) -> float:
        """What it tells that two names both hold this word: log2 of one over its share."""
        return -log2(min(self.share(text), 1.0))

    def weight(self, text: str) -> float:
        """From 0.6 (every tenth word) to 1.5 (one in a hundred thousand or unseen), linear in the logarithm."""
        group = group_of(text)
        if (told := self._weights.get(group)) is None:
            told = self._weights[group] = self.weight_of_group(group)
        return told

    def weight_of_group(self, group: str) -> float:
        rarity = -log(self.share_of_group(group)) / log(10)  # 1 = every tenth word, 5 = one in 100,000
        return min(max(LIGHTEST + (HEAVIEST - LIGHTEST) * (rarity - 1) / 4, LIGHTEST), HEAVIEST)

    def weights(self, name: str) -> dict[str, float]:
        """Weights of the words of one name, as ``compare`` takes them."""
        return {u.word.text: self.weight(u.word.text) for u in units(name)}

    def as_dict(self, least: int = LEAST) -> dict[str, Any]:
        """Small and plain, for storing beside a model."""
        kept = {g: n for g, n in sorted(self.counts.items()) if n >= least}
        few = [n for n in self.counts.values() if n < least]
        rare = max(sum(few) / len(few), UNSEEN) if few else self.rare
        return {"total": self.total, "rare": round(rare, 3), "counts": kept}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Frequencies":
        return cls(stored["counts"], stored["total"], stored["rare"])
