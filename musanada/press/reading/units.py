"""What a number counts: the noun behind it (or before it), by the list of units."""

import itertools
import re
from bisect import bisect_left
from functools import lru_cache

from musanada.press.reading.drafts import Draft
from musanada.press.reading.folding import Folded
from musanada.press.reading.lexicon import Match, Phrases, data
from musanada.press.reading.patterns import rx
from musanada.press.reading.sentences import Piece

_YEAR_BEFORE = rx(
    r"(?:\b(?:en|in|l'an|annee|annees|l'annee|year|depuis|since|exercice|de|of|ao?ut|fin)|(?<![\w])\w{0,2}(?:سنة|عام|سنتي|خلال|منذ))[ (]$"
)
PLACES = ("countries", "cities", "regions", "provinces", "communes", "times", "km", "m")
_PEOPLE = ("persons", "applications", "attempts", "households", "services", "cards")


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    found = Phrases()
    for unit, words in data("units").items():
        found.add_all(words, "unit", unit)
    return found


# "من 2000 سنة 2022", "2000 en 2022": the second is the year.
_DATED = rx(r" (?:سنة|عام|en|in) (?:19|20)\d\d(?!\d)")


def counted(text: Folded, start: int, end: int) -> bool:
    """Are these four digits a count, "2014 migrants", and no year? An "en" before, or no noun of people behind: a year."""
    if _DATED.match(text.text, end):
        return True
    if _YEAR_BEFORE.search(text.text[max(0, start - 14) : start]) and not text.text[
        max(0, start - 8) : start
    ].endswith(("plus de ", "moins de ")):
        return False
    place = text.first_word(end)
    if place >= len(text.words) or text.text[end : text.words[place].start] != " ":
        return False
    return any(m.key in _PEOPLE for m in phrases().at(text, place))


def find_units(text: Folded) -> list[Match]:
    return phrases().find(text)


_STOP = re.compile(r"[,.;:!?()\n\d%]")
# "23 096 ont reçu", "375 sont marocains": a verb ends the noun; what is counted was said before.
_VERBS = rx(
    r"(?:^|[\s,])(?:ont|sont|a|est|etaient|avaient|ete|en|dont|vers|aux?|pour|par|sur|dans|were|was|had|have|has|are|is|in|to|from|by|at|who|"
    r"كانوا|كانت|كان|في|من|الى|تم|تمت|على|عبر|خلال|apres|avant|avec|sans|chez|lors|selon|depuis|que|after|before|with|without|since|than|for|against|بعد|قبل|مقابل)(?= |$)"
)
_ELLIPTIC = rx(
    r" ?(?:[-.,;:!?()\n\"/]|$|(?:ont|sont|a|est|etaient|avaient|ete|en|dont|vers|aux?|pour|par|sur|dans|d'entre|de plus|de moins|entre|et|provenaient|provenant|originaires|seulement|environ|contre|depuis|selon|chez|a la|parmi|fin|soit|"
    r"were|was|had|have|has|are|is|in|to|from|by|at|who|and|against|came|compared|during|since|only|between|of them|on|كانوا|كانت|كان|في|من|الى|تم|تمت|على|عبر|خلال|سنة|عام|و|منهم|منها|مقابل|بين|فقط|ب)(?![^\W_])|و| ?[بلو](?=[^\W\d_]))"
)
_THEY = rx(
    r"(?:\b(?:ils|elles|nous) (?:sont|etaient|seraient|ont ete)|\bthey (?:are|were|number|numbered)|كانوا|يبلغ عددهم|بلغ عددهم|عددهم) $"
)
_NUMBER_OF = rx(
    r"(?:\bnombre (?:total |global |cumule )?d(?:e|es|')|\btotal d(?:e|es|')|\bnumber of|\btotal of|\bles|\bthe|\b(?:de|d)es|(?<![\w])\w{0,2}عدد|مجموع) ?(?:ال)?$"
)


def units(text: Folded, drafts: list[Draft], cut: list[Piece], found: list[Match]) -> None:
    """Gives every count its unit and noun."""
    starts = [match.start for match in found]
    previous: Draft | None = None
    for place, draft in enumerate(drafts):
        if not draft.counts:
            continue
        piece = cut[draft.sentence]
        limit = min(piece.end, drafts[place + 1].start if place + 1 < len(drafts) else piece.end)
        match = _behind(text, draft, found, starts, limit)
        if match is not None:
            draft.noun = _raw(text, match.start, match.end)
            draft.closes = max(draft.closes, match.end)
        if not draft.unit and draft.cls in ("figure", "change"):
            draft.unit = match.key if match else _before(text, draft, found, starts, piece.start, previous)
            if not match and draft.unit in PLACES and text.text[: draft.opens].endswith("("):
                draft.unit = ""  # "Trois pays : le Mali (265)": the countries were counted by the three
        if draft.unit and draft.cls == "figure" and draft.unit not in PLACES:
            previous = draft
        elif previous is not None and previous.sentence != draft.sentence:
            previous = None
    _ranges(text, drafts)


_TO = rx(r" ?(?:-|a|au|to|الى|إلى) ?| (?:et|and|و) ?")
_BETWEEN = rx(r"(?:\bentre|\bbetween|بين) (?:ال)?$")


def _ranges(text: Folded, drafts: list[Draft]) -> None:
    """ "2 000 à 3 000 migrants", "entre 10 et 15 villes": the noun behind is that of both."""
    for left, right in itertools.pairwise(drafts):
        gap = text.text[left.end : right.start]
        if left.cls != "figure" or right.cls != "figure" or left.unit or not _TO.fullmatch(gap):
            continue
        if gap.strip() in ("et", "and", "و") and not _BETWEEN.search(
            text.text[max(0, left.start - 10) : left.start]
        ):
            continue
        left.unit = right.unit


def _behind(text: Folded, draft: Draft, found: list[Match], starts: list[int], limit: int) -> Match | None:
    """The first noun of the list behind the number, with at most three other words between and no verb."""
    for match in found[bisect_left(starts, draft.closes) :][:2]:
        if match.start >= limit or match.stripped:
            return None
        gap = text.text[draft.closes : match.start]
        gap = gap.removeprefix(" من")
        if len(gap) > 45 or _STOP.search(gap) or len(gap.split()) > 3 or _VERBS.search(gap):
            return None
        return match
    return None


def _before(
    text: Folded, draft: Draft, found: list[Match], starts: list[int], opening: int, previous: Draft | None
) -> str:
    """ "Le nombre de bénéficiaires a atteint 1 200", "Réseaux démantelés : 332"; else what the sentence counted before."""
    if not _ELLIPTIC.match(text.text, draft.closes):
        return ""
    if _THEY.search(text.text[max(opening, draft.opens - 24) : draft.opens]):
        return "persons"
    if previous is not None and previous.sentence == draft.sentence:
        return previous.unit
    first, last = bisect_left(starts, opening), bisect_left(starts, draft.start)
    for match in found[first:last]:
        if (
            _NUMBER_OF.search(text.text[max(opening, match.start - 30) : match.start])
            or ":" in text.text[match.end : draft.start]
        ):
            return match.key
    return found[last - 1].key if last > first else ""


def _raw(text: Folded, start: int, end: int) -> str:
    a, b = text.span(start, end)
    return text.raw[a:b]
