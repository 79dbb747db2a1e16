"""An organisation with one of everything about one person, and the people who decide about their rights."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from musanada.dataprotection import erasure_list
from musanada.dataprotection.models import AccessReport, Disposal, Erasure, ExportedPerson, PeopleExport
from tests.matrix.world import Estate, furnish, load_country, staffed


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    settings.KEYRING = tmp_path / "data.keys"
    return tmp_path


@pytest.fixture
def estate(db, data) -> Estate:
    load_country()
    found = furnish(staffed("mission", "humanitarian"))
    for model in (Erasure, ExportedPerson, PeopleExport, AccessReport, Disposal):
        model.objects.all().delete()  # each test makes its own
    erasure_list.path().unlink()
    return found


@dataclass(frozen=True)
class Trace:
    """A place where a word, or a person's key, still stands."""

    table: str
    column: str


def traces(*words: str) -> set[Trace]:
    """Every column of every table whose value, opened, holds one of the words."""
    wanted = [word.casefold() for word in words]
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                text = shown(row, field).casefold()
                if any(word in text for word in wanted):
                    found.add(Trace(model._meta.label_lower, field.name))
    return found


def shown(row: Any, field: models.Field) -> str:
    value = getattr(row, field.attname)
    return bytes(value).decode("utf-8", "replace") if isinstance(value, memoryview | bytes) else str(value)
