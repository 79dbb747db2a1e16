"""The declared rule of ages, and bands that every age falls into exactly once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.ages import age_on, bands

BANDS = bands([0, 5, 12, 18, 60])


def test_bands_are_named_by_their_ends():
    assert BANDS.codes == ("0-4", "5-11", "12-17", "18-59", "60+")


@pytest.mark.parametrize(
    ("birth", "precision", "day", "age"),
    [
        (date(2006, 3, 10), "day", date(2024, 3, 9), 17),
        (date(2006, 3, 10), "day", date(2024, 3, 10), 18),
        (date(2004, 2, 29), "day", date(2023, 2, 28), 18),
        (date(2004, 2, 29), "day", date(2023, 3, 1), 19),
        (date(2006, 3, 1), "month", date(2024, 3, 14), 17),
        (date(2006, 3, 1), "month", date(2024, 3, 15), 18),
        (date(2006, 1, 1), "year", date(2024, 6, 30), 17),
        (date(2006, 1, 1), "year", date(2024, 7, 1), 18),
        (date(2006, 1, 1), "estimated", date(2024, 7, 1), 18),
        (date(2025, 1, 1), "day", date(2024, 7, 1), None),
        (None, "unknown", date(2024, 7, 1), None),
    ],
)
def test_age_follows_the_declared_rule(birth, precision, day, age):
    assert age_on(birth, precision, day) == age


@given(st.integers(0, 130))
def test_every_age_has_one_band(age):
    low, _dash, high = BANDS.band(age).partition("-")
    assert BANDS.band(age).endswith("+") or int(low) <= age <= int(high)


def test_bands_nest_or_do_not():
    assert bands([0, 5, 6, 13, 18]).nests_in(bands([0, 13, 18]))
    assert not BANDS.nests_in(bands([0, 13, 18]))


@pytest.mark.parametrize("starts", [(), (1, 5), (0, 5, 5), (0, 9, 3)])
def test_bands_refuse_nonsense(starts):
    with pytest.raises(ValueError, match="start at 0"):
        bands(starts)
