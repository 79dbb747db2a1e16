"""For when a number holds: the moment of its own words, else of its sentence, its paragraph, its heading, its text."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from musanada.press.reading.dates import Atom
from musanada.press.reading.drafts import Draft
from musanada.press.reading.folding import Folded
from musanada.press.reading.moments import Moment, canonical, moments, moved, shifted, year_of
from musanada.press.reading.patterns import rx
from musanada.press.reading.sentences import Piece

_WALL = re.compile(r"[;?!]|, (?:contre|against)\b|\bcontre\b|\bagainst\b|\bversus\b")
_AGAINST = rx(
    r"(?:\bcontre|\bagainst|\bversus|\bvs\.?|\bup from|\bdown from|\bcompared (?:to|with)|\bpar rapport (?:a|aux)|(?<![\w])(?:مقابل|بدل|مقارنة (?:مع|ب)))(?: (?:les|the|some|pres de|plus de|environ|seulement|only|just|nearly))* ?$"
)
_YEAR_ON_YEAR = rx(
    r"(?:par rapport a l'(?:annee|exercice) (?:precedente?|passee?|derniere)|(?:sur|en) un an\b|d'une annee (?:sur|a) l'autre|en glissement annuel|que l'annee (?:precedente|derniere)|compared (?:to|with) (?:the )?(?:previous|last|preceding|prior) year|"
    r"year[- ]on[- ]year|the previous year|l'annee precedente|(?:السنة|العام) (?:السابقة|السابق)|on the previous year|(?:than|over|from) (?:the )?(?:previous|last|preceding|prior|year before)(?: year)?|in one year|annually|مقارنة (?:مع|ب)?(?:ال)?(?:سنة|عام) (?:السابقة|الماضية|المنصرمة|الماضي|السابق|المنصرم)|على أساس سنوي|خلال سنة واحدة|عن (?:السنة|العام) (?:السابقة|الماضية|الماضي|السابق))"
)
_LAST_YEAR = rx(
    r"(?:l'an(?:nee)? (?:dernier|derniere|passee?|ecoulee?)|last year|the past year|(?:ال)?(?:سنة|عام) (?:الماضية|المنصرمة|الماضي|المنصرم))"
)
_THIS_YEAR = rx(
    r"(?:cette annee|annee en cours|this year|(?:هذه السنة|هذا العام|السنة الجارية|العام الجاري))"
)
_SAME_YEAR = rx(
    r"(?:la meme annee|meme annee|the same year|that year|l'annee consideree|(?:نفس السنة|السنة نفسها|العام نفسه|نفس العام|السنة ذاتها))"
)


@dataclass
class _Context:
    """What was read before: the period of the paragraph, of the heading, of the whole text, and when it was written."""

    carried: str = ""
    heading: str = ""
    first: str = ""
    written: str = ""
    year: str = ""
    rows: list[str] = field(default_factory=list)

    @property
    def default(self) -> str:
        return self.carried or self.heading or self.first


def give_periods(text: Folded, drafts: list[Draft], cut: list[Piece], dates: list[Atom]) -> None:
    """Fills in ``period`` and ``base_period``; a date keeps its own, widened where it is one end of a period."""
    starts = [atom.start for atom in dates]
    own: dict[int, list[Draft]] = {}
    for draft in drafts:
        own.setdefault(draft.sentence, []).append(draft)
    context = _Context(written=_written(text, dates))
    paragraph = -1
    for place, piece in enumerate(cut):
        if piece.paragraph != paragraph:
            paragraph = piece.paragraph
            context.carried = (
                context.heading if piece.heading is False and context.heading else context.carried
            )
        here = dates[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        found = moments(text.text, here, (piece.start, piece.end), context.year)
        found += _relative(text.text, piece, context)
        found.sort(key=lambda moment: moment.start)
        _widen(own.get(place, []), found)
        counts = [d for d in own.get(place, ()) if d.counts or d.cls == "rank"]
        _bind(text.text, counts, found, piece, context)
        _remember(found, piece, context)


def _written(text: Folded, dates: list[Atom]) -> str:
    """The year a text says it was written: a whole date alone near its beginning or said to be that of publication."""
    for atom in dates[:6]:
        if len(atom.first) == 10 and not atom.first.startswith("--"):
            line = text.text[text.text.rfind("\n", 0, atom.start) + 1 : atom.start].strip()
            if len(line) < 25 or re.search(r"(?:publie|mis en ligne|published|posted|نشر)[^.]{0,20}$", line):
                return atom.first[:4]
    return ""


def _relative(text: str, piece: Piece, context: _Context) -> list[Moment]:
    """ "L'année dernière" of a text whose date is known; "cette année"; "la même année"."""
    rows = []
    body = text[piece.start : piece.end]
    for pattern, back, year in (
        (_LAST_YEAR, -1, context.written),
        (_THIS_YEAR, 0, context.written),
        (_SAME_YEAR, 0, context.year),
    ):
        for match in pattern.finditer(body):
            before = body[max(0, match.start() - 30) : match.start()]
            if year and not re.search(
                r"(?:par rapport a|compared (?:to|with)|than|مقارنه (?:مع|ب)?|over|from) ?$", before
            ):
                start = piece.start + match.start()
                rows.append(Moment(start, piece.start + match.end(), str(int(year) + back), "in", ()))
    return rows


def _widen(drafts: list[Draft], found: list[Moment]) -> None:
    for moment in found:
        for draft in drafts:
            if draft.cls in ("date", "year") and moment.start <= draft.start < moment.end and moment.period:
                draft.period = moment.period


def _bind(text: str, counts: list[Draft], found: list[Moment], piece: Piece, context: _Context) -> None:
    found = _against(text, counts, found, piece)
    times = [m for m in found if m.kind == "in" and m.period]
    bases = [m for m in found if m.kind == "base" and m.period]
    main = times[0].period if times else ""
    for place, draft in enumerate(counts):
        nearest = _moment(text, counts, place, times)
        draft.period = nearest.period if nearest else main or context.default
        draft.own_period = bool(nearest or main)
        if draft.cls == "change" or draft.signed:
            draft.base_period = _base(text, draft, bases, piece, context)
            draft.base_period = draft.base_period or _two_times(draft, times)
            if draft.period == draft.base_period and times:
                draft.period = next((m.period for m in times if m.period != draft.base_period), draft.period)


def _against(text: str, counts: list[Draft], found: list[Moment], piece: Piece) -> list[Moment]:
    """In "contre 5 344 en 2023" the year is that of 5 344, and the base of whatever rose."""
    rows = []
    for moment in found:
        rows.append(moment)
        left = [d for d in counts if d.end <= moment.start]
        against = moment.kind == "in" and left and _AGAINST.search(text[piece.start : left[-1].opens])
        if against and not re.search(r"[,;]", text[left[-1].end : moment.start]):
            rows.append(moved(moment, "base"))
    return rows


def _moment(text: str, counts: list[Draft], place: int, times: list[Moment]) -> Moment | None:
    """The moment behind the number with no other number between; else the last before it, of the same clause first."""
    draft = counts[place]
    following = next((d.opens for d in counts[place + 1 :] if d.opens > draft.end), len(text) + 1)
    behind = [m for m in times if draft.end <= m.start < following]
    before = [m for m in times if m.end <= draft.opens]
    previous = counts[place - 1] if place else None
    if behind and not _WALL.search(text[draft.end : behind[0].start]):
        # "En 2024, 8 588 personnes …, en hausse depuis 2020": the one before the first number stands for the clause.
        far = len(behind[0:1]) and behind[0].start - draft.end > 70 and bool(before)
        if not far:
            return behind[0]
    free = [m for m in before if previous is None or m.start > previous.end or not _taken(text, m, previous)]
    if free:
        return free[-1]
    return before[0] if before else (behind[0] if behind else None)


def _taken(text: str, moment: Moment, previous: Draft) -> bool:
    """Is the moment the previous number's own, "5 344 en 2023"?"""
    return moment.start >= previous.end and not re.search(r"[,;.]", text[previous.end : moment.start])


def _two_times(draft: Draft, times: list[Moment]) -> str:
    """ "From 372 in 2023 to 852 in 2024, a rise of 129 %": the earlier of the two is the base."""
    named = sorted({m.period for m in times})
    return named[0] if draft.cls == "change" and len(named) == 2 and len(named[0]) == len(named[1]) else ""


def _base(text: str, draft: Draft, bases: list[Moment], piece: Piece, context: _Context) -> str:
    behind = [m for m in bases if m.start >= draft.end]
    before = [m for m in bases if m.end <= draft.start]
    if behind or before:
        return (behind[0] if behind else before[-1]).period
    if _YEAR_ON_YEAR.search(text[piece.start : piece.end]) and draft.period:
        return canonical(shifted(draft.period, -1))
    return ""


def _remember(found: list[Moment], piece: Piece, context: _Context) -> None:
    times = [m for m in found if m.kind == "in" and m.period and not m.period.endswith("..")]
    years = [year_of(m.period) for m in times]
    if years:
        context.year = years[-1]
    if not times:
        return
    context.carried = times[-1].period if len({m.period for m in times}) == 1 else times[0].period
    context.first = context.first or context.carried
    if piece.heading:
        context.heading = context.carried
