"""The pages of referral, as a browser uses them and as somebody forges them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.commands import referrals as commands
from musanada.cases.models import Referral
from musanada.cases.queries import terms
from musanada.cases.tests import world as w
from musanada.kit.ids import new_id
from musanada.kit.timeline import PANELS
from musanada.people.models import Presence


def new_url(world, to=None) -> str:
    address = f"{reverse('referrals:new')}?person={world.person.pk}"
    return f"{address}&to=unit:{to.pk}" if to else address


def typed(**values):
    data = {
        "id": str(new_id()),
        "kind": "referral",
        "need": "shelter",
        "urgency": "24h",
        "groups": ["contact"],
    }
    return data | {"note": ""} | values


def step_url(one, code: str) -> str:
    return reverse("referrals:step", args=[one.pk, code])


def show(user, one):
    return w.signed_in(user).get(reverse("referrals:show", args=[one.pk]))


def test_receivers_are_own_offices_and_those_under_an_agreement(world):
    page = w.signed_in(world.maha).get(new_url(world)).content.decode()
    offered = {
        unit.code
        for unit in (world.oujda, world.sister, world.centre, world.stranger)
        if str(unit.pk) in page
    }
    assert offered == {"oujda", "soeur", "centre"}
    assert str(world.hospital.pk) in page
    assert str(world.rabat.pk) not in page


def test_agent_is_not_offered_bodies_without_account(world):
    page = w.signed_in(world.alima).get(new_url(world)).content.decode()
    assert str(world.hospital.pk) not in page


@pytest.mark.parametrize("to", ["stranger", "rabat", "aide"])
def test_forged_receiver_is_not_found(world, to):
    client = w.signed_in(world.maha)
    url = new_url(world, getattr(world, to))
    assert client.get(url).status_code == 404
    assert client.post(url, typed()).status_code == 404
    assert not Referral.objects.exists()


def test_page_says_that_consent_is_missing_and_the_server_refuses(world):
    client, url = w.signed_in(world.maha), new_url(world, world.oujda)
    assert "Aucun accord" in client.get(url).content.decode()
    answer = client.post(url, typed())
    assert answer.status_code == 422
    assert "accord de la personne manque" in answer.content.decode()
    assert not Referral.objects.exclude(state="draft").exists()


def test_corrected_form_sends_what_was_corrected(world):
    """Refused for a group too many, sent again without it: the same draft, the second choice."""
    w.agrees(world, world.oujda, "identity", "contact")
    client, url = w.signed_in(world.maha), new_url(world, world.oujda)
    data = typed(groups=["contact", "travel"])
    assert client.post(url, data).status_code == 422
    answer = client.post(url, data | {"groups": ["contact"]})
    one = Referral.objects.get()
    assert answer.headers["Location"] == reverse("referrals:show", args=[one.pk])
    assert (one.state, one.groups) == ("sent", ",contact,identity,")


def test_sent_form_posted_twice_is_one_referral(world):
    w.agrees(world, world.oujda)
    client, url, data = w.signed_in(world.maha), new_url(world, world.oujda), typed()
    client.post(url, data)
    assert client.post(url, data).status_code == 422
    assert Referral.objects.count() == 1


def test_receiver_sees_a_need_before_and_a_person_after(world):
    w.agrees(world, world.oujda)
    one = w.sent(world, note="Vient demain")
    before = show(world.zaki, one).content.decode()
    assert "Vient demain" in before
    assert "Diallo" not in before and world.person.reference not in before
    w.signed_in(world.zaki).post(step_url(one, "accept"))
    assert "Mamadou Diallo" in show(world.zaki, one).content.decode()
    commands.revoke(world.maha, Referral.objects.get(pk=one.pk))
    after = show(world.zaki, one).content.decode()
    assert "Diallo" not in after and "Vient demain" not in after


def test_senders_page_says_health_is_sent_and_not_shown(world):
    w.agrees(world, world.centre, "identity", "health")
    one = w.sent(world, world.centre, "identity", "health", by=world.alima, need="health")
    page = show(world.alima, one).content.decode()
    assert "transmise, non affichée" in page


@pytest.mark.parametrize("code", ["accept", "refuse", "finish", "close"])
def test_forged_answer_of_the_sender_changes_nothing(world, code):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    data = {"reason": "no_place", "outcome": "given"}
    assert w.signed_in(world.maha).post(step_url(one, code), data).status_code == 409
    one.refresh_from_db()
    assert one.state == "sent"


@pytest.mark.parametrize("who", ["salma", "hamid", "hind"])
@pytest.mark.parametrize("code", ["accept", "refuse", "revoke", "nonsense"])
def test_strangers_step_is_not_found(world, who, code):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    client = w.signed_in(getattr(world, who))
    assert client.get(step_url(one, code)).status_code == 404
    assert client.post(step_url(one, code)).status_code == 404


@pytest.mark.parametrize("code", ["withdraw", "lapse", "nonsense"])
def test_step_of_the_system_is_offered_to_nobody(world, code):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    Referral.objects.update(lapses_at=timezone.now())
    for user in (world.maha, world.zaki):
        assert w.signed_in(user).post(step_url(one, code)).status_code == 409
    one.refresh_from_db()
    assert one.state == "sent"


def test_refusing_asks_why(world):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    client = w.signed_in(world.zaki)
    assert client.post(step_url(one, "refuse"), {"reason": ""}).status_code == 422
    assert client.post(step_url(one, "refuse"), {"reason": "dislike"}).status_code == 422
    assert client.post(step_url(one, "refuse"), {"reason": "funds"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.refusal) == ("refused", "funds")


def test_looking_at_a_step_takes_none(world):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    for user, code in ((world.zaki, "accept"), (world.zaki, "refuse"), (world.maha, "revoke")):
        w.signed_in(user).get(step_url(one, code))
    one.refresh_from_db()
    assert one.state == "sent"


def test_package_page_shows_the_secrets_once(world):
    w.agrees(world, world.hospital)
    url = f"{reverse('referrals:new')}?person={world.person.pk}&to=partner:{world.hospital.pk}"
    made = w.signed_in(world.maha).post(url, typed(kind="external", body="Service social")).content.decode()
    assert "/packages/" in made
    one = Referral.objects.get()
    later = show(world.maha, one).content.decode()
    assert "/packages/" not in later
    assert (one.state, one.body) == ("sent", "Service social")


def test_home_says_what_waits_what_is_late_and_what_came_back(world):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    assert PANELS["cases.to_answer"](world.zaki).count == 1
    assert PANELS["cases.to_answer"](world.maha).count == 0
    assert PANELS["cases.late"](world.maha) is None
    Referral.objects.update(respond_by=timezone.now())
    assert PANELS["cases.late"](world.maha).count == 1
    commands.refuse(world.zaki, Referral.objects.get(pk=one.pk), reason="no_place")
    assert [row[0] for row in PANELS["cases.answered"](world.maha).rows]
    assert PANELS["cases.to_answer"](world.zaki).count == 0


def test_home_names_nobody(world):
    w.agrees(world, world.oujda)
    w.sent(world)
    panel = PANELS["cases.to_answer"](world.zaki)
    told = " ".join(str(part) for row in panel.rows for part in row)
    assert "Diallo" not in told and world.person.reference not in told


def test_persons_page_offers_to_refer_and_tells_of_it(world):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    page = w.signed_in(world.maha).get(reverse("people:person", args=[world.person.pk])).content.decode()
    assert new_url(world).replace("&", "&amp;") in page
    assert reverse("referrals:show", args=[one.pk]) in page


def test_receiver_reads_nothing_of_other_referrals_on_the_persons_page(world):
    w.agrees(world, world.oujda)
    w.agrees(world, world.sister)
    mine = commands.accept(world.zaki, w.sent(world))
    other = w.sent(world, world.sister)
    page = w.signed_in(world.zaki).get(reverse("people:person", args=[world.person.pk])).content.decode()
    assert reverse("referrals:show", args=[mine.pk]) in page
    assert reverse("referrals:show", args=[other.pk]) not in page


def test_deadlines_are_data(world):
    admin = w.account(world.aide, "ahmed", "administrator")
    assert not terms.term("normal").confirmed
    data = {"urgency": "normal", "unormal-answer_hours": 48, "unormal-lapse_hours": 96}
    data |= {"unormal-done_days": 10, "unormal-open_days": 2}
    client = w.signed_in(admin)
    assert client.post(reverse("referrals:terms"), data).status_code == 302
    assert (terms.term("normal").answer_hours, terms.term("normal").confirmed) == (48, True)
    wrong = data | {"unormal-lapse_hours": 12}
    assert client.post(reverse("referrals:terms"), wrong).status_code == 422
    w.agrees(world, world.oujda)
    one = w.sent(world)
    assert (one.respond_by - one.asked_at).total_seconds() == 48 * 3600


def test_meeting_next_door_what_was_shared_here_stays_in_part(world):
    """Oujda was given two groups; the desk of the same organisation gets no more by receiving the person."""
    from musanada.access.commands import add_unit, hold
    from musanada.people.commands import meet

    desk = add_unit(world.oujda, "guichet", "Guichet", kind="team", side=world.oujda.side)
    hold(world.zaki, desk, "agent")
    w.agrees(world, world.oujda)
    one = commands.accept(world.zaki, w.sent(world))
    world.zaki.__dict__.pop("_holdings", None)
    meet(world.zaki, desk, person=world.person)
    assert {p.groups for p in Presence.objects.filter(sharing=one.pk)} == {",contact,identity,"}
    assert Presence.objects.filter(sharing=one.pk).count() == 2
    commands.revoke(world.maha, one)
    assert not Presence.objects.filter(person=world.person).exclude(unit=world.rabat).exists()
