"""What a number is about (returns, assistance, attempts, children …) and who is named as its source: words near it."""

from bisect import bisect_left
from functools import lru_cache

from musanada.press.reading.drafts import Draft
from musanada.press.reading.folding import Folded
from musanada.press.reading.lexicon import Match, Phrases, data
from musanada.press.reading.sentences import Piece

_FAR = 400


@lru_cache(maxsize=1)
def _subjects() -> Phrases:
    return _phrases("subjects", "subject")


@lru_cache(maxsize=1)
def _sources() -> Phrases:
    return _phrases("sources", "source")


def _phrases(name: str, kind: str) -> Phrases:
    found = Phrases()
    for key, words in data(name).items():
        found.add_all(words, kind, key)
    return found


@lru_cache(maxsize=1)
def _order() -> dict[str, int]:
    return {key: place for place, key in enumerate(data("subjects"))}


def find_sources(text: Folded) -> list[Match]:
    return _sources().find(text)


def subjects(text: Folded, drafts: list[Draft], cut: list[Piece]) -> None:
    """The nearest words of a subject in the sentence; else what the sentence, or the heading above, was about."""
    found = _subjects().find(text)
    starts = [match.start for match in found]
    carried, heading, paragraph = "", "", -1
    rows: dict[int, list[Draft]] = {}
    for draft in drafts:
        rows.setdefault(draft.sentence, []).append(draft)
    for place, piece in enumerate(cut):
        names = found[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        if piece.paragraph != paragraph:
            carried, paragraph = heading, piece.paragraph
        for draft in rows.get(place, ()):
            if draft.counts or draft.cls == "rank":
                draft.subject = _nearest(text.text, draft, names) if names else carried
        if names:
            carried = max(names, key=lambda m: (m.last - m.first, -_order()[m.key])).key
        if piece.heading:
            heading = carried if names else heading
    _settle(drafts)


def _settle(drafts: list[Draft]) -> None:
    """A part is about what its whole is about."""
    for draft in drafts:
        if draft.unit in _OF_UNITS and draft.cls == "figure":
            draft.subject = _OF_UNITS[draft.unit]
        if draft.of is not None and draft.of.subject and draft.of.start < draft.start:
            draft.subject = draft.of.subject


# A unit that is its own subject, whatever stands near.
_OF_UNITS = {
    unit: unit
    for unit in ("networks", "attempts", "workshops", "associations", "programmes", "assaults", "returns")
}


def _nearest(text: str, draft: Draft, names: list[Match]) -> str:
    def cost(match: Match) -> tuple[float, int]:
        between = text[draft.end : match.start] if match.start >= draft.end else text[match.end : draft.start]
        walls = sum(between.count(mark) for mark in ",;:.()") + sum(char.isdigit() for char in between) / 2
        behind = 0 if match.start >= draft.end else 12
        return len(between) + 25 * walls + behind - 18 * (match.last - match.first), _order()[match.key]

    return min(names, key=cost).key
