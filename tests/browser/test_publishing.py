"""The publication house: a raw number blocks, a citation passes; two approve; anyone reads, and every number opens."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

AUTHOR, SECOND, THIRD = "mne-officer.national", "statistician.national", "programme-manager.national"
SLOW = 90_000  # ms: the first figures of a process read the register out, on a machine with other work
RAW = "# Essai\n\nEn tout, 1 234 personnes ont été aidées.\n"
CITED = "# Essai\n\nEn tout, {{ fig:assistance.people_assisted }} personnes ont été aidées.\n\n{{ annex }}\n"
ARTICLE = (
    "En 2024, l'organisation a recensé 1.024 enfants, dont 375 sont marocains et 639 étrangers. "
    "Les représentants formés sont passés de 372 à 852, soit une hausse de 129 %."
)


def test_from_a_raw_number_to_a_page_that_anyone_opens(site, sign_in, chromium: Browser):
    page = sign_in(AUTHOR)
    page.context.set_default_timeout(SLOW)
    write(site, page, RAW)
    expect(page.locator("#preview")).to_contain_text("n'a pas de source", timeout=SLOW)
    page.fill("#id_body", CITED)
    expect(page.locator("#preview")).to_contain_text("Chaque nombre a sa source.", timeout=SLOW)
    page.click("button[name=save]")
    address = build(site, page)
    expect(page.get_by_role("button", name="Approuver")).to_have_count(0)  # whoever built it does not
    for name in (SECOND, THIRD):
        page = sign_in(name)
        page.goto(address)
        page.get_by_role("button", name="Approuver").click()
        expect(page.locator("main")).to_contain_text("Votre approbation est signée.", timeout=SLOW)
    page.get_by_role("button", name="Geler").click()
    page.goto(f"{address}publish/")
    page.get_by_role("button", name="Publier").click()
    expect(page.locator("main")).to_contain_text("La révision est publiée.", timeout=SLOW)
    read_as_a_stranger(site, chromium)


def write(site, page: Page, text: str) -> None:
    page.goto(f"{site.address}/publications/reports/new/")
    page.fill("[name=title_fr]", "Note d'essai")
    page.fill("[name=slug]", "note-essai")
    page.locator("main form:has([name=slug]) button[type=submit]").last.click()
    page.get_by_role("link", name="Français").last.click()
    page.fill("[name=period]", "2024")
    page.fill("#id_body", text)


def build(site, page: Page) -> str:
    """Prepared in the background; its page once it is checked."""
    page.goto(f"{site.address}/publications/revisions/new/")
    page.select_option("[name=report]", label="Note d'essai")
    page.fill("[name=period]", "2024")
    page.locator("main form:has([name=report]) button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/publications/revisions/[0-9a-f-]{36}/"))
    for _again in range(60):
        if "Contrôlée" in page.locator("main .subtitle").inner_text():
            break
        page.wait_for_timeout(2_000)
        page.reload()
    expect(page.locator("main .subtitle")).to_contain_text("Contrôlée")
    return page.url


def read_as_a_stranger(site, chromium: Browser) -> None:
    """Without an account, without a cookie: the text, and behind its number the definition."""
    context = chromium.new_context(locale="fr-MA")
    page = context.new_page()
    page.goto(f"{site.address}/published/note-essai/")
    page.locator("main p a[href*='figure/']").first.click()
    expect(page.locator("main")).to_contain_text("Personnes étrangères, nationalité inconnue comprise")
    assert context.cookies() == []
    context.close()


def test_a_text_is_checked_and_only_what_is_wrong_is_called_so(site, sign_in):
    page = sign_in(AUTHOR)
    page.goto(f"{site.address}/press/")
    page.fill("[name=text]", ARTICLE)
    page.get_by_role("button", name="Vérifier les chiffres").click()
    found = page.locator(".press-findings")
    expect(found).to_contain_text("SUM.parts", timeout=SLOW)
    expect(found).to_contain_text("375 + 639")
    expect(found).not_to_contain_text("CHG.mismatch")


def test_a_split_is_picked_in_three_clicks_and_its_number_opens(site, sign_in):
    page = sign_in(AUTHOR)
    page.goto(f"{site.address}/monitoring/?period=2024")
    page.get_by_role("link", name="Regarder de plus près").first.click()
    numbers = page.locator("main table a")
    expect(numbers.first).to_be_visible(timeout=SLOW)
    numbers.last.click()
    expect(page.locator("main")).to_contain_text("Personnes aidées")
