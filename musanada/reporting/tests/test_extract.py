"""Extracts: whole or not at all, never changed, made again only when something was recorded."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from musanada.access.doors import journal
from musanada.access.models import AuditEntry
from musanada.kit.registry import Registry
from musanada.reporting import extract
from musanada.reporting.extract import (
    KEPT,
    ExtractError,
    extracts_folder,
    fresh_extract,
    live_extracts,
    write_extract,
)
from musanada.reporting.tests.world import KNOWN, act, fact_of


def facts(rows):
    registry = Registry("fact")
    registry.add("act", fact_of(rows))
    return registry


def of(made):
    return made.manifest["facts"]["act"]


def test_the_manifest_says_what_is_in_it():
    made = write_extract(KNOWN, facts=facts([act(1, 1, "2024-01-05"), act(2, 1, "2024-01-06")]))
    assert of(made)["rows"] == made.rows("act") == 2
    assert of(made)["columns"][0] == {"name": "line", "kind": "id"}
    assert made.known_at == KNOWN
    assert made.file("act").exists()
    assert not list(extracts_folder().glob(".*.part"))


def test_the_content_hash_follows_the_rows_and_not_their_order():
    first, second = act(1, 1, "2024-01-05", amount=Decimal("1.50")), act(2, 2, "2024-01-06", sex="F")
    hashes = [
        of(write_extract(KNOWN + timedelta(seconds=n), facts=facts(rows)))["content_hash"]
        for n, rows in enumerate([[first, second], [second, first], [first, second | {"sex": "M"}], []])
    ]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


def test_more_rows_than_a_batch(monkeypatch):
    monkeypatch.setattr(extract, "BATCH", 3)
    made = write_extract(KNOWN, facts=facts([act(n, n, "2024-01-05") for n in range(1, 11)]))
    assert made.rows("act") == 10


def test_a_fact_that_repeats_a_row_is_refused_and_leaves_nothing():
    with pytest.raises(ExtractError, match=r"1 ligne\(s\) en double"):
        write_extract(KNOWN, facts=facts([act(1, 1, "2024-01-05"), act(1, 2, "2024-01-06")]))
    assert list(extracts_folder().iterdir()) == []


def test_a_row_from_after_the_cut_off_is_refused():
    late = act(1, 1, "2024-01-05", recorded_at=KNOWN + timedelta(microseconds=1))
    with pytest.raises(ExtractError, match=r"1 ligne\(s\) d'après"):
        write_extract(KNOWN, facts=facts([late]))


def test_an_extract_is_never_written_over():
    write_extract(KNOWN, facts=facts([]))
    with pytest.raises(ExtractError, match="même instant"):
        write_extract(KNOWN, facts=facts([act(1, 1, "2024-01-05")]))


def test_a_full_disk_is_told_in_words_and_leaves_nothing(monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(extract, "write_fact", full)
    with pytest.raises(ExtractError, match=r"No space left on device.*libérez"):
        write_extract(KNOWN, facts=facts([]))
    assert list(extracts_folder().iterdir()) == []


def written(verb="people.register", outcome=AuditEntry.Outcome.DONE):
    journal(None, verb, outcome, None)


@pytest.mark.django_db
def test_nothing_recorded_means_the_same_extract():
    written()
    first = fresh_extract()
    assert fresh_extract().folder == first.folder


@pytest.mark.django_db
def test_a_write_means_a_new_extract_and_the_old_one_stays_as_it_was():
    first = fresh_extract()
    before = (first.folder / "manifest.json").read_text()
    written()
    second = fresh_extract()
    assert second.folder != first.folder
    assert (first.folder / "manifest.json").read_text() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "outcome"),
    [("figures.records", "done"), ("page.people.view", "done"), ("people.register", "denied")],
)
def test_reading_and_refusals_are_no_writes(verb, outcome):
    first = fresh_extract()
    written(verb, AuditEntry.Outcome(outcome))
    assert fresh_extract().folder == first.folder


@pytest.mark.django_db
def test_a_new_day_means_a_new_extract(monkeypatch):
    first = fresh_extract()
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: datetime(2099, 1, 1, tzinfo=UTC).date())
    assert fresh_extract().folder != first.folder


@pytest.mark.django_db
def test_old_live_extracts_go_and_frozen_ones_stay():
    frozen = write_extract(KNOWN, frozen=True)
    for _round in range(KEPT + 2):
        written()
        fresh_extract()
    assert len(live_extracts()) == KEPT
    assert json.loads((frozen.folder / "manifest.json").read_text())["frozen"] is True
