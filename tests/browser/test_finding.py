"""Finding the person: either script finds the other, a list's variants are raised before saving, and what was merged is
separated again."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AGENT, MANAGER = "agent.oujda", "case-manager.oujda"
PRIMARY = "main form button[type=submit].button:not(.button-secondary):not(.button-quiet)"
SLOW = 60_000
HEAD = "Nom complet;Sexe;Date de naissance;Nationalité;Passeport\n"
KNOWN = (
    "Zoubeyrou Wangara;H;12/07/1991;Togo;\n"
    "Sènami Hounkpatin;F;03/09/1994;Bénin;\n"
    "Koffi Améyibor;H;21/02/1988;Togo;\n"
    "Ahmed Al-Mouradi;H;30/04/1985;Syrie;\n"
    "Chidinma Eberechi;F;17/11/1990;Nigéria;B01234567\n"
)
VARIANTS = (
    "Zubeiru Ouangara;H;12/07/1991;Togo;\n"  # another spelling
    "Hounkpatin Sènami;F;03/09/1994;Bénin;\n"  # the other order
    "Koffi Ameyibor;H;21/02/1988;Togo;\n"  # no accent
    "أحمد المرادي;H;30/04/1985;Syrie;\n"  # the other script, with hamza
    "Chidi Ebere;F;1990;Nigéria;BO1234567\n"  # the same passport, another name
)


def register(site, page: Page, name: str, sex: str, year: str, country: str) -> str:
    """At the counter, whoever is alike being somebody else. The address of the new file."""
    page.goto(f"{site.address}/intake/register/")
    page.get_by_label("Elle est d'accord", exact=True).check(force=True)
    page.locator(PRIMARY).last.click()
    page.fill("[name=name]", name)
    page.locator(f"[name=sex][value={sex}]").check(force=True)
    page.fill("[name=birth_year]", year)
    page.select_option("[name=nationality]", country)
    page.click("button[name=save]")
    page.wait_for_load_state()
    if page.locator("[name=different][value='1']").count() and "/intake/" in page.url:
        page.locator("[name=different][value='1']").check(force=True)
        page.click("button[name=save]")
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/"))
    return page.url


def found_by(site, page: Page, text: str) -> str:
    page.goto(f"{site.address}/people/")
    page.fill("[name=q]", text)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    return page.locator("main").inner_text()


def test_either_script_finds_the_other(site, sign_in):
    page = sign_in(AGENT)
    register(site, page, "Moustapha Benjelloun", "M", "1987", "TCD")
    register(site, page, "عبد الصمد الفيلالي", "M", "1992", "SDN")
    assert "Moustapha Benjelloun" in found_by(site, page, "مصطفى بنجلون")
    assert "عبد الصمد الفيلالي" in found_by(site, page, "Abdessamad Filali")


def uploaded(site, page: Page, path) -> None:
    """A file, its columns as proposed and its legal basis, read to the end."""
    page.goto(f"{site.address}/imports/new/")
    page.locator("[name=kind][value=people]").check(force=True)
    page.set_input_files("input[type=file]", str(path))
    page.locator(PRIMARY).last.click()
    page.wait_for_url(re.compile(r"/columns/"))
    page.select_option("[name=option_basis]", "consent")
    page.locator(PRIMARY).last.click()
    expect(page.locator(".progress, [data-progress], progress")).to_have_count(0, timeout=SLOW)


def test_five_of_five_variants_are_raised_before_saving(site, sign_in, tmp_path):
    page = sign_in(MANAGER)
    first, second = tmp_path / "connues.csv", tmp_path / "variantes.csv"
    first.write_text(HEAD + KNOWN, encoding="utf-8")
    second.write_text(HEAD + VARIANTS, encoding="utf-8")
    uploaded(site, page, first)
    address = page.url.partition("?")[0]
    page.get_by_role("button", name=re.compile("Enregistrer|Importer")).first.click()
    expect(page.locator("main")).to_contain_text(re.compile("Enregistré|Créées|créées"), timeout=SLOW)
    assert address
    uploaded(site, page, second)
    batch = page.url.partition("?")[0]
    raised = 0
    for view in ("undecided", "same"):
        page.goto(f"{batch}rows/?show={view}")
        raised += page.locator("main tbody tr").count()
    assert raised == 5


def test_merged_edited_and_separated_again(site, sign_in):
    page = sign_in(MANAGER)
    kept = register(site, page, "Rokhaya Diongue", "F", "1993", "SEN")
    gone = register(site, page, "Rokhaya Dionge", "F", "1993", "SEN")
    page.goto(f"{kept}merge/{gone.rstrip('/').rpartition('/')[2]}/")
    page.fill("[name=reason]", "Même date, même quartier")
    page.get_by_role("button", name="fusionner").click()
    expect(page.locator("main, .messages")).to_contain_text(["n'en font plus qu'une"], timeout=SLOW)
    page.goto(f"{kept}edit/names/")
    page.fill("[name=text]", "Rokhaya Sall Diongue")
    page.locator(PRIMARY).last.click()
    page.goto(f"{kept}?show=file")
    expect(page.locator("#names")).to_contain_text("Rokhaya Sall Diongue")
    page.locator("#merges").get_by_role("link", name="Séparer").click()
    page.get_by_role("button", name="Séparer les deux fiches").click()
    page.wait_for_load_state()
    for address, name in ((kept, "Rokhaya Diongue"), (gone, "Rokhaya Dionge")):
        page.goto(f"{address}?show=file")
        assert page.url.startswith(address)
        expect(page.locator("#names")).to_contain_text(name)
