"""The country is made once a module and every test's writes are rolled back: thousands of cells in seconds."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client

from musanada.access.models import User
from tests.matrix import world

Country = dict[str, world.Estate]


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: "pytest.DjangoDbBlocker") -> Iterator[None]:
    """A transaction around a module; each test has its own within it (``pytest.mark.django_db``)."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def organisations(database: None) -> Country:
    """A mission and an association on the humanitarian side, a ministry on the State's, a health centre: staff only."""
    world.load_country()
    sides = {
        "mission": "humanitarian",
        "association": "humanitarian",
        "ministry": "state",
        "centre": "health",
    }
    return {code: world.staffed(code, side) for code, side in sides.items()}


@pytest.fixture(scope="module")
def browser(organisations: Country) -> Callable[[User], Client]:
    """A browser someone is signed in with: the same one for the whole module."""
    opened: dict[str, Client] = {}
    for estate in organisations.values():
        for user in (*estate.accounts.values(), estate.everyone):
            opened[user.username] = Client()
            opened[user.username].force_login(user, backend="musanada.access.backend.Accounts")
    return lambda user: opened[user.username]


@pytest.fixture(scope="module")
def country(organisations: Country, browser: Callable[[User], Client]) -> Country:
    """The same organisations with one of everything each."""
    return {code: world.furnish(estate) for code, estate in organisations.items()}
