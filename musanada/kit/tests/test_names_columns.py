"""Names by columns and the weight of a word: what a batch asks instead of asking per row."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.names.columns import features, parts_of, word_features
from musanada.kit.names.frequency import HEAVIEST, LIGHTEST, Frequencies


def test_spellings_of_one_name_share_their_group() -> None:
    found = word_features(["Diallo", "Jallow", "ديالو", "Sow"])
    assert found["Diallo"].group == found["Jallow"].group == found["ديالو"].group != found["Sow"].group


def test_related_names_are_two_groups_and_one_wide_value() -> None:
    one, other = features("Mamadou"), features("Mohamed")
    assert one.group != other.group and one.wide == other.wide == "muhammad"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Abd El Kader Ben Ali", ["abdelkader", "benali"]),
        ("عبد القادر", ["عبدالقادر"]),
        ("El Idrissi Nour El Dine", ["elidrissi", "noureldine"]),
        ("Awa Sow", ["awa", "sow"]),
        ("", []),
    ],
)
def test_particles_are_joined_or_dropped(name: str, words: list[str]) -> None:
    assert [p.text for p in parts_of(name)] == words


@pytest.mark.parametrize(
    ("word", "kind"),
    [("El", "particle"), ("ولد", "particle"), ("Moulay", "title"), ("M", "initial"), ("Awa", "name")],
)
def test_kinds(word: str, kind: str) -> None:
    assert features(word).kind == kind


@given(st.text(max_size=30))
def test_any_text_has_features(text: str) -> None:
    found = features(text)
    assert found.ascii.isascii() and found.group.isascii() and found.wide.isascii() and len(found.ascii) <= 32
    assert [features(p.text).text for p in parts_of(text)] == [p.text for p in parts_of(text)]


LIST = ["Mohamed Diallo"] * 500 + ["Muhammad Jallow"] * 400 + ["Awa Sow"] * 90 + ["Ali Zerbo"]


def test_rare_names_weigh_more_and_spellings_weigh_the_same() -> None:
    known = Frequencies.of_names(LIST)
    assert known.weight("mohamed") == known.weight("muhammad") == known.weight("محمد")
    assert LIGHTEST <= known.weight("mohamed") < known.weight("awa") < known.weight("zerbo") <= HEAVIEST
    assert known.weight("neverheard") >= known.weight("zerbo")
    assert known.bits("neverheard") > known.bits("diallo") > 0


def test_what_is_stored_answers_alike_and_names_nobody_rare() -> None:
    known = Frequencies.of_names(LIST)
    stored = json.loads(json.dumps(known.as_dict()))
    again = Frequencies.from_dict(stored)
    assert again.weight("mohamed") == known.weight("mohamed")
    assert abs(again.weight("zerbo") - known.weight("zerbo")) < 0.1
    assert all(n >= 10 for n in stored["counts"].values())


def test_no_names_no_trouble() -> None:
    assert LIGHTEST <= Frequencies({}).weight("awa") <= HEAVIEST
    assert Frequencies.of_names([]).weights("") == {}
