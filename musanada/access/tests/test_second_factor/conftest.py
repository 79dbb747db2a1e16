"""What these tests begin with."""

import pytest
from django.contrib.auth.hashers import make_password

from musanada.access import commands
from musanada.access.models import User
from musanada.access.tests.test_second_factor.signing import PASSWORD

from ..conftest import make_user


@pytest.fixture(autouse=True)
def compulsory(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def amina(oujda):
    """An agent: she opens people's pages."""
    user = make_user("amina", oujda, "agent")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def secret(amina):
    return commands.first_factor(amina)


@pytest.fixture
def clock(monkeypatch):
    """Time as the codes see it, moved by hand."""
    now = [1_800_000_000]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now[0])
    return now
