"""The way a child came: legs in their order, dates known in part, a map that draws each leg once."""

from datetime import date, timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.svg import Frame
from musanada.protection.commands import encounters, pathways
from musanada.protection.commands.encounters import Met
from musanada.protection.commands.pathways import LegDraft
from musanada.protection.models import PathwayLeg
from musanada.protection.queries.pathways import legs_of
from musanada.protection.route_map import route_map
from musanada.protection.tests.scene import child_file, signed_in
from musanada.protection.waypoints import point, waypoints

SVG = "{http://www.w3.org/2000/svg}"
ROAD = (
    LegDraft("GIN", "MLI", "Conakry", "Bamako", means="road"),
    LegDraft("MLI", "MLI", "Bamako", "Gao", means="road", incident="robbery"),
    LegDraft("MLI", "DZA", "Gao", "Tamanrasset", means="foot"),
    LegDraft("DZA", "MAR", "Maghnia", "Oujda", means="foot", incident="violence"),
    LegDraft("MAR", "MAR", "Oujda", "Nador", means="rail"),
)


@pytest.fixture
def child(scene):
    draft = Met(town=scene.towns["nador"], at=timezone.now() - timedelta(hours=1), nickname="Petit")
    met = encounters.record_encounter(scene.street, scene.nador, draft=draft)
    return encounters.new_mapped_child(scene.street, met)


def walked(scene, child):
    return [pathways.add_leg(scene.street, child, draft=draft) for draft in ROAD]


def test_legs_follow_one_another_and_the_same_key_is_one(scene, child):
    key = uuid4()
    made = [pathways.add_leg(scene.street, child, draft=ROAD[0], pk=key) for _twice in range(2)]
    assert made[0].pk == made[1].pk
    pathways.add_leg(scene.street, child, draft=ROAD[1])
    assert [leg.order for leg in legs_of(child)] == [1, 2]


def test_a_leg_moves_and_is_voided_with_a_reason(scene, child):
    legs = walked(scene, child)
    pathways.move_leg(scene.street, legs[4], later=False)
    assert [leg.to_city for leg in legs_of(child)][3:] == ["Nador", "Oujda"]
    pathways.move_leg(scene.street, legs[0], later=False)
    pathways.void_leg(scene.street, legs[1], reason="Confondu avec un autre")
    assert len(legs_of(child)) == 4
    with pytest.raises(Refused):
        pathways.change_leg(scene.street, legs[1], draft=ROAD[0])


@pytest.mark.parametrize(
    ("left", "arrived", "good"),
    [
        (PartialDate(date(2024, 3, 9), BirthPrecision.DAY), PartialDate(date(2024, 1, 1), BirthPrecision.YEAR), True),
        (PartialDate(date(2024, 3, 9), BirthPrecision.DAY), PartialDate(date(2024, 3, 1), BirthPrecision.MONTH), True),
        (PartialDate(date(2024, 3, 9), BirthPrecision.DAY), PartialDate(date(2024, 3, 8), BirthPrecision.DAY), False),
        (PartialDate(date(2024, 3, 9), BirthPrecision.DAY), PartialDate(date(2023, 1, 1), BirthPrecision.YEAR), False),
    ],
)  # fmt: skip
def test_dates_known_in_part_stay_in_order(scene, child, left, arrived, good):
    draft = LegDraft("GIN", "MLI", left=left, arrived=arrived)
    if not good:
        with pytest.raises(BadInput) as wrong:
            pathways.add_leg(scene.street, child, draft=draft)
        assert "arrived" in wrong.value.fields
        return
    made = pathways.add_leg(scene.street, child, draft=draft)
    assert (made.arrived_on >= made.left_on, made.arrived_precision) == (True, arrived.precision)


@pytest.mark.parametrize("more", [{"to_country": "XX"}, {"means": "fly"}, {"to_country": "GIN"}])
def test_nonsense_is_no_leg(scene, child, more):
    with pytest.raises(BadInput):
        pathways.add_leg(
            scene.street, child, draft=LegDraft(**({"from_country": "GIN", "to_country": "MLI"} | more))
        )


def test_nobody_unnamed_adds_to_the_way_of_a_child_with_a_file(scene):
    child = child_file(scene).child.mapped
    with pytest.raises(MissingRight):
        pathways.add_leg(scene.street, child, draft=ROAD[0])
    assert pathways.add_leg(scene.manager, child, draft=ROAD[0]).child == child


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize("width", [680, 340])
def test_the_map_draws_each_leg_once_and_is_no_mirror(scene, child, lang, width):
    legs = walked(scene, child)
    root = ElementTree.fromstring(route_map(legs, Frame("Parcours", lang=lang, width=width)))
    drawn = [one for one in root.iter(f"{SVG}g") if one.get("class", "").startswith("flow")]
    assert len(drawn) == len(ROAD)
    assert "http" not in route_map(legs, Frame("Parcours", lang=lang, width=width)).replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_a_way_within_one_town_or_of_unknown_places_draws_nothing_wrong(scene, child):
    one = pathways.add_leg(scene.street, child, draft=LegDraft("GIN", "GIN", "Ici", "Là"))
    assert "<svg" in route_map([one], Frame("Parcours"))
    assert "<svg" in route_map([], Frame("Parcours"))


def test_towns_are_found_in_both_scripts_and_lie_in_their_place():
    assert point("MAR", "NADOR") == point("MAR", "الناظور") == (-2.93, 35.17)
    assert point("GIN", "Nulle part") == point("GIN", "")
    assert all(-20 < lon < 50 and -6 < lat < 45 for lon, lat in waypoints().values())


def test_the_pages_of_a_way(scene, child):
    client = signed_in(scene.street)
    new = reverse("protection:leg-new", args=[child.pk])
    values = {"id": str(uuid4()), "from_country": "GIN", "from_city": "Labé", "to_country": "MAR", "to_city": "Nador",
              "left_year": "2024", "means": "road", "incident": "none", "worked": ""}  # fmt: skip
    assert client.post(new, values).status_code == 302
    assert client.post(new, values).status_code == 302
    leg = PathwayLeg.objects.get()
    assert (leg.left_precision, leg.worked) == ("year", None)
    page = client.get(reverse("protection:mapped", args=[child.pk])).content.decode()
    assert "<svg" in page
    assert "Labé" in page
    assert client.get(new).context["form"]["from_city"].value() == "Nador"
    for name in ("leg-edit", "leg-void"):
        assert client.get(reverse(f"protection:{name}", args=[child.pk, leg.pk])).status_code == 200
    moved = client.post(reverse("protection:leg-move", args=[child.pk, leg.pk, "later"]))
    assert moved.status_code == 302
    assert (
        client.post(reverse("protection:leg-void", args=[child.pk, leg.pk]), {"reason": "Erreur"}).status_code
        == 302
    )
    assert client.get(reverse("protection:leg-edit", args=[child.pk, leg.pk])).status_code == 404
