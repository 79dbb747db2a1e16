"""People hurt at the borders: seconds on a phone, times in order, the hospital sees whom it is sent, a name comes later.
Never tied to enforcement."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.timeline import TIMELINE
from musanada.people.commands.confidential import open_file
from musanada.protection.commands import border, hospital
from musanada.protection.commands.border import Seen, Transport
from musanada.protection.models import BorderIncident, Casualty, HospitalStay, OnwardNeed
from musanada.protection.queries import border as queries
from musanada.protection.tests.scene import signed_in, someone


def ago(**delta):
    return timezone.now() - timedelta(**delta)


def an_incident(scene, **values):
    said = {
        "kind": "fence",
        "town": scene.towns["nador"],
        "at": ago(hours=4),
        "alert_at": ago(hours=4),
    } | values
    return border.open_incident(scene.responder, scene.nador, **said)


def hurt(scene, incident=None, **values):
    said = {"triage": "red", "seen_at": ago(hours=3)} | values
    return border.add_casualty(scene.responder, incident or an_incident(scene), draft=Seen(**said))


def sent(scene, one, **values):
    said = {
        "means": "ambulance",
        "to_unit": scene.hospital,
        "left_at": ago(hours=2),
        "arrived_at": ago(hours=1),
    }
    return border.evacuate(scene.responder, scene.nador, casualty=one, draft=Transport(**said | values))


def of_hospital(scene):
    return scene.staff["hospital.health_focal_point"]


def admitted(scene, one, **values):
    return hospital.admit(of_hospital(scene), scene.hospital, casualty=one, **values)


def test_somebody_is_registered_by_a_colour_alone_and_once(scene):
    incident, key = an_incident(scene), uuid4()
    for _twice in range(2):
        made = border.add_casualty(scene.responder, incident, draft=Seen(triage="yellow"), pk=key)
    assert (made.pk, Casualty.objects.count(), made.person_id, made.age) == (key, 1, None, "unknown")
    with pytest.raises(BadInput) as wrong:
        border.add_casualty(scene.responder, incident, draft=Seen(triage=""))
    assert "triage" in wrong.value.fields


def test_an_adult_is_no_child_alone(scene):
    incident = an_incident(scene)
    assert hurt(scene, incident, alone=True, age="13-17").alone
    assert not hurt(scene, incident, alone=True, age="18+").alone


def test_minutes_run_from_the_alert_to_the_hospital(scene):
    one = hurt(scene)
    sent(scene, one, alert_at=ago(hours=3), left_at=ago(hours=2), arrived_at=ago(hours=1))
    assert queries.transports(one)[0].minutes == 120


def test_without_its_own_alert_a_transport_counts_from_the_incidents(scene):
    one = hurt(scene)
    sent(scene, one)
    assert queries.transports(one)[0].minutes == 180


@pytest.mark.parametrize(
    "times",
    [
        {"alert_at": ago(hours=1), "left_at": ago(hours=2)},
        {"left_at": ago(hours=1), "arrived_at": ago(hours=2)},
        {"alert_at": ago(hours=1), "left_at": None, "arrived_at": ago(hours=2)},
        {"arrived_at": timezone.now() + timedelta(hours=3)},
    ],
)
def test_times_follow_one_another(scene, times):
    one = hurt(scene)
    with pytest.raises(BadInput):
        sent(scene, one, **times)


def test_nobody_is_admitted_before_they_arrived_nor_twice(scene):
    one = hurt(scene)
    sent(scene, one)
    with pytest.raises(BadInput):
        admitted(scene, one, at=ago(hours=2))
    stay = admitted(scene, one, at=ago(minutes=30))
    with pytest.raises(Refused):
        admitted(scene, one)
    with pytest.raises(BadInput):
        hospital.end_stay(
            of_hospital(scene), scene.hospital, casualty=one, stay=stay, end="discharged", at=ago(hours=5)
        )


def test_the_hospital_sees_whom_it_was_sent_and_nobody_else(scene):
    incident = an_incident(scene)
    one, other = hurt(scene, incident), hurt(scene, incident)
    actor = of_hospital(scene)
    assert not queries.casualties(actor).exists()
    sent(scene, one)
    assert list(queries.casualties(actor)) == [one]
    assert list(queries.at_hospital(actor)) == [one]
    client = signed_in(actor)
    assert client.get(reverse("protection:casualty", args=[one.pk])).status_code == 200
    assert client.get(reverse("protection:casualty", args=[other.pk])).status_code == 404
    assert client.get(reverse("protection:incident", args=[incident.pk])).status_code == 404
    with pytest.raises(Refused):
        admitted(scene, other)


def test_a_transfer_leads_on_and_the_outcome_follows_the_stay(scene):
    one = hurt(scene)
    sent(scene, one)
    stay = admitted(scene, one)
    hospital.end_stay(of_hospital(scene), scene.hospital, casualty=one, stay=stay, end="transferred")
    one.refresh_from_db()
    assert one.outcome == "transferred"
    border.evacuate(
        scene.responder, scene.nador, casualty=one, draft=Transport(means="ambulance", to_place="CHU d'Oujda")
    )
    last = hospital.admit(scene.health, scene.nador, casualty=one, hospital="CHU d'Oujda")
    hospital.end_stay(scene.health, scene.nador, casualty=one, stay=last, end="discharged")
    one.refresh_from_db()
    assert (one.outcome, one.stays.count()) == ("discharged", 2)


def test_what_was_a_mistake_is_taken_back_with_a_reason(scene):
    one = hurt(scene)
    moved = sent(scene, one)
    stay = admitted(scene, one)
    hospital.end_stay(of_hospital(scene), scene.hospital, casualty=one, stay=stay, end="left")
    hospital.void_stay(of_hospital(scene), scene.hospital, casualty=one, stay=stay, reason="Autre patient")
    border.void_evacuation(
        scene.responder, scene.nador, casualty=one, evacuation=moved, reason="Annulée en route"
    )
    one.refresh_from_db()
    assert (one.outcome, one.hospital_id) == ("", None)
    assert not queries.casualties(of_hospital(scene)).exists()
    border.void_casualty(scene.responder, scene.nador, casualty=one, reason="Compté deux fois")
    assert queries.incidents(scene.responder).get().hurt == 0


def test_a_place_that_is_no_hospital_gets_nobody(scene):
    for unit in (scene.state, scene.other):
        with pytest.raises(Refused) as refused:
            sent(scene, hurt(scene), to_unit=unit)
        assert refused.value.code == "firewall"


# What comes next, and who it is


def test_the_liaison_sees_a_need_before_there_is_a_name(scene):
    one = hurt(scene, age="13-17", alone=True)
    assert queries.unfollowed(scene.officer) == [one]
    sent(scene, one)
    border.ask_need(of_hospital(scene), scene.hospital, casualty=one, need="protection", urgent=True)
    need = queries.open_needs(scene.officer).get()
    assert (need.casualty, queries.unfollowed(scene.officer)) == (one, [])
    assert not queries.open_needs(scene.stranger).exists()
    border.close_need(scene.officer, need, state="done", text="Équipe de protection")
    assert not queries.open_needs(scene.officer).exists()


def test_a_name_comes_later_and_the_casualty_shows_under_the_person(scene):
    one, person = hurt(scene), someone(scene)
    border.identify_casualty(scene.officer, scene.nador, casualty=one, person=person)
    lines = list(TIMELINE["protection_border"](scene.officer, [person.pk]))
    assert [line.url for line in lines] == [reverse("protection:casualty", args=[one.pk])]
    border.detach_identity(scene.officer, scene.nador, casualty=one, reason="Ce n'était pas elle")
    one.refresh_from_db()
    assert one.person_id is None


def test_the_hospital_does_not_learn_a_name_from_another_sides_register(scene):
    one, person = hurt(scene), someone(scene, "Mamadou Bah")
    sent(scene, one)
    border.identify_casualty(scene.officer, scene.nador, casualty=one, person=person)
    url = reverse("protection:casualty", args=[one.pk])
    assert "Mamadou Bah" in signed_in(scene.officer).get(url).content.decode()
    assert "Mamadou Bah" not in signed_in(of_hospital(scene)).get(url).content.decode()


def test_somebody_whom_a_file_hides_takes_the_casualty_with_them(scene):
    one, person = hurt(scene), someone(scene)
    sent(scene, one)
    border.ask_need(scene.responder, scene.nador, casualty=one, need="protection")
    border.identify_casualty(scene.officer, scene.nador, casualty=one, person=person)
    open_file(scene.officer, person, subject="violence", hides_person=True, reason="menaces au téléphone")
    forget_holdings(scene.officer)
    for actor in (scene.responder, of_hospital(scene), scene.officer2, scene.health):
        assert not queries.casualties(actor).exists()
        assert signed_in(actor).get(reverse("protection:casualty", args=[one.pk])).status_code == 404
    assert not queries.open_needs(scene.officer).exists()
    assert queries.incidents(scene.responder).get().hurt == 0
    assert signed_in(scene.officer).get(reverse("protection:casualty", args=[one.pk])).status_code == 200
    with pytest.raises(Refused):
        border.correct_casualty(scene.responder, scene.nador, casualty=one, draft=Seen(triage="green"))


def test_a_person_out_of_sight_is_not_named(scene):
    one, theirs = hurt(scene), someone(scene, owner=scene.stranger, unit=scene.other)
    url = reverse("protection:casualty-identify", args=[one.pk])
    for key in (str(theirs.pk), str(uuid4()), "abc", ""):
        assert signed_in(scene.officer).post(url, {"person": key}).status_code == 404


# Apart from enforcement


def test_no_unit_of_the_state_writes_or_reads_a_line(scene):
    actor = scene.staff["state.first_responder"]
    with pytest.raises(Refused) as refused:
        border.open_incident(actor, scene.state, kind="sea", town=scene.towns["nador"])
    assert refused.value.code == "firewall"
    planted = BorderIncident.objects.create(
        unit=scene.state, kind="sea", town=scene.towns["nador"], at=timezone.now(), recorded_by=actor
    )
    one = Casualty.objects.create(incident=planted, triage="red", recorded_by=actor)
    client = signed_in(actor)
    assert client.get(reverse("protection:incident", args=[planted.pk])).status_code == 404
    assert client.get(reverse("protection:casualty", args=[one.pk])).status_code == 404
    for draft in (Seen(triage="red"),):
        with pytest.raises(Refused):
            border.add_casualty(actor, planted, draft=draft)
    assert not queries.casualties(actor).exists()
    assert queries.units(actor, queries.RECORD) == []


def test_nothing_about_an_interception_exists():
    """Walks the tables: what border medical links to, and what links to it, is care, people, places and accounts."""
    mine = {
        "borderincident",
        "casualty",
        "evacuation",
        "hospitalstay",
        "onwardneed",
        "death",
        "familycontact",
    }
    tables = [apps.get_model("protection", name) for name in sorted(mine)]
    known = {f"protection.{name}" for name in mine}
    known |= {"access.unit", "access.user", "people.person", "people.confidentialfile", "reference.place"}
    for table in tables:
        linked = {f.related_model._meta.label_lower for f in table._meta.get_fields() if f.is_relation}
        assert linked <= known, (table, linked - known)
    forbidden = ("intercept", "arrest", "enforce", "pushback", "seiz", "offence", "police", "smuggl")
    for table in tables:
        words = [field.name for field in table._meta.concrete_fields] + [table._meta.model_name]
        assert not [word for word in words if any(bad in word for bad in forbidden)], table


@pytest.mark.parametrize("who", ["nador.street_worker", "nador.teacher", "other.first_responder"])
def test_who_does_not_follow_it_records_nothing(scene, who):
    with pytest.raises(MissingRight):
        border.add_casualty(scene.staff[who], an_incident(scene), draft=Seen(triage="red"))


# Pages


def test_from_the_phone_to_the_hospital(scene):
    client = signed_in(scene.responder)
    town = str(scene.towns["nador"].pk)
    values = {"id": str(uuid4()), "unit": str(scene.nador.pk), "kind": "sea", "town": town}
    assert client.post(reverse("protection:incident-new"), values).status_code == 302
    incident = BorderIncident.objects.get()
    new = reverse("protection:casualty-new", args=[incident.pk])
    again = client.post(new, {"id": str(uuid4()), "triage": "red", "again": "1"}, headers={"X-Keep": "1"})
    assert (again.status_code, again.headers["X-Keep-To"]) == (204, new)
    one = Casualty.objects.get()
    data = {"id": str(uuid4()), "means": "boat", "to_unit": str(scene.hospital.pk)}
    assert client.post(reverse("protection:evacuation-new", args=[one.pk]), data).status_code == 302
    theirs = signed_in(of_hospital(scene))
    assert str(one) in theirs.get(reverse("protection:border-hospital")).content.decode()
    assert theirs.post(reverse("protection:stay-new", args=[one.pk]), {"id": str(uuid4())}).status_code == 302
    assert HospitalStay.objects.get().unit == scene.hospital
    need = {"id": str(uuid4()), "need": "shelter"}
    assert theirs.post(reverse("protection:need-new", args=[one.pk]), need).status_code == 302
    assert OnwardNeed.objects.count() == 1
    named = {"id": str(uuid4()), "name": "Ibrahima Sow", "sex": "M", "nationality": "GIN"}
    officer = signed_in(scene.officer)
    assert officer.post(reverse("protection:casualty-identify", args=[one.pk]), named).status_code == 302
    one.refresh_from_db()
    assert one.person is not None
    assert "Ibrahima Sow" in officer.get(reverse("protection:casualty", args=[one.pk])).content.decode()


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_card_is_a_pdf_without_a_name(scene, lang):
    one = hurt(scene, injuries=("fracture",))
    answer = signed_in(scene.responder).get(reverse("protection:casualty-card", args=[one.pk, lang]))
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].endswith(f'fiche-{one.reference}-{lang}.pdf"')


def test_every_page_answers(scene):
    one = hurt(scene)
    moved = sent(scene, one)
    stay = admitted(scene, one)
    need = border.ask_need(scene.officer, scene.nador, casualty=one, need="shelter")
    responder, health, officer = map(signed_in, (scene.responder, scene.health, scene.officer))
    seen = [
        responder.get(reverse(f"protection:{name}", args=args))
        for name, args in (
            ("border", []), ("incident-new", []), ("incident", [one.incident_id]), ("casualty-new", [one.incident_id]),
            ("casualty", [one.pk]), ("casualty-edit", [one.pk]), ("casualty-void", [one.pk]),
            ("casualty-outcome", [one.pk]), ("evacuation-new", [one.pk]), ("evacuation-edit", [one.pk, moved.pk]),
            ("evacuation-void", [one.pk, moved.pk]), ("need-new", [one.pk]),
        )
    ]  # fmt: skip
    seen += [
        health.get(reverse("protection:border-hospital")),
        health.get(reverse("protection:stay-new", args=[one.pk])),
    ]
    seen += [
        health.get(reverse(f"protection:{n}", args=[one.pk, stay.pk])) for n in ("stay-end", "stay-void")
    ]
    seen += [
        officer.get(reverse("protection:border-needs")),
        officer.get(reverse("protection:border-need", args=[need.pk])),
    ]
    seen += [officer.post(reverse("protection:casualty-identify", args=[one.pk]), {"q": "Bah"})]
    assert [answer.status_code for answer in seen] == [200] * len(seen)
