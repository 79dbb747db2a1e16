"""The diagram: every state and every step of every procedure stands in it, nothing twice, nothing outside, mirrored."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from musanada.cases.diagram import BOX_H, BOX_W, draw, planned
from musanada.cases.diagram_layers import table_of
from musanada.cases.procedures import PROCEDURES
from musanada.cases.tests.declared import declared, procedure_of

SVG = "{http://www.w3.org/2000/svg}"
EVERY = [*PROCEDURES.values(), procedure_of()]
every = pytest.mark.parametrize("one", EVERY, ids=lambda p: p.code)


def parsed(one, lang: str = "fr", current: str = ""):
    with override(lang):
        return ElementTree.fromstring(draw(one, lang, current))


@every
def test_it_has_a_title_a_description_and_every_state_once(one):
    root = parsed(one)
    assert root.get("role") == "img"
    assert all(root.find(f"{SVG}{name}").text for name in ("title", "desc"))
    titles = [g.find(f"{SVG}title").text for g in root.iter(f"{SVG}g")]
    assert sorted(titles) == sorted(str(words) for words in one.states.values())


@every
def test_every_step_is_drawn_or_stands_at_the_foot(one):
    table = table_of(one)
    drawn = {(e.source, e.target) for e in table.edges}
    for step in one.flow.steps.values():
        for source in step.source:
            if step.target in table.exits:
                assert step.target in table.leads[source]
            elif source in table.exits:
                assert any(str(step.label) in words for words in table.back[source])
            else:
                assert (source, step.target) in drawn


@every
def test_no_two_boxes_and_no_two_words_meet(one):
    plan = planned(table_of(one))
    boxes = [(plan.x(s), plan.y(s)) for s in plan.column]
    assert len(set(boxes)) == len(boxes)
    assert all(0 <= x <= plan.width - BOX_W and 0 <= y <= plan.height - BOX_H for x, y in boxes)
    tracks = sorted(
        (t.y - t.height / 2, t.y + t.height / 2) for channel in plan.channels.values() for t in channel
    )
    assert all(below[0] >= above[1] - 0.01 for above, below in pairwise(tracks))
    rows = sorted(set(plan.top.values()))
    assert not [t for t in tracks for y in rows if t[0] < y + BOX_H and y < t[1]]


@every
def test_everything_lies_inside_the_picture(one):
    root = parsed(one)
    wide, high = (float(root.get(name)) for name in ("width", "height"))
    for shape in root.iter(f"{SVG}polyline"):
        for x, y in (map(float, point.split(",")) for point in shape.get("points").split()):
            assert 0 <= x <= wide
            assert 0 <= y <= high


def test_arabic_is_the_mirror_image():
    one = procedure_of()
    boxes = {
        lang: [float(r.get("x")) for r in parsed(one, lang).iter(f"{SVG}rect")][1:] for lang in ("fr", "ar")
    }
    wide = float(parsed(one).get("width"))
    assert boxes["fr"] != boxes["ar"]
    big = [r for r in parsed(one).iter(f"{SVG}rect") if r.get("width") == "196"]
    mirrored = [r for r in parsed(one, "ar").iter(f"{SVG}rect") if r.get("width") == "196"]
    found = zip(big, mirrored, strict=True)
    assert all(abs(wide - 196 - float(a.get("x")) - float(b.get("x"))) < 0.1 for a, b in found)


def test_the_state_of_a_file_is_marked_in_words_and_by_shape():
    one = procedure_of()
    with override("fr"):
        picture = str(draw(one, "fr", "checked"))
    assert "Vérifié : le dossier est ici" in picture
    assert "● Vérifié" in picture
    assert "le dossier est ici" not in str(draw(one, "fr"))


def test_colours_are_those_of_the_palette_and_turn_dark():
    picture = str(draw(procedure_of(), "fr", "checked"))
    assert re.findall(r'(?:fill|stroke)="#', picture)
    assert "style=" not in picture
    shapes = re.findall(r"<(?:rect|polyline|text)[^>]*>", picture)
    assert all("class=" in shape for shape in shapes)


def test_what_is_declared_while_a_test_runs_is_gone_afterwards():
    with declared() as one:
        assert PROCEDURES[one.code] is one
    assert "essai" not in PROCEDURES
