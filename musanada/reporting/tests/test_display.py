"""Words and numbers of figures: every unit has words, every period reads in its language."""

from decimal import Decimal
from typing import get_args

import pytest
from django.utils import translation

from musanada.kit.periods import read_span
from musanada.reporting.definitions import Unit
from musanada.reporting.display import period_label, unit_word, value_text
from musanada.reporting.registry import shipped_indicators
from musanada.reporting.views import grouped


@pytest.mark.parametrize("unit", get_args(Unit))
def test_every_unit_has_words(unit):
    with translation.override("fr"):
        assert bool(unit_word(unit, 2)) is (unit != "percent")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024", "2024"),
        ("2024-H1", "1er semestre 2024"),
        ("2024-Q3", "3e trimestre 2024"),
        ("2024-05", "mai 2024"),
        ("2016-05-02", "2 mai 2016"),
        ("2024-01/2024-09", "janvier 2024 – septembre 2024"),
        ("2023/2024", "2023 – 2024"),
        ("../2016-05", "jusqu'à : mai 2016"),
        ("2004/..", "depuis : 2004"),
        ("2024~2023", "2024 par rapport à 2023"),
    ],
)
def test_periods_in_words(text, words):
    with translation.override("fr"):
        assert period_label(read_span(text), "fr") == words


def test_months_of_morocco():
    assert period_label(read_span("2024-08"), "ar") == "غشت 2024"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(23096, "persons", "23\u202f096"), (Decimal("60.7"), "percent", "60,7\xa0%"), (None, "persons", ""),
     (Decimal("1500.50"), "MAD", "1\u202f500,50\xa0MAD"), (Decimal("1.5"), "acts_per_person", "1,50")],
)  # fmt: skip
def test_numbers_in_french(value, unit, shown):
    assert value_text(value, unit, "fr") == shown


def test_a_subject_nobody_foresaw_is_listed_last():
    indicators = list(shipped_indicators().values())
    strange = indicators[0].model_copy(update={"group": "weather", "id": "weather.storms"})
    subjects = [name for name, _ones in grouped([*indicators, strange])]
    assert subjects == [
        *("assistance", "returns", "reintegration", "surveys"),
        *("regularisation", "associations", "people", "programmes"),
        *("protection", "trafficking", "border", "courses", "weather"),
    ]
