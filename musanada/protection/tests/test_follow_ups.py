"""Visits: planned, made, missed; three attempts that are written down count towards "lost"."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, Refused
from musanada.kit.periods import add_months
from musanada.protection.commands import follow_ups
from musanada.protection.models import Clock, FollowUp
from musanada.protection.tests.scene import child_file, signed_in

pytestmark = pytest.mark.django_db
SEEN = "Va bien, dort au centre, mange à sa faim."
TRIED = "Appelé deux fois, personne au centre."


def today():
    return timezone.localdate()


def planned(scene, file, kind="care", days=0):
    return follow_ups.schedule_follow_up(
        scene.manager, file, kind=kind, due_on=today() + timedelta(days=days)
    )


def test_a_visit_made_meets_its_clock_and_plans_the_next(scene):
    file = child_file(scene)
    one = planned(scene, file)
    later = today() + timedelta(days=14)
    done = follow_ups.do_follow_up(scene.manager, one, way="visit", alone="yes", findings=SEEN, next_on=later)
    assert (done.done_on, done.by) == (today(), scene.manager)
    assert Clock.objects.get(subject=one.pk).met_on == today()
    following = FollowUp.objects.get(done_on=None)
    assert (following.kind, following.due_on) == ("care", later)
    file.case.refresh_from_db()
    assert file.case.due_on == later


def test_the_rules_plan_a_series_once(scene):
    file = child_file(scene)
    since = today()
    made = follow_ups.schedule_visits(scene.manager, file, kind="reunification", since=since)
    assert [one.due_on for one in made] == [add_months(since, n) for n in (1, 3, 6, 12)]
    assert follow_ups.schedule_visits(scene.manager, file, kind="reunification", since=since) == []
    assert Clock.objects.filter(file=file, kind="follow_up", met_on=None).count() == 4


def test_a_missed_visit_says_what_was_tried(scene):
    one = planned(scene, child_file(scene))
    with pytest.raises(BadInput) as raised:
        follow_ups.miss_follow_up(scene.manager, one, tried="Rien")
    assert "tried" in raised.value.fields
    follow_ups.miss_follow_up(scene.manager, one, tried=TRIED)
    assert Clock.objects.get(subject=one.pk).dropped_on == today()


def test_attempts_count_from_the_last_time_the_person_was_met(scene):
    file = child_file(scene, on=today() - timedelta(days=30))
    for _n in range(2):
        follow_ups.miss_follow_up(scene.manager, planned(scene, file), tried=TRIED)
    assert follow_ups.attempts(file) == 2
    follow_ups.do_follow_up(scene.manager, planned(scene, file), way="phone", findings=SEEN)
    assert follow_ups.attempts(file) == 0


def test_a_visit_is_noted_once_and_a_page_sent_again_is_answered_alike(scene):
    one = planned(scene, child_file(scene))
    said = {"way": "visit", "findings": SEEN, "next_on": today() + timedelta(days=5)}
    first = follow_ups.do_follow_up(scene.manager, one, **said)
    assert follow_ups.do_follow_up(scene.manager, one, **said) == first
    assert FollowUp.objects.count() == 2
    with pytest.raises(Refused):
        follow_ups.do_follow_up(scene.manager, one, way="phone", findings="Autre chose a été vu.")
    with pytest.raises(Refused):
        follow_ups.move_follow_up(scene.manager, one, due_on=today())


def test_a_visit_is_moved_with_its_clock(scene):
    one = planned(scene, child_file(scene))
    follow_ups.move_follow_up(scene.manager, one, due_on=today() + timedelta(days=4))
    assert Clock.objects.get(subject=one.pk).due_on == today() + timedelta(days=4)


def test_the_pages_take_what_is_typed(scene):
    file = child_file(scene)
    client = signed_in(scene.manager)
    answer = client.post(
        reverse("protection:visit-new", args=[file.case_id]),
        {"id": "019ab000-0000-7000-8000-000000000001", "kind": "care", "due_on": today().isoformat()},
    )
    assert answer.status_code == 302
    one = FollowUp.objects.get()
    url = reverse("protection:visit-done", args=[file.case_id, one.pk])
    typed = {"id": str(one.pk), "on": today().isoformat(), "way": "visit", "alone": "yes", "findings": "Bien"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Bien" in refused.content.decode()
    assert client.post(url, typed | {"findings": SEEN}).status_code == 302


def test_a_stranger_finds_no_page(scene):
    file = child_file(scene)
    one = planned(scene, file)
    client = signed_in(scene.second)
    for name, args in (("visit-new", [file.case_id]), ("visit-done", [file.case_id, one.pk])):
        assert client.get(reverse(f"protection:{name}", args=args)).status_code == 404
