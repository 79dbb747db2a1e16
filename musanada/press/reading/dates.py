"""Dates, months, halves, quarters and years of a text, one by one; ``moments`` joins them to periods."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from musanada.kit import monthnames
from musanada.press.reading.folding import folded
from musanada.press.reading.numbers import Class
from musanada.press.reading.patterns import JOINED, around, rx, within

Y = r"(?P<y>(?:19|20)\d\d)(?!\d|[.,]\d)"
D = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_EXTRA = {
    "sep": 9,
    "mai": 5,
    "may": 5,
    "aout": 8,
    "ماي": 5,
    "اغسطس": 8,
    "غشت": 8,
    "يوليوز": 7,
    "شتنبر": 9,
    "نونبر": 11,
    "دجنبر": 12,
}
MONTHS = {folded(name): number for name, number in monthnames.MONTHS.items()} | _EXTRA
_MONTH_WORDS = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
M = rf"(?P<m>{_MONTH_WORDS})(?:\.(?= ?[\d,]))?(?![^\W_])"
# "sept villes", "may", "mar" are no months where no year or day stands beside them; long names are.
_LONG = {
    name
    for name in MONTHS
    if len(name) > 3
    and name not in ("sept", "juil", "fevr", "janv", "march", "mars", "mart", "marc", "juni", "avri")
}
_LONG_WORDS = "|".join(sorted(map(re.escape, _LONG), key=len, reverse=True))
_NOT_INSIDE = r"(?:(?<![\w])|(?<=\b[وفبل])|(?<=\bال))"
_OF = r"(?: (?:de|du|d'|of|in|the|l'annee|annee|year|من|سنة|عام|لسنة|لعام|برسم|من سنة|من عام))*,? ?"
_ORDER = {
    **dict.fromkeys(
        ("1", "1er", "1ere", "premier", "premiere", "first", "1st", "اول", "اولي", "الاول", "الاولي"), 1
    ),
    **dict.fromkeys(
        (
            "2",
            "2e",
            "2eme",
            "2nd",
            "2nde",
            "second",
            "seconde",
            "deuxieme",
            "ثاني",
            "الثاني",
            "ثانيه",
            "الثانيه",
        ),
        2,
    ),
    **dict.fromkeys(("3", "3e", "3eme", "3rd", "troisieme", "third", "ثالث", "الثالث"), 3),
    **dict.fromkeys(
        ("4", "4e", "4eme", "4th", "quatrieme", "dernier", "fourth", "رابع", "الرابع", "last"), 4
    ),
}
_ORDERS = "|".join(sorted(_ORDER, key=len, reverse=True))
_COUNT = {
    **dict(
        zip(
            ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"],
            range(2, 12),
            strict=True,
        )
    ),
    **dict(
        zip(
            ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"],
            range(2, 12),
            strict=True,
        )
    ),
    **dict(
        zip(
            map(folded, ["الثلاثة", "الأربعة", "الخمسة", "الستة", "السبعة", "الثمانية", "التسعة", "العشرة"]),
            range(3, 11),
            strict=True,
        )
    ),
    **dict(
        zip(
            map(folded, ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]),
            range(3, 11),
            strict=True,
        )
    ),
}
_COUNTS = r"\d{1,2}|" + "|".join(sorted(_COUNT, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Atom:
    """One date: ``first`` and ``last`` are names of periods (the same unless it is a stretch), ``--09`` without a year.

    ``token`` is the piece of text that counts as a number, with its class and value; None for a bare month.
    """

    start: int
    end: int
    first: str
    last: str
    token: tuple[int, int] | None
    cls: Class = "date"
    count: tuple[int, int] | None = None  # the number inside, "neuf premiers mois"

    def dated(self, year: str) -> "Atom":
        """A bare month or day gets its year."""
        return replace(
            self, first=self.first.replace("--", f"{year}-", 1), last=self.last.replace("--", f"{year}-", 1)
        )


Maker = Callable[[re.Match[str]], Atom | None]


def _day(match: re.Match[str]) -> Atom | None:
    parts = match.groupdict()
    month = MONTHS[parts["m"]] if not parts["m"].isdecimal() else int(parts["m"])
    year = parts.get("y") or ""
    if len(year) == 2:
        year = f"20{year}"
    day = int(parts["d"])
    if not 1 <= month <= 12 or day > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None
    name = f"{year or '-'}-{month:02}-{day:02}"
    return Atom(*match.span(), name, name, match.span())


def _month(match: re.Match[str]) -> Atom | None:
    parts = match.groupdict()
    month = MONTHS[parts["m"]] if not parts["m"].isdecimal() else int(parts["m"])
    name = f"{parts['y']}-{month:02}"
    return Atom(*match.span(), name, name, match.span()) if 1 <= month <= 12 else None


def _bare_month(match: re.Match[str]) -> Atom | None:
    name = f"--{MONTHS[match['m']]:02}"
    return Atom(*match.span(), name, name, None)


def _half(match: re.Match[str]) -> Atom | None:
    number = _ORDER[match["o"]]
    name = f"{match['y']}-H{min(number, 2)}"
    return Atom(*match.span(), name, name, match.span("y"), "year", _order_span(match))


def _quarter(match: re.Match[str]) -> Atom | None:
    name = f"{match['y']}-Q{_ORDER[match['o']]}"
    return Atom(*match.span(), name, name, match.span("y"), "year", _order_span(match))


def _order_span(match: re.Match[str]) -> tuple[int, int] | None:
    return match.span("o") if match["o"][0].isdigit() else None


def _code(match: re.Match[str]) -> Atom | None:
    letter = "H" if match["k"] in "sh" else "Q"
    name = f"{match['y']}-{letter}{match['o']}"
    return Atom(*match.span(), name, name, match.span()) if letter == "Q" or match["o"] in "12" else None


def _first_months(match: re.Match[str]) -> Atom | None:
    count = int(match["n"]) if match["n"].isdecimal() else _COUNT[match["n"]]
    if not 2 <= count <= 12:
        return None
    return Atom(
        *match.span(),
        f"{match['y']}-01",
        f"{match['y']}-{count:02}",
        match.span("y"),
        "year",
        match.span("n"),
    )


def _years(match: re.Match[str]) -> Atom | None:
    last = match["z"] if len(match["z"]) == 4 else match["y"][:2] + match["z"]
    return Atom(*match.span(), match["y"], last, match.span()) if match["y"] < last else None


def _year(match: re.Match[str]) -> Atom | None:
    return Atom(*match.span("y"), match["y"], match["y"], match.span("y"), "year")


_SEP = r" ?(?P<sep>[-/.]) ?"
_AR_MONTHS_FIRST = rf"{JOINED}(?:أشهر|شهور|شهر) (?P<n>{_COUNTS}) (?:الاولى|الأوائل|الأول){_OF}{Y}"
_MAKERS: list[tuple[Maker, re.Pattern[str]]] = [
    (_day, rx(r"(?<![\d./-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?![\d-])")),
    (_day, rx(rf"(?<![\d.,/-]){D}{_SEP}(?P<m>0?[1-9]|1[0-2]) ?(?P=sep) ?(?P<y>(?:19|20)\d\d)(?![\d-])")),
    (_day, rx(rf"(?<![\d.,/-]){D}(?P<sep>/)(?P<m>0?[1-9]|1[0-2])/(?P<y>\d\d)(?![\d/])")),
    (_day, rx(rf"(?<![\d.,]){D} ?(?:er|st|nd|rd|th)?(?: of| de| من شهر| من| شهر)? {M},?(?: de| du| of)? {Y}")),
    (_day, rx(rf"{_NOT_INSIDE}{M} {D}(?:st|nd|rd|th)?,? {Y}")),
    (_half, rx(rf"(?P<o>{_ORDERS}) (?:semestre|half|moitie){_OF}{Y}")),
    (_half, rx(rf"{JOINED}(?:نصف|سداسي|أسدس|سدس|شطر) (?P<o>{_ORDERS}){_OF}{Y}")),
    (_quarter, rx(rf"(?P<o>{_ORDERS}) (?:trimestre|quarter){_OF}{Y}")),
    (_quarter, rx(rf"{JOINED}(?:ربع|فصل|ثلث) (?P<o>{_ORDERS}){_OF}{Y}")),
    (_code, rx(rf"\b(?P<k>[stqh])(?P<o>[1-4])[ -]?{Y}")),
    (_code, rx(r"\b(?P<y>(?:19|20)\d\d)[ -]?(?P<k>[stqh])(?P<o>[1-4])\b")),
    (_first_months, rx(rf"\b(?P<n>{_COUNTS}) premiers mois{_OF}{Y}")),
    (_first_months, rx(rf"\bpremiers (?P<n>{_COUNTS}) mois{_OF}{Y}")),
    (_first_months, rx(rf"\bfirst (?P<n>{_COUNTS}) months{_OF}{Y}")),
    (_first_months, rx(_AR_MONTHS_FIRST)),
    (_first_months, rx(rf"(?P<n>{_COUNTS}) (?:أشهر|شهور) (?:الاولى|الأولى|اولى){_OF}{Y}")),
    (_month, rx(rf"{_NOT_INSIDE}{M}(?:{_OF}|[ -]){Y}")),
    (_month, rx(r"(?<![\d./-])(?P<m>0[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)(?![\d/])")),
    (_years, rx(r"(?<![\d.,/-])(?P<y>(?:19|20)\d\d) ?[-/] ?(?P<z>(?:19|20)\d\d|\d\d)(?![\d/-])(?![.,]\d)")),
    (_day, rx(rf"(?<![\d.,]){D} ?(?:er|st|nd|rd|th)?(?: of| من| شهر)? (?P<m>{_MONTH_WORDS})(?![^\W_])")),
    (_day, rx(rf"(?:(?<![\w])|(?<=\b[وفبل]))(?P<m>{_LONG_WORDS}) {D}(?:st|nd|rd|th)?(?![\d.,]\d|\d|[ ,.]\d|%| %)(?=[,.;)\n ]|$)")),
    (_bare_month, rx(rf"(?:(?<![\w])|(?<=\b[وفبل]))(?P<m>{_LONG_WORDS})(?![^\W_])")),
    (_bare_month, rx(r"(?:(?<=\ben )|(?<=\bin )|(?<=\bde )|(?<=\bmois de )|(?<=\bfin )|(?<=\ba )|(?<=\bet )|(?<=\band )|(?<=\bto )|(?<=شهر )|(?<=\bfrom )|(?<=\bbetween ))(?P<m>mars|mai|march|may|juin|july|june|ماي|مارس|يونيو)(?![^\W_])")),
    (_year, rx(rf"(?<![\d.,/+-]){Y}(?![/-]\d)(?! ?%)")),
]  # fmt: skip


_YEARS = re.compile(r"(?:19|20)\d\d|/\d\d(?!\d)")
_NAMED = re.compile(rf"(?<![a-z])(?:{_MONTH_WORDS})(?![a-z])")


def atoms(text: str, busy: Callable[[int, int], bool], counted: Callable[[int, int], bool]) -> list[Atom]:
    """Dates from left to right, none over another. ``counted`` says whether four digits are a count ("2014 migrants")."""
    found: list[Atom] = []
    over = bytearray(len(text))
    dated = around(text, _YEARS, 80, 40)
    named = around(text, _NAMED, 30, 40)
    for make, pattern in _MAKERS:
        for match in within(pattern, text, dated if "?P<y>" in pattern.pattern else named):
            start, end = match.span()
            if busy(start, end) or any(over[start:end]):
                continue
            atom = make(match)
            if atom is None or (make is _year and counted(atom.start, atom.end)):
                continue
            found.append(atom)
            over[atom.start : atom.end] = b"\1" * (atom.end - atom.start)
    return sorted(found, key=lambda a: a.start)


def bare(atoms_found: list[Atom]) -> Iterator[Atom]:
    """Dates without a year."""
    return (atom for atom in atoms_found if atom.first.startswith("--"))
