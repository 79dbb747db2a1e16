"""Protection: at scale 1 the plan's sums are the printed ones; a scaled country holds one of each kind, and hides them."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.db.models import F, Min, Q
from django.test import override_settings

from musanada.access.commands import system_user
from musanada.assistance.commands import load_catalogue
from musanada.demo import children
from musanada.demo import commands as demo
from musanada.demo import plan_protection as plan
from musanada.demo.chance import Chance
from musanada.kit.ages import age_on
from musanada.people.models import NameKey, Person
from musanada.protection import closing_rules
from musanada.protection.models import (
    Casualty,
    Child,
    Clock,
    Closing,
    Death,
    Detection,
    Determination,
    Encounter,
    NrmReferral,
    PanelMember,
    ProtectionFile,
    SiblingLink,
    VictimStatus,
)
from musanada.protection.queries.courses import benefits
from musanada.protection.seals import intact
from musanada.reference.commands import load_reference

SCALE = 0.02


def test_the_plan_adds_up_to_the_printed_numbers():
    assert plan.children(1) == 1_024 == plan.BOYS + plan.GIRLS
    assert (sum(plan.FOREIGN.values()), len(plan.FOREIGN), plan.MOROCCAN, plan.UNKNOWN) == (639, 26, 375, 10)
    assert sorted(plan.FOREIGN, key=lambda code: -plan.FOREIGN[code])[:3] == ["GIN", "SEN", "CIV"]
    assert sum(n for age, n in plan.AGES.items() if age >= 13) == 952
    assert {sum(some.values()) for some in (plan.AGES, plan.TOWNS, plan.STATUS, plan.ROADS)} == {1_024}
    numbers = plan.Numbers()
    assert (numbers.women, numbers.women + numbers.men + numbers.boys) == (32, 40)


def test_every_child_of_the_year_has_the_age_of_the_plan():
    kids = children.draw(Chance(4), 1, date(2026, 11, 22))
    ages = Counter(age_on(one.birth.date, one.birth.precision, one.day) for one in kids)
    assert ages == plan.AGES
    assert Counter(one.country for one in kids) == plan.origins(1)
    assert {one.day.year for one in kids} == {2024}


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for the module, rolled back after it."""
    here = override_settings(DATA=tmp_path_factory.mktemp("country"))
    with django_db_blocker.unblock(), here, transaction.atomic():
        load_reference(None)
        load_catalogue()
        yield demo.load(system_user(), scale=SCALE, seed=5)
        transaction.set_rollback(True)


def test_everyone_with_a_file_is_hidden_and_nothing_leads_to_them(country, db):
    people = Person.objects.filter(cases__protection__isnull=False)
    assert people.count() == country["children"] + country["victims"]
    assert not people.filter(protected=False).exists()
    assert not NameKey.objects.filter(person__protected=True).exists()
    assert Child.objects.filter(file__identified_on__year=2024).count() == plan.children(SCALE)


def test_the_next_day_of_a_case_is_its_first_running_clock(country, db):
    running = Q(clocks__met_on=None, clocks__dropped_on=None)
    for file in ProtectionFile.objects.annotate(first=Min("clocks__due_on", filter=running)).select_related(
        "case"
    ):
        assert file.first == file.case.due_on
    assert not Clock.objects.filter(met_on__lt=F("started_on")).exists()


def test_journals_lead_to_the_state_and_closures_hold(country, db):
    for file in ProtectionFile.objects.select_related("case"):
        state = ""
        for step in file.case.steps.order_by("recorded_at", "id"):
            assert step.from_state == state
            state = step.to_state
        assert state == file.case.state
    for one in Closing.objects.filter(state="approved"):
        assert closing_rules.refusal(one.file, one.reason) is None


def test_one_of_each_kind_is_there_at_any_scale(country, db):
    sealed = Determination.objects.exclude(digest="")
    assert sealed.exists()
    assert all(intact(one) for one in sealed)
    assert PanelMember.objects.filter(vote="", bid__state="scheduled").exists()
    assert {*NrmReferral.objects.values_list("state", flat=True)} >= {
        "sent",
        "accepted",
        "refused",
        "lapsed",
        "revoked",
    }
    assert Closing.objects.filter(state="asked").exists()
    assert Casualty.objects.filter(person=None, outcome="", hospital__isnull=False).exists()
    assert Clock.objects.filter(kind="bia", met_on=None, dropped_on=None).exists()
    for model in (Death, Detection, SiblingLink):
        assert model.objects.exists()
    assert Encounter.objects.filter(child=None, sorted_at=None).exists()
    identified = VictimStatus.objects.filter(status="identified", on__year=2024, body="iom")
    numbers = plan.Numbers().scaled(SCALE)
    assert identified.count() == numbers.women + numbers.men + numbers.boys


def test_pupils_who_benefited_are_the_minors_of_the_acts(country, db):
    found = {
        one.person_id
        for one in benefits(date(2024, 12, 31))
        if one.benefited_on and one.benefited_on.year == 2024
    }
    assert len(found) == max(round(109 * SCALE), 1)
