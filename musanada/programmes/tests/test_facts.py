"""The fact of activities: nameless, and as the register stood at the cut-off."""

from datetime import UTC, date, datetime

import pytest

from musanada.kit.facts import FACTS
from musanada.partners.commands import register_partner
from musanada.programmes.commands import close_activity, create_many, open_activities, void_activity
from musanada.programmes.models import Activity

FACT = FACTS["programme_activity"]
LEARNED = datetime(2024, 3, 10, 9, tzinfo=UTC)
LATER = datetime(2024, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def activity(house):
    amal = register_partner(
        house.amina, house.mission, code="AS-1", name_fr="Amal", kind="association", side="humanitarian"
    )
    (programme,) = create_many(
        house.amina,
        house.mission,
        [{"code": "PR-1", "name_fr": "Abri", "sector": "shelter", "starts_on": date(2024, 1, 1)}],
    )
    row = {
        "programme": programme,
        "city": house.places["02.411.01.23"],
        "partner": amal,
        "family": "shelter",
        "starts_on": date(2024, 3, 1),
        "recorded_at": LEARNED,
    }
    return open_activities(house.amina, house.mission, [row])[0]


def seen(known_at):
    names = [c.name for c in FACT.columns]
    return [dict(zip(names, row, strict=True)) for row in FACT.rows(known_at)]


def test_a_row_holds_codes_and_dates_only(activity):
    assert seen(LEARNED) == [
        {
            "activity": activity.pk,
            "programme": "PR-1",
            "city": "MA-OUJ",
            "region": "MA-02",
            "partner": "AS-1",
            "partner_kind": "association",
            "kind": "shelter",
            "from_on": date(2024, 3, 1),
            "until_on": None,
            "recorded_at": LEARNED,
            "side": "humanitarian",
        }
    ]


def test_what_was_learned_after_the_cut_off_is_not_known(activity):
    assert seen(datetime(2024, 3, 10, 8, 59, tzinfo=UTC)) == []


def test_an_end_counts_from_the_moment_it_was_recorded(house, activity):
    close_activity(house.amina, activity, ends_on=date(2024, 5, 31), at=LATER)
    assert seen(datetime(2024, 6, 30, tzinfo=UTC))[0]["until_on"] is None
    assert seen(LATER)[0]["until_on"] == date(2024, 6, 1)


def test_an_end_recorded_with_the_opening_is_known_at_once(house, activity):
    row = {
        "programme": activity.programme,
        "city": house.places["MA-FES"],
        "family": "shelter",
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 1, 31),
        "recorded_at": LEARNED,
    }
    open_activities(house.amina, house.mission, [row])
    assert [r["until_on"] for r in seen(LEARNED)] == [None, date(2024, 2, 1)]


def test_a_programmes_end_ends_what_has_no_end_of_its_own(house, activity):
    activity.programme.ends_on = date(2024, 12, 31)
    activity.programme.save()
    assert seen(LEARNED)[0]["until_on"] == date(2025, 1, 1)


def test_a_voided_activity_was_known_until_it_was_voided(house, activity):
    void_activity(house.amina, activity, reason="Erreur")
    voided_at = Activity.objects.get().voided_at
    assert len(seen(LATER)) == 1
    assert seen(voided_at) == []


def test_the_named_columns_exist(activity):
    for name in (FACT.row, FACT.event, FACT.date, FACT.recorded, FACT.until):
        assert FACT.column(name)
