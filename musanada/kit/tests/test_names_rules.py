"""The rules of spelling do what they say, also for names no list holds; different names stay different."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.names import arabic, compare, keys, normalise, phonetic, script_of
from musanada.kit.names.columns import features
from musanada.kit.names.rules import Rule
from musanada.kit.names.words import Unit, units

HERE = Path(__file__).parent
RULES = (
    *phonetic.RULES,
    *phonetic.OTHERWISE,
    *arabic.RULES,
    *arabic.OTHERWISE,
    arabic.BETWEEN,
    arabic.GLIDE,
    arabic.SUDANESE,
)


def lines(name: str) -> list[list[str]]:
    text = (HERE / f"test_names_{name}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


def filed(name: str) -> set[str]:
    return {k.value for k in keys(name) if k.kind in ("sound", "origin")}


def unseen(name: str) -> bool:
    """No word of it stands in the table: only the rules can help."""
    found: tuple[Unit, ...] = units(name)
    return all(u.word.name is None for u in found)


EXAMPLES = [(rule, group) for rule in RULES for group in rule.groups if len(group) > 1]


@pytest.mark.parametrize(("rule", "group"), EXAMPLES, ids=[" ".join(group) for _rule, group in EXAMPLES])
def test_every_rule_does_what_its_examples_say(rule: Rule, group: list[str]) -> None:
    first, *others = group
    assert all(filed(first) & filed(other) for other in others), rule.why


LATIN = [
    (first.replace("_", " "), other.replace("_", " "))
    for first, *others in lines("spellings")
    for other in others
]
ACROSS = [
    (
        " ".join(w for w in words if script_of(w) != "Arab"),
        " ".join(w for w in words if script_of(w) == "Arab"),
    )
    for words in lines("across")
]


@pytest.mark.parametrize(("pairs", "enough"), [(LATIN, 0.96), (ACROSS, 0.985)], ids=["Latin", "across"])
def test_names_in_no_list_meet_by_the_rules(pairs: list[tuple[str, str]], enough: float) -> None:
    by_rule = [pair for pair in pairs if unseen(pair[0]) or unseen(pair[1])]
    lost = [pair for pair in by_rule if not filed(pair[0]) & filed(pair[1])]
    assert len(by_rule) > 200 and len(lost) <= (1 - enough) * len(by_rule), lost


@pytest.mark.parametrize(("pairs", "enough"), [(LATIN, 0.985), (ACROSS, 0.985)], ids=["Latin", "across"])
def test_spellings_of_one_name_are_alike(pairs: list[tuple[str, str]], enough: float) -> None:
    unlike = [pair for pair in pairs if compare(*pair).score < 0.7]
    assert len(pairs) > 250 and len(unlike) <= (1 - enough) * len(pairs), unlike


DIFFERENT = [pair for words in lines("different") for pair in combinations(words, 2)]


def test_enough_different_names() -> None:
    assert len(DIFFERENT) > 400


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_are_never_taken_for_one(one: str, other: str) -> None:
    mine, theirs = features(normalise(one)), features(normalise(other))
    assert not (mine.name and mine.name == theirs.name)
    assert mine.script == "Arab" or mine.fold != theirs.fold
    assert compare(one, other).score < 0.9
    if mine.name and theirs.name:
        assert mine.group != theirs.group


# What clerks of several languages write for one sound: replaced anywhere in a name made of these syllables, the key
# stays. (Between vowels where the letters around them matter.)
SAME_SOUND = [
    ("ou", "u"), ("ou", "oo"), ("ch", "sh"), ("dj", "j"), ("f", "ph"), ("k", "q"), ("k", "kh"), ("k", "ck"), ("i", "y"),
    ("i", "ee"), ("t", "tt"), ("m", "mm"), ("l", "ll"), ("s", "ss"), ("b", "p"), ("e", "é"), ("a", "â"), ("wa", "oua"),
    ("n", "nn"), ("t", "th"), ("r", "rr"), ("g", "gh"), ("k", "K"), ("b", "B"), ("a", "aa"), ("d", "dd"), ("f", "v"),
]  # fmt: skip
syllables = st.builds(
    str.__add__,
    st.sampled_from(["b", "ch", "d", "dj", "f", "k", "l", "m", "n", "r", "s", "t", "z"]),
    st.sampled_from(["a", "i", "ou", "o"]),
)
words = st.lists(syllables, min_size=3, max_size=4).map("".join)


@given(words, st.lists(st.sampled_from(SAME_SOUND), max_size=4))
def test_one_sound_in_many_letters_is_one_key(word: str, changes: list[tuple[str, str]]) -> None:
    spelt = word
    for letters, instead in changes:
        if letters in spelt and (letters != "t" or "ti" not in spelt):
            spelt = spelt.replace(letters, instead, 1)
    assert filed(word) & filed(spelt), (word, spelt)


@given(st.lists(words, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_order_changes_no_pair(said: list[str], random: object) -> None:
    turned = sorted(said)
    assert {k for k in keys(" ".join(said)) if k.kind == "pair"} == {
        k for k in keys(" ".join(turned)) if k.kind == "pair"
    }
    assert compare(said, turned).score == pytest.approx(compare(turned, said).score)


MARKS = "ًٌٍَُِّْـ"
HAMZA = {"ا": "أإآٱا", "و": "وؤ", "ي": "يىئ", "ه": "هة"}


@given(st.sampled_from([b for _a, b in ACROSS]), st.data())
def test_signs_and_carriers_of_hamza_never_matter(name: str, data: st.DataObject) -> None:
    out = []
    for place, letter in enumerate(name):
        last = place + 1 == len(name) or name[place + 1] == " "
        if letter in "اأإآ":
            letter = data.draw(st.sampled_from(HAMZA["ا"]))
        elif letter in "هة" and last:
            letter = data.draw(st.sampled_from(HAMZA["ه"]))
        elif letter in "ىي" and last:
            letter = data.draw(st.sampled_from("يى"))
        out.append(letter + data.draw(st.sampled_from(["", *MARKS])) * (letter != " "))
    assert keys("".join(out)) == keys(name)


@given(st.sampled_from([a for a, _b in LATIN if a.isascii()]), st.data())
def test_accents_case_and_apostrophes_never_matter(name: str, data: st.DataObject) -> None:
    marks = st.sampled_from(["", "\u0301", "\u0300", "\u0308", "'", "’"])
    out = "".join(
        (c.upper() if data.draw(st.booleans()) else c) + (data.draw(marks) if c in "aeiou" else "")
        for c in name
    )
    assert keys(out) == keys(name)


@given(st.text(max_size=50), st.text(max_size=50))
def test_no_text_raises(a: str, b: str) -> None:
    assert 0 <= compare(a, b).score <= 1
    assert all(value.isascii() for _kind, value in keys(a))
