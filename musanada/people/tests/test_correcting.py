"""Completing and correcting: each verb, what it keeps of before, and who may."""

from datetime import date

import pytest

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands, queries
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft
from musanada.people.models import Contact, Correction, Identifier, NameKey, Person, Presence
from musanada.people.tests.world import CONSENT, draft, met, year


def history(person):
    return list(Correction.objects.filter(person=person).values_list("field", "before"))


def test_a_birth_corrected_keeps_what_it_was(world):
    person = met(world, birth=year(1990))
    commands.correct(world.driss, person, birth=PartialDate(date(1991, 4, 2), BirthPrecision.DAY))
    person.refresh_from_db()
    assert (person.birth_date, person.birth_precision) == (date(1991, 4, 2), "day")
    assert history(person) == [("birth", "1990-01-01 year")]


def test_a_birth_corrected_into_the_future_is_refused(world):
    person = met(world, birth=year(1990))
    with pytest.raises(BadInput):
        commands.correct(world.alima, person, birth=PartialDate(date(2999, 1, 1), BirthPrecision.DAY))
    person.refresh_from_db()
    assert person.birth_date == date(1990, 1, 1)


def test_the_same_answer_again_is_no_correction(world):
    person = met(world, sex="F", birth=year(1990))
    commands.correct(world.alima, person, sex="F", birth=year(1990))
    assert history(person) == []


def test_only_declared_fields_are_corrected(world):
    person = met(world)
    with pytest.raises(BadInput):
        commands.correct(world.alima, person, reference="AAAA")


def test_a_new_preferred_name_takes_the_place_of_the_old(world):
    person = met(world, "Mamadu Djalo")
    commands.add_name(world.alima, person, draft=NameDraft(text="Mamadou Diallo"), preferred=True)
    assert queries.display_name(person) == "Mamadou Diallo"
    assert person.names.filter(preferred=True).count() == 1


def test_a_name_changed_is_found_by_its_new_spelling_only(world):
    person = met(world, "Fatou Bah")
    name = person.names.get()
    commands.change_name(world.alima, person, name=name, draft=NameDraft(text="Grace Okafor"))
    keys = set(NameKey.objects.filter(person=person, kind="exact").values_list("value", flat=True))
    assert {"grace", "okafor"} <= keys and "fatou" not in keys
    assert history(person) == [("name", "Fatou Bah")]


def test_the_last_name_stays(world):
    person = met(world)
    with pytest.raises(Refused):
        commands.remove_name(world.alima, person, name=person.names.get())
    assert person.names.count() == 1


def test_a_removed_name_hands_on_the_preference(world):
    person = met(world, "Fatou Bah")
    commands.add_name(world.alima, person, draft=NameDraft(text="Fatoumata Bah"))
    commands.remove_name(world.alima, person, name=person.names.get(preferred=True))
    assert person.names.get().text == "Fatoumata Bah"
    assert person.names.get().preferred


def test_anothers_row_is_not_touched(world):
    person, other = met(world), met(world, "Fatou Bah")
    with pytest.raises(Refused):
        commands.remove_name(world.alima, person, name=other.names.get())


def test_a_retired_number_is_free_again(world):
    person = met(world, identifiers=(IdentifierDraft("passport", "A1"),))
    document = person.identifiers.get()
    commands.retire_document(world.alima, person, document=document, reason="Périmé")
    other = met(world, "Fatou Bah", identifiers=(IdentifierDraft("passport", "A1"),))
    assert Identifier.objects.filter(retired=False).get().person == other
    assert history(person) == [("document", "passport A1")]


def test_retiring_asks_why(world):
    person = met(world, identifiers=(IdentifierDraft("passport", "A1"),))
    with pytest.raises(BadInput):
        commands.retire_document(world.alima, person, document=person.identifiers.get(), reason=" ")


def test_an_old_phone_number_is_not_kept(world):
    person = met(world, contacts=(ContactDraft("phone", "0612345678", "unsafe"),))
    commands.remove_contact(world.alima, person, contact=person.contacts.get())
    assert not Contact.objects.exists()
    assert history(person) == [("contact", "phone unsafe")]


def test_a_contact_becomes_unsafe(world):
    person = met(world, contacts=(ContactDraft("phone", "0612345678"),))
    changed = ContactDraft("phone", "0612345678", "unsafe")
    commands.change_contact(world.alima, person, contact=person.contacts.get(), draft=changed)
    assert person.contacts.get().safety == "unsafe"


def test_languages_spoken_and_read(world):
    person = met(world, languages=("fra", "fuf"))
    commands.set_languages(world.alima, person, codes=("fra", "wol"), reads=("fra",))
    assert set(person.languages.values_list("code", "reads")) == {("fra", True), ("wol", False)}


def test_nationalities_are_replaced_and_remembered(world):
    person = met(world, nationalities=("GIN",))
    commands.set_nationalities(world.alima, person, declared=("MLI",), documents=("MLI",))
    assert set(person.nationalities.values_list("country", "basis")) == {
        ("MLI", "declared"),
        ("MLI", "document"),
    }
    assert history(person) == [("nationality", "GIN declared")]


def test_no_nationality_needs_no_country_but_says_why(world):
    person = met(world, nationalities=("GIN",))
    commands.set_nationalities(world.alima, person, declared=(), answer="refused")
    person.refresh_from_db()
    assert person.nationality_answer == "refused"


def test_consent_is_withdrawn_at_once_and_only_once(world):
    person = met(world)
    basis = person.legal_bases.get()
    commands.withdraw_basis(world.alima, person, basis=basis)
    assert person.legal_bases.get().withdrawn_at is not None
    with pytest.raises(Refused):
        commands.withdraw_basis(world.alima, person, basis=basis)


def test_a_legal_duty_is_not_withdrawn(world):
    duty = BasisDraft("legal_duty", "2026-11", "fra")
    person = commands.register(world.alima, world.counter, draft=draft(), basis=duty)
    with pytest.raises(Refused):
        commands.withdraw_basis(world.alima, person, basis=person.legal_bases.get())


def test_a_newer_consent_stands_beside_the_old(world):
    person = met(world)
    commands.add_basis(
        world.alima, person, unit=world.counter, draft=BasisDraft("consent", "2027-01", "wol", "mark")
    )
    assert person.legal_bases.count() == 2


def test_correcting_needs_the_right_at_a_place_that_knows_the_person(world):
    person = met(world)
    for stranger in (world.zaki, world.hind, world.nadia):
        with pytest.raises(MissingRight):
            commands.correct(stranger, person, sex="F")
    person.refresh_from_db()
    assert person.sex == "not_asked"


def test_meeting_someone_makes_them_known_here(world):
    person = met(world)
    commands.meet(world.maha, world.office, person=person)
    assert queries.persons(world.zaki).get() == person


def test_knowing_a_key_is_not_meeting_someone(world):
    person = met(world)
    with pytest.raises(Refused):
        commands.meet(world.hind, world.authority, person=person)
    assert Presence.objects.count() == 1


def test_voiding_hides_and_keeps(world):
    person = met(world, identifiers=(IdentifierDraft("passport", "A1"),))
    commands.void(world.nadia, person, reason="Saisie en double par erreur")
    assert not queries.persons(world.alima).exists()
    assert Person.objects.filter(pk=person.pk).exists()
    assert Correction.objects.get().reason == "Saisie en double par erreur"
    commands.register(
        world.alima,
        world.counter,
        draft=draft("Fatou Bah", identifiers=(IdentifierDraft("passport", "A1"),)),
        basis=CONSENT,
    )


def test_voiding_asks_why_and_works_once(world):
    person = met(world)
    with pytest.raises(BadInput):
        commands.void(world.nadia, person, reason="")
    commands.void(world.nadia, person, reason="Erreur")
    with pytest.raises(Refused):
        commands.void(world.nadia, person, reason="Erreur")


def test_a_record_others_lead_to_is_not_voided(world):
    kept, gone = met(world), met(world)
    commands.merge(world.maha, kept, gone=gone, reason="Même personne")
    with pytest.raises(Refused):
        commands.void(world.nadia, kept, reason="Erreur")


def test_an_undone_import_reaches_its_own_unit_only(world):
    batch = draft().id
    sent = [draft("Fatou Bah")]
    commands.register_many(world.zaki, world.office, drafts=sent, basis=CONSENT, batch=batch)
    assert commands.remove_many(world.nadia, world.counter, ids=[sent[0].id], batch=batch) == 0
    assert commands.remove_many(world.zaki, world.office, ids=[sent[0].id], batch=batch) == 1
