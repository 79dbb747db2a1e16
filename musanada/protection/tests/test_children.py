"""A child's file is opened with twelve answers, hides its person at once, and is a page for those named alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import LegalBasis, Person
from musanada.people.queries import persons
from musanada.protection.commands.children import open_child
from musanada.protection.commands.rules import load_rules
from musanada.protection.forms_children import FIRST, NewForm
from musanada.protection.models import (
    AgeRecord,
    Clock,
    ProtectionFile,
    ProtectionRule,
)
from musanada.protection.queries import children as queries
from musanada.protection.queries import files
from musanada.protection.tests.children import answers, draft, met
from musanada.protection.tests.scene import Scene, born, child_file, named, signed_in, victim_file

NEW = reverse("protection:child-new")


# The scene itself


def test_the_scene_opens_files_that_hide_their_person(scene: Scene) -> None:
    child, victim = child_file(scene), victim_file(scene, years=16)
    child.case.person.refresh_from_db()
    assert child.case.person.protected
    assert victim.victim.child
    assert files.file(scene.manager, child.case_id).pk == child.pk
    with pytest.raises(Http404):
        files.file(scene.second, child.case_id)
    named(child, scene.second)
    assert files.file(scene.second, child.case_id).pk == child.pk


# Opening


def test_the_first_save_asks_twelve_questions(scene: Scene) -> None:
    form = NewForm([scene.nador])
    asked = {name for name, field in form.fields.items() if not field.widget.is_hidden}
    assert len(FIRST) == 12
    assert asked == {*FIRST, "basis_text"}


def test_opening_hides_the_person_and_starts_the_clocks(scene: Scene) -> None:
    file = open_child(scene.manager, scene.nador, draft=draft(scene))
    person, today = file.case.person, timezone.localdate()
    assert person.protected
    assert not persons(scene.manager).filter(pk=person.pk).exists()
    assert (file.case.procedure, file.case.state) == ("child_protection", "identified")
    assert file.urgent_needs == ",food,shelter,"
    due = dict(Clock.objects.filter(file=file).values_list("kind", "due_on"))
    assert due["bia"] == today + timedelta(days=30)
    assert due["guardian"] == today + timedelta(days=3)
    assert due["eighteen"] == born(15).date.replace(year=born(15).date.year + 18)  # type: ignore[union-attr]
    assert due["transition"] < due["eighteen"]
    file.case.refresh_from_db()
    assert file.case.due_on == due["guardian"]
    age = AgeRecord.objects.get(file=file)
    assert (age.method, age.applied, age.birth_date) == ("claimed", True, person.birth_date)


def test_a_danger_brings_the_assessment_forward(scene: Scene) -> None:
    file = open_child(scene.manager, scene.nador, draft=draft(scene, danger="yes"))
    assert Clock.objects.get(file=file, kind="bia").due_on == timezone.localdate() + timedelta(days=7)


def test_a_child_otherwise_vulnerable_needs_no_guardian_asked_for(scene: Scene) -> None:
    file = open_child(scene.manager, scene.nador, draft=draft(scene, status="other"))
    assert not Clock.objects.filter(file=file, kind="guardian").exists()


def test_the_same_draft_twice_is_one_file(scene: Scene) -> None:
    one = draft(scene)
    first, second = (open_child(scene.manager, scene.nador, draft=one) for _n in range(2))
    assert first.pk == second.pk
    assert ProtectionFile.objects.count() == 1
    assert Person.objects.count() == 1


def test_somebody_elses_key_opens_nothing_of_theirs(scene: Scene) -> None:
    theirs = open_child(scene.manager, scene.nador, draft=draft(scene))
    with pytest.raises(Exception):
        open_child(scene.second, scene.nador, draft=replace(draft(scene), id=theirs.pk))
    assert ProtectionFile.objects.count() == 1


@pytest.mark.parametrize(
    ("years", "critical"),
    [(12, True), (13, False)],
)
def test_under_thirteen_on_the_day_of_identification_is_critical(
    scene: Scene, years: int, critical: bool
) -> None:
    file = open_child(scene.manager, scene.nador, draft=draft(scene, birth=born(years)))
    assert file.child.critical is critical
    assert file.child.critical_under == 13


def test_an_age_known_by_its_year_counts_at_its_youngest(scene: Scene) -> None:
    """Born in the year in which one turns thirteen: perhaps still twelve."""
    birth = PartialDate(date(timezone.localdate().year - 13, 1, 1), BirthPrecision.ESTIMATED)
    today = timezone.localdate()
    file = open_child(scene.manager, scene.nador, draft=draft(scene, birth=birth))
    assert file.child.critical is ((today.month, today.day) < (12, 31))


def test_critical_goes_by_the_rule_of_that_day(scene: Scene) -> None:
    load_rules()
    since = timezone.localdate() - timedelta(days=10)
    before = ProtectionRule.objects.get(code="critical_under")
    ProtectionRule.objects.create(
        code="critical_under", value=15, measure=before.measure, name_fr=before.name_fr, valid_from=since
    )
    new = open_child(scene.manager, scene.nador, draft=draft(scene, birth=born(14)))
    old_day = since - timedelta(days=1)
    old = open_child(scene.manager, scene.nador, draft=draft(scene, birth=born(14), identified_on=old_day))
    assert new.child.critical
    assert not old.child.critical


def test_vital_interest_is_written_down(scene: Scene) -> None:
    with pytest.raises(BadInput) as wrong:
        open_child(
            scene.manager, scene.nador, draft=draft(scene, basis="vital_interest", basis_text="urgent")
        )
    assert "basis_text" in wrong.value.fields
    assert not Person.objects.exists()


def test_consent_alone_is_an_adults(scene: Scene) -> None:
    with pytest.raises(BadInput) as wrong:
        open_child(scene.manager, scene.nador, draft=draft(scene, basis="consent"))
    assert "basis" in wrong.value.fields


def test_assent_with_a_representative_is_kept_as_such(scene: Scene) -> None:
    file = open_child(scene.manager, scene.nador, draft=draft(scene, basis="assent"))
    kept = LegalBasis.objects.get(person=file.case.person)
    assert (kept.basis, kept.means) == ("consent", "guardian")


def test_an_adult_is_no_child(scene: Scene) -> None:
    with pytest.raises(BadInput) as wrong:
        open_child(scene.manager, scene.nador, draft=draft(scene, birth=born(19)))
    assert "birth" in wrong.value.fields


def test_identified_before_birth_is_refused(scene: Scene) -> None:
    day = timezone.localdate() - timedelta(days=365 * 3)
    with pytest.raises(BadInput) as wrong:
        open_child(scene.manager, scene.nador, draft=draft(scene, birth=born(1), identified_on=day))
    assert "birth" in wrong.value.fields


def test_the_state_holds_no_file(scene: Scene) -> None:
    actor = scene.staff["state.protection_officer"]
    with pytest.raises(Refused) as wrong:
        open_child(actor, scene.state, draft=draft(scene))
    assert wrong.value.code == "firewall"
    assert queries.offices(actor) == []


def test_who_holds_no_right_opens_none(scene: Scene) -> None:
    with pytest.raises(MissingRight):
        open_child(scene.street, scene.nador, draft=draft(scene))
    assert signed_in(scene.street).get(NEW).status_code == 403


# From a child met in the street


def test_a_mapped_child_fills_the_form_and_is_hidden_with_its_encounters(scene: Scene) -> None:
    found, client = met(scene), signed_in(scene.manager)
    url = f"{NEW}?mapped={found.pk}"
    page = client.get(url).content.decode()
    assert "Zizou" in page
    assert "Rencontré 2 fois" in page
    told = answers(scene, name="Zizou", needs=["health"])
    answer = client.post(url, told)
    file = ProtectionFile.objects.get()
    assert answer.headers["Location"] == reverse("protection:child", args=[file.case_id])
    found.refresh_from_db()
    assert found.person_id == file.case.person_id
    assert file.child.mapped_id == found.pk
    # Sent again because the line dropped: the same file, not a refusal.
    assert client.post(url, told).headers["Location"] == answer.headers["Location"]
    # Nobody opens it again, and no list has it.
    assert client.get(url).status_code == 404
    assert signed_in(scene.second).get(url).status_code == 404


def test_a_mapped_child_of_another_organisation_is_not_found(scene: Scene) -> None:
    found = met(scene)
    assert signed_in(scene.stranger).get(f"{NEW}?mapped={found.pk}").status_code == 404
    assert signed_in(scene.manager).get(f"{NEW}?mapped=nonsense").status_code == 404


def test_an_opened_mapped_child_is_not_opened_twice(scene: Scene) -> None:
    found = met(scene)
    open_child(scene.manager, scene.nador, draft=draft(scene), mapped=found)
    with pytest.raises(Refused):
        open_child(scene.second, scene.nador, draft=draft(scene), mapped=found)
