"""The main journeys, clicked through as their people do."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def register(page: Page, address: str, name: str) -> None:
    """From the notice to the person's page: name, sex, age, nationality."""
    page.goto(f"{address}/intake/register/")
    page.get_by_label("Elle est d'accord", exact=True).check(force=True)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(re.compile("register/person"))
    page.fill("[name=name]", name)
    page.locator("[name=sex][value=F]").check(force=True)
    page.fill("[name=birth_age]", "24")
    page.select_option("[name=nationality]", "GIN")
    page.get_by_role("button", name="Enregistrer la personne").click()


def test_search_finds_across_spellings_and_scripts(site, sign_in):
    page = sign_in("case-manager.oujda")
    page.keyboard.press("/")
    page.keyboard.type("ديالو")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"people/\?s=[\w-]+$"))  # a word that says nothing, never the name
    expect(page.locator("main table")).to_contain_text(re.compile("Diallo|DIALLO|Jallow"))
    page.locator("main table a").first.click()
    page.go_back()
    expect(page.locator("main table")).to_contain_text(re.compile("Diallo|DIALLO|Jallow"))


def test_person_opens_with_her_time_line(site, sign_in):
    page = sign_in("agent.oujda")
    page.goto(f"{site.address}/people/")
    page.locator("main table a").first.click()
    expect(page.locator("h1")).not_to_be_empty()
    expect(page.locator("main")).to_contain_text("Enregistrée")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_newcomer_is_registered_and_helped(site, sign_in, script):
    page = sign_in("agent.oujda", script=script)
    name = "Zeinabou Tchalla" if script else "Wilfrida Mboumba"
    register(page, site.address, name)
    expect(page.locator("h1")).to_contain_text(name)
    page.get_by_role("link", name="Enregistrer une aide").first.click()
    page.get_by_role("link", name="Kit d'hygiène").first.click()
    page.get_by_role("button", name="Enregistrer l'aide").click()
    expect(page.locator("main")).to_contain_text("Kit d'hygiène")


def test_refused_consent_keeps_nothing(site, sign_in):
    page = sign_in("agent.oujda")
    page.goto(f"{site.address}/intake/register/")
    page.get_by_label(re.compile("Elle refuse")).check(force=True)
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("[name=name]")).to_have_count(0)


def test_who_waits_is_called_and_seen(site, sign_in):
    page = sign_in("agent.casablanca")
    page.goto(f"{site.address}/intake/")
    page.get_by_role("button", name="Appeler").first.click()
    expect(page.locator("main")).to_contain_text("Appelé")


def found(page: Page, name: str) -> set[str]:
    """Addresses of the people that a search by name shows."""
    page.fill("[data-search]", name)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"people/\?s="))
    links = page.locator("main table tbody a[href^='/people/']")
    return {str(link.get_attribute("href")) for link in links.all()}


def test_state_agent_finds_nobody_whom_helpers_know(site, sign_in):
    """The State's counter has people of its own, and of the helpers' not one."""
    helped = found(sign_in("case-manager.oujda"), "diallo")
    assert helped
    page = sign_in("agent.etrangers-oujda")
    assert found(page, "diallo") & helped == set()
    for address in sorted(helped)[:2]:
        answer = page.goto(site.address + address)
        assert answer is not None and answer.status == 404


def test_request_above_the_ceiling_is_approved_by_another(site, sign_in):
    page = sign_in("programme-manager.oujda")
    page.goto(f"{site.address}/")
    page.get_by_role("link", name=re.compile("Aide au loyer")).first.click()
    page.get_by_role("button", name="Approuver").click()
    expect(page.locator("main")).to_contain_text("Approuvée")


def test_figure_opens_to_its_records_without_a_name(site, sign_in):
    page = sign_in("mne-officer.national")
    page.goto(f"{site.address}/figures/assistance.people_health/?period=2024")
    expect(page.locator("main")).to_contain_text("172")  # 8,588 × 0.02
    page.get_by_role("link", name=re.compile("fiches", re.IGNORECASE)).first.click()
    page.wait_for_load_state()
    expect(page.locator("main table tbody tr").first).to_be_visible()
    expect(page.locator("main table a[href^='/people/']")).to_have_count(0)


def test_sheet_goes_from_upload_to_undo(site, sign_in, tmp_path):
    sheet = tmp_path / "liste.csv"
    sheet.write_text(
        "Nom et prénom;Sexe;Date de naissance;Nationalité\n"
        "Kossivi Adjakly;Homme;05/03/1990;Togo\nAfi Adjakly;femme;1992;togolaise\n",
        encoding="utf-8",
    )
    page = sign_in("case-manager.oujda")
    page.goto(f"{site.address}/imports/new/")
    page.set_input_files("input[type=file]", str(sheet))
    for _step in range(8):
        if page.get_by_text("Annuler l'importation").count() or page.get_by_text("Défaire").count():
            break
        page.locator(
            "main form button[type=submit].button:not(.button-secondary):not(.button-quiet)"
        ).first.click()
        page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("2")
