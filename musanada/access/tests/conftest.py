"""Alice holds a role, Bob another, Charlie is a stranger."""

import pytest

from musanada.access.commands import add_unit, found_organisation, hold
from musanada.access.models import Unit, User
from musanada.kit.choices import Side


def make_user(name: str, unit: Unit | None = None, role: str = "") -> User:
    user = User.objects.create(username=name, display_name=name.title())
    if unit and role:
        hold(user, unit, role)
    return user


@pytest.fixture
def organisation(db) -> Unit:
    return found_organisation("org", "Organisation", side=Side.HUMANITARIAN)


@pytest.fixture
def oujda(organisation) -> Unit:
    return add_unit(organisation, "oujda", "Bureau d'Oujda", kind="office", side=organisation.side)


@pytest.fixture
def rabat(organisation) -> Unit:
    return add_unit(organisation, "rabat", "Bureau de Rabat", kind="office", side=organisation.side)


@pytest.fixture
def alice(organisation) -> User:
    """An administrator of the whole organisation."""
    return make_user("alice", organisation, "administrator")


@pytest.fixture
def bob(oujda) -> User:
    """An administrator of Oujda only."""
    return make_user("bob", oujda, "administrator")


@pytest.fixture
def charlie(db) -> User:
    """Signs in, holds nothing."""
    return make_user("charlie")
