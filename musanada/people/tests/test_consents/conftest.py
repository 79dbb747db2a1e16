"""What these tests begin with."""

import pytest

from musanada.people.tests.test_consents.answers import partner
from musanada.people.tests.world import met, year


@pytest.fixture
def person(world):
    return met(world, birth=year(1990))


@pytest.fixture
def clinic(world):
    return partner(world, "Clinique")
