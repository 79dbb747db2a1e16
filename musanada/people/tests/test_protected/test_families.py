"""Households, ties and merges of someone hidden: on the pages of others nobody is missing."""

import pytest
from django.http import Http404

from musanada.kit.errors import MissingRight, Refused
from musanada.people import commands, queries
from musanada.people.commands.confidential import in_days, name_on
from musanada.people.models import ConfidentialFile, MergeProposal, MergeRecord
from musanada.people.tests.test_protected.hidden import account, fresh, opened, reads
from musanada.people.tests.world import met, signed_in

pytestmark = pytest.mark.django_db


def merged(proposal: MergeProposal) -> MergeRecord:
    return MergeRecord.objects.get(kept=proposal.kept_id, gone=proposal.gone_id, undone_at=None)


def test_a_hidden_member_is_not_in_the_family_of_others(world):
    head, child = met(world, "Grace Okafor"), met(world, "Blessing Okafor")
    home = commands.form_household(world.maha, head)
    commands.join_household(world.maha, home, person=child, tie="child")
    commands.relate(world.maha, head, other=child, kind="parent")
    opened(world, child)
    head.refresh_from_db()
    for user in (world.maha, world.alima):
        seen = queries.members_seen(fresh(user), home, head)
        assert [m.person.pk for m in seen] == [head.pk]
        assert queries.relationships(fresh(user), head) == []


def test_a_household_of_which_only_one_is_seen_is_none(world):
    """On a page, "household: 1, spouse" would tell that the other one is hidden."""
    head, wife, lone = met(world, "Grace Okafor"), met(world, "Blessing Okafor"), met(world, "Ada Okafor")
    home = commands.form_household(world.maha, head)
    commands.join_household(world.maha, home, person=wife, tie="spouse")
    commands.form_household(world.maha, lone)
    assert len(queries.home_seen(fresh(world.maha), wife)[1]) == 2
    opened(world, head)
    for user in (world.maha, world.alima):
        assert queries.home_seen(fresh(user), wife) == (None, [])
        assert home.reference not in signed_in(user).get(f"/people/{wife.pk}/").content.decode()
        assert len(queries.home_seen(fresh(user), lone)[1]) == 1


def test_the_family_of_a_hidden_person_is_on_their_own_page(world):
    head, child, other = met(world, "Grace Okafor"), met(world, "Blessing Okafor"), met(world, "Ada Okafor")
    home = commands.form_household(world.maha, head)
    for one in (child, other):
        commands.join_household(world.maha, home, person=one, tie="child")
    opened(world, child)
    opened(world, other)
    person = queries.person(fresh(world.maha), child.pk)
    seen = {m.person.pk: m.latin for m in queries.members_seen(fresh(world.maha), home, person)}
    assert seen == {head.pk: "Grace Okafor", child.pk: "Blessing Okafor", other.pk: ""}


def test_a_hidden_tie_is_not_removed_by_its_key(world):
    head, child = met(world, "Grace Okafor"), met(world, "Blessing Okafor")
    tie = commands.relate(world.maha, head, other=child, kind="parent")
    opened(world, child)
    for user in (world.alima, world.maha):
        with pytest.raises(Http404):
            queries.relationship_of(fresh(user), head, tie.pk)


def test_who_is_merged_into_someone_hidden_is_hidden_and_stays_so(world):
    kept, gone = met(world, "Grace Okafor"), met(world, "Grace Okafor")
    file = opened(world, kept)
    kept.refresh_from_db()
    second = account(world.counter, "salma", "case_manager")
    name_on(file, second, world.maha, "suit la personne aussi", in_days(1))
    proposal = commands.propose_merge(fresh(world.maha), kept, gone=gone, reason="même personne")
    record = merged(commands.answer_proposal(fresh(second), proposal, accepted=True))
    assert not reads(world.alima, gone)
    assert reads(world.maha, gone)
    commands.unmerge(fresh(world.maha), record, reason="deux personnes")
    assert not reads(world.alima, gone)
    assert reads(world.maha, gone)
    assert ConfidentialFile.objects.exclude(pk=file.pk).get().person_id == gone.pk


def test_someone_hidden_is_not_merged_away(world):
    kept, gone = met(world, "Grace Okafor"), met(world, "Grace Okafor")
    opened(world, gone)
    gone.refresh_from_db()
    with pytest.raises(Refused):
        commands.merge(fresh(world.maha), kept, gone=gone, reason="même personne")


def test_nobody_merges_someone_hidden_by_a_forged_id(world):
    kept, gone = met(world, "Grace Okafor"), met(world, "Grace Okafor")
    opened(world, gone)
    other = account(world.counter, "salma", "case_manager")
    with pytest.raises(Refused):
        commands.merge(other, kept, gone=gone, reason="même personne")
    with pytest.raises(MissingRight):
        commands.merge(other, gone, gone=kept, reason="même personne")


def test_nobody_meets_someone_hidden_by_a_forged_id(world):
    file = opened(world)
    with pytest.raises(Refused):
        commands.meet(fresh(world.driss), world.counter, person=file.person)
