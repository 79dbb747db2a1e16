"""What the counter of the office does for a family: registers them, opens their files, gives receipts, asks for pieces."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.family import PRIMARY, Member, Walk, give, number_of, paper, parent, path_of, press, shows

AGENT = "agent.etrangers-oujda"


def register(walk: Walk) -> None:
    for one in walk.family:
        page = walk.at(AGENT, "/intake/register/")
        page.get_by_label("Elle est d'accord", exact=True).check(force=True)
        press(page, "Continuer")
        page.fill("[name=name]", one.name)
        page.locator(f"[name=sex][value={one.sex}]").check(force=True)
        page.fill("[name=birth_age]", one.age)
        page.select_option("[name=nationality]", "TGO")
        press(page, "Enregistrer la personne")
        expect(page.locator("h1")).to_contain_text(one.name)
        one.person, one.reference = path_of(page), number_of(page)
    page = walk.at(AGENT, f"{walk.mother.person}edit/identity/")
    page.select_option("[name=preferred_language]", "eng")
    page.locator(PRIMARY).first.click()
    page.wait_for_url(f"**{walk.mother.person}*")
    page = walk.at(AGENT, f"{walk.mother.person}edit/household/")
    page.locator(PRIMARY).first.click()
    page.wait_for_url(f"**{walk.mother.person}*")
    for child in walk.children:
        page = walk.at(AGENT, f"{walk.mother.person}edit/household/")
        page.fill("[name=other]", child.reference)
        page.select_option("[name=tie]", "child")
        page.locator(PRIMARY).first.click()
        page.wait_for_url(f"**{walk.mother.person}*")
        expect(page.locator("body")).to_contain_text(child.name)


def open_and_lodge(walk: Walk) -> None:
    """The marriage has lasted twenty months; the spouse's own card is not there."""
    mother, page = walk.mother, walk.at(AGENT, walk.mother.person)
    page.locator("summary", has_text="Autres actions").first.click()
    page.get_by_role("link", name="Demande de régularisation").first.click()
    expect(page.locator("h1")).to_contain_text("Demande de régularisation")
    page.locator("[name=claims][value=C2]").check(force=True)
    page.select_option("[name=spouse]", "regular")
    page.fill("[name=arrived_on]", "2021-03-01")
    page.fill("[name=together_on]", "2025-03-01")
    press(page, "Ouvrir le dossier et voir les pièces")
    shows(page, "Titre de séjour du conjoint")
    mother.file, mother.number = parent(path_of(page)), number_of(page, ".kicker")
    give(page, ["request-form", "passport", "marriage-certificate"])
    press(page, "Enregistrer et passer au dépôt")
    shows(page, "Pièces qui manquent", "Titre de séjour du conjoint", "Acte de mariage")
    lodge(walk, page, mother)


def lodge(walk: Walk, page: Page, one: Member) -> None:
    """The deposit, the receipt with its secret, and the sheet in both languages."""
    walk.today = date.fromisoformat(page.input_value("[name=on]"))
    press(page, "Déposer et donner le récépissé")
    expect(page.locator("h1")).to_contain_text("Récépissé à remettre")
    shows(page, one.number)
    one.secret = page.locator(".secret").inner_text().strip()
    for language in ("both", "ar", "fr"):
        sheet = paper(
            page,
            f"{walk.site.address}{one.file}receipt/print/",
            "application/pdf",
            secret=page.locator("[name=secret]").input_value(),
            language=language,
        )
        assert sheet.startswith(b"%PDF")


def open_children(walk: Walk) -> None:
    """From the mother's receipt: a file each, tied to hers, as children of a spouse."""
    page = walk.at(AGENT, f"{walk.mother.file}family/")
    for child in walk.children:
        expect(page.get_by_label(re.compile(child.name))).to_have_value("C3")
    press(page, "Ouvrir ces dossiers")
    shows(page, "À compléter et à déposer")
    files = page.locator("main ul.rows a.row-link[href$='/pieces/']")
    expect(files).to_have_count(len(walk.children))
    addresses = [files.nth(n).get_attribute("href") for n in range(files.count())]
    for address in addresses:
        page = walk.at(AGENT, address)
        subtitle = page.locator(".subtitle").inner_text()
        child = next(one for one in walk.children if one.name in subtitle)
        child.file, child.number = parent(address), number_of(page, ".kicker")
        give(page, ["request-form", "passport", "birth-certificate"])
        press(page, "Enregistrer et passer au dépôt")
        expect(page.locator("main")).not_to_contain_text("Pièces qui manquent")
        lodge(walk, page, child)
        declare_complete(walk, child)


def declare_complete(walk: Walk, one: Member) -> None:
    page = walk.at(AGENT, one.file)
    press(page, "Déclarer complet")
    expect(page.locator("h1")).to_contain_text("Déclarer complet")
    press(page, "Déclarer complet")
    shows(page, "Le dossier est complet : il attend une session.")


def bring_what_is_missing(walk: Walk) -> None:
    mother, page = walk.mother, walk.at(AGENT, walk.mother.file)
    press(page, "Demander des pièces")
    expect(page.get_by_label("Titre de séjour du conjoint")).to_be_checked()
    press(page, "Demander des pièces")
    shows(page, "Les pièces sont demandées.", "Incomplet")
    page = walk.at(AGENT, f"{mother.file}complete/")
    shows(page, "Ce qui manque encore", "Titre de séjour du conjoint")
    page = walk.at(AGENT, f"{mother.file}pieces/")
    give(page, ["spouse-residence-card"])
    press(page, "Enregistrer les pièces cochées")
    page.wait_for_url(f"**{mother.file}")
    declare_complete(walk, mother)
    press(page, "Examiner les critères maintenant")
    shows(page, "Les critères sont examinés sur les pièces du dossier.", "Vie commune")
    expect(page.locator("#criteria")).not_to_contain_text("pas encore examinée")
