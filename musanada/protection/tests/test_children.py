"""A child's file is opened with twelve answers, hides its person at once, and is a page for those named alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.access.models import AuditEntry
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.people.models import LegalBasis, Person
from musanada.people.queries import persons
from musanada.protection.commands.children import change_confidence, change_status, open_child
from musanada.protection.commands.rules import load_rules
from musanada.protection.drafts import ChildDraft
from musanada.protection.forms_children import FIRST, NewForm
from musanada.protection.models import (
    AgeRecord,
    CareArrangement,
    Child,
    Clock,
    Encounter,
    MappedChild,
    ProtectionFile,
    ProtectionRule,
    Separation,
)
from musanada.protection.queries import children as queries
from musanada.protection.queries import files
from musanada.protection.tests.scene import Scene, born, child_file, named, signed_in, victim_file

NEW = reverse("protection:child-new")


def draft(scene: Scene, **more: Any) -> ChildDraft:
    values: dict[str, Any] = {
        "name": "Petit Sékou",
        "sex": "M",
        "birth": born(15),
        "nationality": "GIN",
        "language": "sus",
        "town": scene.towns["nador"],
        "identified_on": timezone.localdate(),
        "source": "patrol",
        "status": "unaccompanied",
        "danger": "no",
        "needs": ("shelter", "food"),
        "basis": "assent_alone",
    }
    return ChildDraft(**values | more)


def answers(scene: Scene, **more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "id": str(new_id()),
        "office": str(scene.nador.pk),
        "name": "Petit Sékou",
        "sex": "M",
        "birth_age": "14",
        "nationality": "unknown",
        "language": "sus",
        "town": str(scene.towns["nador"].pk),
        "identified_on": today.isoformat(),
        "source": "patrol",
        "status": "unaccompanied",
        "danger": "no",
        "needs": ["shelter"],
        "basis": "assent_alone",
        "basis_text": "",
    } | more


def met(scene: Scene, **more: Any) -> MappedChild:
    """A child met twice in Nador by the street team."""
    values: dict[str, Any] = {"nickname": "Zizou", "sex": "M", "born_about": timezone.localdate().year - 12}
    found = MappedChild.objects.create(
        unit=scene.nador, recorded_by=scene.street, nationality_id="GIN", **values | more
    )
    for days, needs in ((9, ",food,"), (2, ",health,")):
        Encounter.objects.create(
            unit=scene.nador,
            child=found,
            at=timezone.now() - timedelta(days=days),
            town=scene.towns["nador"],
            language="sus",
            needs=needs,
            recorded_by=scene.street,
        )
    return found


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


# The page and the list


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(scene: Scene) -> None:
    answer = signed_in(scene.manager).post(NEW, answers(scene, basis="vital_interest", basis_text="court"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Petit Sékou" in page
    assert "20 caractères" in page
    assert not ProtectionFile.objects.exists()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_named_colleague_reads_and_an_unnamed_one_finds_nothing(scene: Scene, language: str) -> None:
    file = child_file(scene)
    url = reverse("protection:child", args=[file.case_id])
    strangers = (scene.second, scene.officer, scene.stranger, scene.staff["state.protection_officer"])
    assert [in_language(one, language).get(url).status_code for one in strangers] == [404] * 4
    named(file, scene.second)
    for reader in (scene.manager, scene.second):
        answer = in_language(reader, language).get(url)
        assert answer.status_code == 200
        assert "Mamadou Bah" in answer.content.decode()


def in_language(user: Any, language: str) -> Client:
    client = signed_in(user)
    client.cookies["django_language"] = language
    return client


def test_every_reading_leaves_its_line(scene: Scene) -> None:
    file = child_file(scene)
    before = AuditEntry.objects.filter(verb="people.read_protected").count()
    signed_in(scene.manager).get(reverse("protection:child", args=[file.case_id]))
    assert AuditEntry.objects.filter(verb="people.read_protected").count() > before


def pages(file: ProtectionFile, item: UUID) -> list[str]:
    """Every page of a child's file."""
    one = [file.case_id]
    alone = ("child", "child-age-new", "child-relative-new", "child-sibling-new", "child-separation-new",
             "child-concern-new", "child-harms", "child-harm-new")  # fmt: skip
    rows = ("child-age", "child-relative", "child-sibling", "child-separation", "child-concern", "child-harm")
    return [
        *(reverse(f"protection:{name}", args=one) for name in alone),
        *(reverse(f"protection:{name}", args=[*one, item]) for name in rows),
        *(
            reverse("protection:child-edit", args=[*one, part])
            for part in ("status", "identity", "confidence")
        ),
    ]


def test_an_unnamed_colleague_gets_404_everywhere(scene: Scene) -> None:
    file = child_file(scene)
    age = AgeRecord.objects.get(file=file)
    for user in (scene.second, scene.officer, scene.stranger):
        client = signed_in(user)
        assert {client.get(url).status_code for url in pages(file, age.pk)} == {404}
        posts = [client.post(url, {}).status_code for url in pages(file, age.pk) if "new" in url]
        assert set(posts) == {404}


def test_a_role_that_reads_no_files_gets_403_though_named(scene: Scene) -> None:
    file = child_file(scene)
    named(file, scene.health)
    assert signed_in(scene.health).get(reverse("protection:child", args=[file.case_id])).status_code == 403


def test_my_list_shows_my_children_and_nobody_elses(scene: Scene) -> None:
    file = child_file(scene)
    open_child(scene.officer, scene.nador, draft=draft(scene))
    url = reverse("protection:children")
    mine = signed_in(scene.manager).get(url).content.decode()
    assert "Mamadou Bah" in mine
    assert "Petit Sékou" not in mine
    assert "Mamadou Bah" not in signed_in(scene.second).get(url).content.decode()
    named(file, scene.second)
    assert "Mamadou Bah" in signed_in(scene.second).get(url).content.decode()


def test_access_that_ended_closes_the_page(scene: Scene) -> None:
    file = child_file(scene)
    access = named(file, scene.second)
    type(access).objects.filter(pk=access.pk).update(ended_at=timezone.now())
    forget_holdings(scene.second)
    url = reverse("protection:child", args=[file.case_id])
    assert signed_in(scene.second).get(url).status_code == 404


# Situation


def status_of(file: ProtectionFile, **more: Any) -> dict[str, Any]:
    values = {
        "status": "separated",
        "identified_on": file.identified_on,
        "status_on": timezone.localdate(),
        "status_how": "Entretien",
        "values": {"displacement": "irregular", "danger": "no"},
    }
    return values | more


def test_days_stand_in_order(scene: Scene) -> None:
    file = child_file(scene, on=timezone.localdate() - timedelta(days=10))
    Separation.objects.create(
        file=file, on=file.identified_on - timedelta(days=30), cause="poverty", by=scene.manager
    )
    early = file.identified_on - timedelta(days=60)
    with pytest.raises(BadInput) as wrong:
        change_status(scene.manager, file, **status_of(file, identified_on=early))
    assert "séparation" in str(wrong.value)
    late = timezone.localdate() + timedelta(days=1)
    with pytest.raises(BadInput):
        change_status(scene.manager, file, **status_of(file, identified_on=late))
    changed = change_status(scene.manager, file, **status_of(file))
    assert (changed.status, changed.displacement) == ("separated", "irregular")


def test_who_lives_with_a_parent_is_not_unaccompanied(scene: Scene) -> None:
    file = child_file(scene, status="separated")
    CareArrangement.objects.create(file=file, kind="parents", from_on=file.identified_on, by=scene.manager)
    with pytest.raises(BadInput) as wrong:
        change_status(scene.manager, file, **status_of(file, status="unaccompanied"))
    assert "status" in wrong.value.fields


def test_becoming_alone_asks_for_a_representative(scene: Scene) -> None:
    file = child_file(scene, status="other")
    change_status(scene.manager, file, **status_of(file, status="unaccompanied"))
    assert Clock.objects.filter(file=file, kind="guardian", met_on=None, dropped_on=None).exists()
    change_status(scene.manager, file, **status_of(file, status="other"))
    assert not Clock.objects.filter(file=file, kind="guardian", met_on=None, dropped_on=None).exists()


def test_the_three_blocks_are_corrected_on_their_pages(scene: Scene) -> None:
    file, client = child_file(scene), signed_in(scene.manager)

    def url(part: str) -> str:
        return reverse("protection:child-edit", args=[file.case_id, part])

    told: dict[str, Any] = {"identified_on": file.identified_on.isoformat(), "source": "police", "town": "",
                            "status": "separated", "status_on": file.identified_on.isoformat(), "status_how": "Entretien",
                            "displacement": "seeker", "danger": "no", "urgent_needs": ["health"],
                            "safe_contact": "Le soir, par l'éducateur"}  # fmt: skip
    assert client.post(url("status"), told).status_code == 302
    known = dict.fromkeys(
        ("birth_registered", "consulate", "in_school", "works", "parenthood", "disability"), "no"
    )
    assert (
        client.post(url("identity"), {**known, "school": "primary", "marks": "Cicatrice"}).status_code == 302
    )
    told = {"basis": "assent", "basis_text": "", "withhold": "Ne rien dire à l'oncle", "wants_tracing": "yes"}
    assert client.post(url("confidence"), told).status_code == 302
    child = Child.objects.select_related("file").get(pk=file.pk)
    assert (child.status, child.displacement, child.school, child.wants_tracing) == (
        "separated",
        "seeker",
        "primary",
        "yes",
    )
    assert child.file.withhold == "Ne rien dire à l'oncle"
    assert child.file.safe_contact.startswith("Le soir")
    assert client.get(url("nothing")).status_code == 404


def test_a_closed_file_is_not_changed(scene: Scene) -> None:
    file = child_file(scene)
    type(file.case).objects.filter(pk=file.case_id).update(
        state="closed", closed_on=timezone.localdate(), closure="met"
    )
    with pytest.raises(Refused):
        change_confidence(
            scene.manager, file, basis="assent", basis_text="", withhold="", wants_tracing="yes"
        )
