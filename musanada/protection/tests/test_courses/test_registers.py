"""Courses, groups, enrolment and the register."""

from uuid import uuid4

import pytest

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection.commands import courses, registers
from musanada.protection.commands.courses import EnrolDraft, GroupDraft
from musanada.protection.models import Attendance, Session
from musanada.protection.queries import courses as queries
from musanada.protection.tests.scene import named, someone
from musanada.protection.tests.test_courses.helper import (
    CLASS_NAME,
    NAME,
    ago,
    enrolled,
    new_course,
    new_group,
    taken,
)


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
