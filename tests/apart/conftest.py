"""What must start from an empty register: organisations with staff and nothing else, made once a module."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client

from musanada.access.models import User
from tests.matrix.conftest import Country, signed_in, staffed_organisations
from tests.matrix.world import furnish


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: "pytest.DjangoDbBlocker") -> Iterator[None]:
    """A transaction around a module; each test has its own within it (``pytest.mark.django_db``)."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def organisations(database: None) -> Country:
    return staffed_organisations()


@pytest.fixture(scope="module")
def browser(organisations: Country) -> Callable[[User], Client]:
    return signed_in(organisations)


@pytest.fixture(scope="module")
def country(organisations: Country, browser: Callable[[User], Client]) -> Country:
    """The same organisations with one of everything each, from the first test that asks for it on."""
    return {code: furnish(estate) for code, estate in organisations.items()}
