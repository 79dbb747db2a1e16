"""A file that goes from the mission abroad to the one in Morocco, on the person's own word: who sees what before and after."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.family import Member, number_of, path_of, press, shows
from tests.browser.returning import Journey, send, tick

pytestmark = pytest.mark.browser

ABROAD, ABROAD_TRAVEL = "case-manager.turquie", "travel-officer.turquie"
ABROAD_MANAGER, HERE = "programme-manager.turquie", "case-manager.oujda"
PARTS = ("identity", "contact", "travel", "services")


def test_a_file_goes_from_the_mission_abroad_to_the_one_in_morocco(site, sign_in):
    walk = Journey(site, sign_in)
    person = find_returnee(walk)
    fly_home(walk, person)
    handover = hand_over_with_consent(walk, person)
    take_over(walk, person, handover)
    state_and_nothing_else(walk, person, handover)


def find_returnee(walk: Journey) -> Member:
    """A Moroccan in Türkiye whose papers are in order and whose file nobody was offered yet."""
    page = walk.at(ABROAD, "/returns/files/?state=declared")
    links = page.locator("main tbody a.row-link")
    for address in [links.nth(n).get_attribute("href") or "" for n in range(links.count())]:
        page = walk.at(ABROAD, address)
        if page.get_by_role("link", name="Remettre à une autre mission").count():
            found = Member("", "", "", file=address, number=number_of(page))
            if "Le dossier est resté dans ce bureau." in page.locator("main").inner_text():
                found.name = page.locator("h1").inner_text().strip()
                found.person = page.locator("a.heading-link").get_attribute("href") or ""
                return found
    raise AssertionError("the demonstration has no such file")


def fly_home(walk: Journey, person: Member) -> None:
    """A funding of that mission, a list of one, and the departure."""
    page = walk.at(ABROAD_MANAGER, "/returns/money/funding/new/")
    page.fill("[name=code]", "ESSAI-RETOUR")
    page.fill("[name=name_fr]", "Fonds d'essai")
    page.select_option("[name=channel]", "iom")
    page.fill("[name=valid_from]", "2025-01-01")
    send(page)
    page = walk.at(ABROAD, f"{person.file}edit/")
    page.locator("[name=funding] option", has_text="Fonds d'essai").first.evaluate(
        "one => one.selected = true"
    )
    send(page)
    shows(page, "Le dossier est corrigé.")
    page = walk.at(ABROAD_TRAVEL, "/returns/movements/new/")
    tick(page, "direction", "to_morocco")
    page.select_option("[name=to_country]", "MAR")
    tick(page, "mode", "air")
    page.fill("[name=legs-0-from_place]", "Istanbul")
    page.fill("[name=legs-0-to_place]", "Casablanca")
    page.fill("[name=legs-0-departs_on]", walk.today.isoformat())
    press(page, "Enregistrer")
    shows(page, "Le voyage est préparé.")
    walk.movement = path_of(page)
    page = walk.at(ABROAD_TRAVEL, f"{walk.movement}book/")
    page.locator("label.tick-line", has_text=person.number).locator("input").check(force=True)
    press(page, "Inscrire")
    shows(page, "1 personne est inscrite.")
    press(page, "Arrêter la liste")
    shows(page, "Enregistrer le départ")
    page = walk.at(ABROAD_TRAVEL, f"{walk.movement}gate/")
    page.check("[name=rest]", force=True)
    press(page, "Enregistrer le départ")
    shows(page, "1 personne est partie.")


def hand_over_with_consent(walk: Journey, person: Member) -> str:
    """Without the person's own yes to that mission nothing is proposed."""
    page = propose(walk, person)
    shows(page, "La personne n'a pas donné son accord au transfert de son dossier à cette organisation")
    page = walk.at(ABROAD, f"/consents/of/{person.person.rstrip('/').rpartition('/')[2]}/ask/")
    tick(page, "purpose", "transfer")
    page.locator("[name=recipient] option", has_text="OIM").first.evaluate("one => one.selected = true")
    tick(page, "groups", *PARTS)
    press(page, "Continuer")
    tick(page, "means", "oral")
    page.fill("[name=witness]", "Interprète d'essai")
    press(page, "Elle est d'accord : noter")
    page.wait_for_url(re.compile(r"/consents/of/[0-9a-f-]{36}/$"))
    page = propose(walk, person)
    shows(page, "La remise est enregistrée.")
    return path_of(page)


def propose(walk: Journey, person: Member) -> Page:
    page = walk.at(ABROAD, f"{person.file}handover/")
    page.locator("[name=to] option", has_text="Bureau d'Oujda").first.evaluate("one => one.selected = true")
    page.fill("[name=message]", "Arrive aujourd'hui par Casablanca.")
    press(page, "Proposer la remise")
    return page


def take_over(walk: Journey, person: Member, handover: str) -> None:
    """Before the yes the mission here sees no file; after it, the journal of both, and it goes on."""
    assert walk.status(HERE, person.file) == 404
    page = walk.at(HERE, handover)
    shows(page, "Arrive aujourd'hui par Casablanca.", "Que fait votre mission ?")
    press(page, "Reprendre ce dossier")
    shows(page, "Accepté")
    press(page, "Ouvrir le dossier")
    page.wait_for_url(f"**{person.file}")
    expect(page.locator("h1")).to_contain_text(person.name)
    journal = page.locator("#journal")
    for line in ("Enregistrer le départ", "Dossier remis à une autre mission"):
        expect(journal).to_contain_text(line)
    page = walk.at(HERE, f"{person.file}arrive/")
    press(page, "Confirmer")
    shows(page, "L'arrivée est confirmée.", "Arrivé")


def state_and_nothing_else(walk: Journey, person: Member, handover: str) -> None:
    """The first mission sees how far it is and since when; the file is no longer its own."""
    page = walk.at(ABROAD, handover)
    shows(page, "Arrivé", "vous en voyez l'état et les jours, pas le contenu")
    expect(page.locator("main")).not_to_contain_text(person.name)
    expect(page.locator(f"main a[href='{person.file}']")).to_have_count(0)
    for address in (person.file, f"{person.file}edit/", f"{person.file}handover/"):
        assert walk.status(ABROAD, address) == 404
