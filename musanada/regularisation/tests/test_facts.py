"""What reporting may read of an operation: nameless, each file once, as known at a moment."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from musanada.cases.models import CaseStep
from musanada.kit.facts import FACTS
from musanada.people.models import Person
from musanada.reference.queries import place_by_code
from musanada.regularisation.commands import leaving
from musanada.regularisation.models import Appeal, Association, Card, Decision
from musanada.regularisation.territories import territories
from musanada.regularisation.tests.scene import complete, lodged, opinion

pytestmark = pytest.mark.django_db


def told(name, known_at=None, **more):
    fact = FACTS[name]
    names = [column.name for column in fact.columns]
    return [dict(zip(names, row, strict=True)) for row in fact.rows(known_at or timezone.now(), **more)]


def test_a_file_that_claims_two_categories_is_one_event(scene):
    one = lodged(scene, None, "C4", "C5")
    rows = told("regularisation_file")
    assert {row["event"] for row in rows} == {one.pk}
    assert sorted(row["category"] for row in rows) == ["C4", "C5"]
    assert len({row["line"] for row in rows}) == 2
    assert [row["line"] for row in rows] == [row["line"] for row in told("regularisation_file")]


def test_a_file_in_preparation_is_not_filed(scene):
    from musanada.regularisation.tests.scene import opened

    opened(scene)
    assert told("regularisation_file") == []


def test_a_file_that_goes_on_at_another_office_counts_once(scene):
    leaving.transfer(scene.manager, complete(scene), to=scene.sale, text="Déménagement")
    rows = told("regularisation_file")
    assert [row["office"] for row in rows] == ["be-sale"]


def test_a_double_is_not_a_second_file(scene):
    one, double = lodged(scene), lodged(scene)
    CaseStep.objects.create(
        case=double.case, code="mark_duplicate", from_state="lodged", to_state="duplicate", by=scene.manager
    )
    assert [row["event"] for row in told("regularisation_file")] == [one.pk]


def test_what_was_recorded_later_is_not_known_yet(scene):
    before = timezone.now()
    one = lodged(scene)
    assert told("regularisation_file", before) == []
    between = timezone.now()
    opinion(scene, one)
    assert told("regularisation_outcome", between) == []
    assert [row["result"] for row in told("regularisation_outcome")] == ["unfavourable"]


def test_an_outcome_lasts_until_the_next_decision(scene):
    one = lodged(scene)
    today = timezone.localdate()
    opinion(scene, one, on=today - timedelta(days=30))
    Decision.objects.create(application=one, stage="appeal", result="favourable", on=today, by=scene.national)
    rows = told("regularisation_outcome")
    assert [(row["stage"], row["result"], row["from_on"], row["until_on"]) for row in rows] == [
        ("first", "unfavourable", today - timedelta(days=30), today),
        ("appeal", "favourable", today, None),
    ]


def test_an_opinion_says_its_days_and_whether_they_were_too_many(scene):
    today = timezone.localdate()
    late, soon = lodged(scene, on=today - timedelta(days=61)), lodged(scene, on=today - timedelta(days=60))
    opinion(scene, late)
    opinion(scene, soon, "favourable")
    rows = {row["event"]: (row["days"], row["late"], row["reason"]) for row in told("regularisation_opinion")}
    assert rows == {late.pk: (61, True, "length"), soon.pk: (60, False, None)}


def test_a_voided_decision_never_was_but_before(scene):
    one = lodged(scene)
    made = opinion(scene, one)
    between = timezone.now()
    Decision.objects.filter(pk=made.pk).update(voided_at=timezone.now())
    assert told("regularisation_opinion") == []
    assert len(told("regularisation_opinion", between)) == 1


def test_hidden_people_are_in_no_live_figure(scene):
    one = lodged(scene)
    Person.objects.filter(pk=one.case.person_id).update(protected=True)
    assert told("regularisation_file") == []
    assert len(told("regularisation_file", protected=True)) == 1


def test_an_appeal_is_told_with_its_end_once_it_is_known(scene):
    one = lodged(scene)
    opinion(scene, one)
    today = timezone.localdate()
    Appeal.objects.create(
        application=one,
        unit=scene.commission,
        channel="office",
        lodged_on=today - timedelta(days=20),
        state="accepted",
        decided_on=today,
        recorded_by=scene.agent,
    )
    row = told("regularisation_appeal")[0]
    assert (row["result"], row["days"], row["event"]) == ("favourable", 20, one.pk)


def test_no_fact_of_an_operation_holds_a_name_or_a_free_text():
    kinds = {
        column.name: column.kind
        for name in ("regularisation_file", "regularisation_outcome", "regularisation_opinion",
                     "regularisation_appeal", "residence_card", "association_regularised")
        for column in FACTS[name].columns
    }  # fmt: skip
    assert set(kinds.values()) <= {"id", "code", "date", "instant", "int", "bool"}
    assert not {"name", "text", "number"} & kinds.keys()


def test_a_file_of_2014_keeps_its_region_and_has_one_of_today(scene):
    then = place_by_code("MA-CAS", date(2014, 5, 1))
    now = place_by_code("MA-CAS")
    lands = territories()
    assert (lands[then.pk].region_then, lands[then.pk].region, lands[then.pk].province) == (
        "1997-MA-08",
        "MA-06",
        "MA-CAS",
    )
    assert (lands[now.pk].region_then, lands[now.pk].region) == ("MA-06", "MA-06")


def test_a_card_is_valid_until_its_last_day_or_an_early_end(scene):
    one = lodged(scene)
    values = {
        "person_id": one.case.person_id,
        "application": one,
        "unit": scene.rabat,
        "place": one.place,
        "ordered_on": date(2025, 1, 1),
        "delivered_on": date(2025, 1, 10),
        "valid_from": date(2025, 1, 10),
        "valid_to": date(2026, 1, 9),
        "delivered_recorded_at": timezone.now(),
    }
    Card.objects.create(kind="first", state="delivered", **values)
    Card.objects.create(kind="renewed", state="lost", **values | {"ended_on": date(2025, 6, 1)})
    rows = {row["kind"]: row["until_on"] for row in told("residence_card")}
    assert rows == {"first": date(2026, 1, 10), "renewed": date(2025, 6, 1)}


def test_an_association_counts_from_the_day_it_was_regularised(scene):
    place = place_by_code("MA-RAB")
    common = {"unit": scene.root, "place": place, "recorded_by": scene.manager}
    Association.objects.create(name_fr="Connue", **common)
    Association.objects.create(
        name_fr="Régularisée",
        regularised_on=date(2015, 3, 1),
        regularised_recorded_at=timezone.now(),
        members=40,
        members_regularised=25,
        state="final",
        **common,
    )
    rows = told("association_regularised")
    assert [(row["regularised_on"], row["members_regularised"]) for row in rows] == [(date(2015, 3, 1), 25)]
