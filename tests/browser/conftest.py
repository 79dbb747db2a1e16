"""The program as a stranger gets it: set up in an empty folder, the demonstration country loaded, served, signed in to."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tools.template import give

SCALE = "0.02"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PROGRAM = str(Path(sys.executable).with_name("musanada"))


@dataclass(frozen=True)
class Site:
    """A running installation; ``accounts``: name → password; ``cookies`` of those who signed in once already."""

    address: str
    accounts: dict[str, str]
    environment: dict[str, str]
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def run(self, *arguments: str) -> str:
        return subprocess.run(
            [PROGRAM, *arguments], env=self.environment, check=True, capture_output=True, text=True
        ).stdout


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(address: str) -> bool:
    try:
        return urllib.request.urlopen(f"{address}/sign-in/", timeout=2).status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MUSANADA_")}
    environment |= {"MUSANADA_DATA": str(folder), "MUSANADA_LANGUAGE": "fr"}
    port = free_port()
    built = Site(f"http://127.0.0.1:{port}", {}, environment)
    give(folder)
    built.run("setup")
    built.run("demo", "load", "--scale", SCALE)
    for row in json.loads(built.run("demo", "accounts", "--format", "json")):
        built.accounts[row["user"]] = row["password"]
    server = subprocess.Popen([PROGRAM, "serve", "--port", str(port)], env=environment)
    try:
        deadline = time.monotonic() + 60
        while not answers(built.address):
            if time.monotonic() > deadline or server.poll() is not None:
                pytest.fail("the application did not start")
            time.sleep(0.2)
        yield built
    finally:
        server.terminate()
        server.wait(timeout=30)


SignIn = Callable[..., Page]


def two_steps(site: Site, page: Page, user: str) -> None:
    """The password, and the code of the account's demonstration phone. A code serves once: whoever signed in keeps
    the session for the tests that follow."""
    page.goto(f"{site.address}/sign-in/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", site.accounts[user])
    page.click("form:has([name=password]) button[type=submit]")
    page.wait_for_url(f"{site.address}/account/code/")
    page.fill("[name=code]", site.run("demo", "code", user).strip())
    page.click("form:has([name=code]) button[type=submit]")
    page.wait_for_url(f"{site.address}/")


@pytest.fixture
def sign_in(site: Site, chromium: Browser) -> Iterator[SignIn]:
    """``sign_in("agent.oujda", language="ar", width=360)`` → a page signed in."""
    contexts = []

    def enter(user: str, *, language: str = "fr", width: int = 1280, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="fr-MA", java_script_enabled=script
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        context.add_cookies(site.cookies.get(user, []))
        page = context.new_page()
        page.goto(f"{site.address}/")
        if page.url != f"{site.address}/":
            two_steps(site, page, user)
            site.cookies[user] = context.cookies()
        if language != "fr":
            context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
        return page

    yield enter
    for context in contexts:
        context.close()
