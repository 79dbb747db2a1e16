"""The results of a publication in the vocabulary of IATI 2.03, one indicator an indicator, one activity for the report.

``aggregation-status`` is 0 where rows may not be added (unique persons, overlapping groups, quotients). A hidden value
is left out: IATI has no way to say "withheld" but a comment, which stands there. IATI asks for the publisher's own
registered identifier: without one (``Meta.org_ref``) the file says so and cannot be sent to the registry.
"""

from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, read_span
from musanada.publications.cells import FigureCell, plain
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.tables import bounds
from musanada.publications.outputs.texts import spoken, threshold_of, why_hidden
from musanada.publications.wanted import FigureWords

UNREGISTERED = "XX-UNREGISTERED"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OUTPUT, UNIT, PERCENT = "1", "1", "2"
OWN_VOCABULARY = "99"
REPORTING_ORG_TYPE = "10"  # government; 40 would be multilateral
IMPLEMENTING, STARTED, ONGOING = "4", "2", "2"


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    yield "iati.xml", document(content)


def document(content: Content) -> bytes:
    meta = content.meta
    root = ET.Element("iati-activities", {"version": "2.03", "generated-datetime": stamp(content)})
    root.append(ET.Comment(" " + note(content) + " "))
    activity = ET.SubElement(
        root, "iati-activity", {LANG: content.first_language, "last-updated-datetime": stamp(content)}
    )
    org = meta.org_ref or UNREGISTERED
    ET.SubElement(activity, "iati-identifier").text = f"{org}-{meta.slug}"
    reporting = ET.SubElement(activity, "reporting-org", {"ref": org, "type": REPORTING_ORG_TYPE})
    narrative(reporting, {content.first_language: meta.publisher})
    titles = {lang: content.documents[lang].title for lang in content.languages}
    narrative(ET.SubElement(activity, "title"), titles)
    narrative(ET.SubElement(activity, "description"), described(content))
    partner = ET.SubElement(activity, "participating-org", {"ref": org, "role": IMPLEMENTING})
    narrative(partner, {content.first_language: meta.publisher})
    ET.SubElement(activity, "activity-status", {"code": ONGOING})
    began = bounds(meta.period)[0] or meta.dated
    ET.SubElement(activity, "activity-date", {"type": STARTED, "iso-date": began.isoformat()})
    ET.SubElement(activity, "recipient-country", {"code": "MA"})
    own = [cell for cell in content.cells if not cell.external and reported(cell)]
    for figure, cells in groupby(own, key=lambda cell: cell.figure):
        result(activity, content, figure, list(cells))
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def reported(cell: FigureCell) -> bool:
    """A period of IATI has two ends; a change, an open period and money in a table of results have none."""
    try:
        span = read_span(cell.period)
    except BadInput:
        return False
    return not isinstance(span, Change) and span.closed


def result(activity: ET.Element, content: Content, figure: str, cells: list[FigureCell]) -> None:
    words = {lang: content.words.words(figure, lang) for lang in content.languages or ("fr",)}
    first = words[content.first_language]
    added = "1" if first.additive and cells[0].denominator is None else "0"
    made = ET.SubElement(activity, "result", {"type": OUTPUT, "aggregation-status": added})
    narrative(ET.SubElement(made, "title"), {lang: one.label for lang, one in words.items()})
    measure = PERCENT if first.unit == "percent" else UNIT
    indicator = ET.SubElement(
        made, "indicator", {"measure": measure, "ascending": "1", "aggregation-status": added}
    )
    narrative(ET.SubElement(indicator, "title"), {lang: one.label for lang, one in words.items()})
    narrative(ET.SubElement(indicator, "description"), {lang: one.definition for lang, one in words.items()})
    reference(indicator, first)
    ordered = sorted(cells, key=lambda cell: (bounds(cell.period), cell.key))
    for _period, same in groupby(ordered, key=lambda cell: bounds(cell.period)):
        period(indicator, content, list(same))


def reference(indicator: ET.Element, words: FigureWords) -> None:
    ET.SubElement(
        indicator, "reference", {"vocabulary": OWN_VOCABULARY, "code": f"{words.figure}.v{words.version}"}
    )


def period(indicator: ET.Element, content: Content, cells: list[FigureCell]) -> None:
    start, end = bounds(cells[0].period)
    if start is None or end is None:
        return
    made = ET.SubElement(indicator, "period")
    ET.SubElement(made, "period-start", {"iso-date": start.isoformat()})
    ET.SubElement(made, "period-end", {"iso-date": end.isoformat()})
    for cell in cells:
        shown = {} if cell.hidden or cell.value is None else {"value": plain(cell.value) or ""}
        actual = ET.SubElement(made, "actual", shown)
        for axis, code in cell.dims:
            ET.SubElement(actual, "dimension", {"name": axis, "value": code})
        if cell.hidden:
            lang = content.first_language
            least = threshold_of(content.words.words(cell.figure, lang), content.meta.threshold)
            with spoken(lang):
                narrative(ET.SubElement(actual, "comment"), {lang: why_hidden(cell, least, lang)})


def described(content: Content) -> dict[str, str]:
    found = {}
    for lang in content.languages:
        with spoken(lang):
            found[lang] = content.documents[lang].subtitle or _("Rapport publié par %(publisher)s") % {
                "publisher": content.meta.publisher
            }
    return found


def narrative(parent: ET.Element, words: dict[str, str]) -> None:
    for lang, text in sorted(words.items()):
        ET.SubElement(parent, "narrative", {LANG: lang}).text = text


def note(content: Content) -> str:
    """XML comments are read by who sends the file on."""
    if content.meta.org_ref:
        return "Generated by Musanada from a signed publication"
    return (
        f"Not for the IATI registry yet: {UNREGISTERED} stands where the publisher's registered organisation "
        "identifier belongs (https://org-id.guide)"
    )


def stamp(content: Content) -> str:
    return content.meta.moment.isoformat().replace("+00:00", "Z")
