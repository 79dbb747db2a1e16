"""What these tests begin with."""

import pytest

from musanada.protection.tests.scene import child_file
from musanada.protection.tests.test_courses.helper import NAME, ago, enrolled, new_course, new_group


@pytest.fixture
def course(scene):
    return new_course(scene, "once")


@pytest.fixture
def group(scene, course):
    return new_group(scene, course)


@pytest.fixture
def file(scene):
    return child_file(scene, NAME, on=ago(90))


@pytest.fixture
def hidden(scene, group, file):
    return enrolled(scene, group, file.case.person)
