"""Instructions: seen and carried out by the office that has the file, followed by the commission that sent them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.regularisation.commands import instructions as commands
from musanada.regularisation.models import Appeal, Decision, Instruction, Notification
from musanada.regularisation.queries import instructions as queries
from musanada.regularisation.tests import scene as scenes
from musanada.regularisation.tests.scene import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def sent(scene, *, at="rabat", favourable=True, state="", days=0):
    """A decision of the plenary as it reaches the office: the file where it left it, unless ``state`` says further."""
    file = scenes.lodged(scene, scenes.applicant(scene, at=at), at=at, on=TODAY - timedelta(days=90))
    scenes.opinion(scene, file, on=TODAY - timedelta(days=60))
    appeal = Appeal.objects.create(
        application=file,
        unit=scene.commission,
        channel="office",
        lodged_on=TODAY - timedelta(days=50),
        state="accepted" if favourable else "rejected",
        recorded_by=scene.agent,
    )
    result = "favourable" if favourable else "unfavourable"
    Decision.objects.create(
        application=file, stage="appeal", result=result, appeal=appeal, by=scene.national,
        on=TODAY - timedelta(days=days), reasons="" if favourable else ",length,",
    )  # fmt: skip
    left = "appeal_favourable" if favourable else "refused"
    Case.objects.filter(pk=file.case_id).update(state=state or left)
    grounds = [(file.pk, scene.commission.pk, appeal.pk, None)]
    commands.instruct(grounds, favourable=favourable, on=TODAY - timedelta(days=days))
    return Instruction.objects.get(application=file)


def state_of(one):
    return Instruction.objects.get(pk=one.pk).state


def test_the_office_notes_that_it_came(scene):
    one = sent(scene)
    assert commands.acknowledge(scene.agent, scene.rabat, keys=[one.pk]) == 1
    assert state_of(one) == "seen"
    assert commands.acknowledge(scene.agent, scene.rabat, keys=[one.pk]) == 0


@pytest.mark.parametrize("state", ["card_ordered", "card_issued"])
def test_favourable_is_carried_out_when_the_card_is_ordered(state, scene):
    one = sent(scene, state=state)
    assert commands.carry_out(scene.agent, scene.rabat, keys=[one.pk]) == 1
    fresh = Instruction.objects.get()
    assert (fresh.state, fresh.done_on, fresh.done_by) == ("done", TODAY, scene.agent)


@pytest.mark.parametrize("state", ["appeal_favourable", "notified"])
def test_it_is_not_declared_before_the_file_shows_it(state, scene):
    one, ready = sent(scene, state=state), sent(scene, state="card_ordered")
    with pytest.raises(Refused) as refusal:
        commands.carry_out(scene.agent, scene.rabat, keys=[one.pk, ready.pk])
    assert refusal.value.code == "not_carried_out"
    assert (state_of(one), state_of(ready)) == ("sent", "sent")


def test_a_rejection_is_carried_out_when_the_person_knows(scene):
    one = sent(scene, favourable=False)
    with pytest.raises(Refused):
        commands.carry_out(scene.agent, scene.rabat, keys=[one.pk])
    decision = Decision.objects.get(stage="appeal")
    Notification.objects.create(
        application=one.application, decision=decision, on=TODAY, means="hand", by=scene.agent
    )
    assert commands.carry_out(scene.agent, scene.rabat, keys=[one.pk]) == 1


def test_what_the_file_shows_is_settled_by_those_who_order_the_card(scene):
    one, other = sent(scene, state="card_ordered"), sent(scene)
    assert commands.settle(scene.agent, [one.application_id, other.application_id], on=TODAY) == 1
    assert (state_of(one), state_of(other)) == ("done", "sent")


@pytest.mark.parametrize("days", [1, -6])
def test_it_is_carried_out_on_a_day_that_can_be(days, scene):
    one = sent(scene, state="card_ordered", days=5)
    with pytest.raises(BadInput):
        commands.carry_out(scene.agent, scene.rabat, keys=[one.pk], on=TODAY + timedelta(days=days))


def test_another_office_carries_out_nothing_and_finds_nothing(scene):
    one = sent(scene, state="card_ordered")
    other = scene.staff["sale.agent"]
    with pytest.raises(MissingRight):
        commands.carry_out(other, scene.rabat, keys=[one.pk])
    with pytest.raises(Refused):
        commands.carry_out(other, scene.sale, keys=[one.pk])
    client = signed_in(other)
    client.post(reverse("regularisation:instructions-act"), {"what": "done", "keys": [one.pk]})
    assert state_of(one) == "sent"
    assert (
        str(one.application.case) not in client.get(reverse("regularisation:instructions")).content.decode()
    )


def test_pages_note_declare_and_declare_all_that_is_done(scene):
    one, ready, other = sent(scene), sent(scene, state="card_ordered"), sent(scene, state="card_ordered")
    client, url = signed_in(scene.agent), reverse("regularisation:instructions-act")
    client.post(url, {"what": "seen", "keys": [one.pk, ready.pk]})
    assert [state_of(i) for i in (one, ready, other)] == ["seen", "seen", "sent"]
    client.post(url, {"what": "done", "keys": [one.pk, ready.pk]})
    assert [state_of(i) for i in (one, ready, other)] == ["seen", "seen", "sent"]
    client.post(url, {"what": "ready"})
    assert [state_of(i) for i in (one, ready, other)] == ["seen", "done", "done"]
    assert client.post(url, {"what": "forged"}).status_code == 404
    page = client.get(reverse("regularisation:instructions"), {"state": "open"}).content.decode()
    assert str(one.application.case) in page
    assert str(ready.application.case) not in page


def test_the_commission_follows_each_office(scene):
    sent(scene, days=40)
    sent(scene, state="card_ordered")
    commands.carry_out(scene.agent, scene.rabat, keys=[Instruction.objects.get(sent_on=TODAY).pk])
    sent(scene, at="sale")
    offices = queries.by_office(queries.of_commission(scene.national))
    found = [(o.unit, o.total, o.done, o.late, o.oldest) for o in offices]
    assert found == [
        (scene.rabat, 2, 1, 1, TODAY - timedelta(days=40)),
        (scene.sale, 1, 0, 0, TODAY),
    ]
    assert queries.summed(offices)["total"] == 3
    page = signed_in(scene.national).get(reverse("regularisation:instructions-followed")).content.decode()
    assert str(scene.sale) in page


def test_the_office_does_not_follow_the_others(scene):
    sent(scene, at="sale")
    page = signed_in(scene.agent).get(reverse("regularisation:instructions-followed")).content.decode()
    assert str(scene.sale) not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_secretariat_takes_the_list_without_names(kind, scene):
    one = sent(scene)
    answer = signed_in(scene.national).get(reverse("regularisation:instructions-export", args=[kind]))
    assert answer.status_code == 200
    assert kind in answer["Content-Disposition"]
    line = AuditEntry.objects.get(verb="regularisation.export_instructions")
    assert line.details == {"rows": 1}
    if kind == "csv":
        text = answer.content.decode("utf-8-sig")
        assert str(one.application.case) in text
        assert "Diallo" not in text


def test_an_unknown_kind_of_file_is_not_found(scene):
    url = reverse("regularisation:instructions-export", args=["exe"])
    assert signed_in(scene.national).get(url).status_code == 404
