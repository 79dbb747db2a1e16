"""Households and ties: one home at a time, one head, members counted once over merges, only who may be seen."""

import pytest

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands, queries
from musanada.people.models import Correction, Relationship
from musanada.people.tests.world import met


def test_a_household_has_its_head_and_members(world):
    head, child = met(world, "Fatou Bah"), met(world, "Awa Bah")
    home = commands.form_household(world.alima, head)
    commands.join_household(world.alima, home, person=child, tie="child")
    assert [(m.person, m.tie) for m in queries.members(home)] == [(head, "head"), (child, "child")]
    assert queries.members_of([child.pk]) == {child.pk: [head.pk, child.pk]}


def test_one_home_at_a_time_and_one_head(world):
    head, other = met(world), met(world)
    home = commands.form_household(world.alima, head)
    with pytest.raises(Refused):
        commands.form_household(world.alima, head)
    with pytest.raises(Refused):
        commands.join_household(world.alima, home, person=other, tie="head")


def test_a_tie_is_chosen_from_the_list(world):
    home = commands.form_household(world.alima, met(world))
    with pytest.raises(BadInput):
        commands.join_household(world.alima, home, person=met(world), tie="neighbour")


def test_leaving_ends_the_membership_and_is_remembered(world):
    head, child = met(world), met(world)
    home = commands.form_household(world.alima, head)
    commands.join_household(world.alima, home, person=child, tie="child")
    commands.leave_household(world.alima, home, person=child)
    assert queries.household(child) is None
    assert Correction.objects.get(person=child).field == "household"
    with pytest.raises(Refused):
        commands.leave_household(world.alima, home, person=child)


def test_someone_not_followed_is_not_added(world):
    home = commands.form_household(world.alima, met(world))
    with pytest.raises(Refused):
        commands.join_household(world.alima, home, person=met(world, at=world.office), tie="child")
    with pytest.raises(MissingRight):
        commands.join_household(world.zaki, home, person=met(world, at=world.office), tie="child")


def test_merged_members_count_once(world):
    head, twin, child = met(world), met(world), met(world)
    home = commands.form_household(world.alima, head)
    commands.join_household(world.alima, home, person=twin, tie="spouse")
    commands.join_household(world.alima, home, person=child, tie="child")
    commands.merge(world.maha, head, gone=twin, reason="Même personne")
    assert queries.members_of([child.pk]) == {child.pk: [head.pk, child.pk]}
    assert [m.person for m in queries.members_seen(world.alima, home)] == [head, child]


def test_a_household_is_found_through_a_merged_record(world):
    kept, gone = met(world), met(world)
    home = commands.form_household(world.alima, gone)
    commands.merge(world.maha, kept, gone=gone, reason="Même personne")
    assert queries.household(kept) == home
    assert queries.members_of([kept.pk]) == {kept.pk: [kept.pk]}
    with pytest.raises(Refused):
        commands.form_household(world.alima, kept)


def test_a_voided_member_is_counted_no_more(world):
    head, child = met(world), met(world)
    home = commands.form_household(world.alima, head)
    commands.join_household(world.alima, home, person=child, tie="child")
    commands.void(world.nadia, child, reason="Erreur")
    assert queries.members_of([head.pk]) == {head.pk: [head.pk]}


def test_members_of_other_offices_are_not_there(world):
    head, far = met(world), met(world, "Awa Bah", at=world.office)
    home = commands.form_household(world.maha, head)
    commands.join_household(world.maha, home, person=far, tie="child")
    assert [m.person for m in queries.members_seen(world.alima, home)] == [head]
    assert [m.person for m in queries.members_seen(world.maha, home)] == [head, far]


def test_ties_are_seen_from_both_ends(world):
    mother, child = met(world, "Fatou Bah"), met(world, "Awa Bah")
    commands.relate(world.alima, mother, other=child, kind="parent")
    assert [(t.partner, bool(t.outgoing)) for t in queries.relationships(world.alima, mother)] == [
        (child.pk, True)
    ]
    assert [(t.partner, bool(t.outgoing)) for t in queries.relationships(world.alima, child)] == [
        (mother.pk, False)
    ]


def test_the_same_tie_twice_is_one(world):
    mother, child = met(world), met(world)
    for _time in range(2):
        commands.relate(world.alima, mother, other=child, kind="parent")
    assert Relationship.objects.count() == 1


def test_no_tie_to_oneself_nor_to_someone_unseen(world):
    person = met(world)
    with pytest.raises(BadInput):
        commands.relate(world.alima, person, other=person, kind="sibling")
    with pytest.raises(Refused):
        commands.relate(world.alima, person, other=met(world, at=world.office), kind="sibling")


def test_a_tie_goes_with_a_reason(world):
    mother, child, stranger = met(world), met(world), met(world)
    tie = commands.relate(world.alima, mother, other=child, kind="parent")
    with pytest.raises(BadInput):
        commands.unrelate(world.alima, mother, tie=tie, reason="")
    with pytest.raises(Refused):
        commands.unrelate(world.alima, stranger, tie=tie, reason="Erreur")
    commands.unrelate(world.alima, child, tie=tie, reason="Erreur")
    assert not Relationship.objects.exists()
