import pytest

from musanada.reference import files
from musanada.reference.commands import Loaded, load_countries, load_members, load_reference
from musanada.reference.models import BEGINNING


@pytest.fixture
def loaded(db) -> Loaded:
    return load_reference(None)


@pytest.fixture
def countries(db) -> None:
    """Countries and groups only: places take a fifth of a second."""
    rows = files.countries()
    load_countries(rows)
    load_members({row.iso3: row.group for row in rows if row.group}, BEGINNING)
