"""Morocco's territories: complete, dated, and free of the three traps of the domain's standards (section 8)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from musanada.reference import files, queries
from musanada.reference.commands import load_places, load_reference
from musanada.reference.models import Place

BEFORE, AFTER = date(2014, 6, 1), date(2024, 6, 1)


def test_twelve_regions_seventy_five_provinces_and_eighty_three_offices(loaded):
    assert queries.regions(AFTER).count() == 12
    assert queries.provinces(on_date=AFTER).count() == 75
    assert queries.places(AFTER).filter(kind=Place.Kind.PREFECTURE).count() == 13
    assert queries.offices(AFTER).count() == 83
    assert queries.places(AFTER).filter(kind=Place.Kind.COMMUNE).count() == 1503


def test_every_commune_lies_in_a_province_of_a_region(loaded):
    regions = set(queries.regions(AFTER).values_list("code", flat=True))
    provinces = {p.code: p.parent.code for p in queries.provinces(on_date=AFTER).select_related("parent")}
    for commune in queries.places(AFTER).filter(kind=Place.Kind.COMMUNE).select_related("parent"):
        assert provinces[commune.parent.code] in regions
        assert commune.path == f"{queries.region_code(commune)}/{queries.city_code(commune)}/{commune.code}/"
        assert queries.city_code(commune) == commune.parent.code
        assert commune.hcp[:2] == commune.parent.hcp[:2]


def test_population_of_the_parts_is_the_population_of_the_whole(loaded):
    for region in queries.regions(AFTER):
        parts = [queries.communes(p, AFTER) for p in queries.provinces(region, AFTER)]
        assert sum(c.population_2024 for communes in parts for c in communes) == region.population_2024


@pytest.mark.parametrize(("province", "region"), [("MA-NOU", "MA-06"), ("MA-CHT", "MA-09")])
def test_two_provinces_lie_where_hcp_puts_them(loaded, province, region):
    assert queries.place_by_code(province, AFTER).parent.code == region


def test_a_code_means_another_region_before_2015(loaded):
    assert queries.regions(BEFORE).count() == 16
    assert queries.place_by_code("MA-08", BEFORE).name_fr == "Grand Casablanca"
    assert queries.place_by_code("MA-08", AFTER).name_fr == "Drâa-Tafilalet"
    assert queries.place_by_code("MA-06", BEFORE).name_fr == "Meknès-Tafilalet"
    assert queries.place_by_code("MA-16", AFTER) is None


def test_the_day_of_the_decree_belongs_to_the_twelve(loaded):
    assert queries.place_by_code("MA-08", date(2015, 2, 19)).name_fr == "Grand Casablanca"
    assert queries.place_by_code("MA-08", date(2015, 2, 20)).name_fr == "Drâa-Tafilalet"


def test_paths_of_the_former_regions_hold_no_province_of_today(loaded):
    former = queries.place_by_code("MA-08", BEFORE)
    inside = Place.objects.filter(path__startswith=former.path)
    assert not inside.filter(valid_to=None).exists()


def test_a_province_of_2014_lies_in_one_of_the_sixteen_regions(loaded):
    then = queries.offices(BEFORE)
    assert then.count() == 83
    assert {p.path.split("/")[0].partition("@")[2] for p in then} == {"1997"}
    parents = {
        code: queries.place_by_code(code, BEFORE).parent.name_fr for code in ("MA-CAS", "MA-OUJ", "MA-TAT")
    }
    assert parents == {"MA-CAS": "Grand Casablanca", "MA-OUJ": "L'Oriental", "MA-TAT": "Guelmim-Es Semara"}
    assert queries.place_by_code("MA-TAT", AFTER).parent.name_fr != "Guelmim-Es Semara"


def test_names_are_the_plain_official_ones(loaded):
    assert not Place.objects.filter(name_fr__contains="(").exists()
    assert not Place.objects.filter(name_ar="").exists()
    assert queries.place_by_code("MA-11", AFTER).name("ar") == "العيون-الساقية الحمراء"
    assert queries.place_by_code("MA-TNG", AFTER).name("es") == "Tánger-Arcila"
    assert queries.place_by_code("MA-NAD", AFTER).name("en") == "Nador"


def test_the_arrondissement_prefectures_are_inside_casablanca(loaded):
    inside = queries.places(AFTER).filter(kind=Place.Kind.ARRONDISSEMENT).select_related("parent")
    assert {p.parent.code for p in inside} == {"MA-CAS"}
    assert inside.count() == 8


def test_a_place_is_found_by_its_statistical_code(loaded):
    assert queries.place_by_code("02.411", AFTER).code == "MA-OUJ"
    assert queries.place_by_code("02.411.01.23", AFTER).name_fr == "Oujda"
    assert queries.place_by_code("MA-XYZ", AFTER) is None


def test_loading_again_changes_nothing(loaded, django_assert_max_num_queries):
    before = list(Place.objects.values_list("pk", "valid_to", "name_fr").order_by("pk"))
    with django_assert_max_num_queries(15):
        again = load_reference(None)
    assert (again.places, again.countries, again.members, again.ended) == (0, 0, 0, 0)
    assert list(Place.objects.values_list("pk", "valid_to", "name_fr").order_by("pk")) == before


def test_a_later_row_ends_the_one_before_and_leaves_it_as_it_was(loaded):
    old = queries.place_by_code("MA-OUJ", AFTER)
    names = {"fr": "Oujda", "ar": "وجدة", "en": "", "es": ""}
    later = files.PlaceRow(
        "iso", "MA-OUJ", Place.Kind.PREFECTURE, "MA-02", names, valid_from=date(2030, 1, 1)
    )
    assert load_places([later]) == (1, 1)
    old.refresh_from_db()
    assert (old.name_fr, old.valid_to) == ("Oujda-Angad", date(2030, 1, 1))
    assert queries.place_by_code("MA-OUJ", AFTER) == old
    assert queries.place_by_code("MA-OUJ", date(2030, 1, 1)).name_fr == "Oujda"
    assert queries.place_by_code("MA-OUJ", date(2030, 1, 1)).parent.code == "MA-02"


def test_two_open_rows_of_one_code_are_refused_by_the_database(loaded):
    place = queries.place_by_code("MA-OUJ", AFTER)
    place.pk, place.valid_from = None, date(2030, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.bulk_create([place])


@pytest.mark.parametrize("typed", ["fes", "FÈS", "فاس", "MA-FES", "Fez"])
def test_a_town_is_found_in_any_script_and_spelling(loaded, typed):
    assert queries.search_places(typed, "fr")[0].code == "MA-FES"


def test_whole_names_come_before_beginnings_and_parts(loaded):
    names = [p.name_fr for p in queries.search_places("nador", "fr")]
    assert names[:2] == ["Nador", "Nador"]
    assert all("ador" in n for n in names)


def test_search_keeps_to_the_date_and_the_kinds_asked(loaded):
    assert queries.search_places("grand casablanca", on_date=BEFORE)
    assert not queries.search_places("grand casablanca", on_date=AFTER)
    assert {p.kind for p in queries.search_places("fes", kinds=[Place.Kind.COMMUNE])} == {Place.Kind.COMMUNE}


@pytest.mark.parametrize("typed", ["", "  ", "-", "%", "zzzz"])
def test_a_search_for_nothing_finds_nothing(loaded, typed):
    assert queries.search_places(typed) == []
    assert queries.resolve_place(typed) == []


def test_a_province_and_its_chief_commune_are_one_answer(loaded):
    assert [p.code for p in queries.resolve_place("Fès")] == ["MA-FES"]
    assert [p.code for p in queries.resolve_place("oujda")] == ["02.411.01.23"]


def test_a_name_shared_by_communes_gives_them_all(loaded):
    assert [p.name_fr for p in queries.resolve_place("ajdir")] == ["Ajdir", "Ajdir"]


def test_provinces_for_a_select_stand_under_their_region_in_reading_order(loaded):
    choices = queries.place_choices("fr", AFTER)
    assert len(choices) == 12
    assert sum(len(group) for _name, group in choices) == 75
    assert [name for name, _group in choices][:2] == ["Béni Mellal-Khénifra", "Casablanca-Settat"]


def test_labels_give_each_code_its_name(loaded):
    labels = queries.place_labels("ar")
    assert len(labels) == 87
    assert labels["MA-FES"] == "فاس"
