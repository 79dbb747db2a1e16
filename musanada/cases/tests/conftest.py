import pytest

from musanada.cases.tests.world import World, build


@pytest.fixture
def world(db) -> World:
    return build()
