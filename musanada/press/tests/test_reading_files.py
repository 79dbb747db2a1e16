"""Documents as text: saved pages, Word, PDF, plain text; what is broken is refused in words."""

import io
import time
import zlib

import pytest

from musanada.kit.errors import BadInput
from musanada.press.reading import read
from musanada.press.reading.files import text_of

PAGE = """<!doctype html><html><head><title>x 99</title><style>p{width:12px}</style></head><body><nav>Menu 7</nav>
<h1>36.000 migrants soutenus en&nbsp;2024</h1><script>var a = 5;</script><p>L'OIM a assisté <b>10.404</b> personnes.</p>
<table><tr><td>Guinée</td><td>410</td></tr></table><img src="x.png" alt="Carte : 12 régions"><footer>© 2025</footer></body></html>"""


def test_a_page_shows_what_its_reader_sees() -> None:
    text = text_of(PAGE.encode())
    assert [str(n.value) for n in read(text).numbers] == ["36000", "2024", "10404", "410", "12"]


def test_encodings() -> None:
    assert text_of("Fès : 12 réfugiés".encode("cp1252")) == "Fès : 12 réfugiés"
    assert text_of("﻿Fès".encode()) == "Fès"
    assert "12" in text_of("<html><meta charset=windows-1256><p>12 لاجئا".encode("cp1256"), "a.html")


def test_word() -> None:
    from docx import Document

    document = Document()
    document.add_heading("Bilan 2024")
    document.add_paragraph("2.196 migrants sont rentrés.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Mali", "265"
    held = io.BytesIO()
    document.save(held)
    assert text_of(held.getvalue()) == "Bilan 2024\n\n2.196 migrants sont rentrés.\n\nMali | 265"


def test_pdf_of_images_and_broken_files_are_refused() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    held = io.BytesIO()
    writer.write(held)
    for data in (held.getvalue(), b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"\x00\x01\x02"):
        with pytest.raises(BadInput):
            text_of(data)


def test_pdf() -> None:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(300, 100)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 10 50 Td (2.196 migrants in 2024) Tj ET")
    page[NameObject("/Contents")] = stream
    held = io.BytesIO()
    writer.write(held)
    assert text_of(held.getvalue()) == "2.196 migrants in 2024"


def packed(*entries: tuple[str, bytes]) -> bytes:
    from zipfile import ZIP_DEFLATED, ZipFile

    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as folder:
        for name, data in entries:
            folder.writestr(name, data)
    return held.getvalue()


def word_with(body: bytes) -> bytes:
    from zipfile import ZipFile

    from docx import Document

    held = io.BytesIO()
    Document().save(held)
    with ZipFile(held) as folder:
        parts = [(name, folder.read(name)) for name in folder.namelist()]
    return packed(*((name, body if name == "word/document.xml" else data) for name, data in parts))


def test_a_word_file_that_unpacks_without_end_is_refused_before() -> None:
    big = packed(*((f"word/{n}.xml", bytes(11_000_000)) for n in range(10)))
    assert len(big) < 200_000
    many = packed(*((f"word/{n}.xml", b"") for n in range(2001)))
    for data in (big, many):
        with pytest.raises(BadInput, match="donnez-en une partie"):
            text_of(data)


def test_a_word_file_that_lies_about_its_size_is_never_unpacked_further() -> None:
    import struct
    import tracemalloc

    data = bytearray(packed(("[Content_Types].xml", bytes(90_000_000))))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)
    struct.pack_into("<I", data, directory + 16, zlib.crc32(bytes(10)))
    tracemalloc.start()
    try:
        with pytest.raises(BadInput):
            text_of(bytes(data))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_cell_of_word_is_read_once_however_wide_it_says_it_is() -> None:
    from docx import Document

    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Mali", "265"
    table.cell(0, 0)._tc.grid_span = 500_000_000
    held = io.BytesIO()
    document.save(held)
    assert text_of(held.getvalue()) == "Mali | 265"


def test_a_word_file_of_broken_xml_is_refused() -> None:
    with pytest.raises(BadInput):
        text_of(word_with(b"<w:document><w:body>"))


def test_a_pdf_that_winds_round_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdf

    def winding(_held: io.BytesIO) -> None:
        raise RecursionError

    monkeypatch.setattr(pypdf, "PdfReader", winding)
    with pytest.raises(BadInput):
        text_of(b"%PDF-1.7")


def test_hidden_elements_without_end_are_refused_and_wrong_ends_cost_nothing() -> None:
    with pytest.raises(BadInput):
        text_of(b"<html>" + b"<nav>" * 1001)
    page = b"<html>" + b"<nav>" * 999 + b"</p>" * 300_000 + b"</nav>" * 999 + b"<p>12</p>"
    start = time.perf_counter()
    assert text_of(page) == "12"
    assert time.perf_counter() - start < 5


def test_an_end_closes_what_was_left_open_in_it() -> None:
    assert text_of(b"<html><nav><ul><li>3<li>4</nav></li><p>12</p>") == "12"
