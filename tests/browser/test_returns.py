"""Returns as the offices live them: a family from the enquiry to the second instalment of its support, and
somebody who changes their mind at the gate.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.family import Member, number_of, paper, path_of, press, row, shows
from tests.browser.returning import (
    COUNSEL,
    DAY,
    MANAGER,
    PAYS,
    SECOND,
    TRAVEL,
    Journey,
    clear,
    declare,
    enquire,
    interview,
    laissez_passer,
    open_family,
    papers,
    register,
    send,
    tick,
)

pytestmark = pytest.mark.browser

EXPIRES = (
    "Laissez-passer consulaire : expire 3 jours avant le départ. Demandez-en un autre, ou changez le départ."
)


def test_a_family_from_the_enquiry_to_the_second_instalment(site, sign_in):
    walk = Journey(site, sign_in)
    register(walk)
    enquire(walk)
    open_family(walk)
    interview(walk)
    declare(walk)
    papers(walk)
    clear(walk)
    prepare_flight(walk)
    book_is_refused_then_mended(walk)
    bring_forward_and_close(walk)
    print_lists(walk)
    hand_pocket_money(walk)
    leave(walk)
    arrive(walk)
    open_support(walk)
    approve_plan(walk)
    first = pay_first_instalment(walk)
    second = pay_second_instalment(walk)
    read_ledger(walk, [first, second])


# The journey


def prepare_flight(walk: Journey) -> None:
    page = walk.at(TRAVEL, "/returns/movements/new/")
    page.select_option("[name=unit]", label="OIM · Bureau de Rabat")
    page.select_option("[name=to_country]", "CIV")
    tick(page, "mode", "air")
    page.fill("[name=carrier]", "Transporteur d'essai")
    page.fill("[name=seats]", "6")
    for name, value in (("from_place", "Casablanca"), ("to_place", "Abidjan"), ("number", "ES 100")):
        page.fill(f"[name=legs-0-{name}]", value)
    page.fill("[name=legs-0-departs_on]", walk.flight.isoformat())
    press(page, "Enregistrer")
    shows(page, "Le voyage est préparé.")
    walk.movement = path_of(page)


def put_on_list(walk: Journey) -> Page:
    """The family, by one tick."""
    page = walk.at(TRAVEL, f"{walk.movement}book/")
    group = page.locator("fieldset.tick-group", has_text=walk.mother.number)
    expect(group.locator("[name=returns]")).to_have_count(4)
    group.locator("[name=families]").check(force=True)
    press(page, "Inscrire")
    return page


def book_is_refused_then_mended(walk: Journey) -> None:
    """One paper ends before the flight: nobody is booked, and the sentence says whose, by how much, and what to do."""
    page = put_on_list(walk)
    shows(page, "rien n'est enregistré", walk.father.number, EXPIRES)
    stopped = page.locator("ul.stopped > li")
    expect(stopped).to_have_count(1)
    expect(stopped.locator("li")).to_have_count(1)
    shows(walk.at(TRAVEL, walk.movement), "Personne n'est sur cette liste")
    shows(walk.at(COUNSEL, walk.father.file), EXPIRES)
    laissez_passer(walk, walk.father, "LPESSAI100", walk.flight + 60 * DAY)
    page = put_on_list(walk)
    shows(page, "4 personnes sont inscrites.")
    for one in walk.family:
        expect(row(page, one.number)).to_contain_text("Laissez-passer consulaire")


def bring_forward_and_close(walk: Journey) -> None:
    """The carrier leaves earlier: every paper is asked again for the new day."""
    page = walk.at(TRAVEL, f"{walk.movement}edit/")
    page.fill("[name=legs-0-departs_on]", walk.today.isoformat())
    page.fill("[name=legs-0-arrives_on]", walk.today.isoformat())
    press(page, "Enregistrer")
    shows(page, "Le voyage est modifié.")
    press(page, "Arrêter la liste")
    shows(page, "Enregistrer le départ")


def print_lists(walk: Journey) -> None:
    page = walk.at(TRAVEL, walk.movement)
    for language in ("fr", "ar"):
        for kind, content, start in (("pdf", "application/pdf", b"%PDF"), ("xlsx", "spreadsheetml", b"PK")):
            address = f"{walk.movement}manifest/{language}/{kind}/"
            expect(page.locator(f"main a[href='{address}']")).to_have_count(1)
            assert paper(page, f"{walk.site.address}{address}", content).startswith(start)


def hand_pocket_money(walk: Journey) -> None:
    page = walk.at(TRAVEL, f"{walk.movement}money/")
    boxes = page.locator("[name=passengers]")
    expect(boxes).to_have_count(4)
    for number in range(4):
        boxes.nth(number).check(force=True)
    tick(page, "received_by", "signature")
    press(page, "Établir les reçus")
    walk.at(TRAVEL, f"{walk.movement}money/")
    receipts = page.locator("main a[href^='/returns/allowances/']")
    expect(receipts).to_have_count(4)
    receipt = receipts.first.get_attribute("href")
    for language in ("fr", "ar"):
        sheet = paper(page, f"{walk.site.address}{receipt}paper/{language}/", "application/pdf")
        assert sheet.startswith(b"%PDF")


def leave(walk: Journey) -> None:
    page = walk.at(TRAVEL, f"{walk.movement}gate/")
    expect(page.locator("ol.gate input:checked")).to_have_count(0)  # nobody is taken to be aboard
    page.check("[name=rest]", force=True)
    press(page, "Enregistrer le départ")
    shows(page, "4 personnes sont parties.")
    for one in walk.family:
        shows(walk.at(COUNSEL, one.file), "Parti")


def arrive(walk: Journey) -> None:
    page = walk.at(TRAVEL, f"{walk.movement}arrivals/")
    page.fill("[name=text]", "La mission d'Abidjan, par téléphone.")
    press(page, "Confirmer ces arrivées")
    shows(page, "4 arrivées sont confirmées.")


# Support after the return


def open_support(walk: Journey) -> None:
    page = walk.at(COUNSEL, walk.mother.file)
    press(page, "Ouvrir la réintégration")
    expect(page.locator("h1")).to_contain_text("Ouvrir la réintégration")
    page.get_by_label(re.compile("Réintégration au pays d'origine")).first.check(force=True)
    press(page, "Ouvrir la réintégration")
    page.wait_for_url(re.compile("/returns/reintegration/[0-9a-f-]{36}/"))
    walk.support = path_of(page)
    page = walk.at(COUNSEL, f"{walk.support}contact/")
    page.fill("[name=text]", "Elle est chez sa sœur.")
    send(page)
    page = walk.at(COUNSEL, f"{walk.support}assess/")
    tick(page, "topic", "skills")
    page.fill("[name=found]", "A cousu dix ans ; il lui faut une machine.")
    send(page)
    page = walk.at(COUNSEL, f"{walk.support}plan/begin/")
    page.fill("[name=goal]", "Ouvrir un atelier de couture.")
    send(page)
    shows(page, "Le plan est commencé")
    page = walk.at(COUNSEL, f"{walk.support}plan/add/")
    page.select_option("[name=kind]", "cash")
    tick(page, "dimension", "economic")
    page.fill("[name=what]", "Machine, puis tissu.")
    tick(page, "form", "cash")
    page.fill("[name=amount]", "800")
    send(page)
    shows(page, "L'activité est au plan.", "Machine, puis tissu.")


def approve_plan(walk: Journey) -> None:
    """Submitted by one, approved by another: the first has no such button, and the server knows it too."""
    page = walk.at(COUNSEL, f"{walk.support}plan/submit/")
    send(page)
    shows(page, "Le plan est soumis")
    page = walk.at(COUNSEL, f"{walk.support}plan/approve/")
    send(page)
    shows(page, "Approuver le plan", re.compile("autre personne|une autre"))
    page = walk.at(MANAGER, f"{walk.support}plan/approve/")
    shows(page, "Machine, puis tissu.")
    send(page)
    shows(page, "Le plan est approuvé")
    for language in ("fr", "ar"):
        address = f"{walk.site.address}{walk.support}plan/1/pdf/?lang={language}"
        assert paper(page, address, "application/pdf").startswith(b"%PDF")


def foresee(walk: Journey, proof: str, days: int) -> tuple[str, str]:
    """Half of what the activity costs, with the evidence that it needs. Returns the page and the number."""
    page = walk.at(COUNSEL, walk.support)
    page.locator("#money a[href$='/new/']").first.click()
    page.fill("[name=amount]", "400")
    page.fill("[name=due_on]", (walk.today + days * DAY).isoformat())
    page.select_option("[name=form]", "cash")
    tick(page, "proofs", proof)
    press(page, "Prévoir ce versement")
    shows(page, "Le versement est prévu.", "ne peut pas encore être soumis")
    expect(page.get_by_role("button", name="Soumettre")).to_have_count(0)
    return path_of(page), number_of(page, "h1")


def pay_first_instalment(walk: Journey) -> str:
    address, number = foresee(walk, "quote", 0)
    page = walk.at(COUNSEL, f"{address}evidence/?proof=quote")
    page.fill("[name=text]", "Devis n° 12, original au classeur de Rabat.")
    press(page, "Enregistrer")
    shows(page, "La preuve est au dossier.")
    approve_and_pay(walk, address, "OP-ESSAI-1")
    return number


def pay_second_instalment(walk: Journey) -> str:
    """Refused as long as nobody saw the workshop run, even to a request that no button makes."""
    address, number = foresee(walk, "visit", 60)
    page = walk.at(COUNSEL, address)
    shows(page, "Preuves manquantes")
    refused = page.request.post(
        f"{walk.site.address}{address}submit/",
        form={"csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value()},
        headers={"Referer": page.url},
    )
    assert refused.status == 409
    assert "Preuves manquantes, apportez-les d" in refused.text()
    page = walk.at(COUNSEL, f"{walk.support}visits/new/")
    tick(page, "mode", "home")
    tick(page, "runs", "yes")
    page.fill("[name=found]", "L'atelier est ouvert, deux clientes étaient là.")
    send(page)
    shows(page, "La visite est enregistrée.")
    page = walk.at(COUNSEL, f"{address}evidence/?proof=visit")
    page.select_option("[name=visit]", index=1)
    press(page, "Enregistrer")
    shows(page, "La preuve est au dossier.")
    approve_and_pay(walk, address, "OP-ESSAI-2")
    return number


def approve_and_pay(walk: Journey, address: str, receipt: str) -> None:
    """Three people: who submits, who approves, who pays."""
    page = walk.at(COUNSEL, address)
    press(page, "Soumettre")
    shows(page, "Le versement est soumis", "une autre personne l'approuve")
    page = walk.at(SECOND, f"{address}approve/")
    send(page)
    shows(page, "Votre accord est enregistré.")
    page = walk.at(PAYS, f"{address}pay/")
    page.fill("[name=receipt]", receipt)
    press(page, "Enregistrer le paiement")
    shows(page, "Le paiement est au grand livre", receipt)
    for language in ("français", "arabe"):
        sheet = page.get_by_role("link", name=f"Imprimer en {language}").first.get_attribute("href")
        assert paper(page, f"{walk.site.address}{sheet}", "application/pdf").startswith(b"%PDF")


def read_ledger(walk: Journey, numbers: list[str]) -> None:
    """Each instalment committed, then paid; the rights of the person are down by both. Who pays reads no file."""
    page = walk.at(PAYS, "/returns/money/ledger/")
    for number in numbers:
        lines = row(page, number)
        expect(lines).to_have_count(2)
        expect(lines.filter(has_text="Payé").or_(lines.filter(has_text="Paiement"))).to_have_count(1)
    assert walk.status(PAYS, walk.mother.file) in (403, 404)
    page = walk.at(COUNSEL, f"{walk.support}start/")
    send(page)
    page = walk.at(COUNSEL, walk.support)
    shows(page, "Appui commencé", re.compile(r"Payé\s+800\s€"))
    expect(page.locator("#money ul.rows-actions li").filter(has_text="payé le")).to_have_count(2)


# At the gate


def test_somebody_renounces_at_the_gate(site, sign_in):
    """Of a group that leaves today one person stays: the place is free, the file says so, nobody asks why."""
    walk = Journey(site, sign_in)
    page = walk.at(TRAVEL, "/returns/movements/")
    page.locator("main a.row-link", has_text="Côte d'Ivoire").or_(
        row(page, "Côte d'Ivoire").locator("a")
    ).first.click()
    walk.movement = path_of(page)
    bring_forward_and_close(walk)
    page = walk.at(TRAVEL, walk.movement)
    before = seats_taken(page)
    alone = row(page, "Aucun").filter(has_not_text="Famille").first
    person = Member("", "", "", file=alone.locator("a.row-link").first.get_attribute("href") or "")
    person.number = number_of(page, f"main tbody tr:has(a[href='{person.file}'])")
    page = walk.at(TRAVEL, f"{person.file}withdraw-at-gate/")
    shows(page, "Sans pénalité")
    expect(page.locator("main form").locator("textarea, select, input[type=text]")).to_have_count(0)
    page = walk.at(TRAVEL, f"{walk.movement}gate/")
    answer = page.locator("ol.gate li", has_text=person.number)
    expect(answer.locator("textarea, select, input[type=text]")).to_have_count(0)
    answer.get_by_text("Renonce", exact=True).click()
    page.check("[name=rest]", force=True)
    press(page, "Enregistrer le départ")
    shows(page, f"{before - 1} personnes sont parties.")
    assert seats_taken(page) == before - 1
    expect(row(page, person.number)).to_have_count(0)
    gone = page.locator("main section", has_text="N'ont pas voyagé").locator(f"a[href='{person.file}']")
    expect(gone).to_have_count(1)
    page = walk.at(COUNSEL, person.file)
    shows(page, "A renoncé", "La personne renonce au moment d'embarquer")
    expect(page.get_by_role("link", name="Reprendre la demande")).to_have_count(1)


def seats_taken(page: Page) -> int:
    found = re.search(r"accompagnateurs compris : (\d+) sur", page.locator("main").inner_text())
    assert found
    return int(found.group(1))
