"""A file ends by two people, for a reason that its rows bear out; what ran stops, news are taken, and it opens again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.models import CaseStep
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection.closing_rules import CLOSURES, reasons_for
from musanada.protection.commands import clocks, closing, follow_ups, plans, services
from musanada.protection.models import (
    CareArrangement,
    Child,
    Clock,
    Closing,
    FollowUp,
    TransitionItem,
    VictimStatus,
)
from musanada.protection.tests.scene import child_file, named, signed_in, victim_file

pytestmark = pytest.mark.django_db
DONE = "Placé, scolarisé, en lien avec sa famille."
PLAIN = ("transferred", "onward", "deceased", "withdrew", "duplicate")


def today():
    return timezone.localdate()


@pytest.fixture
def file(scene):
    """Of a child, kept by an officer; another officer is named on it."""
    made = child_file(scene, owner=scene.officer, on=today() - timedelta(days=60))
    named(made, scene.officer2)
    return made


def ask(scene, file, reason="transferred", **said):
    return closing.ask_closing(scene.officer, file, reason=reason, text=DONE, **said)


def approve(scene, one):
    return closing.approve_closing(scene.officer2, one)


# What each reason asks first: a state of the rows that bears it out


def plan_done(scene, file):
    one = plans.add_action(
        scene.officer, file, goal="Un toit", action="Une place", responsible="ONG", due_on=today()
    )
    plans.end_action(scene.officer, one, state="done")


def adult(scene, file):
    Child.objects.filter(file=file).update(regime="adult", eighteen_on=today())
    for topic in TransitionItem.Topic.values:
        TransitionItem.objects.create(
            file=file, topic=topic, state="not_needed", on=today(), by=scene.officer
        )


def missed(scene, file):
    for _n in range(3):
        one = follow_ups.schedule_follow_up(scene.officer, file, kind="care", due_on=today())
        follow_ups.miss_follow_up(scene.officer, one, tried="Passé au centre, appelé, personne.")


def visited(kind):
    def bear(scene, file):
        one = follow_ups.schedule_follow_up(scene.officer, file, kind=kind, due_on=today())
        follow_ups.do_follow_up(
            scene.officer, one, way="partner", findings="Vu chez sa mère par un partenaire."
        )

    return bear


def cared_for(scene, file):
    CareArrangement.objects.create(file=file, kind="kafala", from_on=today(), by=scene.officer)


BORNE_OUT = {
    "plan": plan_done,
    "adult": adult,
    "lost": missed,
    "reunified": visited("reunification"),
    "returned": visited("return"),
    "care": cared_for,
}


@pytest.mark.parametrize("reason", BORNE_OUT)
def test_a_reason_is_refused_until_the_rows_bear_it_out(scene, file, reason):
    with pytest.raises(BadInput) as raised:
        ask(scene, file, reason)
    assert "reason" in raised.value.fields
    BORNE_OUT[reason](scene, file)
    one = approve(scene, ask(scene, file, reason))
    file.case.refresh_from_db()
    assert (one.state, file.case.state, file.case.closure) == ("approved", "closed", CLOSURES[reason])


@pytest.mark.parametrize("reason", PLAIN)
def test_what_words_alone_bear_out(scene, file, reason):
    approve(scene, ask(scene, file, reason))
    file.case.refresh_from_db()
    assert (file.case.closed_on, file.case.closure) == (today(), CLOSURES[reason])


def test_every_reason_has_its_motive_and_its_kind_of_file(scene, file):
    assert set(CLOSURES) == set(Closing.Reason.values)
    of_child = {code for code, _label in reasons_for(file)}
    of_victim = {code for code, _label in reasons_for(victim_file(scene))}
    assert of_child | of_victim == set(Closing.Reason.values)
    assert of_child - of_victim == {"adult", "care"}
    assert of_victim - of_child == {"not_victim"}
    with pytest.raises(BadInput):
        ask(scene, file, "not_victim")


def test_a_victim_s_file_ends_as_not_retained_once_somebody_said_so(scene):
    file = victim_file(scene)
    named(file, scene.officer2)
    with pytest.raises(BadInput):
        ask(scene, file, "not_victim")
    VictimStatus.objects.create(file=file, status="not_identified", on=today(), body="team", by=scene.officer)
    approve(scene, ask(scene, file, "not_victim"))
    file.case.refresh_from_db()
    assert (file.case.state, file.case.closure) == ("closed", "not_eligible")


def test_attempts_are_counted_by_the_server(scene, file):
    missed(scene, file)
    assert ask(scene, file, "lost").attempts == 3


@pytest.mark.parametrize("open_topic", TransitionItem.Topic.values)
def test_one_point_of_the_transition_left_open_stops_it(scene, file, open_topic):
    adult(scene, file)
    TransitionItem.objects.filter(file=file, topic=open_topic).update(state="open", on=None)
    with pytest.raises(BadInput) as raised:
        ask(scene, file, "adult")
    assert str(TransitionItem.Topic(open_topic).label) in str(raised.value)


# Two people


def test_nobody_approves_what_they_asked(scene, file):
    one = ask(scene, file)
    with pytest.raises(Refused) as raised:
        closing.approve_closing(scene.officer, one)
    assert raised.value.code == "own"
    with pytest.raises(Refused):
        closing.refuse_closing(scene.officer, one, answer="Il manque la dernière visite.")


def test_who_is_not_named_or_may_not_approve_decides_nothing(scene, file):
    one = ask(scene, file)
    named(file, scene.second)
    for other in (scene.second, scene.manager, scene.stranger):
        with pytest.raises(MissingRight):
            closing.approve_closing(other, one)
    one.refresh_from_db()
    assert one.state == "asked"


def test_a_refusal_says_why_and_the_file_goes_on(scene, file):
    one = ask(scene, file)
    with pytest.raises(BadInput):
        closing.refuse_closing(scene.officer2, one, answer="Non")
    closing.refuse_closing(scene.officer2, one, answer="Il manque la dernière visite.")
    file.case.refresh_from_db()
    assert file.case.closed_on is None
    assert not Clock.objects.filter(file=file, kind="closing", met_on=None).exists()
    assert ask(scene, file).state == "asked"


def test_one_closure_at_a_time_and_none_of_a_closed_file(scene, file):
    one = ask(scene, file)
    with pytest.raises(Refused):
        ask(scene, file)
    approve(scene, one)
    with pytest.raises(Refused):
        approve(scene, one)
    with pytest.raises(Refused):
        ask(scene, file)


def test_a_reason_that_is_true_no_more_closes_nothing(scene, file):
    plan_done(scene, file)
    one = ask(scene, file, "plan")
    plans.add_action(scene.officer, file, goal="Papiers", action="Acte", responsible="ONG", due_on=today())
    with pytest.raises(Refused) as raised:
        approve(scene, one)
    assert raised.value.code == "reason"
    file.case.refresh_from_db()
    assert file.case.state == "identified"


# Clocks, aftercare, opened again


def test_asking_runs_a_clock_and_closing_drops_the_others(scene, file):
    clocks.start(file, "tracing", today() + timedelta(days=9))
    one = ask(scene, file, aftercare_on=today() + timedelta(days=30), aftercare="Appeler l'éducateur.")
    assert Clock.objects.get(kind="closing").due_on == today() + timedelta(days=7)
    approve(scene, one)
    left = Clock.objects.get(file=file, met_on=None, dropped_on=None)
    file.case.refresh_from_db()
    assert (left.kind, left.due_on, file.case.due_on) == ("aftercare", *[today() + timedelta(days=30)] * 2)
    visit = FollowUp.objects.get(kind="aftercare")
    follow_ups.do_follow_up(scene.officer, visit, way="phone", findings="Va bien, travaille, logé.")
    file.case.refresh_from_db()
    assert file.case.due_on is None


def test_a_file_opens_again_with_what_was_left_to_do(scene, file):
    due = today() + timedelta(days=5)
    kept = plans.add_action(
        scene.officer, file, goal="École", action="Inscrire", responsible="ONG", due_on=due
    )
    asked = services.ask_service(scene.officer, file, kind="legal", urgency="3d")
    clocks.start(file, "eighteen", today() + timedelta(days=200))
    clocks.start(file, "tracing", today())
    approve(scene, ask(scene, file))
    closing.reopen_file(scene.officer, file, reason="Revenu à la rue, demande de l'aide.")
    running = Clock.objects.filter(file=file, met_on=None, dropped_on=None)
    assert set(running.values_list("kind", flat=True)) == {"risk", "bia", "action", "service", "eighteen"}
    assert set(running.exclude(subject=None).values_list("subject", flat=True)) == {kept.pk, asked.pk}
    file.case.refresh_from_db()
    assert (file.case.state, file.case.closed_on, file.case.closure) == ("identified", None, "")
    assert CaseStep.objects.get(case=file.case, code="reopen").text.startswith("Revenu")


def test_an_approval_closes_once(scene, file):
    approve(scene, ask(scene, file))
    closing.reopen_file(scene.officer, file, reason="Revenu à la rue, demande de l'aide.")
    from musanada.protection.workflow import FLOW

    with pytest.raises(Refused):
        FLOW.run(scene.officer2, file.case, "close")


def test_an_open_file_is_not_opened(scene, file):
    with pytest.raises(Refused):
        closing.reopen_file(scene.officer, file, reason="Revenu à la rue, demande de l'aide.")


# Pages


def test_the_pages_ask_and_decide(scene, file):
    client, second = signed_in(scene.officer), signed_in(scene.officer2)
    url = reverse("protection:closing", args=[file.case_id])
    typed = {"id": "019ab000-0000-7000-8000-000000000002", "reason": "lost", "text": DONE}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Tentatives de contact" in refused.content.decode()
    assert client.post(url, typed | {"reason": "onward"}).status_code == 302
    one = Closing.objects.get()
    answer = reverse("protection:closing-answer", args=[file.case_id, one.pk])
    assert "Vous avez demandé cette clôture" in client.get(answer).content.decode()
    assert second.post(answer, {"verdict": "refuse", "answer": ""}).status_code == 422
    assert second.post(answer, {"verdict": "approve", "answer": ""}).status_code == 302
    file.case.refresh_from_db()
    assert file.case.closure == "moved"
    assert signed_in(scene.stranger).get(answer).status_code == 404
