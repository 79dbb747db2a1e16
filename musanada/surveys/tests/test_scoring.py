"""Scores by the rules of an instrument: exact, bounded, symmetrical, indifferent to order and to the unit of weights."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.surveys import definitions
from musanada.surveys.definitions import COMPOSITE, Definition
from musanada.surveys.reading import read
from musanada.surveys.scoring import applies, drags, score, to_ask
from musanada.surveys.tests.samples import BEST, WORST, content, definition

SAMPLE = definition()
SHIPPED = [
    read(path.read_text()).definition for path in (Path(definitions.__file__).parent / "data").glob("*.yaml")
]
WITHOUT = ["unknown", "refused", "not_asked", "no_such_answer", ""]


def by_dimension(one: Definition, answers: dict[str, str]) -> dict[str, Decimal | None]:
    return {found.dimension: found.value for found in score(one, answers)}


def answers_for(one: Definition) -> st.SearchStrategy[dict[str, str]]:
    """Any answers at all, holes and nonsense included."""
    codes = {i.id: st.sampled_from([*(a.code for a in one.answers_of(i)), *WITHOUT]) for i in one.items}
    return st.fixed_dictionaries({}, optional=codes)


weights = st.decimals(min_value="0.01", max_value=9, places=2)


def weighted(values: list[Decimal], factor: Decimal = Decimal(1)) -> Definition:
    """The sample with other weights."""
    said = content()
    said["items"] = [i | {"weight": w * factor} for i, w in zip(said["items"], values, strict=False)]
    said["dimensions"] = [
        d | {"weight": w * factor} for d, w in zip(said["dimensions"], values, strict=False)
    ]
    return Definition.model_validate(said)


@pytest.mark.parametrize("one", [SAMPLE, *SHIPPED], ids=lambda d: d.code)
@given(data=st.data())
def test_scores_lie_between_0_and_1(one, data):
    for found in score(one, data.draw(answers_for(one))):
        assert found.value is None or 0 <= found.value <= 1
        assert (found.value is None) == (found.band == "")
        assert 0 <= found.answered <= found.items


@pytest.mark.parametrize("one", [SAMPLE, *SHIPPED], ids=lambda d: d.code)
@pytest.mark.parametrize(("extreme", "expected"), [(max, 1), (min, 0)])
def test_all_best_answers_give_1_and_all_worst_0(one, extreme, expected):
    answers: dict[str, str] = {}
    for item in one.items:
        worth = {a.code: a.score for a in one.answers_of(item) if a.score is not None}
        sign = -1 if item.reversed else 1
        if worth:
            answers[item.id] = extreme(worth, key=lambda code, w=worth, s=sign: s * w[code])
    assert set(by_dimension(one, answers).values()) == {Decimal(expected)}


@given(values=st.lists(weights, min_size=6, max_size=6))
def test_best_and_worst_whatever_the_weights(values):
    one = weighted(values)
    assert set(by_dimension(one, BEST).values()) == {Decimal(1)}
    assert set(by_dimension(one, WORST).values()) == {Decimal(0)}


@given(
    values=st.lists(weights, min_size=6, max_size=6), factor=st.integers(1, 100), answers=answers_for(SAMPLE)
)
def test_the_unit_of_weights_changes_nothing(values, factor, answers):
    assert score(weighted(values), answers) == score(weighted(values, Decimal(factor)), answers)


@given(answers=answers_for(SAMPLE), seed=st.randoms())
def test_the_order_of_answers_and_of_questions_changes_nothing(answers, seed):
    pairs = list(answers.items())
    seed.shuffle(pairs)
    said = content()
    said["items"] = [*(i for i in said["items"] if i["dimension"] == "soc"),
                     *(i for i in said["items"] if i["dimension"] == "eco")]  # fmt: skip
    assert score(SAMPLE, dict(pairs)) == score(SAMPLE, answers)
    assert score(Definition.model_validate(said), answers) == score(SAMPLE, answers)


@given(answers=answers_for(SAMPLE))
def test_a_reversed_question_is_its_mirror(answers):
    """Turning every question and reading the score from the other end gives the same sum."""
    said = content()
    said["items"] = [i | {"reversed": not i.get("reversed", False)} for i in said["items"]]
    turned = by_dimension(Definition.model_validate(said), answers)
    plain = by_dimension(SAMPLE, answers)
    assert {k: None if v is None else 1 - v for k, v in turned.items()} == plain


def test_the_weighted_mean_is_exact():
    one = weighted([Decimal(w) for w in ("1", "2", "1", "1", "3", "1")])
    found = by_dimension(
        one, {"e1": "good", "e2": "poor", "e3": "no", "e4": "high", "s1": "poor", "s2": "all"}
    )
    # eco: (0.75 + 2×0.75 + 0 + 1) / 5; social: (3×0.25 + 1) / 4; the whole: weights 1 and 2
    assert found == {"eco": Decimal("0.65"), "soc": Decimal("0.4375"), COMPOSITE: Decimal("0.508333")}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            {"e1": "best", "e2": "worst"},
            (Decimal(1), 2, 4),
        ),  # half of four: enough, the other two weighted anew
        ({"e1": "best"}, (None, 1, 4)),
        ({"e1": "best", "e3": "yes"}, (Decimal(1), 2, 3)),  # e4 is not asked then
        (
            {"e1": "best", "e3": "unknown"},
            (None, 1, 4),
        ),  # nobody can tell whether e4 applied: it counts as missing
        ({"e1": "best", "e2": "refused", "e3": "not_asked", "e4": "high"}, (Decimal(1), 2, 4)),
        ({}, (None, 0, 4)),
    ],
)
def test_under_the_share_there_is_no_score(answers, expected):
    found = score(SAMPLE, answers)[0]
    assert (found.value, found.answered, found.items) == expected


def test_an_answer_without_score_takes_the_question_out():
    found = score(SAMPLE, {"s1": "fair", "s2": "not_concerned"})[1]
    assert (found.value, found.answered, found.items) == (Decimal("0.5"), 1, 1)


def test_the_whole_needs_its_dimensions():
    one = definition(missing={"dimension": 0.5, "composite": 0.5})
    eco_only = {k: v for k, v in BEST.items() if k.startswith("e")}
    assert by_dimension(SAMPLE, eco_only)[COMPOSITE] is None
    assert by_dimension(one, eco_only)[COMPOSITE] == 1


def test_without_a_composite_there_is_none():
    one = definition(composite=None)
    assert COMPOSITE not in by_dimension(one, BEST)


@pytest.mark.parametrize(
    ("value", "band"),
    [("0", "high"), ("0.334999", "high"), ("0.335", "medium"), ("0.33", "high"), ("0.664999", "medium"),
     ("0.665", "low"), ("0.67", "low"), ("1", "low")],
)  # fmt: skip
def test_bands_are_read_on_two_decimals(value, band):
    found = SAMPLE.band_of(Decimal(value))
    assert found is not None
    assert found.code == band


def test_a_question_of_another_version_counts_as_missing():
    """Version 2 asks one more and renames an answer: what the interview does not hold is missing."""
    said = content(version=2)
    said["items"] = [*said["items"], {"id": "e9", "dimension": "eco", "scale": "five", "text": said["name"]}]
    said["scales"] = said["scales"] | {
        "yes_no": [a | {"code": f"{a['code']}2"} for a in said["scales"]["yes_no"]]
    }
    said["items"][3] = said["items"][3] | {"asked_if": {"item": "e3", "answers": ["no2"]}}
    found = score(Definition.model_validate(said), BEST)[0]
    assert (found.value, found.answered, found.items) == (Decimal(1), 2, 5) or found.value is None
    assert (found.answered, found.items) == (2, 5)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({}, None), ({"e3": "yes"}, False), ({"e3": "no"}, True), ({"e3": "refused"}, None)],
)
def test_a_condition_holds_fails_or_is_not_known(answers, expected):
    assert applies(SAMPLE, SAMPLE.by_id["e4"], answers) is expected


def test_what_is_asked_follows_the_answers():
    assert "e4" not in [item.id for item in to_ask(SAMPLE, {"e3": "yes"})]
    assert "e4" in [item.id for item in to_ask(SAMPLE, {"e3": "no"})]


def test_what_pulls_a_dimension_down_adds_up_to_what_is_missing():
    answers = {"e1": "worst", "e2": "poor", "e3": "no", "e4": "high"}
    found = drags(SAMPLE, "eco", answers)
    value = score(SAMPLE, answers)[0].value
    assert [one.item.id for one in found] == ["e1", "e3", "e2"]
    assert sum(one.loss for one in found) == 1 - value
