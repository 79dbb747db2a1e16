"""One family through the whole operation, each step by the person whose work it is: from the counter to the reminder.

A spouse of a foreigner in regular stay and two children; one proof missing; refused for the length of the marriage;
heard by the national commission; mother and daughter relieved as women, the son as her child; cards; the reminder of the next year.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from musanada.kit.formats import format_date
from musanada.kit.periods import add_months
from tests.browser.family import (
    PRIMARY,
    Walk,
    give,
    keep_only,
    number_of,
    paper,
    parent,
    path_of,
    press,
    row,
    shows,
)

pytestmark = pytest.mark.browser

AGENT = "agent.etrangers-oujda"
SECRETARY = "commission-secretary.etrangers-oujda"
MEMBER = "commission-member.etrangers-oujda"
CARDS = "card-officer.etrangers-oujda"
NATIONAL, SECOND = "commission-secretary.cndh", "commission-secretary-2.cndh"
MANAGER = "programme-manager.interieur"
PREFIX = "ESSAI"
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


# The counter


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


def lodge(walk: Walk, page, one) -> None:
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


def declare_complete(walk: Walk, one) -> None:
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


def relieve(walk: Walk, criterion: str, name: str, members: list) -> None:
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
