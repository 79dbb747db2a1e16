import pytest

from musanada.reference.commands import Loaded, load_reference


@pytest.fixture
def loaded(db) -> Loaded:
    return load_reference(None)
