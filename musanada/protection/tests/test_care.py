"""With whom the child lives: one open row, the former ends with its reason, visits follow the declared frequency."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection.commands import care
from musanada.protection.commands.care import CareDraft
from musanada.protection.models import (
    CareArrangement,
    Child,
    Clock,
    FamilyMember,
    FollowUp,
    SiblingLink,
    Tracing,
)
from musanada.protection.tests.scene import child_file, named, signed_in

TODAY = timezone.localdate


def ago(days):
    return TODAY() - timedelta(days=days)


@pytest.fixture
def file(scene):
    return child_file(scene, on=ago(60))


def begin(scene, file, kind="residential", days=30, *, end="", pk=None, **more):
    draft = CareDraft(kind=kind, from_on=ago(days), **more)
    return care.begin_care(scene.manager, file, draft=draft, end=end, pk=pk)


def refused(field, call):
    with pytest.raises(BadInput) as problem:
        call()
    assert field in problem.value.fields


def test_the_former_ends_with_its_reason_on_the_day_the_next_begins(scene, file):
    street = begin(scene, file, "street", 50)
    centre = begin(scene, file, "residential", 30, end="planned", agency="Centre Al Amal")
    street.refresh_from_db()
    assert (street.to_on, street.end) == (ago(30), "planned")
    assert CareArrangement.objects.get(file=file, to_on=None) == centre


def test_changing_without_a_reason_changes_nothing(scene, file):
    begin(scene, file, "street", 50)
    refused("end", lambda: begin(scene, file, "residential", 30))
    assert CareArrangement.objects.filter(file=file).count() == 1


@pytest.mark.parametrize("days", [61, 51, -1])
def test_days_neither_precede_identification_nor_overlap_nor_lie_ahead(days, scene, file):
    begin(scene, file, "street", 50)
    refused("from_on", lambda: begin(scene, file, "residential", days, end="planned"))


def test_an_unaccompanied_child_has_no_parent_as_carer(scene, file):
    with pytest.raises(BadInput, match="non accompagné") as problem:
        begin(scene, file, "parents")
    assert "Changez d'abord sa situation" in str(problem.value)


def test_a_child_brought_together_with_a_parent_has_one(scene, file):
    mother = FamilyMember.objects.create(file=file, tie="mother", by=scene.manager)
    Tracing.objects.create(
        file=file, relative=mother, state="reunified", opened_on=ago(50), verified_on=ago(40),
        reunified_on=ago(31), by=scene.manager,
    )  # fmt: skip
    assert begin(scene, file, "parents").kind == "parents"


def test_another_vulnerable_child_may_live_with_a_parent(scene, file):
    Child.objects.filter(file=file).update(status="other")
    assert begin(scene, file, "parents").kind == "parents"


def test_a_written_decision_says_its_number(scene, file):
    refused("decision", lambda: begin(scene, file, formal="yes"))
    made = begin(scene, file, formal="yes", decision="412/2026 du 3 mai 2026")
    assert made.decision == "412/2026 du 3 mai 2026"


def test_the_frequency_is_a_visit_and_its_clock(scene, file):
    begin(scene, file, days=10, every_days=14)
    visit = FollowUp.objects.get(file=file, kind="care")
    clock = Clock.objects.get(file=file, kind="follow_up", subject=visit.pk)
    assert visit.due_on == clock.due_on == ago(10) + timedelta(days=14)
    file.case.refresh_from_db()
    assert file.case.due_on == clock.due_on


def test_another_place_moves_the_visit_that_waits(scene, file):
    begin(scene, file, days=10, every_days=14)
    begin(scene, file, "foster", 5, end="breakdown", every_days=7)
    visit = FollowUp.objects.get(file=file, kind="care")
    assert visit.due_on == ago(5) + timedelta(days=7)
    assert Clock.objects.get(file=file, kind="follow_up", met_on=None).due_on == visit.due_on


def test_no_visit_where_none_is_asked_for(scene, file):
    begin(scene, file, days=10, every_days=14)
    begin(scene, file, "street", 5, end="left")
    assert not FollowUp.objects.filter(file=file).exists()
    assert not Clock.objects.filter(file=file, kind="follow_up", met_on=None, dropped_on=None).exists()


def test_after_a_visit_the_next_one_is_planned(scene, file):
    begin(scene, file, days=10, every_days=14)
    FollowUp.objects.filter(file=file).update(done_on=TODAY(), way="visit", by=scene.manager)
    care.next_care_visit(file, after=TODAY())
    assert FollowUp.objects.get(file=file, done_on=None).due_on == TODAY() + timedelta(days=14)


@pytest.fixture
def siblings(scene, file):
    other = child_file(scene, "Alpha Bah", on=ago(60))
    return SiblingLink.objects.create(file=other, other=file, by=scene.manager)


def test_a_placement_asks_whether_it_keeps_siblings_together(scene, file, siblings):
    refused("together", lambda: begin(scene, file))
    refused("apart", lambda: begin(scene, file, together="no"))
    begin(scene, file, together="no", apart="Le foyer ne reçoit pas les filles.")
    siblings.refresh_from_db()
    assert (siblings.together, siblings.why) == (False, "Le foyer ne reçoit pas les filles.")


def test_siblings_kept_together_need_no_reason(scene, file, siblings):
    begin(scene, file, together="yes")
    siblings.refresh_from_db()
    assert siblings.together


def test_the_same_message_twice_is_one_row(scene, file):
    pk = begin(scene, file).pk
    assert begin(scene, file, pk=pk).pk == pk
    assert CareArrangement.objects.filter(file=file).count() == 1


def test_correcting_the_beginning_moves_the_end_before_it(scene, file):
    street = begin(scene, file, "street", 50)
    centre = begin(scene, file, days=30, end="planned")
    draft = CareDraft(kind="residential", from_on=ago(28), agency="Centre")
    care.correct_care(scene.manager, centre, draft=draft)
    street.refresh_from_db()
    assert street.to_on == ago(28)
    refused("from_on", lambda: care.correct_care(
        scene.manager, centre, draft=CareDraft(kind="residential", from_on=ago(51))))  # fmt: skip


def test_nobody_writes_who_is_not_named(scene, file):
    draft = CareDraft(kind="street", from_on=TODAY())
    with pytest.raises(MissingRight):
        care.begin_care(scene.second, file, draft=draft)
    named(file, scene.officer)
    assert care.begin_care(scene.officer, file, draft=draft)


def test_a_closed_file_is_not_written(scene, file):
    type(file.case).objects.filter(pk=file.case_id).update(closed_on=TODAY(), closure="met", state="closed")
    with pytest.raises(Refused, match="clos"):
        begin(scene, file)


# Pages


def test_the_page_asks_and_shows(scene, file):
    client = signed_in(scene.manager)
    url = f"/protection/children/{file.case_id}/care/new/"
    assert client.get(url).status_code == 200
    body = {"kind": "residential", "from_on": ago(3).isoformat(), "agency": "Centre Al Amal", "formal": "no"}
    body["id"] = str(uuid4())
    assert client.post(url, body).status_code == 302
    assert CareArrangement.objects.get(file=file).agency == "Centre Al Amal"
    html = client.get(f"/protection/children/{file.case_id}/").content.decode()
    assert "Centre Al Amal" in html


def test_what_was_typed_stays_when_it_is_refused(scene, file):
    url = f"/protection/children/{file.case_id}/care/new/"
    body = {"kind": "parents", "from_on": ago(3).isoformat(), "carer": "Une tante", "formal": "no"}
    answer = signed_in(scene.manager).post(url, body)
    assert answer.status_code == 422
    assert "Une tante" in answer.content.decode()


def test_a_stranger_finds_no_page(scene, file):
    row = begin(scene, file)
    for user in (scene.second, scene.stranger, scene.lead):
        for path in ("care/new/", f"care/{row.pk}/"):
            answer = signed_in(user).get(f"/protection/children/{file.case_id}/{path}")
            assert answer.status_code in (403, 404)
