"""A death at the border: read by those named alone from the moment it is written; identity, rest, the family."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.commands import confidential
from musanada.people.models import ConfidentialFile, Person
from musanada.protection.commands import border, deaths
from musanada.protection.models import Death, FamilyContact
from musanada.protection.queries import border as queries
from musanada.protection.tests.scene import signed_in, someone
from musanada.protection.tests.test_border import hurt, sent


@pytest.fixture
def dead(scene):
    one = hurt(scene, triage="black")
    sent(scene, one)
    return deaths.record_death(scene.officer, one, on=timezone.localdate(), where="Sur place")


def test_an_unnamed_person_is_registered_and_hidden(scene, dead):
    person = Person.objects.get()
    assert (person.protected, dead.casualty.person, dead.secret.owner) == (True, person, scene.officer)
    assert dead.secret.subject == ConfidentialFile.Subject.OTHER
    assert dead.casualty.outcome == "deceased"


def test_nobody_unnamed_sees_anything_of_it_any_more(scene, dead):
    one = dead.casualty
    hospital = scene.staff["hospital.health_focal_point"]
    for actor in (scene.responder, hospital, scene.officer2, scene.health):
        assert not queries.casualties(actor).exists()
        assert signed_in(actor).get(reverse("protection:casualty", args=[one.pk])).status_code == 404
    for name in ("death", "death-identity", "death-rest", "death-family"):
        assert signed_in(scene.officer2).get(reverse(f"protection:{name}", args=[dead.pk])).status_code == 404
    assert queries.unfollowed(scene.officer) == []
    assert queries.deaths(scene.officer2) == []


def test_whoever_is_named_reads_it(scene, dead):
    confidential.grant(
        scene.officer, dead.secret, user=scene.officer2, until=timezone.now() + timedelta(days=9),
        reason="Relais pour la famille",
    )  # fmt: skip
    assert signed_in(scene.officer2).get(reverse("protection:death", args=[dead.pk])).status_code == 200
    assert signed_in(scene.officer).get(reverse("protection:death", args=[dead.pk])).status_code == 200


def test_one_casualty_dies_once(scene, dead):
    assert deaths.record_death(scene.officer, dead.casualty, on=timezone.localdate()) == dead
    assert Death.objects.count() == 1


def test_somebody_already_named_keeps_their_name(scene):
    one, person = hurt(scene), someone(scene)
    border.identify_casualty(scene.officer, scene.nador, casualty=one, person=person)
    made = deaths.record_death(scene.officer, one, on=timezone.localdate())
    person.refresh_from_db()
    assert (made.casualty.person, person.protected, Person.objects.count()) == (person, True, 1)


def test_it_takes_the_liaisons_right(scene):
    one = hurt(scene)
    for actor in (scene.responder, scene.health, scene.stranger):
        with pytest.raises(MissingRight):
            deaths.record_death(actor, one, on=timezone.localdate())


@pytest.mark.parametrize("days", [-3, 2])
def test_the_day_lies_between_the_incident_and_today(scene, days):
    with pytest.raises(BadInput):
        deaths.record_death(scene.officer, hurt(scene), on=timezone.localdate() + timedelta(days=days))


def test_identity_rest_and_family_say_how_when_and_where(scene, dead):
    with pytest.raises(BadInput):
        deaths.identify_dead(scene.officer, dead, identity="confirmed")
    with pytest.raises(Refused):
        deaths.contact_family(scene.officer, dead, way="consulate", outcome="reached")
    deaths.identify_dead(scene.officer, dead, identity="confirmed", how="Empreintes")
    with pytest.raises(BadInput):
        deaths.lay_to_rest(scene.officer, dead, rest="buried")
    deaths.lay_to_rest(scene.officer, dead, rest="buried", where="Carré 4, tombe 12")
    key = FamilyContact._meta.pk.get_default()
    for _twice in range(2):
        deaths.contact_family(scene.officer, dead, way="consulate", outcome="reached", pk=key)
    dead.refresh_from_db()
    assert (dead.identity, dead.identified_on, dead.rest) == ("confirmed", timezone.localdate(), "buried")
    assert FamilyContact.objects.count() == 1


def test_a_death_is_not_taken_back_by_another_outcome(scene, dead):
    with pytest.raises(Refused):
        border.treat_on_site(scene.responder, scene.nador, casualty=dead.casualty, outcome="on_site")
