"""A data folder of its own for every test, and world regions that need no database."""

import pytest
from django.conf import settings

from musanada.reporting.codelists import ROLLUPS, Rollup
from musanada.reporting.tests.plain import REGIONS


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setitem(ROLLUPS._things, "world_region", Rollup(lambda: REGIONS, lambda actor, lang: {}))
    return tmp_path


@pytest.fixture
def house(db):
    """A mission, a ministry, and a few people helped: see ``house.py``."""
    from musanada.reporting.tests.house import build

    return build()
