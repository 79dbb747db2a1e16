"""The flows between sides, by forged commands: referral, question, meeting, merging, for every pair of sides."""

from itertools import product

import pytest

from musanada.access.commands import found_organisation, hold, system_user
from musanada.access.firewall import between_sides
from musanada.access.models import User
from musanada.cases.commands import questions, referrals
from musanada.cases.models import Question
from musanada.cases.queries import receivers
from musanada.cases.tests import world as w
from musanada.kit.choices import Side
from musanada.kit.errors import Refused
from musanada.linkage.sought import Sought
from musanada.linkage.stubs import known_elsewhere
from musanada.people import commands as people
from musanada.people.commands.consents import (
    approve_override,
    ask_override,
    record_consent,
    record_other_basis,
)
from musanada.people.consents import ConsentDraft
from musanada.people.models import Consent, Presence

PAIRS = [(a, b) for a, b in product(Side.values, Side.values) if a != b]
across = pytest.mark.parametrize(("ours", "theirs"), PAIRS)
to_state = pytest.mark.parametrize("ours", ["humanitarian", "health", "justice"])


class Two:
    """Two organisations and their case managers; somebody followed by the first; an agreement between them."""

    def __init__(self, ours: str, theirs: str) -> None:
        self.one = found_organisation("une", "Une", side=ours)
        self.other = found_organisation("autre", "Autre", side=theirs)
        self.sender = w.account(self.one, "envoie", "case_manager")
        self.receiver = w.account(self.other, "recoit", "case_manager")
        self.helper = w.account(self.one, "chef", "programme_manager")
        self.person = w.met(self.sender, self.one)
        w.agreed(self.one, w.partner(self.one, "P-AUTRE", theirs, "ministry", self.other))

    def agrees(self, recipient: str) -> Consent:
        wanted = ConsentDraft(
            purpose="referral",
            recipient=recipient,
            groups=("identity", "contact"),
            means="oral",
            witness="Un témoin",
            notice_version="2026-11",
            minor=False,
        )
        return record_consent(self.sender, self.person, unit=self.one, draft=wanted)

    def refer(self):
        wanted = referrals.ReferralDraft("referral", self.one, "legal", ("contact",), to_unit=self.other)
        return referrals.send(self.sender, referrals.draft(self.sender, self.person, draft=wanted))


def both_sided(two: Two, role: str = "case_manager") -> User:
    user = User.objects.create(username="both", display_name="Both")
    hold(user, two.one, role)
    hold(user, two.other, role)
    return user


@across
def test_own_consent_naming_the_receiver_is_the_way_through(db, ours, theirs):
    two = Two(ours, theirs)
    two.agrees(f"unit:{two.other.pk}")
    one = referrals.accept(two.receiver, two.refer())
    assert [p.groups for p in Presence.objects.filter(sharing=one.pk)] == [",contact,identity,"]


@across
def test_without_a_word_of_the_person_nothing_crosses(db, ours, theirs):
    two = Two(ours, theirs)
    with pytest.raises(Refused) as refusal:
        two.refer()
    assert refusal.value.code == "consent-missing"


@to_state
def test_general_consent_opens_nothing_to_an_authority(db, ours):
    two = Two(ours, "state")
    two.agrees("")
    with pytest.raises(Refused) as refusal:
        two.refer()
    assert refusal.value.code == "consent-missing"


@to_state
def test_consent_to_every_authority_names_none(db, ours):
    two = Two(ours, "state")
    two.agrees("side:state")
    with pytest.raises(Refused) as refusal:
        two.refer()
    assert refusal.value.code == "firewall"


@to_state
def test_no_override_opens_to_an_authority(db, ours):
    two = Two(ours, "state")
    word = f"unit:{two.other.pk}"
    with pytest.raises(Refused) as refusal:
        ask_override(
            two.sender,
            two.person,
            unit=two.one,
            purpose="referral",
            recipient=word,
            groups=("identity",),
            reason="urgence",
        )
    assert refusal.value.code == "firewall"
    wanted = ConsentDraft(
        purpose="referral",
        recipient=word,
        groups=("identity", "contact"),
        basis="vital_interest",
        reason="urgence",
        notice_version="2026-11",
    )
    with pytest.raises(Refused):
        record_other_basis(two.sender, two.person, unit=two.one, draft=wanted)
    with pytest.raises(Refused):
        two.refer()


def test_override_does_do_on_the_same_side(db):
    """The control: what is refused towards an authority is possible elsewhere, once."""
    two = Two("humanitarian", "health")
    asked = ask_override(
        two.sender,
        two.person,
        unit=two.one,
        purpose="referral",
        recipient=f"unit:{two.other.pk}",
        groups=("identity", "contact"),
        reason="Inconscient",
    )
    approve_override(two.helper, asked)
    one = two.refer()
    assert one.override == asked.pk
    assert referrals.accept(two.receiver, one).state == "accepted"


@across
def test_question_is_never_asked_across(db, ours, theirs):
    two = Two(ours, theirs)
    asker = w.account(two.other, "demande", "agent")
    with pytest.raises(Refused):
        questions.ask(asker, two.other, person=two.person)
    assert not Question.objects.exists()


@across
def test_question_of_one_side_is_not_answered_by_another(db, ours, theirs):
    """The person is known on both sides by a referral: who is asked on one side is no one on the other."""
    two = Two(ours, theirs)
    two.agrees(f"unit:{two.other.pk}")
    referrals.accept(two.receiver, two.refer())
    third = found_organisation("tierce", "Tierce", side=ours)
    asked = questions.ask(w.account(third, "demande", "agent"), third, person=two.person)
    with pytest.raises(Refused):
        questions.decline(two.receiver, asked)
    assert questions.decline(two.sender, asked).state == "declined"


@across
def test_not_even_a_stub_crosses(db, ours, theirs):
    """To every role that searches; beside it the same from an office of one's own side, which does hint."""
    two = Two(ours, theirs)
    like = Sought(name="Mamadou Diallo", phone=w.PHONE)
    near = found_organisation("proche", "Proche", side=ours)
    for role in ("agent", "case_manager", "health_focal_point", "protection_officer", "programme_manager"):
        stranger = w.account(two.other, f"la.{role.replace('_', '-')}", role)
        assert known_elsewhere(stranger, two.other, like) is None
        neighbour = w.account(near, f"ici.{role.replace('_', '-')}", role)
        assert known_elsewhere(neighbour, near, like) == two.person.pk


@across
def test_nobody_is_met_or_merged_across(db, ours, theirs):
    two = Two(ours, theirs)
    actor = both_sided(two)
    stranger = w.met(two.receiver, two.other)
    with pytest.raises(Refused):
        people.meet(system_user(), two.other, person=two.person)
    with pytest.raises(Refused):
        people.meet(actor, two.other, person=two.person)
    with pytest.raises(Refused) as refusal:
        people.merge(actor, two.person, gone=stranger, reason="la même")
    assert refusal.value.code == "firewall"


@across
def test_what_was_shared_across_grows_by_no_other_door(db, ours, theirs):
    """Met at the next office, merged with a record of one's own, voided: a sharing stays what was agreed to."""
    two = Two(ours, theirs)
    two.agrees(f"unit:{two.other.pk}")
    one = referrals.accept(two.receiver, two.refer())
    annexe = found_organisation("annexe", "Annexe", side=theirs)
    hold(two.receiver, annexe, "case_manager")
    own = w.met(two.receiver, two.other, "Mamadou Diallo")
    two.receiver.__dict__.pop("_holdings", None)
    people.meet(two.receiver, annexe, person=two.person)
    assert {p.groups for p in Presence.objects.filter(person=two.person, unit__side=theirs)} == {
        ",contact,identity,"
    }
    with pytest.raises(Refused):
        people.merge(two.receiver, own, gone=two.person, reason="la même")
    with pytest.raises(Refused):
        people.void(two.receiver, two.person, reason="erreur")
    referrals.revoke(two.sender, one)
    assert not Presence.objects.filter(person=two.person, unit__side=theirs).exists()


@across
def test_flow_of_a_referral_is_the_declared_one(db, ours, theirs):
    two = Two(ours, theirs)
    wanted = referrals.ReferralDraft("referral", two.one, "legal", ("contact",), to_unit=two.other)
    one = referrals.draft(two.sender, two.person, draft=wanted)
    assert receivers.flow_of(one) == between_sides(ours, theirs)
