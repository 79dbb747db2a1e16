"""Concerns of everybody named; a compartment apart that only who answers for the file opens; what the child is told is held."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.doors import named_keys
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_id
from musanada.kit.subject import Asking
from musanada.people.commands.confidential import hand_over_file
from musanada.protection.commands.concerns import change_concern, change_harm, open_concern, record_harm
from musanada.protection.held_children import held
from musanada.protection.models import Concern, FamilyMember, Harm, ProtectionFile
from musanada.protection.queries import children as queries
from musanada.protection.tests.scene import Scene, child_file, named, signed_in

BLOWS = {"kind": "physical", "where": "Au port", "text": "Coups, soigné depuis", "agreed": "no"}


def harms_url(file: ProtectionFile) -> str:
    return reverse("protection:child-harms", args=[file.case_id])


def test_a_concern_is_noted_once_and_lifted(scene: Scene) -> None:
    file = child_file(scene, on=timezone.localdate() - timedelta(days=8))
    made = open_concern(scene.manager, file, kind="street", phase="here")
    with pytest.raises(BadInput):
        open_concern(scene.manager, file, kind="street", phase="here")
    open_concern(scene.manager, file, kind="street", phase="route")
    early = made.opened_on - timedelta(days=3)
    with pytest.raises(BadInput) as wrong:
        change_concern(scene.manager, file, concern=made, phase="here", details="", closed_on=early)
    assert "closed_on" in wrong.value.fields
    change_concern(
        scene.manager, file, concern=made, phase="here", details="En foyer", closed_on=made.opened_on
    )
    assert Concern.objects.get(pk=made.pk).closed_on == made.opened_on


def test_concern_pages(scene: Scene) -> None:
    file, client = child_file(scene), signed_in(scene.manager)
    url = reverse("protection:child-concern-new", args=[file.case_id])
    told = {
        "id": str(new_id()),
        "kind": "labour",
        "phase": "here",
        "opened_on": timezone.localdate().isoformat(),
    }
    assert client.post(url, told).status_code == 302
    assert client.post(url, told).status_code == 302
    made = Concern.objects.get()
    one = reverse("protection:child-concern", args=[file.case_id, made.pk])
    assert (
        client.post(one, {"id": str(new_id()), "phase": "here", "closed_on": "2001-01-01"}).status_code == 422
    )


# The compartment apart


def test_only_who_answers_for_the_file_opens_the_compartment(scene: Scene) -> None:
    file = child_file(scene)
    record_harm(scene.manager, file, values=BLOWS)
    named(file, scene.second)
    mine = signed_in(scene.manager).get(harms_url(file))
    assert "Coups, soigné depuis" in mine.content.decode()
    assert signed_in(scene.second).get(harms_url(file)).status_code == 404
    assert signed_in(scene.stranger).get(harms_url(file)).status_code == 404
    assert not queries.harms(scene.second, file).exists()


def test_a_named_colleague_sees_that_it_exists_and_not_whether_it_holds_anything(scene: Scene) -> None:
    file = child_file(scene)
    named(file, scene.second)
    url = reverse("protection:child", args=[file.case_id])

    def shown() -> str:
        return signed_in(scene.second).get(url).content.decode()

    before = shown()
    record_harm(scene.manager, file, values=BLOWS)
    after = shown()
    assert "Compartiment réservé" in after
    assert "Coups" not in after
    assert ("Violence physique" in after) is ("Violence physique" in before)
    assert harms_url(file) not in after


def test_nobody_else_writes_in_it(scene: Scene) -> None:
    file = child_file(scene)
    named(file, scene.second)
    made = record_harm(scene.manager, file, values=BLOWS)
    for attempt in (
        lambda: record_harm(scene.second, file, values=BLOWS),
        lambda: change_harm(scene.second, file, harm=made, values=BLOWS),
        lambda: record_harm(scene.second, file, values=BLOWS, pk=made.pk),
    ):
        with pytest.raises(Refused) as wrong:
            attempt()
        assert wrong.value.code == "harm-owner"
    assert Harm.objects.count() == 1


def test_it_goes_with_the_file_to_whoever_answers_next(scene: Scene) -> None:
    file = child_file(scene)
    record_harm(scene.manager, file, values=BLOWS)
    hand_over_file(scene.manager, file.secret, user=scene.second, reason="Relais durable du dossier")
    assert signed_in(scene.second).get(harms_url(file)).status_code == 200
    assert signed_in(scene.manager).get(harms_url(file)).status_code == 404


def test_its_pages_take_what_is_typed(scene: Scene) -> None:
    file, client = child_file(scene), signed_in(scene.manager)
    new = reverse("protection:child-harm-new", args=[file.case_id])
    assert client.post(new, {"id": str(new_id()), **BLOWS}).headers["Location"] == harms_url(file)
    made = Harm.objects.get()
    one = reverse("protection:child-harm", args=[file.case_id, made.pk])
    assert client.post(one, {"id": str(new_id()), **BLOWS, "on": "2099-01-01"}).status_code == 422
    assert client.post(one, {"id": str(new_id()), **BLOWS, "kind": "arrest"}).status_code == 302
    assert Harm.objects.get().kind == "arrest"


# What the child is told


def told_by(scene: Scene, user: Any, file: ProtectionFile) -> str:
    asking = Asking(
        actor=user,
        people=(file.case.person_id,),
        units=frozenset({scene.nador.pk}),
        groups=frozenset(),
        named=frozenset(named_keys(user, "files")),
        lang="fr",
    )
    sections = list(held(asking))
    return "\n".join(
        str(cell) for one in sections for row in (*one.rows, (one.title, one.note)) for cell in row
    )


def test_the_child_is_told_what_the_file_holds(scene: Scene) -> None:
    file = child_file(scene)
    record_harm(scene.manager, file, values=BLOWS)
    FamilyMember.objects.create(file=file, tie="mother", name="Hawa Camara", alive="yes", by=scene.manager)
    told = told_by(scene, scene.manager, file)
    assert "Non accompagné" in told
    assert "Coups, soigné depuis" in told
    assert "Mère" in told
    assert "Hawa" not in told


def test_by_another_named_the_compartment_is_not_told_and_by_a_stranger_nothing(scene: Scene) -> None:
    file = child_file(scene)
    record_harm(scene.manager, file, values=BLOWS)
    named(file, scene.second)
    told = told_by(scene, scene.second, file)
    assert "Coups" not in told
    assert "qui en répond" in told
    assert told_by(scene, scene.officer, file) == ""
