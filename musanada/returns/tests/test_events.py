"""Who left, who did not come, who renounced at the gate, who arrived; entered late; undone by a counter-fact."""

import contextlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.commands import boarding, corrections, events, movements
from musanada.returns.commands.boarding import Apart, NotReady
from musanada.returns.commands.events import Gate
from musanada.returns.commands.movements import LegDraft, MovementDraft
from musanada.returns.models import Movement, Return, TravelEvent
from musanada.returns.tests.scene import (
    a_family,
    a_movement,
    a_reintegration,
    a_return,
    build,
    signed_in,
    someone,
)

TODAY = timezone.localdate


def on_a_list(scene, rets, day=None):
    """A closed list that leaves today."""
    flight = a_movement(scene, day or TODAY())
    boarding.book(scene.travel, flight, rets)
    return movements.close_list(scene.travel, flight)


def told(flight, **of):
    """Everybody boards, but those named by their return."""
    places = {place.ret_id: place for place in flight.passengers.filter(state="booked")}
    said = {place.pk: "boarded" for place in places.values()}
    for outcome, rets in of.items():
        if outcome != "apart":
            said |= {places[ret.pk].pk: outcome for ret in rets}
    return Gate(said, of.get("apart", boarding.NOT_APART))


def fresh(ret):
    return Return.objects.select_related("case").get(pk=ret.pk)


def late_draft(day, country="SEN", **more):
    leg = LegDraft("Casablanca", "Dakar", day, day)
    values = {"direction": "from_morocco", "channel": "iom", "mode": "air"} | more
    return MovementDraft(to_country=country, legs=(leg,), **values)


def test_a_departure_is_written_everywhere_at_once(scene):
    ret = a_return(scene, "ready", day=TODAY())
    flight = on_a_list(scene, [ret])
    events.depart(scene.travel, flight, told(flight))
    line, now = TravelEvent.objects.get(), fresh(ret)
    assert (line.kind, line.on, line.late_entry, line.lacking) == ("departed", TODAY(), False, "")
    assert (now.departed_on, now.case.state, ret.places.get().state) == (TODAY(), "departed", "boarded")
    flight.refresh_from_db()
    assert flight.state == "departed"


def test_everybody_of_the_list_is_told(scene):
    rets = [
        a_return(scene, "ready", day=TODAY()),
        a_return(scene, "ready", someone(scene, "B B"), day=TODAY()),
    ]
    flight = on_a_list(scene, rets)
    gate = told(flight)
    with pytest.raises(BadInput):
        events.depart(scene.travel, flight, Gate(dict(list(gate.said.items())[:1])))
    assert not TravelEvent.objects.exists()


def test_nobody_boards_before_the_day_or_from_an_open_list(scene):
    ret = a_return(scene, "ready")
    flight = a_movement(scene, ret.wished_on)
    boarding.book(scene.travel, flight, [ret])
    with pytest.raises(Refused):
        events.depart(scene.travel, flight, told(flight))
    movements.close_list(scene.travel, flight)
    with pytest.raises(Refused):
        events.depart(scene.travel, flight, told(flight))


def test_the_locks_are_asked_again_at_the_gate(scene):
    ret = a_return(scene, "ready", day=TODAY())
    flight = on_a_list(scene, [ret])
    ret.documents.update(state="void")
    with pytest.raises(NotReady):
        events.depart(scene.travel, flight, told(flight))
    assert fresh(ret).departed_on is None


def test_who_does_not_come_frees_the_seat_and_may_be_booked_again(scene):
    ret = a_return(scene, "ready", day=TODAY())
    flight = on_a_list(scene, [ret])
    events.depart(scene.travel, flight, told(flight, no_show=[ret]))
    now = fresh(ret)
    assert (now.case.state, now.travel_on, ret.places.get().state) == ("no_show", None, "no_show")
    assert TravelEvent.objects.get().kind == "no_show"
    boarding.book(scene.travel, a_movement(scene, TODAY() + timedelta(days=5)), [ret])


def test_renouncing_at_the_gate_is_no_fault(scene):
    ret = a_return(scene, "ready", day=TODAY())
    flight = on_a_list(scene, [ret])
    events.depart(scene.travel, flight, told(flight, withdrawn=[ret]))
    now, place = fresh(ret), ret.places.get()
    assert (now.case.state, place.state, place.reason) == ("withdrawn", "withdrawn", "")
    assert ret.declarations.get().withdrawn_on == TODAY()
    assert not TravelEvent.objects.exists()


def test_a_family_parted_at_the_gate_is_asked_about(scene):
    family = a_family(scene, 4, "ready", day=TODAY())
    flight = on_a_list(scene, family)
    for outcome in ("withdrawn", "no_show"):
        with pytest.raises(NotReady) as refused:
            events.depart(scene.travel, flight, told(flight, **{outcome: [family[0]]}))
        assert {one.ret for one in refused.value.stopped} == set(family[1:])
    events.depart(scene.travel, flight, told(flight, withdrawn=[family[0]], apart=Apart("stay")))
    assert [fresh(one).case.state for one in family] == ["withdrawn", "departed", "departed", "departed"]
    assert fresh(family[1]).apart == "stay"


def test_a_child_does_not_leave_when_both_parents_stay(scene):
    from musanada.cases.models import Clearance

    family = a_family(scene, 3, "ready", day=TODAY())
    Clearance.objects.filter(kind="travel", person=family[2].case.person).delete()
    flight = on_a_list(scene, family)
    with pytest.raises(NotReady) as refused:
        events.depart(scene.travel, flight, told(flight, withdrawn=family[:2], apart=Apart("stay")))
    assert "travel" in [block.lock for block in refused.value.stopped[0].blocks]


def test_one_person_alone_is_told_when_no_list_shows_them(scene):
    ret = a_return(scene, "ready", day=TODAY())
    flight = on_a_list(scene, [ret])
    events.depart_one(scene.travel, flight.passengers.get(), outcome="boarded")
    assert fresh(ret).departed_on == TODAY()


def test_an_arrival_on_the_word_of_the_mission_says_whose(scene):
    ret = a_return(scene, "departed")
    for day, text in (
        (TODAY(), ""),
        (TODAY() + timedelta(days=1), "x"),
        (ret.departed_on - timedelta(days=1), "x"),
    ):
        with pytest.raises(BadInput):
            events.arrive(scene.travel, ret, on=day, text=text)
    events.arrive(scene.travel, ret, on=TODAY(), text="Mission de Dakar, par téléphone")
    assert (fresh(ret).arrived_on, fresh(ret).case.state) == (TODAY(), "arrived")


def test_a_whole_movement_arrives(scene):
    family = a_family(scene, 4, "ready", day=TODAY())
    flight = on_a_list(scene, family)
    events.depart(scene.travel, flight, told(flight))
    assert events.arrive_many(scene.travel, flight, family, on=TODAY(), text="Mission de Dakar") == 4
    assert {fresh(one).case.state for one in family} == {"arrived"}
    stranger = a_return(scene, "departed", someone(scene, "Autre Personne"))
    with pytest.raises(Refused):
        events.arrive_many(scene.travel, flight, [stranger], on=TODAY(), text="x")


def test_a_departure_entered_late_says_what_was_lacking(scene):
    ret = a_return(scene, "counselled")
    day = TODAY() - timedelta(days=3)
    flight = corrections.enter_late(
        scene.travel, scene.maroc, [ret], draft=late_draft(day), text="Liste de l'aéroport"
    )
    line, now = TravelEvent.objects.get(), fresh(ret)
    assert (flight.late_entry, flight.state, line.late_entry, line.on) == (True, "departed", True, day)
    assert "declaration" in line.lacking and "document" in line.lacking
    assert (now.departed_on, now.case.state) == (day, "departed")


def test_late_is_never_to_come_nor_before_the_application_nor_without_a_word(scene):
    ret = a_return(scene, "counselled")
    for day, text in (
        (TODAY() + timedelta(days=1), "x"),
        (ret.applied_on - timedelta(days=1), "x"),
        (TODAY(), " "),
    ):
        with pytest.raises(BadInput):
            corrections.enter_late(scene.travel, scene.maroc, [ret], draft=late_draft(day), text=text)


def test_late_needs_a_funding_and_the_right(scene):
    ret = a_return(scene, "counselled", funding=None)
    with pytest.raises(Refused):
        corrections.enter_late(scene.travel, scene.maroc, [ret], draft=late_draft(TODAY()), text="x")
    with pytest.raises(MissingRight):
        corrections.enter_late(scene.manager, scene.maroc, [ret], draft=late_draft(TODAY()), text="x")
    assert not Movement.objects.exists()


def test_a_departure_is_undone_beside_and_never_deleted(scene):
    ret = a_return(scene, "departed")
    with pytest.raises(BadInput):
        corrections.undo_departure(scene.lead, ret, text="")
    corrections.undo_departure(scene.lead, ret, text="Noté sur le mauvais dossier")
    first, second = TravelEvent.objects.order_by("recorded_at")
    now = fresh(ret)
    assert (second.kind, second.undoes, first.kind) == ("undone", first, "departed")
    assert (now.departed_on, now.travel_on, now.case.state, ret.places.get().state) == (
        *(None, None),
        *("declared", "removed"),
    )


def test_an_arrival_is_undone_before_its_departure(scene):
    ret = a_return(scene, "arrived")
    with pytest.raises(Refused):
        corrections.undo_departure(scene.lead, ret, text="x")
    corrections.undo_arrival(scene.lead, ret, text="x")
    assert fresh(ret).arrived_on is None
    corrections.undo_departure(scene.lead, ret, text="x")
    assert fresh(ret).departed_on is None


def test_an_arrival_on_which_a_reintegration_stands_is_not_undone(scene):
    ret = a_return(scene, "arrived")
    a_reintegration(scene, ret)
    with pytest.raises(Refused):
        corrections.undo_arrival(scene.lead, ret, text="x")


def test_a_counsellor_undoes_nothing(scene):
    ret = a_return(scene, "departed")
    with pytest.raises(MissingRight):
        corrections.undo_departure(scene.manager, ret, text="x")


# Pages


def at(name, *keys):
    return reverse(f"returns:{name}", args=keys)


def test_a_family_is_booked_by_one_tick_leaves_and_arrives_on_the_pages(scene):
    family = a_family(scene, 3, "ready", day=TODAY())
    alone = a_return(scene, "ready", someone(scene, "Ousmane Bah"), day=TODAY())
    flight, client = a_movement(scene, TODAY()), signed_in(scene.travel)
    choose = client.get(at("book", family[0].case_id)).content.decode()
    assert at("movement-book", flight.pk) in choose
    book = at("movement-book", flight.pk)
    assert "Ousmane Bah" not in client.get(book, {"text": family[1].case.reference}).content.decode()
    said = {"families": [str(family[0].case_id)], "returns": [str(alone.pk)]}
    assert client.post(book, said).status_code == 302
    assert client.post(at("movement-close", flight.pk)).status_code == 302
    gate = at("movement-gate", flight.pk)
    assert client.get(gate).status_code == 200
    assert client.post(gate, {}).status_code == 422
    gone = flight.passengers.get(ret=family[2])
    parted = client.post(gate, {f"said-{gone.pk}": "withdrawn", "rest": "boarded"})
    assert parted.status_code == 422
    assert "Awa Diallo" in parted.content.decode()
    told = {f"said-{gone.pk}": "withdrawn", "rest": "boarded", "apart": "stay"}
    assert client.post(gate, told).status_code == 302
    assert [fresh(one).case.state for one in (*family, alone)] == [
        "departed",
        "departed",
        "withdrawn",
        "departed",
    ]
    arrivals = at("movement-arrivals", flight.pk)
    left = {"returns": [str(family[0].pk), str(family[1].pk)], "on": TODAY().isoformat()}
    assert client.post(arrivals, left).status_code == 422
    assert client.post(arrivals, left | {"text": "Mission de Dakar"}).status_code == 302
    assert fresh(family[1]).case.state == "arrived"
    one = {"on": TODAY().isoformat(), "text": "Mission de Dakar"}
    assert client.post(at("arrive", alone.case_id), one).status_code == 302
    shown = client.get(at("show", alone.case_id)).content.decode()
    assert at("undo-arrival", alone.case_id) in shown
    assert client.post(at("undo-arrival", alone.case_id), {"text": ""}).status_code == 422
    assert client.post(at("undo-arrival", alone.case_id), {"text": "Erreur"}).status_code == 302
    assert client.post(at("undo-departure", alone.case_id), {"text": "Erreur"}).status_code == 302
    assert fresh(alone).departed_on is None


def test_who_cannot_go_is_named_with_what_mends_it_and_stays_ticked(scene):
    ret = a_return(scene, "declared", day=TODAY())
    flight = a_movement(scene, TODAY())
    page = signed_in(scene.travel).post(at("movement-book", flight.pk), {"returns": [str(ret.pk)]})
    words = page.content.decode()
    assert page.status_code == 422
    assert "Pas de document de voyage" in words
    assert f'value="{ret.pk}" checked' in words


def test_a_departure_entered_late_on_its_page_takes_the_family(scene):
    family = a_family(scene, 2, "counselled")
    client, day = signed_in(scene.travel), TODAY() - timedelta(days=2)
    said = {
        "returns": [str(one.pk) for one in family], "mode": "air", "text": "Liste de l'aéroport",
        "legs-0-from_place": "Casablanca", "legs-0-to_place": "Dakar", "legs-0-departs_on": day.isoformat(),
    }  # fmt: skip
    late = at("depart-late", family[0].case_id)
    assert client.post(late, said | {"legs-0-departs_on": "2099-01-01"}).status_code == 422
    assert client.post(late, said).status_code == 302
    assert {fresh(one).departed_on for one in family} == {day}
    assert "Manquait ce jour-là" in client.get(at("show", family[0].case_id)).content.decode()


def test_pages_of_one_file_are_for_who_may(scene):
    ret = a_return(scene, "departed")
    theirs, counsellor = signed_in(scene.staff["france.travel_officer"]), signed_in(scene.agent)
    for name in ("arrive", "depart-late", "undo-departure", "undo-arrival", "book", "gate"):
        assert theirs.get(at(name, ret.case_id)).status_code == 404
        assert counsellor.get(at(name, ret.case_id)).status_code == 403


def standing(ret, kind):
    return ret.events.filter(kind=kind, undone_by=None).order_by("recorded_at").last()


ACTS = ("depart", "miss", "arrive", "late", "undo_departure", "undo_arrival")


def act(scene, ret, what):
    """One thing tried, whether it is possible or not."""
    ret = fresh(ret)
    if what in ("depart", "miss"):
        flight = on_a_list(scene, [ret])
        outcome = {"no_show": [ret]} if what == "miss" else {}
        events.depart(scene.travel, flight, told(flight, **outcome))
    elif what == "arrive":
        events.arrive(scene.travel, ret, on=TODAY(), text="Mission de Dakar")
    elif what == "late":
        draft = late_draft(TODAY() - timedelta(days=2))
        corrections.enter_late(scene.travel, scene.maroc, [ret], draft=draft, text="Liste de l'aéroport")
    else:
        getattr(corrections, what)(scene.lead, ret, text="Erreur")


class Standing(TestCase):
    """Whatever is tried in whatever order, the columns say what the standing events say."""

    @given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=7))
    def test_columns_are_what_stands(self, acts):
        scene = build()
        ret = a_return(scene, "ready", day=TODAY())
        for what in acts:
            with contextlib.suppress(Refused):
                act(scene, ret, what)
            now = fresh(ret)
            left, came = standing(ret, "departed"), standing(ret, "arrived")
            assert now.departed_on == (left.on if left else None)
            assert now.arrived_on == (came.on if came else None)
            assert (now.case.state in ("departed", "arrived")) == (left is not None)
            assert (now.case.state == "arrived") == (came is not None)
            assert ret.places.filter(state="boarded").exists() == (left is not None)
