import pytest

from musanada.returns.tests.scene import Scene, build


@pytest.fixture
def scene(db) -> Scene:
    return build()
