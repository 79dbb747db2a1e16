"""Programmes and activities as they are written: rights, dates inside dates, nothing silently changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.partners.commands import register_partner
from musanada.programmes.commands import (
    close_activity,
    create_many,
    create_programme,
    edit_programme,
    open_activities,
    open_activity,
    register_donor,
    void_activity,
)
from musanada.programmes.models import Activity, Donor, Programme


@pytest.fixture
def programme(house):
    return create_programme(
        house.amina,
        house.mission,
        code="PR-1",
        name_fr="Abri",
        sector="shelter",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
    )


def at_work(house, programme, **more):
    values = {"city": house.places["MA-OUJ"], "family": "shelter", "starts_on": date(2024, 3, 1), **more}
    return open_activity(house.amina, programme, **values)


def test_a_programme_has_its_donors_and_budget(house):
    donor = register_donor(house.amina, house.mission, code="EU", name_fr="Union européenne")
    programme = create_programme(
        house.amina,
        house.mission,
        code="pr-2",
        name_fr="Retour",
        sector="return",
        starts_on=date(2024, 1, 1),
        budget=Decimal("1500000.50"),
        currency="USD",
        donors=[donor],
    )
    kept = Programme.objects.get(code="PR-2")
    assert (kept.budget, kept.currency, list(kept.donors.all())) == (Decimal("1500000.50"), "USD", [donor])
    assert AuditEntry.objects.first().object_id == str(programme.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [("budget", Decimal(-1)), ("currency", "dirham"), ("sector", "circus"), ("name_fr", ""), ("code", "a b")],
)
def test_nonsense_is_told_at_its_field(house, field, value):
    values = {"code": "PR-2", "name_fr": "Retour", "sector": "return", "starts_on": date(2024, 1, 1)}
    with pytest.raises(BadInput) as refusal:
        create_programme(house.amina, house.mission, **{**values, field: value})
    assert set(refusal.value.fields) == {field}


def test_the_same_code_twice_gets_a_clear_sentence(house, programme, monkeypatch):
    values = {"code": "PR-1", "name_fr": "Autre", "sector": "food", "starts_on": date(2024, 1, 1)}
    with pytest.raises(BadInput, match="PR-1 est déjà pris"):
        create_programme(house.amina, house.mission, **values)
    monkeypatch.setattr(Programme, "validate_unique", lambda self, exclude=None: None)
    with pytest.raises(BadInput, match="PR-1 est déjà pris"):
        create_programme(house.amina, house.mission, **values)
    assert Programme.objects.count() == 1


def test_an_agent_writes_no_programme_and_no_activity(house, programme):
    with pytest.raises(MissingRight):
        edit_programme(house.brahim, programme, name_fr="Autre")
    with pytest.raises(MissingRight):
        open_activity(
            house.brahim, programme, city=house.places["MA-OUJ"], family="shelter", starts_on=date(2024, 3, 1)
        )
    assert AuditEntry.objects.filter(outcome="denied").count() == 2


def test_an_activity_stays_inside_its_programme(house, programme):
    for wrong in (
        {"starts_on": date(2023, 12, 31)},
        {"starts_on": date(2025, 1, 1)},
        {"ends_on": date(2025, 1, 1)},
        {"ends_on": date(2024, 2, 1)},
    ):
        with pytest.raises(BadInput):
            at_work(house, programme, **wrong)
    assert not Activity.objects.exists()


def test_an_activity_is_in_a_town_not_in_a_region(house, programme):
    with pytest.raises(BadInput, match="trop large"):
        at_work(house, programme, city=house.places["MA-02"])


def test_an_activitys_partner_is_active_when_it_starts(house, programme):
    partner = register_partner(
        house.amina,
        house.mission,
        code="AS-1",
        name_fr="Amal",
        kind="association",
        side="humanitarian",
        active_to=date(2024, 2, 1),
    )
    with pytest.raises(BadInput, match="pas actif"):
        at_work(house, programme, partner=partner)
    assert at_work(house, programme, partner=partner, starts_on=date(2024, 2, 1)).partner == partner


def test_the_same_open_activity_is_not_opened_twice(house, programme):
    first = at_work(house, programme)
    with pytest.raises(Refused, match="déjà ouverte"):
        at_work(house, programme)
    close_activity(house.amina, first, ends_on=date(2024, 3, 31))
    assert at_work(house, programme, starts_on=date(2024, 4, 1)).pk != first.pk


def test_an_activity_ends_once(house, programme):
    activity = at_work(house, programme)
    assert close_activity(house.amina, activity, ends_on=date(2024, 6, 30)).ends_on == date(2024, 6, 30)
    with pytest.raises(Refused, match="plus ouverte"):
        close_activity(house.amina, activity, ends_on=date(2024, 7, 31))
    with pytest.raises(BadInput, match="précéder"):
        close_activity(house.amina, activity, ends_on=date(2024, 1, 31))


def test_a_wrong_activity_is_voided_with_a_reason_and_stays(house, programme):
    activity = at_work(house, programme)
    with pytest.raises(BadInput, match="pourquoi"):
        void_activity(house.amina, activity, reason="  ")
    void_activity(house.amina, activity, reason="Mauvaise ville")
    with pytest.raises(Refused, match="déjà annulée"):
        void_activity(house.amina, activity, reason="Encore")
    assert Activity.objects.get().void_reason == "Mauvaise ville"


def test_the_database_keeps_voids_and_ends_honest(house, programme):
    activity = at_work(house, programme)
    for wrong in ({"void_reason": "sans date"}, {"ends_on": date(2024, 5, 1)}, {"ends_on": date(2024, 2, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=activity.pk).update(**wrong)


def test_a_programmes_dates_keep_its_activities_inside(house, programme):
    at_work(house, programme, ends_on=date(2024, 6, 30))
    with pytest.raises(BadInput, match="premier jour"):
        edit_programme(house.amina, programme, starts_on=date(2024, 4, 1))
    programme.refresh_from_db()
    with pytest.raises(BadInput, match="dernier jour"):
        edit_programme(house.amina, programme, ends_on=date(2024, 5, 31))
    programme.refresh_from_db()
    assert edit_programme(house.amina, programme, ends_on=date(2024, 6, 30)).ends_on == date(2024, 6, 30)


def test_many_programmes_and_activities_in_one_go(house, django_assert_max_num_queries):
    donor = register_donor(house.amina, house.mission, code="EU", name_fr="Union européenne")
    rows = [
        {
            "code": f"PR-{n}",
            "name_fr": f"P{n}",
            "sector": "food",
            "starts_on": date(2023, 1, 1),
            "donors": [donor],
        }
        for n in range(26)
    ]
    programmes = create_many(house.amina, house.mission, rows)
    towns = [house.places[c] for c in ("MA-OUJ", "MA-FES", "MA-TNG")]
    work = [
        {"programme": p, "city": town, "family": "food", "starts_on": date(2023, 2, 1)}
        for p in programmes
        for town in towns
    ]
    assert len(open_activities(house.amina, house.mission, work)) == 78
    assert Activity.objects.count() == 78
    assert Donor.objects.get().programmes.count() == 26
    assert AuditEntry.objects.first().details == {"rows": 78}


def test_a_bulk_keeps_to_the_unit_it_was_allowed_at(house, programme):
    other = create_programme(
        house.chaima, house.ministry, code="PR-9", name_fr="Autre", sector="food", starts_on=date(2024, 1, 1)
    )
    row = {
        "programme": other,
        "city": house.places["MA-OUJ"],
        "family": "food",
        "starts_on": date(2024, 2, 1),
    }
    with pytest.raises(Refused, match="PR-9"):
        open_activities(house.amina, house.mission, [row])
    assert not Activity.objects.exists()
