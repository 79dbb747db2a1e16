"""What associations report: by two people, version by version, beside the counts of records and never in them."""

from datetime import date
from decimal import Decimal

import pytest

from musanada.kit.errors import BadInput, Refused
from musanada.monitoring.commands.aggregates import accept, correct, report, send_back
from musanada.monitoring.drafts import ReportDraft
from musanada.monitoring.models import ReportedAggregate
from musanada.monitoring.queries import aggregates as queries

LIST = "/monitoring/reported/"


@pytest.fixture
def draft(house):
    def make(**more):
        given = {"partner": house.partner, "service": "food-basket", "counted": "acts", "period": "2024-Q1",
                 "value": Decimal(40), "reported_on": date(2024, 4, 10), "programme": house.programme}  # fmt: skip
        return ReportDraft(**(given | more))

    return make


def test_it_counts_only_once_a_second_person_accepted_it(house, draft):
    one = report(house.case, house.office, draft=draft())
    assert queries.accepted_of(house.mne, [house.programme.pk], "2024") == {}
    with pytest.raises(Refused) as caught:
        accept(house.mne, report(house.mne, house.mission, draft=draft(service="hot-meal")))
    assert caught.value.code == "own_entry"
    accept(house.mne, one)
    assert queries.accepted_of(house.mne, [house.programme.pk], "2024") == {house.programme.pk: 40}


def test_a_decision_is_taken_once(house, draft):
    one = report(house.case, house.office, draft=draft())
    accept(house.mne, one)
    with pytest.raises(Refused) as caught:
        send_back(house.second, one, remark="Trop tard")
    assert caught.value.code == "no_longer_open"


def test_a_correction_is_the_next_version_and_waits_again(house, draft):
    one = report(house.case, house.office, draft=draft())
    accept(house.mne, one)
    new = correct(house.case, one, draft=draft(value=Decimal(38), remark="Deux paniers comptés deux fois"))
    one.refresh_from_db()
    assert (one.state, new.state, new.version) == ("replaced", "reported", 2)
    assert queries.accepted_of(house.mne, [house.programme.pk], "2024") == {}
    with pytest.raises(Refused):
        correct(house.case, one, draft=draft(value=Decimal(37)))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("method", {"counted": "persons"}),
        ("period", {"period": "2024/.."}),
        ("period", {"period": "2025"}),
        ("value", {"value": Decimal("3.5")}),
        ("service", {"service": "moon-landing"}),
        ("reported_on", {"reported_on": date(2999, 1, 1)}),
    ],
)
def test_what_no_association_can_report_is_said_at_its_field(house, draft, field, wrong):
    with pytest.raises(BadInput) as caught:
        report(house.case, house.office, draft=draft(**wrong))
    assert field in caught.value.fields


def test_the_same_thing_is_reported_once_and_periods_do_not_overlap(house, draft):
    report(house.case, house.office, draft=draft())
    with pytest.raises(Refused) as caught:
        report(house.second, house.mission, draft=draft(value=Decimal(41)))
    assert caught.value.code == "already_reported"
    with pytest.raises(BadInput) as overlapping:
        report(house.case, house.office, draft=draft(period="2024", reported_on=date(2025, 1, 9)))
    assert "period" in overlapping.value.fields


def test_a_total_and_its_parts_are_not_added_up(house, draft):
    for sex, number in (("", 40), ("F", 25), ("M", 15)):
        accept(house.mne, report(house.case, house.office, draft=draft(sex=sex, value=Decimal(number))))
    assert queries.added(queries.in_force(house.mne)) == 40
    assert queries.added(queries.in_force(house.mne).exclude(sex="")) == 40


def test_records_and_reports_stand_in_columns_of_their_own(house, draft, open_as):
    accept(house.mne, report(house.case, house.office, draft=draft()))
    report(house.case, house.office, draft=draft(period="2024-Q2", reported_on=date(2024, 7, 2)))
    answer = open_as(house.mne, LIST, period="2024")
    (row,) = answer.context["beside"]
    assert (row.label, row.records, row.acts, row.waiting) == ("Panier alimentaire", "2", "40", "40")
    assert "ne s'additionnent pas" in answer.content.decode()


def test_a_number_of_persons_is_never_a_number_of_acts(house, draft, open_as):
    said = "Feuilles d'émargement"
    accept(house.mne, report(house.case, house.office, draft=draft(counted="persons", method=said)))
    (row,) = open_as(house.mne, LIST, period="2024").context["beside"]
    assert (row.acts, row.persons) == ("", "40")
    assert queries.accepted_of(house.mne, [house.programme.pk], "2024") == {}


def test_a_returned_number_comes_back_to_who_entered_it(house, draft, open_as):
    one = report(house.case, house.office, draft=draft())
    answer = open_as(house.mne, f"{LIST}{one.pk}/return/", post={"remark": "Repas de la commune compris"})
    assert answer.status_code == 302
    home = open_as(house.case, "/")
    assert [panel.code for panel in home.context["panels"] if panel.code == "reported-back"]
    entered = open_as(house.case, f"{LIST}entered/")
    assert "Repas de la commune compris" in entered.content.decode()
    sent = {"value": "35", "reported_on": "2024-04-20", "remark": "Sans les repas de la commune"}
    assert open_as(house.case, f"{LIST}{one.pk}/correct/", post=sent).status_code == 302
    assert ReportedAggregate.objects.get(version=2).value == 35


def test_a_stranger_finds_nothing(house, draft, open_as):
    one = report(house.case, house.office, draft=draft())
    assert open_as(house.stranger, f"{LIST}{one.pk}/").status_code == 404
    assert open_as(house.stranger, f"{LIST}{one.pk}/accept/", post={}).status_code == 404
    assert list(open_as(house.stranger, LIST).context["page"].rows) == []


def test_it_is_entered_by_the_page(house, open_as):
    sent = {"partner": str(house.partner.pk), "service": "hot-meal", "counted": "acts", "period": "2024-Q1",
            "value": "1 250", "reported_on": "2024-04-10", "unit": str(house.office.pk)}  # fmt: skip
    assert open_as(house.case, f"{LIST}new/", post=sent).status_code == 302
    assert ReportedAggregate.objects.get().value == 1250
    again = open_as(house.case, f"{LIST}new/", post=sent)
    assert again.status_code == 422
    assert "corrigez-le" in again.content.decode()
