"""The maps: every area named and told apart, nothing hidden betrayed, credit printed."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.svg import Area, Frame, province_map, region_map
from musanada.kit.svg.classes import class_of, natural_breaks
from musanada.kit.svg.geometry import HEIGHT, load

SVG = "{http://www.w3.org/2000/svg}"
FR, AR = Frame("Carte", "fr"), Frame("خريطة", "ar")
VALUES = {f"{n:02d}": n * n * 10 for n in range(1, 10)} | {"10": 0, "11": Area(None, hidden=True)}


def paths(svg):
    """Fill by title of each area."""
    areas = [p for p in ET.fromstring(svg).iter(f"{SVG}path") if p.find(f"{SVG}title") is not None]
    return {p.find(f"{SVG}title").text: p.get("fill") for p in areas}


def texts(svg):
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_both_levels_are_whole_and_inside_the_map():
    for level, count in (("region", 12), ("province", 75)):
        areas = load(level)
        assert len({shape.code for shape in areas.shapes}) == count
        for shape in areas.shapes:
            x, y = shape.label
            assert 0 < x < areas.width and 0 < y < HEIGHT
            assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)+", shape.path)


def test_each_province_lies_in_a_region():
    assert {shape.code[:2] for shape in load("province").shapes} == {
        shape.code for shape in load("region").shapes
    }


@pytest.mark.parametrize("frame", [FR, AR, Frame("x", "fr", width=340), Frame("x", "ar", width=340)])
def test_region_map_names_every_region_with_its_value(frame):
    svg = region_map(VALUES, frame)
    assert len(paths(svg)) == 12
    assert ET.fromstring(svg).get("role") == "img"
    assert not re.search(r"(?:href|src)=|url\((?!#)", svg)
    assert {str(n) for n in range(1, 13)} <= set(texts(svg))


def test_zero_hidden_and_missing_differ_from_every_class():
    fills = paths(region_map(VALUES, FR))
    zero, hidden, missing = (
        fills[name]
        for name in (
            "Guelmim-Oued Noun : 0",
            "Laâyoune-Sakia El Hamra : masqué",
            "Dakhla-Oued Ed-Dahab : non disponible",
        )
    )
    assert zero == "#ffffff"
    assert hidden != missing
    assert hidden.startswith("url(#") and missing.startswith("url(#")
    assert len(set(fills.values())) == 5 + 3


def test_the_map_is_not_mirrored_in_arabic():
    """Oriental (02) lies east of Tangier (01) whatever the language."""

    def label(svg, number):
        areas = [t for t in ET.fromstring(svg).iter(f"{SVG}text") if t.get("paint-order")]
        return next(float(t.get("x")) for t in areas if t.text == number)

    for frame in (FR, AR):
        assert label(region_map(VALUES, frame), "2") > label(region_map(VALUES, frame), "1")


def test_credit_and_disclaimer_are_printed():
    for svg in (region_map(VALUES, FR), province_map({}, FR)):
        joined = " ".join(texts(svg))
        assert "OpenStreetMap (ODbL)" in joined
        assert "RGPH 2024 (CC BY 4.0)" in joined
        assert "ni acceptation officielle." in joined


def test_a_code_that_is_no_region_is_refused():
    with pytest.raises(ValueError, match="no region has the code 13"):
        region_map({"13": 5}, FR)


def test_no_values_at_all_is_a_map_without_data():
    assert all(fill.startswith("url(#") for fill in paths(region_map({}, FR)).values())


def test_equal_values_share_one_class():
    fills = paths(region_map({f"{n:02d}": 7 for n in range(1, 13)}, FR))
    assert len(set(fills.values())) == 1


def test_provinces_are_drawn_under_the_regions():
    svg = province_map({"01.511": 12, "02.411": Area(None, hidden=True)}, FR)
    assert len(paths(svg)) == 75
    assert "Tanger-Assilah : 12" in paths(svg)


def test_natural_breaks_fall_into_the_gaps():
    assert natural_breaks([1, 2, 3, 50, 51, 100, 500, 510, 9000]) == [
        (1, 3),
        (50, 51),
        (100, 100),
        (500, 510),
        (9000, 9000),
    ]


@given(st.lists(st.integers(min_value=-(10**9), max_value=10**9), max_size=30))
def test_classes_are_ordered_disjoint_and_hold_every_value(values):
    classes = natural_breaks(values)
    assert len(classes) == min(5, len(set(values)))
    assert all(low <= high for low, high in classes)
    assert all(before[1] < after[0] for before, after in pairwise(classes))
    for value in values:
        low, high = classes[class_of(value, classes)]
        assert low <= value <= high
