"""How complete each block of the form is: what is asked of this child, what is missing, in words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.models import Case
from musanada.protection.models import (
    CareArrangement,
    Closing,
    FamilyMember,
    Mandate,
    PlanAction,
    ProtectionFile,
    Separation,
    Tracing,
    TransitionItem,
)
from musanada.protection.queries.sections import ROWS, blocks, facts
from musanada.protection.sections import BLOCKS, Standing
from musanada.protection.tests.scene import Scene, child_file, signed_in


def block(file: ProtectionFile, letter: str) -> Standing:
    return next(one for one in blocks(file) if one.letter == letter)


def test_the_blocks_are_those_of_the_form() -> None:
    assert "".join(one.letter for one in BLOCKS) == "ABCDEFGHIJKLM"
    codes = [(one.letter, item.code) for one in BLOCKS for item in one.items]
    assert len(codes) == len(set(codes))


def test_a_new_file_says_what_is_missing(scene: Scene) -> None:
    file = child_file(scene)
    one = block(file, "F")
    assert (one.done, one.expected) == (0, 2)
    assert "Représentant demandé" in [str(word) for word in one.missing]
    Mandate.objects.create(file=file, kind="guardian", asked_on=timezone.localdate(), by=scene.manager)
    assert block(file, "F").done == 1


def test_what_does_not_concern_a_child_is_not_asked(scene: Scene) -> None:
    young, other = child_file(scene, years=12), child_file(scene, "Ibrahima Sow", status="other")
    assert block(young, "L").expected == 0
    assert block(young, "M").expected == 0
    assert block(young, "H").expected == 0
    assert block(other, "F").expected == 0


def test_at_seventeen_the_passage_is_asked_for(scene: Scene) -> None:
    file = child_file(scene, years=17)
    assert block(file, "L").expected == 2
    TransitionItem.objects.create(file=file, topic="papers", by=scene.manager)
    assert block(file, "L").done == 1
    TransitionItem.objects.update(state="ready", on=timezone.localdate())
    assert block(file, "L").complete


def test_family_is_complete_when_each_was_asked_about(scene: Scene) -> None:
    file, by = child_file(scene), scene.manager
    FamilyMember.objects.create(file=file, tie="mother", by=by)
    FamilyMember.objects.create(file=file, tie="father", alive="no", by=by)
    assert block(file, "D").done == 2
    asked = {"alive": "yes", "in_contact": "no", "wished": "yes", "safe": "yes"}
    FamilyMember.objects.filter(tie="mother").update(**asked)
    Separation.objects.create(file=file, cause="poverty", by=by)
    assert block(file, "D").complete


def test_a_search_is_asked_for_once_the_child_wants_it(scene: Scene) -> None:
    file = child_file(scene, child={"wants_tracing": "yes"})
    assert (block(file, "H").done, block(file, "H").expected) == (0, 1)
    mother = FamilyMember.objects.create(file=file, tie="mother", by=scene.manager)
    Tracing.objects.create(file=file, relative=mother, opened_on=timezone.localdate(), by=scene.manager)
    assert (block(file, "H").done, block(file, "H").expected) == (1, 2)


def test_a_placement_asks_whether_the_place_was_seen(scene: Scene) -> None:
    file = child_file(scene)
    row = CareArrangement.objects.create(
        file=file, kind="foster", from_on=file.identified_on, by=scene.manager
    )
    assert (block(file, "E").done, block(file, "E").expected) == (1, 3)
    row.checked_on, row.view = row.from_on + timedelta(days=1), "Il s'y sent bien"
    row.save()
    assert block(file, "E").complete


def test_the_plan_and_the_closure(scene: Scene) -> None:
    file, day = child_file(scene), timezone.localdate()
    PlanAction.objects.create(
        file=file, goal="École", action="Inscrire", responsible="Éducateur", due_on=day, by=scene.manager
    )
    assert block(file, "J").complete
    Closing.objects.create(
        file=file, reason="plan", state="approved", feedback="Content", aftercare_on=day,
        asked_by=scene.manager, answered_by=scene.officer,
    )  # fmt: skip
    Case.objects.filter(pk=file.case_id).update(state="closed", closed_on=day, closure="met")
    assert block(file, "M").complete


def test_every_word_is_read_in_one_statement(
    scene: Scene, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    file = child_file(scene)
    assert len(ROWS) > 30
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        facts(file)


def test_the_page_shows_each_block_with_what_is_missing(scene: Scene) -> None:
    file = child_file(scene)
    page = signed_in(scene.manager).get(reverse("protection:child", args=[file.case_id])).content.decode()
    assert page.count('class="child-letter"') == len(BLOCKS)
    assert "Représentant demandé" in page
    assert "sans objet" in page
