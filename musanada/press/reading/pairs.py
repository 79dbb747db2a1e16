"""Numbers that belong together: "de 13 à 17 ans", "entre 10 et 15 %", "12, 13 et 14 ans": the last says what all are."""

from decimal import Decimal

from musanada.press.reading.drafts import Draft, tidy
from musanada.press.reading.patterns import rx

_BETWEEN = rx(
    r" ?(?:-|a|au|to|et|and|or|ou|jusqu'a|الى|إلى|و|أو) ?(?:الـ)?|, ?| et | ?- ?| (?:plus|moins) de "
)
_SHARED = ("age", "duration", "percent", "money", "rank", "change")


def pair(text: str, drafts: list[Draft]) -> None:
    """From right to left, so that a whole row takes what its last number says."""
    for left, right in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        if left.sentence != right.sentence or left.cls != "figure" or left.unit or right.cls not in _SHARED:
            continue
        gap = text[left.end : right.start]
        if len(gap) > 16 or not _BETWEEN.fullmatch(gap):
            continue
        if gap.strip() in (",", "et", "and", "و") and right.cls == "percent" and not _between(text, left):
            continue
        left.cls, left.unit = right.cls, right.unit
        if right.cls == "money":
            _scale(text, left, right)
        if right.cls == "rank" and gap.strip() in (",", ""):
            left.cls = "figure"


_SCALES = (
    (rx(r"millions?|mn\b|مليون\w*|ملايين"), Decimal(10) ** 6),
    (rx(r"milliards?|billions?|bn\b|مليار\w*|ملايير"), Decimal(10) ** 9),
)


def _scale(text: str, left: Draft, right: Draft) -> None:
    """ "De 343 à 500 millions d'euros": both are millions."""
    if left.value is None or right.value is None or left.value * 1000 > right.value:
        return
    for words, times in _SCALES:
        if words.search(text[right.start : right.end]):
            left.value, left.step = tidy(left.value * times), left.step * times
            return


def _between(text: str, draft: Draft) -> bool:
    return _OPENED.search(text[max(0, draft.start - 12) : draft.start]) is not None


_OPENED = rx(r"(?:\bentre|\bbetween|\bde|\bfrom|بين|من) $")
