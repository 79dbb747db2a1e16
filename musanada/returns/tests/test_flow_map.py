"""The flow map: each country once, directions by shape, nothing hidden drawn, nothing fetched, the map never mirrored."""

import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from musanada.kit.formats import country_name
from musanada.kit.svg import Frame
from musanada.kit.svg.world import features, outlines, point_of
from musanada.returns.flow_map import RING, Flow, flow_map
from musanada.returns.tests.scene import signed_in
from musanada.returns.tests.test_countries import past

OUT = {"CIV": 523, "SEN": 453, "GIN": 410, "MLI": 265, "CMR": 148, "BFA": 62, "GMB": 41, "SLE": 34, "GHA": 24,
       "TGO": 19, "BEN": 17, "GNB": 14, "LBR": 12, "NER": 11, "MRT": 8, "TCD": 7, "GAB": 5, "PAK": 6}  # fmt: skip
BACK = {"TUR": 2550, "NLD": 39, "DEU": 36, "BEL": 22, "SEN": 9}
FLOWS = [Flow(code, "from_morocco", n) for code, n in OUT.items()] + [
    Flow(code, "to_morocco", n) for code, n in BACK.items()
]


def texts(svg):
    root = ElementTree.fromstring(svg)
    return [
        "".join(one.itertext()).strip("\u2067\u2069") for one in root.iter("{http://www.w3.org/2000/svg}text")
    ]


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize("width", [768, 340])
def test_every_country_is_named_once_with_its_numbers(lang, width):
    found = texts(flow_map(FLOWS, Frame("Carte", lang=lang, width=width)))
    for code in {*OUT, *BACK}:
        name = country_name(code, lang)
        with_name = [
            text for text in found if re.fullmatch(rf"(\d+\. )?{re.escape(name)}\s({RING}\s)?\d.*", text)
        ]
        assert len(with_name) == 1, (code, with_name)
    senegal = next(text for text in found if country_name("SEN", lang) in text)
    assert RING in senegal  # of both directions: the ring marks those who come back
    assert "453" in senegal


def test_directions_differ_by_shape():
    only_out = flow_map(FLOWS[: len(OUT)], Frame("Carte"))
    only_back = flow_map(FLOWS[len(OUT) :], Frame("Carte"))
    assert "stroke-dasharray" not in only_out
    assert "<circle" not in only_out
    assert only_back.count("stroke-dasharray") == len(BACK) + 1  # and the legend
    assert only_back.count("<circle") == len(BACK) + 1


def test_widths_follow_the_numbers():
    svg = flow_map([Flow("SEN", "from_morocco", 100), Flow("CIV", "from_morocco", 50)], Frame("Carte"))
    widths = [float(w) for w in re.findall(r'stroke-opacity="0.82" stroke-width="([\d.]+)"', svg)]
    assert widths == [11.0, 5.5]


def test_the_map_is_not_mirrored_in_arabic():
    def path(lang):
        return re.search(r'<path d="(M[^"]+)" fill="#8fc1ae"', flow_map(FLOWS, Frame("Carte", lang=lang)))[1]

    assert path("ar") == path("fr")


def test_a_picture_asks_nothing_of_another_host_and_says_whose_map_it_is():
    svg = flow_map(FLOWS, Frame("Carte"), hidden=3)
    assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert "Natural Earth, Visionscarto" in svg
    assert "3 pays ne sont pas dessinés" in svg


def test_nobody_is_a_sentence_and_not_an_empty_box():
    assert "Aucune donnée" in flow_map([], Frame("Carte"))


def test_both_drawings_of_the_world_hold_every_country_but_the_smallest():
    assert point_of("VAT") is None
    assert len(features("ma")) == 234
    assert len(features("un")) == 235
    assert outlines.__wrapped__("un", window()) != outlines.__wrapped__("ma", window())


def window():
    from musanada.returns.flow_map import window_of

    return window_of({"SEN"}, 400)


@pytest.mark.django_db
def test_the_page_draws_what_may_be_shown_and_tells_of_the_rest(scene):
    past(scene, "SEN", 30)
    past(scene, "GIN", 40)
    past(scene, "CIV", 50)
    past(scene, "TGO", 2)
    client = signed_in(scene.manager)
    page = client.get(reverse("returns:flows"), {"year": "2010", "direction": "from_morocco"})
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('class="flow"') == 4  # two countries in two sizes: Togo is hidden, and one with it
    assert "Togo" in text  # in the table, without its number
    picture = client.get(reverse("returns:flows-svg"), {"year": "2010"})
    assert picture["Content-Type"].startswith("image/svg+xml")
    assert "attachment" in picture["Content-Disposition"]
    drawn = ElementTree.fromstring(picture.content)
    assert drawn.tag.endswith("svg")


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"year": "1"}, {"year": "../x"}, {"direction": "up"}])
def test_what_is_not_offered_is_nothing_chosen(scene, query):
    assert signed_in(scene.manager).get(reverse("returns:flows"), query).status_code == 200
