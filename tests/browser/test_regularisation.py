"""One family through the whole operation, each step by the person whose work it is: from the counter to the reminder.

A spouse of a foreigner in regular stay and two children; one proof missing; refused for the length of the marriage;
heard by the national commission; mother and daughter relieved as women, the son as her child; cards; the reminder of
the next year.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from musanada.kit.formats import format_date
from musanada.kit.periods import add_months
from tests.browser.counter import AGENT, bring_what_is_missing, open_and_lodge, open_children, register
from tests.browser.family import (
    Member,
    Walk,
    keep_only,
    paper,
    path_of,
    press,
    row,
    shows,
)

pytestmark = pytest.mark.browser

SECRETARY = "commission-secretary.etrangers-oujda"
MEMBER = "commission-member.etrangers-oujda"
CARDS = "card-officer.etrangers-oujda"
NATIONAL, SECOND = "commission-secretary.cndh", "commission-secretary-2.cndh"
MANAGER = "programme-manager.interieur"
PREFIX = "ESSAI"  # of the numbers printed on the cards
OPERATION = "/regularisation/operations/demonstration/"


def test_one_family_from_the_counter_to_the_reminder(site, sign_in, tab):
    walk = Walk(site, sign_in)
    register(walk)
    open_and_lodge(walk)
    open_children(walk)
    bring_what_is_missing(walk)
    told_by_window(walk, tab, "Votre dossier est complet")
    session = prepare_session(walk)
    read_before(walk, session)
    refuse(walk, session)
    read_minutes(walk, session)
    tell(walk, "Défavorable")
    appeal(walk)
    told_by_window(walk, tab, "Votre recours est reçu")
    sort(walk)
    write_relief_for_children(walk)
    relieve(walk, "C7", "Femmes et filles", [walk.mother, walk.daughter])
    relieve(walk, "C3", "Enfants des femmes régularisées", [walk.son])
    see_instructions(walk)
    tell(walk, "Favorable")
    hand_over_cards(walk)
    remind(walk)
    told_by_window(walk, tab, "Votre carte est valable")
    window_tells_nobody_else(walk, tab)


# The local commission


def prepare_session(walk: Walk) -> str:
    page = walk.at(SECRETARY, "/regularisation/sessions/new/")
    page.fill("[name=held_on]", walk.today.isoformat())
    page.fill("[name=where]", "Salle du rez-de-chaussée")
    page.fill("[name=quorum]", "3")
    press(page, "Préparer")
    shows(page, "La session est préparée.")
    session = path_of(page)
    for number, capacity in enumerate(("chair", "police", "civil_society"), start=1):
        page = walk.at(SECRETARY, f"{session}members/")
        page.select_option("[name=user]", index=number)
        page.locator(f"[name=capacity][value={capacity}]").check(force=True)
        press(page, "Appeler")
        shows(page, "Le membre est appelé.")
    page = walk.at(SECRETARY, f"{session}agenda/")
    keep_only(page, "files", [f"Choisir le dossier {one.number}" for one in walk.family])
    press(page, "Inscrire")
    shows(page, "3 dossiers sont inscrits à l'ordre du jour.")
    for one in walk.family:
        expect(row(page, one.number)).to_contain_text(one.name)
    press(page, "Convoquer les membres")
    shows(page, "La session est convoquée")
    return session


def read_before(walk: Walk, session: str) -> None:
    """A member called reads the three files; each says what the pieces show."""
    page = walk.at(MEMBER, "/regularisation/sessions/mine/")
    page.locator(f"main a[href='{session}']").first.click()
    expect(page.locator("main tbody tr")).to_have_count(3)
    page.locator("main tbody a.row-link").first.click()
    shows(page, "Examen des critères", "Vie commune")
    for _file in walk.family:
        expect(page.get_by_role("button", name="J'ai lu ce dossier")).to_be_visible()
        press(page, "J'ai lu ce dossier")
    shows(page, "Vous avez lu tous les dossiers de cette session.")
    refused = page.goto(f"{walk.site.address}{walk.mother.file}")
    assert refused is not None and refused.status in (403, 404)  # the office's file is not the member's


def refuse(walk: Walk, session: str) -> None:
    """Two present are below the quorum of three; with three the family's files are refused together."""
    page = walk.at(SECRETARY, f"{session}open/")
    present = page.locator("[name=present]")
    present.last.set_checked(False, force=True)
    press(page, "Ouvrir la session")
    shows(page, re.compile("quorum", re.IGNORECASE))
    expect(page.locator("h1")).to_contain_text("Ouvrir la session")
    for number in range(3):
        present.nth(number).set_checked(True, force=True)
    press(page, "Ouvrir la session")
    shows(page, "La session est ouverte.")
    page = walk.at(SECRETARY, f"{session}decide/")
    keep_only(page, "items", [f"Choisir le dossier {one.number}" for one in walk.family])
    page.locator("[name=result][value=unfavourable]").check(force=True)
    page.locator("[name=reasons][value=length]").check(force=True)
    press(page, "Enregistrer l'avis")
    for one in walk.family:
        shows(page, one.number)
    page = walk.at(AGENT, walk.mother.file)
    expect(page.locator("#journal")).to_contain_text("Durée non établie")
    page = walk.at(SECRETARY, f"{session}close/")
    press(page, "Lever la session")
    shows(page, "La session est levée.")


def read_minutes(walk: Walk, session: str) -> None:
    page = walk.at(SECRETARY, session)
    shows(page, "Procès-verbal", "Défavorables")
    for language in ("fr", "ar"):
        for kind, content, start in (
            ("pdf", "application/pdf", b"%PDF"),
            ("docx", "officedocument.wordprocessingml", b"PK"),
        ):
            address = f"{session}minutes/{language}/{kind}/"
            expect(page.locator(f"main a[href='{address}']")).to_be_visible()
            assert paper(page, f"{walk.site.address}{address}", content).startswith(start)


# The family is told; the national commission


def tell(walk: Walk, result: str) -> None:
    for one in walk.family:
        page = walk.at(AGENT, one.file)
        press(page, "Notifier cette décision")
        expect(page.locator("h1")).to_contain_text("Notifier la décision")
        shows(page, result)
        press(page, "Notifier")
        shows(page, "La décision est notifiée.", "Lettre en arabe")
        letter = page.get_by_role("link", name="Lettre en arabe").first.get_attribute("href")
        assert paper(page, f"{walk.site.address}{letter}", "application/pdf").startswith(b"%PDF")


def appeal(walk: Walk) -> None:
    for one in walk.family:
        page = walk.at(AGENT, one.file)
        press(page, "Recevoir un recours")
        shows(page, "Premier avis", "Défavorable")
        page.fill("[name=grounds]", "Le couple vit ensemble et les enfants vont à l'école.")
        press(page, "Recevoir le recours")
        shows(page, "Le recours est reçu : la commission nationale le voit.")


def sort(walk: Walk) -> None:
    """The commission sorts by what the facts propose, and reads the first opinion beside the grounds."""
    page = walk.at(NATIONAL, "/regularisation/appeals/")
    keep_only(page, "keys", [f"Choisir le dossier {one.number}" for one in walk.family])
    press(page, "Trier les recours cochés")
    shows(page, "3 recours sont triés.")
    page = walk.at(NATIONAL, f"/regularisation/appeals/?q={walk.mother.number}")
    press(page, walk.mother.number)
    shows(page, "Premier avis", "les enfants vont à l'école", "Bureau des étrangers")
    page = walk.at(NATIONAL)
    answer = page.goto(f"{walk.site.address}{walk.mother.file}")
    assert answer is not None and answer.status in (403, 404)  # the appeal, not the office's file


# Relief


def write_relief_for_children(walk: Walk) -> None:
    """A condition of a relief is data: whoever keeps the operation writes it, and no code changes."""
    page = walk.at(MANAGER, f"{OPERATION}criteria/C3/versions/")
    page.select_option("[name=stage]", "relief")
    page.fill("[name=valid_from]", walk.today.isoformat())
    page.fill("[name=text_fr]", "Enfant de toute femme régularisée")
    page.fill("[name=text_ar]", "طفل كل امرأة تمت تسوية وضعيتها")
    page.fill("[name=source]", "Décision d'essai")
    conditions = (("filiation_shown", "oui"), ("parent_sex", "F"), ("parent_favourable", "oui"))
    for number, (fact, value) in enumerate(conditions, start=1):
        page.select_option(f"[name=fact_{number}]", f"{fact}:is")
        page.fill(f"[name=value_{number}]", value)
    press(page, "Enregistrer la version")
    shows(page, "La version est enregistrée", "Enfant de toute femme régularisée")


def relieve(walk: Walk, criterion: str, name: str, members: list[Member]) -> None:
    """One prepares, who cannot decide; another decides for the list."""
    page = walk.at(NATIONAL, "/regularisation/reliefs/new/")
    choices = page.locator("[name=version] option").filter(has_text=re.compile(rf"\b{criterion}\b"))
    page.select_option("[name=version]", choices.first.get_attribute("value"))
    page.fill("[name=name_fr]", name)
    press(page, "Rejouer")
    shows(page, "La condition a été rejouée", "Vous avez préparé cette liste : une autre personne la décide.")
    relief = path_of(page)
    for one in members:
        expect(row(page, one.number)).to_contain_text("Retenu")
    expect(page.get_by_role("link", name="Décider pour la liste")).to_have_count(0)
    page = walk.at(SECOND, relief)
    press(page, "Décider pour la liste")
    shows(page, "Ce que fera cette décision")
    press(page, "Décider")
    shows(page, "L'assouplissement est décidé : chaque bureau a reçu ses instructions.")


def see_instructions(walk: Walk) -> None:
    page = walk.at(AGENT, "/regularisation/instructions/?state=sent")
    for one in walk.family:
        expect(row(page, one.number)).to_contain_text("assouplissement")
    keep_only(page, "keys", [f"Choisir le dossier {one.number}" for one in walk.family])
    press(page, "Noter comme reçues")
    shows(page, "3 instructions mises à jour.")


# Cards


def hand_over_cards(walk: Walk) -> None:
    before = issued(walk)
    page = walk.at(AGENT, walk.mother.file)
    press(page, "Commander la carte")
    keep_only(page, "key", [one.key for one in walk.family])
    press(page, "Commander les cartes cochées")
    for one in walk.family:
        shows(page, one.number)
    page = walk.at(AGENT, "/regularisation/cards/order/")
    for one in walk.family:
        expect(row(page, one.number)).to_have_count(0)
    for one in walk.family:
        page = walk.at(AGENT, one.file)
        shows(page, "Carte commandée", "Durée non établie")
        one.card = page.locator("#cards a.row-link").inner_text().strip()
    page = walk.at(CARDS, "/regularisation/cards/print/")
    for number, one in enumerate(walk.family):
        line = row(page, one.card)
        line.locator("[name=key]").set_checked(True, force=True)
        line.locator("[name^=number-]").fill(f"{PREFIX}{number:05d}")
    press(page, "Enregistrer l'impression des cartes cochées")
    page = walk.at(CARDS, "/regularisation/cards/deliver/")
    for one in walk.family:
        row(page, one.card).locator("[name=key]").set_checked(True, force=True)
    press(page, "Remettre les cartes cochées")
    for one in walk.family:
        expect(row(page, one.card).locator("[name=key]")).to_have_count(0)
    assert issued(walk) == before + len(walk.family)
    page = walk.at(AGENT, "/regularisation/instructions/?state=done")
    for one in walk.family:
        expect(row(page, one.number)).to_have_count(1)  # handing the card over carried it out


def issued(walk: Walk) -> int:
    """Cards handed over until today, as the page of the stock counts them."""
    page = walk.at(CARDS, "/regularisation/cards/stock/")
    return int(re.sub(r"\D", "", page.locator("main tfoot td.num").first.inner_text()))


def remind(walk: Walk) -> None:
    """Sixty days before its last day the nightly command makes a reminder, once, in the holder's language."""
    last = add_months(walk.today, 12) - timedelta(days=1)
    page = walk.at(AGENT, walk.mother.file)
    page.locator("#cards a.row-link").click()
    shows(page, format_date(last, "fr"))
    day = (last - timedelta(days=60)).isoformat()
    assert int(walk.site.run("regularisation", "remind", "--on", day)) >= len(walk.family)
    assert int(walk.site.run("regularisation", "remind", "--on", day)) == 0
    page.reload()
    page.get_by_role("link", name="60 jours avant la fin").click()
    shows(page, f"Your residence card is valid until {format_date(last, 'en')}")


# The window


def told_by_window(walk: Walk, tab, sentence: str) -> None:
    ask(walk, tab, walk.mother.number, walk.mother.secret)
    expect(tab.locator("main")).to_contain_text(sentence)
    for word in (walk.mother.name, walk.mother.number, "Bureau", "C2"):
        assert word not in tab.content()


def window_tells_nobody_else(walk: Walk, tab) -> None:
    """Another's secret opens nothing, and says no more than a number that is nobody's."""
    answers = []
    for number in (walk.mother.number, "ZZZZ-ZZZZ"):
        ask(walk, tab, number, walk.children[0].secret)
        expect(tab.locator("main")).to_contain_text("Ce numéro et ce code ne vont pas ensemble")
        answers.append(tab.locator("main").inner_text())
    assert answers[0] == answers[1]


def ask(walk: Walk, tab, number: str, secret: str) -> None:
    tab.goto(f"{walk.site.address}/window/?lang=fr")
    tab.fill("[name=number]", number)
    tab.fill("[name=secret]", secret)
    press(tab, "Voir où en est mon dossier")


# The figure


def test_approval_rate_opens_to_its_files(site, sign_in):
    page = sign_in("mne-officer.interieur")
    page.goto(f"{site.address}/figures/regularisation.approval_rate/?period=2014")
    expect(page.locator("main")).to_contain_text(re.compile(r"8\d(,\d+)?\s*%"))
    page.get_by_role("link", name=re.compile("fiches|dossiers", re.IGNORECASE)).first.click()
    expect(page.locator("main table tbody tr").first).to_be_visible()
    expect(page.locator("main table a[href^='/people/']")).to_have_count(0)
