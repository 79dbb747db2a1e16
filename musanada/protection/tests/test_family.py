"""Relatives as the child tells of them, brothers and sisters kept together, the separation in its order of days."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.people.models import Relationship
from musanada.protection.commands.family import (
    add_relative,
    add_separation,
    change_relative,
    change_separation,
    link_sibling,
    unlink_sibling,
    void_relative,
)
from musanada.protection.models import CareArrangement, FamilyMember, Separation, SiblingLink, Tracing
from musanada.protection.queries import children as queries
from musanada.protection.tests.scene import Scene, child_file, named, signed_in


def mother(**more: Any) -> dict[str, Any]:
    return {"tie": "mother", "name": "Fatoumata", "alive": "yes", "wished": "yes", "safe": "yes"} | more


# Relatives


def test_a_relative_is_noted_corrected_and_taken_back(scene: Scene) -> None:
    file, key = child_file(scene), new_id()
    made = add_relative(scene.manager, file, values=mother(), pk=key)
    assert add_relative(scene.manager, file, values=mother(), pk=key).pk == made.pk
    change_relative(scene.manager, file, relative=made, values=mother(name_ar="فاطوماتا", rank=1))
    assert FamilyMember.objects.get().name_ar == "فاطوماتا"
    void_relative(scene.manager, file, relative=made)
    assert not queries.relatives(file).exists()


def test_the_dead_are_not_in_contact(scene: Scene) -> None:
    with pytest.raises(BadInput) as wrong:
        add_relative(scene.manager, child_file(scene), values=mother(alive="no", in_contact="yes"))
    assert "in_contact" in wrong.value.fields


def test_who_is_looked_for_stays(scene: Scene) -> None:
    file = child_file(scene)
    made = add_relative(scene.manager, file, values=mother())
    Tracing.objects.create(file=file, relative=made, opened_on=timezone.localdate(), by=scene.manager)
    with pytest.raises(Refused):
        void_relative(scene.manager, file, relative=made)


def test_a_row_of_another_file_is_refused(scene: Scene) -> None:
    one, other = child_file(scene), child_file(scene, "Ibrahima Sow")
    theirs = add_relative(scene.manager, other, values=mother())
    with pytest.raises(Refused):
        change_relative(scene.manager, one, relative=theirs, values=mother())


def test_a_dangerous_contact_shows_no_phone(scene: Scene) -> None:
    file = child_file(scene)
    add_relative(scene.manager, file, values=mother(tie="uncle", safe="no", phone="+212 6 00 00 00 01"))
    add_relative(scene.manager, file, values=mother(phone="+224 621 00 00 02"))
    page = signed_in(scene.manager).get(reverse("protection:child", args=[file.case_id])).content.decode()
    assert "+224 621 00 00 02" in page
    assert "+212 6 00 00 00 01" not in page


# Brothers and sisters


def pair(scene: Scene) -> tuple[Any, Any]:
    return child_file(scene, "Mamadou Bah"), child_file(scene, "Aissatou Bah", years=12)


def test_siblings_are_linked_once_and_in_the_register(scene: Scene) -> None:
    one, two = pair(scene)
    link_sibling(scene.manager, one, other=two, together=True)
    link_sibling(scene.manager, two, other=one, together=True)
    assert SiblingLink.objects.count() == 1
    assert Relationship.objects.filter(kind="sibling").count() == 1
    assert [found.file.pk for found in queries.siblings(scene.manager, two)] == [one.pk]


def test_apart_says_why(scene: Scene) -> None:
    one, two = pair(scene)
    with pytest.raises(BadInput) as wrong:
        link_sibling(scene.manager, one, other=two, together=False, why="")
    assert "why" in wrong.value.fields
    made = link_sibling(
        scene.manager, one, other=two, together=False, why="L'aînée a demandé à vivre à Casablanca"
    )
    assert SiblingLink.objects.get(pk=made.pk).why.startswith("L'aînée")


def test_a_link_taken_back_may_be_made_again(scene: Scene) -> None:
    one, two = pair(scene)
    made = link_sibling(scene.manager, one, other=two, together=True)
    unlink_sibling(scene.manager, two, link=made)
    assert queries.siblings(scene.manager, one) == []
    link_sibling(scene.manager, one, other=two, together=True)
    assert len(queries.siblings(scene.manager, one)) == 1


def test_who_is_named_on_one_file_learns_nothing_of_the_other(scene: Scene) -> None:
    one, two = pair(scene)
    link_sibling(scene.manager, one, other=two, together=True)
    named(one, scene.second)
    assert queries.siblings(scene.second, one) == []
    page = signed_in(scene.second).get(reverse("protection:child", args=[one.case_id])).content.decode()
    assert "Aissatou" not in page
    assert str(two.case) not in page


def test_a_file_that_does_not_name_the_actor_is_not_linked(scene: Scene) -> None:
    one, two = pair(scene)
    named(one, scene.second)
    with pytest.raises(MissingRight):
        link_sibling(scene.second, one, other=two, together=True)
    client = signed_in(scene.second)
    url = reverse("protection:child-sibling-new", args=[one.case_id])
    told = {"number": str(two.case), "together": "yes"}
    answer = client.post(url, told)
    assert answer.status_code == 422
    assert "Aucun dossier d&#x27;enfant à votre nom" in answer.content.decode()
    assert signed_in(scene.manager).post(url, told).status_code == 302


def test_a_fratry_in_two_places_is_said(scene: Scene) -> None:
    one, two = pair(scene)
    link_sibling(scene.manager, one, other=two, together=True)
    for file, agency in ((one, "Centre de Nador"), (two, "Centre d'Oujda")):
        CareArrangement.objects.create(
            file=file, kind="residential", agency=agency, from_on=file.identified_on, by=scene.manager
        )
    assert queries.siblings(scene.manager, one)[0].apart
    url = reverse("protection:child", args=[one.case_id])
    assert "Une fratrie vit en deux endroits" in signed_in(scene.manager).get(url).content.decode()
    link_sibling(scene.manager, one, other=two, together=False, why="Décision commune, revue chaque mois")
    assert not queries.siblings(scene.manager, one)[0].apart


# Separation


def test_the_separation_lies_between_birth_and_identification(scene: Scene) -> None:
    file = child_file(scene, years=10, on=timezone.localdate() - timedelta(days=5))
    cases = (
        (file.identified_on + timedelta(days=1), "identification"),
        (timezone.localdate() - timedelta(days=365 * 12), "naissance"),
    )
    for day, said in cases:
        with pytest.raises(BadInput) as wrong:
            add_separation(scene.manager, file, values={"on": day, "cause": "poverty"})
        assert said in str(wrong.value)
    made = add_separation(scene.manager, file, values={"on": file.identified_on, "cause": "poverty"})
    change_separation(
        scene.manager, file, separation=made, values={"on": None, "about": "Avant l'été", "cause": "death"}
    )
    assert Separation.objects.get().about == "Avant l'été"


def test_family_pages_take_what_is_typed(scene: Scene) -> None:
    file, client = child_file(scene), signed_in(scene.manager)

    def url(name: str, *item: Any) -> str:
        return reverse(f"protection:child-{name}", args=[file.case_id, *item])

    known = {
        "sex": "F",
        "alive": "yes",
        "in_contact": "no",
        "wished": "yes",
        "safe": "yes",
        "nationality_id": "GIN",
    }
    assert (
        client.post(url("relative-new"), {"id": str(new_id()), "tie": "mother", **known}).status_code == 302
    )
    made = FamilyMember.objects.get()
    assert made.nationality_id == "GIN"
    assert client.post(url("relative", made.pk), {"id": str(new_id()), "tie": "", **known}).status_code == 422
    assert client.post(url("relative-void", made.pk)).status_code == 302
    assert client.get(url("relative", made.pk)).status_code == 404
    told = {"id": str(new_id()), "cause": "migration", "wanted": "yes", "about": "L'an dernier"}
    assert client.post(url("separation-new"), told).status_code == 302
    one = Separation.objects.get()
    assert client.post(url("separation", one.pk), told | {"on": "2099-01-01"}).status_code == 422
    assert client.get(url("separation", made.pk)).status_code == 404
