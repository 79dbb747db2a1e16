"""Separating after later edits: no choice leaves every row where it was written, a choice moves or restores that row."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from musanada.kit.errors import Refused
from musanada.people import commands, queries
from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft
from musanada.people.models import Contact, Identifier, Nationality, Person, PersonName, Presence
from musanada.people.queries import separating
from musanada.people.tests.world import build, met, signed_in

REASON, BACK = "Même passeport aux deux visites", "Deux cousines"


def a_merge(world):
    kept, gone = met(world, "Awa Diallo"), met(world, "Awa Jallow", at=world.office)
    return kept, gone, commands.merge(world.maha, kept, gone=gone, reason=REASON)


def test_what_was_added_since_is_shown_and_goes_where_one_says(world):
    kept, gone, record = a_merge(world)
    name = commands.add_name(world.maha, kept, draft=NameDraft(text="Hawa Djalo"), preferred=True)
    phone = commands.add_contact(world.maha, kept, draft=ContactDraft("phone", "0612345678", "safe"))
    paper = commands.add_document(world.maha, kept, draft=IdentifierDraft("passport", "A77"))
    commands.set_nationalities(world.maha, kept, declared=("GIN",))
    land = Nationality.objects.get(person=kept)
    since = separating.since(world.maha, record)
    assert {a.key for a in since.added} == {
        f"name:{name.pk}",
        f"contact:{phone.pk}",
        f"document:{paper.pk}",
        f"nationality:{land.pk}",
    }
    moved = [f"name:{name.pk}", f"contact:{phone.pk}", f"nationality:{land.pk}"]
    commands.unmerge(world.maha, record, reason=BACK, moved=moved)
    assert PersonName.objects.get(pk=name.pk).person_id == gone.pk
    assert Contact.objects.get(pk=phone.pk).person_id == gone.pk
    assert Identifier.objects.get(pk=paper.pk).person_id == kept.pk
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.nationality_answer, gone.nationality_answer) == ("not_asked", "given")
    assert [n.preferred for n in PersonName.objects.filter(person=kept)] == [True]
    assert PersonName.objects.filter(person=gone, preferred=True).count() == 1
    assert name.pk in set(gone.name_keys.values_list("name", flat=True))


def test_a_name_corrected_since_is_a_conflict_and_comes_back_whole(world):
    kept, gone, record = a_merge(world)
    theirs = PersonName.objects.get(person=gone)
    commands.change_name(world.maha, kept, name=theirs, draft=NameDraft(text="Binta Sow", mother="Kadi"))
    (clash,) = separating.since(world.maha, record).conflicts
    assert (clash.before, clash.now) == ("Awa Jallow", "Binta Sow · Kadi")
    commands.unmerge(world.maha, record, reason=BACK, restored=[clash.key])
    theirs.refresh_from_db()
    assert (theirs.text, theirs.mother) == ("Awa Jallow", "")


def test_a_name_and_a_document_taken_away_come_back(world):
    kept = met(world, "Awa Diallo")
    gone = met(world, "Awa Jallow", identifiers=(IdentifierDraft("passport", "B12"),))
    record = commands.merge(world.maha, kept, gone=gone, reason=REASON)
    theirs = PersonName.objects.get(person=gone)
    PersonName.objects.filter(pk=theirs.pk).delete()
    commands.retire_document(world.maha, kept, document=Identifier.objects.get(), reason="mal lu")
    clashes = separating.since(world.maha, record).conflicts
    assert {c.now for c in clashes} == {""}
    commands.unmerge(world.maha, record, reason=BACK, restored=[c.key for c in clashes])
    assert PersonName.objects.get(pk=theirs.pk).text == "Awa Jallow"
    assert not Identifier.objects.get().retired


def test_rows_of_before_or_of_strangers_are_refused(world):
    kept, gone, record = a_merge(world)
    stranger = PersonName.objects.get(person=met(world, "Un Autre"))
    own = PersonName.objects.get(person=kept)
    for key in (f"name:{stranger.pk}", f"name:{own.pk}", "name:x", f"person:{kept.pk}"):
        with pytest.raises(Refused):
            commands.unmerge(world.maha, record, reason=BACK, moved=[key])
    with pytest.raises(Refused):
        commands.unmerge(world.maha, record, reason=BACK, restored=[f"name:{own.pk}"])
    assert Person.objects.get(pk=gone.pk).merged_into_id == kept.pk


def test_the_page_asks_of_each_row_and_does_it(world):
    kept, gone, record = a_merge(world)
    phone = commands.add_contact(world.maha, kept, draft=ContactDraft("phone", "0612345678", "safe"))
    client, url = signed_in(world.maha), f"/people/merges/{record.pk}/undo/"
    assert "0612345678" in client.get(url).content.decode()
    key = f"move-contact:{phone.pk}"
    assert client.post(url, {"reason": BACK}).status_code == 422
    assert client.post(url, {"reason": BACK, key: "goes"}).status_code == 302
    assert Contact.objects.get(pk=phone.pk).person_id == gone.pk


EDITS = ("name", "contact", "document", "countries", "correct_name", "meet")


class LaterEdits(TestCase):
    """Merge, any edits, separate without a choice: what was before, plus the edits where they were written."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(edits=st.lists(st.sampled_from(EDITS), max_size=6))
    def test_nothing_moves_by_itself(self, edits: list[str]) -> None:
        world = build()
        kept, gone = met(world, "Awa Diallo"), met(world, "Awa Jallow", at=world.office)
        places = self.places(gone)
        record = commands.merge(world.maha, kept, gone=gone, reason=REASON)
        for number, edit in enumerate(edits):
            self.edit(world, kept, gone, edit, number)
        written = self.rows()
        commands.unmerge(world.maha, record, reason=BACK)
        assert self.rows() == written
        assert Person.objects.get(pk=gone.pk).merged_into is None
        assert self.places(gone) == places
        own = {world.counter.pk} | ({world.office.pk} if "meet" in edits else set())
        assert set(Presence.objects.filter(person=kept).values_list("unit", flat=True)) == own

    def places(self, person):
        return list(Presence.objects.filter(person=person).values_list("unit", "from_on", "to_on", "derived"))

    def rows(self):
        tables = (PersonName, Contact, Identifier, Nationality)
        return [sorted(t.objects.values_list("pk", "person")) for t in tables]

    def edit(self, world, kept, gone, what: str, number: int) -> None:
        if what == "name":
            commands.add_name(world.maha, kept, draft=NameDraft(text=f"Awa Ba{number}"), preferred=True)
        elif what == "contact":
            commands.add_contact(
                world.maha, kept, draft=ContactDraft("phone", f"06123456{number:02}", "safe")
            )
        elif what == "document":
            commands.add_document(world.maha, kept, draft=IdentifierDraft("passport", f"Z{number}"))
        elif what == "countries":
            commands.set_nationalities(world.maha, kept, declared=(("GIN", "MLI")[number % 2],))
        elif what == "correct_name":
            name = queries.names(kept).filter(person=gone).first()
            commands.change_name(world.maha, kept, name=name, draft=NameDraft(text=f"Binta {number}"))
        else:
            commands.meet(world.zaki, world.office, person=kept)
