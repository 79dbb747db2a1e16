"""What the published pages say, put together: from a revision's files and row, in the language of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from musanada.kit.formats import format_date, format_number, isolate
from musanada.publications.cells import FigureCell
from musanada.publications.models import Erratum
from musanada.publications.narrative.document import Document
from musanada.publications.narrative.wording import unit_word
from musanada.publications.outputs.html import Entry
from musanada.publications.outputs.html import Page as Html
from musanada.publications.outputs.texts import (
    code_words,
    comma_of,
    confidentiality_words,
    day_words,
    period_words,
    status_words,
    value_words,
    why_hidden,
)
from musanada.publications.queries import published
from musanada.publications.queries.published import Edition
from musanada.publications.wanted import FigureWords


@dataclass(frozen=True)
class Link:
    text: str
    url: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True)
class Correction:
    """An erratum as it is read: beside what was printed, which stays."""

    name: str
    was: str
    now: str
    reason: str
    text: str
    on: str
    revision: int


def corrections(found: Sequence[Erratum], one: Edition, lang: str) -> list[Correction]:
    return [
        Correction(
            _name(one, e.figure, lang), e.was, e.now, e.get_reason_display(), e.text, _day(e.at, lang),
            e.publication.revision,
        )
        for e in found
    ]  # fmt: skip


def _name(one: Edition, key: str, lang: str) -> str:
    cell = one.figures.by_key.get(key)
    return full_name(one, cell, lang) if cell else key


def _day(moment: datetime, lang: str) -> str:
    return format_date(timezone.localdate(moment), lang)


def full_name(one: Edition, cell: FigureCell, lang: str) -> str:
    parts = [one.figures.words(cell.figure, lang).label]
    parts += [code_words(cell.figure, axis, code, one.figures, lang) for axis, code in cell.dims]
    return comma_of(lang).join(parts)


def shown_value(one: Edition, cell: FigureCell, lang: str) -> str:
    decimals = one.figures.words(cell.figure, lang).decimals if cell.unit == "percent" else None
    return value_words(cell, lang, decimals)


def report_address(one: Edition, lang: str) -> str:
    wanted = lang if lang in one.languages else one.languages[0]
    return reverse("published:report", args=[one.slug, one.revision, wanted])


def downloads(one: Edition, lang: str) -> list[Link]:
    """What a reader may take, the readable first; the rest stands in the manifest."""
    names = {
        f"report.{lang}.pdf": _("PDF accessible"),
        f"report.{lang}.docx": _("Word"),
        "tables.xlsx": _("Tableaux, Excel"),
        "figures.csv": _("Tous les chiffres, CSV"),
        "figures.hxl.csv": _("CSV avec étiquettes HXL"),
        "figures.sdmx.csv": _("SDMX-CSV"),
        "figures.sdmx.json": _("SDMX-JSON"),
        "figures.json": _("JSON"),
        "iati.xml": _("Résultats IATI"),
        f"press.{lang}.txt": _("Phrases pour la presse"),
        f"card.{lang}.png": _("Carte pour les réseaux sociaux"),
        "manifest.json": _("Manifeste signé"),
    }
    return [
        Link(
            text, reverse("published:file", args=[one.slug, one.revision, name]), size(one.files[name], lang)
        )
        for name, text in names.items()
        if name in one.files
    ]


def size(count: int, lang: str) -> str:
    return _("%(count)s ko") % {"count": format_number(max(1, round(count / 1000)), lang)}


@dataclass(frozen=True)
class IndexPage:
    """The list: by report, its revisions newest first."""

    editions: Sequence[Edition]
    lang: str

    @cached_property
    def reports(self) -> list[tuple[str, str, list[Link]]]:
        found: dict[str, list[Edition]] = {}
        for one in self.editions:
            found.setdefault(one.slug, []).append(one)
        return [
            (every[0].title(self.lang), self.publisher(every[0]), [self.link(e) for e in every])
            for every in found.values()
        ]

    def publisher(self, one: Edition) -> str:
        return str(one.figures.publication["publisher"])

    def link(self, one: Edition) -> Link:
        text = _("%(period)s, révision %(revision)s") % {
            "period": period_words(one.row.period, self.lang),
            "revision": one.revision,
        }
        when = _("publiée le %(day)s") % {"day": _day(one.published_at, self.lang)}
        note = comma_of(self.lang).join([when, *([_("remplacée")] if one.superseded else [])])
        return Link(text, report_address(one, self.lang), note, current=not one.superseded)


@dataclass(frozen=True)
class ReportPage:
    edition: Edition
    document: Document
    host: str

    @property
    def lang(self) -> str:
        return self.document.language

    @cached_property
    def html(self) -> Html:
        return Html(self.document, lambda cell: f"figure/{cell}/")

    @property
    def body(self) -> str:
        return self.html.body

    @property
    def contents(self) -> list[Entry]:
        return self.html.contents

    @property
    def title(self) -> str:
        return self.document.title or self.edition.title(self.lang)

    @property
    def publisher(self) -> str:
        return str(self.edition.figures.publication["publisher"])

    @property
    def facts(self) -> list[str]:
        row = self.edition.row
        return [
            period_words(row.period, self.lang),
            _("données connues au %(day)s") % {"day": _day(row.known_at, self.lang)},
            _("publiée le %(day)s") % {"day": _day(self.edition.published_at, self.lang)},
            _("révision %(revision)s") % {"revision": row.revision},
        ]

    @property
    def convention(self) -> str:
        least = format_number(self.edition.row.threshold, self.lang)
        return _("Les nombres de moins de %(least)s sont masqués, zéro excepté.") % {"least": least}

    @cached_property
    def successor(self) -> Link | None:
        later = published.successor(self.edition)
        if later is None:
            return None
        text = _("révision %(revision)s") % {"revision": later.revision}
        return Link(text, report_address(later, self.lang), later.row.get_reason_display())

    @cached_property
    def revisions(self) -> list[Link]:
        return [
            Link(
                _("Révision %(revision)s") % {"revision": one.revision},
                report_address(one, self.lang),
                comma_of(self.lang).join(
                    filter(None, [_day(one.published_at, self.lang), one.row.get_reason_display(), one.row.note])
                ),
                one.revision == self.edition.revision,
            )
            for one in published.revisions(self.edition.slug)
            if one.row.period == self.edition.row.period
        ]  # fmt: skip

    @cached_property
    def errata(self) -> list[Correction]:
        mine = [e for e in published.errata(self.edition.slug) if e.publication_id == self.edition.row.pk]
        return corrections(mine, self.edition, self.lang)

    @cached_property
    def downloads(self) -> list[Link]:
        return downloads(self.edition, self.lang)

    @property
    def image(self) -> str:
        name = f"card.{self.lang}.png"
        if name not in self.edition.files:
            return ""
        return self.host + reverse("published:file", args=[self.edition.slug, self.edition.revision, name])

    @property
    def address(self) -> str:
        return self.host + report_address(self.edition, self.lang)


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
        return _day(self.edition.row.known_at, self.lang)

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
        rows += [(_("État"), status_words(cell)), (_("Publication"), confidentiality_words(cell))]
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
                    _day(one.edition.published_at, self.lang),
                    _day(one.edition.row.known_at, self.lang),
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
