"""A closed file shows the person again: by two, and while no other file hides them."""

import pytest

from musanada.kit.errors import Refused
from musanada.people import queries
from musanada.people.commands import confidential as verbs
from musanada.people.models import (
    NameKey,
    ProtectedToken,
)
from musanada.people.queries import confidential as files
from musanada.people.tests.test_protected.hidden import WHY, account, fresh, opened, reads, soon
from musanada.people.tests.world import met

pytestmark = pytest.mark.django_db


def test_a_person_is_shown_again_by_two(world):
    file = opened(world)
    other = account(world.counter, "salma", "protection_officer")
    verbs.grant(fresh(world.maha), file, user=other, until=soon(), reason=WHY)
    verbs.close_file(fresh(world.maha), file, reason="le danger est passé")
    assert not reads(world.alima, file.person)
    with pytest.raises(Refused):
        verbs.unprotect(fresh(world.maha), file, reason="le danger est passé")
    verbs.unprotect(fresh(other), file, reason="le danger est passé")
    assert reads(world.alima, file.person)
    assert not ProtectedToken.objects.exists()
    found = queries.listing(fresh(world.alima), queries.Filters(text="okafor")).rows
    assert [one.pk for one in found] == [file.person_id]
    assert NameKey.objects.filter(person=file.person).exists()


def test_nobody_shows_a_person_again_unasked(world):
    file = opened(world)
    other = account(world.counter, "salma", "protection_officer")
    verbs.grant(fresh(world.maha), file, user=other, until=soon(), reason=WHY)
    with pytest.raises(Refused):
        verbs.unprotect(fresh(other), file, reason="le danger est passé")


def test_another_file_keeps_the_person_hidden(world):
    person = met(world, "Grace Okafor")
    first = opened(world, person)
    other = account(world.counter, "salma", "protection_officer")
    verbs.grant(fresh(world.maha), first, user=other, until=soon(), reason=WHY)
    person.refresh_from_db()
    verbs.open_file(fresh(other), person, subject="child", hides_person=True, reason=WHY)
    verbs.close_file(fresh(world.maha), first, reason="le danger est passé")
    verbs.unprotect(fresh(other), first, reason="le danger est passé")
    assert not reads(world.alima, person)
    assert not reads(world.maha, person)
    assert reads(other, person)


def test_a_file_that_hides_nobody_closes_at_once(world):
    file = verbs.open_file(world.maha, met(world), subject="asylum", hides_person=False, reason=WHY)
    verbs.close_file(fresh(world.maha), file, reason="le dossier est clos")
    assert not files.files(fresh(world.maha)).exists()


def test_what_others_keep_on_the_same_subject_is_not_told(world):
    """A refusal would tell that there is such a file."""
    person = met(world)
    verbs.open_file(world.maha, person, subject="asylum", hides_person=False, reason=WHY)
    other = account(world.counter, "salma", "protection_officer")
    verbs.open_file(other, person, subject="asylum", hides_person=False, reason=WHY)
    with pytest.raises(Refused):
        verbs.open_file(fresh(other), person, subject="asylum", hides_person=False, reason=WHY)
