"""An appeal leaves nothing hanging: known by whoever lodges it, ended with the person, the card's order undone as done."""

import pytest
from django.utils import timezone

from musanada.regularisation.commands import appeals, cards, leaving
from musanada.regularisation.commands.notifying import notify
from musanada.regularisation.models import Application, Notification
from musanada.regularisation.tests.scene import lodged, opinion
from musanada.regularisation.tests.test_instructions_settled import decided

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def refused(scene) -> Application:
    one = lodged(scene)
    opinion(scene, one)
    return Application.objects.select_related("case", "operation").get(pk=one.pk)


def test_whoever_appeals_knows_the_refusal(scene):
    one = refused(scene)
    made = appeals.lodge_appeal(scene.agent, one, on=today(), grounds="Mon bail le montre")
    told = Notification.objects.get(application=one)
    assert (told.means, told.received_on) == ("appeal", today())
    appeals.withdraw_appeal(scene.agent, made, on=today())
    one.case.refresh_from_db()
    assert one.case.state == "notified_refusal"


def test_a_letter_that_went_before_is_not_written_again(scene):
    one = refused(scene)
    notify(scene.agent, one, on=today(), means="post")
    one = Application.objects.select_related("case", "operation").get(pk=one.pk)
    appeals.lodge_appeal(scene.agent, one, on=today(), grounds="")
    assert Notification.objects.get(application=one).means == "post"


def test_an_appeal_ends_with_the_person(scene):
    one = refused(scene)
    made = appeals.lodge_appeal(scene.agent, one, on=today(), grounds="")
    leaving.die(scene.manager, Application.objects.get(pk=one.pk), on=today())
    made.refresh_from_db()
    assert (made.state, made.decided_on) == ("ended", today())


def test_an_order_taken_back_leaves_the_instruction_to_do(scene):
    one, asked = decided(scene, "favourable")
    notify(scene.manager, one, on=today(), means="hand")
    card = cards.order_first(scene.manager, Application.objects.get(pk=one.pk), on=today())
    cards.cancel(scene.cards, card)
    asked.refresh_from_db()
    assert (asked.state, asked.done_on) == ("seen", None)
