"""What a teacher and a manager see: never a file."""

from uuid import uuid4

import pytest
from django.urls import reverse

from musanada.access.doors import scoped
from musanada.protection.models import Attendance, Enrolment, PupilNote
from musanada.protection.queries import courses as queries
from musanada.protection.tests.scene import signed_in, someone
from musanada.protection.tests.test_courses.helper import CLASS_NAME, NAME, ago, enrolled, taken


@pytest.fixture
def phone(scene):
    return signed_in(scene.teacher)


def test_the_phone_shows_the_class_name_and_the_code_alone(scene, group, hidden, phone, file):
    html = phone.get(reverse("protection:register", args=[group.pk])).content.decode()
    assert CLASS_NAME in html
    assert str(hidden) in html
    for secret in ("Bah", "Mamadou", str(file.case.pk), str(file.case.person_id), file.case.person.reference):
        assert secret not in html


def test_the_phone_takes_the_register(scene, group, hidden, phone):
    url = reverse("protection:register", args=[group.pk])
    incomplete = phone.post(url, {"hours": "2"})
    assert incomplete.status_code == 422
    answer = phone.post(url, {"hours": "1,5", "topic": "Se présenter", f"mark_{hidden.pk}": "present"})
    assert answer.status_code == 302
    assert Attendance.objects.get(enrolment=hidden).mark == "present"


def test_what_was_tapped_stays_when_it_is_refused(scene, group, hidden, phone):
    enrolled(scene, group, someone(scene, "Awa Sow"), known_as="Awa")
    html = phone.post(
        reverse("protection:register", args=[group.pk]), {"hours": "2", f"mark_{hidden.pk}": "excused"}
    ).content.decode()
    assert html.count(" checked") == 1


def test_a_note_is_read_by_who_follows_the_child_and_not_by_the_teacher(scene, group, hidden, phone, file):
    args = [group.pk, hidden.pk]
    text = "Arrive sans avoir mangé depuis une semaine."
    body = {"id": str(uuid4()), "text": text}
    for _twice in range(2):
        assert phone.post(reverse("protection:pupil-note", args=args), body).status_code == 302
    assert PupilNote.objects.count() == 1
    for name in ("pupil-taught", "pupil-note"):
        assert text not in phone.get(reverse(f"protection:{name}", args=args)).content.decode()
    page = signed_in(scene.manager).get(reverse("protection:child", args=[file.case_id])).content.decode()
    assert text in page


def test_forged_addresses_open_nothing(scene, group, hidden, phone, file):
    person, case = file.case.person_id, file.case_id
    for name, args in {
        "protection:child": [case],
        "protection:pupil": [hidden.pk],
        "protection:pupil-result": [hidden.pk],
        "protection:pupil-certificate": [hidden.pk],
        "protection:group": [group.pk],
        "protection:course": [group.course_id],
        "protection:pupil-enrol": [person],
        "protection:pupil-enrol-child": [case],
        "protection:care-new": [case],
        "protection:transition": [case],
        "people:person": [person],
        "people:list": [],
        "protection:supervision": [],
    }.items():
        assert phone.get(reverse(name, args=args)).status_code in (403, 404), name
    for key in (case, person):
        for name in ("pupil-taught", "pupil-note", "pupil-result-taught"):
            assert phone.get(reverse(f"protection:{name}", args=[group.pk, key])).status_code == 404


def test_another_teachers_phone_finds_no_group(scene, group, hidden):
    for user in (scene.staff["nador.teacher.2"], scene.staff["casa.teacher"], scene.staff["other.teacher"]):
        client = signed_in(user)
        assert client.get(reverse("protection:register", args=[group.pk])).status_code == 404
        assert client.get(reverse("protection:pupil-taught", args=[group.pk, hidden.pk])).status_code == 404


def test_a_teacher_searches_counts_and_lists_nobody(scene, group, hidden, phone, file):
    assert not scoped(scene.teacher, "course.teach", Enrolment.objects.all(), named=True).exists()
    for right in ("people.find", "people.view", "case.view", "protection.view"):
        assert not scoped(scene.teacher, right, type(file.case.person).objects.all(), named=True).exists()
    assert phone.post(reverse("people:list"), {"q": NAME}).status_code == 403
    assert "Bah" not in phone.get(reverse("web:home")).content.decode()


def test_the_home_of_a_teacher_says_which_registers_wait(scene, group, hidden, phone):
    assert reverse("protection:register", args=[group.pk]) in phone.get(reverse("web:home")).content.decode()
    taken(scene, group, {hidden: "present"})
    assert queries.to_take(scene.teacher) == []


def test_a_hidden_child_is_in_no_list_and_no_number_of_the_manager(scene, group, hidden):
    taken(scene, group, {hidden: "present"})
    enrolled(scene, group, someone(scene, "Awa Sow"), known_as="Awa")
    for user in (scene.lead, scene.manager):
        html = signed_in(user).get(reverse("protection:group", args=[group.pk])).content.decode()
        assert CLASS_NAME not in html
        assert "Awa Sow" in html
    totals = queries.totals(group)
    assert (totals.enrolled, totals.benefited) == (1, 0)


def test_the_enrolment_of_a_hidden_child_opens_for_who_is_named(scene, hidden):
    url = reverse("protection:pupil", args=[hidden.pk])
    assert signed_in(scene.manager).get(url).status_code == 200
    for user in (scene.lead, scene.second, scene.officer, scene.stranger):
        assert signed_in(user).get(url).status_code == 404


def test_the_child_is_enrolled_from_their_own_page(scene, group, file):
    client = signed_in(scene.manager)
    url = reverse("protection:pupil-enrol-child", args=[file.case_id])
    assert client.get(url).status_code == 200
    body = {"id": str(uuid4()), "group": str(group.pk), "known_as": CLASS_NAME, "assent": "on"}
    assert client.post(url, body | {"from_on": ago(2).isoformat()}).status_code == 302
    assert Enrolment.objects.get().known_as == CLASS_NAME
    assert signed_in(scene.lead).get(url).status_code in (403, 404)


def test_somebody_of_the_register_is_enrolled_from_their_page(scene, group):
    person = someone(scene, "Awa Sow")
    body = {"id": str(uuid4()), "group": str(group.pk), "known_as": "Awa", "assent": "on"}
    url = reverse("protection:pupil-enrol", args=[person.pk])
    assert signed_in(scene.lead).post(url, body | {"from_on": ago(2).isoformat()}).status_code == 302
    assert signed_in(scene.stranger).get(url).status_code == 404


def test_courses_and_groups_by_their_pages(scene):
    client = signed_in(scene.lead)
    body = {"id": str(uuid4()), "office": str(scene.nador.pk), "name_fr": "Darija", "code": "darija-n",
            "language": "ary", "rule": "share", "share": "60", "active": "on"}  # fmt: skip
    assert client.post(reverse("protection:course-new"), body).status_code == 302
    course = queries.courses(scene.lead).get()
    body = {"id": str(uuid4()), "label": "Soir", "level": "A1", "teacher": str(scene.teacher.pk),
            "from_on": ago(3).isoformat(), "seats": "12"}  # fmt: skip
    assert client.post(reverse("protection:group-new", args=[course.pk]), body).status_code == 302
    assert client.get(reverse("protection:course", args=[course.pk])).status_code == 200
    assert client.get(reverse("protection:courses")).status_code == 200
    body = {"name_fr": "Darija du Nord", "language": "ary", "rule": "once", "active": "on"}
    assert client.post(reverse("protection:course-change", args=[course.pk]), body).status_code == 302
    stranger = signed_in(scene.stranger)
    assert stranger.get(reverse("protection:course", args=[course.pk])).status_code == 404
