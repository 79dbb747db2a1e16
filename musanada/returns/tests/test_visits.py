"""Follow-up visits: recorded, corrected, planned; fixed once an instalment rests on one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from musanada.cases.models import Task
from musanada.kit.errors import BadInput, Refused
from musanada.returns.commands import visits as commands
from musanada.returns.models import TrancheProof, Visit
from musanada.returns.queries import reintegration as queries
from musanada.returns.tests import scene as s
from musanada.returns.tests.planning import approved, line_of, money, today

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"returns:{name}", args=args)


def test_a_visit_is_recorded_once_and_plans_the_next(scene):
    file = approved(scene)
    sent = {"id": str(uuid4()), "on": today().isoformat(), "mode": "home", "runs": "yes", "found": "L'atelier tourne",
            "next_on": (today() + timedelta(days=60)).isoformat()}  # fmt: skip
    client = s.signed_in(scene.manager)
    for _n in range(2):
        assert client.post(url("visit-new", file.case_id), sent).status_code == 302
    assert Visit.objects.count() == 1
    assert Task.objects.get(case=file.case).due_on == today() + timedelta(days=60)
    assert "atelier tourne" in client.get(url("reintegration", file.case_id)).content.decode()


@pytest.mark.parametrize("wrong", [{"mode": "drone"}, {"runs": "maybe"}, {"mode": "phone", "found": ""}])
def test_a_wrong_visit_is_refused(scene, wrong):
    file = approved(scene)
    values = {"on": today(), "mode": "home", "runs": "yes", "found": ""} | wrong
    with pytest.raises(BadInput):
        commands.record_visit(scene.manager, file, **values)


def test_the_next_visit_is_not_in_the_past_and_nothing_is_kept(scene):
    file = approved(scene)
    sent = {"id": str(uuid4()), "on": today().isoformat(), "mode": "home", "runs": "yes", "found": "Vu",
            "next_on": (today() - timedelta(days=1)).isoformat()}  # fmt: skip
    page = s.signed_in(scene.manager).post(url("visit-new", file.case_id), sent)
    assert page.status_code == 422
    assert "next_on" in page.context["form"].errors
    assert not Visit.objects.exists()


def test_a_visit_that_proves_a_payment_stands(scene):
    file = approved(scene)
    one = commands.record_visit(scene.manager, file, on=today(), mode="home", runs="yes")
    commands.correct_visit(scene.manager, one, on=today(), mode="home", runs="partly")
    tranche = money(file, line_of(file), "submitted")
    TrancheProof.objects.create(tranche=tranche, proof="visit", on=today(), visit=one, by=scene.manager)
    with pytest.raises(Refused):
        commands.correct_visit(scene.manager, one, on=today(), mode="home", runs="no")


def test_a_visit_to_make_is_found_by_the_list(scene):
    file = approved(scene)
    tranche = money(file, line_of(file))
    type(tranche).objects.update(proofs=",visit,")
    assert queries.listed(scene.manager, due="visit").count() == 1
    one = commands.record_visit(scene.manager, file, on=today(), mode="home", runs="yes")
    TrancheProof.objects.create(tranche=tranche, proof="visit", on=today(), visit=one, by=scene.manager)
    assert queries.listed(scene.manager, due="visit").count() == 0


def test_a_visit_of_another_office_or_file_is_not_found(scene):
    file, other = approved(scene), approved(scene)
    one = commands.record_visit(scene.manager, other, on=today(), mode="home", runs="yes")
    assert s.signed_in(scene.manager).get(url("visit-correct", file.case_id, one.pk)).status_code == 404
    assert s.signed_in(scene.abroad).get(url("visit-correct", other.case_id, one.pk)).status_code == 404
