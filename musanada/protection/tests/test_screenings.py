"""The screening computes; whoever holds it may only doubt. The status says who established it and moves the procedure."""

from typing import Any

import pytest

from musanada.cases.models import CaseStep
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.protection.commands.screenings import ScreeningDraft, StatusDraft, say_status, screen
from musanada.protection.models import ProtectionFile, VictimScreening, VictimStatus
from musanada.protection.tests import scene as s
from musanada.protection.tests.scene import Scene

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {"acts": ("recruit",), "means": ("fraud",), "purposes": ("labour", "begging")}


def held(file: ProtectionFile, **values: Any) -> VictimScreening:
    return screen(file.secret.owner, file, draft=ScreeningDraft(agreed=True, **values))


def said(file: ProtectionFile, status: str, body: str, **values: Any) -> VictimStatus:
    file = ProtectionFile.objects.select_related("case__unit", "secret__owner").get(pk=file.pk)
    return say_status(file.secret.owner, file, draft=StatusDraft(status, body, **values))


@pytest.mark.parametrize(
    ("left_out", "years", "result"),
    [
        ((), 24, "presumed"),
        (("acts",), 24, "not_shown"),
        (("means",), 24, "not_shown"),
        (("purposes",), 24, "not_shown"),
        (("means",), 15, "presumed"),  # of a child the means need not be shown
        (("acts",), 15, "not_shown"),
        (("purposes",), 15, "not_shown"),
    ],
)
def test_the_result_is_computed(scene: Scene, left_out: tuple[str, ...], years: int, result: str) -> None:
    file = s.victim_file(scene, years=years)
    answers = {name: codes for name, codes in FULL.items() if name not in left_out}
    assert held(file, **answers).result == result


def test_the_officer_may_only_doubt_and_says_why(scene: Scene) -> None:
    file = s.victim_file(scene)
    with pytest.raises(BadInput):
        held(file, **FULL, unsure=True, text="?")
    doubt = held(file, **FULL, unsure=True, text="L'interprète ne parlait pas sa langue")
    assert doubt.result == "unsure"
    with pytest.raises(Refused):
        said(file, "presumed", "team")


def test_without_agreement_there_is_no_interview_and_twice_is_once(scene: Scene) -> None:
    file = s.victim_file(scene)
    with pytest.raises(BadInput):
        screen(scene.officer, file, draft=ScreeningDraft(agreed=False, **FULL))
    key = new_id()
    assert held(file, **FULL, id=key).pk == held(file, **FULL, id=key).pk == key
    assert file.screenings.count() == 1


def test_who_is_not_named_neither_screens_nor_says_a_status(scene: Scene) -> None:
    file = s.victim_file(scene)
    for actor in (scene.manager, scene.officer2, scene.stranger, scene.lead):
        with pytest.raises(MissingRight):
            screen(actor, file, draft=ScreeningDraft(agreed=True, **FULL))
        with pytest.raises(MissingRight):
            say_status(actor, file, draft=StatusDraft("presumed", "team"))


def test_the_status_moves_the_procedure_and_keeps_its_history(scene: Scene) -> None:
    file = s.victim_file(scene)
    held(file, **FULL)
    said(file, "presumed", "team")
    said(file, "identified", "prosecutor")
    said(file, "not_identified", "court")
    said(file, "presumed", "association")
    file.refresh_from_db()
    file.case.refresh_from_db()
    assert (file.case.state, file.victim.status) == ("presumed", "presumed")
    assert file.statuses.count() == 4
    taken = list(
        CaseStep.objects.filter(case=file.case).order_by("recorded_at").values_list("code", flat=True)
    )
    assert taken == ["open", "presume", "identify", "not_identify", "presume"]
    assert not CaseStep.objects.filter(case=file.case).exclude(text="").exists()


def test_nothing_is_identified_before_it_is_presumed(scene: Scene) -> None:
    file = s.victim_file(scene)
    held(file, **FULL)
    with pytest.raises(Refused):
        said(file, "identified", "prosecutor")
    assert not file.statuses.exists()


def test_elements_not_shown_rule_it_out(scene: Scene) -> None:
    file = s.victim_file(scene)
    with pytest.raises(Refused):
        said(file, "not_identified", "team")
    held(file, acts=("recruit",))
    said(file, "not_identified", "team")
    file.case.refresh_from_db()
    assert file.case.state == "not_identified"
    with pytest.raises(Refused):
        said(file, "not_identified", "team")


@pytest.mark.parametrize("body", ["team", "association"])
def test_identification_is_not_the_teams_to_pronounce(scene: Scene, body: str) -> None:
    file = s.victim_file(scene)
    held(file, **FULL)
    said(file, "presumed", "team")
    with pytest.raises(BadInput):
        said(file, "identified", body)
