"""QR codes: the picture holds exactly the modules of the code, dark on white."""

import re
import xml.etree.ElementTree as ET

import pytest
import segno

from musanada.kit.qr import QUIET, qr_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_every_dark_module_is_drawn_and_no_other():
    root = ET.fromstring(qr_svg("K7M2-QXB9", "Référence"))
    drawn = {
        (int(x) + step - QUIET, int(y) - QUIET)
        for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)", root.find(f"{SVG}path").get("d"))
        for step in range(int(wide))
    }
    matrix = segno.make("K7M2-QXB9", error="m", micro=False, boost_error=False).matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert root.get("viewBox") == f"0 0 {len(matrix) + 8} {len(matrix) + 8}"


def test_the_code_is_named_and_self_contained():
    svg = qr_svg("https://example.org/?a=1&b=<2>", 'Page "A" & <B>')
    root = ET.fromstring(svg)
    assert root.find(f"{SVG}title").text == 'Page "A" & <B>'
    assert root.get("role") == "img"
    assert "example.org" not in svg


@pytest.mark.parametrize("text", ["", "x" * 5000])
def test_what_does_not_fit_is_refused(text):
    with pytest.raises(ValueError):
        qr_svg(text, "x")
