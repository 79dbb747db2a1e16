"""A movement: made, changed, its list closed, called off; its pages."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.commands import boarding, movements
from musanada.returns.commands.movements import LegDraft, MovementDraft
from musanada.returns.models import Movement, Return
from musanada.returns.tests.scene import a_family, a_movement, a_return, signed_in, someone

SOON = timedelta(days=21)


def draft(day=None, *, legs=(), **more):
    day = day or timezone.localdate() + SOON
    values = {"direction": "from_morocco", "channel": "iom", "mode": "air", "to_country": "SEN"} | more
    return MovementDraft(legs=legs or (LegDraft("Casablanca", "Dakar", day, day),), **values)


def test_the_day_of_a_movement_is_that_of_its_first_leg(scene):
    day = timezone.localdate() + SOON
    legs = (
        LegDraft("Rabat", "Casablanca", day, day, time(6), time(8)),
        LegDraft("Casablanca", "Dakar", day, day, time(10, 30), time(13)),
    )
    made = movements.plan_movement(scene.travel, scene.maroc, draft=draft(legs=legs, seats=4))
    assert (made.departs_on, made.legs.count(), made.state) == (day, 2, "planned")


@pytest.mark.parametrize(
    ("second", "field"),
    [
        ({"departs_at": time(7)}, "legs-1-departs_on"),
        ({"departs_at": time(9), "days": -1}, "legs-1-arrives_on"),
        ({"from_place": " "}, "legs-1-from_place"),
    ],
)
def test_legs_follow_one_another(scene, second, field):
    day = timezone.localdate() + SOON
    values = {"from_place": "B", "to_place": "C", "departs_on": day, "arrives_on": day} | second
    values["arrives_on"] += timedelta(days=values.pop("days", 0))
    legs = (LegDraft("A", "B", day, day, time(6), time(8)), LegDraft(**values))
    with pytest.raises(BadInput) as refused:
        movements.plan_movement(scene.travel, scene.maroc, draft=draft(legs=legs))
    assert field in refused.value.fields


@pytest.mark.parametrize(
    "more", [{"to_country": "MAR"}, {"direction": "up"}, {"mode": "swim"}, {"seats": 0}, {"cost": -1}]
)
def test_nonsense_is_no_movement(scene, more):
    with pytest.raises(BadInput):
        movements.plan_movement(scene.travel, scene.maroc, draft=draft(**more))


def test_a_movement_of_the_past_is_not_planned(scene):
    with pytest.raises(BadInput):
        movements.plan_movement(
            scene.travel, scene.maroc, draft=draft(timezone.localdate() - timedelta(days=1))
        )


def test_only_who_organises_plans(scene):
    for actor, unit in ((scene.manager, scene.maroc), (scene.travel, scene.france)):
        with pytest.raises(MissingRight):
            movements.plan_movement(actor, unit, draft=draft())


def test_the_day_moves_with_everybody_or_says_who_falls_out(scene):
    family = a_family(scene, 3, "ready")
    flight = a_movement(scene, family[0].wished_on)
    boarding.book(scene.travel, flight, family)
    later = flight.departs_on + timedelta(days=2)
    movements.change_movement(scene.travel, flight, draft=draft(later))
    assert set(Return.objects.values_list("travel_on", flat=True)) == {later}
    family[1].documents.update(valid_to=later)
    with pytest.raises(boarding.NotReady) as refused:
        movements.change_movement(scene.travel, flight, draft=draft(later + timedelta(days=1)))
    assert [one.ret for one in refused.value.stopped] == [family[1]]
    flight.refresh_from_db()
    assert flight.departs_on == later
    assert set(Return.objects.values_list("travel_on", flat=True)) == {later}


def test_with_people_booked_the_way_stays_and_seats_are_not_taken_away(scene):
    family = a_family(scene, 3, "ready")
    flight = a_movement(scene, family[0].wished_on)
    boarding.book(scene.travel, flight, family)
    with pytest.raises(Refused):
        movements.change_movement(scene.travel, flight, draft=draft(flight.departs_on, to_country="MLI"))
    with pytest.raises(BadInput):
        movements.change_movement(scene.travel, flight, draft=draft(flight.departs_on, seats=2))
    movements.change_movement(
        scene.travel, flight, draft=draft(flight.departs_on, seats=3, carrier="  Air  X ")
    )
    flight.refresh_from_db()
    assert (flight.seats, flight.carrier) == (3, "Air X")


def test_calling_it_off_frees_everybody_with_the_reason(scene):
    family = a_family(scene, 3, "ready")
    flight = a_movement(scene, family[0].wished_on)
    boarding.book(scene.travel, flight, family)
    with pytest.raises(BadInput):
        movements.cancel_movement(scene.travel, flight, reason="")
    movements.cancel_movement(scene.travel, flight, reason="Grève")
    flight.refresh_from_db()
    assert flight.state == "cancelled"
    assert {(p.state, p.reason) for p in flight.passengers.all()} == {("removed", "Grève")}
    assert {one.case.state for one in Return.objects.select_related("case")} == {"declared"}
    assert set(Return.objects.values_list("travel_on", flat=True)) == {None}
    with pytest.raises(Refused):
        movements.cancel_movement(scene.travel, flight, reason="Encore")


def test_somebody_hidden_is_freed_without_a_word(scene):
    ret = a_return(scene, "ready")
    flight = a_movement(scene, ret.wished_on)
    boarding.book(scene.travel, flight, [ret])
    type(ret.case.person).objects.filter(pk=ret.case.person_id).update(protected=True)
    page = signed_in(scene.travel).get(reverse("returns:movement", args=[flight.pk])).content.decode()
    assert "Diallo" not in page
    movements.cancel_movement(scene.travel, flight, reason="Grève")
    ret.case.refresh_from_db()
    assert (ret.case.state, ret.places.get().state) == ("declared", "removed")


def test_a_list_closes_when_doctors_escorts_are_on_it(scene):
    ret = a_return(scene, "ready")
    ret.fitness.update(result="conditions", needs=",escort,")
    flight = a_movement(scene, ret.wished_on, seats=2)
    with pytest.raises(Refused):
        movements.close_list(scene.travel, flight)
    (place,) = boarding.book(scene.travel, flight, [ret])
    with pytest.raises(Refused) as refused:
        movements.close_list(scene.travel, flight)
    assert refused.value.code == "movement.escort"
    movements.add_escort(scene.travel, flight, kind="family", name="Un Proche", passenger=place)
    with pytest.raises(Refused):
        movements.add_escort(scene.travel, flight, kind="medical", name="Dr Sans Place")
    movements.remove_escort(scene.travel, flight.escorts.get())
    movements.add_escort(scene.travel, flight, kind="medical", name="Dr Essai", passenger=place)
    movements.close_list(scene.travel, flight)
    with pytest.raises(Refused):
        movements.remove_escort(scene.travel, flight.escorts.get(removed_at=None))
    boarding.remove(scene.travel, place, "Malade")
    assert not flight.escorts.filter(removed_at=None).exists()
    with pytest.raises(Refused):
        boarding.book(scene.travel, flight, [ret])


def test_a_list_does_not_close_over_what_ran_out_meanwhile(scene):
    ret = a_return(scene, "booked")
    ret.exits.update(state="void")
    with pytest.raises(boarding.NotReady):
        movements.close_list(scene.travel, ret.places.get().movement)


def test_another_organisation_finds_no_movement(scene):
    flight = a_movement(scene, timezone.localdate() + SOON)
    theirs = signed_in(scene.staff["france.travel_officer"])
    for name in ("movement", "movement-edit", "movement-book", "movement-gate", "movement-money"):
        assert theirs.get(reverse(f"returns:{name}", args=[flight.pk])).status_code == 404
    assert theirs.post(reverse("returns:movement-close", args=[flight.pk])).status_code == 404
    assert str(flight) not in theirs.get(reverse("returns:movements")).content.decode()


def test_who_only_sees_is_offered_nothing_and_refused_by_name(scene):
    ret = a_return(scene, "booked")
    flight = ret.places.get().movement
    client = signed_in(scene.manager)
    page = client.get(reverse("returns:movement", args=[flight.pk]))
    assert page.status_code == 200
    assert reverse("returns:movement-book", args=[flight.pk]) not in page.content.decode()
    assert client.get(reverse("returns:movement-book", args=[flight.pk])).status_code == 403


def posted(day, **more):
    values = {
        "direction": "from_morocco", "channel": "iom", "mode": "air", "to_country": "SEN", "currency": "mad",
        "legs-0-from_place": "Casablanca", "legs-0-to_place": "Dakar", "legs-0-departs_on": day.isoformat(),
    }  # fmt: skip
    return values | more


def test_a_movement_is_made_and_changed_on_its_page(scene):
    client, day = signed_in(scene.travel), timezone.localdate() + SOON
    made = client.post(reverse("returns:movement-new"), posted(day, unit=str(scene.maroc.pk)))
    flight = Movement.objects.get()
    assert made.status_code == 302
    assert flight.legs.get().arrives_on == day
    edit = reverse("returns:movement-edit", args=[flight.pk])
    assert "Casablanca" in client.get(edit).content.decode()
    wrong = client.post(edit, posted(day, **{"legs-1-from_place": "Dakar", "legs-1-to_place": "Kolda"}))
    assert wrong.status_code == 422
    right = posted(
        day,
        **{"legs-1-from_place": "Dakar", "legs-1-to_place": "Kolda", "legs-1-departs_on": day.isoformat()},
    )
    assert client.post(edit, right).status_code == 302
    assert flight.legs.count() == 2


def test_the_day_that_does_not_do_is_told_by_name_on_the_page(scene):
    ret = a_return(scene, "booked")
    flight = ret.places.get().movement
    ret.documents.update(valid_to=flight.departs_on)
    page = signed_in(scene.travel).post(
        reverse("returns:movement-edit", args=[flight.pk]), posted(flight.departs_on + timedelta(days=3))
    )
    assert page.status_code == 422
    assert "Awa Diallo" in page.content.decode()


def test_the_calendar_shows_the_month(scene):
    flight = a_movement(scene, timezone.localdate() + SOON)
    address = reverse("returns:movements-calendar")
    client = signed_in(scene.travel)
    shown = client.get(address, {"month": flight.departs_on.strftime("%Y-%m")}).content.decode()
    assert reverse("returns:movement", args=[flight.pk]) in shown
    assert client.get(address, {"month": "nonsense"}).status_code == 200


def test_escorts_and_the_end_of_a_list_on_their_pages(scene):
    ret = a_return(scene, "booked", someone(scene, "Fanta Keïta"))
    place = ret.places.get()
    flight, client = place.movement, signed_in(scene.travel)
    at = lambda name, *more: reverse(f"returns:{name}", args=[flight.pk, *more])  # noqa: E731
    said = {"kind": "medical", "name": "Dr Essai", "passenger": str(place.pk)}
    assert client.post(at("movement-escort"), said).status_code == 302
    assert client.post(at("movement-escort"), said | {"kind": "friend"}).status_code == 422
    assert client.post(at("movement-escort-remove", flight.escorts.get().pk)).status_code == 302
    assert client.post(at("passenger", place.pk), {"needs": ["seat"]}).status_code == 302
    assert client.post(at("movement-close")).status_code == 302
    assert client.post(at("movement-reopen")).status_code == 302
    assert client.post(at("passenger-remove", place.pk), {"reason": "Retard"}).status_code == 302
    assert client.post(at("movement-cancel"), {"reason": "Grève"}).status_code == 302
    flight.refresh_from_db()
    assert flight.state == "cancelled"
