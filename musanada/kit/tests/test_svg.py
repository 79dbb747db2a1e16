"""Charts: well-formed, escaped, to scale, the same in both directions, sane on empty and extreme data."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.svg import (
    AgeBand,
    Frame,
    Group,
    Line,
    Point,
    Row,
    bars,
    grouped_bars,
    over_time,
    pyramid,
    responsive,
    share_bar,
    sparkline,
)
from musanada.kit.svg.palette import COLOURS, stylesheet

SVG = "{http://www.w3.org/2000/svg}"
FR, AR = Frame("Titre", "fr"), Frame("عنوان", "ar")
THREE = [Row("Paniers", 200), Row("Kits", 100), Row("Nuits", 50)]


def tree(svg):
    root = ET.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    return root


def boxes(svg, css="bar"):
    """(x, width) of the bars, in drawing order."""
    return [
        (float(rect.get("x")), float(rect.get("width")))
        for rect in tree(svg).iter(f"{SVG}rect")
        if css in (rect.get("class") or "").split()
    ]


def texts(svg):
    return ["".join(text.itertext()) for text in tree(svg).iter(f"{SVG}text")]


def every_chart(frame):
    points = (Point("2022", 3), Point("2023", None), Point("2024", 5, provisional=True, breaks=True))
    return [
        bars(THREE, frame, sort=True),
        grouped_bars([Group("A", (1, 2)), Group("B", (None, 4))], ["F", "H"], frame),
        grouped_bars([Group("A", (1, 2))], ["F", "H"], frame, stacked=True),
        pyramid([AgeBand("0–4", 3, 4), AgeBand("?", 1, None, known=False)], ("F", "H"), frame, note="x"),
        over_time([Line("", points)], frame),
        over_time([Line("", points)], frame, kind="column"),
        over_time([Line("F", points), Line("H", points)], frame),
        share_bar(THREE, frame),
        sparkline([1, None, 3], frame),
        bars([], frame),
    ]


@pytest.mark.parametrize("frame", [FR, AR, Frame("x", "fr", width=340), Frame("x", "ar", width=340)])
def test_every_chart_is_well_formed_named_and_self_contained(frame):
    for svg in every_chart(frame):
        root = tree(svg)
        titles = [title.text for title in root.findall(f"{SVG}title")]
        assert root.get("role") == "img"
        assert titles == [frame.title]
        assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")
        assert not re.search(r"(?:href|src|@import)|url\((?!#)|https?://(?!www\.w3\.org/2000/svg)", svg)
        assert " style=" not in svg, "the pages' content policy forbids inline style"
        assert "nan" not in svg.lower().replace("non", "")


def test_description_is_tied_to_the_picture():
    root = tree(bars(THREE, Frame("T", "fr", desc="Trois aides.")))
    assert root.get("aria-labelledby").split()[1] == root.find(f"{SVG}desc").get("id")


def test_user_text_stays_text():
    svg = bars([Row('<script>&"\x00\ud800', 1)], Frame("<b>&", "fr"))
    assert "<script>" not in svg
    assert '<script>&"' in texts(svg)
    assert tree(svg).find(f"{SVG}title").text == "<b>&"


def test_same_data_same_bytes_and_other_data_other_identifiers():
    assert bars(THREE, FR) == bars(THREE, FR)
    first, second = (re.search(r'id="(mk\w+?)t"', bars(rows, FR))[1] for rows in (THREE, THREE[:2]))
    assert first != second


def test_bars_are_to_scale_from_one_zero_line():
    (x1, w1), (x2, w2), (x3, w3) = boxes(bars(THREE, FR))
    assert x1 == x2 == x3
    assert w1 == pytest.approx(2 * w2, abs=0.02)
    assert w2 == pytest.approx(2 * w3, abs=0.02)


def test_sorting_leaves_unknown_other_and_hidden_at_the_end():
    rows = [
        Row("?", 900, "unknown"),
        Row("b", 1),
        Row("masq", None, "hidden"),
        Row("a", 5),
        Row("autres", 70, "other"),
    ]
    labels = [text for text in texts(bars(rows, FR, sort=True)) if text in {row.label for row in rows}]
    assert labels == ["a", "b", "?", "masq", "autres"]


def test_unknown_is_hatched_and_hidden_shows_no_length():
    svg = bars([Row("?", 10, "unknown"), Row("petit", None, "hidden"), Row("a", 10)], FR)
    assert "url(#" in svg
    assert "masqué" in texts(svg)
    other = bars([Row("?", 10, "unknown"), Row("petit", None, "hidden"), Row("a", 1000)], FR)
    assert boxes(svg)[1] == boxes(other)[1] or boxes(svg)[1][1] == boxes(other)[1][1]


def test_arabic_mirrors_the_layout_not_the_numbers():
    french, arabic = boxes(bars([Row("أ", 4), Row("ب", 2)], FR)), boxes(bars([Row("أ", 4), Row("ب", 2)], AR))
    for (x, width), (mirrored, same) in zip(french, arabic, strict=True):
        assert same == width
        assert mirrored == pytest.approx(640 - x - width, abs=0.02)


def test_arabic_labels_stand_right_of_the_bars_and_values_left():
    svg = bars([Row("تونس", 4321)], AR)
    label, value = tree(svg).iter(f"{SVG}text")
    (x, width) = boxes(svg)[0]
    assert float(label.get("x")) > x + width
    assert label.get("text-anchor") is None
    assert float(value.get("x")) < x
    assert value.get("text-anchor") == "end"
    assert value.text == "4.321"
    assert label.text == "\u2067تونس\u2069"
    assert tree(svg).get("direction") == "ltr"


def test_negative_bars_grow_the_other_way():
    svg = bars(
        [Row("baisse", Decimal("-42.2")), Row("hausse", 21.1), Row("rien", 0)], Frame("x", percent=True)
    )
    (low, low_w), (high, high_w), (none, none_w) = boxes(svg)
    assert low + low_w == pytest.approx(high, abs=0.02)
    assert low_w == pytest.approx(2 * high_w, abs=0.02)
    assert (none, none_w) == (high, 0)
    assert "-42,2\u00a0%" in texts(svg)


@pytest.mark.parametrize("rows", [[Row("a", 0), Row("b", 0)], [Row("a", None, "hidden")], [Row("", 7)]])
def test_all_zero_all_hidden_and_a_single_row_are_drawn(rows):
    assert len(boxes(bars(rows, FR))) == len(rows)


def test_nothing_to_draw_is_said():
    for svg in (
        bars([], FR),
        over_time([], FR),
        over_time([Line("", (Point("a", None),))], FR),
        share_bar([], FR),
    ):
        assert texts(svg) == ["Aucune donnée à représenter."]


def test_huge_values_do_not_overflow():
    (_, first), (_, second) = boxes(bars([Row("a", 10**400), Row("b", 5 * 10**399)], Frame("x", width=4000)))
    assert first == pytest.approx(2 * second, abs=0.02)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused(value):
    for draw in (partial(Row, "a"), partial(Point, "a")):
        with pytest.raises(ValueError, match="no number"):
            draw(value)


def test_hidden_rows_carry_no_value_and_others_do():
    with pytest.raises(ValueError, match="hidden"):
        Row("a", 5, "hidden")
    with pytest.raises(ValueError, match="hidden"):
        Row("a", None)


def test_long_labels_are_wrapped_and_told_in_full_by_the_title():
    label = "Personnes " * 30
    svg = bars([Row(label, 1)], FR)
    assert any(text.endswith("…") for text in texts(svg))
    assert label.strip() in svg.replace("  ", " ")


def test_stacked_parts_touch_and_sum_to_the_whole():
    svg = grouped_bars([Group("A", (30, 20, 50))], ["x", "y", "z"], FR, stacked=True)
    (x1, w1), (x2, w2), (x3, w3) = boxes(svg)
    assert (x2, x3) == (pytest.approx(x1 + w1, abs=0.02), pytest.approx(x2 + w2, abs=0.02))
    assert w3 == pytest.approx(w1 + w2, abs=0.02)
    assert "100" in texts(svg)


def test_series_that_cannot_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="told apart"):
        grouped_bars([Group("A", (1,) * 5)], list("abcde"), FR)
    with pytest.raises(ValueError, match="told apart"):
        share_bar([Row(str(n), 1) for n in range(6)], FR)
    with pytest.raises(ValueError, match="part of a whole"):
        grouped_bars([Group("A", (-1,))], ["a"], FR, stacked=True)


def test_pyramid_wings_share_one_scale_and_the_unknown_is_apart():
    svg = pyramid([AgeBand("0–4", 100, 50), AgeBand("?", 50, 25, known=False)], ("F", "H"), FR)
    (_, f), (_, h), (_, unknown_f), (_, unknown_h) = boxes(svg)
    assert f == pytest.approx(2 * h, abs=0.02) == pytest.approx(2 * unknown_f, abs=0.03)
    assert unknown_h == pytest.approx(f / 4, abs=0.03)
    assert "url(#" in svg


def test_share_bar_prints_shares_unless_they_betray_a_hidden_part():
    assert "200 (57,1\u00a0%)" in texts(share_bar(THREE, FR))
    hidden = share_bar([*THREE, Row("petit", None, "hidden")], FR)
    assert not any("%" in text for text in texts(hidden))


def test_lines_stop_at_gaps_and_breaks_and_are_dashed_towards_the_provisional():
    points = (
        Point("1", 1),
        Point("2", 2),
        Point("3", None),
        Point("4", 4),
        Point("5", 5, breaks=True),
        Point("6", 6, provisional=True),
    )
    root = tree(over_time([Line("", points)], FR))
    segments = list(root.iter(f"{SVG}polyline"))
    assert [segment.get("stroke-dasharray") for segment in segments] == [None, "5 4"]
    assert "Chiffre provisoire" in texts(over_time([Line("", points)], FR))
    assert "6 : 6 (Chiffre provisoire)" in [title.text for title in root.iter(f"{SVG}title")]


def test_time_runs_with_the_reading_direction():
    for frame, forward in ((FR, True), (AR, False)):
        svg = over_time([Line("", (Point("2023", 1), Point("2024", 2)))], frame, kind="column")
        (first, _), (second, _) = boxes(svg)
        assert (first < second) is forward


def test_columns_stand_on_zero():
    svg = over_time([Line("", (Point("a", 10), Point("b", -5)))], FR, kind="column")
    up, down = (r for r in tree(svg).iter(f"{SVG}rect") if r.get("class", "").startswith("bar"))
    assert float(up.get("y")) + float(up.get("height")) == pytest.approx(float(down.get("y")), abs=0.02)
    assert float(up.get("height")) == pytest.approx(2 * float(down.get("height")), abs=0.03)


def test_responsive_holds_both_sizes_with_different_identifiers():
    html = responsive(lambda frame: bars([Row("a", 1, "unknown")], frame), FR)
    assert html.count("<svg") == 2
    assert len(set(re.findall(r' id="(\w+)"', html))) == len(re.findall(r' id="', html))


def luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_text_is_readable_on_its_ground_in_both_themes(theme):
    for step in range(1, 6):
        assert contrast(COLOURS[f"on{step}"][theme], COLOURS[f"m{step}"][theme]) >= 4.5
    for name in ("ink", "soft"):
        assert contrast(COLOURS[name][theme], COLOURS["paper"][theme]) >= 7


@pytest.mark.parametrize("names", [("m1", "m2", "m3", "m4", "m5"), ("s1", "s2", "s3", "s4")])
def test_steps_survive_greyscale(names):
    shades = [luminance(COLOURS[name][0]) for name in names]
    for light, dark in zip(sorted(shades, reverse=True), sorted(shades, reverse=True)[1:]):
        assert (light + 0.05) / (dark + 0.05) >= 1.28


def test_the_sheet_in_the_web_app_is_the_one_written_here():
    sheet = Path(__file__).parents[2] / "web/static/web/css/charts.css"
    assert sheet.read_text(encoding="utf-8") == stylesheet()


VALUES = st.one_of(
    st.integers(min_value=-(10**12), max_value=10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4),
)
LABELS = st.text(max_size=25)


@given(
    st.lists(st.builds(Row, LABELS, VALUES), min_size=1, max_size=12),
    st.sampled_from(["fr", "ar"]),
    st.booleans(),
)
def test_bars_never_cross_zero_or_leave_the_picture(rows, lang, narrow):
    frame = Frame("x", lang, width=340 if narrow else 640, decimals=1)
    drawn = boxes(bars(rows, frame))
    up = [box for box, row in zip(drawn, rows, strict=True) if row.value >= 0]
    down = [box for box, row in zip(drawn, rows, strict=True) if row.value < 0]
    starts = {round(x + width if lang == "ar" else x, 1) for x, width in up}
    starts |= {round(x if lang == "ar" else x + width, 1) for x, width in down}
    assert max(starts) - min(starts) <= 0.11
    assert all(width >= 0 for _, width in drawn)


@given(
    st.lists(st.none() | VALUES, min_size=1, max_size=40), st.sampled_from(["line", "column"]), st.booleans()
)
def test_points_stay_inside_the_plot(values, kind, breaks):
    points = tuple(
        Point(str(n), v, provisional=n % 3 == 0, breaks=breaks and n == 2) for n, v in enumerate(values)
    )
    svg = over_time([Line("", points)], FR, kind=kind)
    height = float(tree(svg).get("height"))
    for circle in tree(svg).iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cy")) <= height
        assert 0 <= float(circle.get("cx")) <= 640
    for y in (float(r.get("y")) for r in tree(svg).iter(f"{SVG}rect") if r.get("y")):
        assert 0 <= y <= height


def test_marks_that_do_not_occur_are_not_explained():
    assert "Chiffre provisoire" not in texts(over_time([Line("", (Point("a", 1),))], FR))
