"""Protection as the people who do it meet it: a nickname becomes a child who grows up, a checklist becomes help, somebody hurt gets a name."""

from datetime import date

import pytest

from tests.browser import protecting as p
from tests.browser.protecting import Watch

pytestmark = pytest.mark.browser


def nearly_eighteen(today: date) -> date:
    """Born so that the majority falls in ten days."""
    birthday = today + 10 * p.DAY
    return birthday.replace(year=birthday.year - 18)


def test_a_nickname_met_twice_becomes_one_child_who_turns_eighteen(site, sign_in):
    watch = Watch(site, sign_in)
    first = p.meet(watch, "Zoubir le Petit", "health", "shelter")
    second = p.meet(watch, "Zoubeir Petit", "food")
    mapped = p.one_child(watch, first, second)
    p.open_file(watch, mapped, nearly_eighteen(watch.today))
    p.name_second(watch)
    p.assess(watch)
    p.determine(watch)
    p.decide(watch)
    p.settle(watch)
    p.strangers_see_nothing(watch, "Zoubir le Petit")
    p.grow_up(watch, watch.today + 10 * p.DAY)


def test_a_checklist_becomes_an_accepted_referral_with_three_of_five_consents(site, sign_in):
    watch = Watch(site, sign_in)
    detector, receiver = "agent.oujda", "protection-officer.rabat"
    detection = p.detect(watch, detector)
    assert watch.status("case-manager.oujda", detection) == 404  # a colleague's is not one's own
    sent = p.refer(watch, detector, detection, "Unité spécialisée")
    victim = p.accept(watch, receiver, sent)
    assert watch.status(detector, victim) in (403, 404)
    assert watch.status("protection-officer.casablanca", victim) == 404
    p.shows(
        watch.at(detector, sent),
        "Ce partenaire suit la personne. Vous voyez l'état de l'orientation, pas son dossier.",
    )


def test_an_unnamed_casualty_gets_a_name(site, sign_in):
    watch = Watch(site, sign_in)
    responder, hospital = "first-responder.nador", "health-focal-point.hopital-nador"
    casualty = p.hurt(watch, responder)
    p.to_hospital(watch, responder, hospital, casualty)
    p.give_name(watch, hospital, casualty, "Kossi Amegan")
    assert watch.status("agent.etrangers-oujda", casualty) in (403, 404)
