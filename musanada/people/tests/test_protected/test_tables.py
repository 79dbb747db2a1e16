"""What is left of a hidden person in the tables: sealed words, no key of search, no answer to who tries a number."""

import pytest

from musanada.kit.secrets import is_encrypted
from musanada.people import commands, queries
from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft
from musanada.people.models import Contact, Identifier, NameKey, Person, PersonName
from musanada.people.queries import confidential as files
from musanada.people.tests.test_protected.hidden import fresh, opened, raw
from musanada.people.tests.world import CONSENT, draft, met

pytestmark = pytest.mark.django_db


def test_names_are_sealed_and_keys_gone(world):
    file = opened(world)
    column = PersonName.objects.filter(person=file.person)
    stored = raw(PersonName, "text", column.get().pk)
    assert is_encrypted(stored)
    assert column.get().text == "Grace Okafor"
    assert not NameKey.objects.filter(person=file.person).exists()


def test_what_is_added_later_is_hidden_too(world):
    file = opened(world)
    person = queries.person(fresh(world.maha), file.person.pk)
    actor = fresh(world.maha)
    commands.add_name(actor, person, draft=NameDraft(text="Ada Okoro"))
    commands.add_document(actor, person, draft=IdentifierDraft("passport", "ZZ998877", "NGA"))
    commands.add_contact(actor, person, draft=ContactDraft("phone", "0698765432", "safe"))
    assert all(is_encrypted(raw(PersonName, "text", one.pk)) for one in PersonName.objects.all())
    assert not NameKey.objects.filter(person=person).exists()
    assert Identifier.objects.get().normalised.startswith("~")
    assert Contact.objects.get().normalised.startswith("~")
    for text in ("Ada Okoro", "ZZ998877", "+212698765432"):
        assert len(files.mine(fresh(world.maha), text)) == 1


def test_a_name_corrected_is_found_by_the_new_one_only(world):
    file = opened(world)
    person = queries.person(fresh(world.maha), file.person.pk)
    name = PersonName.objects.get(person=person)
    commands.change_name(fresh(world.maha), person, name=name, draft=NameDraft(text="Gloria Okafor"))
    assert files.mine(fresh(world.maha), "Grace Okafor") == []
    assert len(files.mine(fresh(world.maha), "Gloria Okafor")) == 1


def test_the_same_passport_is_registered_elsewhere_without_a_word(world):
    passport = (IdentifierDraft("passport", "AB123456", "NGA"),)
    opened(world, identifiers=passport)
    other = met(world, "Quelqu'un", identifiers=passport)
    assert Identifier.objects.filter(person=other).exists()


def test_a_number_taken_meanwhile_stays_out_of_search(world):
    passport = (IdentifierDraft("passport", "AB123456", "NGA"),)
    file = opened(world, identifiers=passport)
    met(world, "Quelqu'un", identifiers=passport)
    from musanada.people.commands.protecting import show_again

    assert show_again(file.person) == 1
    assert len(queries.listing(fresh(world.alima), queries.Filters(text="AB123456")).rows) == 1


def test_an_id_of_someone_hidden_is_answered_as_unknown(world):
    file = opened(world)
    forged = draft("Autre Personne", id=file.person.pk)
    made = commands.register(fresh(world.alima), world.counter, draft=forged, basis=CONSENT)
    assert made.pk != file.person.pk
    assert queries.display_name(made) == "Autre Personne"
    assert Person.objects.get(pk=file.person.pk).protected


def test_their_own_counter_gets_the_same_answer_twice(world):
    """For those named, the same form sent again is the same person."""
    file = opened(world)
    again = draft("Autre Personne", id=file.person.pk)
    known = commands.register(fresh(world.maha), world.counter, draft=again, basis=CONSENT)
    assert known.pk == file.person.pk
