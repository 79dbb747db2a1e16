"""A text as its writer sees it: composed from live figures as it will be printed, with what the linter says beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.errors import BadInput, Problem
from musanada.kit.periods import Period, read_span
from musanada.press.reading.numbers import Finding
from musanada.publications.narrative import compose, lint
from musanada.publications.narrative.blocks import parse
from musanada.publications.narrative.document import Document
from musanada.publications.outputs.html import Page
from musanada.publications.queries import publications as published

EXCERPT = 70


@dataclass(frozen=True)
class Remark:
    """A finding with its line and the words it is about; ``start`` and ``end`` let the editor select them."""

    code: str
    level: str
    message: str
    line: int
    about: str
    start: int
    end: int


@dataclass(frozen=True)
class Preview:
    """``problem``: why figures could not be computed; the text is then linted without them."""

    body: SafeString
    title: str
    remarks: tuple[Remark, ...]
    period: str
    problem: str = ""

    @property
    def errors(self) -> int:
        return sum(one.level == "error" for one in self.remarks)

    @property
    def warnings(self) -> int:
        return len(self.remarks) - self.errors


def preview(actor: User, text: str, language: str, period: str) -> Preview:
    """Never raises for a text: what is wrong with it is what the page is for."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    when, problem = period_of(text, period)
    try:
        with published.live(actor) as source:
            document = compose(text, language, when, source, strict=False)
            found = lint(text, language, when, source)
            return Preview(body_of(document), document.title, tuple(remarks(found, text)), when, problem)
    except Problem as refusal:
        found = lint(text, language, when)
        return Preview(SafeString(""), "", tuple(remarks(found, text)), when, problem or str(refusal))


def period_of(text: str, asked: str) -> tuple[str, str]:
    """The period asked for, else the text's own, else the last whole year; and what is wrong with it."""
    line = parse(text).front.get("period")
    written = "".join(piece.text for piece in line.pieces) if line else ""
    last_year = str(timezone.localdate().year - 1)
    for given in (asked.strip(), written.strip()):
        if not given:
            continue
        try:
            span = read_span(given)
        except BadInput as error:
            return last_year, str(error)
        if isinstance(span, Period) and span.closed:
            return span.text, ""
        return last_year, _("Un rapport porte sur une période fermée, comme 2024 ou 2024-Q3.")
    return last_year, ""


def body_of(document: Document) -> SafeString:
    """As the public page prints it; each number leads to its figure's page here."""
    addresses = {cell.id: address_of(cell.figure) for cell in document.cells.values()}
    return Page(document, lambda cell_id: addresses.get(cell_id, "")).body


def address_of(figure: str) -> str:
    if figure.startswith("ext:"):
        return reverse("reporting:external")
    return reverse("reporting:figure", args=[figure])


def remarks(found: Iterable[Finding], text: str) -> Iterable[Remark]:
    """Errors first, then in the order of the text."""
    for one in sorted(found, key=lambda one: (one.level != "error", one.start, one.end)):
        about = " ".join(text[one.start : one.end].split())
        yield Remark(
            one.code, one.level, one.message, text.count("\n", 0, one.start) + 1,
            about if len(about) <= EXCERPT else about[:EXCERPT] + "…", one.start, one.end,
        )  # fmt: skip
