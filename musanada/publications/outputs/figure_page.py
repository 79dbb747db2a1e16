"""One figure's page: the number, what it counts word for word, until when, from whom, what each revision said, how to
quote it."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from musanada.kit.formats import format_number, isolate
from musanada.publications.cells import FigureCell
from musanada.publications.narrative.wording import unit_word
from musanada.publications.outputs.showing import (
    Correction,
    Link,
    corrections,
    day_of,
    full_name,
    report_address,
    shown_value,
)
from musanada.publications.outputs.texts import (
    code_words,
    comma_of,
    confidentiality_words,
    day_words,
    period_words,
    status_words,
    why_hidden,
)
from musanada.publications.queries import published
from musanada.publications.queries.published import Edition
from musanada.publications.wanted import FigureWords


@dataclass(frozen=True)
class Line:
    """One revision's value in a figure's history."""

    revision: str
    url: str
    on: str
    known: str
    value: str
    reason: str
    changed: bool
    current: bool


@dataclass(frozen=True)
class FigurePage:
    edition: Edition
    cell: FigureCell
    lang: str
    host: str

    @cached_property
    def words(self) -> FigureWords:
        return self.edition.figures.words(self.cell.figure, self.lang)

    @property
    def value(self) -> str:
        return shown_value(self.edition, self.cell, self.lang)

    @property
    def unit(self) -> str:
        if self.cell.hidden or self.cell.value is None:
            return ""
        return unit_word(self.cell.unit, self.cell.value, self.lang)

    @property
    def period(self) -> str:
        return period_words(self.cell.period, self.lang)

    @property
    def known_at(self) -> str:
        return day_of(self.edition.row.known_at, self.lang)

    @property
    def hidden(self) -> str:
        return why_hidden(self.cell, self.edition.threshold(self.cell.figure), self.lang)

    @property
    def report(self) -> Link:
        return Link(self.edition.title(self.lang), report_address(self.edition, self.lang))

    @property
    def dims(self) -> list[tuple[str, str]]:
        axes = self.edition.figures.data["axes"]
        return [
            (
                axes[axis].get(self.lang, axis),
                code_words(self.cell.figure, axis, code, self.edition.figures, self.lang),
            )
            for axis, code in self.cell.dims
        ]

    @property
    def facts(self) -> list[tuple[str, str]]:
        cell = self.cell
        rows = [*self.dims, (_("Période"), self.period), (_("Données connues au"), self.known_at)]
        rows += [(_("État"), status_words(cell)), (_("Diffusion"), confidentiality_words(cell))]
        if not cell.hidden and cell.numerator is not None and cell.denominator is not None:
            numbers = (format_number(cell.numerator, self.lang), format_number(cell.denominator, self.lang))
            rows.append(
                (
                    _("Calculé sur"),
                    _("%(over)s pour %(under)s")
                    % {"over": isolate(numbers[0]), "under": isolate(numbers[1])},
                )
            )
        if cell.rounded_to:
            rows.append(
                (
                    _("Arrondi"),
                    _("au multiple de %(base)s") % {"base": format_number(cell.rounded_to, self.lang)},
                )
            )
        return rows

    @property
    def method(self) -> str:
        words = self.words
        return _("%(id)s, version %(version)s, empreinte %(digest)s") % {
            "id": isolate(words.figure),
            "version": words.version,
            "digest": isolate(words.digest[:16]),
        }

    @property
    def source(self) -> str:
        said = self.cell.source
        if self.cell.external:
            given = [
                said.get("source", ""),
                day_words(said.get("published", ""), self.lang),
                said.get("page", ""),
            ]
            return comma_of(self.lang).join(filter(None, given))
        publisher = self.edition.figures.publication["publisher"]
        return _("Registres des programmes (%(publisher)s)") % {"publisher": publisher}

    @property
    def source_url(self) -> str:
        url = self.cell.source.get("url", "")
        return url if url.startswith(("https://", "http://")) else ""

    @property
    def source_note(self) -> str:
        return self.cell.source.get("note", "")

    @property
    def footnotes(self) -> tuple[str, ...]:
        return self.cell.footnotes

    @cached_property
    def history(self) -> list[Line]:
        """Oldest first; a value unlike the one before it is marked. Revisions of other periods hold other cells."""
        found: list[Line] = []
        before = ""
        for one in published.vintages(self.edition.slug, self.cell.key):
            value = shown_value(one.edition, one.cell, self.lang)
            found.append(
                Line(
                    _("Révision %(revision)s") % {"revision": one.edition.revision},
                    reverse(
                        "published:figure",
                        args=[
                            one.edition.slug,
                            one.edition.revision,
                            self.spoken_in(one.edition),
                            one.cell.id,
                        ],
                    ),
                    day_of(one.edition.published_at, self.lang),
                    day_of(one.edition.row.known_at, self.lang),
                    value,
                    one.edition.row.get_reason_display(),
                    bool(before) and value != before,
                    one.edition.revision == self.edition.revision,
                )
            )
            before = value
        return found

    def spoken_in(self, one: Edition) -> str:
        return self.lang if self.lang in one.languages else one.languages[0]

    @cached_property
    def errata(self) -> list[Correction]:
        return corrections(published.errata(self.edition.slug, self.cell.key), self.edition, self.lang)

    @cached_property
    def siblings(self) -> list[Link]:
        """The rows of its table, itself among them."""
        rows = published.siblings(self.edition, self.cell)
        if len(rows) < 2:
            return []
        return [
            Link(
                comma_of(self.lang).join(
                    code_words(one.figure, axis, code, self.edition.figures, self.lang) for axis, code in one.dims
                ),
                reverse("published:figure", args=[self.edition.slug, self.edition.revision, self.lang, one.id]),
                shown_value(self.edition, one, self.lang),
                one.id == self.cell.id,
            )
            for one in rows
        ]  # fmt: skip

    @property
    def api(self) -> str:
        return reverse("published:api-cell", args=[self.edition.slug, self.edition.revision, self.cell.id])

    @property
    def address(self) -> str:
        return self.host + reverse(
            "published:figure", args=[self.edition.slug, self.edition.revision, self.lang, self.cell.id]
        )

    @property
    def quoted(self) -> str:
        """How to quote it: all that is needed to find this very number again."""
        parts = [
            str(self.edition.figures.publication["publisher"]),
            self.edition.title(self.lang),
            _("révision %(revision)s") % {"revision": self.edition.revision},
            f"{self.name}{comma_of(self.lang)}{self.period}{pgettext('ponctuation', ' : ')}{isolate(self.value)}",
            isolate(self.address),
        ]
        return comma_of(self.lang).join(parts)

    @property
    def name(self) -> str:
        return full_name(self.edition, self.cell, self.lang)
