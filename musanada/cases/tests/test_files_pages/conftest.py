"""What these tests begin with."""

import pytest

from musanada.cases.models import Case
from musanada.cases.tests import casework
from musanada.cases.tests.casework import Casework


@pytest.fixture
def office(world):
    with casework.declared() as one:
        yield casework.build(world, one)


@pytest.fixture
def case(office: Casework) -> Case:
    return office.case()
