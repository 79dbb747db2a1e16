"""An organisation with one of everything about one person, and the people who decide about their rights."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.apps import apps
from django.db import models, transaction
from django.test import override_settings

from musanada.dataprotection.models import AccessReport, Disposal, Erasure, ExportedPerson, PeopleExport
from tests.matrix.world import Estate, furnish, load_country, staffed


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("subject")


@pytest.fixture(scope="package")
def made(
    folder: Path, django_db_setup: None, django_db_blocker: "pytest_django.DjangoDbBlocker"
) -> Iterator[Estate]:
    """One of everything, made once: each test has its own transaction within this one."""
    here = override_settings(DATA=folder, KEYRING=folder / "data.keys")
    with django_db_blocker.unblock(), here, transaction.atomic():
        load_country()
        found = furnish(staffed("mission", "humanitarian"))
        for model in (Erasure, ExportedPerson, PeopleExport, AccessReport, Disposal):
            model.objects.all().delete()  # each test makes its own
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def data(settings: Any, folder: Path, tmp_path: Path) -> Path:
    settings.DATA, settings.KEYRING = tmp_path, folder / "data.keys"
    return tmp_path


@pytest.fixture
def estate(made: Estate, db: None, data: Path) -> Estate:
    """The estate as the tables have it now: what a test changed on an object is not there for the next one."""
    accounts = {role: anew(user) for role, user in made.accounts.items()}
    things = {name: anew(thing) for name, thing in made.things.items() if still_there(thing)}
    return Estate(anew(made.root), anew(made.office), accounts, anew(made.everyone), things)


def anew(thing: Any) -> Any:
    return type(thing)._default_manager.get(pk=thing.pk) if isinstance(thing, models.Model) else thing


def still_there(thing: Any) -> bool:
    return not isinstance(thing, models.Model) or (
        thing.pk is not None and type(thing)._default_manager.filter(pk=thing.pk).exists()
    )


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
