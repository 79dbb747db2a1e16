"""The page and the list of children, for those named alone; what is asked once, corrected with its days in order."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, Refused
from musanada.protection.commands.children import change_confidence, change_status, open_child
from musanada.protection.models import (
    AgeRecord,
    CareArrangement,
    Child,
    Clock,
    ProtectionFile,
    Separation,
)
from musanada.protection.tests.children import answers, draft
from musanada.protection.tests.scene import Scene, child_file, named, signed_in

NEW = reverse("protection:child-new")

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
