"""Merging moves pointers only; separating comes back to where it was, in any order that is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands, queries
from musanada.people.commands.merging import share_presences
from musanada.people.drafts import IdentifierDraft
from musanada.people.models import Identifier, MergeRecord, Person, PersonName, Presence
from musanada.people.tests.world import CONSENT, build, draft, met, today

REASON = "Même passeport aux deux visites"


def test_the_kept_record_gathers_both(world):
    kept = met(world, "Ousmane Traoré")
    gone = met(world, "Usman Traore", identifiers=(IdentifierDraft("passport", "A1"),))
    commands.merge(world.maha, kept, gone=gone, reason=REASON)
    assert {n.text for n in queries.names(kept)} == {"Ousmane Traoré", "Usman Traore"}
    assert queries.documents(kept).get().value == "A1"
    assert queries.person(world.alima, gone.pk) == kept
    assert list(queries.persons(world.alima)) == [kept]


def test_the_unit_that_knew_the_merged_record_still_finds_the_person(world):
    kept, gone = met(world), met(world, at=world.office)
    record = commands.merge(world.maha, kept, gone=gone, reason=REASON)
    assert queries.person(world.zaki, gone.pk) == kept
    assert queries.by_reference(world.zaki, gone.reference) == kept
    commands.unmerge(world.maha, record, reason="Deux cousins")
    assert list(queries.persons(world.zaki)) == [gone]


def test_someone_met_after_a_merge_stays_known_after_the_separation(world):
    kept, gone = met(world), met(world, at=world.office)
    record = commands.merge(world.maha, kept, gone=gone, reason=REASON)
    commands.meet(world.zaki, world.office, person=kept)
    commands.unmerge(world.maha, record, reason="Deux cousins")
    assert set(queries.persons(world.zaki)) == {kept, gone}


def test_undoing_one_of_two_merges_leaves_the_other_its_places(world):
    kept = met(world)
    first, second = met(world, "Fatou Bah", at=world.office), met(world, "Fatou Bah", at=world.office)
    record = commands.merge(world.maha, kept, gone=first, reason=REASON)
    commands.merge(world.maha, kept, gone=second, reason=REASON)
    commands.unmerge(world.maha, record, reason="Deux sœurs")
    assert set(queries.persons(world.zaki)) == {kept, first}


def test_a_merge_brings_no_ended_presence_back(world):
    """An office that handed the person over does not follow them again because two records became one."""
    kept, gone = met(world), met(world, at=world.office)
    Presence.objects.filter(person=gone).update(to_on=today())
    commands.merge(world.maha, kept, gone=gone, reason=REASON)
    assert Presence.objects.get(person=kept, unit=world.office).to_on == today()


def test_a_merge_asks_why(world):
    kept, gone = met(world), met(world)
    with pytest.raises(BadInput):
        commands.merge(world.maha, kept, gone=gone, reason="  ")


def test_a_merge_needs_the_right_on_both(world):
    here, there = met(world), met(world, at=world.office)
    with pytest.raises(MissingRight):
        commands.merge(world.zaki, here, gone=there, reason=REASON)
    with pytest.raises(Refused):
        commands.merge(world.zaki, there, gone=here, reason=REASON)
    with pytest.raises(MissingRight):
        commands.merge(world.alima, here, gone=there, reason=REASON)
    assert not MergeRecord.objects.exists()


def test_a_merge_never_crosses_sides(world):
    here = met(world)
    there = met(world, at=world.authority, by=world.hind)
    from musanada.access.commands import hold

    hold(world.maha, world.authority, "case_manager")
    with pytest.raises(Refused) as refusal:
        commands.merge(world.maha, here, gone=there, reason=REASON)
    assert "côté" in str(refusal.value)


def test_a_record_is_not_merged_with_itself_nor_twice(world):
    kept, gone, third = met(world), met(world), met(world)
    with pytest.raises(Refused):
        commands.merge(world.maha, kept, gone=kept, reason=REASON)
    commands.merge(world.maha, kept, gone=gone, reason=REASON)
    with pytest.raises(Refused):
        commands.merge(world.maha, third, gone=gone, reason=REASON)


def test_separating_starts_with_the_last(world):
    first, second, third = met(world), met(world), met(world)
    inner = commands.merge(world.maha, second, gone=third, reason=REASON)
    outer = commands.merge(world.maha, first, gone=second, reason=REASON)
    assert Person.objects.get(pk=third.pk).merged_into == first
    with pytest.raises(Refused):
        commands.unmerge(world.maha, inner, reason="Non")
    commands.unmerge(world.maha, outer, reason="Non")
    assert Person.objects.get(pk=third.pk).merged_into == second


def test_a_merge_is_undone_once(world):
    record = commands.merge(world.maha, met(world), gone=met(world), reason=REASON)
    commands.unmerge(world.maha, record, reason="Non")
    with pytest.raises(Refused):
        commands.unmerge(world.maha, record, reason="Non")


def test_history_says_who_was_whom_at_a_moment(world):
    kept, gone = met(world), met(world)
    record = commands.merge(world.maha, kept, gone=gone, reason=REASON)
    assert queries.canonical_at(record.merged_at) == {gone.pk: kept.pk}
    undone = commands.unmerge(world.maha, record, reason="Non")
    assert queries.canonical_at(undone.undone_at) == {}
    assert queries.canonical_at(record.merged_at) == {gone.pk: kept.pk}


def state() -> tuple[object, ...]:
    """Everything a merge could lose: pointers, places, names, documents."""
    return (
        sorted(Person.objects.values_list("pk", "merged_into")),
        sorted(Presence.objects.values_list("person", "unit", "derived")),
        sorted(PersonName.objects.values_list("pk", "person", "preferred")),
        sorted(Identifier.objects.values_list("pk", "person", "retired")),
    )


class AnyOrder(TestCase):
    """Random merges and separations, then every separation that is left: the start again."""

    @given(steps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12))
    def test_nothing_is_lost(self, steps: list[tuple[int, int, bool]]) -> None:
        world = build()
        units = [world.counter, world.office, world.counter, world.office, world.organisation]
        people = [
            commands.register(
                world.maha,
                unit,
                draft=draft(f"Personne {n}", identifiers=(IdentifierDraft("passport", f"P{n}"),)),
                basis=CONSENT,
            )
            for n, unit in enumerate(units)
        ]
        before = state()
        for first, second, undo in steps:
            open_records = list(MergeRecord.objects.filter(undone_at=None).order_by("merged_at", "pk"))
            try:
                if undo and open_records:
                    commands.unmerge(world.maha, open_records[first % len(open_records)], reason="Non")
                else:
                    commands.merge(world.maha, people[first], gone=people[second], reason=REASON)
            except (Refused, MissingRight):
                continue
            self.consistent()
        while left := MergeRecord.objects.filter(undone_at=None).order_by("-merged_at", "-pk").first():
            commands.unmerge(world.maha, left, reason="Non")
        assert state() == before

    def consistent(self) -> None:
        """No chains, and recomputing the lent places changes nothing."""
        assert not Person.objects.filter(merged_into__merged_into__isnull=False).exists()
        places = sorted(Presence.objects.values_list("person", "unit"))
        share_presences(*Person.objects.values_list("pk", flat=True))
        assert sorted(Presence.objects.values_list("person", "unit")) == places
