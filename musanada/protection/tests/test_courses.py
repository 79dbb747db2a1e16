"""Courses: the teacher's register opens nobody's file; who benefited is a declared rule; the certificate."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.doors import scoped
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection.commands import courses, registers
from musanada.protection.commands.courses import CourseDraft, EnrolDraft, GroupDraft
from musanada.protection.models import Attendance, Enrolment, PupilNote, Session
from musanada.protection.queries import courses as queries
from musanada.protection.tests.scene import child_file, named, signed_in, someone

NAME = "Mamadou Bah"
CLASS_NAME = "Doudou"


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def course(scene):
    return new_course(scene, "once")


def new_course(scene, rule, **more):
    draft = CourseDraft(f"darija-{rule}", "Darija", "ary", rule, name_ar="الدارجة", **more)
    return courses.create_course(scene.lead, scene.nador, draft=draft)


def new_group(scene, course, **more):
    values = {"level": "A1", "label": "Mardi soir", "from_on": ago(60), "teacher": scene.teacher} | more
    return courses.open_group(scene.lead, course, draft=GroupDraft(**values))


@pytest.fixture
def group(scene, course):
    return new_group(scene, course)


@pytest.fixture
def file(scene):
    return child_file(scene, NAME, on=ago(90))


def enrolled(scene, group, person, *, actor=None, known_as=CLASS_NAME, days=50, **more):
    draft = EnrolDraft(known_as, assent=True, from_on=ago(days), **more)
    return courses.enrol(actor or scene.manager, group, person=person, draft=draft)


@pytest.fixture
def hidden(scene, group, file):
    return enrolled(scene, group, file.case.person)


def taken(scene, group, marks, days=0):
    return registers.take_register(
        scene.teacher, group, on=ago(days), marks={k.pk: v for k, v in marks.items()}
    )


# Courses and groups


def test_a_share_is_declared(scene):
    with pytest.raises(BadInput) as problem:
        new_course(scene, "share")
    assert "share" in problem.value.fields
    assert new_course(scene, "share", share=80).share == 80


def test_a_code_is_taken_once(scene, course):
    with pytest.raises(BadInput) as problem:
        new_course(scene, "once")
    assert "code" in problem.value.fields


def test_only_who_teaches_there_is_a_teacher(scene, course):
    with pytest.raises(BadInput):
        new_group(scene, course, teacher=scene.manager)
    assert scene.staff["casa.teacher"] not in queries.teachers(course)


def test_a_case_worker_of_elsewhere_opens_no_group(scene, course):
    draft = GroupDraft("A1", "Soir", ago(1))
    with pytest.raises(MissingRight):
        courses.open_group(scene.staff["other.case_manager"], course, draft=draft)


# Enrolling


def test_a_hidden_child_is_enrolled_by_who_is_named_alone(scene, group, file):
    person = file.case.person
    for actor in (scene.second, scene.lead, scene.officer):
        with pytest.raises(Refused):
            enrolled(scene, group, person, actor=actor)
    named(file, scene.officer)
    assert enrolled(scene, group, person, actor=scene.officer)


@pytest.mark.parametrize("word", ["", NAME, "mamadou bah", "Doudou 2009"])
def test_the_class_never_gets_the_whole_name(word, scene, group, file):
    with pytest.raises(BadInput) as problem:
        enrolled(scene, group, file.case.person, known_as=word)
    assert "known_as" in problem.value.fields


def test_no_course_without_the_childs_word(scene, group, file):
    draft = EnrolDraft(CLASS_NAME, assent=False, from_on=ago(1))
    with pytest.raises(BadInput):
        courses.enrol(scene.manager, group, person=file.case.person, draft=draft)


def test_a_full_group_takes_nobody(scene, course, file):
    group = new_group(scene, course, seats=1)
    enrolled(scene, group, someone(scene, "Awa Sow"), known_as="Awa")
    with pytest.raises(Refused, match="complet"):
        enrolled(scene, group, file.case.person)


def test_once_in_a_group(scene, group, hidden, file):
    with pytest.raises(Refused, match="déjà inscrit"):
        enrolled(scene, group, file.case.person)


# The register


def test_the_register_is_taken_and_corrected(scene, group, hidden):
    first = taken(scene, group, {hidden: "absent"})
    again = taken(scene, group, {hidden: "present"})
    assert (first.pk, Attendance.objects.get().mark) == (again.pk, "present")


def test_every_pupil_is_marked_and_nobody_else(scene, group, hidden):
    other = enrolled(scene, group, someone(scene, "Awa Sow"), known_as="Awa")
    for marks in ({hidden.pk: "present"}, {hidden.pk: "present", other.pk: "present", uuid4(): "present"}):
        with pytest.raises(BadInput):
            registers.take_register(scene.teacher, group, on=ago(0), marks=marks)


@pytest.mark.parametrize("days", [-1, 61])
def test_no_register_ahead_or_before_the_group(days, scene, group, hidden):
    with pytest.raises(BadInput):
        taken(scene, group, {hidden: "present"}, days)


def test_another_teacher_takes_no_register(scene, group, hidden):
    for actor in (scene.staff["nador.teacher.2"], scene.staff["casa.teacher"], scene.manager):
        with pytest.raises(Refused):
            registers.take_register(actor, group, on=ago(0), marks={hidden.pk: "present"})
    assert not Session.objects.exists()


def test_a_cancelled_lesson_counts_for_nobody(scene, group, hidden):
    taken(scene, group, {hidden: "present"})
    registers.cancel_lesson(scene.teacher, group, on=ago(0))
    assert queries.attended([hidden.pk])[hidden.pk].held == 0
    assert not queries.benefits(ago(0)).exists()


def test_who_left_is_not_in_the_register_any_more(scene, group, hidden):
    courses.end_enrolment(scene.manager, hidden, on=ago(3), moved_on="school")
    assert queries.pupils(group, ago(0)) == []
    assert len(queries.pupils(group, ago(3))) == 1


# What a teacher sees


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


# What managers see


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


# Who benefited


def lessons(scene, group, pupil, marks):
    """One lesson a day, the last today."""
    for days, mark in enumerate(reversed(marks)):
        taken(scene, group, {pupil: mark}, days)


@pytest.mark.parametrize(
    ("rule", "share", "marks", "expected"),
    [
        ("enrolled", None, [], True),
        ("once", None, ["absent", "excused"], False),
        ("once", None, ["absent", "present"], True),
        ("share", 50, ["present", "absent"], True),
        ("share", 51, ["present", "absent"], False),
        ("share", 60, ["present", "absent", "present"], True),
        ("share", 1, [], False),
        ("completed", None, ["present", "present"], False),
    ],
)
def test_who_benefited_is_the_declared_rule(rule, share, marks, expected, scene, file):
    course = new_course(scene, rule, share=share)
    group = new_group(scene, course)
    pupil = enrolled(scene, group, file.case.person)
    lessons(scene, group, pupil, marks)
    assert queries.benefited(course, ago(0)).exists() == expected


def test_completed_benefits_from_the_day_of_the_result(scene, file):
    course = new_course(scene, "completed")
    pupil = enrolled(scene, new_group(scene, course), file.case.person)
    courses.give_result(scene.manager, pupil, result="completed", on=ago(5))
    assert not queries.benefited(course, ago(6)).exists()
    assert queries.benefited(course, ago(0)).get().benefited_on == ago(5)


def test_until_a_day_only_what_was_there_by_then(scene, course, group, hidden):
    taken(scene, group, {hidden: "present"}, 4)
    assert not queries.benefited(course, ago(5)).exists()
    assert queries.benefited(course, ago(4)).get().benefited_on == ago(4)


def test_the_share_counts_the_lessons_of_the_childs_own_days(scene, file):
    course = new_course(scene, "share", share=100)
    group = new_group(scene, course)
    first = enrolled(scene, group, someone(scene, "Awa Sow"), known_as="Awa")
    taken(scene, group, {first: "absent"}, 20)
    late = enrolled(scene, group, file.case.person, days=10)
    taken(scene, group, {first: "present", late: "present"}, 2)
    assert [one.pk for one in queries.benefited(course, ago(0))] == [late.pk]


# Results and the certificate


def test_a_level_reached_gets_one_number_for_good(scene, group, hidden):
    registers.give_pupil_result(scene.teacher, group, pupil=hidden.pk, result="completed", on=ago(4))
    hidden.refresh_from_db()
    number = hidden.certificate
    courses.give_result(scene.manager, hidden, result="completed", on=ago(2), moved_on="school")
    hidden.refresh_from_db()
    assert (hidden.certificate, hidden.moved_on) == (number, "school")
    assert number == f"{ago(4).year}-{hidden.reference}"


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_certificate_is_a_pdf_with_the_childs_name(lang, scene, hidden):
    from musanada.protection import certificates

    hidden = courses.give_result(scene.manager, hidden, result="completed", on=ago(2))
    assert certificates.text(hidden, lang)["name"] == NAME
    url = reverse("protection:pupil-certificate", args=[hidden.pk])
    answer = signed_in(scene.manager).get(url, {"lang": lang})
    assert answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "no-store"
    assert signed_in(scene.teacher).get(url).status_code == 403


def test_without_a_result_there_is_no_certificate(scene, hidden):
    url = reverse("protection:pupil-certificate", args=[hidden.pk])
    assert signed_in(scene.manager).get(url).status_code == 404
