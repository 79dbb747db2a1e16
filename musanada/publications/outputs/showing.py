"""What the published pages say, put together: from a revision's files and row, in the language of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.kit.formats import format_date, format_number
from musanada.publications.cells import FigureCell
from musanada.publications.models import Erratum
from musanada.publications.narrative.document import Document
from musanada.publications.outputs.html import Entry
from musanada.publications.outputs.html import Page as Html
from musanada.publications.outputs.texts import (
    code_words,
    comma_of,
    period_words,
    value_words,
)
from musanada.publications.queries import published
from musanada.publications.queries.published import Edition


@dataclass(frozen=True)
class Link:
    text: str
    url: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True)
class Quoted:
    """A cell the text cites."""

    name: str
    url: str
    period: str
    value: str


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
            _name(one, e.figure, lang), e.was, e.now, e.get_reason_display(), e.text, day_of(e.at, lang),
            e.publication.revision,
        )
        for e in found
    ]  # fmt: skip


def _name(one: Edition, key: str, lang: str) -> str:
    cell = one.figures.by_key.get(key)
    return full_name(one, cell, lang) if cell else key


def day_of(moment: datetime, lang: str) -> str:
    return format_date(timezone.localdate(moment), lang)


def full_name(one: Edition, cell: FigureCell, lang: str) -> str:
    parts = [one.figures.words(cell.figure, lang).label]
    parts += [code_words(cell.figure, axis, code, one.figures, lang) for axis, code in cell.dims]
    return comma_of(lang).join(parts)


def shown_value(one: Edition, cell: FigureCell, lang: str) -> str:
    decimals = one.figures.words(cell.figure, lang).decimals if cell.unit == "percent" else None
    return value_words(cell, lang, decimals)


def marks_in_order(document: Document) -> list[tuple[str, int]]:
    return sorted(document.marks.items(), key=lambda pair: pair[1])


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
    ] + [
        Link(
            _("Le dossier entier, à vérifier hors ligne (ZIP)"),
            reverse("published:folder", args=[one.slug, one.revision]),
        )
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
        when = _("publiée le %(day)s") % {"day": day_of(one.published_at, self.lang)}
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
            _("données connues au %(day)s") % {"day": day_of(row.known_at, self.lang)},
            _("publiée le %(day)s") % {"day": day_of(self.edition.published_at, self.lang)},
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
                    filter(None, [day_of(one.published_at, self.lang), one.row.get_reason_display(), one.row.note])
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
    def cited(self) -> list[Quoted]:
        """Every cell the text stands on, in its order: also the second one of a share, the rest of a claim."""
        known = ((key, self.document.cells.get(key)) for key, _mark in marks_in_order(self.document))
        return [
            Quoted(
                full_name(self.edition, cell, self.lang),
                f"figure/{cell.id}/",
                period_words(cell.period, self.lang),
                shown_value(self.edition, cell, self.lang),
            )
            for _key, cell in known
            if cell is not None
        ]

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
