"""Who benefited is a declared rule; results and the certificate."""

import pytest
from django.urls import reverse

from musanada.protection.commands import courses, registers
from musanada.protection.queries import courses as queries
from musanada.protection.tests.scene import signed_in, someone
from musanada.protection.tests.test_courses.helper import NAME, ago, enrolled, new_course, new_group, taken


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
