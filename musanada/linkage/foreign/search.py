"""One question against the list: who shares words with it, and how likely each is the one.

Candidates come by document and phone, by every two words said together (rare even where each is common), by rare
words alone, and, where the year is known, by any word among those born about then.
"""

from collections.abc import Sequence
from math import exp, log
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein

from musanada.linkage import weights as w
from musanada.linkage.foreign import numbers, postings
from musanada.linkage.foreign.people import People
from musanada.linkage.foreign.questions import Question
from musanada.linkage.foreign.scoring import Facts, Names
from musanada.linkage.foreign.vocabulary import Expansion, parted

Array = np.ndarray[Any, Any]
BUDGET = 8_000  # people read by single words
MARKED = 2_000  # from here on marking people is quicker than sorting them
CROWD = 30_000  # people of one key that are read at most
WEIGHED = 3_000  # people whose names are weighed
SLACK = 1  # years around the one said
PRIOR = 0.65  # odds against anyone before a word is said, by the logarithm of the people there are
WORTH = -2.0  # odds below which somebody is like nobody


class Answer(NamedTuple):
    """Somebody of the list, best first; ``score`` 0..100."""

    person_id: str
    score: float


class Searcher:
    """Made once per list; ``answer`` per question."""

    def __init__(self, people: People) -> None:
        self.people = people
        words = people.vocabulary
        blank = len(words.units)
        self.single = postings.single(words.class_of, people.names, blank)
        self.double = postings.double(words.class_of, people.names, blank, words.classes)
        self.facts = Facts(people)
        before = np.cumsum(np.append(0, self.facts.years))
        self.year_starts = before.astype(np.int32)  # the place of the first person born in each year
        self.names = Names(people)
        words.warm()
        self.against = PRIOR * log(len(people) + 100)
        self.mark = np.zeros(len(people), bool)

    def answer(self, asked: Question, limit: int = 10) -> list[Answer]:
        """The likeliest people; none where nobody is like the one asked for."""
        said = self.understood(asked.name)
        exact = self._direct(asked)
        found = self._candidates(said, asked, exact)
        if not len(found):
            return []
        facts = self.facts.weigh(asked.birth, asked.sex, asked.nationality, found)
        odds, agreed = self._weighed(said, found, facts, exact)
        self._numbers(asked, found, odds, exact)
        odds[(agreed == 0) & ~np.isin(found, exact)] = -np.inf
        best = np.lexsort((found, -odds))[:limit]
        return [
            Answer(self.people.ids[int(found[n])].as_py(), score_of(float(odds[n]) - self.against))
            for n in best
            if odds[n] >= WORTH
        ]

    def understood(self, name: str) -> list[Expansion]:
        expand = self.people.vocabulary.expand
        return [expand(unit) for unit in parted(name)]

    def _direct(self, asked: Question) -> Array:
        """People with the document or the phone said."""
        documents = self.people.documents.bearers(numbers.document_of(asked.document))
        phones = self.people.phones.bearers(numbers.phone_of(asked.phone))
        return np.union1d(documents, phones)

    def _weighed(
        self, said: Sequence[Expansion], found: Array, facts: Array, exact: Array
    ) -> tuple[Array, Array]:
        """Odds and words agreed, by person; of too many only those whose facts speak for them."""
        odds = np.full(len(found), -np.inf)
        agreed = np.zeros(len(found), np.int8)
        chosen = np.arange(len(found))
        if len(found) > WEIGHED:
            lean = np.where(np.isin(found, exact), np.inf, facts)
            chosen = np.sort(np.argsort(-lean, kind="stable")[:WEIGHED])
        if said:
            self.names.colour(said)
            told, agreed[chosen] = self.names.weigh(said, found[chosen])
            self.names.wash(said)
            odds[chosen] = told + facts[chosen]
        else:
            odds[chosen] = facts[chosen]
        return odds, agreed

    def _candidates(self, said: Sequence[Expansion], asked: Question, exact: Array) -> Array:
        parts = [exact.astype(np.int32), *self._together(said)]
        parts += self._alone(said, asked.birth.year, sum(map(len, parts)))
        return self._each_once(np.concatenate(parts))

    def _each_once(self, places: Array) -> Array:
        if len(places) < MARKED:
            return np.unique(places)
        self.mark[places] = True
        found = np.flatnonzero(self.mark)
        self.mark[found] = False
        return found

    def _together(self, said: Sequence[Expansion]) -> list[Array]:
        """People who bear two of the words said; at most one of them with a slip."""
        classes = self.people.vocabulary.classes
        wanted = []
        for n, one in enumerate(said):
            for two in said[n + 1 :]:
                for left, right in (
                    (one.classes, two.classes),
                    (one.near, two.classes),
                    (one.classes, two.near),
                ):
                    if len(left) and len(right):
                        wanted.append(postings.pair_key(left[:, None], right[None, :], classes).ravel())
        if not wanted:
            return []
        at = self.double.found(np.unique(np.concatenate(wanted)))
        return [self.double.bearers(int(n))[:CROWD] for n in at]

    def _alone(self, said: Sequence[Expansion], year: int, spent: int) -> list[Array]:
        """People who bear one word said: the rarest words first, as far as the budget goes."""
        near = [(classes, slip) for one in said for classes, slip in ((one.classes, 0), (one.near, 1))]
        out: list[Array] = []
        lists: list[tuple[int, Array]] = []
        for classes, _slip in near:
            for at in self.single.found(classes.astype(np.int64)):
                lists += [(len(part), part) for part in self._within(self.single.bearers(int(at)), year)]
        for size, part in sorted(lists, key=lambda pair: pair[0]):
            if spent and spent + size > BUDGET:
                break
            out.append(part[:CROWD])
            spent += size
        return out

    def _within(self, bearers: Array, year: int) -> list[Array]:
        """Of these people those born about that year, and those whose year nobody knows."""
        if not year:
            return [bearers]
        unknown, first, last = np.searchsorted(bearers, self.year_starts[[1, year - SLACK, year + SLACK + 1]])
        return [part for part in (bearers[first:last], bearers[:unknown]) if len(part)]

    def _numbers(self, asked: Question, found: Array, odds: Array, exact: Array) -> None:
        """What documents and phones add, for those who lead without them and those they name."""
        document, phone = numbers.document_of(asked.document), numbers.phone_of(asked.phone)
        if not document and not phone:
            return
        leading = np.argsort(-odds, kind="stable")[:50]
        sharing = {"document": 0, "phone": 0}
        told = []
        for n in np.union1d(leading, np.nonzero(np.isin(found, exact))[0]):
            place = int(found[n])
            of_document = document_odds(document, self.people.documents.said(place))
            of_phone = phone_odds(phone, self.people.phones.said(place))
            sharing["document"] += of_document == w.DOCUMENT_SAME
            sharing["phone"] += of_phone == w.PHONE_SAME
            told.append((int(n), of_document, of_phone))
        for n, of_document, of_phone in told:
            odds[n] += less(of_document, sharing["document"]) + less(of_phone, sharing["phone"])


def less(told: float, bearers: int) -> float:
    """A number borne by many proves less."""
    return told - float(np.log(bearers / w.SHARED)) if told > 0 and bearers > w.SHARED else told


def document_odds(said: str, known: str) -> float:
    if not said or not known:
        return 0.0
    if said == known:
        return w.DOCUMENT_SAME
    close = len(said) > 5 and DamerauLevenshtein.distance(said, known, score_cutoff=1) == 1
    return w.DOCUMENT_CLOSE if close else w.DOCUMENT_OTHER


def phone_odds(said: str, known: str) -> float:
    """Both are read from the end."""
    if not said or not known:
        return 0.0
    size = min(len(said), len(known), numbers.WHOLE)
    if said[:size] == known[:size]:
        return w.PHONE_SAME if size >= 8 else w.PHONE_END
    close = DamerauLevenshtein.distance(said[:size], known[:size], score_cutoff=1) == 1
    return w.PHONE_END if close else w.PHONE_OTHER


def score_of(odds: float) -> float:
    """From odds to 0..100, with four digits so that near equals keep their order."""
    return round(100 / (1 + exp(min(-odds, 700))), 4)
