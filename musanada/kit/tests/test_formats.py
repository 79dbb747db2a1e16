"""What a reader sees, in the four languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit import formats
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate

AUGUST = date(2024, 8, 5)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fr", "1\u202f234\u202f567,5"),
        ("ar", "1.234.567,5"),
        ("en", "1,234,567.5"),
        ("es", "1.234.567,5"),
        ("ar-ma", "1.234.567,5"),
        ("xx", "1\u202f234\u202f567,5"),
    ],
)
def test_number_grouping(lang, expected):
    assert formats.format_number(Decimal("1234567.50"), lang) == expected


@pytest.mark.parametrize("lang", ["fr", "es"])
def test_four_digits_are_grouped_too(lang):
    assert formats.format_number(8588, lang) in ("8\u202f588", "8.588")


def test_number_keeps_its_own_decimals_and_no_float_noise():
    assert formats.format_number(0.1 + 0.2, "fr", 2) == "0,30"
    assert formats.format_number(2.50, "fr") == "2,5"
    assert formats.format_number(Decimal("1E+3"), "fr") == "1\u202f000"


def test_rounding_is_half_up_and_zero_has_no_sign():
    assert formats.format_number(Decimal("2.25"), "fr", 1) == "2,3"
    assert formats.format_percent(Decimal("-0.04"), "fr") == "0,0\u00a0%"
    assert formats.format_percent(Decimal("0.04"), "fr", sign=True) == "0,0\u00a0%"


def test_not_a_number_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        formats.format_number(float("nan"), "fr")


def test_percent_and_sign():
    assert formats.format_percent(60.7, "fr", sign=True) == "+60,7\u00a0%"
    assert formats.format_percent(60.7, "ar") == "60,7%"
    assert formats.format_percent(-4.25, "es") == "-4,3\u00a0%"
    assert formats.format_percent(60.7, "ar", sign=True) == "\u200e+60,7%"


def test_money_prints_centimes_only_when_there_are_any():
    assert formats.format_money(1500, "MAD", "fr") == "1\u202f500\u00a0MAD"
    assert formats.format_money(Decimal("1500.5"), "MAD", "fr") == "1\u202f500,50\u00a0MAD"
    assert "1.500\u00a0د.م." in formats.format_money(1500, "MAD", "ar")


@pytest.mark.parametrize(
    ("lang", "day", "month"),
    [
        ("fr", "5 août 2024", "août 2024"),
        ("ar", "5 غشت 2024", "غشت 2024"),
        ("en", "5 August 2024", "August 2024"),
        ("es", "5 de agosto de 2024", "agosto de 2024"),
    ],
)
def test_dates(lang, day, month):
    assert formats.format_date(AUGUST, lang) == day
    assert formats.format_date(AUGUST, lang, "month") == month
    assert formats.format_date(AUGUST, lang, "year") == "2024"
    assert formats.format_date(AUGUST, lang, short=True) == "05/08/2024"


def test_july_is_moroccan_in_arabic():
    assert formats.format_date(date(2024, 7, 1), "ar") == "1 يوليوز 2024"


def test_moment_is_shown_in_local_time(settings):
    settings.TIME_ZONE, settings.USE_TZ = "Africa/Casablanca", True
    moment = datetime(2024, 8, 5, 13, 5, tzinfo=UTC)
    assert formats.format_datetime(moment, "fr") == "5 août 2024, 14:05"
    assert formats.format_datetime(datetime(2024, 8, 5, 14, 5), "ar") == "5 غشت 2024، 14:05"


def test_partial_dates_claim_no_more_than_is_known():
    shown = [
        formats.format_partial(PartialDate(date(1990, 3, 1), precision), "fr")
        for precision in (
            BirthPrecision.DAY,
            BirthPrecision.MONTH,
            BirthPrecision.YEAR,
            BirthPrecision.ESTIMATED,
        )
    ]
    assert shown == ["1 mars 1990", "mars 1990", "1990", "vers 1990"]
    assert formats.format_partial(PartialDate(None, BirthPrecision.REFUSED), "fr") == "Refus de répondre"


def test_country_names_prefer_our_table():
    assert formats.country_name("CIV", "fr") == "Côte d'Ivoire"
    assert formats.country_name("COD", "ar") == "جمهورية الكونغو الديمقراطية"
    assert formats.country_name("SEN", "ar") == "السنغال"
    assert formats.country_name("XXA", "fr") == "Apatride"
    assert formats.country_name("ZQZ", "fr") == "ZQZ"


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_every_country_has_its_own_name(lang):
    codes = formats.country_codes()
    names = {formats.country_name(code, lang) for code in codes}
    assert len(codes) == 249 + 5
    assert len(names) == len(codes)
    assert not names & set(codes)


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_languages_heard_at_the_counter_have_names(lang):
    heard = [
        "ara",
        "ary",
        "fra",
        "eng",
        "spa",
        "por",
        "wol",
        "ful",
        "fuf",
        "bam",
        "dyu",
        "snk",
        "sus",
        "lin",
        "swa",
        "hau",
        "yor",
        "ibo",
        "tir",
        "amh",
        "rif",
        "zgh",
        "tzm",
        "shi",
    ]
    names = {formats.language_name(code, lang) for code in heard}
    assert len(names) == len(heard)
    assert not names & set(heard)


def test_isolate_closes_what_it_opens():
    assert formats.isolate("+8,4 %") == "\u2068+8,4 %\u2069"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3))
def test_french_number_reads_back(value):
    text = formats.format_number(value, "fr")
    assert Decimal(text.replace("\u202f", "").replace(",", ".")) == value


def test_numbers_of_any_size_are_printed_whole():
    assert formats.format_number(10**40 + 1, "en", 1).replace(",", "") == f"{10**40 + 1}.0"
