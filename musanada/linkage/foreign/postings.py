"""Who bears a word of some class, and who bears two words together: sorted numbers, read by halving."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NOBODY = np.empty(0, np.int32)


class Postings:
    """People (places in the list, rising) by key. Keys are whole numbers."""

    def __init__(self, keys: Array, people: Array, size: int) -> None:
        unique, numbered = np.unique(keys, return_inverse=True)
        both = np.unique(numbered.astype(np.int64) * max(size, 1) + people)
        self.keys = unique
        self.people = (both % max(size, 1)).astype(np.int32)
        self.starts = np.searchsorted(both, np.arange(len(unique) + 1, dtype=np.int64) * max(size, 1))

    def found(self, keys: Array) -> Array:
        """Places of those keys that somebody bears."""
        if not len(self.keys) or not len(keys):
            return NOBODY
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        borne: Array = at[self.keys[at] == keys]
        return borne

    def bearers(self, at: int) -> Array:
        part: Array = self.people[self.starts[at] : self.starts[at + 1]]
        return part


def single(class_of: Array, blocks: Sequence[Array], blank: int) -> Postings:
    """People by the class of each word."""
    keys, people = [], []
    for block in blocks:
        place, column = np.nonzero(block != blank)
        keys.append(class_of[block[place, column]].astype(np.int64))
        people.append(place.astype(np.int64))
    return Postings(np.concatenate(keys), np.concatenate(people), len(blocks[0]))


def double(class_of: Array, blocks: Sequence[Array], blank: int, classes: int) -> Postings:
    """People by the classes of every two words of one name."""
    keys, people = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    padded = np.append(class_of, -1).astype(np.int64)
    for block in blocks:
        held = padded[block]
        for one, two in combinations(range(block.shape[1]), 2):
            place = np.nonzero(held[:, two] >= 0)[0]
            keys.append(pair_key(held[place, one], held[place, two], classes))
            people.append(place.astype(np.int64))
    return Postings(np.concatenate(keys), np.concatenate(people), len(blocks[0]))


def pair_key(one: Array, two: Array, classes: int) -> Array:
    """One number for two classes in any order."""
    found: Array = np.minimum(one, two).astype(np.int64) * classes + np.maximum(one, two)
    return found
