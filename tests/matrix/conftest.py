"""The country is made once for all modules of the matrix; each module's writes are rolled back, and so are each test's.

Making it takes as long as thousands of cells: what needs an empty register stands in ``tests/apart`` instead.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.db import models, transaction
from django.test import Client

from musanada.access.models import User
from tests.matrix import world

Country = dict[str, world.Estate]
SIDES = {"mission": "humanitarian", "association": "humanitarian", "ministry": "state", "centre": "health"}


def staffed_organisations() -> Country:
    """A mission and an association on the humanitarian side, a ministry on the State's, a health centre: staff only."""
    world.load_country()
    return {code: world.staffed(code, side) for code, side in SIDES.items()}


def signed_in(country: Country) -> Callable[[User], Client]:
    """A browser someone is signed in with: the same one for the whole module."""
    opened: dict[str, Client] = {}
    for estate in country.values():
        for user in (*estate.accounts.values(), estate.everyone):
            opened[user.username] = Client()
            opened[user.username].force_login(user, backend="musanada.access.backend.Accounts")
    return lambda user: opened[user.username]


@pytest.fixture(scope="package")
def made(django_db_setup: None, django_db_blocker: "pytest.DjangoDbBlocker") -> Iterator[Country]:
    """The organisations with one of everything each, inside a transaction that ends with the package."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {code: world.furnish(estate) for code, estate in staffed_organisations().items()}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def country(made: Country, django_db_blocker: "pytest.DjangoDbBlocker") -> Iterator[Country]:
    """As the tables have it: what another module changed on an object, or wrote, is not there."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {code: anew(estate) for code, estate in made.items()}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def organisations(country: Country) -> Country:
    return country


@pytest.fixture(scope="module")
def browser(country: Country) -> Callable[[User], Client]:
    return signed_in(country)


def anew(estate: world.Estate) -> world.Estate:
    return replace(
        estate,
        root=read(estate.root),
        office=read(estate.office),
        accounts={role: read(user) for role, user in estate.accounts.items()},
        everyone=read(estate.everyone),
        things={name: read(thing) for name, thing in estate.things.items()},
    )


def read(thing: object) -> object:
    if isinstance(thing, models.Model) and thing.pk is not None:
        return type(thing)._default_manager.filter(pk=thing.pk).first() or thing
    return thing
