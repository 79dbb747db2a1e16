"""Of protection a publication shows only what the live page of the same table shows."""

import pytest

from musanada.access.commands import system_user
from musanada.kit.registry import Registry
from musanada.publications import building
from musanada.publications.disclosure import Protected
from musanada.publications.guarding import beside_live
from musanada.publications.sources import LiveSource
from musanada.publications.wanted import WantedCell, WantedTable
from musanada.reporting.engine import Engine
from musanada.reporting.extract import write_extract
from musanada.reporting.registry import Indicators
from musanada.reporting.tests.test_guard import ALL, KNOWN, PEOPLE, fact_of

pytestmark = pytest.mark.django_db
TABLE = WantedTable("p.children", "2024", ("nationality",))


@pytest.fixture
def source(settings, tmp_path):
    settings.DATA = tmp_path
    facts = Registry("fact")
    facts.add("child", fact_of(PEOPLE))
    extract = write_extract(KNOWN, facts=facts)
    with Engine(extract, Indicators({one.id: one for one in ALL}), facts, guarded=False) as engine:
        yield LiveSource(system_user(), engine)


@pytest.fixture
def asked(source):
    found = building.Asked()
    found.tables[TABLE] = source.table(TABLE)
    for period in ("2024", "2024-03"):
        cell = source.cell(WantedCell("p.children", period))
        found.cells[cell.key] = cell
    return found


def test_what_the_live_page_hides_is_hidden_and_the_rest_stays(source, asked):
    kept = beside_live(source, asked, Protected(asked.every))
    shown = {dict(cell.dims).get("nationality", "all") for cell in kept.cells.values() if not cell.hidden}
    assert {"MAR", "GIN"} <= shown
    assert shown.isdisjoint({"YEM", "SYR"})
    assert all(cell.value is None and cell.count is None for cell in kept.cells.values() if cell.hidden)
    assert {one.why for one in kept.hidden.values()} == {"live"}


def test_part_of_a_year_is_not_printed_either(source, asked):
    kept = beside_live(source, asked, Protected(asked.every))
    assert not kept.cells["p.children@2024"].hidden
    assert kept.cells["p.children@2024-03"].hidden


def test_what_is_hidden_already_stays_as_it_is(source, asked):
    once = beside_live(source, asked, Protected(asked.every))
    assert beside_live(source, asked, once) == once
