"""What tells of hidden people stays where it is: who sees a revision that cites protection, and what files say."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from musanada.kit.errors import Refused
from musanada.publications import showing
from musanada.publications.commands import approving
from musanada.publications.models import Publication, Report
from musanada.publications.queries import publications as queries
from musanada.publications.queries import published
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


def test_a_correction_under_embargo_says_nothing_before_its_day(house, monkeypatch):  # noqa: F811
    first, until = country.published(house), timezone.now() + timedelta(days=1)
    for number in range(12):
        country.help_one(house, f"Retardataire {number}", "GIN", "F")
    publish = approving.publish
    monkeypatch.setattr(approving, "publish", lambda actor, one: publish(actor, one, embargo_until=until))
    country.published(house, reason="late_entry")
    assert first.errata.exists()
    (shown,) = published.editions()
    assert (shown.state, published.latest("annual").revision) == ("published", 1)
    assert published.errata("annual") == [] == queries.errata_of(first)
    stamp = published.stamp("annual")
    monkeypatch.setattr(timezone, "now", lambda: until + timedelta(seconds=1))
    assert [one.state for one in published.editions()] == ["published", "superseded"]
    assert published.errata("annual")
    assert published.stamp("annual") != stamp


def test_what_was_made_for_partners_is_not_published(house):  # noqa: F811
    Report.objects.filter(pk=house.report.pk).update(audience="internal")
    house.report.refresh_from_db()
    with pytest.raises(Refused, match="partenaires"):
        country.published(house)
    one = Publication.objects.get()
    Report.objects.filter(pk=house.report.pk).update(audience="public")
    house.report.refresh_from_db()
    assert showing.readers(one) == "Partenaires, à partir de 5"
    Publication.objects.update(state="published")
    assert not queries.in_public()
