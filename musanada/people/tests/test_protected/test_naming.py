"""Who may read: the owner and those the owner names, until the end that was set; no list shows the person to anyone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.doors import may, scoped
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import queries
from musanada.people.commands import confidential as verbs
from musanada.people.models import (
    NamedAccess,
    PersonName,
)
from musanada.people.queries import confidential as files
from musanada.people.tests.test_protected.hidden import (
    WHY,
    account,
    focal_point,
    fresh,
    lines,
    opened,
    reads,
    soon,
)
from musanada.people.tests.world import met

pytestmark = pytest.mark.django_db


def test_the_owner_reads_and_nobody_else(world):
    file = opened(world)
    assert reads(world.maha, file.person)
    assert not any(reads(user, file.person) for user in (world.alima, world.driss, world.nadia, world.zaki))


def test_a_grant_opens_until_its_end(world):
    file = opened(world)
    access = verbs.grant(fresh(world.maha), file, user=world.alima, until=soon(), reason=WHY)
    assert reads(world.alima, file.person)
    NamedAccess.objects.filter(pk=access.pk).update(
        from_at=timezone.now() - timedelta(days=2), until_at=timezone.now() - timedelta(seconds=1)
    )
    assert not reads(world.alima, file.person)


def test_a_grant_taken_back_ends_at_once(world):
    file = opened(world)
    access = verbs.grant(fresh(world.maha), file, user=world.alima, until=soon(), reason=WHY)
    verbs.end_grant(fresh(world.maha), access)
    assert not reads(world.alima, file.person)


def test_only_the_owner_names_others(world):
    file = opened(world)
    other = account(world.counter, "salma", "protection_officer")
    verbs.grant(fresh(world.maha), file, user=other, until=soon(), reason=WHY)
    with pytest.raises(Refused):
        verbs.grant(fresh(other), file, user=world.alima, until=soon(), reason=WHY)
    assert not reads(world.alima, file.person)


def test_who_is_not_named_cannot_name_themselves(world):
    file = opened(world)
    stranger = account(world.counter, "salma", "protection_officer")
    with pytest.raises(MissingRight):
        verbs.grant(stranger, file, user=stranger, until=soon(), reason=WHY)


@pytest.mark.parametrize("who", ["zaki", "hind", "nadia"])
def test_only_who_works_where_the_person_is_known_is_named(world, who):
    """Not the other office, not the other side, not a role that is never named."""
    file = opened(world)
    with pytest.raises(Refused):
        verbs.grant(fresh(world.maha), file, user=getattr(world, who), until=soon(), reason=WHY)


@pytest.mark.parametrize("until", [timedelta(0), timedelta(days=400)])
def test_an_access_ends_within_a_year(world, until):
    file = opened(world)
    with pytest.raises(BadInput):
        verbs.grant(fresh(world.maha), file, user=world.alima, until=timezone.now() + until, reason=WHY)


def test_a_reason_says_something(world):
    with pytest.raises(BadInput):
        verbs.open_file(world.maha, met(world), subject="other", hides_person=True, reason="  urgent ")


def test_handing_over_moves_the_say(world):
    file = opened(world)
    other = account(world.counter, "salma", "protection_officer")
    verbs.hand_over_file(fresh(world.maha), file, user=other, reason=WHY)
    with pytest.raises(Refused):
        verbs.grant(fresh(world.maha), file, user=world.alima, until=soon(), reason=WHY)
    verbs.grant(fresh(other), file, user=world.alima, until=soon(), reason=WHY)
    assert reads(world.alima, file.person)


def test_a_leaver_hands_over_without_a_look(world):
    file = opened(world)
    other = account(world.counter, "salma", "protection_officer")
    before = lines()
    assert files.owned_by(world.maha) == 1
    assert verbs.hand_over_all(world.nadia, world.maha, other) == 1
    assert (files.owned_by(world.maha), files.owned_by(other)) == (0, 1)
    assert lines() == before
    # Sealed: else an administrator would name an account of their own making.
    assert not reads(other, file.person)
    assert not reads(world.maha, file.person)
    file.refresh_from_db()
    verbs.unseal(focal_point(world), world.counter, file=file, reason=WHY)
    assert reads(fresh(other), file.person)
    assert not reads(fresh(world.maha), file.person)


def test_who_is_given_a_new_key_by_another_opens_nothing_with_it(world):
    file = opened(world)
    verbs.shut_when_reset(world.nadia, world.maha)
    assert not reads(fresh(world.maha), file.person)
    verbs.unseal(focal_point(world), world.counter, file=file, reason=WHY)
    assert reads(fresh(world.maha), file.person)


def test_a_leaver_hands_over_to_who_may_answer_only(world):
    opened(world)
    with pytest.raises(Refused):
        verbs.hand_over_all(world.nadia, world.maha, world.alima)


def test_no_list_shows_a_hidden_person_even_to_who_is_named(world):
    file = opened(world)
    actor = fresh(world.maha)
    assert not queries.persons(actor).filter(pk=file.person.pk).exists()
    assert not queries.listing(actor, queries.Filters()).rows
    assert not queries.newest(actor, 6)
    assert not scoped(actor, "people.view", PersonName.objects.all()).exists()
    assert may(actor, "people.view", file.person)
