"""Sharing that meets other sharing: back to the office it came from, at an office that was told already."""

from musanada.access.commands import add_unit, hold
from musanada.access.models import User
from musanada.cases.commands import referrals as commands
from musanada.cases.tests import world as w
from musanada.linkage import queries as linkage
from musanada.people import commands as people
from musanada.people.models import Presence


def known(world, unit):
    rows = Presence.objects.filter(person=world.person, unit=unit, to_on=None)
    return [(row.groups, row.sharing) for row in rows]


def transferred(world):
    word = w.agrees(world, world.oujda, *w.EVERY, purpose="transfer")
    one = commands.accept(world.zaki, w.sent(world, kind="transfer"))
    return word, commands.finish(world.zaki, one, outcome="given")


def referred_back(world):
    w.agrees(world, world.rabat, "identity", "contact", by=world.zaki, at=world.oujda)
    back = w.sent(world, world.rabat, by=world.zaki, from_unit=world.oujda)
    return commands.accept(world.maha, back)


def test_a_transfer_is_taken_back_from_who_referred_the_person_back(world):
    """The first office follows the person again, itself, and no more through what came back."""
    _word, one = transferred(world)
    back = referred_back(world)
    assert known(world, world.rabat) == [(back.groups, back.pk)]
    commands.revoke(world.maha, one)
    assert known(world, world.rabat) == [("", None)]


def test_an_agreement_to_a_transfer_is_withdrawn_after_the_person_came_back(world):
    word, one = transferred(world)
    referred_back(world)
    w.takes_back(world, word)
    one.refresh_from_db()
    assert (one.state, known(world, world.rabat)) == ("revoked", [("", None)])
    assert known(world, world.oujda) == []


def test_a_referral_reaches_an_office_that_met_the_person_by_another_sharing(world):
    """What it is given itself counts there; ending one takes nothing that only the other gave."""
    fes = add_unit(world.aide, "fes", "Bureau de Fès", kind="office", side=world.aide.side)
    yasmina, amal = w.account(fes, "yasmina", "case_manager"), w.account(fes, "amal", "agent")
    hold(amal, world.oujda, "agent")
    w.agrees(world, world.oujda, "identity", "contact")
    first = commands.accept(world.zaki, w.sent(world, world.oujda, "identity", "contact"))
    people.meet(User.objects.get(pk=amal.pk), fes, person=world.person)
    assert known(world, fes) == [(first.groups, first.pk)]
    w.agrees(world, fes, "identity", "travel")
    second = commands.accept(yasmina, w.sent(world, fes, "identity", "travel"))
    assert known(world, fes) == [(second.groups, second.pk)]
    commands.revoke(world.maha, first)
    assert known(world, fes) == [(second.groups, second.pk)]
    commands.revoke(world.maha, second)
    assert known(world, fes) == []


def test_who_was_referred_from_another_side_is_found_by_name_there(world):
    """And by nobody else of that side, nor in how rare the name is."""
    centre = add_unit(world.centre, "centre-2", "Autre centre", kind="office", side=world.centre.side)
    other = w.account(centre, "houda", "health_focal_point")
    w.agrees(world, world.centre, "identity", "health")
    commands.accept(world.hamid, w.sent(world, world.centre, "identity", "health", need="health"))
    found = [c.person_id for c in linkage.find(User.objects.get(pk=world.hamid.pk), "Mamadou Diallo")]
    assert found == [world.person.pk]
    assert linkage.find(other, "Mamadou Diallo") == []
