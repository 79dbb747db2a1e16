"""People who protect a child, a victim, somebody hurt: each in a window of their own, on what they may open."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.family import PRIMARY, path_of, press, shows

OFFICER, SECOND = "protection-officer.nador", "protection-officer-2.nador"
PANEL = ("protection-officer.marrakech", "protection-officer.casablanca", "protection-officer.national")
PANEL_OFFICES = (
    "Chargé de protection · OIM · Bureau de Marrakech",
    "Chargé de protection · OIM · Bureau de Casablanca",
    "Chargé de protection · OIM Maroc",
)
STRANGERS = ("agent.oujda", "case-manager.casablanca", "programme-manager.national", "mne-officer.national")
DAY = timedelta(days=1)
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass
class Watch:
    """Who is signed in, and where the child's pages are."""

    site: Any
    sign_in: Callable[..., Page]
    child: str = ""  # address of the child's page
    bid: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return date.today()

    @property
    def case(self) -> str:
        return KEY.findall(self.child)[0]

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
        page.locator(f"main [name={name}][value='{value}']").first.check(force=True)


def pick(page: Page, name: str, text: str) -> None:
    """The first choice of a list that says ``text``."""
    page.locator(f"main select[name={name}] option", has_text=text).first.evaluate(
        "one => { one.selected = true; one.parentElement.closest('select').dispatchEvent(new Event('change')) }"
    )


def send(page: Page) -> None:
    """The one button that the page is there for; the answer of a kept form comes without a new page."""
    page.locator(PRIMARY).first.click()


# In the street


def meet(watch: Watch, nickname: str, *needs: str) -> str:
    """An encounter noted; the address of its page."""
    page = watch.at(OFFICER, "/protection/encounters/new/")
    pick(page, "town", "Nador")
    page.fill("[name=nickname]", nickname)
    tick(page, "sex", "M")
    tick(page, "band", "13-17")
    tick(page, "company", "alone")
    tick(page, "needs", *needs)
    send(page)
    shows(page, "La rencontre est notée.")
    page = watch.at(OFFICER, "/protection/encounters/")
    row = page.locator("main a.row-link", has_text=nickname).first
    return row.get_attribute("href") or ""


def one_child(watch: Watch, first: str, second: str) -> str:
    """The first encounter is a new child; the second is recognised, and why is said."""
    page = watch.at(OFFICER, first)
    press(page, "C'est un nouvel enfant")
    shows(page, "C'est un enfant rencontré pour la première fois.")
    page = watch.at(OFFICER, second)
    shows(page, "Surnom qui se prononce ou s'écrit de façon proche")
    page.locator("ul.matches form button").first.click()
    shows(page, "La rencontre est rapprochée de cet enfant.")
    page = watch.at(OFFICER, second)
    return page.locator("main a", has_text="Rapprochée de l'enfant").first.get_attribute("href") or ""


# The file


def open_file(watch: Watch, mapped: str, birth: date) -> None:
    page = watch.at(OFFICER, mapped)
    page.get_by_role("link", name="Ouvrir un dossier").first.click()
    expect(page.locator("[name=basis]").first).to_be_attached()
    page.fill("[name=birth_age]", "")
    for part, value in (("day", birth.day), ("month", birth.month), ("year", birth.year)):
        page.locator(f"[name=birth_{part}]").fill(str(value))
    page.select_option("[name=nationality]", "GIN")
    page.select_option("[name=source]", "patrol")
    tick(page, "status", "unaccompanied")
    tick(page, "danger", "no")
    tick(page, "needs", "shelter")
    tick(page, "basis", "assent_alone")
    send(page)
    shows(page, "Le dossier est ouvert : l'enfant n'apparaît plus que pour les personnes nommées.")
    watch.child = path_of(page)


def name_second(watch: Watch) -> None:
    """A colleague of the office, named by the owner for a reason, until a day."""
    page = watch.at(OFFICER, watch.child)
    secret = page.locator("a", has_text="Qui est nommé, qui a lu").first.get_attribute("href") or ""
    assert watch.status(SECOND, watch.child) == 404
    page = watch.at(OFFICER, f"{secret}grant/")
    pick(page, "user", "Chargé de protection 2 · OIM · Bureau de Nador")
    page.fill("[name=until]", (watch.today + 90 * DAY).isoformat())
    page.fill("[name=reason]", "relit les évaluations de cet enfant")
    send(page)
    page.wait_for_url(f"**{secret}*")
    assert watch.status(SECOND, watch.child) == 200


# Best interests


def assess(watch: Watch) -> None:
    """The assessment, written by the officer and reviewed by the colleague who is named, before its day."""
    page = watch.at(OFFICER, f"{watch.child}bia/new/")
    tick(page, "trigger", "first")
    send(page)
    page.wait_for_url(re.compile(r"/bia/[0-9a-f-]{36}/"))
    bia = path_of(page).removesuffix("write/")
    page = watch.at(OFFICER, f"{bia}options/new/")
    page.select_option("[name=outlook]", "family_elsewhere")
    page.select_option("[name=country]", "GIN")
    page.fill("[name=pros]", "Sa tante l'attend et il le demande.")
    page.fill("[name=cons]", "Le foyer reste à voir.")
    send(page)
    shows(page, "L'option est pesée.")
    page = watch.at(OFFICER, f"{bia}options/new/")
    page.select_option("[name=outlook]", "integration")
    page.fill("[name=pros]", "Il apprend vite et il a des amis ici.")
    page.fill("[name=cons]", "Il n'a personne de sa famille ici.")
    send(page)
    shows(page, "L'option est pesée.")
    page = watch.at(OFFICER, f"{bia}write/")
    tick(page, "heard", "child")
    page.fill("[name=views]", "Je veux apprendre un métier, près de quelqu'un de ma famille.")
    page.fill("[name=maturity]", "Il comprend ce que change chaque choix.")
    for factor in ("views", "safety", "family", "development", "health", "education"):
        page.fill(f"[name=factor_{factor}]", "Rien ne s'y oppose à ce jour.")
    page.select_option("[name=recommendation]", "integration")
    page.fill("[name=reasons]", "Il le demande, et l'école l'attend.")
    tick(page, "bid_needed", "durable")
    press(page, "Dire l'évaluation faite")
    page.wait_for_url(f"**{bia}")
    page = watch.at(SECOND, f"{bia}review/")
    tick(page, "accept", "yes")
    page.fill("[name=text]", "Complète et à temps.")
    send(page)
    page.wait_for_url(f"**{bia}")
    shows(watch.at(OFFICER, bia), "Relue et retenue")


def determine(watch: Watch) -> None:
    """Report, review, seal, a panel of three who read the sealed dossier and nothing else, their votes, the decision."""
    page = watch.at(OFFICER, f"{watch.child}bid/new/")
    tick(page, "question", "durable")
    send(page)
    page.wait_for_url(re.compile(r"/bid/[0-9a-f-]{36}/"))
    watch.bid = path_of(page).removesuffix("write/")
    page = watch.at(OFFICER, f"{watch.bid}write/")
    page.fill(
        "[name=report]",
        "Vu trois fois à Nador. Il demande à apprendre un métier ici. La tante est joignable.",
    )
    send(page)
    page.wait_for_url(f"**{watch.bid}*")
    press(watch.at(OFFICER, watch.bid), "Faire relire le rapport")
    page = watch.at(SECOND, f"{watch.bid}review/")
    tick(page, "accept", "yes")
    send(page)
    page.wait_for_url(f"**{watch.bid}*")
    page = watch.at(OFFICER, f"{watch.bid}seal/")
    send(page)
    page.wait_for_url(f"**{watch.bid}*")
    sit(watch)
    vote(watch)


def sit(watch: Watch) -> None:
    """Three members of other offices, one of whom chairs, today."""
    for number, office in enumerate(PANEL_OFFICES):
        page = watch.at(OFFICER, f"{watch.bid}panel/")
        pick(page, "user", office)
        if number == 0:
            page.locator("main [name=chair]").check(force=True)
        press(page, "Désigner")
        expect(page.locator(".interests-seats li")).to_have_count(number + 1)
    page = watch.at(OFFICER, f"{watch.bid}call/")
    page.fill("[name=panel_on]", watch.today.isoformat())
    send(page)
    page.wait_for_url(f"**{watch.bid}*")


def vote(watch: Watch) -> None:
    """Each says there is no conflict, reads the sealed dossier, which names nobody, and votes once."""
    key = KEY.findall(watch.bid)[1]
    for user, outlook in zip(PANEL, ("integration", "integration", "family_elsewhere"), strict=True):
        assert watch.status(user, watch.child) == 404
        page = watch.at(user, f"/protection/panels/{key}/")
        tick(page, "conflict", "no")
        press(page, "Répondre")
        shows(page, "Ce dossier est scellé et sans nom.")
        expect(page.locator("main")).not_to_contain_text("Zoubir")
        tick(page, "outlook", outlook)
        press(page, "Voter, une fois pour toutes")
        shows(page, "Un vote ne se reprend pas.")


def decide(watch: Watch) -> None:
    """What the panel voted, told to the child, put into practice. Those who sat see the file no more."""
    page = watch.at(OFFICER, f"{watch.bid}decide/")
    tick(page, "outlook", "integration")
    page.fill("[name=reasons]", "Sa parole, son âge et l'école qui l'attend.")
    send(page)
    page.wait_for_url(f"**{watch.bid}*")
    shows(watch.at(OFFICER, watch.bid), "Intégration ici", "L'enfant ne sait pas encore")
    page = watch.at(OFFICER, f"{watch.bid}told/")
    send(page)
    page.wait_for_url(f"**{watch.bid}*")
    page = watch.at(OFFICER, f"{watch.bid}implement/")
    send(page)
    page.wait_for_url(re.compile(r"/protection/children/"))
    shows(watch.at(OFFICER, watch.child), "Solution en cours")


# Care, school, eighteen


def settle(watch: Watch) -> None:
    page = watch.at(OFFICER, f"{watch.child}care/new/")
    page.select_option("[name=kind]", "residential")
    page.fill("[name=agency]", "Centre d'accueil d'essai")
    page.select_option("[name=formal]", "yes")
    page.fill("[name=decision]", "12/2026 du 20 novembre")
    send(page)
    page.wait_for_url(f"**{watch.child}*")
    page = watch.at(OFFICER, f"{watch.child}school/new/")
    tick(page, "kind", "second_chance")
    page.fill("[name=place]", "École d'essai")
    send(page)
    page.wait_for_url(f"**{watch.child}*")
    shows(watch.at(OFFICER, watch.child), "Centre d'accueil", "École de la deuxième chance")


def grow_up(watch: Watch, birthday: date) -> None:
    """The night of the birthday turns the regime; nothing is gone."""
    watch.site.run("protection", "birthdays", "--on", birthday.isoformat())
    page = watch.at(OFFICER, watch.child)
    shows(page, "Suivi après 18 ans", "Centre d'accueil", "Intégration ici", "École de la deuxième chance")


def strangers_see_nothing(watch: Watch, nickname: str) -> None:
    """Neither page, nor search, nor list, nor figure of whoever is not named."""
    for user in STRANGERS:
        assert watch.status(user, watch.child) in (403, 404), user
        assert watch.status(user, f"{watch.child}family/new/") in (403, 404), user
        assert watch.status(user, watch.bid) in (403, 404), user
        page = watch.at(user, "/")
        box = page.locator("input[type=search], header input[name=q]").first
        if box.count():
            box.fill(nickname)
            box.press("Enter")
            page.wait_for_load_state()
            expect(page.locator("main")).not_to_contain_text(nickname.split()[0], timeout=4_000)


# A checklist that becomes help


def detect(watch: Watch, user: str) -> str:
    """Five signs are present: refer, urgently. No name is asked."""
    page = watch.at(user, "/protection/detection/new/")
    tick(page, "age", "adult")
    tick(page, "safe_now", "no")
    signs = page.locator("fieldset.detect-sign:visible label.detect-present")
    for number in range(5):
        signs.nth(number).click()
    send(page)
    shows(page, "Orienter, urgent")
    return path_of(page)


def refer(watch: Watch, user: str, detection: str, partner: str) -> str:
    """Of five services the person wants three; only those leave."""
    page = watch.at(user, f"{detection}refer/")
    page.get_by_role("link", name=partner).first.click()
    expect(page.locator("[name^='word-']").first).to_be_attached()
    names = sorted({str(one.get_attribute("name")) for one in page.locator("[name^='word-']").all()})
    assert len(names) == 5, names
    for number, name in enumerate(names):
        tick(page, name, "yes" if number < 3 else "no")
    page.fill("[name=safe_contact]", "au marché, le mardi, « la clé bleue »")
    send(page)
    shows(page, "L'orientation est envoyée.", "ne part pas")
    return path_of(page)


def accept(watch: Watch, user: str, sent: str) -> str:
    """The receiver reads three services and a word, no name; accepting opens a file at their name."""
    key = KEY.findall(sent)[0]
    page = watch.at(user, f"/protection/referrals/{key}/")
    expect(page.locator("section", has_text="Ce que la personne veut bien").locator("li")).to_have_count(3)
    shows(page, "la clé bleue")
    page = watch.at(user, f"/protection/referrals/{key}/accept/")
    tick(page, "child", "adult")
    send(page)
    shows(page, "L'orientation est acceptée.")
    return path_of(page)


# Hurt at the border


def hurt(watch: Watch, user: str) -> str:
    """An incident, and somebody without a name: seconds on a phone."""
    page = watch.at(user, "/protection/border/incidents/new/")
    tick(page, "kind", "fence")
    pick(page, "town", "Nador")
    send(page)
    page.wait_for_url(re.compile(r"/incidents/[0-9a-f-]{36}/$"))
    page = watch.at(user, f"{path_of(page)}casualties/new/")
    tick(page, "triage", "red")
    tick(page, "sex", "M")
    press(page, "Enregistrer")
    shows(page, "Sans nom pour l'instant : le code suffit.")
    return path_of(page)


def to_hospital(watch: Watch, user: str, hospital: str, casualty: str) -> None:
    page = watch.at(user, f"{casualty}evacuations/new/")
    tick(page, "means", "ambulance")
    pick(page, "to_unit", "Hôpital provincial · Nador")
    send(page)
    shows(page, "L'évacuation est enregistrée.")
    press(page, "Partie maintenant")
    press(watch.at(user, casualty), "Arrivée maintenant")
    page = watch.at(hospital, f"{casualty}admit/")
    send(page)
    page.wait_for_url(f"**{casualty}*")
    shows(watch.at(hospital, casualty), "Hôpital provincial")


def give_name(watch: Watch, hospital: str, casualty: str, name: str) -> None:
    """Said later, at the bedside: the code stays, a person stands behind it."""
    page = watch.at(hospital, f"{casualty}identify/")
    page.fill("[name=name]", name)
    press(page, "Inscrire et nommer")
    shows(page, "L'identité est ajoutée", name)
