"""A checked text as a page shows it: its own words with every number marked, each finding beside under its own number."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from musanada.press.reading.numbers import Finding, Number
from musanada.press.report import Report

CLASSES = {
    "figure": _("chiffre"), "percent": _("part"), "change": _("évolution"), "rank": _("rang"), "list": _("liste"),
    "money": _("montant"), "date": _("date"), "year": _("année"), "age": _("âge"), "ordinal": _("ordinal"),
    "duration": _("durée"), "time": _("heure"), "phone": _("téléphone"), "law": _("loi ou article"),
    "reference": _("référence"), "page": _("page"), "other": pgettext_lazy("number", "autre"),
}  # fmt: skip
STATING = ("figure", "percent", "change", "rank", "money")


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; ``kind``: "" for plain words, figure, other, check or error for a number."""

    text: str
    kind: str = ""
    title: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Said:
    """A finding with the number under which the text refers to it."""

    mark: int
    finding: Finding
    text: str

    @property
    def wrong(self) -> bool:
        return self.finding.level == "error"


@dataclass(frozen=True)
class Shown:
    paragraphs: list[list[Piece]]
    said: list[Said]
    numbers: int
    figures: int
    errors: int
    checks: int
    language: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


def shown(report: Report) -> Shown:
    raw = report.text.raw
    said = [Said(n, one, raw[one.start : one.end]) for n, one in enumerate(report.findings, 1)]
    numbers = report.text.numbers
    return Shown(
        list(paragraphs(list(pieces(raw, numbers, said)))),
        said,
        len(numbers),
        sum(number.cls in STATING for number in numbers),
        report.errors,
        len(said) - report.errors,
        report.text.language,
    )


def pieces(raw: str, numbers: tuple[Number, ...], said: list[Said]) -> Iterator[Piece]:
    at = 0
    for number in numbers:
        if number.start < at:
            continue
        own = [one for one in said if number.start <= one.finding.start < number.end]
        level = "error" if any(one.wrong for one in own) else "check" if own else ""
        yield Piece(raw[at : number.start])
        yield Piece(
            raw[number.start : number.end],
            level or ("figure" if number.cls in STATING else "other"),
            str(CLASSES[number.cls]),
            tuple(one.mark for one in own),
        )
        at = number.end
    yield Piece(raw[at:])


def paragraphs(rows: list[Piece]) -> Iterator[list[Piece]]:
    """Cut at the line breaks of the text, empty ones left out."""
    current: list[Piece] = []
    for piece in rows:
        lines = piece.text.split("\n") if not piece.kind else [piece.text]
        for place, line in enumerate(lines):
            if place and current:
                yield current
                current = []
            if line.strip() or (line and current):
                current.append(Piece(line, piece.kind, piece.title, piece.marks))
    if current:
        yield current
