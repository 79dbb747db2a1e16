"""Documents as text: saved pages, Word, PDF, plain text; what is broken is refused in words."""

import io

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
