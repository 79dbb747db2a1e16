"""Targets: what may be aimed at, versions, who keeps them, files, and what the pages say beside the records."""

from decimal import Decimal

import pytest

from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.monitoring.commands.targets import set_target, set_targets
from musanada.monitoring.drafts import TargetDraft
from musanada.monitoring.models import Target
from musanada.monitoring.queries import targets as queries

PEOPLE = "assistance.people_assisted"
LIST = "/monitoring/targets/"


def draft(**more):
    given = {"indicator": PEOPLE, "period": "2024", "value": Decimal(10), "source": "Cadre logique, page 4"}
    return TargetDraft(**(given | more))


def text(answer):
    return answer.content.decode()


def test_a_changed_target_is_the_next_version(house):
    first = set_target(house.mne, house.mission, draft=draft())
    same = set_target(house.mne, house.mission, draft=draft(period="2024-01/2024-12"))
    assert same.pk == first.pk
    second = set_target(house.mne, house.mission, draft=draft(value=Decimal(12), source="Revue de juillet"))
    assert second.version == 2
    first.refresh_from_db()
    assert first.replaced_at == second.set_at
    assert [one.pk for one in queries.versions(house.mne, second)] == [second.pk, first.pk]


def test_the_ventilation_has_one_spelling(house):
    one = set_target(house.mne, house.mission, draft=draft(dims=" sex=F ; region=MA-02"))
    assert one.dims == "region=MA-02;sex=F"
    assert set_target(house.mne, house.mission, draft=draft(dims="region=MA-02;sex=F")).pk == one.pk


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("indicator", {"indicator": "no.such_thing"}),
        ("dims", {"dims": "colour=red"}),
        ("dims", {"dims": "month=2024-05"}),
        ("dims", {"dims": "programme=P01"}),
        ("period", {"period": "2024/.."}),
        ("period", {"period": "soon"}),
        ("value", {"value": Decimal("10.5")}),
        ("value", {"value": Decimal(-1)}),
        ("value", {"indicator": "assistance.share_women", "value": Decimal(101)}),
        ("source", {"source": "  "}),
    ],
)
def test_what_cannot_be_aimed_at_is_said_at_its_field(house, field, wrong):
    with pytest.raises(BadInput) as caught:
        set_target(house.mne, house.mission, draft=draft(**wrong))
    assert field in caught.value.fields


def test_a_figure_that_knows_no_programme_has_no_target_by_programme(house):
    with pytest.raises(BadInput) as caught:
        set_target(house.mne, house.mission, draft=draft(indicator="cards.issued", programme=house.programme))
    assert "programme" in caught.value.fields


def test_an_office_does_not_change_what_the_mission_keeps(house):
    set_target(house.mne, house.mission, draft=draft())
    with pytest.raises(Refused) as caught:
        set_target(house.local, house.other, draft=draft(value=Decimal(99)))
    assert caught.value.code == "target_kept_elsewhere"


def test_another_organisation_aims_for_itself(house):
    ours = set_target(house.mne, house.mission, draft=draft())
    theirs = set_target(house.stranger, house.other_side, draft=draft(value=Decimal(77)))
    assert theirs.version == 1
    assert ours.pk not in {one.pk for one in queries.targets(house.stranger)}


def test_who_only_reads_sets_nothing(house):
    with pytest.raises(MissingRight):
        set_target(house.auditor, house.mission, draft=draft())
    assert AuditEntry.objects.filter(verb="monitoring.set_target", outcome="denied").exists()


def test_the_list_shows_the_target_beside_the_records(house, open_as):
    set_target(house.mne, house.mission, draft=draft(value=Decimal(4)))
    set_target(house.mne, house.mission, draft=draft(kind="baseline", period="2023", value=Decimal(1)))
    answer = open_as(house.mne, LIST)
    (row,) = answer.context["readings"]
    assert (row.value, row.percent, row.standing.code) == ("2", "50\xa0%", "missed")
    assert row.baseline == "1 personne (2023)"
    assert row.url == f"/figures/{PEOPLE}/?period=2024"


def test_a_state_authority_sees_its_target_and_no_live_number(house, open_as):
    set_target(house.state, house.ministry, draft=draft())
    answer = open_as(house.state, LIST)
    (row,) = answer.context["readings"]
    assert (row.closed, row.value, row.url) == (True, "", "")


def test_a_target_of_protection_does_not_exist_for_who_may_not_know_of_it(house, open_as):
    one = set_target(house.mne, house.mission, draft=draft(indicator="protection.children_identified"))
    assert open_as(house.auditor, LIST).context["readings"] == []
    assert open_as(house.auditor, f"{LIST}{one.pk}/").status_code == 404


def test_a_form_sent_back_keeps_what_was_typed(house, open_as):
    sent = {"kind": "target", "indicator": PEOPLE, "period": "2024/..", "value": "1 200", "source": "Plan",
            "unit": str(house.mission.pk)}  # fmt: skip
    answer = open_as(house.mne, f"{LIST}new/", post=sent)
    assert answer.status_code == 422
    assert "1 200" in text(answer)
    assert "échéance" in text(answer)


def test_a_target_is_set_and_changed_by_the_pages(house, open_as):
    sent = {"kind": "target", "indicator": PEOPLE, "programme": "P01", "period": "2024", "value": "1 200",
            "source": "Plan", "unit": str(house.mission.pk)}  # fmt: skip
    answer = open_as(house.mne, f"{LIST}new/", post=sent)
    one = Target.objects.get()
    assert answer.url == f"{LIST}{one.pk}/"
    assert (one.value, one.programme) == (1200, house.programme)
    open_as(house.mne, f"{LIST}{one.pk}/change/", post={"value": "1300", "source": "Revue"})
    assert [v.value for v in queries.versions(house.mne, one)] == [1300, 1200]


FILE = "indicator,period,value,source,programme,kind\n{}\n"


def sheet(*lines):
    return FILE.format("\n".join(lines))


def test_a_file_is_looked_at_before_it_is_kept(house, open_as):
    content = sheet(f"{PEOPLE},2024,10,Plan,P01,", f"{PEOPLE},2023,5,Rapport,,baseline")
    sent = {"unit": str(house.mission.pk), "text": content}
    answer = open_as(house.mne, f"{LIST}load/", post=sent)
    assert [row.state for row in answer.context["looked"]] == ["new", "new"]
    assert not Target.objects.exists()
    open_as(house.mne, f"{LIST}load/", post=sent | {"commit": "1"})
    assert Target.objects.count() == 2
    again = open_as(house.mne, f"{LIST}load/", post=sent)
    assert {row.state for row in again.context["looked"]} == {"same"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "Manquantes"),
        (sheet(f"{PEOPLE},2024,beaucoup,Plan,,"), "ligne 2"),
        (sheet(f"{PEOPLE},2024,10,Plan,P99,"), "P99"),
        (sheet(f"{PEOPLE},2024,10,,,"), "source"),
        (sheet("no.such,2024,10,Plan,,"), "ligne 1"),
    ],
)
def test_a_file_with_a_fault_changes_nothing(house, open_as, content, said):
    sent = {"unit": str(house.mission.pk), "text": content, "commit": "1"}
    answer = open_as(house.mne, f"{LIST}load/", post=sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Target.objects.exists()


def test_a_file_never_says_the_same_twice(house):
    with pytest.raises(BadInput, match="déjà donné"):
        set_targets(house.mne, house.mission, drafts=[draft(), draft(value=Decimal(11))])
    assert not Target.objects.exists()
