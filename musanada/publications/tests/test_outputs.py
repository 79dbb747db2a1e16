"""Every file a reader may take: the same input gives the same bytes, hidden is never zero, citations stay attached."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from musanada.publications.cells import key_of
from musanada.publications.narrative.document import Cited, Words
from musanada.publications.outputs import iati, sdmx, sheets, tables, write_all
from musanada.publications.outputs.figures import Figures
from musanada.publications.outputs.press import Approximate, approximate, sentence
from musanada.publications.outputs.serial import dumps, loads
from musanada.publications.outputs.texts import Teller, spoken
from musanada.publications.tests import handmade
from musanada.publications.tests.handmade import MOI, PEOPLE

HIDDEN = key_of(PEOPLE, (("nationality", "MLI"),), "2024")
EXPECTED = {
    "card.ar.png", "card.ar.svg", "card.fr.png", "card.fr.svg", "document.ar.json", "document.fr.json", "figures.csv",
    "figures.hxl.csv", "figures.json", "figures.sdmx.csv", "figures.sdmx.json", "iati.xml", "press.ar.txt",
    "press.fr.txt", "report.ar.docx", "report.ar.pdf", "report.fr.docx", "report.fr.pdf", "tables.xlsx",
}  # fmt: skip


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("publication")
    content = handmade.content()
    assert set(write_all(content.documents, content.cells, content.meta, made, content.words)) == EXPECTED
    return made


def test_the_same_input_gives_the_same_bytes(folder, tmp_path, monkeypatch):
    """Two days later, too: no file knows the clock."""
    import time

    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + timedelta(days=2).total_seconds())
    content = handmade.content()
    # Cells and documents in another order are the same publication.
    documents = dict(reversed(list(content.documents.items())))
    write_all(documents, reversed(content.cells), content.meta, tmp_path, content.words)
    changed = [name for name in EXPECTED if (folder / name).read_bytes() != (tmp_path / name).read_bytes()]
    assert changed == []


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_document_comes_back_from_its_json(lang):
    document = handmade.document(lang)
    back = loads(dumps(document))
    assert back.blocks == document.blocks
    assert back.marks == document.marks
    assert dumps(back) == dumps(document)
    assert back.cells[key_of(PEOPLE, (), "2024")].value == 8588


def test_how_many_records_a_hidden_cell_stands_on_leaves_no_trace(folder):
    for name in EXPECTED - {n for n in EXPECTED if n.endswith((".pdf", ".docx", ".xlsx", ".png"))}:
        assert b'"count"' not in (folder / name).read_bytes(), name
    row = next(r for r in json.loads((folder / "figures.json").read_bytes())["cells"] if r["key"] == HIDDEN)
    assert (row["value"], row["conf_status"]) == (None, "A")


# Tables -----------------------------------------------------------------------------------------------------------


def test_a_hidden_number_is_empty_and_says_so_and_a_formula_is_text(folder):
    rows = {row["id"]: row for row in rows_of((folder / "figures.csv").read_bytes())}
    known = {cell.key: cell for cell in handmade.content().cells}
    hidden = rows[known[HIDDEN].id]
    assert (hidden["value"], hidden["conf_status"], hidden["nationality"]) == ("", "A", "MLI")
    evil = replace(known[HIDDEN], footnotes=("=HYPERLINK(1)",))
    content = replace(handmade.content(), cells=(evil,))
    assert rows_of(tables.written(content, hxl=False))[0]["footnotes"] == "'=HYPERLINK(1)"


def test_the_second_row_holds_tags_that_hxl_takes(folder):
    lines = list(csv.reader(io.StringIO((folder / "figures.hxl.csv").read_bytes().decode("utf-8-sig"))))
    tag = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
    assert all(tag.fullmatch(one) for one in lines[1])
    assert len(set(lines[1])) == len(lines[1]) == len(lines[0])
    assert "#country+origin+code" in lines[1]
    numbers = lines[1].index("#indicator+num")
    assert all(Decimal(line[numbers]) or True for line in lines[2:] if line[numbers])


# SDMX -------------------------------------------------------------------------------------------------------------


def test_sdmx_csv_names_each_observation_once_and_never_shows_hidden_as_zero(folder):
    rows = rows_of((folder / "figures.sdmx.csv").read_bytes())
    names = list(rows[0])
    assert names[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert {(r["STRUCTURE"], r["ACTION"]) for r in rows} == {("dataflow", "I")}
    dimensions = names[3 : names.index("OBS_VALUE")]
    keys = [tuple(row[name] for name in dimensions) for row in rows]
    assert len(set(keys)) == len(keys) == len(handmade.content().cells)
    hidden = next(r for r in rows if r["CITIZENSHIP"] == "MLI")
    assert (hidden["OBS_VALUE"], hidden["OBS_STATUS"], hidden["CONF_STATUS"]) == ("", "Q", "A")
    nine_months = next(r for r in rows if r["INDICATOR"] == "ext-moi-attempts_prevented")
    assert nine_months["TIME_PERIOD"] == "2024-01-01/P9M"
    assert (nine_months["FREQ"], nine_months["OBS_STATUS"]) == ("_O", "P")


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2024", ("A", "2024", "_Z")),
        ("2024-H2", ("S", "2024-S2", "_Z")),
        ("2024-Q3", ("Q", "2024-Q3", "_Z")),
        ("2024-09", ("M", "2024-09", "_Z")),
        ("2024-09-05", ("D", "2024-09-05", "_Z")),
        ("2024~2023", ("A", "2024", "2023")),
        ("../2024-12-31", ("UPTO", "2024-12-31", "_Z")),
        ("2024-01-15/2024-02-03", ("_O", "2024-01-15/P20D", "_Z")),
    ],
)
def test_our_periods_in_sdmx(period, expected):
    assert sdmx.time_of(period) == expected


def test_sdmx_json_points_into_its_own_lists(folder):
    message = json.loads((folder / "figures.sdmx.json").read_bytes())
    structure, data = message["data"]["structures"][0], message["data"]["dataSets"][0]
    dims = structure["dimensions"]["observation"]
    attributes = structure["attributes"]["observation"]
    identifiers = re.compile(r"[A-Za-z0-9_@$-]+")
    for one in (*dims, *attributes):
        assert all(identifiers.fullmatch(value["id"]) for value in one.get("values", ()) if "id" in value)
    for key, values in data["observations"].items():
        places = [int(one) for one in key.split(":")]
        assert all(place < len(dim["values"]) for place, dim in zip(places, dims, strict=True))
        assert len(values) == 1 + len(attributes)
    assert re.fullmatch(r"[A-Za-z0-9_@$-]+", message["meta"]["id"])
    assert len(data["observations"]) == len(handmade.content().cells)


# IATI -------------------------------------------------------------------------------------------------------------


def test_iati_results_in_the_order_of_the_schema(folder):
    root = ET.fromstring((folder / "iati.xml").read_bytes())
    activity = root.find("iati-activity")
    order = [child.tag for child in activity]
    assert order[:5] == ["iati-identifier", "reporting-org", "title", "description", "participating-org"]
    assert order[5:8] == ["activity-status", "activity-date", "recipient-country"]
    people = activity.findall("result")[0]
    indicator = people.find("indicator")
    assert [c.tag for c in indicator] == ["title", "description", "reference", "period", "period"]
    assert indicator.get("aggregation-status") == "0"  # unique persons: two activities may reach the same one
    actuals = indicator.findall("period")[1].findall("actual")
    hidden = next(
        a for a in actuals if a.find("dimension") is not None and a.find("dimension").get("value") == "MLI"
    )
    assert hidden.get("value") is None
    assert "10" in hidden.find("comment/narrative").text
    assert MOI not in (folder / "iati.xml").read_text()


def test_iati_says_when_the_publisher_has_no_registered_identifier(folder):
    assert iati.UNREGISTERED in (folder / "iati.xml").read_text()
    registered = iati.document(handmade.content(org_ref="MA-ICE-123")).decode()
    assert iati.UNREGISTERED not in registered
    assert "<iati-identifier>MA-ICE-123-rapport-annuel</iati-identifier>" in registered


# Paper, Word, Excel -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_pdf_is_tagged_numbered_and_its_marks_lead_on(folder, lang):
    from pypdf import PdfReader

    reader = PdfReader(folder / f"report.{lang}.pdf")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    metadata = reader.xmp_metadata.stream.get_data().decode()
    assert "pdfuaid" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert reader.trailer["/Root"]["/Lang"].startswith(lang)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert f"1 / {len(reader.pages)}" in text
    assert next(c.id for c in handmade.cells() if c.key == key_of(PEOPLE, (), "2024")) in text
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", ())]
    assert any("/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo" for link in links)
    addresses = [link["/A"]["/URI"] for link in links if link.get("/A", {}).get("/S") == "/URI"]
    assert any("/figure/c" in address for address in addresses)


def test_markup_and_wild_headings_in_a_text_stay_text_on_paper():
    from pypdf import PdfReader

    from musanada.publications.outputs.pdf import pdf

    content = handmade.content(languages=("fr",))
    wild = handmade.document("fr")
    headings = [replace(b, level=4) if getattr(b, "level", 0) == 3 else b for b in wild.blocks]
    unknown = handmade.Paragraph(
        (Cited("fig", "12", "fig:x", ("nowhere@2024",), 99), Words("#pagebreak() $x$ @a", "code"))
    )
    content = replace(content, documents={"fr": replace(wild, blocks=(*headings, unknown))})
    data = pdf(content, "fr")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "#pagebreak() $x$ @a" in text


def test_word_in_arabic_runs_right_to_left_everywhere(folder):
    with zipfile.ZipFile(folder / "report.ar.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        body = archive.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", body, re.DOTALL)
    spoken_ = [one for one in paragraphs if "<w:t" in one]
    assert all("<w:bidi/>" in one for one in spoken_)
    assert body.count("<w:bidiVisual/>") == body.count("<w:tbl>") == 3
    assert body.count("<w:tblHeader/>") == 3
    assert body.count("<w:rtl/>") > 20
    assert 'descr="أعمدة' in body
    anchors = set(re.findall(r'w:anchor="(cite_\d+)"', body))
    assert anchors <= set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="(cite_\d+)"', body))


def test_numbers_of_the_workbook_carry_their_citation(folder):
    with zipfile.ZipFile(folder / "tables.xlsx") as archive:
        comments = "".join(archive.read(n).decode() for n in archive.namelist() if "comments" in n)
        names = archive.read("xl/workbook.xml").decode()
    known = {cell.key: cell for cell in handmade.content().cells}
    assert known[HIDDEN].id in comments
    assert "ar 1 " in names
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(folder / "tables.xlsx"))
    table = book.get_sheet_by_name(next(n for n in book.sheet_names if n.startswith("fr 1"))).to_python()
    values = {row[0]: row[1] for row in table if len(row) > 1}
    assert values["Guinée"] == 2876
    assert values["Mali"] == "masqué"


def test_a_sheet_may_be_called_anything():
    assert len(sheets.Sheets.name(type("X", (), {"lang": "fr"})(), "a/b:c*[d]?" * 9)) <= 31  # type: ignore[arg-type]


# Press ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, ("", 7)), (99, ("", 99)), (8500, ("", 8500)), (8512, ("more", 8500)), (8588, ("near", 8600)),
        (8550, ("more", 8500)), (101, ("more", 100)), (109, ("near", 110)), (23096, ("more", 23000)), (999_999, ("near", 1_000_000)),
    ],
)  # fmt: skip
def test_more_than_and_nearly_only_where_true(value, expected):
    found = approximate(value)
    assert (found.word, found.round) == expected
    assert found.word != "more" or value > found.round
    assert found.word != "near" or found.round * 95 // 100 <= value < found.round


def test_a_sentence_holds_the_exact_number_and_its_change():
    content = handmade.content()
    total = next(cell for cell in content.cells if cell.key == key_of(PEOPLE, (), "2024"))
    with spoken("fr"):
        said = sentence(total, Teller(content, "fr"))
    assert said.startswith("Personnes aidées, 2024")
    assert "près de 8\u202f600" in said
    assert "(8\u202f588)" in said
    assert "en hausse de 7,2" in said
    assert Approximate("", 5).round == 5


def test_the_figures_file_answers_as_a_source_does(folder):
    known = Figures(json.loads((folder / "figures.json").read_bytes()))
    assert known.words(PEOPLE, "ar").label == handmade.LABELS[PEOPLE]["ar"]
    assert known.words(PEOPLE, "es").definition == handmade.DEFINITIONS[PEOPLE]["fr"]
    assert known.label(PEOPLE, "nationality", "GIN", "fr") == "Guinée"
    assert known.by_key[key_of(PEOPLE, (), "2024")].value == 8588
