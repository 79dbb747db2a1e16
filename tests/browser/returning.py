"""One family that goes home, as the offices meet it: from the counter to the papers in order. Each step by the account
whose work it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.family import PRIMARY, Member, number_of, paper, path_of, press, shows

AGENT, COUNSEL, SECOND = "agent.rabat", "case-manager.rabat", "case-manager-2.rabat"
TRAVEL, PROTECT = "travel-officer.rabat", "protection-officer.rabat"
MANAGER, PAYS = "programme-manager.rabat", "finance-officer.rabat"
DAY = timedelta(days=1)
FLIGHT_IN = 7 * DAY
TOPICS = ("asylum", "trafficking", "child", "health", "family")
SPOKEN = ("country", "journey", "reintegration", "money", "rights", "alternatives")
POINTS = ("free", "informed", "withdraw", "money", "data")


@dataclass
class Journey:
    """Who is signed in, each in a window of their own, and the family they all meet."""

    site: Any
    sign_in: Callable[..., Page]
    mother: Member = field(default_factory=lambda: Member("Affoué Kouadjané", "F", "33"))
    father: Member = field(default_factory=lambda: Member("Brou Kouadjané", "M", "37"))
    daughter: Member = field(default_factory=lambda: Member("Adjoua Kouadjané", "F", "9"))
    son: Member = field(default_factory=lambda: Member("Yao Kouadjané", "M", "6"))
    movement: str = ""
    support: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return date.today()

    @property
    def flight(self) -> date:
        return self.today + FLIGHT_IN

    @property
    def adults(self) -> list[Member]:
        return [self.mother, self.father]

    @property
    def children(self) -> list[Member]:
        return [self.daughter, self.son]

    @property
    def family(self) -> list[Member]:
        return [*self.adults, *self.children]

    def window(self, user: str) -> Page:
        if user not in self.pages:
            self.pages[user] = self.sign_in(user)
        return self.pages[user]

    def at(self, user: str, address: str) -> Page:
        """The window of ``user``, opened at ``address``."""
        page = self.window(user)
        assert self.status(user, address) == 200, address
        return page

    def status(self, user: str, address: str) -> int:
        answer = self.window(user).goto(f"{self.site.address}{address}")
        assert answer is not None
        return answer.status


def tick(page: Page, name: str, *values: str) -> None:
    """Answers of ``name``: boxes or one of a choice."""
    for value in values:
        page.locator(f"main [name={name}][value={value}]").check(force=True)


def send(page: Page) -> None:
    """The one button that the page is there for."""
    page.locator(PRIMARY).first.click()


# At the counter


def register(walk: Journey) -> None:
    for one in walk.family:
        page = walk.at(AGENT, "/intake/register/")
        page.get_by_label("Elle est d'accord", exact=True).check(force=True)
        press(page, "Continuer")
        page.fill("[name=name]", one.name)
        tick(page, "sex", one.sex)
        page.fill("[name=birth_age]", one.age)
        page.select_option("[name=nationality]", "CIV")
        press(page, "Enregistrer la personne")
        expect(page.locator("h1")).to_contain_text(one.name)
        one.person, one.reference = path_of(page), number_of(page)
    page = walk.at(AGENT, f"{walk.mother.person}edit/household/")
    send(page)
    page.wait_for_url(f"**{walk.mother.person}*")
    for one in (walk.father, *walk.children):
        page = walk.at(AGENT, f"{walk.mother.person}edit/household/")
        page.fill("[name=other]", one.reference)
        page.select_option("[name=tie]", "spouse" if one is walk.father else "child")
        send(page)
        page.wait_for_url(f"**{walk.mother.person}*")
        expect(page.locator("body")).to_contain_text(one.name)


def enquire(walk: Journey) -> None:
    """The mother asks how it goes; a file is opened, and becomes a request when she says so."""
    mother, page = walk.mother, walk.at(AGENT, walk.mother.person)
    page.locator("summary", has_text="Autres actions").first.click()
    page.get_by_role("link", name="Demande de retour").first.click()
    expect(page.locator("[name=country]")).to_have_value("CIV")
    expect(page.locator("[name=office] option:checked")).to_have_text("OIM · Bureau de Rabat")
    tick(page, "asked", "no")
    page.fill("[name=to_town]", "Bouaké")
    page.fill("[name=wished_on]", walk.flight.isoformat())
    page.select_option("[name=source]", "self")
    page.locator("[name=funding] option", has_text="protection et retour").first.evaluate(
        "one => { one.selected = true; one.parentElement.closest('select').dispatchEvent(new Event('change')) }"
    )
    press(page, "Ouvrir le dossier")
    shows(page, "La demande")
    mother.file, mother.number = path_of(page), number_of(page)
    page = walk.at(AGENT, f"{mother.file}register/")
    press(page, "Enregistrer la demande")
    shows(page, "La demande est enregistrée.")


def open_family(walk: Journey) -> None:
    """From the mother's file: one each, for the same journey."""
    page = walk.at(AGENT, f"{walk.mother.file}family/")
    for one in (walk.father, *walk.children):
        box = page.locator("fieldset.return-member", has_text=one.name)
        box.locator("[name$=-leaves]").check(force=True)
        if one in walk.children:
            box.locator("[name$=-parent]").select_option("yes")
    press(page, "Ouvrir ces dossiers")
    shows(page, "Les dossiers de la famille sont à jour.")
    for one in (walk.father, *walk.children):
        line = page.locator("ul.return-family li", has_text=one.name)
        one.file = line.locator("a.row-link").get_attribute("href") or ""
        found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", line.inner_text())
        assert found
        one.number = found.group()
        shown = walk.at(AGENT, one.file)
        if shown.get_by_role("link", name="Enregistrer la demande").count():
            walk.at(AGENT, f"{one.file}register/")
            press(shown, "Enregistrer la demande")
            shows(shown, "La demande est enregistrée.")
        walk.at(AGENT, f"{walk.mother.file}family/")


# Interviews and declarations


def interview(walk: Journey) -> None:
    for one in walk.family:
        page = walk.at(COUNSEL, f"{one.file}screen/")
        tick(page, "covered", *TOPICS)
        tick(page, "vulnerabilities", "family")
        tick(page, "outcome", "eligible")
        press(page, "Enregistrer l'entretien")
        page.wait_for_url(f"**{one.file}")
        page = walk.at(COUNSEL, f"{one.file}counsel/")
        tick(page, "mode", "present")
        page.select_option("select[name=language]", "fra")
        tick(page, "topics", *SPOKEN)
        page.fill("[name=text]", "Ouvrir un atelier de couture à Bouaké.")
        press(page, "Enregistrer, et passer à la déclaration")
        page.wait_for_url(re.compile(f"{one.file}(declare/)?$"))


def declare(walk: Journey) -> None:
    """A point refused and there is no declaration. For a child a parent signs, and the child is asked."""
    for one in walk.family:
        page = walk.at(COUNSEL, f"{one.file}declare/")
        tick(page, "points", *(POINTS[:-1] if one is walk.mother else POINTS))
        page.select_option("select[name=language]", "fra")
        page.check("[name=understood]", force=True)
        tick(page, "means", "signature")
        if one in walk.children:
            page.locator("[name=guardian] option", has_text=walk.mother.name).first.evaluate(
                "one => one.selected = true"
            )
            tick(page, "assent", "yes")
        press(page, "Enregistrer la déclaration")
        if one is walk.mother:
            expect(page.locator("h1")).to_contain_text("Déclaration de retour volontaire")
            tick(page, "points", *POINTS)
            press(page, "Enregistrer la déclaration")
        shows(page, "La déclaration est enregistrée.")
    for language in ("fr", "ar"):
        sheet = page.locator("main a[href*='/declarations/'][href*='print']").first.get_attribute("href")
        assert sheet
        address = f"{walk.site.address}{sheet.split('?')[0]}?lang={language}"
        assert paper(page, address, "application/pdf").startswith(b"%PDF")


# Papers


def laissez_passer(walk: Journey, one: Member, number: str, last: date) -> None:
    page = walk.at(COUNSEL, f"{one.file}document/")
    tick(page, "kind", "laissez_passer")
    page.select_option("[name=issuer]", "CIV")
    page.fill("[name=obtained_on]", walk.today.isoformat())
    page.fill("[name=number]", number)
    page.fill("[name=valid_to]", last.isoformat())
    send(page)
    page.wait_for_url(re.compile(f"{one.file}(#.*)?$"))


def papers(walk: Journey) -> None:
    """Of the father the consulate gives a laissez-passer that ends three days before the flight."""
    for number, one in enumerate(walk.family):
        last = walk.flight - 3 * DAY if one is walk.father else walk.flight + 60 * DAY
        laissez_passer(walk, one, f"LPESSAI{number:03d}", last)
        page = walk.at(COUNSEL, f"{one.file}fitness/")
        page.fill("[name=doctor]", "Dr Essai")
        tick(page, "result", "fit")
        page.fill("[name=valid_to]", (walk.flight + 5 * DAY).isoformat())
        send(page)
        page.wait_for_url(re.compile(f"{one.file}(#.*)?$"))
        allow_exit(walk, one)


def allow_exit(walk: Journey, one: Member) -> None:
    page = walk.at(COUNSEL, f"{one.file}exit/")
    page.fill("[name=reference]", "ENVOI-ESSAI")
    send(page)
    page.wait_for_url(re.compile(f"{one.file}(#.*)?$"))
    address = page.locator("main a[href^='/returns/exits/']").first.get_attribute("href")
    assert address
    page = walk.at(COUNSEL, address)
    tick(page, "answer", "granted")
    page.fill("[name=valid_from]", walk.today.isoformat())
    page.fill("[name=valid_to]", (walk.flight + 30 * DAY).isoformat())
    send(page)
    page.wait_for_url(re.compile(f"{one.file}(#.*)?$"))


def clear(walk: Journey) -> None:
    """Asked by the counsellor, answered by the protection officer; nobody is told why."""
    for one in walk.family:
        page = walk.at(COUNSEL, one.file)
        shows(page, "Ce qui bloque le départ")
        link = page.locator("#blocks a[href^='/clearances/new/']").first.get_attribute("href")
        assert link
        page = walk.at(COUNSEL, link)
        tick(page, "kind", "protection")
        press(page, "Demander")
        shows(page, "Le feu vert est demandé.")
        asked = path_of(page)
        page = walk.at(PROTECT, f"{asked}answer/")
        tick(page, "decision", "grant")
        page.fill("[name=to_on]", (walk.flight + 30 * DAY).isoformat())
        press(page, "Enregistrer la réponse")
        shows(page, "La réponse est enregistrée.")
