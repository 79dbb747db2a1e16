"""Records whose time has passed: counted, proposed by one, disposed of by another, and nothing else touched."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.dataprotection import erasure_list
from musanada.dataprotection.commands import retention as commands
from musanada.dataprotection.models import Disposal
from musanada.dataprotection.queries import retention as queries
from musanada.dataprotection.retention.rules import months_after, months_before, proposal
from musanada.intake.models import Arrival
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.subject import RETENTION
from musanada.people.models import Person, PersonName, Presence
from tests.matrix.world import staffed


@pytest.fixture
def officer(estate):
    return estate.accounts["data_protection"]


@pytest.fixture
def manager(estate):
    return estate.accounts["programme_manager"]


@pytest.fixture
def old(estate):
    """Someone last helped long ago; all others came today."""
    Presence.objects.update(from_on=timezone.localdate())
    Presence.objects.filter(person=estate.twin).update(from_on=date(2020, 1, 1))
    Person.objects.filter(pk=estate.twin.pk).update(registered_on=date(2020, 1, 1))
    Person.objects.filter(merged_into=estate.twin).update(registered_on=date(2020, 1, 1))
    return estate.twin


def confirmed(estate, officer, kind="person", months=24, then="pseudonymise"):
    return commands.set_rule(
        officer,
        estate.root,
        kind=kind,
        months=months,
        then=then,
        legal_note="décision du 1er mars",
        confirmed=True,
    )


def due(estate, kind="person"):
    return [one.key for one in queries.lapsed(estate.root, queries.rule(estate.root, kind))]


def test_every_kind_has_a_proposal_to_be_confirmed():
    assert set(RETENTION) == set(proposal())


def test_the_dry_run_names_nobody_and_touches_nothing(estate, old):
    before = PersonName.objects.count()
    lines = {line.code: line.count for line in queries.dry_run(estate.root)}
    assert lines["person"] == 1
    assert lines["access_log"] is None
    (one,) = queries.lapsed(estate.root, queries.rule(estate.root, "person"))
    assert one.reference == str(old)
    assert PersonName.objects.count() == before


def test_who_came_back_is_not_due(estate, old):
    assert old.pk in due(estate)
    Presence.objects.filter(person=old).update(from_on=timezone.localdate())
    assert due(estate) == []


def test_whom_another_organisation_knows_or_a_reason_keeps_is_not_due(estate, old, officer):
    from musanada.dataprotection.commands import erasure

    other = staffed("voisin", "humanitarian")
    elsewhere = Presence.objects.create(person=old, unit=other.office, from_on=date(2020, 1, 1))
    assert due(estate) == []
    elsewhere.delete()
    one = erasure.examine(
        estate.everyone, erasure.ask_erasure(estate.everyone, old, verified="slip"), note="procès"
    )
    erasure.refuse(officer, one, reasons=["legal_claim"])
    assert due(estate) == []


def test_protected_people_are_in_no_count(estate, old):
    Person.objects.filter(pk=old.pk).update(protected=True)
    assert {line.code: line.count for line in queries.dry_run(estate.root)}["person"] == 0


def test_a_proposal_of_rule_disposes_of_nothing(estate, old, officer):
    with pytest.raises(Refused, match="proposition"):
        commands.propose_disposal(officer, estate.root, kind="person")


def test_two_persons_and_a_log(estate, old, officer, manager):
    confirmed(estate, officer)
    one = commands.propose_disposal(officer, estate.root, kind="person")
    assert PersonName.objects.filter(person=old).exists()
    with pytest.raises(Refused, match="seconde personne"):
        commands.confirm_disposal(officer, one)
    done = commands.confirm_disposal(manager, one)
    assert (done.state, done.disposed, done.kept) == ("done", 1, 0)
    assert not PersonName.objects.filter(person=old).exists()
    assert old.pk in erasure_list.entries()[0].people
    assert Disposal.objects.get().keys == [str(old.pk)]


def test_used_since_it_was_proposed_stays(estate, old, officer, manager):
    confirmed(estate, officer)
    one = commands.propose_disposal(officer, estate.root, kind="person")
    Presence.objects.filter(person=old).update(from_on=timezone.localdate())
    done = commands.confirm_disposal(manager, one)
    assert (done.disposed, done.kept) == (0, 1)
    assert PersonName.objects.filter(person=old).exists()


def test_visits_without_a_file(estate, officer, manager):
    visit = estate.arrival
    closed = timezone.now() - timedelta(days=400)
    Arrival.objects.filter(pk=visit.pk).update(
        person=None, call_name="", state="left", closed_at=closed, day=closed.date()
    )
    confirmed(estate, officer, "enquiry", 6, "delete")
    done = commands.confirm_disposal(manager, commands.propose_disposal(officer, estate.root, kind="enquiry"))
    assert done.disposed == 1
    assert not Arrival.objects.filter(pk=visit.pk).exists()


def test_declined(estate, old, officer, manager):
    confirmed(estate, officer)
    one = commands.decline_disposal(manager, commands.propose_disposal(officer, estate.root, kind="person"))
    assert one.state == "declined"
    with pytest.raises(Refused):
        commands.confirm_disposal(manager, one)


def test_the_console_disposes_of_nothing(estate, old, officer):
    from musanada.access.commands import system_user

    confirmed(estate, officer)
    with pytest.raises((Refused, MissingRight)):
        commands.propose_disposal(system_user(), estate.root, kind="person")


@pytest.mark.parametrize("role", ["agent", "case_manager", "auditor", "administrator"])
def test_other_roles_run_and_set_nothing(estate, role):
    with pytest.raises(MissingRight):
        commands.propose_disposal(estate.accounts[role], estate.root, kind="person")
    with pytest.raises(MissingRight):
        confirmed(estate, estate.accounts[role])


@pytest.mark.parametrize(
    "values",
    [
        {"months": 0},
        {"months": 5000},
        {"kind": "nothing"},
        {"then": "burn"},
        {"legal_note": "", "confirmed": True},
    ],
)
def test_rules_that_cannot_be(estate, officer, values):
    asked = {"kind": "person", "months": 24, "then": "pseudonymise", "legal_note": "x"} | values
    with pytest.raises(BadInput):
        commands.set_rule(officer, estate.root, **asked)


def test_an_office_has_no_rules_of_its_own(estate, officer):
    with pytest.raises(BadInput):
        commands.set_rule(officer, estate.office, kind="person", months=1, then="pseudonymise")


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)), st.integers(1, 400))
def test_months_there_and_back(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert months_before(later, months) <= day
