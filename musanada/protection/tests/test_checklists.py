"""Checklists: whole in both languages, sealed, frozen by the first use, followed by a next version, never overwritten."""

from typing import Any

import pytest
import yaml

from musanada.access.commands import system_user
from musanada.access.models import User
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection import checklists
from musanada.protection.checklists import DATA, Checklist, digest_of, outcome, shipped, whole
from musanada.protection.commands.checklists import confirm_list, freeze, load_lists, offer_list, write_list
from musanada.protection.models import IndicatorList
from musanada.protection.tests.scene import Scene

CODES = {"general", "sexual", "labour", "begging", "child"}


def text_of(code: str, **changed: Any) -> str:
    data = yaml.safe_load((DATA / f"{code}.yaml").read_text(encoding="utf-8")) | changed
    return yaml.safe_dump(data, allow_unicode=True)


@pytest.fixture
def lists(db: None) -> dict[str, IndicatorList]:
    load_lists()
    return {one.code: one for one in IndicatorList.objects.all()}


def test_the_shipped_ones_speak_french_and_arabic_and_await_confirmation() -> None:
    assert {one.code for one in shipped()} == CODES
    assert not any(one.confirmed for one in shipped())
    assert all("confirmer" in one.source for one in shipped())
    assert all(
        any("\u0600" <= letter <= "\u06ff" for letter in item.ar) for one in shipped() for item in one.items
    )


def test_loading_twice_adds_nothing_and_changes_nothing(lists: dict[str, IndicatorList]) -> None:
    IndicatorList.objects.filter(code="general").update(confirmed=True)
    assert load_lists() == 0
    assert IndicatorList.objects.get(code="general").confirmed
    assert set(lists) == CODES


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"refer_at": 0}, "refer_at"),
        ({"urgent_at": 1}, ""),
        ({"items": []}, "items"),
        ({"form": "nothing"}, ""),
        ({"colour": "red"}, "colour"),
        ({"items": [{"code": "x1", "fr": "Signe", "ar": "علامة", "weight": 5}] * 2}, ""),
    ],
)
def test_a_list_that_does_not_hold_together_is_refused_by_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as problem:
        checklists.parsed(text_of("general", **changed))
    assert field in str(problem.value.fields["text"])


@pytest.mark.parametrize("text", ["- a\n- b", "a: [", "", "x" * 50_000])
def test_what_is_no_list_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput):
        checklists.parsed(text)


def test_one_nobody_used_is_replaced_and_a_used_one_is_followed(scene: Scene) -> None:
    load_lists()
    first = IndicatorList.objects.get(code="general")
    again = write_list(scene.admin, scene.root, text=text_of("general", refer_at=5))
    assert (again.pk, again.version, again.definition["refer_at"]) == (first.pk, 1, 5)
    freeze([again])
    after = write_list(scene.admin, scene.root, text=text_of("general", refer_at=6))
    again.refresh_from_db()
    assert (after.version, after.active, again.active, again.definition["refer_at"]) == (2, True, False, 5)
    assert load_lists() == 0


def test_only_who_sets_the_rules_changes_them(scene: Scene) -> None:
    load_lists()
    one = IndicatorList.objects.get(code="general")
    for actor in (scene.officer, scene.manager, scene.street):
        with pytest.raises(MissingRight):
            write_list(actor, scene.root, text=text_of("general"))
        with pytest.raises(MissingRight):
            confirm_list(actor, scene.root, one=one)
    assert confirm_list(scene.admin, scene.root, one=one).confirmed
    assert not offer_list(scene.admin, scene.root, one=one, active=False).active


def test_what_was_changed_behind_the_seal_is_not_used(lists: dict[str, IndicatorList]) -> None:
    one = lists["labour"]
    assert whole(one)
    one.definition["refer_at"] = 1
    IndicatorList.objects.filter(pk=one.pk).update(definition=one.definition)
    assert not whole(one)
    with pytest.raises(Refused):
        freeze([one])


def test_the_digest_is_of_the_items_whatever_their_order_in_the_text() -> None:
    one = Checklist.model_validate(yaml.safe_load(text_of("begging"))).definition()
    assert digest_of(one) == digest_of(dict(reversed(list(one.items()))))
    assert len(digest_of(one)) == 64


def present(one: IndicatorList, *codes: str) -> dict[tuple[Any, str], str]:
    return {(one.pk, code): "present" for code in codes}


@pytest.mark.parametrize(
    ("ticked", "unsafe", "refer", "urgent"),
    [
        ((), False, False, False),
        (("debt",), False, False, False),
        (("debt",), True, False, False),  # unsafe alone is no sign of trafficking
        (("debt", "no-pay"), False, True, False),
        (("debt", "no-pay"), True, True, True),
        (("locked",), False, True, True),
        (("watched", "threats", "papers-taken"), False, True, True),  # the sum of the urgent threshold
    ],
)
def test_what_the_answers_come_to(
    lists: dict[str, IndicatorList], ticked: tuple[str, ...], unsafe: bool, refer: bool, urgent: bool
) -> None:
    general = lists["general"]
    found = outcome([general], present(general, *ticked), unsafe=unsafe)
    assert (found.refer, found.urgent) == (refer, urgent)
    assert {code for _key, code in found.deciding} == (set(ticked) if refer else set())


def test_each_list_decides_by_itself(lists: dict[str, IndicatorList]) -> None:
    general, sexual = lists["general"], lists["sexual"]
    weak = present(general, "debt") | present(sexual, "oath")
    assert not outcome([general, sexual], weak).refer
    strong = present(general, "debt") | present(sexual, "forced-acts")
    found = outcome([general, sexual], strong)
    assert found.urgent and [code for _key, code in found.deciding] == ["forced-acts"]


def test_the_system_account_loads_them(lists: dict[str, IndicatorList]) -> None:
    console: User = system_user("console")
    assert {one.loaded_by_id for one in lists.values()} == {console.pk}
