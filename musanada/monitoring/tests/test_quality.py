"""The quality of data: shares that are missing or late, what cannot be true, by office, without a name."""

from datetime import date

import pytest

from musanada.access.models import AuditEntry
from musanada.assistance.models import Act
from musanada.people.models import Person
from musanada.reporting.tests.house import SECRET, person

PAGE = "/monitoring/quality/people/"


@pytest.fixture
def records(house):
    """Six more people of the office of Oujda: two without a sex, one born on a first of January."""
    for number in range(6):
        sex = "F" if number > 1 else ""
        person(house, f"Personne {'ABCDEF'[number]}", sex=sex or "F", nationality="GIN", unit=house.office)
    first, second = Person.objects.order_by("-pk")[:2]
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(sex="unknown")
    Person.objects.filter(pk=first.pk).update(birth_date=date(1990, 1, 1), birth_precision="day")
    return house


def by_code(answer):
    return {one.code: one for one in answer.context["quality"].offices}


def test_missing_shares_by_office(records, open_as):
    answer = open_as(records.mne, PAGE, period="2023")
    oujda = by_code(answer)["oujda"]
    assert oujda.records == 8
    assert oujda.missing[0] == "25,0\xa0%"
    assert by_code(answer)["rabat"].missing[0] == ""  # one record: a share says nothing
    assert answer.context["quality"].total.records == 9


def test_late_entries(records, open_as):
    answer = open_as(records.mne, PAGE, period="2023")
    assert by_code(answer)["oujda"].late == "100,0\xa0%"
    assert by_code(answer)["oujda"].delay > 365


def test_what_can_hardly_be_true_is_counted_and_opened_by_reference(records, open_as):
    answer = open_as(records.mne, PAGE, period="2023")
    counts = {one.rule.code: one.count for one, _url in answer.context["rules"]}
    assert counts["new_year"] == 1
    url = next(url for one, url in answer.context["rules"] if one.rule.code == "new_year")
    listed = open_as(records.mne, url)
    (row,) = listed.context["rows"]
    assert row.office == "Bureau d'Oujda"
    assert AuditEntry.objects.filter(
        verb="figures.records", details__figure="quality.people.new_year"
    ).exists()


def test_no_page_of_quality_holds_a_name(records, open_as):
    Person.objects.filter(pk=records.awa.pk).update(birth_date=date(1990, 1, 1), birth_precision="day")
    for address in (PAGE, f"{PAGE}new_year/?period=2023", "/monitoring/quality/assistance/?period=2024"):
        answer = open_as(records.mne, address)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()


def test_an_office_reads_its_own(records, open_as):
    assert set(by_code(open_as(records.local, PAGE, period="2023"))) == {"rabat"}
    assert by_code(open_as(records.stranger, PAGE, period="2023")) == {}
    assert by_code(open_as(records.state, PAGE, period="2023")) == {}


def test_who_may_not_open_records_sees_counts_alone(records, open_as):
    answer = open_as(records.admin, PAGE, period="2023")
    assert answer.status_code == 200
    assert not answer.context["may_open"]
    assert open_as(records.admin, f"{PAGE}new_year/?period=2023").status_code == 403
    assert open_as(records.agent, PAGE).status_code == 403


def test_every_source_answers(records, open_as):
    for code in ("people", "assistance", "regularisation", "returns", "reintegration"):
        assert open_as(records.mne, f"/monitoring/quality/{code}/").status_code == 200
    assert open_as(records.mne, "/monitoring/quality/nothing/").status_code == 404
    assert Act.objects.exists()


def test_a_partner_on_the_list_of_the_state_shows_it_no_act_of_another_side(records, open_as):
    from musanada.access.models import Unit
    from musanada.kit.periods import read_period
    from musanada.monitoring.queries.quality import faults, quality, source_of
    from musanada.partners.models import Partner

    source, period = source_of("assistance"), read_period("2024")
    Act.objects.update(partner=records.partner)
    Act.objects.filter(unit=records.office).update(quantity=0)
    rule = next(one for one in source.rules if one.code == "nothing")
    assert quality(records.mne, source, period, "fr").total.records == 4
    assert len(faults(records.mne, source, rule, period)) == 3
    Partner.objects.update(kept_by=Unit.objects.get(pk=records.ministry.pk))
    assert quality(records.state, source, period, "fr").total.records == 0
    assert faults(records.state, source, rule, period) == []
    answer = open_as(records.state, "/monitoring/quality/")
    assert [tab["label"] for tab in answer.context["tabs"]] == ["Dossiers de régularisation"]


def test_the_list_of_faults_holds_records_of_ones_own_units_alone(records):
    from musanada.kit.periods import read_period
    from musanada.monitoring.queries.quality import faults, source_of
    from musanada.partners.models import Partner

    source = source_of("assistance")
    rule = next(one for one in source.rules if one.code == "nothing")
    Act.objects.update(partner=records.partner, quantity=0)
    Partner.objects.update(kept_by=records.other_side)
    assert faults(records.stranger, source, rule, read_period("2024")) == []
    Partner.objects.update(kept_by=records.other)
    (row,) = faults(records.local, source, rule, read_period("2024"))
    assert row.office == "Association du Port"
    assert row.url == ""
