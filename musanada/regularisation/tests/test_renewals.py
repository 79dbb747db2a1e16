"""A renewal from its papers to the next card, or to the court; who does not renew falls out of validity."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from musanada.cases.models import DeadlineRule
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.regularisation.cards import last_day
from musanada.regularisation.commands import cards, renewals
from musanada.regularisation.models import Card, Reminder, Renewal
from musanada.regularisation.queries import papers
from musanada.regularisation.tests import scene as s
from musanada.regularisation.tests.test_cards import PAPERS, days, held, page


def filed(scene, given=PAPERS, **more) -> Renewal:
    return renewals.file_renewal(scene.agent, held(scene, **more), papers=given)


def granted(scene, **more) -> Card:
    one = renewals.grant(scene.cards, filed(scene, **more))
    return Card.objects.get(previous=one.card)


def delivered(scene, **more) -> Card:
    made = cards.print_card(scene.cards, granted(scene, **more), number="R1")
    return cards.deliver(scene.cards, made)


def test_the_papers_come_from_the_rules_of_the_day(scene):
    listed = papers.demanded(days(0))
    assert sorted(code for one in listed for code in one.codes) == sorted([*PAPERS, "school-certificate"])
    assert papers.demanded(date(2013, 1, 1)) == []


def test_a_request_without_all_papers_is_received_and_told(scene):
    one = filed(scene, ("passport", "school-certificate"))
    missing = {code for line in papers.lacking(one) for code in line.codes}
    assert missing == {"criminal-record", "health-certificate", "lease"}


def test_it_is_granted_once_the_papers_are_there(scene):
    one = filed(scene, ("passport",))
    with pytest.raises(Refused, match="pièces"):
        renewals.grant(scene.cards, one)
    renewals.give_papers(scene.agent, one, papers=PAPERS)
    one = renewals.grant(scene.cards, one)
    following = Card.objects.get(previous=one.card)
    assert (one.state, following.kind, following.state) == ("granted", "renewed", "ordered")


def test_a_paper_nobody_asks_for_is_refused(scene):
    with pytest.raises(BadInput):
        filed(scene, ("passport", "birth-certificate"))


def test_the_card_in_hand_is_replaced_when_the_next_is_handed_over(scene):
    one = granted(scene, begins=-400, ends=20)
    assert one.previous.state == "delivered"
    one = cards.deliver(scene.cards, cards.print_card(scene.cards, one, number="R1"))
    one.previous.refresh_from_db()
    assert one.previous.state == "replaced"
    assert one.valid_from == one.previous.valid_to + timedelta(days=1)


def test_it_lasts_three_years_once_a_year_has_passed(scene):
    card = delivered(scene, begins=-400, ends=-35)
    assert (card.valid_from, card.valid_to) == (days(0), last_day(days(0), 36))


def test_it_lasts_one_year_before_that(scene):
    card = delivered(scene, begins=-100, ends=-1)
    assert (card.valid_from, card.valid_to) == (days(0), last_day(days(0), 12))


def test_who_comes_late_is_received(scene):
    assert filed(scene, begins=-800, ends=-435).state == "filed"


def test_two_requests_for_one_card_are_refused(scene):
    one = filed(scene)
    with pytest.raises(Refused, match="déjà"):
        renewals.file_renewal(scene.agent, one.card)


def test_a_card_that_was_followed_is_not_renewed_again(scene):
    card = granted(scene)
    with pytest.raises(Refused, match="suit"):
        renewals.file_renewal(scene.agent, card.previous)


def test_a_cancelled_order_lets_the_request_be_made_again(scene):
    card = granted(scene)
    old = card.previous
    cards.cancel(scene.cards, card)
    assert renewals.file_renewal(scene.agent, old, papers=PAPERS).state == "filed"


def test_a_card_withdrawn_meanwhile_is_not_renewed(scene):
    one = filed(scene)
    cards.withdraw(scene.cards, one.card, reason="décision")
    one = Renewal.objects.get(pk=one.pk)
    with pytest.raises(Refused):
        renewals.grant(scene.cards, one)


def test_a_refusal_says_why_and_until_when_the_court_can_be_asked(scene):
    one = filed(scene)
    with pytest.raises(BadInput):
        renewals.refuse(scene.cards, one, reason=" ")
    one = renewals.refuse(scene.cards, one, reason="documents faux")
    assert (one.state, one.court_by) == ("refused", days(15))
    assert not DeadlineRule.objects.get(code="renewal-court").confirmed


def test_without_that_rule_no_day_is_invented(scene):
    DeadlineRule.objects.filter(code="renewal-court").delete()
    assert renewals.refuse(scene.cards, filed(scene), reason="documents faux").court_by is None


def test_a_decision_is_taken_once(scene):
    one = filed(scene)
    renewals.refuse(scene.cards, one, reason="documents faux")
    with pytest.raises(Refused):
        renewals.grant(scene.cards, Renewal.objects.get(pk=one.pk))
    with pytest.raises(Refused):
        renewals.give_papers(scene.agent, one, papers=())


def test_who_receives_does_not_decide(scene):
    one = filed(scene)
    with pytest.raises(MissingRight):
        renewals.grant(scene.agent, one)
    with pytest.raises(MissingRight):
        renewals.file_renewal(scene.cards, one.card)
    with pytest.raises(MissingRight):
        renewals.refuse(scene.staff["sale.card_officer"], one, reason="x")


def test_reminders_have_no_object_once_it_is_asked_for(scene):
    card = held(scene)
    Reminder.objects.create(card=card, days_before=60, due_on=days(0), language="fra")
    renewals.file_renewal(scene.agent, card)
    assert Reminder.objects.get().state == "needless"


# Pages


def test_the_whole_way_by_the_pages(scene):
    card = held(scene)
    client, url = page(scene.agent, "card-renew", card.pk)
    assert client.get(url).status_code == 200
    answer = client.post(url, {"on": days(0).isoformat(), "papers": ["passport"]})
    one = Renewal.objects.get()
    assert answer.headers["Location"] == reverse("regularisation:renewal", args=[one.pk])
    client.post(reverse("regularisation:renewal-papers", args=[one.pk]), {"papers": PAPERS})
    officer, url = page(scene.cards, "renewal-decide", one.pk, "grant")
    assert officer.get(url).status_code == 200
    assert officer.post(url, {"on": days(0).isoformat()}).status_code == 302
    assert Card.objects.filter(previous=card, state="ordered").exists()


def test_an_incomplete_request_is_not_granted_by_a_forged_post(scene):
    one = filed(scene, ("passport",))
    client, url = page(scene.cards, "renewal-decide", one.pk, "grant")
    assert client.post(url, {"on": days(0).isoformat()}).status_code == 422
    assert not Card.objects.filter(previous=one.card).exists()


def test_a_refusal_without_a_reason_comes_back(scene):
    one = filed(scene)
    client, url = page(scene.cards, "renewal-decide", one.pk, "refuse")
    assert client.post(url, {"on": days(0).isoformat(), "reason": ""}).status_code == 422
    one.refresh_from_db()
    assert one.state == "filed"


def test_the_receipt_is_a_paper_in_both_languages(scene):
    one = filed(scene, ("passport",))
    client, url = page(scene.agent, "renewal-receipt", one.pk)
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_what_stands_on_the_receipt(scene):
    from musanada.regularisation.card_papers import receipt_part

    one = filed(scene, ("passport",))
    french, arabic = (receipt_part(one, "Awa Diallo", lang) for lang in ("fr", "ar"))
    assert french["given"] == ["Passeport"]
    assert "Certificat de scolarité ou diplôme ou Contrat de travail" in french["missing"]
    assert arabic["given"] == ["جواز السفر"]
    assert len(arabic["missing"]) == len(french["missing"]) == 4


def test_another_office_finds_no_request(scene):
    one = filed(scene)
    for name in ("renewal", "renewal-receipt"):
        client, url = page(scene.staff["sale.agent"], name, one.pk)
        assert client.get(url).status_code == 404
    assert (
        s.signed_in(scene.staff["aide.agent"])
        .get(reverse("regularisation:renewal", args=[one.pk]))
        .status_code
        == 404
    )
