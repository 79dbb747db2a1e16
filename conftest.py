"""For the whole suite: a cheap password hash, deterministic Hypothesis, a headless Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
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
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("musanada")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings as django_settings

    # Argon2 takes a quarter of a second on purpose; it stays in the list, so that its own tests still work.
    fast = "django.contrib.auth.hashers.MD5PasswordHasher"
    django_settings.PASSWORD_HASHERS = [fast, *django_settings.PASSWORD_HASHERS]


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
