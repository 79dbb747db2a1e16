"""Where sentences, headings and items of lists begin and end."""

import re
from dataclasses import dataclass

from musanada.press.reading.folding import Folded

_END = re.compile(r"[.!?]+[\")\]]*(?=\s|$)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:m|mm|mme|mlle|dr|pr|st|ste|art|al|cf|p|pp|n|no|nos|vol|fig|env|tel|etc|ex|vs|mr|mrs|ms|jr|inc|approx|"
    r"av|bd|hab|min|max|resp|janv|fevr|avr|juil|sept|oct|nov|dec|jan|feb|aug|u\.s|u\.k|e\.g|i\.e|c\.-a-d)|\b[a-z])$"
)
_MARKER = re.compile(r"[ ]*(?:[-•*·▪◦–]|\(?\d{1,2}[.)]|\(?[a-z]\)|#+)[ ]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence in the folded text. ``paragraph`` counts; a heading stands alone and ends without a mark."""

    start: int
    end: int
    paragraph: int
    heading: bool


def pieces(text: Folded) -> list[Piece]:
    found: list[Piece] = []
    paragraph, begin = 0, 0
    line_start = True
    for match in _END.finditer(text.text):
        newline = match[0] == "\n"
        if newline:
            blank = _blank(text.text, match.end())
            if not blank and _wrapped(text, begin, match.start(), match.end()):
                continue
        elif not _ends(text, match):
            continue
        end = match.start() if newline else match.end()
        heading = (
            newline
            and line_start
            and not text.text[begin:end].rstrip().endswith((".", "!", "?", ";", ",", ":"))
        )
        if text.text[begin:end].strip():
            found.append(_piece(text, begin, end, paragraph, heading))
        if newline:
            paragraph += 1
        line_start = newline or text.text[match.end() : match.end() + 1] == "\n"
        begin = match.end()
    if text.text[begin:].strip():
        found.append(_piece(text, begin, len(text.text), paragraph, False))
    return found


def _piece(text: Folded, begin: int, end: int, paragraph: int, heading: bool) -> Piece:
    body = text.text[begin:end]
    return Piece(begin + len(body) - len(body.lstrip()), begin + len(body.rstrip()), paragraph, heading)


def _blank(text: str, place: int) -> bool:
    return text[place : place + 80].split("\n", 1)[0].strip() == ""


def _wrapped(text: Folded, begin: int, end: int, following: int) -> bool:
    """Is the line only broken by its width? The sentence runs on in small letters, or after a long Arabic line."""
    before = text.text[begin:end].rstrip()
    line = before.rsplit("\n", 1)[-1]
    if not before or before[-1] in ".!?:;" or _MARKER.match(text.text, following):
        return False
    start = following
    while start < len(text.text) and text.text[start] == " ":
        start += 1
    first = text.text[start : start + 1]
    if first.isascii() and first.isalpha():
        return not text.capital(start) or (before[-1] in ",-" and len(line) > 30)
    return len(line) > 50 and (first.isalnum() or first in '("')


def _ends(text: Folded, match: re.Match[str]) -> bool:
    """A full stop ends a sentence unless it closes an abbreviation or stands before a small letter."""
    if match[0][0] != ".":
        return True
    before = text.text[max(0, match.start() - 8) : match.start()]
    after = text.text[match.end() : match.end() + 3].lstrip(' \n"(')
    start = match.end() + len(text.text[match.end() : match.end() + 3]) - len(after)
    if not after:
        return not _ABBREVIATION.search(before) or match.end() >= len(text.text.rstrip())
    if _ABBREVIATION.search(before):
        return False
    if re.search(r"(?:^|\n) *\(?\d{1,2}$", text.text[max(0, match.start() - 6) : match.start()]):
        return False
    return not (after[0].isascii() and after[0].isalpha() and not text.capital(start))
