"""The country is made once for all modules of the matrix; each module's writes are rolled back, and so are each test's.

Making it takes as long as thousands of cells: what needs an empty register stands in ``tests/apart`` instead.
"""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models, transaction
from django.test import Client

from musanada.access import bulk
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


@dataclass(frozen=True)
class Made:
    """The furnished organisations, the cookies of everyone's browser, and a copy of the files that go with them."""

    country: Country
    cookies: dict[str, SimpleCookie]
    files: Path


@pytest.fixture(scope="package")
def made(
    django_db_setup: None,
    django_db_blocker: "pytest.DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Made]:
    """The organisations with one of everything each, inside a transaction that ends with the package."""
    with django_db_blocker.unblock(), transaction.atomic():
        organisations = staffed_organisations()
        browser = signed_in(organisations)  # before the sessions that an estate has on other machines
        people = [u for e in organisations.values() for u in (*e.accounts.values(), e.everyone)]
        cookies = {user.username: browser(user).cookies for user in people}
        country = {code: world.furnish(estate) for code, estate in organisations.items()}
        bulk.measure()
        files = tmp_path_factory.mktemp("files")
        shutil.copytree(settings.DATA, files, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite3*"))
        yield Made(country, cookies, files)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def country(made: Made, django_db_blocker: "pytest.DjangoDbBlocker") -> Iterator[Country]:
    """As the tables have it: what another module changed on an object, wrote or threw away is undone."""
    put_back(made.files, Path(settings.DATA))
    with django_db_blocker.unblock(), transaction.atomic():
        yield {code: anew(estate) for code, estate in made.country.items()}
        transaction.set_rollback(True)


def put_back(kept: Path, here: Path) -> None:
    """Files that a module destroyed: a roll-back does not know them."""
    for file in kept.rglob("*"):
        target = here / file.relative_to(kept)
        if file.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)


@pytest.fixture(scope="module")
def organisations(country: Country) -> Country:
    return country


@pytest.fixture(scope="module")
def browser(made: Made, country: Country) -> Callable[[User], Client]:
    """Everyone's browser, as signed in at the beginning."""
    opened = {}
    for name, cookies in made.cookies.items():
        opened[name] = Client()
        opened[name].cookies = deepcopy(cookies)
    return lambda user: opened[user.username]


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
