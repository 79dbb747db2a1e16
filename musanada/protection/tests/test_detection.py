"""A detection: seconds, no name, no file, the result at once; its own detector's and nobody else's."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.people.models import Person
from musanada.protection.commands.detection import DetectionDraft, detect
from musanada.protection.models import Detection, IndicatorList, ProtectionFile, Tick
from musanada.protection.queries import detection as queries
from musanada.protection.tests.scene import Scene
from musanada.protection.tests.trafficking import detected, lists

pytestmark = pytest.mark.django_db


def test_it_says_refer_and_urgent_and_opens_nothing(scene: Scene) -> None:
    before = (Person.objects.count(), Case.objects.count(), ProtectionFile.objects.count())
    made = detected(scene, signs=("locked", "debt"))
    assert (made.refer, made.urgent, made.file) == (True, True, None)
    assert before == (Person.objects.count(), Case.objects.count(), ProtectionFile.objects.count())
    row = queries.answered(made)[0]
    assert [sign.code for sign in row.present] == ["locked", "debt"]
    assert row.deciding == {"locked", "debt"}


def test_every_item_is_kept_with_its_answer_and_the_list_is_frozen(scene: Scene) -> None:
    made = detected(scene, signs=("debt",))
    general = IndicatorList.objects.get(code="general")
    assert general.frozen_at is not None
    assert made.ticks.count() == len(general.definition["items"])
    assert made.ticks.filter(found=Tick.Found.UNKNOWN).count() == made.ticks.count() - 1
    assert (made.refer, made.urgent) == (False, False)


def test_the_same_id_twice_is_one_detection(scene: Scene) -> None:
    key = new_id()
    first, again = (detected(scene, pk=key) for _n in range(2))
    assert first.pk == again.pk == key
    assert Detection.objects.count() == 1
    with pytest.raises(Refused):
        detected(scene, by=scene.street, pk=key)


def test_a_colleague_and_a_manager_find_nothing_of_another_detector(scene: Scene) -> None:
    made = detected(scene)
    assert queries.detection(scene.responder, made.pk) == made
    for actor in (scene.street, scene.officer, scene.manager, scene.lead, scene.admin):
        assert not queries.mine(actor).exists()
        with pytest.raises(Http404):
            queries.detection(actor, made.pk)


def test_every_detecting_role_may_and_others_may_not(scene: Scene) -> None:
    for role in ("agent", "case_manager", "health_focal_point", "shelter_manager", "street_worker"):
        assert detected(scene, by=scene.staff[f"nador.{role}"]).refer
    for role in ("teacher", "programme_manager", "travel_officer"):
        with pytest.raises(MissingRight):
            detected(scene, by=scene.staff[f"nador.{role}"])
    with pytest.raises(MissingRight):
        detected(scene, unit=scene.other)


def test_no_detection_stands_at_an_authority(scene: Scene) -> None:
    with pytest.raises(Refused) as refusal:
        detected(scene, by=scene.staff["state.agent"], unit=scene.state)
    assert refusal.value.code == "firewall"
    assert queries.offices(scene.staff["state.agent"]) == []


def test_what_is_wrong_is_named(scene: Scene) -> None:
    general = lists("general")[0]
    tomorrow = timezone.localdate() + timedelta(days=1)
    for field, draft in (
        ("age", DetectionDraft(lists=(general.pk,), age="")),
        ("lists", DetectionDraft(lists=(), age="adult")),
        ("lists", DetectionDraft(lists=(new_id(),), age="adult")),
        ("on", DetectionDraft(lists=(general.pk,), age="adult", on=tomorrow)),
        ("safe_now", DetectionDraft(lists=(general.pk,), age="adult", safe_now="maybe")),
    ):
        with pytest.raises(BadInput) as problem:
            detect(scene.responder, scene.nador, draft=draft)
        assert field in problem.value.fields
    assert not Detection.objects.exists()


def test_a_version_replaced_while_the_phone_was_open_is_still_taken(scene: Scene) -> None:
    general = lists("general")[0]
    IndicatorList.objects.filter(pk=general.pk).update(active=False)
    draft = DetectionDraft(lists=(general.pk,), age="child", found={(general.pk, "locked"): "present"})
    assert detect(scene.street, scene.nador, draft=draft).urgent
