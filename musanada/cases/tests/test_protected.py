"""A P4 person is referred by the owner of their file to one named colleague, and exists for nobody else on the way."""

import pytest
from django.http import Http404
from django.urls import reverse

from musanada.access.doors import forget_holdings
from musanada.access.models import AuditEntry
from musanada.cases.commands import packages, referrals
from musanada.cases.models import Referral
from musanada.cases.queries import referrals as reads
from musanada.cases.tests import world as w
from musanada.kit.errors import MissingRight, Refused
from musanada.people.commands.confidential import open_file
from musanada.people.models import NamedAccess, Person, Presence
from musanada.people.queries import person as find_person


@pytest.fixture
def hidden(world):
    """Mouna, protection officer at Rabat, keeps a file that hides Mamadou; Nour answers for protection at Oujda."""
    world.mouna = w.account(world.rabat, "mouna", "protection_officer")
    world.nour = w.account(world.oujda, "nour", "protection_officer")
    open_file(
        world.mouna, world.person, subject="trafficking", hides_person=True, reason="Menaces graves du réseau"
    )
    forget_holdings(world.mouna)
    world.person = Person.objects.get(pk=world.person.pk)
    w.agrees(world, world.oujda, "identity", "protection", by=world.mouna)
    return world


def sent(world, **values):
    values.setdefault("to_user", world.nour)
    return w.sent(world, world.oujda, "identity", "protection", by=world.mouna, **values)


def test_office_at_large_is_no_receiver(hidden):
    with pytest.raises(Refused, match="collègue nommé"):
        sent(hidden, to_user=None)


def test_colleague_who_answers_elsewhere_is_no_receiver(hidden):
    with pytest.raises(Refused, match="ne répond pas"):
        sent(hidden, to_user=hidden.salma)


def test_who_is_not_named_cannot_even_prepare_it(hidden):
    for other in (hidden.maha, hidden.alima):
        with pytest.raises(MissingRight):
            w.prepared(hidden, by=other, to_user=hidden.nour)


def test_who_is_named_but_not_the_owner_does_not_pass_it_on(hidden):
    file = hidden.person.confidential_files.get()
    from musanada.people.commands.confidential import in_days, name_on

    name_on(file, hidden.maha, hidden.mouna, "Suit la personne aussi", in_days(3))
    forget_holdings(hidden.maha)
    with pytest.raises(Refused, match="seul son responsable"):
        w.sent(hidden, hidden.oujda, "identity", by=hidden.maha, to_user=hidden.nour)


def test_no_package_leaves_with_a_protected_person(hidden):
    w.agrees(hidden, hidden.hospital, "identity", by=hidden.mouna)
    one = w.prepared(hidden, None, "identity", kind="external", by=hidden.mouna)
    with pytest.raises(Refused, match="ne sort pas"):
        packages.send_package(hidden.mouna, one, base="https://x/")


def test_on_the_way_it_exists_for_the_one_addressed_alone(hidden):
    one = sent(hidden)
    assert reads.referral(hidden.nour, one.pk).receiver
    assert list(reads.to_answer(hidden.nour)) == [one]
    for other in (hidden.zaki, hidden.zineb, hidden.maha, hidden.alima, hidden.hind):
        with pytest.raises(Http404):
            reads.referral(other, one.pk)
        assert one not in list(reads.inbox(other)) + list(reads.outbox(other)) + list(reads.to_answer(other))
    with pytest.raises(Refused):
        referrals.accept(hidden.zaki, one)


def test_before_it_is_accepted_the_page_names_nobody(hidden):
    one = sent(hidden)
    page = w.signed_in(hidden.nour).get(reverse("referrals:show", args=[one.pk])).content.decode()
    assert "Diallo" not in page and hidden.person.reference not in page


def test_acceptance_names_the_colleague_on_the_file_and_nobody_else(hidden):
    one = referrals.accept(hidden.nour, sent(hidden))
    named = NamedAccess.objects.get(pk=one.grant)
    assert (named.user, named.granted_by) == (hidden.nour, hidden.mouna)
    assert find_person(hidden.nour, hidden.person.pk) == hidden.person
    with pytest.raises(Http404):
        find_person(hidden.zaki, hidden.person.pk)
    assert not AuditEntry.objects.filter(details__icontains="Diallo").exists()


def test_reading_it_is_recorded(hidden):
    one = referrals.accept(hidden.nour, sent(hidden))
    before = AuditEntry.objects.filter(verb="people.read_protected", actor=hidden.nour).count()
    reads.referral(hidden.nour, one.pk)
    assert AuditEntry.objects.filter(verb="people.read_protected", actor=hidden.nour).count() == before + 1


def test_revoking_ends_the_naming_and_the_presence(hidden):
    one = referrals.accept(hidden.nour, sent(hidden))
    referrals.revoke(hidden.mouna, one)
    forget_holdings(hidden.nour)
    assert NamedAccess.objects.get(pk=one.grant).ended_at is not None
    assert not Presence.objects.filter(sharing=one.pk).exists()
    with pytest.raises(Http404):
        find_person(hidden.nour, hidden.person.pk)


def test_person_protected_while_a_referral_was_on_its_way_is_gone_from_the_inbox(world):
    w.agrees(world, world.oujda)
    one = w.sent(world)
    assert list(reads.to_answer(world.zaki)) == [one]
    Person.objects.filter(pk=world.person.pk).update(protected=True)
    one = Referral.objects.get(pk=one.pk)
    assert list(reads.to_answer(world.zaki)) == []
    with pytest.raises(Http404):
        reads.referral(world.zaki, one.pk)
    with pytest.raises(Refused):
        referrals.accept(world.zaki, one)


def test_no_list_of_the_sender_shows_a_protected_person(hidden):
    sent(hidden)
    assert list(reads.outbox(hidden.mouna)) == []
    page = w.signed_in(hidden.mouna).get(reverse("referrals:list"), {"show": "out"}).content.decode()
    assert hidden.person.reference not in page
