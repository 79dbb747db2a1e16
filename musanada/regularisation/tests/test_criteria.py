"""Criteria: the vocabulary, the three-valued truth, each fact, and what is said of it. No database."""

from dataclasses import replace
from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.errors import BadInput
from musanada.regularisation.commands.operations import drafts_of, templates
from musanada.regularisation.criteria import FACTS, ConditionDraft, Kind, checked, sentence
from musanada.regularisation.criteria.judging import all_of, any_of, judge, outcome_of, within
from musanada.regularisation.criteria.reading import READERS
from musanada.regularisation.criteria.shown import Evidence, Parent, Shown, Truth
from musanada.regularisation.criteria.wording import explained, words

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
DAY = date(2014, 3, 1)


def d(text: str) -> date:
    return date.fromisoformat(text)


def ask(fact, compare, value, alternative=1):
    return ConditionDraft(fact, compare, str(value), alternative)


def piece(shows, first=None, last=None, *, verified=True, kind=""):
    return Evidence(kind or shows, shows, d(first) if first else None, d(last) if last else None, verified)


def outcome(shown, *asked, gap_days=92):
    return judge(shown, asked, gap_days).outcome


def file(*pieces, **values):
    return Shown(DAY, tuple(pieces), **values)


MARRIED = (piece("marriage", "2011-02-01"), piece("spouse_moroccan"))
LIVES_HERE = piece("residence", "2009-01-01", "2014-02-01")


@pytest.mark.parametrize(
    ("truths", "together", "one_enough"),
    [
        ((YES, YES), YES, YES),
        ((YES, NO), NO, YES),
        ((YES, UNKNOWN), UNKNOWN, YES),
        ((NO, NO), NO, NO),
        ((NO, UNKNOWN), NO, UNKNOWN),
        ((UNKNOWN, UNKNOWN), UNKNOWN, UNKNOWN),
    ],
)
def test_the_truth_table(truths, together, one_enough):
    for pair in (truths, truths[::-1]):
        assert all_of(pair) is together
        assert any_of(pair) is one_enough


@given(st.lists(st.lists(st.sampled_from(list(Truth)), min_size=1, max_size=4), min_size=1, max_size=4))
def test_an_outcome_is_the_best_its_alternatives_allow(ways):
    """Against a plain model: whatever the unknowns turn out to be, a settled outcome stays."""
    findings = [{"alternative": n, "truth": str(t)} for n, way in enumerate(ways, 1) for t in way]
    unknown = sum(t is UNKNOWN for way in ways for t in way)
    possible = set()
    for turned in product((True, False), repeat=unknown):
        rest = iter(turned)
        known = [[next(rest) if t is UNKNOWN else t is YES for t in way] for way in ways]
        possible.add(any(all(way) for way in known))
    expected = {frozenset({True}): "met", frozenset({False}): "not_met"}.get(frozenset(possible), "not_shown")
    assert outcome_of(findings) == expected


def test_nothing_asked_is_not_examined():
    assert judge(file(), [], 92).outcome == "not_examined"


def test_every_word_is_read_and_every_reader_has_its_word():
    assert set(READERS) == set(FACTS)


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.code)
def test_of_an_empty_file_nothing_is_met(fact):
    values = {Kind.MONTHS: "1", Kind.YEARS: "1", Kind.DAY: "2013-12-31", Kind.CODES: "C1"}
    value = values.get(fact.kind) or next(iter(fact.choices))
    for compare in fact.compares:
        found = judge(file(), [ask(fact.code, compare, value)], 92)
        assert found.outcome in ("not_shown", "not_met")
        assert words(found.findings)


@pytest.mark.parametrize(
    ("shown", "asked", "expected"),
    [
        (file(*MARRIED), ask("spouse_of", "is", "moroccan"), "met"),
        (file(*MARRIED), ask("spouse_of", "is", "regular"), "not_met"),
        (file(MARRIED[0], spouse="moroccan"), ask("spouse_of", "is", "moroccan"), "not_shown"),
        (file(spouse="other"), ask("spouse_of", "is", "moroccan"), "not_met"),
        (file(*MARRIED), ask("life_together_months", "at_least", 37), "met"),
        (file(*MARRIED), ask("life_together_months", "at_least", 38), "not_met"),
        (file(together_on=d("2001-01-01")), ask("life_together_months", "at_least", 24), "not_shown"),
        (file(piece("marriage")), ask("life_together_months", "at_least", 24), "not_shown"),
        (file(LIVES_HERE), ask("residence_months", "at_least", 62), "met"),
        (file(LIVES_HERE), ask("residence_months", "at_least", 63), "not_met"),
        (file(piece("residence")), ask("residence_months", "at_least", 1), "not_shown"),
        (file(piece("entry", "2013-12-30")), ask("present_before", "before", "2013-12-31"), "met"),
        (file(piece("entry", "2013-12-31")), ask("present_before", "before", "2013-12-31"), "not_met"),
        (file(), ask("present_before", "before", "2013-12-31"), "not_shown"),
        (file(piece("contract", "2013-06-01", "2015-05-31")), ask("contract_months", "at_least", 24), "met"),
        (file(piece("contract", "2013-06-01", "2015-05-30")), ask("contract_months", "at_least", 24), "not_met"),
        (file(piece("contract", "2012-03-01")), ask("contract_months", "at_least", 24), "met"),
        (file(piece("work")), ask("occupation_shown", "is", "yes"), "met"),
        (file(occupation=True), ask("occupation_shown", "is", "yes"), "not_shown"),
        (file(piece("illness")), ask("illness_shown", "is", "yes"), "met"),
        (file(sex="F"), ask("sex", "is", "F"), "met"),
        (file(sex="M"), ask("sex", "is", "F"), "not_met"),
        (file(sex="refused"), ask("sex", "is", "F"), "not_shown"),
        (file(unaccompanied="yes"), ask("unaccompanied", "is", "yes"), "not_shown"),
        (file(unaccompanied="no"), ask("unaccompanied", "is", "yes"), "not_met"),
        (file(piece("unaccompanied")), ask("unaccompanied", "is", "yes"), "met"),
        (file(piece("schooling"), schooling="2"), ask("schooling", "at_least", 2), "met"),
        (file(piece("schooling"), schooling="1"), ask("schooling", "at_least", 2), "not_met"),
        (file(schooling="3"), ask("schooling", "at_least", 2), "not_shown"),
        (file(piece("schooling")), ask("schooling", "at_least", 2), "not_shown"),
        (file(piece("filiation")), ask("filiation_shown", "is", "yes"), "met"),
        (file(piece("refugee")), ask("refugee_recognised", "is", "yes"), "met"),
        (file(), ask("parent_meets", "is", "C1,C2"), "not_met"),
        (file(parent=Parent(meets={"C2": YES})), ask("parent_meets", "is", "C1,C2"), "met"),
        (file(parent=Parent(meets={"C2": UNKNOWN})), ask("parent_meets", "is", "C1,C2"), "not_shown"),
        (file(parent=Parent(meets={"C5": YES})), ask("parent_meets", "is", "C1,C2"), "not_met"),
        (file(parent=Parent(favourable=True)), ask("parent_favourable", "is", "yes"), "met"),
        (file(parent=Parent(favourable=False)), ask("parent_favourable", "is", "yes"), "not_met"),
        (file(parent=Parent()), ask("parent_favourable", "is", "yes"), "not_shown"),
        (file(parent=Parent(sex="F")), ask("parent_sex", "is", "F"), "met"),
        (file(), ask("parent_sex", "is", "F"), "not_met"),
    ],
)  # fmt: skip
def test_each_fact(shown, asked, expected):
    assert outcome(shown, asked) == expected


@pytest.mark.parametrize(
    ("birth", "precision", "expected"),
    [
        ("1996-03-01", "day", "not_met"),  # eighteen that day
        ("1996-03-02", "day", "met"),
        ("1996-03-15", "month", "not_shown"),  # seventeen or eighteen
        ("1996-07-01", "year", "not_shown"),
        ("1997-07-01", "year", "met"),
        ("1995-07-01", "estimated", "not_met"),
    ],
)
def test_an_age_known_by_the_year_leaves_a_doubt_and_no_middle_is_taken(birth, precision, expected):
    shown = file(birth_date=d(birth), birth_precision=precision)
    assert outcome(shown, ask("age", "at_most", 17)) == expected


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.sampled_from(["at_least", "at_most"]))
def test_a_number_between_bounds(a, b, limit, compare):
    low, high = sorted((a, b))
    holds = {(n >= limit) if compare == "at_least" else (n <= limit) for n in range(low, high + 1)}
    expected = {frozenset({True}): YES, frozenset({False}): NO}.get(frozenset(holds), UNKNOWN)
    assert within(compare, limit, low, high) is expected


def test_alternatives_any_and_within_all():
    either = (ask("residence_months", "at_least", 60), ask("schooling", "at_least", 2, 2))
    school = file(piece("schooling"), schooling="3")
    assert outcome(school, *either) == "met"
    assert outcome(file(LIVES_HERE), *either) == "met"
    assert outcome(file(), *either) == "not_shown"
    both = tuple(replace(one, alternative=1) for one in either)
    assert outcome(school, *both) == "not_shown"
    assert outcome(file(LIVES_HERE), *both) == "not_shown"


def test_what_only_received_pieces_show_is_met_with_a_reserve():
    early = piece("residence", "2008-01-01", "2010-12-31", verified=False)
    late = piece("residence", "2011-01-01", "2014-03-01")
    found = judge(file(early, late), [ask("residence_months", "at_least", 60)], 92)
    assert (found.outcome, found.firm) == ("met", False)
    assert found.findings[0]["firm"] == "no"
    assert found.findings[0]["firm_found"] == 38
    assert "Par les pièces vérifiées seules : 38 mois." in words(found.findings)
    firm = judge(file(replace(early, verified=True), late), [ask("residence_months", "at_least", 60)], 92)
    assert (firm.outcome, firm.firm) == ("met", True)


def test_a_gap_is_said_with_its_days():
    broken = file(
        piece("residence", "2008-01-01", "2011-03-02"), piece("residence", "2011-08-10", "2014-03-01")
    )
    said = words(judge(broken, [ask("residence_months", "at_least", 60)], 92).findings)
    assert (
        said[0] == "Résidence continue établie : 30 mois, depuis le 10 août 2011 (il faut : au moins 60 mois)"
    )
    assert said[1] == "Trou du 3 mars 2011 au 9 août 2011 : 160 jours sans preuve."


def test_a_declared_fact_is_said_to_be_declared():
    found = judge(file(spouse="moroccan"), [ask("spouse_of", "is", "moroccan")], 92).findings
    one = explained(found)[0]
    assert one.truth == "unknown"
    assert "déclaré (d'une personne marocaine), non établi" in one.text
    assert one.notes == ["L'acte de mariage manque."]


def test_pieces_are_named_in_the_explanation():
    found = judge(file(LIVES_HERE), [ask("residence_months", "at_least", 60)], 92).findings
    assert explained(found, {"residence": "Contrat de bail"})[0].pieces == "Contrat de bail"


def test_findings_are_plain_json_and_hold_nothing_that_names_anyone():
    import json

    full = file(*MARRIED, LIVES_HERE, piece("contract", "2012-01-01", "2015-01-01"), sex="F", schooling="2")
    asked = [
        ask(fact.code, fact.compares[0], "2013-12-31" if fact.kind == Kind.DAY else "C1" if fact.kind == Kind.CODES else 1)
        for fact in FACTS.values()
    ]  # fmt: skip
    findings = judge(full, asked, 92).findings
    assert json.loads(json.dumps(findings)) == findings


def test_a_fact_of_a_later_version_is_said_and_never_guessed():
    found = judge(file(), [SimpleNamespace(alternative=1, fact="moon", compare="is", value="full")], 92)
    assert found.outcome == "not_shown"
    assert "ne sait pas l'examiner" in words(found.findings)[0]


@pytest.mark.parametrize(
    ("fact", "compare", "value"),
    [
        ("moon", "is", "yes"),
        ("sex", "at_least", "F"),
        ("sex", "is", "dame"),
        ("residence_months", "at_least", "cinq ans"),
        ("residence_months", "at_least", "-3"),
        ("residence_months", "is", "60"),
        ("present_before", "before", "31 du mois"),
        ("parent_meets", "is", " , "),
        ("schooling", "at_least", "9"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused_at_its_field(fact, compare, value):
    with pytest.raises(BadInput) as refusal:
        checked([ask(fact, compare, value)])
    assert refusal.value.fields


def test_a_condition_is_kept_in_its_plain_writing_and_said_as_a_sentence():
    kept = checked([ask("present_before", "before", "31/12/2013"), ask("parent_meets", "is", "C1, C2,C1")])
    assert [one.value for one in kept] == ["2013-12-31", "C1,C2"]
    assert sentence(kept[0]) == "Présence au pays : avant le 31 décembre 2013"
    assert sentence(ask("residence_months", "at_least", 60)) == "Résidence continue : au moins 60 mois"
    assert sentence(ask("sex", "is", "F")) == "Sexe : femme"
    with pytest.raises(BadInput):
        checked([ask("sex", "is", "F"), ask("sex", "is", "M")])


def test_every_shipped_condition_stands_in_the_vocabulary():
    versions = [
        version
        for operation in templates().values()
        for criterion in operation["criteria"]
        for version in criterion["versions"]
    ]
    assert len(versions) > 20
    for version in versions:
        assert checked(drafts_of(version))
        assert version["text_fr"]
        assert version["text_ar"]
