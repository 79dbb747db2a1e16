"""Every benchmark runs, at sizes that say nothing about speed, and prints what it promises."""

import re

import pytest
from django.db import transaction

from bench.child import perform
from bench.figures import Figure, check, figures
from bench.measure import Line, Table
from bench.run import Sizes, tables
from musanada.reporting.registry import shipped_indicators
from musanada.reporting.views import FURTHER, LEAD, REPORT

pytestmark = pytest.mark.once  # the benchmarks open registers of their own, on both databases
TINY = Sizes(
    scale=0.004, rows=12, memory=(12,), people=(600, 620), lines=(120, 5_000), register=600, repeat=1,
    hidden_files=30, named=12,
)  # fmt: skip


class Here:
    """The test's own database in the place of an installation: jobs run in this process."""

    vendor = "test"

    def __init__(self, folder, before=None):
        self.folder, self.before = folder, before

    def call(self, job, **options):
        return perform(job, options)

    def copy(self):
        """The same data; what is done with it is undone when it is dropped."""
        return Here(self.folder, transaction.savepoint())

    def drop(self):
        if self.before:
            transaction.savepoint_rollback(self.before)


@pytest.fixture
def place(db, settings, tmp_path):
    from musanada.access.commands import system_user
    from musanada.assistance.commands import load_catalogue

    settings.DATA = tmp_path
    load_catalogue()
    system_user()
    return Here(tmp_path)


def printed(place, *benches):
    return [table.text() for table in tables(benches, lambda: place, TINY)]


def test_country_figures_and_imports(place):
    country, compared, people, services, memory = printed(place, "country", "figures", "imports")
    assert "demo load" in country
    assert "equal values" in compared
    assert "12 people" in people
    assert "XLSX: whole import" in people
    assert "CSV: whole import" in services
    assert "MB at most" in memory


def test_encryption(place):
    (secrets,) = printed(place, "secrets")
    assert "12 contacts written: encrypted" in secrets and "a phone found: clear" in secrets


def test_pages(place):
    (pages,) = printed(place, "pages")
    assert all(
        word in pages
        for word in ("person", "people list", "name search, Arabic", "arrival list", "figures 2024")
    )
    assert re.search(r"at 6\d\d people", pages)  # and those met twice
    assert "620" in pages


def test_hidden(place):
    told, price = printed(place, "hidden")
    assert all(
        word in told for word in ("page of the person", "whole name searched", "emergency", "figures", "p95")
    )
    assert "600 people, 100 of them hidden" in price
    assert "people as facts" in price


def test_protection(place):
    (table,) = printed(place, "protection")
    assert "named on 12 of 30" in table
    assert "fifty names read" in table
    assert "a child's page" in table


def test_audit(place):
    """Five thousand lines pass a day, so that there is an anchor to start at."""
    short, longer, walk, pages = printed(place, "audit")
    assert "a line of the journal" in short
    assert "behind 5,000 others" in longer
    assert "verify from the last anchor" in walk
    assert all(word in pages for word in ("refusals of a small office", "who opened this file", "5,000"))


def test_figures_that_differ_end_the_benchmark(monkeypatch):
    monkeypatch.setattr("bench.figures.by_hand", lambda extract, wanted: {"a by sex": {"F": 2.0, "M": 3.0}})
    monkeypatch.setattr("bench.figures.by_engine", lambda extract, wanted: {"a by sex": {"F": 2.0}})
    with pytest.raises(AssertionError, match="a by sex"):
        check(None, [Figure("a", "sex", "")])


def test_figures_by_hand_are_those_of_the_page():
    """Values are compared when the benchmark runs; a figure that is new on the page is seen here."""
    by_hand = {figure.id for figure in figures()}
    assert {LEAD, *REPORT, *FURTHER} <= by_hand <= set(shipped_indicators())
    assert len({figure.name for figure in figures()}) == len(figures()) > 20


def test_a_table_divides_by_its_baseline():
    table = Table("T", "the first", [Line("a", 2.0), Line("b", 5.0), Line("c", 6.0, baseline=5.0)])
    assert [line.split()[2] for line in table.text().splitlines()[-3:]] == ["1.00", "2.50", "1.20"]
