"""The machine-readable zone of travel documents (ICAO Doc 9303), typed or scanned, read with its check digits.

Part 3 gives the characters, the check digits (4.9) and the codes of States (5); part 4 the passport (TD3), part 5 the
small card (TD1), part 6 the large card (TD2), part 7 the visas (MRV-A, MRV-B). A reading never raises. What a check
digit refutes is left out and said in words: nothing wrong is filled in silently. Characters that look alike are set
right only where a check digit proves it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.mrz_layouts import LAYOUTS, Layout, Span

LONGEST = 2000  # characters looked at: a whole page pasted by mistake is still read fast
ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
FILLERS = str.maketrans(
    {"‹": "<", "〈": "<", "˂": "<", "＜": "<", "≤": "<", "«": "<<", "《": "<<", "≪": "<<"}
)
AS_DIGIT = str.maketrans("OQDILZSB", "00011258")  # 6 and G differ by ten: no check digit tells them apart
ALIKE = (("O", "0"), ("I", "1"), ("B", "8"), ("S", "5"), ("Z", "2"), ("D", "0"), ("Q", "0"))
SKIPPED = 30  # a character passed over before the zone weighs as much as so many fillers
BEGINNING = re.compile(r"(?=[PIACV][A-Z<][A-Z0-9<]{3})")
# Codes of part 3, section 5, that are not the country's own in ISO 3166-1.
COUNTRIES = {
    "D": "DEU",
    **dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GBR"),
    "ROM": "ROU",
    "ZAR": "COD",
    "RKS": "XKX",
}
STATELESS, REFUGEES, UNSPECIFIED = "XXA", ("XXB", "XXC"), "XXX"
ORGANISATIONS = frozenset(
    [
        "UNO",
        "UNA",
        "UNK",
        "XOM",
        "XPO",
        "XCC",
        "XBA",
        "XIM",
        "XCE",
        "XCO",
        "XEC",
        "XES",
        "XMP",
        "XDC",
        "EUE",
        "IAO",
        "WSA",
    ]
)  # laissez-passer: whose servant somebody is, not whose national


def value_of(character: str) -> int:
    """Doc 9303-3, 4.9: digits are themselves, A to Z are 10 to 35, the filler is nothing."""
    return int(character) if character.isdigit() else max(0, ord(character) - 55) if character != "<" else 0


def check_digit(text: str) -> str:
    """Weights 7, 3, 1, the sum modulo 10 (Doc 9303-3, 4.9)."""
    return str(sum(value_of(c) * (7, 3, 1)[n % 3] for n, c in enumerate(text)) % 10)


@dataclass(frozen=True)
class Zone:
    """What the zone says. ``wrong``: parts whose check digit does not hold or whose date does not exist, left empty here.

    ``repaired``: parts where look-alike characters were set right. ``nationality`` is ISO 3166-1 alpha-3, ``XXA`` for
    stateless people, empty where the code names no country (``nationality_code`` is as written). ``sex`` is F, M or
    empty where the document does not say.
    """

    layout: str
    kind: str
    issuer: str
    number: str = ""
    nationality: str = ""
    nationality_code: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    expires: date | None = None
    surname: str = ""
    given: str = ""
    personal: str = ""
    truncated: bool = False
    digits_in_name: bool = False
    wrong: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As people say it, given names first."""
        return " ".join(part for part in (self.given, self.surname) if part)

    @property
    def sound(self) -> bool:
        """Every check digit holds."""
        return not self.wrong


def read(text: str, *, today: date) -> Zone | None:
    """The zone in this text, the reading with the most check digits that hold; None where there is none.

    ``today`` decides the century: nobody is born after it, and a document expires near it.
    """
    best: tuple[float, Zone] | None = None
    for layout, lines, bent in arrangements(cleaned(text)):
        if lines[0][0] not in layout.letters:
            continue
        reading = Reading(layout, lines, today)
        zone = reading.zone()
        score = 3 * reading.held - 2 * len(zone.wrong) - 0.1 * bent
        if reading.held >= 1 and (best is None or score > best[0]):
            best = score, zone
    return best[1] if best else None


def cleaned(text: str) -> list[str]:
    """Lines in the characters of the zone only; other lines of a scanned page fall away later."""
    lines = text[:LONGEST].translate(FILLERS).upper().splitlines()
    kept = ("".join(c for c in line if c in ALLOWED) for line in lines)
    return [line for line in kept if line]


def arrangements(lines: list[str]) -> Iterator[tuple[Layout, tuple[str, ...], int]]:
    """Every way these lines may be a zone, with the number of fillers added or taken away to make it fit."""
    for layout in LAYOUTS:
        for start in range(len(lines) - layout.height + 1):
            part = lines[start : start + layout.height]
            if all(len(line) <= layout.width + 6 for line in part):
                yield from fitted(layout, part)
    whole = "".join(lines)
    begun = [found.start() for found in BEGINNING.finditer(whole[:200])][:8]
    for layout in LAYOUTS:
        for first in begun:
            for found, cut_lines, bent in cut(layout, whole[first:]):
                yield found, cut_lines, bent + SKIPPED * first


def cut(layout: Layout, text: str) -> Iterator[tuple[Layout, tuple[str, ...], int]]:
    """Lines whose breaks are lost: the sex stands at one place of the line that has the dates."""
    line, place, _end = layout.sex
    first = layout.width if line else 0
    for start in range(max(5, first - 8), first + 7):
        if len(text) > start + place and text[start + place] in "MFX<":
            rest = text[start:]
            tail = [rest] if layout.height == 2 else [rest[: layout.width], rest[layout.width :]]
            if layout.height == 2 or tail[1]:
                yield from fitted(layout, [text[:start], *tail])


def fitted(layout: Layout, lines: Sequence[str]) -> Iterator[tuple[Layout, tuple[str, ...], int]]:
    """Lines brought to the width of the layout by fillers alone; none where other characters are too many."""
    out, bent = [], 0
    for number, line in enumerate(lines):
        wanted = stretched(line, layout.width, closed=number in layout.closed)
        if wanted is None:
            return
        bent += abs(len(line) - layout.width)
        out.append(wanted)
    yield layout, tuple(out), bent


def stretched(line: str, width: int, *, closed: bool) -> str | None:
    """``closed``: a check digit ends the line, so that fillers are missing or too many in its last run, not after it."""
    if len(line) == width:
        return line
    if not closed:
        bare = line.rstrip("<")
        return bare.ljust(width, "<") if len(bare) <= width else None
    run = next(iter(re.findall(r"<+(?=[^<]*$)", line)), "")
    missing = width - len(line)
    if not run or missing < -len(run) or missing > 12:
        return None
    at = line.rindex(run)
    return line[:at] + "<" * (len(run) + missing) + line[at + len(run) :]


class Reading:
    """One arrangement, field by field; ``held`` counts the check digits that hold over something written."""

    def __init__(self, layout: Layout, lines: tuple[str, ...], today: date) -> None:
        self.layout, self.lines, self.today = layout, [*lines], today
        self.held = 0
        self.wrong: list[str] = []
        self.repaired: list[str] = []

    def at(self, span: Span) -> str:
        line, start, end = span
        return self.lines[line][start:end]

    def put(self, span: Span, text: str) -> None:
        line, start, end = span
        self.lines[line] = self.lines[line][:start] + text + self.lines[line][end:]

    def zone(self) -> Zone:
        layout = self.layout
        number = self.number()
        birth = self.dated("birth", layout.birth)
        expiry = self.dated("expiry", layout.expiry)
        personal = self.personal()
        self.composite()
        code = self.at(layout.nationality).rstrip("<")
        surname, given, truncated = names_in(self.at(layout.names))
        born = None if birth is None else self.or_wrong("birth", born_on(birth, self.today))
        until = None if expiry is None else self.or_wrong("expiry", expires_on(expiry, self.today))
        return Zone(
            layout=layout.code,
            kind=self.at(layout.kind).rstrip("<"),
            issuer=country_of(self.at(layout.issuer).rstrip("<")),
            number=number,
            nationality=nationality_of(code),
            nationality_code=code,
            birth=born if isinstance(born, PartialDate) else None,
            sex=self.at(layout.sex) if self.at(layout.sex) in "MF" else "",
            expires=until if isinstance(until, date) else None,
            surname=surname,
            given=given,
            personal=personal,
            truncated=truncated,
            digits_in_name=any(c.isdigit() for c in surname + given),
            wrong=tuple(dict.fromkeys(self.wrong)),
            repaired=tuple(dict.fromkeys(self.repaired)),
        )

    def or_wrong(self, part: str, found: object) -> object:
        if found is IMPOSSIBLE:
            self.wrong.append(part)
            return None
        return found

    def digit_after(self, span: Span) -> str:
        """The check digit behind a field. A letter there can only be a digit misread: what it checks will tell."""
        line, _start, end = span
        place = (line, end, end + 1)
        digit = self.at(place).translate(AS_DIGIT)
        self.put(place, digit)
        return digit

    def holds(self, part: str, text: str, digit: str) -> bool:
        if check_digit(text) == digit:
            self.held += text.strip("<0") != ""
            return True
        self.wrong.append(part)
        return False

    def number(self) -> str:
        """Numbers of more than nine characters go on in the optional data, their check digit behind them (9303-5, 6)."""
        span = self.layout.number
        text, line_end = self.at(span), self.at((span[0], span[2], span[2] + 1))
        if line_end == "<" and self.layout.long_number:
            rest = self.at(self.layout.long_number).split("<")[0]
            if len(rest) >= 2:
                whole = text + rest[:-1]
                return whole.strip("<") if self.holds("number", whole, rest[-1].translate(AS_DIGIT)) else ""
        digit = self.digit_after(span)
        if check_digit(text) != digit and (better := only_repair(text, digit)):
            self.put(span, better)
            self.repaired.append("number")
            text = better
        return text.rstrip("<") if self.holds("number", text, digit) else ""

    def dated(self, part: str, span: Span) -> str | None:
        """Six digits, or fillers where they are not known; None where the check digit says no."""
        written, digit = self.at(span), self.digit_after(span)
        text = written.translate(AS_DIGIT)
        if text != written and check_digit(text) == digit:
            self.repaired.append(part)
            self.put(span, text)
        else:
            text = written
        if text == "<" * 6 and digit in "<0":
            return ""
        return text if self.holds(part, text, digit) else None

    def personal(self) -> str:
        """Optional data; in a passport it has a check digit of its own, which may be a filler when it is empty."""
        texts = [self.at(span) for span in self.layout.optional]
        if self.layout.personal_checked:
            span = self.layout.optional[0]
            empty = not texts[0].strip("<")
            digit = self.at((span[0], span[2], span[2] + 1)) if empty else self.digit_after(span)
            if not (empty and digit in "<0") and not self.holds("personal", texts[0], digit):
                return ""
        return " ".join(filter(None, (t.strip("<").replace("<", " ") for t in texts)))

    def composite(self) -> None:
        """Over everything checked together; visas have none (9303-7)."""
        if self.layout.composite:
            line, place = self.layout.last
            digit = self.at((line, place, place + 1)).translate(AS_DIGIT)
            self.holds("whole", "".join(self.at(span) for span in self.layout.composite), digit)


IMPOSSIBLE = object()


def only_repair(text: str, digit: str) -> str:
    """The one change of a look-alike (or of all of one kind) that makes the check digit hold; none where two would do."""
    for every in (False, True):
        found = {new for new in swaps(text, every=every) if check_digit(new) == digit}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def swaps(text: str, *, every: bool) -> Iterator[str]:
    for pair in ALIKE:
        for old, new in (pair, pair[::-1]):
            if every:
                yield text.replace(old, new)
                continue
            for place in (n for n, c in enumerate(text) if c == old):
                yield text[:place] + new + text[place + 1 :]


def born_on(text: str, today: date) -> PartialDate | object:
    """The latest such day not after today. Unknown parts are fillers (9303-3, 4.8); some States write zeros."""
    year, month, day = (text[n : n + 2].replace("<", "") for n in (0, 2, 4))
    if not text.strip("<") or not year:
        return (
            PartialDate(None, BirthPrecision.UNKNOWN)
            if not year and not (month + day).strip("0")
            else IMPOSSIBLE
        )
    if not (year + month + day).isdigit() or len(year) != 2:
        return IMPOSSIBLE
    month, day = month.strip("0") and month, day.strip("0") and day
    for century in (today.year // 100, today.year // 100 - 1):
        try:
            found = date(century * 100 + int(year), int(month or 1), int(day or 1))
        except ValueError:
            continue
        if found <= today and not (day and not month):
            known = BirthPrecision.DAY if day else BirthPrecision.MONTH if month else BirthPrecision.YEAR
            return PartialDate(found, known)
    return IMPOSSIBLE


def expires_on(text: str, today: date) -> date | object | None:
    """The nearest such day; None for documents that never expire."""
    if not text.strip("<"):
        return None
    if not text.isdigit():
        return IMPOSSIBLE
    found = []
    for century in (today.year // 100 + n for n in (-1, 0, 1)):
        try:
            found.append(date(century * 100 + int(text[:2]), int(text[2:4]), int(text[4:])))
        except ValueError:
            continue
    return min(found, key=lambda day: abs((day - today).days)) if found else IMPOSSIBLE


def names_in(text: str) -> tuple[str, str, bool]:
    """Surname, given names, and whether the field was too short for them (9303-3, 4.6 and 4.7)."""
    primary, _mark, secondary = text.strip("<").partition("<<")
    surname, given = (written(part) for part in (primary, secondary))
    cut_off = bool(text) and (text[-1] != "<" or bool(surname and not given and "<<" not in text))
    return surname, given, cut_off


def written(part: str) -> str:
    """One space for fillers, capitals as in ordinary writing."""
    return " ".join(word.capitalize() for word in part.split("<") if word)


def country_of(code: str) -> str:
    return COUNTRIES.get(code, code)


def nationality_of(code: str) -> str:
    """Of a national; a refugee's or a servant's document does not tell a nationality."""
    if code in REFUGEES or code in ORGANISATIONS or code == UNSPECIFIED or not code.isalpha():
        return ""
    return country_of(code)
