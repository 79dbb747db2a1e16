"""Every reading leaves its line in the journal, and what is not noted is not read."""

import pytest
from django.db import transaction

from musanada.access.models import AuditEntry
from musanada.people import queries
from musanada.people.commands import confidential as verbs
from musanada.people.queries import confidential as files
from musanada.people.tests.test_protected.hidden import READ, WHY, fresh, lines, opened, soon
from musanada.people.tests.world import met, signed_in

pytestmark = pytest.mark.django_db


def test_a_reading_leaves_one_line(world):
    file = opened(world)
    before = lines()
    queries.person(fresh(world.maha), file.person.pk)
    assert lines() == before + 1
    line = AuditEntry.objects.filter(verb=READ).latest("number")
    assert (line.actor, line.object_id, line.unit) == (world.maha, str(file.person.pk), file.person.unit)


@pytest.mark.parametrize("page", ["", "?show=file"])
def test_the_page_of_a_hidden_person_leaves_one_line(world, page):
    file = opened(world)
    before = lines()
    assert signed_in(world.maha).get(f"/people/{file.person.pk}/{page}").status_code == 200
    assert lines() == before + 1


def test_the_page_of_someone_else_leaves_none(world):
    person = met(world)
    signed_in(world.maha).get(f"/people/{person.pk}/")
    assert lines() == 0


def test_what_is_not_noted_is_not_read(world, monkeypatch):
    """The line and the reading are one transaction: the journal down, nothing is shown."""
    file = opened(world)

    def broken(*args, **kwargs):
        raise RuntimeError("no journal")

    monkeypatch.setattr("musanada.access.commands.write_entry", broken)
    with pytest.raises(RuntimeError):
        queries.person(fresh(world.maha), file.person.pk)


def test_what_is_rolled_back_was_not_noted(world):
    file = opened(world)
    before = lines()
    with transaction.atomic():
        queries.person(fresh(world.maha), file.person.pk)
        transaction.set_rollback(True)
    assert lines() == before


def test_the_list_of_my_files_notes_each_name_it_shows(world):
    opened(world, met(world, "Grace Okafor"))
    opened(world, met(world, "Blessing Adeyemi"))
    before = lines()
    found = files.mine(fresh(world.maha))
    assert sorted(one.name for one in found) == ["Blessing Adeyemi", "Grace Okafor"]
    assert lines() == before + 2


def test_my_files_are_searched_by_the_whole_name_only(world):
    opened(world, met(world, "Grace Okafor"))
    opened(world, met(world, "Blessing Adeyemi"))
    before = lines()
    assert [one.name for one in files.mine(fresh(world.maha), "okafor grace")] == ["Grace Okafor"]
    assert lines() == before + 1
    assert files.mine(fresh(world.maha), "Okafor") == []
    assert files.mine(fresh(world.alima), "Grace Okafor") == []


def test_who_read_it_is_told_to_those_named(world):
    file = opened(world)
    verbs.grant(fresh(world.maha), file, user=world.alima, until=soon(), reason=WHY)
    queries.person(fresh(world.alima), file.person.pk)
    assert [line.actor for line in files.readers(file)] == [world.alima]
