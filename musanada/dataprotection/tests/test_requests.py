"""A person's request: its clock, its answer, its refusal, and who may know of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.dataprotection.clocks import DEFAULTS, Clock, due_on
from musanada.dataprotection.commands.registers import set_deadline
from musanada.dataprotection.commands.requests import answer_request, open_request, refuse_request
from musanada.dataprotection.models import RightsRequest
from musanada.dataprotection.queries import requests
from musanada.kit.alarms import alarms_for
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands as people
from musanada.people.models import Person
from musanada.people.tests.world import CONSENT, draft, signed_in

pytestmark = pytest.mark.django_db


def someone(bureau):
    return people.register(bureau.alima, bureau.counter, draft=draft(), basis=CONSENT)


def asked(bureau, actor=None, unit=None, **values):
    known = {"kind": "access", "channel": "counter"}
    return open_request(actor or bureau.alima, unit or bureau.counter, **(known | values))


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def test_the_answer_is_due_after_ten_clear_days_to_be_confirmed(bureau):
    line = asked(bureau, received_on=date(2026, 3, 2))
    assert line.due_on == date(2026, 3, 13) == due_on(DEFAULTS[Clock.RIGHTS_REQUEST], date(2026, 3, 2))
    assert not line.due_confirmed
    assert line.state == "open"


def test_a_rule_changed_later_leaves_open_requests_alone(bureau):
    line = asked(bureau, received_on=date(2026, 3, 2))
    set_deadline(
        bureau.dina,
        bureau.association,
        clock=Clock.RIGHTS_REQUEST,
        length=30,
        counting="clear_days",
        weekend=[],
        holidays="",
        source="x",
        confirmed=True,
        from_on=date(2026, 1, 1),
    )
    line.refresh_from_db()
    assert line.due_on == date(2026, 3, 13)
    later = asked(bureau, received_on=date(2026, 3, 2))
    assert (later.due_on, later.due_confirmed) == (date(2026, 4, 2), True)


def test_a_request_is_not_received_tomorrow(bureau):
    with pytest.raises(BadInput):
        asked(bureau, received_on=ago(-1))


def test_an_answer_is_given_once(bureau):
    line = answer_request(bureau.dina, asked(bureau), answer="Rapport remis en main propre")
    assert (line.state, line.answered_by, line.answer) == (
        "answered",
        bureau.dina,
        "Rapport remis en main propre",
    )
    with pytest.raises(Refused):
        answer_request(bureau.dina, line)
    with pytest.raises(Refused):
        refuse_request(bureau.dina, line, refusal="excessive", answer="x")


def test_a_refusal_says_why(bureau):
    line = asked(bureau)
    for refusal, answer in (("", "x"), ("because", "x"), ("excessive", " ")):
        with pytest.raises(BadInput):
            refuse_request(bureau.dina, line, refusal=refusal, answer=answer)
    assert (
        refuse_request(bureau.dina, line, refusal="excessive", answer="Déjà répondu trois fois").state
        == "refused"
    )


@pytest.mark.parametrize("refusal", RightsRequest.Refusal.values)
def test_erasure_is_refused_for_a_known_reason_only(bureau, refusal):
    line = asked(bureau, kind="erasure")
    if refusal in RightsRequest.ERASURE_REFUSALS:
        assert refuse_request(bureau.dina, line, refusal=refusal, answer="x").refusal == refusal
        return
    with pytest.raises(BadInput):
        refuse_request(bureau.dina, line, refusal=refusal, answer="x")


def test_who_received_it_does_not_answer_it(bureau):
    line = asked(bureau)
    for actor in (bureau.alima, bureau.karim, bureau.omar):
        with pytest.raises(MissingRight):
            answer_request(actor, line)
        with pytest.raises(MissingRight):
            refuse_request(actor, line, refusal="excessive", answer="x")
    line.refresh_from_db()
    assert line.state == "open"


def test_a_request_is_about_someone_one_knows(bureau):
    person = someone(bureau)
    assert asked(bureau, person=person).person == person
    with pytest.raises(MissingRight):
        asked(bureau, bureau.omar, bureau.ministry, person=person)
    with pytest.raises(MissingRight):
        asked(bureau, bureau.omar, bureau.counter)


def test_a_late_request_is_an_alarm_and_an_answered_one_is_none(bureau):
    line = asked(bureau, received_on=ago(40))
    assert [a for a in alarms_for(bureau.dina) if str(line) in str(a.what) and a.tone == "danger"]
    assert list(requests.late(requests.requests(bureau.dina))) == [line]
    answer_request(bureau.dina, line)
    assert not [a for a in alarms_for(bureau.dina) if str(line) in str(a.what)]


def test_a_fresh_request_is_no_alarm(bureau):
    line = asked(bureau)
    assert not [a for a in alarms_for(bureau.dina) if str(line) in str(a.what)]


def test_a_request_of_a_protected_person_stands_in_no_list(bureau):
    person = someone(bureau)
    line = asked(bureau, person=person, received_on=ago(40))
    Person.objects.filter(pk=person.pk).update(protected=True)
    assert list(requests.requests(bureau.dina)) == []
    assert not [a for a in alarms_for(bureau.dina) if str(line) in str(a.what)]
    client = signed_in(bureau.dina)
    assert client.get(reverse("dataprotection:request", args=[line.pk])).status_code == 404
    assert str(line) not in client.get(reverse("dataprotection:requests")).content.decode()
    assert str(line) not in client.get(reverse("dataprotection:overview")).content.decode()


def test_what_was_asked_and_answered_is_encrypted(bureau):
    from django.db import connection

    answer_request(bureau.dina, asked(bureau, note="Sa sœur Awa"), answer="Dit à Awa")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, answer FROM dataprotection_rightsrequest")
        assert "Awa" not in "".join(cursor.fetchone())


def test_the_counter_enters_a_request_by_the_page_and_sees_no_register(bureau):
    person, client = someone(bureau), signed_in(bureau.alima)
    answers = {
        "for_unit": bureau.counter.pk,
        "kind": "access",
        "person": str(person),
        "requester": "self",
        "channel": "counter",
        "received_on": str(timezone.localdate()),
    }
    answer = client.post(reverse("dataprotection:request-new"), answers)
    assert answer.status_code == 302, answer.context["form"].errors
    line = RightsRequest.objects.get()
    assert line.person == person
    assert client.get(reverse("dataprotection:requests")).status_code == 403
    assert client.get(reverse("dataprotection:request", args=[line.pk])).status_code == 403


def test_a_reference_of_someone_one_does_not_know_and_one_that_is_nobodys_read_the_same(bureau):
    person, client = someone(bureau), signed_in(bureau.omar)
    answers = {
        "for_unit": bureau.ministry.pk,
        "kind": "access",
        "requester": "self",
        "channel": "counter",
        "received_on": "2026-01-05",
    }
    url = reverse("dataprotection:request-new")
    told = [
        client.post(url, answers | {"person": text}).context["form"].errors["person"]
        for text in (str(person), "K7M2-QXB9")
    ]
    assert told[0] == told[1]
    assert not RightsRequest.objects.exists()


def test_a_request_is_answered_and_refused_by_the_page(bureau):
    client = signed_in(bureau.dina)
    first, second = asked(bureau), asked(bureau, kind="erasure")
    assert (
        client.post(reverse("dataprotection:request-answer", args=[first.pk]), {"answer": "Fait"}).status_code
        == 302
    )
    refuse = reverse("dataprotection:request-refuse", args=[second.pk])
    assert client.post(refuse, {"refusal": "excessive", "answer": "Non"}).status_code == 422
    assert client.post(refuse, {"refusal": "legal_claim", "answer": "Procès"}).status_code == 302
    page = client.get(reverse("dataprotection:request", args=[second.pk])).content.decode()
    assert "Une procédure en justice en dépend" in page
    assert client.post(refuse, {"refusal": "legal_claim", "answer": "x"}).status_code == 409


def test_another_organisation_finds_no_request(bureau):
    line, client = asked(bureau), signed_in(bureau.omar)
    for name in ("request", "request-answer", "request-refuse"):
        assert client.get(reverse(f"dataprotection:{name}", args=[line.pk])).status_code == 404
