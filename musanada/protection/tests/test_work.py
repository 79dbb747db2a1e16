"""The work list: late first, of the files that name the reader and no other; it agrees with the clocks whatever happens."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musanada.access.models import AuditEntry
from musanada.cases.models import Case
from musanada.kit.alarms import alarms_for
from musanada.protection.commands import clocks, closing
from musanada.protection.models import Assessment, Clock
from musanada.protection.panels_home import due as home_panel
from musanada.protection.queries import work
from musanada.protection.tests.scene import child_file, named, signed_in, victim_file

pytestmark = pytest.mark.django_db
READ = "people.read_protected"


def today():
    return timezone.localdate()


def start(file, kind, days, **more):
    with transaction.atomic():
        return clocks.start(file, kind, today() + timedelta(days=days), **more)


@pytest.fixture
def files(scene):
    """Of a child and of a victim, both of the officer; clocks in every term."""
    child = child_file(scene, "Mamadou Bah", owner=scene.officer)
    victim = victim_file(scene, "Blessing Obi")
    for file, kind, days in (
        (child, "risk", -3),
        (victim, "safety", 0),
        (child, "bia", 7),
        (victim, "risk", 8),
    ):
        start(file, kind, days)
    return child, victim


def test_lines_stand_by_term_the_first_due_at_the_top(scene, files):
    rows = work.running(scene.officer)
    groups = work.shown(scene.officer, work.with_files(rows))
    told = [
        (group.code, [(line.name, line.clock.kind, line.late) for line in group.lines]) for group in groups
    ]
    assert told == [
        ("late", [("Mamadou Bah", "risk", 3)]),
        ("today", [("Blessing Obi", "safety", 0)]),
        ("week", [("Mamadou Bah", "bia", 0)]),
        ("later", [("Blessing Obi", "risk", 0)]),
    ]
    assert work.counts(rows) == dict.fromkeys(("late", "today", "week", "later"), 1)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"kind": "child"}, ["risk", "bia"]),
        ({"kind": "victim"}, ["safety", "risk"]),
        ({"clock": "risk"}, ["risk", "risk"]),
        ({"kind": "child", "clock": "safety"}, []),
    ],
)
def test_filters_by_kind_of_file_and_of_clock(scene, files, asked, kinds):
    assert [one.kind for one in work.running(scene.officer, **asked)] == kinds


def test_nobody_else_finds_a_line(scene, files):
    for other in (scene.officer2, scene.second, scene.stranger, scene.lead, scene.street, scene.admin):
        assert not work.running(other).exists()


def test_who_is_named_on_one_file_sees_its_lines_only(scene, files):
    named(files[0], scene.second)
    assert {one.file_id for one in work.running(scene.second)} == {files[0].pk}


def test_each_person_of_a_page_is_one_reading(scene, files):
    before = AuditEntry.objects.filter(verb=READ, actor=scene.officer).count()
    page = signed_in(scene.officer).get(reverse("protection:home"))
    assert "Mamadou Bah" in page.content.decode()
    assert AuditEntry.objects.filter(verb=READ, actor=scene.officer).count() == before + 2
    page = signed_in(scene.officer).get(reverse("protection:home"), {"kind": "victim"})
    assert "Mamadou Bah" not in page.content.decode()
    assert AuditEntry.objects.filter(verb=READ, actor=scene.officer).count() == before + 3


def test_a_child_without_a_name_is_called_by_the_nickname(scene, files):
    files[0].case.person.names.all().delete()
    groups = work.shown(scene.officer, work.with_files(work.running(scene.officer, kind="child")))
    assert {line.name for group in groups for line in group.lines} == {"Petit"}


def test_what_waits_for_a_second_person(scene, files):
    child, victim = files
    closing.ask_closing(scene.officer, child, reason="onward", text="Parti vers Tanger avec son frère.")
    Assessment.objects.create(
        file=child, trigger="first", state="done", opened_on=today(), due_on=today(), done_on=today(),
        assessor=scene.officer, recommendation="stay", bid_needed="no",
    )  # fmt: skip
    assert work.to_decide(scene.officer) == []
    assert work.to_decide(scene.officer2) == []
    named(child, scene.officer2)
    found = work.to_decide(scene.officer2)
    assert {one.reference for one in found} == {child.case.reference}
    assert len(found) == 2
    assert victim.case.reference not in str(found)


@pytest.mark.parametrize(
    "role",
    ["case_manager", "protection_officer", "street_worker", "teacher", "first_responder", "health_focal_point",
     "programme_manager", "agent"],
)  # fmt: skip
def test_the_front_page_opens_for_every_role_of_protection(scene, files, role):
    page = signed_in(scene.staff[f"nador.{role}"]).get(reverse("protection:home"))
    assert page.status_code == 200
    if role != "protection_officer":
        assert "Mamadou" not in page.content.decode()


def test_the_front_page_and_the_alarms_name_nobody(scene, files):
    panel = home_panel(scene.officer)
    assert panel.count == 3
    told = str([[str(word) for word in row] for row in panel.rows])
    told += str([(str(one.what), str(one.detail)) for one in alarms_for(scene.officer)])
    assert "échéance" in told
    assert not any(name in told for name in ("Mamadou", "Bah", "Blessing", "Petit"))
    assert home_panel(scene.second) is None


def test_the_panel_of_home_leads_to_a_number_for_each_office(scene, files):
    alarms = [str(one.what) for one in alarms_for(scene.lead) if "protection" in str(one.url)]
    assert len(alarms) == 1
    assert "1 échéance de protection est dépassée" in alarms[0]
    assert not [one for one in alarms_for(scene.stranger) if "protection" in str(one.url)]


# Whatever the order in which clocks are started, met, dropped


SUBJECTS = (None, UUID(int=1), UUID(int=2))
ACTS = st.tuples(
    st.sampled_from(["start", "meet", "drop", "drop_all"]),
    st.sampled_from(["risk", "action", "follow_up", "aftercare"]),
    st.sampled_from(SUBJECTS),
    st.integers(-20, 40),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=14))
def test_clocks_the_case_and_the_list_agree(scene, files, acts):
    """A plain dictionary beside them is told the same things and must say the same."""
    Clock.objects.all().delete()
    file, expected = files[0], {}
    clocks.refresh(file)
    for act, kind, subject, days in acts:
        due = today() + timedelta(days=days)
        if act == "start":
            clocks.start(file, kind, due, subject=subject)
            expected[kind, subject] = due
        elif act == "drop_all":
            clocks.drop_all(file, but=("aftercare",))
            expected = {key: day for key, day in expected.items() if key[0] == "aftercare"}
        else:
            ended = getattr(clocks, act)(file, kind, subject=subject)
            assert ended == (1 if expected.pop((kind, subject), None) else 0)
    rows = work.running(scene.officer)
    assert {(one.kind, one.subject): one.due_on for one in rows} == expected
    assert [one.due_on for one in rows] == sorted(expected.values())
    assert Case.objects.get(pk=file.case_id).due_on == min(expected.values(), default=None)
    late = sum(1 for day in expected.values() if day < today())
    assert (work.counts(rows)["late"], sum(work.counts(rows).values())) == (late, len(expected))
