"""The publication on paper: tagged PDF (PDF/UA-1 and PDF/A-2a) by typst, French and Arabic from one template.

Every cited number carries its mark; the mark leads to the list of cited figures at the end, and from there to the
figure's page. The date inside the file is the publication's, so the same input gives the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from musanada.kit.formats import format_datetime, is_rtl, isolate
from musanada.kit.pdf import render
from musanada.kit.qr import qr_svg
from musanada.publications.narrative.document import (
    Annex,
    Block,
    Cited,
    Document,
    Heading,
    Inline,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    TableBlock,
    TableCell,
)
from musanada.publications.outputs.citations import CitedLine, cited_lines
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.texts import (
    Teller,
    comma_of,
    conventions,
    credit_of,
    day_words,
    period_words,
    plain_text,
    spoken,
    under,
)

TEMPLATE = "publications/typst/report.typ"
ARABIC = re.compile("[\u0600-\u06ff]")
LATIN_LIMIT = 28  # longer than any number: a sentence must break over lines


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    for lang in content.languages:
        yield f"report.{lang}.pdf", pdf(content, lang)


def pdf(content: Content, lang: str) -> bytes:
    with spoken(lang):
        data = Paper(content, lang).data()
    return render(TEMPLATE, data, lang, dated=content.meta.dated, standards=("ua-1", "a-2a"))


class Paper:
    """The data of the template, for one language."""

    def __init__(self, content: Content, lang: str) -> None:
        self.content, self.lang = content, lang
        self.document: Document = content.documents[lang]
        self.teller = Teller(content, lang)
        self.anchors: set[str] = set()
        self.level = 1
        self.shift = 2 - min((b.level for b in self.document.blocks if isinstance(b, Heading)), default=2)
        self.lines = list(cited_lines(self.document, self.teller))
        self.marks = {line.mark for line in self.lines}

    def data(self) -> dict[str, Any]:
        document, meta = self.document, self.content.meta
        address = meta.page(self.lang)
        return {
            "title": document.title,
            "subtitle": document.subtitle,
            "publisher": meta.publisher,
            "running": document.title,
            "footer": _("%(publisher)s, révision %(revision)s")
            % {"publisher": meta.publisher, "revision": meta.revision},
            "contents": _("Sommaire"),
            "facts": self.facts(),
            "conventions": conventions(meta, self.lang),
            "address": address,
            "address_label": _("Chaque chiffre s'ouvre en ligne, avec sa définition et ses révisions :"),
            "qr": qr_svg(address, _("Adresse de la publication")) if address else "",
            "qr_alt": _("Code à lire par un téléphone : adresse de la publication"),
            "blocks": self.blocks(),
            "cited": [self.cited(one) for one in self.lines],
            "titles": titles(),
        }

    def facts(self) -> list[tuple[str, str]]:
        meta = self.content.meta
        return [
            (_("Période"), period_words(self.document.period or meta.period, self.lang)),
            (_("Données connues au"), isolate(format_datetime(meta.known_at, self.lang))),
            (_("Révision"), str(meta.revision)),
        ]

    def blocks(self) -> list[dict[str, Any]]:
        """In order; the list of cited figures closes the annex, or the text where it has none."""
        made = [self.block(block) for block in self.document.blocks]
        last = next((one for one in reversed(made) if one["is"] == "annex"), None)
        if last is None:
            last = {"is": "annex", "level": 2, "definitions": [], "sources": []}
            made.append(last)
        last["cited"] = bool(self.lines)
        return made

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                level = self.deeper(block.level)
                return {
                    "is": "heading",
                    "level": level,
                    "anchor": self.anchor(block.anchor),
                    **self.said(block.inlines),
                }
            case Paragraph():
                return {"is": "paragraph", **self.said(block.inlines)}
            case Quote():
                return {"is": "quote", **self.said(block.inlines)}
            case Listing():
                return {
                    "is": "list",
                    "ordered": block.ordered,
                    "items": [self.inlines(one) for one in block.items],
                }
            case TableBlock():
                return {"is": "table", **self.table(block)}
            case Picture():
                return {
                    "is": "picture", "svg": block.svg, "alt": block.alt, "credit": credit_of(block), "width": 100,
                    "caption": self.inlines(block.caption), "table": self.under(block),
                }  # fmt: skip
            case Annex():
                return {
                    "is": "annex", "level": under(self.document.blocks, block, self.level), "cited": False,
                    "definitions": list(self.definitions(block)), "sources": list(self.sources(block)),
                }  # fmt: skip
            case Rule():
                return {"is": "rule"}

    def deeper(self, level: int) -> int:
        """The title is the only level 1, and no reader's outline skips a step: PDF/UA refuses both."""
        self.level = max(2, min(level + self.shift, self.level + 1))
        return self.level

    def anchor(self, name: str) -> str:
        """A label typst takes, once in the document."""
        base = wanted = f"h-{re.sub(r'[^0-9A-Za-z_-]', '-', name) or 'part'}"
        number = 2
        while wanted in self.anchors:
            wanted, number = f"{base}-{number}", number + 1
        self.anchors.add(wanted)
        return wanted

    def said(self, inlines: Sequence[Inline]) -> dict[str, Any]:
        return {"inlines": self.inlines(inlines)}

    def inlines(self, inlines: Sequence[Inline]) -> list[dict[str, Any]]:
        return [self.inline(one) for one in inlines]

    def inline(self, one: Inline) -> dict[str, Any]:
        cited = isinstance(one, Cited)
        latin = cited and is_rtl(self.lang) and len(one.text) <= LATIN_LIMIT and not ARABIC.search(one.text)
        return {
            "text": one.text,
            "style": "" if isinstance(one, Cited) else one.style,
            "url": "" if isinstance(one, Cited) else safe_address(one.url),
            "mark": one.mark if isinstance(one, Cited) else 0,
            "known": isinstance(one, Cited) and one.mark in self.marks,
            "latin": latin,
        }

    def table(self, table: TableBlock) -> dict[str, Any]:
        notes = list(table.notes)
        if table.figure:
            notes.append(_("Chiffre : %(figure)s") % {"figure": isolate(table.figure)})
        return {
            "caption": self.inlines(table.caption),
            "columns": self.columns(table),
            "rows": [[self.cell(cell) for cell in row] for row in table.rows],
            "total": [self.cell(cell) for cell in table.total],
            "notes": notes,
        }

    def under(self, picture: Picture) -> dict[str, Any]:
        """The picture's table, without its caption where it would say the same again."""
        made = self.table(picture.table)
        same = plain_text(picture.caption) == plain_text(picture.table.caption)
        return {**made, "caption": []} if same else made

    def columns(self, table: TableBlock) -> list[dict[str, Any]]:
        """A column is numbers where its first row is, whatever its head says."""
        sample = table.rows[0] if table.rows else table.total
        return [
            {"text": cell.text, "number": cell.number or (at < len(sample) and sample[at].number)}
            for at, cell in enumerate(table.columns)
        ]

    def cell(self, cell: TableCell) -> dict[str, Any]:
        return {"text": cell.text, "number": cell.number, "hidden": cell.hidden}

    def definitions(self, annex: Annex) -> Iterator[dict[str, Any]]:
        for one in annex.definitions:
            version = _("version %(version)s, empreinte %(digest)s") % {
                "version": one.version,
                "digest": one.digest[:16],
            }
            yield {
                "label": one.label, "id": one.figure, "text": one.definition, "notes": [version, *one.notes],
            }  # fmt: skip

    def sources(self, annex: Annex) -> Iterator[dict[str, Any]]:
        for one in annex.sources:
            parts = [
                one.source,
                period_words(one.period, self.lang),
                day_words(one.published, self.lang),
                one.page,
            ]
            comma = comma_of(self.lang)
            yield {
                "label": one.label, "id": one.figure, "text": comma.join(filter(None, parts)),
                "url": safe_address(one.url), "notes": [one.note] if one.note else [],
            }  # fmt: skip

    def cited(self, one: CitedLine) -> dict[str, Any]:
        return {
            "mark": one.mark, "first": one.first, "name": one.name, "period": one.period, "value": one.value,
            "id": one.id, "url": self.content.meta.figure_page(one.id, self.lang),
        }  # fmt: skip


def titles() -> dict[str, Any]:
    return {
        "definitions": _("Définitions"),
        "sources": _("Sources des chiffres d'autres organismes"),
        "cited": _("Chiffres cités"),
        "cited_note": _("Dans l'ordre du texte ; chaque numéro ouvre la page du chiffre."),
        "columns": [_("Renvoi"), _("Chiffre"), _("Période"), _("Valeur"), _("Numéro")],
    }


def safe_address(url: str) -> str:
    return url if url.startswith(("https://", "http://", "mailto:")) else ""
