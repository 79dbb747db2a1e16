"""Documents: they compile in French and Arabic, say the same twice, and keep data from becoming source."""

import re
import zlib
from datetime import date
from decimal import Decimal

import pytest

from musanada.kit.formats import country_name, format_number, format_percent, isolate
from musanada.kit.pdf import render
from musanada.kit.qr import qr_svg
from musanada.kit.svg import Frame, Row, bars, region_map

DAY = date(2024, 3, 5)
WORDS = {
    "fr": ("Aides remises en 2024", "Nationalité", "Personnes", "Part", "Total", "Ensemble des 12 régions"),
    "ar": ("المساعدات المقدمة سنة 2024", "الجنسية", "الأشخاص", "النسبة", "المجموع", "مجموع الجهات"),
}


def report(lang, text="Texte"):
    title, nationality, persons, share, total, caption = WORDS[lang]
    counts = {"CIV": 2310, "SEN": 1488, "GIN": 1203, "COD": 402}
    table = [
        [country_name(iso, lang), format_number(n, lang), format_percent(Decimal(n) / 54, lang)]
        for iso, n in counts.items()
    ]
    picture = bars([Row(country_name(iso, lang), n) for iso, n in counts.items()], Frame(title, lang))
    return {
        "title": title,
        "subtitle": caption,
        "office": "OIM",
        "footer": "Source",
        "text": text,
        "section": nationality,
        "header": [nationality, persons, share],
        "rows": [*table, [total, format_number(5403, lang), format_percent(100, lang)]],
        "caption": caption,
        "chart": picture,
        "map": region_map({"01": 1830, "06": 1944, "04": 3120}, Frame(title, lang)),
        "map_title": title,
    }


def slip(lang):
    return {
        "title": {"fr": "Votre référence", "ar": "رقمكم المرجعي"}[lang],
        "office": "OIM",
        "footer": isolate("05 37 00 00 00"),
        "facts": [["Référence", "K7M2-QXB9"], ["Date", DAY]],
        "code": qr_svg("K7M2-QXB9", "K7M2-QXB9"),
        "code_title": "K7M2-QXB9",
    }


def streams(pdf):
    """Every readable stream of the file, decompressed."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return b"".join([pdf, *found])


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_report_is_an_accessible_document_in_its_language(lang):
    pdf = render("kit/tests/typst/report.typ", report(lang), lang, dated=DAY)
    inside = streams(pdf)
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in inside
    assert f"({lang}-MA)".encode() in inside or f"{lang}-MA".encode() in inside
    assert len(re.findall(rb"/Type\s*/Page\b", inside)) >= 1
    assert b"2024-03-05" in inside or b"D:20240305" in inside
    assert b"IBMPlexSans" in inside


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_slip_is_one_small_page(lang):
    inside = streams(render("kit/tests/typst/slip.typ", slip(lang), lang, dated=DAY))
    assert len(re.findall(rb"/Type\s*/Page\b", inside)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", inside).groups())
    assert (round(width), round(height)) == (298, 420)


def test_same_data_same_bytes():
    assert render("kit/tests/typst/slip.typ", slip("fr"), "fr") == render(
        "kit/tests/typst/slip.typ", slip("fr"), "fr"
    )


def test_data_stay_text():
    pdf = render("kit/tests/typst/report.typ", report("fr", text='#panic("non") $x$ *a* _b_ <c> @d'), "fr")
    assert pdf.startswith(b"%PDF-")


def test_a_template_outside_the_package_is_refused():
    with pytest.raises(ValueError, match="inside the package"):
        render("../pyproject.toml", {}, "fr")


def test_system_fonts_play_no_part():
    from musanada.kit.pdf import _fonts

    assert set(_fonts().families()) == {"IBM Plex Sans", "IBM Plex Sans Arabic"}
