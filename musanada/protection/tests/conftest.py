import pytest

from musanada.protection.tests.scene import Scene, build


@pytest.fixture
def scene(db) -> Scene:
    return build()
