"""Things named in a row: "à Oujda, Fès, Tanger, Tiznit et Béni Mellal", "la Côte d'Ivoire (523), la Guinée (410) …"."""

import re
from dataclasses import dataclass

from musanada.press.reading.folding import Folded
from musanada.press.reading.lexicon import Match
from musanada.press.reading.patterns import rx
from musanada.press.reading.sentences import Piece

Item = tuple[int, int]
_SEPARATOR = rx(
    r" ?, ?(?:et |and |puis |suivis? (?:de la |de l'|du |des |de |par )|followed by |ثم |و)?| (?:et|and|ou|or|ainsi qu[e']|as well as|puis|then|&|ثم) ?| ?; ?(?:et |and )?| (?=و[^\W\d_])| و| / "
)
_DETERMINER = rx(
    r"(?:(?:la|le|les|l'|the|du|de la|de l'|des|de|d'|a|au|aux|en|un|une|an|vers|to|from|in|of|ب|من|ال|في|و|إلى|suivie?s? de|a l'|sa|ses|leurs?|their) ?)*"
)
_NUMBERED = r"(?: ?\([^()]{0,60}\)| ?: ?[\d., ]+%?| ?[\d., ]+%?)?"
_VERBISH = rx(
    r"\b(?:ont|sont|est|a|ete|etaient|avaient|qui|que|where|who|which|were|was|have|has|are|is|had|dont|par|selon|afin|pour|كانت|كان|التي|الذي|الذين)\b"
)
_COLON = re.compile(r":[ ]")


@dataclass(frozen=True, slots=True)
class _Segment:
    start: int
    end: int


def enumerated(text: Folded, piece: Piece, named: list[Match]) -> tuple[tuple[int, int, str], ...]:
    """The longest row of things of a sentence, of three at least (two where a colon or numbers in brackets announce them)."""
    candidates = [_names(text, piece, named), _capitals(text, piece), _common(text, piece)]
    best = max(candidates, key=len)
    if len(best) < 2 or (len(best) == 2 and not _announced(text, best)):
        return ()
    return tuple((*text.span(a, b), text.raw[slice(*text.span(a, b))]) for a, b in best)


def _announced(text: Folded, row: list[Item]) -> bool:
    return all(re.match(r" ?\(", text.text[end : end + 2]) for _start, end in row)


def _names(text: Folded, piece: Piece, named: list[Match]) -> list[Item]:
    """Places and countries known by name, with nothing but commas, "et" and bracketed numbers between."""
    best: list[Item] = []
    row: list[Item] = []
    for match in named:
        if match.kind not in ("country", "place"):
            continue
        item = (match.start, match.end)
        if row and item[0] < row[-1][1]:
            continue
        row = [*row, item] if row and _joined(text.text[row[-1][1] : item[0]]) else [item]
        best = row if len(row) > len(best) else best
    return best


_JOINED = re.compile(rf"{_NUMBERED}(?:(?:{_SEPARATOR.pattern})(?:{_DETERMINER.pattern})| و)")


def _joined(gap: str) -> bool:
    return len(gap) < 90 and bool(_JOINED.fullmatch(gap))


def _segments(text: Folded, start: int, end: int) -> list[_Segment]:
    """Cut at commas and "et" outside brackets."""
    depth, rows, begin, place = 0, [], start, start
    body = text.text
    while place < end:
        char = body[place]
        depth += (char == "(") - (char == ")" and depth > 0)
        match = _SEPARATOR.match(body, place) if depth == 0 and char in " ,;" else None
        if (
            match
            and match.end() > place
            and match.end() <= end
            and not (
                char == "," and body[place - 1 : place].isdigit() and body[place + 1 : place + 2].isdigit()
            )
        ):
            rows.append(_Segment(begin, place))
            begin = place = match.end()
            continue
        place += 1
    rows.append(_Segment(begin, end))
    return rows


_CAPITAL_RUN = re.compile(r"(?:[^\W\d_][\w'.-]*(?: (?:de|du|des|la|el|al|of|the|d')){0,2} ?)+")


def _capitals(text: Folded, piece: Piece) -> list[Item]:
    """Proper names in a row, in Latin letters: the last words of the first part, whole parts, the first words of the last."""
    best: list[Item] = []
    row: list[Item] = []
    segments = _segments(text, piece.start, piece.end)
    for place, segment in enumerate(segments):
        whole = _proper(text, segment, from_start=True)
        if row and whole is not None:
            row.append(whole)
            best = row if len(row) > len(best) else best
            if not _only(text, segment, whole):
                row = []
        if not row or whole is None:
            tail = _proper(text, segment, from_start=False)
            row = [tail] if tail is not None and place + 1 < len(segments) else []
    return best


def _only(text: Folded, segment: _Segment, item: Item) -> bool:
    rest = text.text[item[1] : segment.end]
    return bool(re.fullmatch(rf"{_NUMBERED} ?", rest))


def _proper(text: Folded, segment: _Segment, *, from_start: bool) -> Item | None:
    words = text.words[text.first_word(segment.start) : text.first_word(segment.end)]
    words = [
        w
        for w in words
        if "(" not in text.text[segment.start : w.start] or ")" in text.text[segment.start : w.start]
    ]
    big = [bool(text.capital(w.start)) for w in words]
    if from_start:
        first = next((n for n, yes in enumerate(big) if yes), None)
        if first is None or not _DETERMINER.fullmatch(
            text.text[segment.start : words[first].start].strip() + " "
        ):
            return None
        last = first
        while last + 1 < len(words) and (
            big[last + 1] or (words[last + 1].text in _SMALL and last + 2 < len(words) and big[last + 2])
        ):
            last += 1
        return words[first].start, words[last].end
    last_big = len(words) - 1
    if last_big < 0 or not big[last_big]:
        return None
    first = last_big
    while (
        first
        and (big[first - 1] or (words[first - 1].text in _SMALL and first > 1 and big[first - 2]))
        and _tight(text, words[first - 1].end, words[first].start)
    ):
        first -= 1
    if first == 0 and segment.start == words[0].start and last_big == 0 and len(words) == 1:
        return words[0].start, words[0].end
    return (words[first].start, words[last_big].end) if first or last_big < 5 else None


_SMALL = ("d", "de", "du", "des", "la", "el", "al", "of", "the", "l", "oued", "ed")


def _tight(text: Folded, end: int, start: int) -> bool:
    return text.text[end:start] in (" ", "-", "'", "- ")


def _common(text: Folded, piece: Piece) -> list[Item]:
    """Common nouns in a row behind a colon, or sharing their article: "des aides, des formations et un accompagnement"."""
    colon = _COLON.search(text.text, piece.start, piece.end)
    if colon is None:
        return []
    end = piece.end - 1 if text.text[piece.end - 1] in ".!?" else piece.end
    rows: list[Item] = []
    for segment in _segments(text, colon.end(), end):
        body = text.text[segment.start : segment.end].strip()
        if body and not body[0].isalpha():
            return rows if len(rows) >= 3 else []
        if not body or len(body.split()) > 9 or _VERBISH.search(body):
            return rows if len(rows) >= 3 else []
        start = (
            segment.start
            + len(text.text[segment.start : segment.end])
            - len(text.text[segment.start : segment.end].lstrip())
        )
        rows.append((start, start + len(body)))
    return rows if len(rows) >= 2 else []
