"""A place's path gives its region, province and commune, as far as they are known."""

import pytest

from musanada.kit.territory import levels


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (None, (None, None, None)),
        ("", (None, None, None)),
        ("MA-02/", ("MA-02", None, None)),
        ("MA-02/MA-OUJ/", ("MA-02", "MA-OUJ", None)),
        ("MA-01/MA-TNG/01.511.01.0/", ("MA-01", "MA-TNG", "01.511.01.0")),
        ("MA-06/MA-CAS/06.141.01.10/", ("MA-06", "MA-CAS", None)),
        ("MA-06/MA-CAS/06.141.01.10/06.141.01.11/", ("MA-06", "MA-CAS", "06.141.01.11")),
    ],
)
def test_levels(path, expected):
    assert levels(path) == expected
