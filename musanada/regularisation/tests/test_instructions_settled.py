"""What the national commission asked for is carried out by the step itself."""

from datetime import date

import pytest
from django.utils import timezone

from musanada.cases.models import Case
from musanada.regularisation.commands.cards import order_first
from musanada.regularisation.commands.notifying import notify, notify_final
from musanada.regularisation.models import Application, Decision, Instruction
from musanada.regularisation.tests.scene import lodged, opinion

pytestmark = pytest.mark.django_db


def decided(scene, result: str) -> tuple[Application, Instruction]:
    """A file decided by the national commission, with its instruction."""
    from musanada.regularisation.models import Appeal

    one = lodged(scene)
    opinion(scene, one)
    appeal = Appeal.objects.create(
        application=one, unit=scene.commission, channel="office", lodged_on=timezone.localdate(),
        state="accepted", decided_on=timezone.localdate(), recorded_by=scene.agent,
    )  # fmt: skip
    Decision.objects.create(
        application=one, stage="appeal", result=result, on=timezone.localdate(), by=scene.national, appeal=appeal,
        reasons="" if result == "favourable" else ",length,",
    )  # fmt: skip
    state = "appeal_favourable" if result == "favourable" else "refused"
    Case.objects.filter(pk=one.case_id).update(state=state)
    asked = Instruction.objects.create(
        application=one, unit=scene.commission, appeal=appeal, favourable=result == "favourable",
        sent_on=timezone.localdate(),
    )  # fmt: skip
    return Application.objects.select_related("case").get(pk=one.pk), asked


def today() -> date:
    return timezone.localdate()


def test_ordering_the_card_settles_a_favourable_instruction(scene):
    one, asked = decided(scene, "favourable")
    notify(scene.manager, one, on=today(), means="hand")
    asked.refresh_from_db()
    assert asked.state != "done"
    order_first(scene.manager, Application.objects.get(pk=one.pk), on=today())
    asked.refresh_from_db()
    assert (asked.state, asked.done_by) == ("done", scene.manager)


def test_telling_a_rejection_settles_it(scene):
    one, asked = decided(scene, "unfavourable")
    notify_final(scene.manager, one, on=today(), means="hand")
    asked.refresh_from_db()
    assert asked.state == "done"
