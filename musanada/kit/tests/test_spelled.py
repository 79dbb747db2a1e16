from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.spelled import NOUNS_AR, french, spelled


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"), (21, "vingt et un"), (32, "trente-deux"), (70, "soixante-dix"), (71, "soixante et onze"),
        (80, "quatre-vingts"), (81, "quatre-vingt-un"), (91, "quatre-vingt-onze"), (99, "quatre-vingt-dix-neuf"),
        (100, "cent"), (200, "deux cents"), (201, "deux cent un"), (1000, "mille"), (1999, "mille neuf cent quatre-vingt-dix-neuf"),
        (80_000, "quatre-vingt mille"), (200_000, "deux cent mille"), (2_000_080, "deux millions quatre-vingts"),
    ],
)  # fmt: skip
def test_french_numbers(number, words):
    assert french(number) == words


@pytest.mark.parametrize(
    ("amount", "currency", "lang", "words"),
    [
        ("30", "EUR", "fr", "trente euros"),
        ("1.01", "MAD", "fr", "un dirham et un centime"),
        ("1000000", "EUR", "fr", "un million d'euros"),
        ("2000000", "MAD", "fr", "deux millions de dirhams"),
        ("15.50", "CHF", "fr", "quinze CHF et cinquante centimes"),
        ("30", "EUR", "ar", "ثلاثون يورو"),
        ("1", "MAD", "ar", "درهم واحد"),
        ("2", "MAD", "ar", "درهمان"),
        ("7", "MAD", "ar", "سبعة دراهم"),
        ("15", "MAD", "ar", "خمسة عشر درهمًا"),
        ("300", "MAD", "ar", "ثلاثمائة درهم"),
        ("200", "MAD", "ar", "مائتا درهم"),
        ("350", "MAD", "ar", "ثلاثمائة وخمسون درهمًا"),
        ("101", "MAD", "ar", "مائة درهم ودرهم واحد"),
        ("2000", "MAD", "ar", "ألفا درهم"),
        ("5000", "MAD", "ar", "خمسة آلاف درهم"),
        ("12000", "MAD", "ar", "اثنا عشر ألف درهم"),
        ("1250", "EUR", "ar", "ألف ومائتان وخمسون يورو"),
        ("2.50", "USD", "ar", "دولاران وخمسون سنتيمًا"),
    ],
)
def test_amounts(amount, currency, lang, words):
    assert spelled(Decimal(amount), currency, lang) == words


def test_what_no_receipt_holds_is_refused():
    for amount in ("-1", "1000000000"):
        with pytest.raises(ValueError, match="amount"):
            spelled(Decimal(amount), "MAD", "fr")


@given(
    st.decimals(0, 999_999_999, places=2), st.sampled_from(sorted(NOUNS_AR)), st.sampled_from(("fr", "ar"))
)
def test_every_amount_has_words(amount, currency, lang):
    said = spelled(amount, currency, lang)
    assert said == said.strip()
    assert "  " not in said


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_two_numbers_never_have_the_same_words(one, other):
    assert (french(one) == french(other)) == (one == other)
    assert (spelled(Decimal(one), "MAD", "ar") == spelled(Decimal(other), "MAD", "ar")) == (one == other)
