"""Taking back a word stops what stands on it."""

import pytest

from musanada.kit.errors import Refused
from musanada.people import commands as register
from musanada.people.consents import WITHDRAWN
from musanada.people.models import Consent, LegalBasis
from musanada.people.tests.test_consents.answers import back, no, yes


@pytest.fixture
def stopped():
    heard: list[Consent] = []
    WITHDRAWN.add("test", heard.append)
    yield heard
    del WITHDRAWN._things["test"]


def test_a_no_stops_what_stood_on_a_yes_in_the_same_step(world, person, stopped):
    given = yes(world, person)
    taken = back(world, person, given)
    refused = no(world, person)
    assert [(a.pk, a.state) for a in stopped] == [(taken.pk, "withdrawn"), (refused.pk, "refused")]
    assert taken.withdrawn_by == world.alima and taken.withdrawn_at


def test_where_stopping_fails_nothing_is_taken_back_by_halves(world, person):
    def fails(answer: Consent) -> None:
        raise Refused("non")

    given = yes(world, person)
    WITHDRAWN.add("test", fails)
    try:
        with pytest.raises(Refused):
            back(world, person, given)
    finally:
        del WITHDRAWN._things["test"]
    given.refresh_from_db()
    assert given.state == "given"


def test_taking_back_twice_is_refused(world, person):
    given = yes(world, person)
    back(world, person, given)
    with pytest.raises(Refused):
        back(world, person, given)


def test_who_leaves_the_register_takes_everything_back(world, person, stopped):
    given = yes(world, person)
    kept = LegalBasis.objects.get(person=person)
    register.withdraw_basis(world.alima, person, basis=kept)
    given.refresh_from_db()
    assert given.state == "withdrawn" and stopped == [given]


def test_while_another_basis_keeps_them_the_rest_stands(world, person):
    given = yes(world, person)
    first = LegalBasis.objects.get(person=person)
    LegalBasis.objects.create(
        person=person,
        basis="public_interest",
        notice_version="x",
        language="fra",
        unit=world.counter,
        recorded_by=world.maha,
    )
    register.withdraw_basis(world.alima, person, basis=first)
    given.refresh_from_db()
    assert given.state == "given"


def test_another_offices_answer_cannot_be_taken_back_from_here(world, person):
    from musanada.people.models import Presence

    Presence.objects.create(person=person, unit=world.office)
    theirs = yes(world, person, by=world.zaki, unit=world.office)
    with pytest.raises(Refused):
        back(world, person, theirs)
