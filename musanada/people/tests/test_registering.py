"""Keeping a person: what is required, what is unknown, what may come twice."""

from datetime import date, timedelta

import pytest

from musanada.access.models import AuditEntry
from musanada.kit.choices import BirthPrecision, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands, queries
from musanada.people.commands import persons as single
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft
from musanada.people.models import Identifier, LegalBasis, NameKey, Nationality, Person
from musanada.people.numbers import document_index
from musanada.people.tests.world import CONSENT, draft, met, today, year


def test_four_answers_are_enough(world):
    person = met(world, sex="M", birth=year(1990), nationalities=("GIN",))
    kept = Person.objects.get(pk=person.pk)
    assert (kept.sex, kept.birth_date, kept.birth_precision) == ("M", date(1990, 1, 1), "year")
    assert kept.nationality_answer == "given"
    assert [n.text for n in queries.names(kept)] == ["Mamadou Diallo"]
    assert NameKey.objects.filter(person=kept).exists()
    assert kept.presences.get().unit == world.counter


def test_the_basis_is_kept_with_its_notice(world):
    basis = LegalBasis.objects.get(person=met(world))
    assert (basis.basis, basis.notice_version, basis.language, basis.means) == (
        "consent",
        "2026-11",
        "fra",
        "oral",
    )


@pytest.mark.parametrize(
    ("basis", "field"),
    [
        (BasisDraft("", "2026-11", "fra", "oral"), "basis"),
        (BasisDraft("consent", "2026-11", "fra", ""), "means"),
        (BasisDraft("consent", "", "fra", "oral"), "notice_version"),
        (BasisDraft("vital_interest", "2026-11", ""), "language"),
    ],
)
def test_without_a_full_basis_nothing_is_kept(world, basis, field):
    with pytest.raises(BadInput) as problem:
        commands.register(world.alima, world.counter, draft=draft(), basis=basis)
    assert field in problem.value.fields
    assert not Person.objects.exists()


def test_unknown_refused_and_not_asked_are_three_answers(world):
    answers = ("unknown", "refused", "not_asked")
    people = [
        met(world, sex=a, birth=PartialDate(None, BirthPrecision(a)), nationality_answer=a) for a in answers
    ]
    kept = [Person.objects.get(pk=p.pk) for p in people]
    assert [p.sex for p in kept] == list(answers)
    assert [p.birth_precision for p in kept] == list(answers)
    assert [p.nationality_answer for p in kept] == list(answers)
    assert len({p.get_sex_display() for p in kept}) == 3


@pytest.mark.parametrize("days", [1, 400])
def test_a_birth_in_the_future_is_refused(world, days):
    birth = PartialDate(today() + timedelta(days=days), BirthPrecision.DAY)
    with pytest.raises(BadInput) as problem:
        met(world, birth=birth)
    assert "birth" in problem.value.fields
    assert not Person.objects.exists()


def test_an_impossible_age_is_refused(world):
    with pytest.raises(BadInput) as problem:
        met(world, birth=year(today().year - 121))
    assert "birth" in problem.value.fields


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"names": (NameDraft(text="  "),)}, "name"),
        ({"names": (NameDraft(text="x" * 201),)}, "name"),
        ({"names": (NameDraft(given="x" * 81),)}, "name"),
        ({"sex": "Z"}, "sex"),
        ({"nationalities": ("QQQ",)}, "nationality"),
        ({"nationality_answer": "peut-être"}, "nationality"),
        ({"identifiers": (IdentifierDraft("passport", " - "),)}, "value"),
        ({"identifiers": (IdentifierDraft("carnet", "1"),)}, "kind"),
        ({"contacts": (ContactDraft("phone", ""),)}, "contact"),
        ({"contacts": (ContactDraft("pigeon", "1"),)}, "contact"),
    ],
)
def test_bad_answers_name_their_field_before_the_database_does(world, values, field):
    with pytest.raises(BadInput) as problem:
        met(world, **values)
    assert field in problem.value.fields
    assert not Person.objects.exists()


def test_the_same_draft_twice_is_one_person(world):
    sent = draft(sex=Sex.MALE)
    first = commands.register(world.alima, world.counter, draft=sent, basis=CONSENT)
    again = commands.register(world.alima, world.counter, draft=sent, basis=CONSENT)
    assert first.pk == again.pk
    assert Person.objects.count() == 1
    assert first.names.count() == 1


def test_a_made_up_draft_id_does_not_read_another_units_file(world):
    theirs = met(world, at=world.office)
    with pytest.raises(Refused):
        commands.register(world.alima, world.counter, draft=draft(id=theirs.pk), basis=CONSENT)


def test_two_clerks_drawing_one_reference_both_get_a_person(world, monkeypatch):
    taken = met(world).reference
    drawn = iter([taken, taken, "FRESHREF"])
    monkeypatch.setattr(single, "new_reference", lambda: next(drawn))
    second = met(world, by=world.driss)
    assert second.reference == "FRESHREF"
    assert Person.objects.count() == 2


def test_no_reference_left_is_said_and_nothing_is_kept(world, monkeypatch):
    taken = met(world).reference
    monkeypatch.setattr(single, "new_reference", lambda: taken)
    with pytest.raises(Refused):
        met(world)
    assert Person.objects.count() == 1


def test_a_document_names_one_person_on_a_side(world):
    passport = (IdentifierDraft("passport", "AB 12-34", "GIN"),)
    met(world, identifiers=passport)
    with pytest.raises(Refused) as refusal:
        met(world, identifiers=(IdentifierDraft("passport", "ab1234", "GIN"),))
    assert refusal.value.code == "document-taken"
    assert Person.objects.count() == 1


def test_an_authority_does_not_learn_whom_others_know(world):
    passport = (IdentifierDraft("passport", "AB1234", "GIN"),)
    met(world, identifiers=passport)
    theirs = met(world, at=world.authority, by=world.hind, identifiers=passport)
    assert Identifier.objects.filter(normalised=document_index("AB1234")).count() == 2
    assert queries.persons(world.hind).get() == theirs


def test_a_partners_number_may_repeat(world):
    number = (IdentifierDraft("local_number", "12"),)
    met(world, identifiers=number)
    met(world, identifiers=number)
    assert Identifier.objects.count() == 2


def test_both_scripts_are_shown_and_searched(world):
    person = met(world, names=(NameDraft(text="Mamadou Diallo"), NameDraft(text="مامادو ديالو")))
    scripts = {n.script: n.preferred for n in person.names.all()}
    assert scripts == {"Latn": True, "Arab": True}


def test_nationalities_declared_and_shown_stand_side_by_side(world):
    person = met(world, nationalities=("GIN", "SEN"), documents=("GIN",))
    assert set(Nationality.objects.values_list("country", "basis")) == {
        ("GIN", "declared"),
        ("SEN", "declared"),
        ("GIN", "document"),
    }
    row = queries.with_names(Person.objects.filter(pk=person.pk)).get()
    assert row.nationality == "GIN"


def test_registering_needs_the_right_at_the_place(world):
    with pytest.raises(MissingRight) as refusal:
        commands.register(world.alima, world.office, draft=draft(), basis=CONSENT)
    assert refusal.value.right == "people.register"
    assert AuditEntry.objects.filter(verb="people.register", outcome="denied").count() == 1
    assert not Person.objects.exists()


def test_the_journal_names_nobody(world):
    person = met(world)
    entry = AuditEntry.objects.get(verb="people.register")
    assert entry.object_id == str(person.pk)
    assert "Diallo" not in str(entry.content())


def test_many_are_kept_as_one_is(world):
    sent = [
        draft("Fatou Bah", sex="F", contacts=(ContactDraft("email", " A@B.ma "),)),
        draft("Ousmane Sow", identifiers=(IdentifierDraft("passport", "X-9 "),)),
    ]
    assert commands.register_many(world.alima, world.counter, drafts=sent, basis=CONSENT) == 2
    assert commands.register_many(world.alima, world.counter, drafts=sent, basis=CONSENT) == 0
    one = commands.register(
        world.alima, world.counter, draft=draft(contacts=(ContactDraft("email", "A@B.ma"),)), basis=CONSENT
    )
    bulk = Person.objects.get(pk=sent[0].id)
    assert bulk.contacts.get().normalised == one.contacts.get().normalised != ""
    assert Identifier.objects.get().side == "humanitarian"


def test_a_wrong_country_in_a_list_keeps_nobody(world):
    sent = [draft("Fatou Bah"), draft("Ousmane Sow", nationalities=("QQQ",))]
    with pytest.raises(BadInput):
        commands.register_many(world.alima, world.counter, drafts=sent, basis=CONSENT)
    assert not Person.objects.exists()
