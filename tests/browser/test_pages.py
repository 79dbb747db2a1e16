"""Every page that can be opened without an argument, and the main ones with: axe, width, weight, hosts, direction."""

import json
from functools import lru_cache

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}
# Who looks at what. Pages with an argument are reached by the first link of their list.
PAGES = {
    "agent.oujda": (
        "/",
        "/people/",
        "/intake/",
        "/intake/register/",
        "/assistance/",
        "/assistance/distribution/",
        "/programmes/",
        "/partners/",
    ),
    "case-manager.oujda": ("/imports/", "/imports/new/", "/people/"),
    "programme-manager.national": ("/", "/programmes/new/", "/programmes/donors/", "/assistance/catalogue/"),
    "mne-officer.national": ("/", "/figures/", "/programmes/"),
    "administrator.national": ("/administration/", "/administration/accounts/", "/administration/rights/"),
    "auditor.national": ("/administration/journal/",),
}
FIRST = {  # list → the link of its first row
    "/people/": "main table a[href^='/people/']",
    "/assistance/": "main table a[href^='/assistance/']",
    "/programmes/": "main a[href^='/programmes/P']",
    "/figures/": "main a[href^='/figures/']",
}
LOOKS = [("fr", 1280), ("ar", 1280), ("fr", 360), ("ar", 360)]


@lru_cache(maxsize=1)
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """axe-core's serious findings on the page as it stands."""
    page.evaluate(axe())
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in SERIOUS]


def overflow(page: Page) -> int:
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def look(page: Page, address: str, language: str) -> None:
    """What must hold on any page."""
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("h1").count() == 1, address
    assert overflow(page) <= 0, f"{address} is wider than the screen"
    assert findings(page) == [], address


@pytest.mark.parametrize(("language", "width"), LOOKS, ids=lambda v: str(v))
@pytest.mark.parametrize("user", PAGES)
def test_pages_are_accessible_and_fit(site, sign_in, user, language, width):
    page = sign_in(user, language=language, width=width)
    for address in PAGES[user]:
        response = page.goto(site.address + address)
        assert response is not None
        assert response.status == 200, address
        look(page, address, language)
        if address in FIRST:
            page.locator(FIRST[address]).first.click()
            page.wait_for_load_state()
            look(page, page.url, language)


def test_nothing_leaves_the_server_and_scripts_are_light(site, sign_in):
    page = sign_in("agent.oujda")
    requests: list[tuple[str, str]] = []
    weights: dict[str, int] = {}
    page.on("request", lambda r: requests.append((r.url, r.resource_type)))
    page.on(
        "response",
        lambda r: weights.update({r.url: len(r.body())}) if r.request.resource_type == "script" else None,
    )
    for address in PAGES["agent.oujda"]:
        page.goto(site.address + address, wait_until="networkidle")
    assert requests
    assert all(url.startswith((site.address, "data:")) for url, _kind in requests)
    assert 0 < sum(weights.values()) < 100 * 1024, json.dumps(weights)


def test_signed_out_page_is_accessible(site, tab):
    for language, direction in (("fr", "ltr"), ("ar", "rtl")):
        tab.context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
        tab.goto(f"{site.address}/sign-in/")
        assert tab.locator("html").get_attribute("dir") == direction
        assert findings(tab) == []
