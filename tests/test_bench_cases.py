"""The benchmark of files runs, at sizes that say nothing about speed, and prints what it promises."""

import pytest

from bench import cases
from tests.test_bench import place  # noqa: F401  the test's own database in the place of an installation

pytestmark = pytest.mark.once


def test_work_list_and_bulk_step(place, monkeypatch):  # noqa: F811
    from musanada.access.commands import system_user
    from musanada.demo.commands import load

    load(system_user(), scale=0.004)
    monkeypatch.setattr(cases, "OFFICES", 3)
    place.call("cases.fill", files=80)
    table = cases.work_list(place, 80, place.call("cases.lists", repeat=1)).text()
    assert "my team's files" in table
    assert "the page in the browser" in table
    table = cases.bulk_step(place, 10, place.call("cases.steps", size=10, repeat=1)).text()
    assert "the step with all it owes" in table


def test_the_race_is_told():
    table = cases.race_table(FakePlace(), {"times": 3, "one": 3, "told": 3, "alone": 0.01, "both": 0.02})
    assert "3 of 3" in table.text()


class FakePlace:
    vendor = "test"


def test_a_session_is_opened_and_decided(place):  # noqa: F811
    from bench import commission

    (table,) = commission.tables(place, 6, 1)
    text = table.text()
    assert "all decided in bulk" in text
    assert "promised under 2 s" in text
