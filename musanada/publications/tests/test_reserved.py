"""What tells of hidden people stays where it is: who sees a revision that cites protection, and what files say."""

import pytest
from django.http import Http404

from musanada.publications import showing
from musanada.publications.queries import publications as queries
from musanada.publications.tests import country
from musanada.publications.tests.test_publications import browser, house, settled  # noqa: F401  fixtures


@pytest.fixture
def of_protection(monkeypatch):
    """The one figure of the report is one of protection."""
    monkeypatch.setattr(queries, "_protected", lambda folder, manifest: frozenset({country.PEOPLE}))


def test_protection_is_for_those_who_may_read_it_until_it_is_public(house, of_protection):  # noqa: F811
    one = country.built(house)
    at = f"/publications/revisions/{one.pk}/"
    for page in (at, f"{at}diff/", f"{at}vintages/", f"{at}hidden/", f"{at}files/figures.csv"):
        assert browser(house.auditor).get(page).status_code == 404, page
    assert one not in queries.publications(house.auditor)
    with pytest.raises(Http404):
        queries.publication(house.auditor, one.pk)
    assert one in queries.publications(house.manager)
    out = country.published(house)
    assert out in queries.publications(house.auditor)


def test_of_protection_no_reason_is_told(house, of_protection, monkeypatch):  # noqa: F811
    one, key = country.built(house), f"{country.PEOPLE}@2024"
    monkeypatch.setattr(queries, "hidden_of", lambda one: {key: {"why": "small", "words": "Trop petit."}})
    assert [line.words for line in showing.hidden_of(one)] == ["Masqué : chiffre de protection."]
