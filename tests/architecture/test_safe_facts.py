"""Facts that count hidden people are coarse by their declaration: no key, no reference, no exact date, no fine place."""

import pytest

from musanada.kit.facts import FACTS, Column, Fact

SAFE = [fact for fact in FACTS.values() if fact.safe]
# A name that would say more than such a fact may.
TELLING = (
    "commune",
    "office",
    "unit",
    "programme",
    "partner",
    "file",
    "case",
    "name",
    "phone",
    "spot",
)


def faults(fact: Fact) -> list[str]:
    """Where the declaration of a safe fact breaks the rule (``kit.facts``)."""
    keys, dates = {fact.row, fact.event, fact.person}, {fact.date, fact.recorded, fact.until}
    found = [
        f"{c.name}: a key that is no pseudonym" for c in fact.columns if c.kind == "id" and c.name not in keys
    ]
    found += [f"{c.name}: an instant" for c in fact.columns if c.kind == "instant"]
    found += [
        f"{c.name}: a date of its own" for c in fact.columns if c.kind == "date" and c.name not in dates
    ]
    found += [f"{c.name}: an amount" for c in fact.columns if c.kind in ("decimal", "fraction")]
    found += [
        f"{c.name}: too fine"
        for c in fact.columns
        if c.name in TELLING or any(word in c.name for word in ("birth", "reference"))
    ]
    found += [f"{c.name}: not a date" for c in fact.columns if c.name in dates and c.kind != "date"]
    return found


def test_there_are_safe_facts():
    assert {"child_identified", "victim_status", "border_casualty", "course_enrolment"} <= {
        f.name for f in SAFE
    }


@pytest.mark.parametrize("fact", SAFE, ids=lambda fact: fact.name)
def test_a_safe_fact_is_coarse(fact):
    assert faults(fact) == []


@pytest.mark.parametrize(
    "column",
    [
        Column("birth_date", "date"),
        Column("file", "id"),
        Column("seen_at", "instant"),
        Column("commune", "code"),
    ],
    ids=lambda column: column.name,
)
def test_a_telling_column_is_seen(column):
    base = (Column("line", "id"), Column("happened_on", "date"), Column("recorded_on", "date"))
    told = Fact("x", "x", (*base, column), lambda known_at: (), row="line", event="line", date="happened_on",
                recorded="recorded_on", safe=True)  # fmt: skip
    assert faults(told)


def test_every_fact_of_protection_is_safe():
    about = ("child", "victim", "protection", "trafficking", "border", "nrm", "street", "course")
    assert [fact.name for fact in FACTS.values() if fact.name.startswith(about) and not fact.safe] == []
