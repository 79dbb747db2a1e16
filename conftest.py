"""For the whole suite: a cheap password hash, deterministic Hypothesis, a headless Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_django
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
# A closed network: without these Chromium looks up its maker's hosts at every start.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

settings.register_profile(
    "musanada",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
settings.load_profile("musanada")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings as django_settings

    # Argon2 takes a quarter of a second on purpose; it stays in the list, so that its own tests still work.
    fast = "django.contrib.auth.hashers.MD5PasswordHasher"
    django_settings.PASSWORD_HASHERS = [fast, *django_settings.PASSWORD_HASHERS]
    # Signing in is not what most tests are about: those that are turn the second factor on.
    django_settings.SECOND_FACTOR = False
    # Nor is how often a page answers: a test may ask it hundreds of times.
    django_settings.RATE_LIMITS = False
    # No test is so slow that its session would be written again: the numbers of queries stay the same.
    django_settings.IDLE_MINUTES = 600


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    from django.db import connection

    terminalreporter.write_line(f"database: {connection.vendor}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """On SQLite the register is migrated once for many runs (``tools.template``)."""
    from django.core.management.commands.migrate import Command
    from django.db import connection

    from tools.template import migrated_once

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(Command, "handle", migrated_once(Command().handle, connection))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Places and countries are there once for all tests, as after `musanada setup`: 1,600 rows, a tenth of a second.

    A test with real transactions empties every table; whoever needs places after that calls ``load_reference``.
    """
    from musanada.reference.commands import load_reference

    with django_db_blocker.unblock():
        load_reference(None)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One Chromium for the session; browser tests take `tab` instead."""
    if not CHROMIUM.exists():
        pytest.skip("install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: "Browser") -> Iterator["Page"]:
    """A fresh page with its own cookies, in French."""
    context = chromium.new_context(locale="fr-MA", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
