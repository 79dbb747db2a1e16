"""Dashboards: three clicks, every number opens, files hide what pages of colleagues show, kept views."""

import csv
import io
import re
from datetime import date

import pytest

from musanada.kit.errors import BadInput
from musanada.monitoring.blocks import Block, read_blocks
from musanada.monitoring.commands.views import keep_view
from musanada.monitoring.models import SavedView
from musanada.reporting.queries.live import of_state
from musanada.reporting.registry import load_indicators
from musanada.reporting.tests.house import give, person

PEOPLE = "assistance.people_assisted"
FIGURE = f"/monitoring/explore/{PEOPLE}/"


@pytest.fixture
def crowd(house):
    """Twelve more people: eight women of Guinea, three of Senegal, one of Mali, in Oujda and Rabat."""
    for number, country in enumerate(["GIN"] * 8 + ["SEN"] * 3 + ["MLI"]):
        unit = house.office if number % 2 else house.other
        who = person(house, f"Personne {'ABCDEFGHIJKL'[number]}", sex="F", nationality=country, unit=unit)
        give(house, who, "food-basket", date(2024, 9, 1), unit=unit)
    return house


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_board_opens_with_map_trend_and_every_number_linked(crowd, open_as):
    answer = open_as(crowd.mne, "/monitoring/")
    assert answer.context["period"] == "2024"
    region, month = answer.context["parts"]
    assert (region.table.by, month.table.by) == ("region", "month")
    assert all(line.url.startswith(f"/figures/{PEOPLE}/?period=") for line in region.table.lines)
    assert month.table.lines[5].url == f"/figures/{PEOPLE}/?period=2024-06"
    assert region.chart
    assert month.chart


def test_a_split_in_three_clicks(crowd, open_as):
    subjects = open_as(crowd.mne, "/monitoring/explore/").context["subjects"]
    assert FIGURE in [url for _title, ones in subjects for _label, url in ones]
    first = open_as(crowd.mne, FIGURE)
    split = next(one["url"] for one in first.context["splits"] if one["label"] == "Nationalité")
    second = open_as(crowd.mne, split)
    line, narrowed = second.context["narrow"][0]
    assert (line.labels, line.value) == (("Guinée",), "9")
    third = open_as(crowd.mne, narrowed)
    assert third.context["table"].total.cell.value == 9
    assert [chip["label"] for chip in third.context["chips"]] == ["Nationalité : Guinée"]


def test_a_file_hides_small_numbers_and_what_gives_them_away(crowd, open_as):
    shown = open_as(crowd.mne, FIGURE, by="nationality", period="2024").context["table"]
    assert {line.code: line.cell.value for line in shown.lines} == {
        "GIN": 9,
        "SEN": 4,
        "MLI": 1,
        "unknown": 0,
    }
    rows = rows_of(open_as(crowd.mne, f"{FIGURE}file/csv/", by="nationality", period="2024"))
    found = {row["dims"]: (row["value"], row["conf"]) for row in rows}
    assert found["total"] == ("14", "F")
    assert found["nationality=MLI"] == found["nationality=SEN"] == ("", "N")
    hidden = [dims for dims, (_value, conf) in found.items() if conf == "N"]
    assert sum(9 if dims.endswith("GIN") else 4 if dims.endswith("SEN") else 1 for dims in hidden) >= 6


def test_the_place_of_a_hidden_number_says_nothing_of_its_size(crowd, open_as):
    for number, country in enumerate(["CMR"] * 6 + ["ZMB"] * 2):
        who = person(crowd, f"Autre {'ABCDEFGH'[number]}", sex="F", nationality=country, unit=crowd.office)
        give(crowd, who, "food-basket", date(2024, 9, 2), unit=crowd.office)
    rows = rows_of(open_as(crowd.mne, f"{FIGURE}file/csv/", by="nationality", period="2024"))
    assert [row["dims"].removeprefix("nationality=") for row in rows if row["conf"] == "N"] == [
        "MLI", "SEN", "ZMB",
    ]  # fmt: skip
    assert [row["dims"] for row in rows][-3:] == ["nationality=MLI", "nationality=SEN", "nationality=ZMB"]
    assert rows[-4]["dims"] == "nationality=unknown"


def test_two_files_are_never_subtracted_to_a_person(crowd, open_as):
    whole = rows_of(open_as(crowd.mne, f"{FIGURE}file/csv/", by="sex", period="2024"))
    part = rows_of(open_as(crowd.mne, f"{FIGURE}file/csv/", by="sex", period="2024", where="nationality=MLI"))
    assert next(row for row in whole if row["dims"] == "total")["value"] == "14"
    assert {row["conf"] for row in part if row["value"]} <= {"F"}
    assert all(row["value"] in ("", "0") for row in part)


def test_a_file_under_two_filters_is_refused(crowd, open_as):
    answer = open_as(crowd.mne, f"{FIGURE}file/csv/", where="nationality=GIN;sex=F", period="2024")
    assert answer.status_code == 400
    assert "un seul filtre" in answer.content.decode()


@pytest.mark.parametrize("code", ["assistance.share_women", "assistance.cash_amount"])
def test_a_share_or_a_sum_leaves_without_a_filter_alone(crowd, open_as, code):
    address = f"/monitoring/explore/{code}/file/csv/"
    assert open_as(crowd.mne, address, period="2024").status_code == 200
    answer = open_as(crowd.mne, address, period="2024", where="nationality=GIN")
    assert answer.status_code == 400
    assert "sans filtre" in answer.content.decode()


def test_a_sum_is_hidden_where_few_rows_stand_behind_it(crowd, open_as):
    rows = rows_of(
        open_as(crowd.mne, "/monitoring/explore/assistance.cash_amount/file/csv/", period="2024", by="sex")
    )
    assert all(row["value"] in ("", "0") for row in rows)


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("svg", b"<svg"), ("pdf", b"%PDF")])
def test_the_other_files(crowd, open_as, kind, start):
    answer = open_as(crowd.mne, f"{FIGURE}file/{kind}/", by="region", period="2024")
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="{PEOPLE}-2024.{kind}"'


def test_each_row_of_a_file_says_how_to_cite_it(crowd, open_as):
    rows = rows_of(open_as(crowd.mne, f"{FIGURE}file/csv/", by="region", period="2024"))
    assert f"fig:{PEOPLE}[region=MA-02]@2024" in [row["citation"] for row in rows]
    months = rows_of(open_as(crowd.mne, f"{FIGURE}file/csv/", by="month", period="2024"))
    assert f"fig:{PEOPLE}@2024-09" in [row["citation"] for row in months]


def test_the_state_reads_its_own_figures_alone(crowd, open_as):
    answer = open_as(crowd.state, FIGURE)
    assert answer.status_code == 409
    assert open_as(crowd.state, f"{FIGURE}file/csv/").status_code == 409
    board = open_as(crowd.state, "/monitoring/")
    assert {part.block.indicator for part in board.context["parts"]} == {"regularisation.files_lodged"}
    assert {one.code for one in board.context["funnels"]} <= {"regularisation"}


def test_protection_does_not_exist_without_its_right(crowd, open_as):
    address = "/monitoring/explore/protection.children_identified/"
    assert open_as(crowd.mne, address, period="2024").status_code == 200
    assert open_as(crowd.auditor, address).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"by": "colour"}, 400),
        ({"where": "sex"}, 400),
        ({"period": "hier"}, 400),
        ({"picture": "pie"}, 200),
    ],
)
def test_an_address_that_says_nothing_answers_in_words(crowd, open_as, query, status):
    assert open_as(crowd.mne, FIGURE, **query).status_code == status


# Kept views ----------------------------------------------------------------------------------------------------


def test_what_is_shown_is_kept_and_a_second_block_joins_it(crowd, open_as):
    address = f"/monitoring/views/keep/?indicator={PEOPLE}&by=region&period=2024"
    sent = {"title": "Mon tableau", "unit": str(crowd.mission.pk)}
    first = open_as(crowd.mne, address, post=sent)
    again = open_as(crowd.mne, address.replace("region", "month"), post=sent | {"last": "on"})
    assert first.url == again.url
    one = SavedView.objects.get()
    assert [(b["by"], b["period"]) for b in one.blocks] == [("region", "2024"), ("month", "")]
    shown = open_as(crowd.mne, first.url)
    assert [part.table.by for part, _url in shown.context["parts"]] == ["region", "month"]


def test_a_shared_view_shows_each_reader_what_they_may_read(crowd, open_as):
    blocks = [Block("protection.children_identified", "2024", "sex"), Block(PEOPLE, "2024", "sex")]
    one = keep_view(crowd.mne, crowd.mission, title="À deux", blocks=blocks, shared=True)
    parts = [
        part.table for part, _url in open_as(crowd.auditor, f"/monitoring/views/{one.pk}/").context["parts"]
    ]
    assert parts[0] is None
    assert parts[1].total.cell.value == 14
    assert open_as(crowd.stranger, f"/monitoring/views/{one.pk}/").status_code == 404
    assert open_as(crowd.auditor, f"/monitoring/views/{one.pk}/drop/").status_code == 403


def test_a_private_view_is_its_owners(crowd, open_as):
    one = keep_view(crowd.mne, crowd.mission, title="À moi", blocks=[Block(PEOPLE)])
    assert open_as(crowd.second, f"/monitoring/views/{one.pk}/").status_code == 404
    open_as(crowd.mne, f"/monitoring/views/{one.pk}/drop/", post={})
    assert not SavedView.objects.exists()


def test_a_view_leaves_as_a_file(crowd, open_as):
    blocks = [Block(PEOPLE, "2024", "region"), Block(PEOPLE, "2024", "sex", "nationality=GIN;sex=F")]
    one = keep_view(crowd.mne, crowd.mission, title="À deux", blocks=blocks)
    rows = rows_of(open_as(crowd.mne, f"/monitoring/views/{one.pk}/file/csv/"))
    assert {row["indicator"] for row in rows} == {PEOPLE}
    assert not [row for row in rows if "nationality" in row["dims"]]
    assert open_as(crowd.mne, f"/monitoring/views/{one.pk}/file/pdf/").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        [{"indicator": ""}],
        [{"indicator": PEOPLE, "colour": "red"}],
        [{"indicator": PEOPLE, "period": 2024}],
        [{"indicator": PEOPLE, "picture": "pie"}],
        [{"indicator": PEOPLE}] * 13,
    ],
)
def test_a_view_is_read_with_suspicion(data):
    with pytest.raises(BadInput):
        read_blocks(data)


def test_a_province_under_its_region_leaves_with_its_line(crowd, open_as):
    address = f"{FIGURE}file/csv/"
    rows = rows_of(open_as(crowd.mne, address, by="province", period="2024", where="region=MA-02"))
    assert {row["conf"] for row in rows if row["dims"].endswith("MA-OUJ")} == {"F"}


def test_others_are_no_code_to_filter_by(crowd, open_as):
    answer = open_as(crowd.mne, f"{FIGURE}file/csv/", period="2024", where="nationality=other")
    assert answer.status_code == 400


def test_the_targets_leave_without_small_numbers(crowd, open_as):
    from decimal import Decimal

    from musanada.monitoring.commands.targets import set_target
    from musanada.monitoring.drafts import TargetDraft

    for dims in ("total", "nationality=MLI", "region=MA-02"):
        draft = TargetDraft(indicator=PEOPLE, period="2024", value=Decimal(20), source="Plan", dims=dims)
        set_target(crowd.mne, crowd.mission, draft=draft)
    answer = open_as(crowd.mne, "/monitoring/programmes/file/csv/")
    rows = {
        row["Ventilation"]: row["Compté"]
        for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    }
    assert rows == {"": "14", "Nationalité : Mali": "masqué", "Région : L'Oriental": "7"}
    for kind, start in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert open_as(crowd.mne, f"/monitoring/programmes/file/{kind}/").content.startswith(start)


def test_parts_of_a_target_in_one_file_do_not_give_a_small_one_away(crowd, open_as):
    from decimal import Decimal

    from musanada.monitoring.commands.targets import set_target
    from musanada.monitoring.drafts import TargetDraft

    for dims in ("total", "nationality=MLI", "nationality=SEN", "nationality=GIN"):
        draft = TargetDraft(indicator=PEOPLE, period="2024", value=Decimal(20), source="Plan", dims=dims)
        set_target(crowd.mne, crowd.mission, draft=draft)
    for n in range(4):
        who = person(crowd, f"Encore {'ABCD'[n]}", sex="F", nationality="SEN", unit=crowd.office)
        give(crowd, who, "food-basket", date(2024, 9, 2), unit=crowd.office)
    answer = open_as(crowd.mne, "/monitoring/programmes/file/csv/")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    counted = [row["Compté"] for row in rows]
    assert counted[0] == "18"
    assert sorted(counted[1:]) == ["9", "masqué", "masqué"]


def test_the_board_of_the_state_shows_its_own_files_alone(crowd, open_as):
    """Beside humanitarian organisations: no number of theirs, wherever a link or a funnel could carry one."""
    answer = open_as(crowd.state, "/monitoring/")
    known = load_indicators()
    shown = set(re.findall(r"/figures/([a-z_]+\.[a-z_0-9]+)/", answer.content.decode()))
    assert shown
    assert all(of_state(known[code], known) for code in shown)
