"""A card from its order to its end, one by one and in lists; what the pages enforce, asked by forged requests."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.commands import confidential
from musanada.regularisation.commands import cards, renewals
from musanada.regularisation.models import Card, CardRule
from musanada.regularisation.queries import cards as queries
from musanada.regularisation.tests import scene as s

PAPERS = ("passport", "lease", "criminal-record", "work-contract", "health-certificate")


def days(n: int) -> date:
    return timezone.localdate() + timedelta(days=n)


def notified(scene, name: str = s.NAMES[0], *, at: str = "rabat"):
    """A file whose favourable decision was told."""
    made = s.lodged(scene, s.applicant(scene, name, at=at), at=at)
    Case.objects.filter(pk=made.case_id).update(state="notified")
    made.case.refresh_from_db()
    return made


def printed(scene, **more):
    made = cards.order_first(scene.agent, notified(scene, **more))
    return cards.print_card(scene.cards, made, number="ma 123456")


def held(scene, *, begins: int = -300, ends: int = 65, **more) -> Card:
    """A card in hand, its dates written straight into the table."""
    card = cards.deliver(scene.cards, printed(scene, **more))
    Card.objects.filter(pk=card.pk).update(
        valid_from=days(begins),
        valid_to=days(ends),
        delivered_on=days(begins),
        printed_on=days(begins),
        ordered_on=days(begins),
    )
    return queries.cards(scene.cards).get(pk=card.pk)


def state_of(application) -> str:
    return Case.objects.get(pk=application.case_id).state


def test_the_file_follows_its_first_card(scene):
    file = notified(scene)
    card = cards.order_first(scene.agent, file)
    assert (card.state, card.kind, card.place, state_of(file)) == (
        "ordered",
        "first",
        file.place,
        "card_ordered",
    )
    card = cards.print_card(scene.cards, card, number=" ma 123 456 ")
    assert (card.state, card.number, state_of(file)) == ("printed", "MA123456", "card_ordered")
    card = cards.deliver(scene.cards, card)
    assert (card.state, state_of(file)) == ("delivered", "card_issued")
    today = timezone.localdate()
    assert card.valid_from == today
    assert card.valid_to == today.replace(year=today.year + 1) - timedelta(days=1)


def test_a_cancelled_order_takes_the_file_back(scene):
    file = notified(scene)
    card = cards.cancel(scene.cards, cards.order_first(scene.agent, file))
    assert (card.state, state_of(file)) == ("cancelled", "notified")
    assert cards.order_first(scene.agent, queries.to_order(scene.agent).get(pk=file.pk)).state == "ordered"


def test_no_card_before_the_decision_was_told(scene):
    file = s.lodged(scene)
    with pytest.raises(Refused):
        cards.order_first(scene.agent, file)
    assert not Card.objects.exists()


def test_one_card_at_a_time_for_a_person(scene):
    card = held(scene)
    renewals.grant(scene.cards, renewals.file_renewal(scene.agent, card, papers=PAPERS))
    with pytest.raises(Refused, match="déjà"):
        cards.new_card(**cards.heir(card) | {"previous": None}, kind="first", ordered_on=days(0))


def test_who_delivers_a_card_that_nobody_printed_is_refused(scene):
    card = cards.order_first(scene.agent, notified(scene))
    with pytest.raises(Refused):
        cards.deliver(scene.cards, card)


def test_no_rule_no_delivery(scene):
    card = printed(scene)
    CardRule.objects.all().delete()
    with pytest.raises(Refused, match="règle"):
        cards.deliver(scene.cards, card)


@pytest.mark.parametrize("act", ["order", "print", "deliver"])
def test_rights_are_asked_where_the_card_is(scene, act):
    """The office orders, the card officer makes; neither does the other's, nor anything at another office."""
    if act == "order":
        file = notified(scene)
        attempts = [lambda u: cards.order_first(u, file)]
        wrong = [scene.cards, scene.staff["sale.agent"], scene.secretary]
    elif act == "print":
        card = cards.order_first(scene.agent, notified(scene))
        attempts = [lambda u: cards.print_card(u, card, number="1")]
        wrong = [scene.agent, scene.staff["sale.card_officer"], scene.manager]
    else:
        card = printed(scene)
        attempts = [lambda u: cards.deliver(u, card)]
        wrong = [scene.agent, scene.staff["sale.card_officer"], scene.manager]
    for user in wrong:
        for attempt in attempts:
            with pytest.raises(MissingRight):
                attempt(user)


@pytest.mark.parametrize("on", [1, -400])
def test_a_day_that_cannot_be_is_said_at_its_field(scene, on):
    card = cards.order_first(scene.agent, notified(scene))
    with pytest.raises(BadInput) as told:
        cards.print_card(scene.cards, card, number="1", on=days(on))
    assert "on" in told.value.fields


# Lost, withdrawn


def test_a_lost_card_is_replaced_to_the_same_last_day(scene):
    card = cards.lose(scene.agent, held(scene))
    assert (card.state, card.ended_on) == ("lost", days(0))
    again = cards.order_duplicate(scene.agent, card)
    again = cards.deliver(scene.cards, cards.print_card(scene.cards, again, number="2"))
    assert (again.valid_from, again.valid_to, again.kind) == (days(0), card.valid_to, card.kind)
    card.refresh_from_db()
    assert card.state == "lost"


def test_a_card_in_hand_has_no_duplicate(scene):
    with pytest.raises(Refused):
        cards.order_duplicate(scene.agent, held(scene))


def test_a_duplicate_twice_is_refused(scene):
    card = cards.lose(scene.agent, held(scene))
    cards.order_duplicate(scene.agent, card)
    with pytest.raises(Refused):
        cards.order_duplicate(scene.agent, card)


def test_a_card_is_withdrawn_for_a_reason(scene):
    card = held(scene)
    with pytest.raises(BadInput):
        cards.withdraw(scene.cards, card, reason="  ")
    card = cards.withdraw(scene.cards, card, reason="décision n° 12 du tribunal")
    assert (card.state, card.end_reason) == ("withdrawn", "décision n° 12 du tribunal")
    with pytest.raises(MissingRight):
        cards.withdraw(scene.agent, card, reason="x")


# Lists


def test_a_delivery_day_says_of_each_row_what_became_of_it(scene):
    good = [printed(scene, name=name) for name in s.NAMES[:3]]
    bad = cards.order_first(scene.agent, notified(scene, s.NAMES[3]))
    outcomes = cards.deliver_list(scene.cards, [good[0], bad, *good[1:]], on=days(0))
    assert [one.done for one in outcomes] == [True, False, True, True]
    assert Card.objects.filter(state="delivered").count() == 3


def page(user, name: str, *args):
    return s.signed_in(user), reverse(f"regularisation:{name}", args=args)


def test_the_order_list_is_ordered_by_a_click(scene):
    files = [notified(scene, name) for name in s.NAMES[:2]]
    client, url = page(scene.agent, "card-order")
    assert all(name in client.get(url).content.decode() for name in s.NAMES[:2])
    answer = client.post(url, {"key": [one.pk for one in files], "on": days(0).isoformat()})
    assert answer.status_code == 200
    assert {state_of(one) for one in files} == {"card_ordered"}


def test_a_row_without_its_number_stays_with_what_was_typed(scene):
    one, two = (cards.order_first(scene.agent, notified(scene, name)) for name in s.NAMES[:2])
    client, url = page(scene.cards, "card-print")
    data = {"key": [one.pk, two.pk], "on": days(0).isoformat(), f"number-{one.pk}": "AA1"}
    body = client.post(url, data).content.decode()
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state) == ("printed", "ordered")
    assert "Saisissez le numéro" in body


def test_nothing_ticked_is_said(scene):
    printed(scene)
    client, url = page(scene.cards, "card-deliver")
    answer = client.post(url, {"on": days(0).isoformat()})
    assert (answer.status_code, "Cochez" in answer.content.decode()) == (422, True)


def test_a_key_of_another_office_in_the_list_is_not_found(scene):
    mine, theirs = notified(scene), notified(scene, s.NAMES[1], at="sale")
    client, url = page(scene.agent, "card-order")
    answer = client.post(url, {"key": [mine.pk, theirs.pk], "on": days(0).isoformat()})
    assert (answer.status_code, state_of(mine), state_of(theirs)) == (404, "notified", "notified")


def test_a_hundred_cards_are_handed_over_in_one_go(scene, django_assert_max_num_queries):
    file = notified(scene)
    cards.print_card(scene.cards, cards.order_first(scene.agent, file), number="1")
    rows = list(queries.to_deliver(scene.cards))
    with django_assert_max_num_queries(60):
        assert all(one.done for one in cards.deliver_list(scene.cards, rows, on=days(0)))


# Pages


def test_the_page_of_a_card_shows_its_holder_and_its_validity(scene):
    card = held(scene)
    client, url = page(scene.cards, "card", card.pk)
    body = client.get(url).content.decode()
    assert "Awa Diallo" in body
    assert f'datetime="{card.valid_to.isoformat()}"' in body


@pytest.mark.parametrize("name", ["cards", "card-stock", "card-lapsed", "card-projection", "renewals"])
def test_lists_answer_to_those_who_see_cards(scene, name):
    held(scene)
    for user in (scene.agent, scene.cards, scene.staff["root.programme_manager"]):
        client, url = page(user, name)
        assert client.get(url).status_code == 200


def test_another_office_finds_no_card(scene):
    card = held(scene)
    client, url = page(scene.staff["sale.card_officer"], "card", card.pk)
    assert client.get(url).status_code == 404
    assert card.reference[:4] not in client.get(reverse("regularisation:cards")).content.decode()


def test_a_forged_step_is_refused_and_changes_nothing(scene):
    """The office may not print, the officer may not declare a loss, nobody replaces by hand."""
    card = cards.order_first(scene.agent, notified(scene))
    for user, code in (
        (scene.agent, "print"),
        (scene.cards, "lose"),
        (scene.cards, "replace"),
        (scene.cards, "x"),
    ):
        client, url = page(user, "card-step", card.pk, code)
        assert client.post(url, {"number": "1", "on": days(0).isoformat()}).status_code not in (200, 302)
    card.refresh_from_db()
    assert card.state == "ordered"


def test_an_officer_prints_and_hands_over_by_the_pages(scene):
    card = cards.order_first(scene.agent, notified(scene))
    for code, data in (("print", {"number": "AB1"}), ("deliver", {})):
        client, url = page(scene.cards, "card-step", card.pk, code)
        assert client.get(url).status_code == 200
        assert client.post(url, {"on": days(0).isoformat(), **data}).status_code == 302
    card.refresh_from_db()
    assert (card.state, card.number) == ("delivered", "AB1")


# Protected people


def test_a_hidden_holder_is_on_no_list_and_their_card_is_an_address_that_leads_nowhere(scene):
    card = held(scene)
    confidential.open_file(
        scene.manager,
        card.person,
        subject="violence",
        hides_person=True,
        reason="menaces reçues au téléphone",
    )
    for name in ("cards", "card-lapsed", "card-deliver", "renewals", "reminders"):
        client, url = page(scene.cards, name)
        assert card.reference[:4] not in client.get(url).content.decode()
    for name, args in (("card", ()), ("card-step", ("lose",)), ("card-renew", ())):
        for user in (scene.agent, scene.cards):
            client, url = page(user, name, card.pk, *args)
            assert client.get(url).status_code in (403, 404)
    client, url = page(scene.manager, "card", card.pk)
    lines = AuditEntry.objects.filter(verb="people.read_protected").count()
    assert client.get(url).status_code == 200
    assert AuditEntry.objects.filter(verb="people.read_protected").count() > lines
