"""What blocks a departure: each lock for its own day, never a day more, and the sentence says by how many."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from musanada.cases.models import Clearance
from musanada.people.models import Person, Relationship
from musanada.returns import guards, locks
from musanada.returns.commands.lock_rules import load_lock_rules
from musanada.returns.models import (
    Declaration,
    ExitAuthorisation,
    FitToTravel,
    Leg,
    LockRule,
    Passenger,
    Return,
    TravelDocument,
)
from musanada.returns.queries.lock_papers import document_verdict, exit_verdict, fitness_verdict
from musanada.returns.tests import scene as s
from musanada.returns.tests.scene import Scene

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
FEW = st.integers(0, 400)


def document(valid_to: date | None, **values: Any) -> dict[str, Any]:
    row = {"pk": uuid4(), "kind": "laissez_passer", "state": "obtained", "asked_on": None}
    return row | {"obtained_on": date(2025, 1, 1), "valid_to": valid_to} | values


# The three papers, on any dates


@given(DAYS, DAYS, FEW, FEW)
def test_a_document_opens_exactly_until_its_last_day(
    day: date, ends: date, journey: int, margin: int
) -> None:
    until = day + timedelta(days=journey)
    _state, why, _days = document_verdict([document(ends)], day, until, margin, None)
    assert bool(why) == (ends < until + timedelta(days=margin))


@given(DAYS, DAYS, DAYS)
def test_a_document_obtained_after_the_day_was_not_in_hand(day: date, got: date, ends: date) -> None:
    state, _why, _days = document_verdict([document(ends, obtained_on=got)], day, day, 0, None)
    assert (state == "done") == (got <= day <= ends)


@given(DAYS, st.lists(DAYS, min_size=1, max_size=4))
def test_the_best_of_several_documents_decides_unless_one_was_chosen(day: date, ends: list[date]) -> None:
    rows = [document(end) for end in ends]
    assert (document_verdict(rows, day, day, 0, None)[0] == "done") == (max(ends) >= day)
    assert (document_verdict(rows, day, day, 0, rows[0]["pk"])[0] == "done") == (ends[0] >= day)


@given(DAYS, DAYS, FEW)
def test_an_authorisation_opens_on_its_days_only(day: date, begins: date, lasts: int) -> None:
    row = {
        "state": "granted",
        "valid_from": begins,
        "valid_to": begins + timedelta(days=lasts),
        "asked_on": begins,
    }
    state, why, days = exit_verdict([row], day)
    inside = row["valid_from"] <= day <= row["valid_to"]
    assert (state == "done") == inside == (not why)
    gap = min(abs((day - row["valid_from"]).days), abs((day - row["valid_to"]).days))
    assert days == (0 if inside else gap)


@given(DAYS, DAYS, FEW, st.integers(0, 30))
def test_an_examination_is_good_for_its_days_and_no_longer(
    day: date, on: date, lasts: int, most: int
) -> None:
    row = exam(on, on + timedelta(days=lasts))
    opens = on <= day <= on + timedelta(days=min(lasts, most) if most else lasts)
    assert (fitness_verdict([row], day, most, None)[0] == "done") == opens


@given(DAYS, st.lists(st.tuples(DAYS, st.sampled_from(("fit", "unfit"))), min_size=1, max_size=4))
def test_the_last_examination_before_the_day_decides(day: date, rows: list[tuple[date, str]]) -> None:
    exams = [exam(on, date(2030, 1, 1), result=result, recorded_at=n) for n, (on, result) in enumerate(rows)]
    before = [one for one in exams if one["on"] <= day]
    last = max(before, key=lambda one: (one["on"], one["recorded_at"]), default=None)
    opens = last is not None and last["result"] == "fit"
    assert (fitness_verdict(exams, day, 0, None)[0] == "done") == opens


def exam(on: date, valid_to: date, **values: Any) -> dict[str, Any]:
    row = {"on": on, "recorded_at": 0, "pk": uuid4(), "result": "fit", "needs": "", "valid_to": valid_to}
    return row | values


def test_the_sentence_gives_the_exact_number_of_days() -> None:
    day = date(2026, 12, 10)
    with translation.override("fr"):
        why = str(document_verdict([document(date(2026, 12, 7))], day, day, 0, None)[1])
        one = str(document_verdict([document(date(2026, 12, 9))], day, day, 0, None)[1])
    assert why == (
        "Laissez-passer consulaire : expire 3 jours avant le départ. Demandez-en un autre, ou changez le départ."
    )
    assert "expire 1 jour avant" in one


def test_what_was_asked_says_since_when() -> None:
    ago = timezone.localdate() - timedelta(days=12)
    rows = [document(None, state="asked", asked_on=ago, obtained_on=None)]
    state, why, days = document_verdict(rows, TODAY, TODAY, 0, None)
    assert (state, days) == ("waiting", 12)
    assert "12" in str(why)


def test_what_the_doctor_demands_must_be_provided() -> None:
    rows = [exam(TODAY, TODAY, result="conditions", needs=",wheelchair,oxygen,")]
    assert fitness_verdict(rows, TODAY, 0, None)[0] == "done"  # nothing is booked yet
    assert fitness_verdict(rows, TODAY, 0, frozenset({"wheelchair", "oxygen"}))[0] == "done"
    state, why, _days = fitness_verdict(rows, TODAY, 0, frozenset())
    assert state == "short"
    with translation.override("fr"):
        assert "Fauteuil roulant · Oxygène" in str(fitness_verdict(rows, TODAY, 0, frozenset())[1])
    assert why


# In the file


pytestmark = pytest.mark.django_db


def codes(ret: Return, day: date | None = None, **more: Any) -> list[str]:
    return [one.lock for one in locks.blocks(ret, day or ret.travel_on or ret.wished_on or TODAY, **more)]


def test_a_file_with_all_its_papers_is_blocked_by_nothing(scene: Scene) -> None:
    assert codes(s.a_return(scene, "declared", papers=True)) == []


def test_a_new_file_lacks_everything(scene: Scene) -> None:
    ret = s.a_return(scene, "enquiry", funding=None)
    assert codes(ret) == ["declaration", "document", "exit", "fitness", "protection", "funding"]


def test_a_declaration_withdrawn_opens_nothing(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    Declaration.objects.filter(ret=ret).update(withdrawn_on=timezone.localdate(), withdrawn_at=timezone.now())
    assert codes(ret) == ["declaration"]


def test_a_rule_that_does_not_demand_opens_its_lock_from_its_day_on(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    ExitAuthorisation.objects.filter(ret=ret).update(state="refused")
    day = ret.wished_on
    LockRule.objects.create(
        lock="exit", direction="from_morocco", channel="iom", demanded=False, valid_from=day
    )
    assert codes(ret, day) == []
    assert codes(ret, day - timedelta(days=1)) == ["exit"]


def test_shipped_rules_are_loaded_once_and_demand_no_exit_of_who_comes_home(scene: Scene) -> None:
    assert load_lock_rules() == 48
    assert load_lock_rules() == 0
    ret = s.a_return(scene, "declared", papers=True, at="france")
    ExitAuthorisation.objects.filter(ret=ret).delete()
    assert "exit" not in codes(ret)


def test_merged_records_are_one_person(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    kept = s.someone(scene, "Awa Diallo bis")
    Person.objects.filter(pk=ret.case.person_id).update(merged_into=kept)
    assert codes(ret) == []
    Clearance.objects.filter(person=ret.case.person_id, kind="protection").update(person=kept)
    assert codes(ret) == []


def test_a_child_alone_needs_a_travel_clearance(scene: Scene) -> None:
    child = s.born(s.someone(scene), years=12)
    ret = s.a_return(scene, "declared", child, papers=True)
    Clearance.objects.filter(person=child, kind="travel").delete()
    assert codes(ret) == ["travel"]
    Return.objects.filter(pk=ret.pk).update(with_parent=True)
    assert codes(ret) == []  # the parent has no file of their own here


def test_a_brother_on_the_list_is_no_parent(scene: Scene) -> None:
    family = s.a_family(scene, 4, "declared", papers=True)
    child, brother, mother = family[3], family[2], family[0]
    Clearance.objects.filter(person=child.case.person_id, kind="travel").delete()
    Return.objects.filter(pk=child.pk).update(with_parent=True)
    assert "travel" in codes(child, together={brother.pk})
    assert "travel" not in codes(child, together={mother.pk})
    assert codes(child, together={one.pk for one in family}) == []


def test_the_tie_of_a_merged_parent_counts(scene: Scene) -> None:
    family = s.a_family(scene, 3, "declared", papers=True)
    child, mother = family[2], family[0]
    Relationship.objects.filter(person=family[1].case.person).delete()
    Clearance.objects.filter(person=child.case.person_id, kind="travel").delete()
    kept = s.someone(scene, "Autre fiche")
    Person.objects.filter(pk=mother.case.person_id).update(merged_into=kept)
    Relationship.objects.filter(person=mother.case.person).update(person=kept)
    assert "travel" not in codes(child, together={one.pk for one in family})


def test_a_family_travels_together_or_says_why_not(scene: Scene) -> None:
    family = s.a_family(scene, 3, "declared", papers=True)
    assert codes(family[0], together={one.pk for one in family}) == []
    assert codes(family[0], together={family[1].pk}) == ["family"]
    Return.objects.filter(pk=family[0].pk).update(apart="papers")
    assert codes(family[0], together={family[1].pk}) == []


def test_who_renounced_is_not_waited_for(scene: Scene) -> None:
    family = s.a_family(scene, 2, "declared", papers=True)
    family[1].case.state = "withdrawn"
    family[1].case.closed_on, family[1].case.closure = timezone.localdate(), "withdrew"
    family[1].case.save()
    assert codes(family[0], together=()) == []


def test_an_open_place_answers_for_itself(scene: Scene) -> None:
    ret = s.a_return(scene, "booked")
    FitToTravel.objects.filter(ret=ret).update(result="conditions", needs=",wheelchair,")
    assert codes(ret) == ["fitness"]
    Passenger.objects.filter(ret=ret).update(needs=",wheelchair,")
    assert codes(ret) == []
    TravelDocument.objects.filter(ret=ret).update(state="void")
    assert codes(ret) == ["document"]


def test_the_document_holds_until_the_last_arrival(scene: Scene) -> None:
    ret = s.a_return(scene, "booked")
    place = ret.places.get()
    TravelDocument.objects.filter(ret=ret).update(valid_to=ret.travel_on)
    assert codes(ret) == []
    Leg.objects.filter(movement=place.movement).update(arrives_on=ret.travel_on + timedelta(days=2))
    with translation.override("fr"):
        why = [str(one.why) for one in locks.blocks(ret, ret.travel_on)]
    assert why == ["Passeport : expire 2 jours avant l'arrivée. Demandez-en un autre, ou changez le voyage."]


def test_funding_holds_on_the_day(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    ret.funding.valid_to = ret.wished_on
    ret.funding.save()
    assert codes(ret) == ["funding"]
    ret.funding.valid_to = ret.wished_on + timedelta(days=1)
    ret.funding.save()
    assert codes(ret) == []


def test_a_wish_that_passed_is_no_day_of_departure(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    Return.objects.filter(pk=ret.pk).update(wished_on=timezone.localdate() - timedelta(days=1))
    ret = Return.objects.select_related("case").get(pk=ret.pk)
    assert "passé" in str(guards.locked(scene.travel, ret.case))
    assert locks.day_asked(ret) == timezone.localdate()


def test_a_clearance_asked_elsewhere_is_not_told(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    rows = Clearance.objects.filter(person=ret.case.person_id, kind="protection")
    rows.update(state="asked", answered_by=None, answered_at=None, unit=scene.france)
    asked = {ret.pk: locks.Journey(ret.wished_on)}
    state = {one.lock: one.state for one in locks.standings_of(asked)[ret.pk]}
    assert state["protection"] == "missing"
    rows.update(unit=scene.maroc)
    state = {one.lock: one.state for one in locks.standings_of(asked)[ret.pk]}
    assert state["protection"] == "waiting"


def test_many_are_read_in_as_many_statements_as_few(scene: Scene) -> None:
    few = s.a_family(scene, 2, "booked")
    many = [
        *few,
        *s.a_family(scene, 4, "declared", papers=True),
        *(s.a_return(scene, "booked") for _n in range(4)),
    ]
    counted = []
    for rets in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = locks.blocks_of(rets)
        counted.append(len(asked))
        assert set(found) == {one.pk for one in rets}
    assert counted[0] == counted[1] <= 14


def test_many_and_one_say_the_same(scene: Scene) -> None:
    rets = [*s.a_family(scene, 3, "booked"), s.a_return(scene, "declared"), s.a_return(scene, "booked")]
    together = locks.blocks_of(rets)
    for ret in rets:
        assert [str(one.why) for one in together[ret.pk]] == [
            str(one.why) for one in locks.blocks(ret, locks.day_asked(ret))
        ]
