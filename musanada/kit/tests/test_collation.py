"""Orders a reader would complain about."""

from musanada.kit.collation import collate
from musanada.kit.formats import country_name


def in_order(*texts):
    return sorted(texts, key=collate) == list(texts)


def test_accents_do_not_send_a_name_to_the_end():
    assert in_order("Égypte", "Espagne", "Éthiopie", "France")


def test_case_and_accents_only_decide_between_equals():
    assert in_order("diallo", "Diallo", "Diallô", "Diarra")


def test_the_arabic_article_does_not_count():
    assert in_order("إثيوبيا", "تشاد", "السنغال", "غينيا", "الكاميرون", "مالي")


def test_hamza_and_vowel_signs_do_not_part_the_same_name():
    assert in_order("أحمد", "اَحمد الله", "إدريس")


def test_equal_names_keep_one_order():
    assert in_order("السنغال", "سنغال")


def test_spaces_come_before_letters():
    assert in_order("Ba Oumar", "Bah Oumar")


def test_countries_of_the_region_in_french():
    names = sorted(
        (country_name(code, "fr") for code in ("CIV", "CMR", "TCD", "COD", "ESP", "EGY")), key=collate
    )
    assert names == [
        "Cameroun",
        "Côte d'Ivoire",
        "Égypte",
        "Espagne",
        "République démocratique du Congo",
        "Tchad",
    ]
