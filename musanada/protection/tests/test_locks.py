"""The two locks end to end, through the clearance that another domain asks for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.cases.commands import clearances
from musanada.kit.errors import Refused
from musanada.protection.commands import determinations, exceptions
from musanada.protection.locks import NO_DECISION, NO_RISK
from musanada.protection.models import Clock, Determination, ReturnRisk
from musanada.protection.tests import interests as i
from musanada.protection.tests import scene as s

pytestmark = pytest.mark.django_db


def in_days(n):
    return timezone.localdate() + timedelta(days=n)


@pytest.fixture
def file(scene):
    return i.team(scene, s.child_file(scene))


def asked(scene, person, kind="travel", by=None):
    person.refresh_from_db()
    return clearances.ask_clearance(by or scene.manager, person, unit=scene.nador, kind=kind)


def granted(scene, clearance, from_on=0, to_on=5, by=None):
    return clearances.grant(
        by or scene.officer,
        clearance,
        from_on=in_days(from_on),
        to_on=in_days(to_on),
        grounds="Vers la Guinée",
    )


def refused(scene, clearance, **days):
    with pytest.raises(Refused) as problem:
        granted(scene, clearance, **days)
    return str(problem.value)


def test_a_child_without_a_decided_bid_does_not_travel(scene, file):
    one = asked(scene, file.case.person)
    assert refused(scene, one) == str(NO_DECISION)
    i.sealed(scene, file)
    assert refused(scene, one) == str(NO_DECISION)


def test_a_minor_whom_nobody_follows_gets_the_same_sentence(scene, file):
    alone = s.someone(scene, "Alpha Sow", birth=s.born(16))
    unknown = s.someone(scene, "Ibrahima Sy")
    followed = asked(scene, file.case.person)
    found = {refused(scene, asked(scene, person)) for person in (alone, unknown)}
    assert found == {refused(scene, followed)} == {str(NO_DECISION)}


def test_an_adult_needs_no_decision(scene):
    assert granted(scene, asked(scene, s.someone(scene, "Awa Sow", birth=s.born(30)))).state == "granted"


def test_a_decision_that_travels_clears_once_the_child_was_told(scene, file):
    one = asked(scene, file.case.person)
    bid = i.decided(scene, file)
    assert refused(scene, one) == str(NO_DECISION)
    determinations.tell_child(scene.manager, bid)
    assert granted(scene, one).state == "granted"


def test_a_decision_that_stays_clears_no_journey(scene, file):
    determinations.tell_child(scene.manager, i.decided(scene, file, outlook="integration"))
    assert refused(scene, asked(scene, file.case.person)) == str(NO_DECISION)


def test_a_decision_taken_up_again_or_past_its_review_clears_nothing(scene, file):
    one = asked(scene, file.case.person)
    bid = determinations.tell_child(scene.manager, i.decided(scene, file))
    Determination.objects.filter(pk=bid.pk).update(review_on=in_days(3))
    assert refused(scene, one, to_on=5) == str(NO_DECISION)
    bid.refresh_from_db()
    determinations.reopen(scene.officer, bid, why="La mère a déménagé et ne peut plus accueillir.")
    assert refused(scene, one, to_on=1) == str(NO_DECISION)


def test_a_transfer_inside_the_country_is_no_journey(scene, file):
    bid = determinations.tell_child(scene.manager, i.decided(scene, file))
    Determination.objects.filter(pk=bid.pk).update(outlook="transfer", country=None)
    assert refused(scene, asked(scene, file.case.person)) == str(NO_DECISION)


def test_an_exception_clears_its_own_days_alone(scene, file):
    one = asked(scene, file.case.person)
    said = {"reason": "medical", "text": "Opération urgente, place confirmée.", "until_on": in_days(10)}
    exception = exceptions.ask_exception(scene.manager, file, **said)
    assert refused(scene, one) == str(NO_DECISION)
    exceptions.answer_exception(scene.officer, exception, approve=True)
    assert refused(scene, one, to_on=11) == str(NO_DECISION)
    assert granted(scene, one, to_on=10).state == "granted"


def test_a_refused_exception_clears_nothing(scene, file):
    said = {"reason": "danger", "text": "Menaces graves reçues hier soir.", "until_on": in_days(10)}
    exceptions.answer_exception(
        scene.officer, exceptions.ask_exception(scene.manager, file, **said), approve=False
    )
    assert refused(scene, asked(scene, file.case.person)) == str(NO_DECISION)


def test_urgent_protection_waits_for_none_of_it(scene, file):
    """No clock, no state and no missing decision stands before a service."""
    from musanada.protection.commands import services

    i.sealed(scene, file)
    assert services.ask_service(scene.manager, file, kind="shelter", urgency="1h").state == "asked"
    assert Clock.objects.filter(file=file, kind="bid", met_on=None).exists()


# A victim


def risk(scene, file, **values):
    said = {
        "country_id": "NGA",
        "result": "safe",
        "dangers": "Dette",
        "valid_to": in_days(30),
        "by": scene.officer,
    }
    approved = {"approved_by": scene.officer2, "approved_on": timezone.localdate()}
    return ReturnRisk.objects.create(file=file, **said | approved | values)


def test_a_victim_s_protection_clearance_needs_an_approved_assessment_of_the_return(scene):
    file = s.victim_file(scene)
    s.named(file, scene.officer2)
    s.named(file, scene.manager)
    one = asked(scene, file.case.person, kind="protection")
    by = scene.officer2
    assert refused(scene, one, by=by) == str(NO_RISK)
    risk(scene, file, approved_by=None, approved_on=None)
    assert refused(scene, one, by=by) == str(NO_RISK)
    risk(scene, file, result="unsafe")
    assert refused(scene, one, by=by) == str(NO_RISK)
    risk(scene, file)
    assert refused(scene, one, by=by, to_on=31) == str(NO_RISK)
    assert granted(scene, one, by=by).state == "granted"


def test_who_is_no_victim_needs_none(scene):
    person = s.someone(scene, "Awa Sow", birth=s.born(30))
    assert granted(scene, asked(scene, person, kind="protection")).state == "granted"
