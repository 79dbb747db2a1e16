"""The fact as at a cut-off: what was known then, of whom, and nothing more."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from musanada.access.commands import system_user
from musanada.assistance.commands import record, record_many, void
from musanada.assistance.facts import COLUMNS, rows
from musanada.assistance.models import Act
from musanada.assistance.tests.conftest import DAY, draft
from musanada.kit.facts import FACTS
from musanada.people.commands import merge

NOW = datetime(2090, 1, 1, tzinfo=UTC)
NAMES = [c.name for c in COLUMNS]


def lines(known_at=NOW):
    return [dict(zip(NAMES, row, strict=True)) for row in rows(known_at)]


def test_fact_is_registered():
    assert FACTS["assistance_given"].person == "person"


def test_row_says_who_and_what_in_codes(agent, oujda, awa):
    act = record(agent, oujda, draft=draft(awa))
    (line,) = lines()
    assert (line["event"], line["person"], line["service"], line["family"]) == (
        act.pk,
        awa.pk,
        "hygiene-kit",
        "nfi",
    )
    assert (line["sex"], line["nationality"], line["birth_date"]) == ("F", "GIN", None)


def test_household_gives_a_row_a_person_and_its_goods_once(agent, oujda, family):
    record(agent, oujda, draft=draft(family[0], "food-basket"))
    found = lines()
    assert {line["person"] for line in found} == {p.pk for p in family}
    assert len({line["event"] for line in found}) == 1
    assert [line["quantity"] for line in found if line["recipient"]] == [Decimal(1)]
    assert all(line["quantity"] is None for line in found if not line["recipient"])


def test_request_is_not_a_fact(agent, oujda, awa):
    record(agent, oujda, draft=draft(awa, "emergency-cash", amount=Decimal(9000), currency="MAD"))
    assert not lines()


def test_late_entry_is_not_known_before_it_was_recorded(agent, oujda, awa):
    recorded = datetime(2024, 6, 1, tzinfo=UTC)
    record(agent, oujda, draft=draft(awa, recorded_at=recorded))
    assert not lines(recorded - timedelta(seconds=1))
    assert len(lines(recorded)) == 1


def test_voided_act_stays_in_what_was_known_before(agent, case_manager, oujda, awa):
    act = record(agent, oujda, draft=draft(awa))
    void(case_manager, act, reason="Erreur")
    act.refresh_from_db()
    assert len(lines(act.voided_at - timedelta(microseconds=1))) == 1
    assert not lines(act.voided_at)


def test_merged_person_counts_under_the_canonical_one(agent, case_manager, oujda, awa, person_at):
    twin = person_at(oujda, "Hawa Diallo")
    record(agent, oujda, draft=draft(twin))
    before = datetime.now(UTC)
    merge(case_manager, awa, gone=twin, reason="Même passeport")
    assert [line["person"] for line in lines()] == [awa.pk]
    assert [line["person"] for line in lines(before)] == [twin.pk]


@pytest.mark.parametrize(("until", "nights"), [(DAY + timedelta(days=1), 1), (DAY + timedelta(days=31), 31)])
def test_bed_nights_are_the_nights_between(agent, oujda, awa, until, nights):
    record(agent, oujda, draft=draft(awa, "emergency-shelter", until_on=until))
    assert lines()[0]["nights"] == nights


def test_bulk_and_counter_leave_the_same_row(agent, oujda, awa, person_at):
    other = person_at(oujda, "Moussa Keita")
    at = datetime(2024, 6, 1, tzinfo=UTC)
    record(agent, oujda, draft=draft(awa, "food-basket", recorded_at=at))
    record_many(system_user(), oujda, drafts=[draft(other, "food-basket", recorded_at=at)])
    different = {"line", "event", "reference", "person"}
    first, second = ({k: v for k, v in line.items() if k not in different} for line in lines())
    assert first == second


def test_bulk_counts_the_household_of_the_day(oujda, family):
    record_many(system_user(), oujda, drafts=[draft(family[1], "food-basket")])
    assert {line["person"] for line in lines()} == {p.pk for p in family}


def test_bulk_twice_changes_nothing(oujda, awa):
    wishes = [draft(awa), draft(awa, "winter-kit")]
    assert record_many(system_user(), oujda, drafts=wishes) == 2
    assert record_many(system_user(), oujda, drafts=wishes) == 0
    assert Act.objects.count() == 2
