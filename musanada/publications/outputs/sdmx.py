"""Published cells as SDMX 3.0 data messages: SDMX-CSV 2.0 and SDMX-JSON 2.0 (flat), one dataflow a publication.

Dimensions: FREQ, REF_AREA, INDICATOR, BASE_PER (the base of a change), the axes that occur, TIME_PERIOD. Codes follow
the cross-domain lists (``_T`` total, ``_U`` unknown, ``_O`` other; SEX T and U). A hidden value is empty, OBS_STATUS Q
and CONF_STATUS A, D or N: never zero. What SDMX cannot name is kept in attributes: ``PERIOD`` is the period as we
write it, ``CELL_ID`` leads to the figure's page. The dataflow is ours and stands in no registry.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, Period, read_span
from musanada.publications.cells import FigureCell, plain
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.serial import canonical
from musanada.publications.outputs.tables import axes_of
from musanada.publications.outputs.texts import Teller, code_words, spoken

AGENCY, AREA = "MUSANADA", "MA"
NONE, TOTAL = "_Z", "_T"
ROLES = {"sex": "SEX", "age": "AGE", "nationality": "CITIZENSHIP"}
STEPS = {12: "A", 6: "S", 3: "Q", 1: "M"}
STATUS = {"A": "A", "P": "P", "E": "E", "B": "B", "M": "O"}  # ours → CL_OBS_STATUS; hidden is Q
FREE = ("NUMERATOR", "DENOMINATOR", "PERIOD", "SOURCE", "COMMENT_OBS", "CELL_ID")
ATTRIBUTES = ("UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS", *FREE)
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json"
)


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    yield "figures.sdmx.csv", as_csv(content)
    yield "figures.sdmx.json", as_json(content)


@dataclass(frozen=True)
class Observation:
    cell: FigureCell
    key: Mapping[str, str]  # dimension → code
    attributes: Mapping[str, str]


def identifier(code: str) -> str:
    """A code as SDMX allows it: letters, digits, ``_ @ $ -``."""
    return re.sub(r"[^A-Za-z0-9_@$-]", "_", code.replace("+", "_PLUS").replace(".", "-").replace(":", "-"))


def flow(content: Content) -> str:
    meta = content.meta
    return f"{AGENCY}:DF_{identifier(meta.slug).upper()}({meta.revision}.0.0)"


def dimensions(axes: tuple[str, ...]) -> tuple[str, ...]:
    return ("FREQ", "REF_AREA", "INDICATOR", "BASE_PER", *(dimension(axis) for axis in axes), "TIME_PERIOD")


def dimension(axis: str) -> str:
    return ROLES.get(axis) or f"BY_{identifier(axis).upper()}"


def time_of(text: str) -> tuple[str, str, str]:
    """Frequency, time period and base of a change, of one of our periods."""
    span = read_span(text)
    if isinstance(span, Change):
        freq, time = _time(span.of)
        return freq, time, identifier(span.against.text)
    return *_time(span), NONE


def _time(span: Period) -> tuple[str, str]:
    if span.start is None:
        return "UPTO", span.last_day.isoformat()
    if span.end is None:
        return "SINCE", span.first_day.isoformat()
    if "/" not in span.text:
        if span.months is None:
            return "D", span.text
        return STEPS[span.months], span.text.replace("-H", "-S")
    length = f"P{span.months}M" if span.months else f"P{(span.end - span.start) // timedelta(days=1)}D"
    return "_O", f"{span.first_day.isoformat()}/{length}"


def code_of(axis: str, dims: Mapping[str, str]) -> str:
    code = dims.get(axis)
    if axis == "sex":
        return {None: "T", "unknown": "U", "F": "F", "M": "M"}.get(code, identifier(code or ""))
    return {None: TOTAL, "unknown": "_U", "other": "_O"}.get(code, identifier(code or ""))


def observations(content: Content, teller: Teller) -> list[Observation]:
    axes = axes_of(content.cells)
    found = []
    for cell in content.cells:
        try:
            freq, time, base = time_of(cell.period)
        except BadInput:
            continue  # a label of others that names no days has no SDMX time; the CSV and JSON of ours hold it
        dims = dict(cell.dims)
        key = {"FREQ": freq, "REF_AREA": AREA, "INDICATOR": identifier(cell.figure), "BASE_PER": base}
        key |= {dimension(axis): code_of(axis, dims) for axis in axes} | {"TIME_PERIOD": time}
        found.append(Observation(cell, key, attributes(cell, teller)))
    return found


def attributes(cell: FigureCell, teller: Teller) -> dict[str, str]:
    shown = not cell.hidden
    return {
        "UNIT_MEASURE": identifier(cell.unit).upper(),
        "OBS_STATUS": STATUS[cell.obs] if shown else "Q",
        "CONF_STATUS": cell.conf,
        "NUMERATOR": plain(cell.numerator) or "" if shown else "",
        "DENOMINATOR": plain(cell.denominator) or "" if shown else "",
        "PERIOD": cell.period,
        "SOURCE": teller.source(cell),
        "COMMENT_OBS": " | ".join(cell.footnotes),
        "CELL_ID": cell.id,
    }


def as_csv(content: Content) -> bytes:
    names = dimensions(axes_of(content.cells))
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *names, "OBS_VALUE", *ATTRIBUTES])
    with spoken("en"):
        for one in observations(content, Teller(content, content.first_language)):
            value = "" if one.cell.hidden else plain(one.cell.value) or ""
            along = [one.key[name] for name in names]
            lines.writerow(
                ["dataflow", flow(content), "I", *along, value, *(one.attributes[a] for a in ATTRIBUTES)]
            )
    return out.getvalue().encode()


def as_json(content: Content) -> bytes:
    lang = content.first_language
    with spoken(lang):
        found = observations(content, Teller(content, lang))
    names = dimensions(axes_of(content.cells))
    values = {name: list(dict.fromkeys(one.key[name] for one in found)) for name in names}
    coded = {name: list(dict.fromkeys(one.attributes[name] for one in found)) for name in ATTRIBUTES[:3]}
    named = Names(content, found)
    structure = {
        "dataSets": [0],
        "links": [link(content)],
        "names": {lang: content.documents[lang].title for lang in content.languages},
        "name": content.documents[lang].title if lang in content.documents else content.meta.slug,
        "dimensions": {
            "observation": [
                {
                    "id": name,
                    "name": name,
                    "keyPosition": at,
                    "values": [named.value(name, c) for c in values[name]],
                }
                for at, name in enumerate(names)
                if values[name]
            ]
        },
        "measures": {"observation": [{"id": "OBS_VALUE", "name": "Observation value"}]},
        "attributes": {"observation": [_attribute(name, coded, named) for name in ATTRIBUTES]},
    }
    data_set = {
        "structure": 0,
        "action": "Information",
        "links": [link(content)],
        "observations": {
            ":".join(str(values[name].index(one.key[name])) for name in names): [
                _value(one.cell),
                *(coded[name].index(one.attributes[name]) for name in ATTRIBUTES[:3]),
                *(one.attributes[name] or None for name in FREE),
            ]
            for one in found
        },
    }
    return canonical({"meta": header(content), "data": {"structures": [structure], "dataSets": [data_set]}})


def header(content: Content) -> dict[str, Any]:
    meta = content.meta
    return {
        "schema": SCHEMA,
        "id": identifier(f"{meta.slug}-{meta.revision}"),
        "prepared": meta.moment.isoformat().replace("+00:00", "Z"),
        "contentLanguages": list(content.languages) or [content.first_language],
        "sender": {"id": AGENCY, "name": meta.publisher},
        "test": False,
    }


def link(content: Content) -> dict[str, str]:
    return {"urn": f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={flow(content)}", "rel": "dataflow"}


def _attribute(name: str, coded: Mapping[str, list[str]], named: "Names") -> dict[str, Any]:
    made: dict[str, Any] = {"id": name, "name": name, "relationship": {"observation": {}}}
    if coded.get(name):
        made["values"] = [named.value(name, code) for code in coded[name]]
    return made


def _value(cell: FigureCell) -> int | float | None:
    if cell.hidden or cell.value is None:
        return None
    return float(cell.value) if isinstance(cell.value, Decimal) else cell.value


class Names:
    """The words of every code of the message, in each language of the publication."""

    def __init__(self, content: Content, found: list[Observation]) -> None:
        self.content = content
        self.codes: dict[tuple[str, str], tuple[str, str, str]] = {}
        for one in found:
            cell = one.cell
            self.codes[("INDICATOR", one.key["INDICATOR"])] = (cell.figure, "", "")
            for axis, code in cell.dims:
                self.codes.setdefault((dimension(axis), one.key[dimension(axis)]), (cell.figure, axis, code))

    def value(self, name: str, code: str) -> dict[str, Any]:
        if name == "TIME_PERIOD":
            return {"value": code}
        languages = self.content.languages or (self.content.first_language,)
        names = {lang: self._words(name, code, lang) for lang in languages}
        return {"id": code, "name": names[self.content.first_language], "names": names}

    def _words(self, name: str, code: str, lang: str) -> str:
        figure, axis, own = self.codes.get((name, code), ("", "", ""))
        with spoken(lang):
            if axis:
                return code_words(figure, axis, own, self.content.words, lang)
            return self.content.words.words(figure, lang).label if figure else code
