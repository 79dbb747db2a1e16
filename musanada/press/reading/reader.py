"""``read``: from a text to its sentences and numbers, each number with what its sentence says of it."""

from bisect import bisect_left, bisect_right
from decimal import Decimal

from musanada.press.reading.classes import classify
from musanada.press.reading.dates import Atom, atoms
from musanada.press.reading.drafts import Draft, tidy
from musanada.press.reading.entities import find_entities
from musanada.press.reading.enumerations import enumerated
from musanada.press.reading.folding import Folded, fold
from musanada.press.reading.language import detect
from musanada.press.reading.lexicon import Match
from musanada.press.reading.links import link
from musanada.press.reading.moments import canonical
from musanada.press.reading.numbers import Sentence, Text
from musanada.press.reading.pairs import pair
from musanada.press.reading.patterns import fixed
from musanada.press.reading.periods import give_periods
from musanada.press.reading.qualifiers import qualify
from musanada.press.reading.scan import Scanner, Token
from musanada.press.reading.sentences import Piece, pieces
from musanada.press.reading.subjects import find_sources, subjects
from musanada.press.reading.units import counted, find_units, units


def read(text: str, lang: str = "") -> Text:
    """Every number of a text. ``lang`` (fr, ar, en) is found out where it is not given."""
    whole = fold(text)
    language = lang if lang in ("fr", "ar", "en") else detect(whole.text)
    cut = pieces(whole)
    drafts, dates = _drafts(whole, language)
    _place(drafts, cut)
    for draft in drafts:
        if draft.cls == "figure":
            classify(whole.text, draft, cut[draft.sentence].start, cut[draft.sentence].end)
    for draft in drafts:
        if draft.counts or draft.cls in ("age", "duration", "rank"):
            piece = cut[draft.sentence]
            qualify(whole, draft, piece.start, piece.end)
    pair(whole.text, drafts)
    units(whole, drafts, cut, find_units(whole))
    give_periods(whole, drafts, cut, dates)
    named = find_entities(whole)
    link(whole, drafts, cut, named, find_sources(whole))
    subjects(whole, drafts, cut)
    index = {id(draft): place for place, draft in enumerate(drafts)}
    numbers = tuple(draft.finished(whole, index) for draft in drafts)
    return Text(text, language, _sentences(whole, cut, named), numbers)


def _drafts(whole: Folded, language: str) -> tuple[list[Draft], list[Atom]]:
    busy = bytearray(len(whole.text))
    rows = []
    for piece in fixed(whole):
        busy[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
        rows.append(Draft(piece.start, piece.end, None, piece.cls))
    dates = atoms(whole.text, lambda a, b: any(busy[a:b]), lambda a, b: counted(whole, a, b))
    for atom in dates:
        busy[atom.start : atom.end] = b"\1" * (atom.end - atom.start)
        if atom.count:
            busy[atom.count[0] : atom.count[1]] = bytes(atom.count[1] - atom.count[0])
        if atom.token is not None:
            rows.append(_date(whole, atom))
    rows += [_count(token) for token in Scanner(whole, language, busy).run()]
    rows.sort(key=lambda draft: draft.start)
    return rows, dates


def _date(whole: Folded, atom: Atom) -> Draft:
    assert atom.token is not None
    start, end = atom.token
    span = atom.first if atom.first == atom.last else f"{atom.first}/{atom.last}"
    value = Decimal(whole.text[start:end]) if atom.cls == "year" else None
    return Draft(start, end, value, atom.cls, period=canonical(span))


def _count(token: Token) -> Draft:
    return Draft(
        token.start, token.end, tidy(token.value * (-1 if token.sign == "-" else 1)), "figure", tidy(token.step), token.kind,
        spelled=token.spelled, about=token.about, signed=bool(token.sign),
    )  # fmt: skip


def _place(drafts: list[Draft], cut: list[Piece]) -> None:
    starts = [piece.start for piece in cut]
    for draft in drafts:
        draft.sentence = max(0, bisect_right(starts, draft.start) - 1)


def _sentences(whole: Folded, cut: list[Piece], named: list[Match]) -> tuple[Sentence, ...]:
    starts = [match.start for match in named]
    rows = []
    for piece in cut:
        start, end = whole.span(piece.start, piece.end)
        here = named[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        rows.append(Sentence(start, end, whole.raw[start:end], enumerated(whole, piece, here)))
    return tuple(rows)
