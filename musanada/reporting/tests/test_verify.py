"""Printed figures against found ones: qualifiers, periods, implied figures, and the report's form."""

from decimal import Decimal
from fractions import Fraction

import pytest

from musanada.access.commands import system_user
from musanada.kit.errors import BadInput
from musanada.reporting.commands import import_external
from musanada.reporting.externals import read_file as read_external
from musanada.reporting.registry import shipped_indicators
from musanada.reporting.tests.test_externals import LINE, read_text, sheet
from musanada.reporting.tests.world import act, engine_over
from musanada.reporting.verify import summary, verify_file
from musanada.reporting.verify.compare import meets, show
from musanada.reporting.verify.derived import compute, named
from musanada.reporting.verify.expected import read_file
from musanada.reporting.verify.mapping import FILE, Tie, load_mapping
from musanada.reporting.verify.run import Verifier

HEAD = "id,source,system,indicator,period,value,unit,disaggregation,kind,quote,notes"


@pytest.mark.parametrize(
    ("printed", "qualifier", "found", "holds"),
    [
        ("10404", "exact", "10404", True),
        ("10404", "exact", "10405", False),
        ("60.7", "exact", "60.7036", True),
        ("60.7", "exact", "60.76", False),
        ("84", "exact", "83.5", True),
        ("83", "exact", "83.53", False),
        ("83", "truncated", "83.53", True),
        ("84", "truncated", "83.53", True),
        ("82", "truncated", "83.53", False),
        ("83", "more-than", "83.53", True),
        ("83", "more-than", "83", False),
        ("83", "more-than", "82.9", False),
        ("13", "under", "12.9", True),
        ("13", "under", "13", False),
        ("148152", "about", "148152", True),
        ("148152", "about", "150000", True),
        ("148152", "about", "160000", False),
        ("2712", "nearly", "2600", True),
        ("2712", "nearly", "2500", False),
        ("36000", "rounded", "36000", True),
        ("36000", "rounded", "35500", True),
        ("36000", "rounded", "36499", True),
        ("36000", "rounded", "36500", False),
        ("36000", "rounded", "35499", False),
        ("0", "rounded", "0", True),
        ("-4.2", "exact", "-4.15", True),
        ("5", "mainly", "5", True),
    ],
)
def test_the_words_in_front_of_a_number_decide(printed, qualifier, found, holds):
    decimals = len(printed.partition(".")[2])
    assert meets(Decimal(printed), decimals, qualifier, Fraction(found))[0] is holds


def test_a_truncation_says_what_rounding_would_give():
    assert "84" in meets(Decimal(83), 0, "truncated", Fraction("83.53"))[1]


@pytest.mark.parametrize(
    ("value", "shown"), [("5", "5"), ("83.53", "83.53"), ("60.70", "60.7"), ("-0.001", "0"), ("1/3", "0.33")]
)
def test_values_are_shown_short(value, shown):
    assert show(Fraction(value)).lstrip("-") == shown


def test_formulas_are_exact():
    values = {"F005": Fraction(23096), "F006": Fraction(83), "F037i": Fraction(1)}
    assert compute("F005/(F006/100)", values.__getitem__) == Fraction(2309600, 83)
    assert compute("100-F006*2+F037i", values.__getitem__) == -65
    assert named("F037-F037i-F045") == ["F037", "F037i", "F045"]


@pytest.mark.parametrize("formula", ["F001/0", "F001+", "__import__('os')", "F001**2", ""])
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(BadInput):
        compute(formula, lambda code: Fraction(1))


def written(tmp_path, *lines):
    path = tmp_path / "expected.csv"
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\n1,2", "Ce n'est pas une liste"), (f"{HEAD}\n,,,,2024,5,,,count,,", "« id » est vide"),
     (f"{HEAD}\nF1,,,,2024,5,,,count,,\nF1,,,,2024,6,,,count,,", "donné.s. deux fois"),
     (f"{HEAD}\nF1,,,,2024,,,,count,,", "« value » est vide")],
)  # fmt: skip
def test_a_file_that_is_no_list_of_figures(tmp_path, text, says):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        read_file(path)


def row_of(tmp_path, line):
    return read_file(written(tmp_path, line))[0]


def test_a_change_reads_as_the_later_year_against_the_earlier(tmp_path):
    row = row_of(tmp_path, "F043,,,,2023/2024,60.7,percent-change,base=2023,change-percent,,")
    assert row.span().text == "2024~2023"
    assert row.decimals == 1


def test_an_indicator_is_asked_for_the_printed_period(tmp_path):
    rows = {"F1": row_of(tmp_path, "F1,,,,2024-Q1,2,persons,qualifier=exact,count,,")}
    acts = [act(1, 1, "2024-01-05"), act(2, 2, "2024-02-05"), act(3, 3, "2024-05-05")]
    with engine_over(acts) as engine:
        verdict = Verifier(engine, {"F1": Tie(indicator="t.once")}, rows).judge(rows["F1"])
    assert verdict.line().startswith("F1 match 2 2 égal")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tie", "line", "starts"),
    [
        (Tie(waiting="returns"), "F1,,,,2024,5,,,count,,", "F1 waiting 5 - système returns"),
        (Tie(not_a_figure="un rang"), "F1,,,,2024,5,,,rank,,", "F1 not-a-figure 5 - un rang"),
        (Tie(declared="2024", source="ici"), "F1,,,,2024,2024,,,date,,", "F1 match 2024 2024"),
        (Tie(declared="2023", source="ici"), "F1,,,,2024,2024,,,date,,", "F1 differs 2024 2023"),
        (Tie(declared=("BE", "DE"), source="ici"), "F1,,,,2024,2,,items=DE|BE,count,,", "F1 match 2 2"),
        (Tie(declared=("BE", "DE"), source="ici"), "F1,,,,2024,2,,items=DE|FR,count,,", "F1 differs 2 2"),
        (Tie(declared=("BE",), source="ici"), "F1,,,,2024,2,,,count,,", "F1 differs 2 1"),
        (Tie(indicator="t.once"), "F1,,,,2024/2023,5,,,count,,", "F1 differs 5 - La période"),
        (Tie(external="no.series"), "F1,,,,2024,5,,,count,,", "F1 waiting 5 - la série no.series"),
        (None, "F1,,,,2024,5,,,count,,", "F1 waiting 5 - aucune correspondance"),
    ],
)
def test_each_tie_has_its_verdict(tmp_path, tie, line, starts):
    row = row_of(tmp_path, line)
    with engine_over([]) as engine:
        verdict = Verifier(engine, {"F1": tie} if tie else {}, {"F1": row}).judge(row)
    assert verdict.line().startswith(starts)


def test_a_tie_is_one_thing_only():
    with pytest.raises(ValueError, match="exactly one"):
        Tie(waiting="returns", indicator="t.once")
    with pytest.raises(ValueError, match="names its source"):
        Tie(declared="2024")


SERIES = (
    "moi.rescues,2024,total,18645,persons,exact,final,,,,,",
    "moi.rescues,2024-01/2024-09,total,14260,persons,exact,final,,,,,",
)


@pytest.mark.django_db
def test_nine_months_printed_as_a_year_are_found_even_behind_more_than(tmp_path):
    import_external(system_user("console"), read_text(sheet(*SERIES)))
    row = row_of(tmp_path, "F036,,,,2024,14260,persons,qualifier=more-than,count,,")
    with engine_over([]) as engine:
        verdict = Verifier(engine, {"F036": Tie(external="moi.rescues")}, {"F036": row}).judge(row)
    assert verdict.line().startswith("F036 differs 14260 18645 14260 est la valeur de 2024-01/2024-09")


@pytest.mark.django_db
def test_a_unit_that_differs_is_told_though_the_number_agrees(tmp_path):
    import_external(system_user("console"), read_text(sheet(LINE)))
    row = row_of(tmp_path, "F029,,,,2024-09,148152,migrants,,count,,")
    with engine_over([]) as engine:
        verdict = Verifier(engine, {"F029": Tie(external="census.foreigners")}, {"F029": row}).judge(row)
    assert verdict.status == "match"
    assert "la source compte persons, le texte imprime migrants" in verdict.reason


LINES = (
    "F011,,,,2024,10,persons,,count,,",
    "F012,,,,2024,4,persons,,count,,",
    "F001i,,,,2024,40,percent,derived=100*F012/F011,percent,,",
    "F002i,,,,2024,5,persons,derived=F011-F012;range=4..5,count,,",
    "F003i,,,,2024,3,items,items=a|b|c,list,,",
    "F004i,,,,2024,7,persons,derived=F011-F099,count,,",
    "F005i,,,,2024,2,persons,derived=F011/F012;bound=upper,count,,",
)


@pytest.mark.django_db
def test_implied_figures_are_recomputed_and_stand_apart(tmp_path):
    with engine_over([]) as engine:
        engine.indicators = shipped_indicators()
        verdicts = verify_file(written(tmp_path, *LINES), engine)
    assert [(v.id, v.status) for v in verdicts] == [
        ("F011", "waiting"), ("F012", "waiting"), ("F001i", "match"), ("F002i", "differs"), ("F003i", "match"),
        ("F004i", "differs"), ("F005i", "match"),
    ]  # fmt: skip
    assert summary(verdicts) == "0 of 2 figures match"


def test_the_product_s_mapping_is_usable_and_ties_every_printed_figure():
    ties = load_mapping(shipped_indicators())
    printed = [code for code in ties if not code.partition("i")[1]]  # the others are implied
    assert printed == [f"F{n:03}" for n in range(1, 74)]
    tied = {tie.external for tie in ties.values() if tie.external}
    shipped = {row.series for row in read_external(FILE.with_name("external-figures.csv"))}
    assert tied <= shipped
