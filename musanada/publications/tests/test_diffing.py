"""Every kind of change between two folders, with its reason; small steps of small figures are not told outside."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from musanada.publications import diffing, snapshot, vintages
from musanada.publications.cells import FigureCell, dims_of
from musanada.publications.tests import folders
from musanada.publications.vintages import Vintage


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    monkeypatch.setattr(settings, "KEYRING", tmp_path / "data" / "data.keys")
    (tmp_path / "data").mkdir()


def changed(**values):
    """The scene's cells with some replaced: key of the row (F, M, unknown, "" the total) → changes; None drops it."""
    source = folders.frozen()
    cells = {}
    for key, cell in source.cells.items():
        change = values.get(dict(cell.dims).get("sex", "total"), {})
        if change is not None:
            cells[key] = replace(cell, **change)
    tables = {table: tuple(key for key in keys if key in cells) for table, keys in source.tables.items()}
    return replace(source, cells=cells, tables=tables)


def compared(tmp_path, newer, reason="correction", inside=False):
    first, second = tmp_path / "r1", tmp_path / "r2"
    manifest = folders.write(first)
    previous = {"revision": 1, "manifest": manifest}
    folders.write(second, revision=2, source=newer, reason=reason, previous=previous)
    return diffing.diff(first, second, inside=inside)


def line(found, code=""):
    return next(one for one in found.lines if (f"sex={code}" in one.key) == bool(code))


def test_the_same_twice_is_the_same(tmp_path):
    found = compared(tmp_path, folders.frozen())
    assert found.same
    assert found.follows
    assert set(found.counts) == {diffing.SAME}


def test_each_kind_of_change_has_its_name_and_reason(tmp_path):
    newer = changed(
        total={"value": 1100, "count": 1100},
        F={"value": None, "conf": "N"},
        M={"digest": "another", "value": 401},
        unknown=None,
    )
    found = compared(tmp_path, newer, reason="late_entry")
    assert (line(found).kind, line(found).reason, line(found).delta) == ("revised", "late_entry", "100")
    assert (line(found, "F").kind, line(found, "F").now) == ("newly-hidden", "")
    assert (line(found, "M").kind, line(found, "M").reason) == ("definition-changed", "definition")
    assert line(found, "unknown").kind == "dropped"


def test_the_other_way_round_it_is_shown_and_added(tmp_path):
    older = changed(F={"value": None, "conf": "N"}, unknown=None)
    folders.write(tmp_path / "r1", source=older)
    folders.write(tmp_path / "r2", revision=2, reason="correction")
    found = diffing.diff(tmp_path / "r1", tmp_path / "r2")
    assert line(found, "F").kind == "newly-shown"
    assert line(found, "unknown").kind == "added"
    assert not found.follows


def test_a_footnote_alone_is_said_as_such(tmp_path):
    found = compared(tmp_path, changed(total={"footnotes": ("Rupture de série",)}))
    assert line(found).kind == "footnote-only"


def test_a_small_step_of_a_small_figure_is_not_told_outside(tmp_path):
    newer = changed(unknown={"value": 3, "count": 3}, F={"value": 603, "count": 603})
    found = compared(tmp_path, newer)
    assert line(found, "unknown").masked
    assert (line(found, "unknown").was, line(found, "unknown").now, line(found, "unknown").delta) == (
        "",
        "",
        "",
    )
    assert (line(found, "F").now, line(found, "F").masked) == ("603", False)


def test_inside_the_house_all_is_told(tmp_path):
    found = compared(tmp_path, changed(unknown={"value": 3, "count": 3}), inside=True)
    assert (line(found, "unknown").was, line(found, "unknown").now) == ("0", "3")


@given(was=st.integers(0, 3000), now=st.integers(0, 3000), threshold=st.sampled_from([5, 10, 11]))
def test_whatever_moved_by_few_people_of_few_is_masked(was, now, threshold):
    one = diffing.DiffLine("k", "revised", "", str(was), str(now), str(now - was), "persons")
    told = diffing.masked(one, threshold)
    few = 0 < abs(now - was) < threshold and min(was, now) < diffing.SMALL * threshold
    assert told.masked == few
    assert (told.was == "") == few


def cell(value, period, **dims):
    return FigureCell(
        "people", period, dims_of(dims), value, "persons", conf="F" if value is not None else "N"
    )


def test_a_triangle_says_what_moved_since_the_release_before():
    releases = [
        Vintage("r1", date(2024, 3, 1), [cell(100, "2023")]),
        Vintage("r2", date(2025, 3, 1), [cell(104, "2023"), cell(90, "2024"), cell(50, "2024", sex="F")]),
        Vintage("r3", date(2025, 9, 1), [cell(None, "2023"), cell(95, "2024"), cell(52, "2024", sex="F")]),
        Vintage("r4", None, [cell(1, "2024", age="0-4")]),
    ]
    shown = vintages.triangle("people", (), releases)
    assert [one.name for one in shown.releases] == ["r1", "r2", "r3"]
    table = {
        period: [(s.cell.value if s.cell else "-", s.moved) for s in squares]
        for period, squares in shown.rows
    }
    assert table["2023"] == [(100, None), (104, 4), (None, None)]
    assert table["2024"] == [("-", None), (90, None), (95, 5)]
    assert vintages.series(releases) == [("people", ()), ("people", (("sex", "F"),))]


def test_the_folder_says_what_was_printed_of_a_figure(tmp_path):
    folders.write(tmp_path / "r1")
    printed = snapshot.printed_of(tmp_path / "r1")
    assert "narrative.fr.lock.json" in printed[f"{folders.FIGURE}@2024"]
