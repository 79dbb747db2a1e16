"""What tells of hidden people stays where it is: who sees a revision that cites protection, and what files say."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import Http404
from django.utils import timezone

from musanada.kit.errors import BadInput, Refused
from musanada.publications import building, diffing, findings, guarding, lineage, showing
from musanada.publications.cells import FigureCell
from musanada.publications.commands import approving
from musanada.publications.commands.publications import Order, edition_of
from musanada.publications.models import Publication, Report
from musanada.publications.queries import publications as queries
from musanada.publications.queries import published
from musanada.publications.tests import country
from musanada.publications.tests.test_publications import browser, house, settled  # noqa: F401  fixtures
from musanada.publications.wanted import WantedTable


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


def test_the_checks_that_everybody_reads_name_no_true_number(house, monkeypatch):  # noqa: F811
    told = "Les parties font 7, le tout 9."
    monkeypatch.setattr(
        findings,
        "of_definitions",
        lambda *_: [findings.Line("SUM.parts", "error", told, about=country.PEOPLE)],
    )
    with pytest.raises(BadInput):
        approving.waive(
            house.manager, house.report, code="SUM.parts", about=country.PEOPLE, reason="Tant pis"
        )
    one = country.built(house)
    assert one.state == "draft"
    assert told in {line.message for line in queries.checks_of(one)}
    public = (queries.folder_of(one) / "checks.json").read_text()
    assert told not in public
    assert [line["about"] for line in json.loads(public)["findings"] if line["code"] == "SUM.parts"] == [""]
    monkeypatch.setattr(queries, "_protected", lambda folder, manifest: frozenset({country.PEOPLE}))
    assert told not in {line.message for line in queries.checks_of(one)}


def test_what_is_closed_cannot_be_guessed_by_its_hash(house, settings):  # noqa: F811
    import pyarrow.parquet as pq

    first, second = country.built(house), country.built(house)
    salts = []
    for one in (first, second):
        closed = queries.folder_of(one) / "restricted"
        told = {json.loads(path.read_bytes())["salt"] for path in closed.glob("*.json")}
        told.add(pq.read_schema(closed / "lineage.parquet").metadata[b"salt"].decode())
        salts += told
    assert len(salts) == len(set(salts)) == 2
    edition = SimpleNamespace(slug="annual", revision=first.revision)
    assert lineage.salt_of(edition) == salts[0]
    settings.AUDIT_KEY = "another installation"
    assert lineage.salt_of(edition) != salts[0]


def approved(house, one):  # noqa: F811
    for who in (house.manager, house.second):
        approving.approve(who, one)
        one.refresh_from_db()
    return one


def test_two_built_side_by_side_are_not_both_frozen(house):  # noqa: F811
    first, second = approved(house, country.built(house)), approved(house, country.built(house))
    approving.freeze(house.manager, second)
    with pytest.raises(Refused, match="préparez-la de nouveau"):
        approving.freeze(house.manager, first)
    third = approved(house, country.built(house, reason="correction"))
    assert approving.freeze(house.manager, third).state == "frozen"


def test_an_older_revision_does_not_replace_a_newer_one(house):  # noqa: F811
    older = approving.freeze(house.manager, approved(house, country.built(house)))
    country.published(house, reason="correction")
    with pytest.raises(Refused, match="plus récente"):
        approving.publish(house.manager, older)


def test_who_wrote_or_built_answers_for_no_finding_of_it(house):  # noqa: F811
    given = {"code": "NUM.untraced", "about": "1234", "reason": "Repris d'une loi"}
    country.write(house, "fr", country.FR + "\nNous avons aidé 1234 personnes.\n")
    house.report.texts.filter(language="fr", number=2).update(saved_by=house.manager)
    with pytest.raises(Refused, match="écrit ou préparé"):
        approving.waive(house.manager, house.report, **given)
    approving.waive(house.second, house.report, **given)
    assert edition_of(house.mne, house.report, Order("2024"), 1).waivers
    assert not edition_of(house.second, house.report, Order("2024"), 1).waivers
    country.built(house)
    Publication.objects.update(built_by=house.second)
    with pytest.raises(Refused, match="écrit ou préparé"):
        approving.waive(house.second, house.report, **{**given, "about": "12"})


def test_a_revision_is_judged_beside_the_one_before(house):  # noqa: F811
    """Five more women: their number would stand between the two."""
    country.published(house)
    for number in range(5):
        country.help_one(house, f"Retardataire {number}", "GIN", "F")
    second = country.built(house, reason="late_entry")
    shown = {cell.key: cell.value for cell in queries.cells_of(second)}
    assert shown[f"{country.PEOPLE}[sex=F]@2024"] is None


def test_a_small_step_of_protection_is_masked_up_to_eleven():
    cell = FigureCell(country.PEOPLE, "2024", (), 40, "persons")
    head = {"threshold": {"usual": 5, "protection": 11}}
    assert diffing.threshold_of(cell.key, {cell.key: cell}, {}, head, head) == 5
    assert (
        diffing.threshold_of(cell.key, {cell.key: cell}, {}, head, {**head, "protected": [country.PEOPLE]})
        == 11
    )


def test_the_order_of_a_crossed_table_ranks_nothing_hidden(house):  # noqa: F811
    """By size Senegal would stand first; women stand before men because the list of sexes says so."""
    places = [("unknown", "F"), ("SEN", "F"), ("SEN", "M"), ("GIN", "F"), ("GIN", "M")]
    rows = [
        FigureCell(country.PEOPLE, "2024", (("nationality", land), ("sex", sex)), 20, "persons")
        for land, sex in places
    ]
    total = FigureCell(country.PEOPLE, "2024", (), 100, "persons")
    table = WantedTable(country.PEOPLE, "2024", ("nationality", "sex"))
    with queries.frozen(house.mne, queries.frozen_extract()) as source:
        assert building.reordered(source, table, [total, *rows]) == [total, *rows]
        rows[2] = guarding.without(rows[2])
        told = [
            tuple(code for _axis, code in one.dims)
            for one in building.reordered(source, table, [total, *rows])
        ]
    assert told == [(), ("GIN", "F"), ("GIN", "M"), ("SEN", "F"), ("SEN", "M"), ("unknown", "F")]
