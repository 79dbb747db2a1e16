"""A guardian asked for, in force, refused, ended; and the clock that asks for one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, Refused
from musanada.protection.commands import clocks, mandates
from musanada.protection.commands.mandates import MandateDraft
from musanada.protection.models import Clock, Mandate
from musanada.protection.tests.scene import child_file, signed_in


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def file(scene):
    made = child_file(scene, on=ago(20))
    clocks.start(made, Clock.Kind.GUARDIAN, ago(17))
    return made


def asked(scene, file, **more):
    values = {"kind": "guardian", "asked_on": ago(10)} | more
    return mandates.record_mandate(scene.manager, file, draft=MandateDraft(**values))


def started(scene, one, days=5):
    draft = MandateDraft("guardian", one.asked_on, ago(days), holder="A. Alami", named_by="Juge des mineurs")
    return mandates.start_mandate(scene.manager, one, draft=draft)


def running(file):
    return Clock.objects.filter(file=file, kind="guardian", met_on=None, dropped_on=None)


def test_asking_meets_the_clock(scene, file):
    one = asked(scene, file)
    assert one.state == "asked"
    assert not running(file).exists()


def test_in_force_says_since_when_who_and_by_whom(scene, file):
    one = asked(scene, file)
    for missing in ("holder", "named_by", "from_on"):
        said = {"from_on": ago(5), "holder": "A. Alami", "named_by": "Juge"} | {
            missing: None if missing == "from_on" else ""
        }
        with pytest.raises(BadInput) as problem:
            mandates.start_mandate(scene.manager, one, draft=MandateDraft("guardian", one.asked_on, **said))
        assert missing in problem.value.fields
    assert started(scene, one).state == "active"


def test_one_mandate_of_a_kind_at_a_time(scene, file):
    started(scene, asked(scene, file))
    with pytest.raises(Refused, match="déjà en cours"):
        asked(scene, file, from_on=ago(1), holder="B", named_by="Juge")


@pytest.mark.parametrize("how", ["refused", "ended"])
def test_without_anybody_the_clock_runs_again(how, scene, file):
    one = asked(scene, file)
    if how == "refused":
        mandates.refuse_mandate(scene.manager, one, on=ago(2), why="Pièces manquantes")
    else:
        mandates.end_mandate(scene.manager, started(scene, one), on=ago(2), why="Le tuteur est parti")
    assert Mandate.objects.get(pk=one.pk).state == how
    assert running(file).exists()


def test_a_mandate_that_is_over_does_not_start(scene, file):
    one = asked(scene, file)
    mandates.refuse_mandate(scene.manager, one, on=ago(2), why="Pièces manquantes")
    with pytest.raises(Refused):
        started(scene, one)


def test_the_pages_ask_start_and_end(scene, file):
    client, base = signed_in(scene.manager), f"/protection/children/{file.case_id}/mandates/"
    assert (
        client.post(
            f"{base}new/", {"id": str(uuid4()), "kind": "ad_hoc", "asked_on": ago(9).isoformat()}
        ).status_code
        == 302
    )
    one = Mandate.objects.get(file=file)
    body = {"from_on": ago(4).isoformat(), "holder": "A. Alami", "named_by": "Tribunal"}
    assert client.post(f"{base}{one.pk}/start/", body).status_code == 302
    assert client.post(f"{base}{one.pk}/end/", {"on": ago(1).isoformat(), "why": ""}).status_code == 422
    assert client.post(f"{base}{one.pk}/end/", {"on": ago(1).isoformat(), "why": "Départ"}).status_code == 302
    assert signed_in(scene.stranger).get(f"{base}new/").status_code == 404
