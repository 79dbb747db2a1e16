"""Definitions: what is refused, in which words, and when two of them are the same."""

import pytest

from musanada.kit.errors import BadInput
from musanada.kit.facts import FACTS
from musanada.kit.registry import Registry
from musanada.reporting.checks import read_check
from musanada.reporting.engine.axes import axes_of
from musanada.reporting.registry import (
    DefinitionError,
    read_folder,
    read_indicator,
    read_yaml,
    shipped_indicators,
)
from musanada.reporting.tests.world import INDICATORS, fact_of

TEXT = "{fr: Texte, ar: نص, en: Text, es: Texto}"
GOOD = f"""
id: t.people
version: 1
label: {TEXT}
definition: {TEXT}
unit: persons
kind: flow
fact: act
measure: {{count: persons}}
person_rule: once_per_period
date: given_on
where: family = food
dims:
  sex: {{codes: sex}}
  age: {{from: birth_date, precision: birth_precision, bands: [0, 18]}}
"""


@pytest.fixture
def facts():
    registry = Registry("fact")
    registry.add("act", fact_of([]))
    return registry


def test_a_good_definition_is_read(facts):
    indicator = read_indicator(GOOD, "t.people.yaml", facts)
    assert indicator.label.in_language("ar-ma") == "نص"
    assert indicator.label.in_language("pt") == "Texte"
    assert list(axes_of(indicator)) == ["sex", "age", "month", "quarter", "half", "year"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version: 1", "version: 0", "version"),
        ("id: t.people", "id: People", "id"),
        ("kind: flow", "kind: wave", "kind"),
        ("kind: flow", "kind: score", "who is eligible"),
        ("es: Texto", "it: Testo", "es"),
        ("measure: {count: persons}", "measure: {count: persons, sum: amount}", "exactly one"),
        ("measure: {count: persons}", "measure: {count: events}", "person_rule once_per_period counts persons"),
        ("fact: act", "fact: deed", "no fact is named 'deed'"),
        ("date: given_on", "date: gone_on", "no column 'gone_on'"),
        ("date: given_on", "date: family", "'family' is a code"),
        ("date: given_on\n", "", "a flow needs date"),
        ("where: family = food", "where: famille = food", "no column 'famille'"),
        ("where: family = food", "where: family = 3", "cannot be compared"),
        ("where: family = food", "where: age = old", "'age' is a int"),
        ("where: family = food", "where: family food", "ne se lit pas"),
        ("sex: {codes: sex}", "sex: {codes: sexes}", "no code list is named 'sexes'"),
        ("sex: {codes: sex}", "gender: {codes: sex}", "no column 'gender'"),
        ("sex: {codes: sex}", "month: {column: sex}", "kept for time"),
        ("bands: [0, 18]", "bands: [1, 18]", "age bands start at 0"),
        ("precision: birth_precision, ", "", "needs from, precision and bands"),
        ("person_rule: once_per_period", "colour: red", "colour"),
        ("dims:", "residual: {other: {after: 3, dims: [kind]}}\ndims:", "names no dimension: kind"),
        ("version: 1", "version: 1\nversion: 2", "written twice"),
        ("version: 1", "version: !!python/object/apply:os.system [ls]", "aliases and tags are not read"),
    ],
)  # fmt: skip
def test_refusals_name_the_file_and_the_fault(facts, old, new, says):
    assert old in GOOD
    with pytest.raises(DefinitionError) as refusal:
        read_indicator(GOOD.replace(old, new), "t.people.yaml", facts)
    assert "t.people.yaml" in str(refusal.value)
    assert says in str(refusal.value)


def test_a_derived_definition_takes_nothing_else(facts):
    ratio = (
        f"id: t.r\nversion: 1\nlabel: {TEXT}\ndefinition: {TEXT}\nunit: percent\nkind: share\nof: t.people\n"
    )
    with pytest.raises(DefinitionError, match="needs exactly of, part"):
        read_indicator(ratio, "t.r.yaml", facts)
    with pytest.raises(DefinitionError, match="from its indicators"):
        read_indicator(ratio + "part: sex=F\nwhere: sex = F\n", "t.r.yaml", facts)


def write(folder, code, text):
    (folder / f"{code}.yaml").write_text(text, encoding="utf-8")


def test_a_file_bears_the_name_of_its_id(facts, tmp_path):
    write(tmp_path, "t.other", GOOD)
    with pytest.raises(DefinitionError, match=r"must be named t\.people\.yaml"):
        read_folder(tmp_path, facts)


def test_indicators_do_not_refer_in_a_circle(facts, tmp_path):
    for code, other in (("t.a", "t.b"), ("t.b", "t.a")):
        text = f"id: {code}\nversion: 1\nlabel: {TEXT}\ndefinition: {TEXT}\nunit: percent\nkind: change\nof: {other}\n"
        write(tmp_path, code, text + "against: previous_period\n")
    with pytest.raises(DefinitionError, match="refers to itself"):
        read_folder(tmp_path, facts)


def test_an_indicator_that_is_missing_is_named(facts, tmp_path):
    write(tmp_path, "t.people", GOOD + 'checks: ["value <= t.all"]\n')
    with pytest.raises(DefinitionError, match=r"no indicator is named 't\.all'"):
        read_folder(tmp_path, facts)


def test_the_hash_follows_the_meaning_and_not_the_spelling(facts):
    same = read_indicator(GOOD.replace("version: 1\n", "") + "version:   1\n", "x", facts)
    other = read_indicator(GOOD.replace("family = food", "family = nfi"), "x", facts)
    first = read_indicator(GOOD, "x", facts)
    assert first.hash == same.hash
    assert first.hash != other.hash


def test_a_derived_hash_changes_with_what_it_derives_from():
    assert INDICATORS.hash("t.women") != INDICATORS["t.women"].hash
    assert len({INDICATORS.hash(code) for code in INDICATORS}) == len(INDICATORS)


def test_an_unknown_indicator_is_refused_in_words():
    with pytest.raises(BadInput, match="figures list"):
        INDICATORS["t.nothing"]


def test_checks_are_read():
    assert read_check("sum(sex)").dimension == "sex"
    assert read_check("value <= a.b + c.d").indicators == ("a.b", "c.d")
    with pytest.raises(DefinitionError, match="neither"):
        read_check("value is large", "x.yaml")


def test_the_product_s_definitions_are_all_usable():
    loaded = shipped_indicators()
    assert {"assistance.people_assisted", "programmes.cities", "people.registered"} <= set(loaded)
    assert {loaded.source(code).fact for code in loaded} <= set(FACTS)


@pytest.mark.parametrize("code", sorted(shipped_indicators()))
def test_every_definition_says_itself_in_four_languages(code):
    indicator = shipped_indicators()[code]
    for text in (indicator.label, indicator.definition):
        assert len({text.fr, text.ar, text.en, text.es}) == 4
        assert all(any("\u0600" <= c <= "\u06ff" for c in word) for word in [text.ar])
    assert indicator.definition.fr.endswith(".")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: &a [x, x]\nb: [*a, *a]\n", "aliases and tags"),
        ("a: !!timestamp x\n", "aliases and tags"),
        ("a: " + "[" * 2000 + "]" * 2000, "nested too deep"),
        ("? [x, y]\n: 1\n", "a plain word"),
        ("a: 2024-02-31\n", "day"),
        ("a: " + "9" * 5000, "digits"),
    ],
)
def test_a_short_text_stays_short(text, what):
    with pytest.raises(DefinitionError, match=what):
        read_yaml(text, "x")
