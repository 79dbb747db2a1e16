"""The live engine answers as the source in memory does, and what is frozen answers as it did; figures of others keep
their release."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from musanada.kit.errors import BadInput
from musanada.publications.queries import publications as queries
from musanada.publications.sources import BEHIND, with_people
from musanada.publications.tests.country import PEOPLE
from musanada.publications.wanted import WantedCell, WantedTable
from musanada.reporting.commands import import_external
from musanada.reporting.externals import ExternalRow
from musanada.reporting.registry import load_indicators
from musanada.reporting.tests import house as houses

ACTS = "assistance.acts"


@pytest.fixture
def house(db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return houses.build()


@pytest.fixture
def source(house):
    with queries.frozen(house.mne, queries.frozen_extract()) as found:
        yield found


def told(cells, axis):
    return [(dict(one.dims).get(axis, "total"), one.value) for one in cells]


def test_a_total_a_row_and_a_change(source):
    total = source.cell(WantedCell(PEOPLE, "2024"))
    assert (total.value, total.count, total.unit, total.conf) == (2, 2, "persons", "F")
    assert total.digest == load_indicators().hash(PEOPLE)
    assert source.cell(WantedCell(PEOPLE, "2024", (("nationality", "GIN"),))).value == 1
    change = source.cell(WantedCell(PEOPLE, "2024~2023"))
    assert (change.value, change.numerator, change.denominator, change.unit) == (100, 2, 1, "percent")


def test_a_table_is_its_total_then_rows_in_reading_order_unknown_last(source):
    rows = source.table(WantedTable(PEOPLE, "2024", ("nationality",)))
    assert told(rows, "nationality") == [("total", 2), ("GIN", 1), ("SEN", 1), ("unknown", 0)]
    assert [row.key for row in rows][1] == f"{PEOPLE}[nationality=GIN]@2024"


def test_rows_of_a_filtered_table_hold_the_filter_too(source):
    rows = source.table(WantedTable(PEOPLE, "2024", ("nationality",), (("sex", "F"),)))
    assert all(("sex", "F") in row.dims for row in rows)


def test_a_top_keeps_whoever_is_level_and_counts_the_rest_anew(house, source):
    rows = source.table(WantedTable(PEOPLE, "2024", ("nationality",), (), 1))
    assert told(rows, "nationality") == [("total", 2), ("GIN", 1), ("SEN", 1), ("unknown", 0)]
    acts = source.table(WantedTable(PEOPLE, "2024", ("service",), (), 1))
    assert told(acts, "service")[-1] == ("other", 1)


def test_a_place_is_named_by_the_axis_asked_for(source):
    rows = source.table(WantedTable(PEOPLE, "2024", ("province",)))
    assert {axis for row in rows[1:] for axis, code in row.dims if code != "unknown"} <= {
        "province",
        "region",
    }
    assert (("province", "MA-OUJ"),) in [row.dims for row in rows]


def test_acts_know_how_many_people_stand_behind(source):
    assert ACTS + BEHIND in with_people(load_indicators())
    total = source.cell(WantedCell(ACTS, "2024"))
    assert (total.value, total.count) == (3, 2)
    rows = {dict(row.dims)["nationality"]: (row.value, row.count) for row in source.table(WantedTable(ACTS, "2024", ("nationality",)))[1:]}  # fmt: skip
    assert rows["GIN"] == (2, 1)


def test_every_twin_of_an_indicator_computes(source):
    for code in source.engine.indicators:
        if code.endswith(BEHIND):
            source.engine.compute(code, "2024")


def test_words_and_labels_in_each_language(source):
    words = source.words(PEOPLE, "ar")
    assert words.label == load_indicators()[PEOPLE].label.ar
    assert "kind" in words.overlapping
    assert source.label(PEOPLE, "nationality", "GIN", "en") == "Guinea"
    assert source.label(PEOPLE, "nationality", "GIN|SEN", "fr") == "Guinée, Sénégal"
    assert source.label(PEOPLE, "sex", "unknown", "fr") == "Non connu"


@pytest.mark.parametrize("wanted", [WantedCell("no.such", "2024"), WantedCell(PEOPLE, "20x4"), WantedCell(PEOPLE, "2024", (("moon", "x"),)), WantedCell("ext:no.such", "2024")])  # fmt: skip
def test_what_does_not_exist_is_told_in_words(source, wanted):
    with pytest.raises(BadInput):
        source.cell(wanted)


def external(value, **more):
    given = {"series": "moi.attempts", "period": "2024", "dimension": "total", "unit": "attempts", "qualifier": "exact",
             "status": "final", "source": "Ministère de l'Intérieur", "published": "2025-01"}  # fmt: skip
    return ExternalRow(value=Decimal(value), **{**given, **more})


def test_figures_of_others_stand_as_they_were_known_then(house):
    import_external(house.mne, [external(78685), external(500, dimension="origin=Maghreb"), external(300, dimension="origin=Sahel"), external(48963, period="2023")])  # fmt: skip
    with queries.frozen(house.mne, queries.frozen_extract()) as source:
        cell = source.cell(WantedCell("ext:moi.attempts", "2024"))
        assert (cell.value, cell.external, cell.source["source"]) == (78685, True, "Ministère de l'Intérieur")
        rows = source.table(WantedTable("ext:moi.attempts", "2024", ("origin",)))
        assert told(rows, "origin") == [("total", 78685), ("Maghreb", 500), ("Sahel", 300)]
        assert source.cell(WantedCell("ext:moi.attempts", "2024~2023")).value == Decimal("60.7")
        import_external(house.mne, [external(80000, status="revised")])
        assert source.cell(WantedCell("ext:moi.attempts", "2024")).value == 78685
    with queries.frozen(house.mne, queries.frozen_extract()) as later:
        assert later.known_at > timezone.now() - timedelta(hours=1)
        assert later.cell(WantedCell("ext:moi.attempts", "2024")).value == 80000


def test_a_state_authority_builds_nothing_from_what_others_help_with(house):
    from musanada.kit.errors import Refused

    with pytest.raises(Refused), queries.frozen(house.official, queries.frozen_extract()):
        pass


def test_previews_hide_what_the_live_pages_hide(house):
    with queries.live(house.mne) as source:
        cell = source.cell(WantedCell("protection.children_identified", "2024"))
        assert cell.conf in {"N", "F"}
        assert source.engine.guarded


def test_other_after_one_is_not_other_after_two(house):
    from musanada.publications.building import apart

    with queries.frozen(house.mne, queries.frozen_extract()) as source:
        one, two = (WantedTable(ACTS, "2024", ("service",), (), top) for top in (1, 0))
        first = source.table(one)
        key = first[-1].key
        same = apart(one, first, {key: first[-1]})
        assert same[-1].key == key
        other = apart(two, (*first[:-1], replace(first[-1], value=9)), {key: first[-1]})
        assert dict(other[-1].dims)["service"] == "other0"
        assert source.label(ACTS, "service", "other0", "fr") == "Autres"
