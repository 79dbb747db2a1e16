"""What reporting may read of returns: nameless, each file once, as known at a moment."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from musanada.cases.models import CaseStep
from musanada.kit.facts import FACTS
from musanada.people.models import MergeRecord, Person
from musanada.returns.models import (
    Activity,
    Allowance,
    LedgerLine,
    Movement,
    PastReturn,
    Plan,
    Tranche,
    TravelEvent,
    Vulnerability,
)
from musanada.returns.tests.scene import a_family, a_reintegration, a_return, born, someone

pytestmark = pytest.mark.django_db
NAMES = ("return_application", "return_departure", "return_arrival", "return_stage", "return_withdrawal",
         "return_cost", "reintegration_file", "reintegration_support", "reintegration_payment", "survey_score",
         "survey_eligible")  # fmt: skip


def told(name, known_at=None, **more):
    fact = FACTS[name]
    names = [column.name for column in fact.columns]
    return [dict(zip(names, row, strict=True)) for row in fact.rows(known_at or timezone.now(), **more)]


def undo(scene, ret):
    first = ret.events.get(kind="departed")
    return TravelEvent.objects.create(ret=ret, unit=ret.organised_by, kind="undone", on=first.on, undoes=first,
                                      by=scene.travel)  # fmt: skip


def past(scene, number, **values):
    values = {"channel": "state", "funding": scene.funding["state"], "country_id": "GIN", "sex": "M"} | values
    values.setdefault("departed_on", date(2004, 7, 5))
    return PastReturn.objects.create(unit=scene.root, pseudonym=number, source="Registre", **values)


def test_no_fact_of_returns_holds_a_name_or_a_free_text(scene):
    kinds = {column.name: column.kind for name in NAMES for column in FACTS[name].columns}
    assert set(kinds.values()) <= {"id", "code", "date", "instant", "int", "bool", "decimal", "fraction"}
    assert not {"name", "text", "number", "to_town"} & kinds.keys()


@pytest.mark.parametrize("name", NAMES)
def test_every_row_fills_its_columns(scene, name):
    a_reintegration(scene)
    past(scene, "R-1")
    for row in FACTS[name].rows(timezone.now()):
        assert len(row) == len(FACTS[name].columns)


def test_an_enquiry_is_no_application(scene):
    a_return(scene, "enquiry")
    one = a_return(scene, "registered")
    assert [row["event"] for row in told("return_application")] == [one.pk]


def test_a_file_with_two_vulnerabilities_is_one_event(scene):
    one = a_return(scene, "departed")
    for flag in ("medical", "homeless"):
        Vulnerability.objects.create(ret=one, flag=flag, by=scene.manager)
    rows = told("return_departure")
    assert [row["vulnerability"] for row in rows] == ["homeless", "medical"]
    assert {row["event"] for row in rows} == {one.pk}
    assert len({row["line"] for row in rows}) == 2


def test_a_counter_fact_recorded_later_does_not_move_an_earlier_cut_off(scene):
    one = a_return(scene, "departed")
    between = timezone.now()
    undo(scene, one)
    assert told("return_departure") == []
    assert [row["event"] for row in told("return_departure", between)] == [one.pk]
    assert [row["outcome"] for row in told("return_application", between)] == ["departed"]
    assert told("return_application")[0]["departed"] is False


def test_a_departure_written_again_after_its_counter_fact_stands(scene):
    one = a_return(scene, "departed")
    undo(scene, one)
    TravelEvent.objects.create(
        ret=one, unit=scene.maroc, kind="departed", on=date(2024, 3, 1), by=scene.travel
    )
    assert [row["departed_on"] for row in told("return_departure")] == [date(2024, 3, 1)]


def test_what_was_recorded_later_is_not_known_yet(scene):
    before = timezone.now()
    a_return(scene, "arrived")
    assert [told(name, before) for name in NAMES] == [[]] * len(NAMES)


def test_registers_of_the_past_are_departures_of_somebody(scene):
    past(scene, "R-1")
    past(scene, "R-2", minor=True)
    a_return(scene, "departed")
    rows = told("return_departure")
    assert len({row["person"] for row in rows}) == 3
    assert sorted(row["source"] for row in rows) == ["file", "register", "register"]
    assert {row["reference"] for row in rows} >= {"R-1", "R-2"}
    assert [row["person"] for row in told("return_departure")] == [row["person"] for row in rows]


def test_a_voided_line_of_a_register_counted_until_then(scene):
    one = past(scene, "R-1")
    between = timezone.now()
    PastReturn.objects.filter(pk=one.pk).update(voided_at=timezone.now())
    assert told("return_departure") == []
    assert len(told("return_departure", between)) == 1


def test_merged_people_are_counted_under_the_record_that_stays(scene):
    kept = a_return(scene, "departed")
    gone = a_return(scene, "departed")
    MergeRecord.objects.create(
        kept=kept.case.person, gone=gone.case.person, merged_by=scene.manager, reason="Double"
    )
    assert {row["person"] for row in told("return_departure")} == {kept.case.person_id}


def test_an_erased_person_stays_counted_without_traits(scene):
    one = a_return(scene, "departed")
    Person.objects.filter(pk=one.case.person_id).update(
        erased_at=timezone.now(), birth_date=None, birth_precision="unknown", sex="unknown"
    )
    row = told("return_departure")[0]
    assert (row["event"], row["sex"], row["minor"]) == (one.pk, None, None)


def test_hidden_people_are_in_no_live_figure(scene):
    one = a_return(scene, "arrived")
    Person.objects.filter(pk=one.case.person_id).update(protected=True)
    for name in ("return_application", "return_departure", "return_arrival", "return_stage"):
        assert told(name) == []
    assert len(told("return_departure", protected=True)) == 1


def test_a_child_is_a_minor_on_the_day_of_departure(scene):
    day = timezone.localdate() - timedelta(days=10)
    child = someone(scene, sex="M")
    born(child, years=17, before=day)
    a_return(scene, "departed", child, day=day)
    assert [row["minor"] for row in told("return_departure")] == [True]


def test_a_family_has_one_principal(scene):
    a_family(scene, 3, "departed")
    assert sorted(row["family_part"] for row in told("return_departure")) == [
        "dependant",
        "dependant",
        "principal",
    ]


def test_a_double_is_not_a_second_file(scene):
    a_return(scene, "registered")
    a_return(scene, "duplicate")
    assert len(told("return_application")) == 1


def test_days_from_the_application_to_the_departure(scene):
    day = date(2024, 5, 1)
    one = a_return(scene, "departed", day=day)
    whole = next(row for row in told("return_stage") if row["stage"] == "whole")
    assert (whole["days"], whole["ended_on"]) == ((day - one.applied_on).days, day)


def test_a_withdrawal_taken_back_counts_no_more(scene):
    one = a_return(scene, "withdrawn")
    between = timezone.now()
    assert len(told("return_withdrawal")) == 1
    CaseStep.objects.create(case=one.case, code="reopen", from_state="withdrawn", to_state="registered",
                            by=scene.manager)  # fmt: skip
    assert told("return_withdrawal") == []
    assert len(told("return_withdrawal", between)) == 1


def test_a_return_to_morocco_names_the_country_of_stay(scene):
    a_return(scene, "arrived", at="france", country="TUR")
    row = told("return_arrival")[0]
    assert (row["direction"], row["country"], row["cohort"]) == (
        "to_morocco",
        "TUR",
        str(row["arrived_on"].year),
    )


def given(scene, file, kind="cash", *, on=None, state="approved", **values):
    plan = file.plans.first() or Plan.objects.create(
        file=file, state=state, goal="But", drafted_by=scene.manager, approved_on=file.arrived_on
    )
    return Activity.objects.create(
        plan=plan, dimension="economic", kind=kind, form="cash", what="x", amount=Decimal("100.00"), currency="MAD",
        state="running", given_on=on or file.arrived_on, given_recorded_at=timezone.now(), **values,
    )  # fmt: skip


def test_a_support_is_a_row_with_its_money_in_dirhams(scene):
    file = a_reintegration(scene)
    given(scene, file)
    given(scene, file, "business")
    rows = told("reintegration_support")
    assert sorted(row["support"] for row in rows) == ["business", "cash"]
    assert {row["amount_mad"] for row in rows} == {Decimal("100.00")}
    assert [row["supported"] for row in told("return_arrival")] == [True]


def test_money_in_a_currency_without_a_rate_is_unknown_and_not_nothing(scene):
    file = a_reintegration(scene)
    Activity.objects.filter(pk=given(scene, file).pk).update(currency="XTS")
    assert [row["amount_mad"] for row in told("reintegration_support")] == [None]


def test_a_plan_not_yet_approved_gives_nothing(scene):
    file = a_reintegration(scene)
    plan = Plan.objects.create(file=file, state="draft", goal="But", drafted_by=scene.manager)
    Activity.objects.create(plan=plan, dimension="economic", kind="cash", form="cash", what="x",
                            given_on=file.arrived_on, given_recorded_at=timezone.now())  # fmt: skip
    assert told("reintegration_support") == []


def test_the_ladder_of_a_cohort(scene):
    file = a_reintegration(scene)
    before = timezone.now()
    for code, state in (("start", "started"), ("complete", "completed")):
        CaseStep.objects.create(case=file.case, code=code, from_state="x", to_state=state, by=scene.manager)
    now, then = told("reintegration_file")[0], told("reintegration_file", before)[0]
    assert (now["started"], now["completed"], now["outcome"]) == (True, True, "completed")
    assert (then["started"], then["completed"], then["outcome"]) == (False, False, "open")


def ledger(scene, tranche, number, kind, mad, **values):
    return LedgerLine.objects.create(
        number=number, unit=scene.maroc, file=tranche.file, tranche=tranche, funding=scene.funding["state"], kind=kind,
        on=tranche.due_on + timedelta(days=4), amount=mad, currency="MAD", rate=1, mad=mad, by=scene.finance, **values,
    )  # fmt: skip


def test_a_payment_taken_back_is_money_that_came_back_and_no_delay(scene):
    file = a_reintegration(scene)
    act = given(scene, file)
    tranche = Tranche.objects.create(file=file, activity=act, amount=100, currency="MAD", form="cash",
                                     due_on=file.arrived_on)  # fmt: skip
    paid = ledger(scene, tranche, 1, "pay", Decimal(100))
    between = timezone.now()
    assert [(row["delay"], row["funding"]) for row in told("reintegration_payment")] == [(4, "f-state")]
    ledger(scene, tranche, 2, "refund", Decimal(-100), reverses=paid)
    rows = told("reintegration_payment")
    assert sum(row["amount_mad"] for row in rows) == 0
    assert [row["delay"] for row in rows] == [None, None]
    assert [row["delay"] for row in told("reintegration_payment", between)] == [4]


def test_the_cost_of_a_journey_is_shared_by_those_on_board(scene):
    one = a_return(scene, "departed")
    Movement.objects.filter(passengers__ret=one).update(cost=Decimal(3000), currency="MAD")
    Allowance.objects.create(unit=scene.maroc, ret=one, number=1, amount=30, currency="EUR", rate=Decimal("10.5"),
                             on=one.departed_on, received_by="signature", by=scene.travel)  # fmt: skip
    row = told("return_cost")[0]
    assert (row["travel_mad"], row["allowance_mad"], row["total_mad"]) == (3000, 315, 3315)


def test_a_journey_whose_cost_is_not_known_has_no_total(scene):
    a_return(scene, "departed")
    assert told("return_cost")[0]["total_mad"] is None
