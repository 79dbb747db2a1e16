"""A victim's file: opened for someone met or known, found by nobody who is not named, whatever they search."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry, User
from musanada.cases.models import Case
from musanada.dataprotection.queries import exports
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.linkage import queries as linkage
from musanada.linkage import stubs
from musanada.linkage.sought import Sought
from musanada.people.models import Person
from musanada.people.queries import lists
from musanada.protection.commands import victims as commands
from musanada.protection.commands.screenings import StatusDraft, say_status
from musanada.protection.commands.victims import EpisodeDraft, VictimChange, VictimDraft
from musanada.protection.models import Clock, ProtectionFile, Reflection, Victim
from musanada.protection.queries import files
from musanada.protection.queries import victims as queries
from musanada.protection.tests import scene as s
from musanada.protection.tests.scene import Scene, signed_in
from musanada.protection.tests.test_screenings import FULL, held

pytestmark = pytest.mark.django_db
NAME = "Blessing Obiageli"


def opened(scene: Scene, **values: Any) -> ProtectionFile:
    draft = VictimDraft(**{"source": "self", "basis": "consent", "called": "Oranger", "sex": "F"} | values)
    return commands.open_victim(scene.officer, scene.nador, draft=draft)


def presumed(scene: Scene, *, citizen: bool | None = False, **values: Any) -> ProtectionFile:
    file = s.victim_file(scene, victim={"citizen": citizen}, **values)
    held(file, **FULL)
    say_status(scene.officer, file, draft=StatusDraft("presumed", "team"))
    return ProtectionFile.objects.select_related("case__unit", "secret__owner").get(pk=file.pk)


# Opening


def test_a_word_is_enough_and_the_person_is_hidden_at_once(scene: Scene) -> None:
    file = opened(scene, danger="yes", urgent_needs=("shelter", "health"))
    assert file.case.person.protected
    assert (file.victim.child, file.case.state, file.case.owner) == (False, "received", scene.officer)
    assert [one.pk for one in queries.mine(scene.officer)] == [file.pk]
    for actor in (scene.officer2, scene.manager, scene.stranger, scene.lead, scene.admin):
        assert not queries.mine(actor).exists()


def test_the_same_form_twice_is_one_file_and_one_person(scene: Scene) -> None:
    key, before = new_id(), Person.objects.count()
    assert opened(scene, id=key).pk == opened(scene, id=key).pk
    assert Person.objects.count() == before + 1


def test_somebody_of_the_register_is_hidden_from_then_on(scene: Scene) -> None:
    person = s.someone(scene, NAME, owner=scene.officer, sex="F", birth=s.born(16))
    file = opened(scene, person=person, basis="assent_alone")
    assert (file.case.person_id, file.victim.child) == (person.pk, True)  # by the date of birth
    with pytest.raises(Refused):
        opened(scene, person=person, basis="assent_alone")


def test_what_a_file_cannot_stand_on_is_said(scene: Scene) -> None:
    for values in (
        {"called": " "},
        {"basis": ""},
        {"basis": "vital_interest", "basis_text": "vite"},
        {"child": True},  # consent is an adult's
        {"source": "?"},
        {"identified_on": timezone.localdate() + timedelta(days=1)},
        {"shelter_on": timezone.localdate() - timedelta(days=1)},
    ):
        with pytest.raises(BadInput):
            opened(scene, **values)
    assert not ProtectionFile.objects.exists()


def test_no_file_stands_at_an_authority_and_no_other_role_opens_one(scene: Scene) -> None:
    draft = VictimDraft(source="self", basis="consent", called="Oranger")
    with pytest.raises(Refused) as refusal:
        commands.open_victim(scene.staff["state.protection_officer"], scene.state, draft=draft)
    assert refusal.value.code == "firewall"
    for actor in (scene.street, scene.responder, scene.lead, scene.stranger):
        with pytest.raises(MissingRight):
            commands.open_victim(actor, scene.nador, draft=draft)


def test_once_a_child_the_rules_of_a_child_stay(scene: Scene) -> None:
    file = s.victim_file(scene, years=16)
    change = VictimChange(False, False, False, None, "no", "", "")
    with pytest.raises(BadInput):
        commands.change_victim(scene.officer, file, change=change)
    assert Victim.objects.get(file=file).child


# Episodes, reflection, proceedings


def test_an_episode_has_several_forms_and_one_victim(scene: Scene) -> None:
    file = s.victim_file(scene)
    draft = EpisodeDraft(("sexual", "begging", "begging"), country="MAR", sector="rue")
    first = commands.add_episode(scene.officer, file, draft=draft)
    assert commands.add_episode(scene.officer, file, draft=draft).pk == first.pk
    assert sorted(first.forms.values_list("form", flat=True)) == ["begging", "sexual"]
    assert Victim.objects.count() == 1
    for wrong in (EpisodeDraft(()), EpisodeDraft(("other-thing",)), EpisodeDraft(("labour",), from_on=timezone.localdate(), to_on=timezone.localdate() - timedelta(days=9))):  # fmt: skip
        with pytest.raises(BadInput):
            commands.add_episode(scene.officer, file, draft=wrong)


def test_a_foreign_victim_has_a_time_to_recover_renewed_as_the_rule_says(scene: Scene) -> None:
    file, today = presumed(scene), timezone.localdate()
    first = commands.start_reflection(scene.officer, file)
    assert (first.from_on, first.to_on) == (today, today + timedelta(days=29))
    assert Clock.objects.get(file=file, kind="reflection").due_on == first.to_on
    second = commands.start_reflection(scene.officer, file)
    assert (second.renewal, second.from_on) == (1, first.to_on + timedelta(days=1))
    assert Clock.objects.get(file=file, kind="reflection", met_on=None).due_on == second.to_on
    with pytest.raises(Refused):  # once
        commands.start_reflection(scene.officer, file)
    assert Reflection.objects.count() == 2


def test_the_choice_ends_it(scene: Scene) -> None:
    file = presumed(scene)
    commands.start_reflection(scene.officer, file)
    done = commands.end_reflection(scene.officer, file, choice="not")
    assert (done.choice, done.ended_on) == ("not", timezone.localdate())
    assert Clock.objects.get(file=file, kind="reflection").met_on == timezone.localdate()
    for again in (lambda: commands.end_reflection(scene.officer, file, choice="later"), lambda: commands.start_reflection(scene.officer, file)):  # fmt: skip
        with pytest.raises(Refused):
            again()


@pytest.mark.parametrize("citizen", [True, None])
def test_it_is_a_foreigners_and_only_once_that_is_known(scene: Scene, citizen: bool | None) -> None:
    with pytest.raises(Refused):
        commands.start_reflection(scene.officer, presumed(scene, citizen=citizen))


def test_it_begins_with_the_presumption(scene: Scene) -> None:
    file = s.victim_file(scene, victim={"citizen": False})
    with pytest.raises(Refused):
        commands.start_reflection(scene.officer, file)


def test_proceedings_are_a_stage_and_no_word(scene: Scene) -> None:
    file = s.victim_file(scene)
    made = commands.note_proceeding(scene.officer, file, stage="inquiry", on=timezone.localdate())
    assert {field.get_internal_type() for field in made._meta.concrete_fields} <= {"UUIDField", "DateTimeField", "ForeignKey", "CharField", "DateField"}  # fmt: skip
    with pytest.raises(BadInput):
        commands.note_proceeding(scene.officer, file, stage="verdict", on=timezone.localdate())


# Nobody finds them


LOOKERS = ("nador.protection_officer.2", "nador.agent", "nador.programme_manager", "other.protection_officer", "root.administrator")  # fmt: skip


def test_no_search_list_twin_stub_or_export_finds_them(scene: Scene) -> None:
    person = s.someone(scene, NAME, owner=scene.officer, sex="F", birth=s.born(24), nationalities=("NGA",))
    sought = Sought(name=NAME, nationality="NGA", sex="F", born=person.birth_date.year)
    assert [one.person_id for one in linkage.find(scene.second, NAME)] == [person.pk]
    assert stubs.known_elsewhere(scene.stranger, scene.other, sought) == person.pk
    assert person.pk in exports.selected(scene.lead, {})
    opened(scene, person=person)
    for name in (*LOOKERS, "nador.protection_officer"):  # the owner's lists show nobody hidden either
        actor = User.objects.get(pk=scene.staff[name].pk)
        assert linkage.find(actor, NAME) == []
        assert linkage.look_for(actor, sought) == []
        assert linkage.find(actor, person.reference) == []
        assert not lists.listing(actor, lists.Filters(text=NAME)).rows
        assert not lists.listing(actor, lists.Filters()).rows
        assert exports.selected(actor, {}) == []
        for unit in (scene.other, scene.casa, scene.hospital):
            assert stubs.known_elsewhere(actor, unit, sought) is None


@pytest.mark.parametrize("page", ["people:list", "referrals:list", "protection:victims", "web:home"])
def test_no_page_of_anybody_else_names_them(scene: Scene, page: str) -> None:
    file = s.victim_file(scene, NAME)
    for name in LOOKERS:
        body = signed_in(scene.staff[name]).get(reverse(page)).content.decode()
        for word in ("Obiageli", str(file.case_id), str(file.case.person_id), file.case.reference):
            assert word not in body


def test_every_page_of_a_file_is_404_for_who_is_not_named(scene: Scene) -> None:
    file = s.victim_file(scene, NAME)
    pages = ("victim", "victim-change", "victim-screen", "victim-status", "victim-episode", "victim-safety", "victim-return-risk", "victim-reflection", "victim-reflection-end", "victim-proceeding", "victim-refer")  # fmt: skip
    for user in (scene.officer2, scene.manager, scene.stranger):
        client = signed_in(user)
        for name in pages:
            assert client.get(reverse(f"protection:{name}", args=[file.case_id])).status_code == 404, name
    own = signed_in(scene.officer)
    for name in pages:
        assert own.get(reverse(f"protection:{name}", args=[file.case_id])).status_code == 200, name


def test_the_name_typed_again_at_the_counter_meets_nobody(scene: Scene) -> None:
    file = s.victim_file(scene, NAME)
    again = s.someone(scene, NAME, owner=scene.officer)
    assert [one.person_id for one in linkage.find(scene.second, NAME)] == [again.pk]
    assert again.pk != file.case.person_id


def test_reading_is_journalled_without_a_name(scene: Scene) -> None:
    file = s.victim_file(scene, NAME)
    before = AuditEntry.objects.filter(verb="people.read_protected").count()
    files.file(scene.officer, file.case_id)
    rows = AuditEntry.objects.filter(verb="people.read_protected")
    assert rows.count() == before + 1
    assert "Obiageli" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_a_closed_file_is_read_only(scene: Scene) -> None:
    file = s.victim_file(scene)
    Case.objects.filter(pk=file.case_id).update(closed_on=timezone.localdate(), closure="met")
    with pytest.raises(Refused):
        commands.add_episode(scene.officer, file, draft=EpisodeDraft(("labour",)))


def test_subject_access_tells_it_to_who_is_named_and_to_nobody_else(scene: Scene) -> None:
    from musanada.kit.choices import FieldGroup
    from musanada.kit.subject import Asking
    from musanada.protection.held_trafficking import held as told

    file = presumed(scene)
    commands.add_episode(scene.officer, file, draft=EpisodeDraft(("labour", "sexual"), text="Serrure"))

    def rows(named: frozenset[Any]) -> int:
        people, units = (file.case.person_id,), frozenset({scene.nador.pk})
        asking = Asking(scene.officer, people, units, frozenset(FieldGroup), named, "fr")
        return sum(len(section.rows) for section in told(asking))

    assert rows(frozenset({file.secret_id})) == 3
    assert rows(frozenset()) == 0
