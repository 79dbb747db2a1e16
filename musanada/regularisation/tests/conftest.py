import pytest

from musanada.regularisation.tests.scene import Scene, build


@pytest.fixture
def scene(db) -> Scene:
    return build()
