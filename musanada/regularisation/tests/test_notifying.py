"""Telling a decision: which one, when, to whom it may be told, one file or a list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.regularisation import letters
from musanada.regularisation.commands.notifying import notify, notify_many, received
from musanada.regularisation.letter_words import LETTER, REASONS
from musanada.regularisation.models import Application, Decision, Notification, Refusal
from musanada.regularisation.tests import scene as s

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def decided(scene, result="unfavourable", **values) -> Application:
    made = s.complete(scene, s.applicant(scene, values.pop("name", s.NAMES[0])))
    s.opinion(scene, made, result, **values)
    return made


def test_a_favourable_opinion_is_told_by_hand_and_received_at_once(scene):
    made = decided(scene, "favourable")
    told = notify(scene.secretary, made, on=TODAY(), means="hand")
    assert Case.objects.get(pk=made.case_id).state == "notified"
    assert told.received_on == TODAY()


def test_a_refusal_sent_by_post_is_received_later(scene):
    made = decided(scene, on=TODAY() - timedelta(days=9))
    told = notify(scene.agent, made, on=TODAY() - timedelta(days=5), means="post")
    assert Case.objects.get(pk=made.case_id).state == "notified_refusal"
    assert told.received_on is None
    received(scene.agent, told, on=TODAY())
    assert Notification.objects.get().received_on == TODAY()


def test_receipt_is_noted_once_and_not_before_the_letter(scene):
    told = notify(scene.agent, decided(scene), on=TODAY(), means="post")
    with pytest.raises(BadInput):
        received(scene.agent, told, on=TODAY() - timedelta(days=1))
    received(scene.agent, told, on=TODAY())
    with pytest.raises(Refused):
        received(scene.agent, told, on=TODAY())


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("means", {"means": "pigeon", "on": 0}),
        ("on", {"means": "post", "on": 1}),
        ("on", {"means": "post", "on": -3}),
        ("received_on", {"means": "post", "on": 0, "received_on": 1}),
        ("received_on", {"means": "post", "on": 0, "received_on": -1}),
    ],
)
def test_what_cannot_be_is_said_at_its_field(scene, field, values):
    days = {k: TODAY() + timedelta(days=v) for k, v in values.items() if k != "means"}
    with pytest.raises(BadInput) as why:
        notify(scene.agent, decided(scene), means=values["means"], **days)
    assert field in why.value.fields
    assert not Notification.objects.exists()


def test_nothing_decided_is_not_told(scene):
    with pytest.raises(Refused) as why:
        notify(scene.agent, s.complete(scene), on=TODAY(), means="hand")
    assert why.value.code == "nothing_to_tell"


def test_what_was_told_is_not_told_again(scene):
    made = decided(scene)
    notify(scene.agent, made, on=TODAY(), means="hand")
    with pytest.raises(Refused):
        notify(scene.agent, Application.objects.get(pk=made.pk), on=TODAY(), means="hand")


def test_another_office_tells_nothing(scene):
    with pytest.raises(MissingRight):
        notify(scene.staff["sale.agent"], decided(scene), on=TODAY(), means="hand")


def test_a_refusal_in_last_resort_is_told_and_the_file_stays(scene):
    made = decided(scene, on=TODAY() - timedelta(days=30))
    Case.objects.filter(pk=made.case_id).update(state="refused")
    made = Application.objects.get(pk=made.pk)
    final = Decision.objects.create(
        application=made, stage="appeal", result="unfavourable", on=TODAY(), by=scene.national, reasons=",length,"
    )  # fmt: skip
    assert notify(scene.agent, made, on=TODAY(), means="hand").decision == final
    assert Case.objects.get(pk=made.case_id).state == "refused"
    with pytest.raises(Refused):
        notify(scene.agent, made, on=TODAY(), means="hand")


def test_a_list_is_told_together(scene):
    files = [
        decided(scene, result, name=name)
        for result, name in zip(("favourable", "unfavourable", "favourable"), s.NAMES, strict=False)
    ]
    cases = [Case.objects.get(pk=one.case_id) for one in files]
    told = notify_many(scene.secretary, scene.rabat, cases=cases, on=TODAY(), means="post")
    states = [Case.objects.get(pk=one.case_id).state for one in files]
    assert len(told) == 3
    assert states == ["notified", "notified_refusal", "notified"]


def test_a_list_with_one_that_waits_for_nothing_tells_none(scene):
    one, other = decided(scene), s.complete(scene, s.applicant(scene, s.NAMES[1]))
    cases = [Case.objects.get(pk=a.case_id) for a in (one, other)]
    with pytest.raises(Refused):
        notify_many(scene.secretary, scene.rabat, cases=cases, on=TODAY(), means="post")
    assert not Notification.objects.exists()


def test_a_list_with_a_file_of_another_office_tells_none(scene):
    one = decided(scene)
    foreign = s.complete(scene, s.applicant(scene, s.NAMES[1], at="sale"), at="sale")
    s.opinion(scene, foreign)
    cases = [Case.objects.get(pk=a.case_id) for a in (one, foreign)]
    with pytest.raises(MissingRight):
        notify_many(scene.secretary, scene.rabat, cases=cases, on=TODAY(), means="post")
    assert not Notification.objects.exists()


def test_a_letter_says_why_and_what_to_do(scene):
    told = notify(scene.agent, decided(scene, text="Bail non signé."), on=TODAY(), means="post")
    one = letters.letter(told, "fr")
    assert one["result"] == "Votre demande de régularisation a reçu un avis défavorable."
    assert one["reasons"] == [REASONS["length"]["fr"]]
    assert one["text"] == "Bail non signé."
    assert str(scene.commission) in one["next"][0]
    assert any("15 jours" in line and "à confirmer" in line for line in one["next"])


def test_a_favourable_letter_leads_to_the_card(scene):
    told = notify(scene.agent, decided(scene, "favourable"), on=TODAY(), means="hand")
    one = letters.letter(told, "ar")
    assert one["next"] == [LETTER["card"]["ar"]]
    assert one["reasons"] == []


def test_letters_print_together_each_in_its_language(scene):
    first, second = decided(scene, name="Awa Diallo"), decided(scene, "favourable", name="Fanta Keïta")
    second.case.person.preferred_language = "ary"
    second.case.person.save()
    told = [notify(scene.agent, one, on=TODAY(), means="post") for one in (first, second)]
    rows = list(Notification.objects.filter(pk__in=[one.pk for one in told]).order_by("id"))
    assert [letters.language_for(one) for one in rows] == ["fr", "ar"]
    assert letters.pdf(rows).startswith(b"%PDF")


def test_every_reason_has_its_sentence():
    assert set(REASONS) == set(Refusal.values)
