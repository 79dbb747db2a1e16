"""A referral between offices: who may do which step, what the receiver sees, and what stops it."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from musanada.access.commands import hold
from musanada.access.models import AuditEntry, User
from musanada.cases.commands import referrals as commands
from musanada.cases.models import Referral
from musanada.cases.queries import referrals as queries
from musanada.cases.tests import world as w
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.partners.models import Agreement
from musanada.people.models import Contact, Presence
from musanada.people.queries import person as find_person
from musanada.people.queries.register import groups_seen


def sharing(one):
    return list(Presence.objects.filter(sharing__isnull=False, person=one.person))


def test_nothing_is_sent_without_consent(world):
    one = w.prepared(world)
    with pytest.raises(Refused) as refusal:
        commands.send(world.maha, one)
    assert refusal.value.code == "consent-missing"
    one.refresh_from_db()
    assert one.state == "draft"
    assert AuditEntry.objects.filter(verb="cases.referral.send", outcome="refused").count() == 1


def test_consent_for_another_receiver_or_for_less_does_not_do(world):
    w.agrees(world, world.sister, "identity", "contact")
    w.agrees(world, world.oujda, "identity")
    with pytest.raises(Refused, match="ne couvre pas"):
        commands.send(world.maha, w.prepared(world))


def test_accepted_referral_shows_the_groups_agreed_to_and_no_more(world):
    w.agrees(world, world.oujda, "identity", "contact")
    one = w.sent(world)
    with pytest.raises(Http404):
        find_person(world.zaki, world.person.pk)
    commands.accept(world.zaki, one)
    person = find_person(world.zaki, world.person.pk)
    assert groups_seen(world.zaki, person) == {"identity", "contact"}
    assert [(p.unit, p.groups, p.sharing) for p in sharing(one)] == [
        (world.oujda, ",contact,identity,", one.pk)
    ]
    assert groups_seen(world.maha, person) > {"identity", "contact", "legal"}


def test_refused_referral_gives_nothing_and_says_why(world):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    with pytest.raises(BadInput):
        commands.refuse(world.zaki, one, reason="")
    commands.refuse(world.zaki, one, reason="no_place", remark="Complet jusqu'à lundi")
    assert (one.state, one.refusal, one.answered_by) == ("refused", "no_place", world.zaki)
    assert sharing(one) == []


def test_revoked_referral_takes_everything_back(world):
    w.agrees(world, world.oujda)
    one = commands.accept(world.zaki, w.sent(world))
    commands.revoke(world.maha, one)
    assert sharing(one) == []
    with pytest.raises(Http404):
        find_person(world.zaki, world.person.pk)
    assert queries.copies(world.zaki, queries.referral(world.zaki, one.pk)) == []


@pytest.mark.parametrize("state", ["sent", "accepted", "done"])
def test_withdrawn_consent_stops_at_once(world, state):
    consent = w.agrees(world, world.oujda)
    one = w.sent(world)
    if state != "sent":
        commands.accept(world.zaki, one)
    if state == "done":
        commands.finish(world.zaki, one, outcome="given")
    w.takes_back(world, consent)
    one.refresh_from_db()
    assert (one.state, one.stop) == ("revoked", "withdrawn")
    assert sharing(one) == []


def test_consent_withdrawn_between_sending_and_answer_is_asked_again(world):
    """Even where nothing told the referral: the guard looks for itself."""
    consent = w.agrees(world, world.oujda)
    one = w.sent(world)
    type(consent).objects.filter(pk=consent.pk).update(
        state="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=world.maha
    )
    with pytest.raises(Refused) as refusal:
        commands.accept(world.zaki, one)
    assert refusal.value.code == "consent-missing"


def test_answer_after_the_term_is_refused_and_the_referral_lapses(world):
    from musanada.access.commands import system_user

    w.agrees(world, world.oujda)
    one = w.sent(world)
    with pytest.raises(Refused):
        commands.flow_of(one).run(system_user(), one, "lapse")
    Referral.objects.filter(pk=one.pk).update(lapses_at=timezone.now() - timedelta(minutes=1))
    one.refresh_from_db()
    with pytest.raises(Refused, match="délai"):
        commands.accept(world.zaki, one)
    assert commands.lapse_overdue(system_user()) == 1
    one.refresh_from_db()
    assert one.state == "lapsed"


def test_receiver_without_agreement_is_refused_even_when_forged(world):
    w.agrees(world, world.stranger)
    with pytest.raises(Refused, match="accord de partage"):
        commands.send(world.maha, w.prepared(world, world.stranger))


def test_agreement_must_be_of_data_sharing_and_in_force(world):
    w.agrees(world, world.sister)
    rows = Agreement.objects.filter(partner__unit=world.sister)
    rows.update(in_force_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="accord de partage"):
        w.sent(world, world.sister)
    rows.update(in_force_to=None, kind="grant")
    with pytest.raises(Refused, match="accord de partage"):
        w.sent(world, world.sister)
    rows.update(kind="data_sharing")
    one = w.sent(world, world.sister)
    assert one.agreement == rows.get()
    rows.update(in_force_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="accord de partage"):
        commands.accept(world.salma, one)


def test_own_office_is_no_receiver(world):
    with pytest.raises(BadInput):
        w.prepared(world, world.rabat)


def test_office_where_nobody_answers_is_no_receiver(world):
    w.agrees(world, world.aide)
    with pytest.raises(Refused, match="Personne ne répond"):
        w.sent(world, world.aide)


def test_what_was_shared_in_part_is_passed_on_in_part_only(world):
    w.agrees(world, world.oujda, "identity", "contact", "legal")
    commands.accept(world.zaki, w.sent(world, world.oujda, "identity", "contact", "legal"))
    w.agrees(world, world.sister, "identity", "contact", "travel", by=world.zaki, at=world.oujda)
    onward = w.prepared(world, world.sister, "identity", "travel", by=world.zaki, from_unit=world.oujda)
    with pytest.raises(Refused, match="ne tient pas"):
        commands.send(world.zaki, onward)
    less = w.prepared(world, world.sister, "identity", by=world.zaki, from_unit=world.oujda)
    assert commands.send(world.zaki, less).state == "sent"


def test_transfer_hands_over_when_it_is_done(world):
    w.agrees(world, world.oujda, *w.EVERY, purpose="transfer")
    one = commands.accept(world.zaki, w.sent(world, kind="transfer"))
    assert [(p.unit, p.groups) for p in sharing(one)] == [(world.oujda, "")]
    assert Presence.objects.get(person=world.person, unit=world.rabat).to_on is None
    commands.finish(world.zaki, one, outcome="given")
    assert Presence.objects.get(person=world.person, unit=world.rabat).to_on == timezone.localdate()
    commands.revoke(world.maha, one)
    assert Presence.objects.get(person=world.person, unit=world.rabat).to_on is None
    assert sharing(one) == []


def test_two_referrals_to_one_office_add_up_and_end_one_by_one(world):
    w.agrees(world, world.oujda, "identity", "contact", "travel")
    first = commands.accept(world.zaki, w.sent(world, world.oujda, "identity", "contact"))
    second = commands.accept(world.zaki, w.sent(world, world.oujda, "identity", "travel"))
    assert [p.groups for p in sharing(first)] == [",contact,identity,travel,"]
    commands.revoke(world.maha, first)
    assert [(p.groups, p.sharing) for p in sharing(first)] == [(",identity,travel,", second.pk)]


def test_office_that_knows_the_person_keeps_what_it_knows(world):
    Presence.objects.create(person=world.person, unit=world.oujda)
    w.agrees(world, world.oujda)
    one = commands.accept(world.zaki, w.sent(world))
    assert sharing(one) == []
    commands.revoke(world.maha, one)
    assert Presence.objects.get(person=world.person, unit=world.oujda).groups == ""


@pytest.mark.parametrize("step", ["accept", "refuse", "finish", "close"])
@pytest.mark.parametrize("who", ["maha", "alima", "zineb", "salma", "hind"])
def test_only_the_receivers_answer(world, step, who):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    if step in ("finish", "close"):
        commands.accept(world.zaki, one)
    before = one.state
    values = {
        "refuse": {"reason": "no_place"},
        "finish": {"outcome": "given"},
        "close": {"outcome": "no_show"},
    }
    with pytest.raises(MissingRight):
        getattr(commands, step)(getattr(world, who), one, **values.get(step, {}))
    one.refresh_from_db()
    assert one.state == before


def test_who_sent_it_does_not_answer_it(world):
    """A role above both offices holds the rights of both: one account sent, accepted and finished alone."""
    w.agrees(world, world.oujda)
    hold(world.maha, world.oujda, "case_manager")
    one = w.sent(world)
    maha = User.objects.get(pk=world.maha.pk)
    assert {step.code for step in queries.steps(maha, queries.referral(maha, one.pk))} == {"revoke"}
    for step, values in (("accept", {}), ("refuse", {"reason": "no_place"})):
        with pytest.raises(Refused, match="Vous avez envoyé"):
            getattr(commands, step)(maha, one, **values)
    commands.accept(world.zaki, one)
    with pytest.raises(Refused, match="Vous avez envoyé"):
        commands.finish(maha, one, outcome="given")


@pytest.mark.parametrize("who", ["zaki", "zineb", "salma", "hind"])
def test_only_the_senders_revoke(world, who):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    with pytest.raises(MissingRight):
        commands.revoke(getattr(world, who), one)


def test_draft_and_strangers_referral_are_not_found(world):
    w.agrees(world, world.oujda)
    one = w.prepared(world)
    with pytest.raises(Http404):
        queries.referral(world.zaki, one.pk)
    commands.send(world.maha, one)
    assert queries.referral(world.zaki, one.pk).receiver
    for stranger in (world.salma, world.hind, world.hamid):
        with pytest.raises(Http404):
            queries.referral(stranger, one.pk)


def test_agent_sends_health_without_seeing_it(world):
    w.agrees(world, world.centre, "identity", "health")
    one = w.sent(world, world.centre, "identity", "health", by=world.alima, need="health")
    (copy,) = queries.copies(world.alima, queries.referral(world.alima, one.pk))
    assert [str(label) for label in copy.not_shown] == ["Santé"]
    assert set(queries.opened(one, "receiver")["sent"]) == {"identity", "health"}
    assert set(queries.opened(one, "sender")["sent"]) == {"identity"}


def test_receivers_copy_is_frozen_at_acceptance_and_dies_with_the_key(world):
    from musanada.people.commands.keys import destroy_key

    w.agrees(world, world.oujda)
    one = w.sent(world)
    Contact.objects.filter(person=world.person).delete()
    commands.accept(world.zaki, one)
    kept = queries.opened(one, "receiver")
    assert [code for code, _v in kept["sent"]["contact"]] == ["person.contact"]
    assert kept["accepted"]["contact"] == []
    assert "Mamadou" not in one.frozen_receiver + one.frozen_sender
    assert destroy_key(world.person)
    assert queries.copies(world.maha, queries.referral(world.maha, one.pk)) is None


def test_same_draft_twice_is_one_referral(world):
    wanted = w.asked(world)
    first = commands.draft(world.maha, world.person, draft=wanted)
    assert commands.draft(world.maha, world.person, draft=wanted) == first
    with pytest.raises(Refused):
        commands.draft(world.alima, world.person, draft=wanted)
