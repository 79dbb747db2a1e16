"""Who is on a list: booked when nothing blocks on that very day, all or none, one place each."""

from datetime import timedelta
from functools import partial
from threading import Thread

import pytest
from django.db import connection

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reference.commands import load_reference
from musanada.returns.commands import boarding
from musanada.returns.models import Passenger
from musanada.returns.tests.scene import a_family, a_movement, a_return, build, someone


def test_who_is_ready_is_booked_with_the_document_and_the_day(scene):
    ret = a_return(scene, "ready")
    flight = a_movement(scene, ret.wished_on)
    (place,) = boarding.book(scene.travel, flight, [ret])
    ret.refresh_from_db()
    ret.case.refresh_from_db()
    assert (ret.case.state, ret.travel_on) == ("booked", flight.departs_on)
    assert place.document == ret.documents.get()


def test_a_document_that_ends_before_the_flight_refuses_and_names_the_file(scene):
    ret = a_return(scene, "declared", papers=True)
    flight = a_movement(scene, ret.documents.get().valid_to + timedelta(days=3))
    with pytest.raises(boarding.NotReady) as refused:
        boarding.book(scene.travel, flight, [ret])
    (stopped,) = refused.value.stopped
    assert stopped.ret == ret
    assert "document" in [block.lock for block in stopped.blocks]
    assert not Passenger.objects.exists()


def test_a_group_is_booked_all_or_none(scene):
    good = a_return(scene, "ready")
    bad = a_return(scene, "declared", someone(scene, "Moussa Traoré"))
    with pytest.raises(boarding.NotReady) as refused:
        boarding.book(scene.travel, a_movement(scene, good.wished_on), [good, bad])
    assert [one.ret for one in refused.value.stopped] == [bad]
    assert not Passenger.objects.exists()
    good.case.refresh_from_db()
    assert good.case.state == "ready"


def test_a_family_goes_together_or_says_why(scene):
    family = a_family(scene, 4, "ready")
    flight = a_movement(scene, family[0].wished_on)
    with pytest.raises(boarding.NotReady):
        boarding.book(scene.travel, flight, family[:2])
    with pytest.raises(BadInput):
        boarding.book(scene.travel, flight, family[:2], apart="other")
    boarding.book(scene.travel, flight, family[:2], apart="papers")
    family[0].refresh_from_db()
    assert family[0].apart == "papers"


def test_a_whole_family_is_booked_in_one_go(scene):
    family = a_family(scene, 4, "ready")
    assert len(boarding.book(scene.travel, a_movement(scene, family[0].wished_on), family)) == 4


def test_seats_are_never_exceeded(scene):
    family = a_family(scene, 4, "ready")
    flight = a_movement(scene, family[0].wished_on, seats=3)
    with pytest.raises(Refused) as refused:
        boarding.book(scene.travel, flight, family)
    assert refused.value.code == "movement.full"


def test_the_doctors_needs_travel_with_the_person(scene):
    ret = a_return(scene, "ready")
    ret.fitness.update(result="conditions", needs=",escort,wheelchair,")
    (place,) = boarding.book(
        scene.travel, a_movement(scene, ret.wished_on), [ret], needs_of={ret.pk: ["seat", "nonsense"]}
    )
    assert place.need_set == ["escort", "wheelchair", "seat"]
    boarding.set_needs(scene.travel, place, ["oxygen"])
    place.refresh_from_db()
    assert place.need_set == ["escort", "wheelchair", "oxygen"]


def test_another_country_or_channel_is_another_movement(scene):
    ret = a_return(scene, "ready")
    for flight in (
        a_movement(scene, ret.wished_on, country="MLI"),
        a_movement(scene, ret.wished_on, channel="state"),
    ):
        with pytest.raises(boarding.NotReady):
            boarding.book(scene.travel, flight, [ret])


def test_one_place_at_a_time(scene):
    ret = a_return(scene, "ready")
    boarding.book(scene.travel, a_movement(scene, ret.wished_on), [ret])
    with pytest.raises(boarding.NotReady):
        boarding.book(scene.travel, a_movement(scene, ret.wished_on), [ret])


def test_who_is_taken_off_leaves_the_seat_and_may_be_booked_again(scene):
    ret = a_return(scene, "ready")
    flight = a_movement(scene, ret.wished_on, seats=1)
    (place,) = boarding.book(scene.travel, flight, [ret])
    with pytest.raises(BadInput):
        boarding.remove(scene.travel, place, " ")
    boarding.remove(scene.travel, place, "Vol complet")
    place.refresh_from_db()
    ret.refresh_from_db()
    assert (place.state, place.reason, ret.travel_on, ret.case.state) == (
        "removed",
        "Vol complet",
        None,
        "declared",
    )
    boarding.book(scene.travel, flight, [ret])
    with pytest.raises(Refused):
        boarding.remove(scene.travel, place, "Encore")


def test_who_renounces_leaves_the_list_without_a_right_over_journeys(scene):
    ret = a_return(scene, "booked")
    assert boarding.leave_list(scene.agent, ret, ret.travel_on, reason="", state="withdrawn") == 1
    ret.refresh_from_db()
    assert (ret.places.get().state, ret.travel_on) == ("withdrawn", None)


def test_a_counsellor_does_not_book(scene):
    ret = a_return(scene, "ready")
    with pytest.raises(MissingRight):
        boarding.book(scene.manager, a_movement(scene, ret.wished_on), [ret])


def test_another_organisation_books_nobody_here(scene):
    ret = a_return(scene, "ready")
    theirs = a_movement(scene, ret.wished_on, at="france")
    with pytest.raises(MissingRight):
        boarding.book(scene.staff["france.travel_officer"], theirs, [ret])
    with pytest.raises(MissingRight):
        boarding.book(scene.travel, theirs, [ret])


def at_once(*acts):
    """Each in a session of its own; who was refused is told."""
    told = []

    def run(act):
        try:
            act()
            told.append("done")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(told)


@pytest.fixture
def emptied(transactional_db):
    """A scene of its own in a database that is emptied afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET musanada.throw_away = 'yes'")
    load_reference(None)
    return build()


together = pytest.mark.skipif(connection.vendor != "postgresql", reason="two sessions at once")


@together
def test_two_clerks_never_share_the_last_seat(emptied):
    scene = emptied
    one, two = a_return(scene, "ready"), a_return(scene, "ready", someone(scene, "Moussa Traoré"))
    flight = a_movement(scene, one.wished_on, seats=1)
    told = at_once(
        lambda: boarding.book(scene.travel, flight, [one]), lambda: boarding.book(scene.travel, flight, [two])
    )
    assert told == ["done", "movement.full"]
    assert flight.passengers.count() == 1


@together
def test_one_person_is_never_on_two_lists(emptied):
    scene = emptied
    ret = a_return(scene, "ready")
    flights = [a_movement(scene, ret.wished_on) for _n in range(2)]
    told = at_once(*(partial(boarding.book, scene.travel, flight, [ret]) for flight in flights))
    assert "done" in told and len(told) == 2
    assert Passenger.objects.filter(state="booked").count() == 1
