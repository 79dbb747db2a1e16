"""The words of a published cell in the language of the output: what it counts, where it stops, why it is hidden."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from musanada.kit.errors import BadInput
from musanada.kit.formats import format_date, format_number, is_rtl
from musanada.kit.periods import MONTHS, read_span
from musanada.publications.cells import FigureCell, plain
from musanada.publications.disclosure.types import PROTECTION
from musanada.publications.narrative.document import Block, Heading, Inline, Picture
from musanada.publications.narrative.wording import number_text, unit_word
from musanada.publications.outputs.meta import Content, Meta
from musanada.publications.wanted import FigureWords
from musanada.reporting.display import axis_title, period_label


class Labels(Protocol):
    """Who knows the words of codes: a Source, or a published file of figures."""

    def label(self, figure: str, axis: str, code: str, lang: str) -> str: ...


@contextmanager
def spoken(lang: str) -> Iterator[None]:
    """Everything inside is said in ``lang``, whatever language the page or the command runs in."""
    with override(lang):
        yield


def period_words(period: str, lang: str) -> str:
    """``2024`` or ``janvier 2024 – septembre 2024``; what no grammar reads stays as it was written."""
    try:
        return period_label(read_span(period), lang)
    except BadInput:
        return period


def comma_of(lang: str) -> str:
    return "، " if is_rtl(lang) else ", "


def plain_text(inlines: Iterable[Inline]) -> str:
    return "".join(one.text for one in inlines)


def credit_of(picture: Picture) -> str:
    """The source of a map, where the drawing does not say it itself."""
    return "" if picture.credit[:20] in picture.svg else picture.credit


def under(blocks: Sequence[Block], annex: Block, level: int) -> int:
    """The level of the annex's headings: below the author's own where one stands right before, else the chapters'."""
    at = blocks.index(annex)
    return level + 1 if at and isinstance(blocks[at - 1], Heading) else 2


def day_words(text: str, lang: str) -> str:
    """``2024-10-03`` as a date of the language; anything else as it was written."""
    try:
        return format_date(date.fromisoformat(text), lang)
    except ValueError:
        return text


def value_words(cell: FigureCell, lang: str, decimals: int | None = None) -> str:
    """The number as printed, with its sign; a word where there is none. Zero and hidden never look alike."""
    if cell.hidden:
        return pgettext("valeur", "masqué")
    if cell.value is None:
        return pgettext("valeur", "pas de donnée")
    return number_text(cell.value, cell.unit, lang, decimals)


def threshold_of(words: FigureWords, usual: int) -> int:
    """Protection, health, children: never below eleven."""
    return max(usual, PROTECTION) if words.protected else usual


def why_hidden(cell: FigureCell, threshold: int, lang: str) -> str:
    """One sentence; empty for a cell that is shown."""
    least = format_number(threshold, lang)
    sentences = {
        "A": _(
            "Masqué : moins de %(least)s. Un nombre aussi petit pourrait désigner quelqu'un ; zéro, lui, s'écrit."
        ),
        "D": _(
            "Masqué pour protéger un autre nombre du même tableau, plus petit que %(least)s : sans cela on le "
            "retrouverait par soustraction."
        ),
        "N": _("Masqué : ce nombre n'est pas destiné à la publication."),
    }
    return sentences[cell.conf] % {"least": least} if cell.hidden else ""


def status_words(cell: FigureCell) -> str:
    return {
        "A": _("Définitif"),
        "P": _("Provisoire"),
        "E": _("Estimé"),
        "B": _("Rupture de série : ne se compare pas aux périodes d'avant"),
        "M": _("Donnée manquante"),
    }[cell.obs]


def confidentiality_words(cell: FigureCell) -> str:
    return {
        "F": _("Publié"),
        "A": _("Masqué, petit nombre"),
        "D": _("Masqué, protège un autre"),
        "N": _("Non publié"),
    }[cell.conf]


def conventions(meta: Meta, lang: str) -> list[str]:
    """What a reader must know of every table, in the language of the page."""
    return [
        _("Les nombres de moins de %(least)s personnes sont masqués, zéro excepté.")
        % {"least": format_number(meta.threshold, lang)},
        _("Données connues au %(day)s.") % {"day": format_date(meta.known_at.date(), lang)},
    ]


def dimension_pairs(cell: FigureCell, words: Labels, lang: str) -> list[tuple[str, str]]:
    """``("Nationalité", "Guinée")`` for each axis of the cell."""
    return [(axis_title(axis), code_words(cell.figure, axis, code, words, lang)) for axis, code in cell.dims]


def code_words(figure: str, axis: str, code: str, words: Labels, lang: str) -> str:
    if axis in MONTHS:
        return period_words(code, lang)
    try:
        return str(words.label(figure, axis, code, lang)) or code
    except BadInput:
        return code


@dataclass(frozen=True)
class Teller:
    """The words of one publication in one language; asks its Source once per figure."""

    content: Content
    lang: str

    @cached_property
    def _figures(self) -> dict[str, FigureWords]:
        return {
            figure: self.content.words.words(figure, self.lang)
            for figure in sorted({cell.figure for cell in self.content.cells})
        }

    def words(self, figure: str) -> FigureWords:
        return self._figures[figure]

    def name(self, cell: FigureCell) -> str:
        """``Personnes aidées, Guinée, femmes``: what the number is, without its period."""
        parts = [self.words(cell.figure).label]
        parts += [value for _axis, value in self.pairs(cell)]
        return comma_of(self.lang).join(parts)

    def pairs(self, cell: FigureCell) -> list[tuple[str, str]]:
        return dimension_pairs(cell, self.content.words, self.lang)

    def value(self, cell: FigureCell) -> str:
        return value_words(cell, self.lang, self.decimals(cell))

    def decimals(self, cell: FigureCell) -> int | None:
        return self.words(cell.figure).decimals if cell.unit == "percent" else None

    def unit(self, cell: FigureCell) -> str:
        """The noun that follows the number, or "" where the number carries its own sign."""
        return unit_word(cell.unit, cell.value or 0, self.lang)

    def period(self, cell: FigureCell) -> str:
        return period_words(cell.period, self.lang)

    def hidden(self, cell: FigureCell) -> str:
        return why_hidden(cell, threshold_of(self.words(cell.figure), self.content.meta.threshold), self.lang)

    def source(self, cell: FigureCell) -> str:
        """Who says it: the source of others with its date and page, or the publisher's own records."""
        if not cell.external:
            return _("Registres des programmes (%(publisher)s)") % {"publisher": self.content.meta.publisher}
        said = cell.source
        given = [
            said.get("source", ""),
            day_words(said.get("published", ""), self.lang),
            said.get("page", ""),
        ]
        return comma_of(self.lang).join(part for part in given if part)

    def quotient(self, cell: FigureCell) -> str:
        """Both numbers behind a quotient, as text for a machine and an eye: ``1234 / 5678``."""
        if cell.hidden or cell.numerator is None or cell.denominator is None:
            return ""
        return f"{plain(cell.numerator)} / {plain(cell.denominator)}"
