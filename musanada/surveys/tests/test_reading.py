"""A questionnaire is read from a file: what is wrong becomes sentences that name the question."""

from pathlib import Path

import pytest
import yaml

from musanada.kit.errors import BadInput
from musanada.surveys import definitions
from musanada.surveys.definitions import Definition, digest_of
from musanada.surveys.queries.instruments import differences
from musanada.surveys.reading import read
from musanada.surveys.tests.samples import content, definition, words

DATA = Path(definitions.__file__).parent / "data"


def text(**changes):
    return yaml.safe_dump(content(**changes), allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda p: p.stem)
def test_what_is_shipped_is_to_be_confirmed_in_two_languages(path):
    loaded = read(path.read_text())
    assert not loaded.confirmed
    assert "confirmer" in loaded.source
    assert all(item.text.ar for item in loaded.definition.items)


def test_the_shipped_instrument_has_ten_questions_a_dimension():
    one = read((DATA / "reintegration-sustainability.yaml").read_text()).definition
    assert [len(list(one.items_of(d.code))) for d in one.dimensions] == [10, 10, 10]
    assert {item.weight for item in one.items} == {1}


def test_yes_and_no_stay_words():
    one = read(text().replace("code: 'no'", "code: no")).definition
    assert [a.code for a in one.scales["yes_no"]] == ["yes", "no"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"items": content()["items"][:4]}, "Dimension soc : aucune question"),
        ({"languages": ["fr", "ar", "en"]}, "Il manque le texte en « en » : nom de l'instrument"),
        ({"languages": ["ar"]}, "comprennent le français"),
        ({"bands": content()["bands"][:2]}, "La dernière tranche finit à 1"),
        ({"bands": content()["bands"][::-1]}, "bornes « up_to » doivent croître"),
        ({"items": [*content()["items"], content()["items"][0]]}, "« e1 » est donné deux fois"),
        ({"missing": {"dimension": 1.5}}, "missing, dimension : le nombre doit être au plus 1"),
        ({"version": 0}, "version : le nombre doit être au moins 1"),
        ({"colour": "red"}, "« colour » n'est pas un mot connu"),
        ({"kind": "quiz"}, "kind : la valeur doit être l'une de"),
    ],
)
def test_a_fault_is_a_sentence(changes, said):
    with pytest.raises(BadInput) as problem:
        read(text(**changes))
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scale": "six"}, "Question e1 : l'échelle « six » n'existe pas"),
        ({"dimension": "law"}, "Question e1 : la dimension « law » n'existe pas"),
        ({"asked_if": {"item": "s1", "answers": ["best"]}}, "qui n'est pas une question posée avant"),
        ({"asked_if": {"item": "e1", "answers": ["best"]}}, "qui n'est pas une question posée avant"),
        ({"weight": 0}, "question e1, weight : le nombre doit dépasser 0"),
        ({"weight": "heavy"}, "question e1, weight : un nombre est attendu"),
        ({"weight": True}, "question e1, weight : un nombre est attendu"),
        ({"wieght": 1}, "question e1, wieght"),
        ({"text": {"fr": "Un ?"}}, "Il manque le texte en « ar » : question e1"),
        ({"scale": None}, "donnez « scale » ou « answers »"),
    ],
)
def test_a_fault_in_a_question_names_it(change, said):
    items = content()["items"]
    with pytest.raises(BadInput) as problem:
        read(text(items=[items[0] | change, *items[1:]]))
    assert said in str(problem.value)


def test_an_answer_of_its_own_may_not_take_a_word_every_question_has():
    items = content()["items"]
    items[5]["answers"] = [*items[5]["answers"], {"code": "refused", "label": words("refus")}]
    with pytest.raises(BadInput, match="refused"):
        read(text(items=items))


def test_a_condition_names_an_answer_that_exists():
    items = content()["items"]
    items[3] = items[3] | {"asked_if": {"item": "e3", "answers": ["maybe"]}}
    with pytest.raises(BadInput, match="Question e4 : « maybe » n'est pas une réponse de la question e3"):
        read(text(items=items))


@pytest.mark.parametrize(
    "broken",
    [
        "code: [",
        "- a\n- b",
        "",
        "code: x\ncode: y",
        "a: &x [1]\nb: *x",
        "!!python/object/apply:os.system [ls]",
        "[" * 5000,
        "x: " + "y" * 500_000,
        "code: \x00",
    ],
)
def test_what_is_no_questionnaire_is_refused_with_a_sentence(broken):
    with pytest.raises(BadInput):
        read(broken)


def test_the_digest_is_of_what_is_asked_and_not_of_how_it_is_written():
    one = read(text())
    other = read(text(source="Manuel", confirmed=True).replace("'", '"') + "\n# une remarque\n")
    assert one.definition.digest == other.definition.digest
    assert (other.source, other.confirmed) == ("Manuel", True)
    assert definition(version=2).digest != one.definition.digest
    assert (
        digest_of(Definition.model_validate(one.definition.canonical()).canonical()) == one.definition.digest
    )


def test_a_quarter_is_a_quarter():
    """0.50, 0.5 and "0.5" are one number, and no binary fraction comes near it."""
    first = read(text(missing={"dimension": 0.5})).definition
    second = read(text(missing={"dimension": "0.50"})).definition
    assert first.digest == second.digest


def test_differences_name_what_changed():
    items = content()["items"]
    changed = [items[0] | {"weight": 2, "text": words("Un autre ?")}, *items[2:],
               {"id": "s3", "dimension": "soc", "scale": "five", "text": words("Sept ?")}]  # fmt: skip
    found = list(
        differences(definition(), definition(items=changed, missing={"dimension": 0.8, "composite": 1}))
    )
    said = {(one.kind, str(one.where)) for one in found}
    assert said == {
        ("added", "s3"),
        ("removed", "e2"),
        ("changed", "e1 : texte"),
        ("changed", "e1 : poids"),
        ("changed", "règle des réponses manquantes"),
    }
    assert list(differences(definition(), definition())) == []
