"""A part and its whole: proved from their definitions, and never added up."""

import pytest

from musanada.kit.registry import Registry
from musanada.reporting.registry import DefinitionError, read_folder, shipped_indicators
from musanada.reporting.tests.world import fact_of

TEXT = "{fr: Texte, ar: نص, en: Text, es: Texto}"
HEAD = "version: 1\nlabel: " + TEXT + "\ndefinition: " + TEXT + "\nunit: acts\n"
COUNT = "kind: flow\nfact: act\nmeasure: {count: events}\ndate: given_on\n"
WHOLE = {"t.all": COUNT + "where: nationality != MAR\n"}
FOOD = {"t.food": COUNT + "where: nationality != MAR and family = food\npart_of: t.all\n"}
HEALTH = {"t.health": COUNT + "where: family = health and nationality != MAR\npart_of: t.all\n"}


def read(folder, **kinds):
    facts = Registry("fact")
    facts.add("act", fact_of([]))
    for code, body in kinds.items():
        (folder / f"{code}.yaml").write_text(f"id: {code}\n{HEAD}{body}", encoding="utf-8")
    return read_folder(folder, facts)


def test_a_part_counts_some_of_what_its_whole_counts(tmp_path):
    found = read(tmp_path, **WHOLE, **FOOD, **HEALTH)
    assert found["t.food"].part_of == "t.all"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("where: family = food\npart_of: t.all\n", "must hold all of the condition"),
        ("where: nationality != MAR or family = food\npart_of: t.all\n", "must hold all of the condition"),
        ("where: nationality != MAR\npart_of: t.none\n", "no indicator is named 't.none'"),
        ("where: nationality != MAR\npart_of: t.food\n", "part of itself"),
    ],
)
def test_what_is_no_part_is_refused(tmp_path, body, says):
    with pytest.raises(DefinitionError, match=says):
        read(tmp_path, **WHOLE, **{"t.food": COUNT + body})


def test_a_part_of_another_sort_is_refused(tmp_path):
    body = COUNT.replace("events", "rows") + "where: nationality != MAR\npart_of: t.all\n"
    with pytest.raises(DefinitionError, match="a part has the measure of its whole"):
        read(tmp_path, **WHOLE, **{"t.food": body})


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ("[t.all, t.food]", "'t.food' is part of 't.all'"),
        ("[t.food, t.health]", "are parts of 't.all'"),
        ("[t.food, t.food]", "added to itself"),
    ],
)
def test_parts_and_wholes_are_never_added(tmp_path, of, says):
    with pytest.raises(DefinitionError, match=says):
        read(tmp_path, **WHOLE, **FOOD, **HEALTH, **{"t.sum": f"kind: sum\nof: {of}\n"})


def test_a_sum_of_sums_hides_no_part(tmp_path):
    sums = {"t.one": "kind: sum\nof: [t.food, t.other]\n", "t.two": "kind: sum\nof: [t.one, t.all]\n"}
    other = {"t.other": COUNT + "where: nationality = MAR\n"}
    with pytest.raises(DefinitionError, match=r"'t\.food' is part of"):
        read(tmp_path, **WHOLE, **FOOD, **other, **sums)


def test_the_channels_are_parts_of_all_departures():
    known = shipped_indicators()
    parts = {code for code, one in known.items() if one.part_of == "returns.departures"}
    assert parts == {"returns.departures_state", "returns.departures_iom", "returns.departures_embassy"}
