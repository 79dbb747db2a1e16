"""What may stand between the braces, and what is refused with a sentence that shows how."""

from decimal import Decimal

import pytest

from musanada.kit.errors import BadInput
from musanada.publications.narrative import wanted
from musanada.publications.narrative.blocks import parse
from musanada.publications.narrative.grammar import (
    Claim,
    Declared,
    Drawn,
    Figure,
    Filter,
    Rank,
    Value,
    read,
    scan,
)
from musanada.publications.narrative.spans import both, resolve
from musanada.publications.narrative.wants import Term
from musanada.publications.wanted import WantedCell, WantedTable

RETURNS = "returns.departures"


@pytest.mark.parametrize(
    ("text", "code", "filters", "period"),
    [
        ("fig:a.b", "a.b", (), ""),
        ("fig: a.b @ 2024", "a.b", (), "2024"),
        ("fig:a.b[sex=F]@2024-Q1", "a.b", (Filter("sex", ("F",)),), "2024-Q1"),
        ("fig:a.b[country in CIV, GIN;sex=F]@.", "a.b", (Filter("country", ("CIV", "GIN")), Filter("sex", ("F",))), "."),
        ("ext:moi.share[origin=West Africa]@2024-01/2024-09", "ext:moi.share", (Filter("origin", ("West Africa",)),), "2024-01/2024-09"),
        ("ext:hcp@../2016-05", "ext:hcp", (), "../2016-05"),
    ],
)  # fmt: skip
def test_a_figure_is_named_filtered_and_dated(text, code, filters, period):
    found = read(text)
    assert isinstance(found, Value)
    assert found.figure == Figure(code, filters, period)


def test_every_form_of_the_specification_is_read():
    assert read("share:a.b[x=Y]@2031|1").options.decimals == 1
    assert read("share:a.b@2024 / c.d@2023|1").whole == Figure("c.d", (), "2023")
    assert read("chg:a.b@2031~2030|pct|dir").options.words == {"pct", "dir"}
    assert read("fig:a.b|approx 1 000").options.approx == Decimal(1000)
    assert read("fig:a.b|about 1000").options.about
    assert isinstance(read("rank:a.b@2031 by nationality top 4"), Rank)
    assert read("rank:a.b by nationality top 4 @2031") == read("rank:a.b@2031 by nationality top 4")
    assert isinstance(read("table:a.b by c,d top 5 share @2024 | Une *légende*"), Drawn)
    assert read("chart:ext:moi.x by origin").split.figure.code == "ext:moi.x"
    assert read("n:18 age") == Declared("18", "age")
    claim = read(
        'claim: share(a.b[n in X,Y])@2031 > 50 % and 2 * fig:a.b < fig(a.b)@prev | "plus de la moitié"'
    )
    assert isinstance(claim, Claim)
    assert len(claim.tests) == 2


@pytest.mark.parametrize(
    "text",
    [
        "fig:returns", "fig:a.b@", "fig:a.b[sex]", "fig:a.b[sex=F", "fig:a.b@2024 x", "chg:a.b@2024", "share:a.b@2024",
        "share:a.b[x=Y]@2024~2023", "rank:a.b by c@2024~2023", "rank:a.b", "table:a.b by c,d,e", "claim: fig:a.b > 5",
        'claim: fig:a.b | "x"', "n:18", "45", "", "fig:a.b|wide", "claim: rank(a.b) = 1 | \"x\"", "fig:A.B", "select 1",
        "fig:a.b / c.d", "fig:a.b;drop",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_an_example(text):
    with pytest.raises(BadInput):
        read(text)


def test_citations_are_found_in_their_places_and_an_open_one_is_a_problem():
    text = "a {{ fig:a.b }} b {{fig:c.d}} {{ fig:"
    found = list(scan(text))
    assert [text[one.start : one.end] for one in found[:2]] == ["{{ fig:a.b }}", "{{fig:c.d}}"]
    assert found[2].problem


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("", "2024"), (".", "2024"), ("2023", "2023"), ("prev", "2023"), ("../.", "../2024"), ("year_ago", "2023"),
        (".~prev", "2024~2023"), ("2024-Q2~prev", "2024-Q2~2024-Q1"), ("2024-Q2~year_ago", "2024-Q2~2023-Q2"),
        ("2022/2024", "2022/2024"),
    ],
)  # fmt: skip
def test_periods_count_from_the_report(written, period):
    assert resolve(written, "2024") == period


def test_a_change_compares_equal_periods_alone():
    assert both(".~prev", "2024") == ("2024", "2023")
    with pytest.raises(BadInput):
        resolve("2024~2024-Q1", "2024")


def test_everything_asked_is_named_once():
    wants = wanted(
        "{{ share:returns.departures[country in CIV,GIN]|1 }} {{ fig:returns.departures }} {{ chg:returns.departures@.~prev }}\n\n"
        "{{ table:returns.departures by country,sex top 3 }}\n\n"
        '{{ claim: rank(returns.departures[country=CIV]) = 1 | "premier" }}',
        "2024",
    )
    assert set(wants.cells) == {
        WantedCell(RETURNS, "2024", (("country", "CIV"),)), WantedCell(RETURNS, "2024", (("country", "GIN"),)),
        WantedCell(RETURNS, "2024"), WantedCell(RETURNS, "2023"),
    }  # fmt: skip
    assert set(wants.tables) == {
        WantedTable(RETURNS, "2024", ("country", "sex"), (), 3), WantedTable(RETURNS, "2024", ("country",), (), 3),
        WantedTable(RETURNS, "2024", ("sex",)), WantedTable(RETURNS, "2024", ("country",)),
    }  # fmt: skip
    assert not wants.problems


def test_what_a_reader_can_work_out_is_a_formula():
    wants = wanted(
        "{{ share:a.b[x=Y]|1 }} {{ chg:a.b@2024~2023 }} {{ fig:a.b|approx 1000 }}"
        '{{ claim: chg(a.b)@2024~2023 > 100 % | "doublé" }} {{ claim: fig:a.b - fig:c.d > 10 | "mieux" }}',
        "2024",
    )
    share, change, approx, doubled, more = wants.derived
    assert (share.kind, share.decimals) == ("share", 1)
    assert (share.over, share.under) == ((Term("a.b[x=Y]@2024"),), (Term("a.b@2024"),))
    assert (change.over, change.under) == ((Term("a.b@2024"),), (Term("a.b@2023"),))
    assert (approx.op, approx.bound) == (">", "1000")
    assert (doubled.op, doubled.bound, doubled.percent) == (">", "200", True)
    assert more.over == (Term("a.b@2024"), Term("c.d@2024", -1))
    assert (more.op, more.bound) == (">", "10")


def test_a_problem_names_its_line():
    assert wanted("Un\n\n{{ fig:returns }}\n", "2024").problems[0][0] == 3


def test_nothing_in_a_citation_is_markdown():
    parsed = parse(
        'Un *mot* {{ claim: 2 * fig:a.b > 2 * fig:c.d | "_x_" }} et\n\n| a | {{ fig:a.b|unit }} |\n|---|---|\n| b | c |'
    )
    kinds = [part.kind for part in parsed.parts]
    assert kinds == ["paragraph", "table"]
    assert [bool(piece.found) for piece in parsed.parts[0].lines[0].pieces] == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_private_characters_of_a_text_are_no_citation():
    parsed = parse("a \U000f0000\U000f0000 b {{ fig:a.b }}")
    assert [piece.text for piece in parsed.parts[0].lines[0].pieces if not piece.found] == [
        "a \ufffd\ufffd b "
    ]


def test_html_is_read_as_words():
    (part,) = parse("<b>x</b> <!-- y -->").parts
    assert "".join(piece.text for piece in part.lines[0].pieces) == "<b>x</b> <!-- y -->"
