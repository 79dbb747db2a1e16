"""Comparing two full names: what is one name scores high, what is not stays apart, and the reasons say why."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from musanada.kit.names import compare, likeness, tokens

CERTAIN = 0.9


def codes(a: str, b: str) -> set[str]:
    return {r.code for r in compare(a, b).reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamed Diallo", "Jallow Muhammad"),
        ("محمد ديالو", "Mohamed Diallo"),
        ("Ousmane Sow", "Usman So"),
        ("Boubacar Bah", "Abubakar Ba"),
        ("Cheikh Ndiaye", "Sheikh Njie"),
        ("عبد القادر العلوي", "Abdelkader Alaoui"),
        ("Abd El Kader Ben Ali", "Benali Abdelkader"),
        ("El Hadj Malick Sy", "Malick Sy"),
        ("Fatima Zahra Idrissi", "El Idrissi Fatima Zahra"),
        ("Oumar Ouattara", "Wattara Omar"),
    ],
)
def test_one_name_in_two_spellings_is_nearly_certain(one: str, other: str) -> None:
    assert compare(one, other).score >= CERTAIN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Diallo", "Diarra"),
        ("Mohamed Diallo", "Mohamed Diarra"),
        ("Mamadou", "Mohamed"),
        ("Mamadou Diallo", "Mohamed Diallo"),
        ("Hassan Sow", "Hussein Sow"),
        ("Fatou Keïta", "Fatima Keïta"),
        ("Ahmed", "Mohamed"),
        ("Kader Traoré", "Abdelkader Traoré"),
        ("Moussa Traoré", "Issa Traoré"),
        ("Traoré", "Touré"),
        ("M. Diallo", "Mamadou Diallo"),
        ("Mohamed", "Mohamed Lamine Diallo"),
    ],
)
def test_what_is_not_surely_one_name_is_not_certain(one: str, other: str) -> None:
    assert compare(one, other).score < CERTAIN


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Awa Sow", "awa SOW", "same"),
        ("Diallo", "Jallow", "spelling"),
        ("Zoubeirou", "Zubeiru", "sound"),
        ("Mamadou", "Mohamed", "origin"),
        ("Awa Sow", "Sow Awa", "order"),
        ("M Sow", "Mariam Sow", "initial"),
        ("Awa Marie Sow", "Awa Sow", "missing"),
        ("محمد", "Mohamed", "script"),
        ("Zimbila", "Zimbira", "close"),
        ("Abdoul Kafi", "Kafi", "part"),
    ],
)
def test_reasons(one: str, other: str, reason: str) -> None:
    assert reason in codes(one, other)


def test_reasons_name_the_words_in_the_order_of_the_first_name() -> None:
    found = {(r.left, r.right) for r in compare("Oumar Baba Wattara", "Ouattara Oumar").reasons if r.left}
    assert ("wattara", "ouattara") in found


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    weights = {"mohamed": 0.2, "sissoko": 2.0}
    same_rare = compare("Mohamed Sissoko", "Ali Sissoko", weights).score
    same_common = compare("Mohamed Sissoko", "Mohamed Touré", weights).score
    assert same_rare > 0.75 > 0.5 > same_common


def test_a_missing_grandfather_costs_less_than_another_family() -> None:
    assert compare("Ali Omar Sow", "Ali Sow").score > compare("Ali Sow", "Ali Traoré").score


def test_parts_may_be_given_apart() -> None:
    assert compare(["Awa", "Sow"], "Awa Sow").score == 1


@pytest.mark.parametrize("empty", ["", "  ", "…", "--"])
def test_no_name_is_like_no_name(empty: str) -> None:
    assert compare(empty, empty).score == 0


KNOWN = [
    "Awa",
    "Diallo",
    "محمد",
    "Keïta",
    "Ouattara",
    "Omar",
    "Sira",
    "ديالو",
    "Zongo",
    "Kabongo",
    "Kabonga",
    "T",
]
names = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(KNOWN), max_size=5).map(" ".join))


@given(names, names)
def test_symmetric_bounded_and_never_raises(a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert 0 <= there.score <= 1
    assert there.score == pytest.approx(back.score, abs=1e-5)


@given(names, names)
def test_likeness_is_the_score_alone(a: str, b: str) -> None:
    assert likeness(a, b) == pytest.approx(compare(a, b).score, abs=1e-5)
    assert likeness(a, b, {"awa": 0.5}) == pytest.approx(compare(a, b, {"awa": 0.5}).score, abs=1e-5)


@given(names)
def test_a_name_is_itself(text: str) -> None:
    assume(tokens(text))
    assert compare(text, text).score == 1


@given(
    st.permutations(["Awa", "Diallo", "Keïta", "Zongo"]), st.permutations(["Awa", "Jallow", "Keita", "Zongo"])
)
def test_order_does_not_change_the_score(a: list[str], b: list[str]) -> None:
    assert compare(a, b).score == pytest.approx(compare(sorted(a), sorted(b)).score)
