"""Registers of the past: read from a spreadsheet without names, kept once, refused with a sentence, taken back."""

import csv
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from musanada.intake.commands import imports
from musanada.intake.imports.storage import blocks_of
from musanada.intake.models.imports import ImportBatch
from musanada.intake.queries import imports as queries
from musanada.kit.errors import BadInput, MissingRight
from musanada.reference.commands import load_reference
from musanada.returns.commands.past import load_past_returns, void_past_returns
from musanada.returns.models import PastReturn
from musanada.returns.past import PastRow, noon

pytestmark = pytest.mark.django_db
HEAD = ["Numéro d'ordre", "Pays", "Sexe", "Mineur", "Voie", "Financement", "Parti le", "Registre"]
OPTIONS = {"direction": "from_morocco", "funding": ""}


@pytest.fixture
def ground(scene, settings, tmp_path):
    settings.DATA = tmp_path
    load_reference()
    return scene


def line(number: str, **more: str) -> list[str]:
    values = {
        "Numéro d'ordre": number, "Pays": "Sénégal", "Sexe": "H", "Mineur": "non", "Voie": "OIM", "Financement": "f-iom",
        "Parti le": "12/03/2009", "Registre": "Registre OIM 2005-2016",
    } | more  # fmt: skip
    return [values[title] for title in HEAD]


def staged(scene, tmp_path, rows, options=OPTIONS, name="registre.csv"):
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    batch = imports.upload(scene.manager, scene.maroc, kind="returns", name=name, blocks=blocks_of(path))
    imports.check_columns(scene.manager, batch, mapping=batch.mapping, options=options)
    assert imports.run_step(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def committed(scene, batch):
    imports.commit(scene.manager, batch)
    assert imports.run_step(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def told(batch) -> list[list[str]]:
    return [[str(found["code"]) for found in row.findings] for row in batch.rows.order_by("number")]


def row(scene, number: str = "OIM-1", **more) -> PastRow:
    day = date(2010, 5, 4)
    made = PastRow(number, "SEN", "iom", scene.funding["iom"].pk, day, noon(day), "Registre")
    return replace(made, **more)


# The command


def test_lines_are_kept_once_with_their_own_dates(scene):
    listed = [row(scene), row(scene, "OIM-2", sex="F", minor=True, country="CIV")]
    assert load_past_returns(scene.lead, scene.maroc, listed) == 2
    assert load_past_returns(scene.lead, scene.maroc, [replace(listed[0]), row(scene, "OIM-3")]) == 1
    kept = PastReturn.objects.get(pseudonym="OIM-2")
    assert (kept.country_id, kept.sex, kept.minor, kept.channel) == ("CIV", "F", True, "iom")
    assert (kept.departed_on, kept.recorded_at) == (date(2010, 5, 4), noon(date(2010, 5, 4)))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"pseudonym": " "}, "numéro"),
        ({"country": "MAR"}, "Maroc"),
        ({"country": "QQQ"}, "QQQ"),
        ({"channel": "sea"}, "voie"),
        ({"channel": "state"}, "une voie et un financement"),
        ({"sex": "Z"}, "sexe"),
        ({"source": ""}, "origine"),
        ({"departed_on": timezone.localdate() + timedelta(days=1)}, "avenir"),
    ],
)
def test_a_line_that_makes_no_sense_keeps_all_out(scene, wrong, word):
    with pytest.raises(BadInput, match=word):
        load_past_returns(scene.lead, scene.maroc, [row(scene), row(scene, "OIM-2", **wrong)])
    assert not PastReturn.objects.exists()


def test_one_number_twice_in_a_list_is_refused(scene):
    with pytest.raises(BadInput, match="deux fois"):
        load_past_returns(scene.lead, scene.maroc, [row(scene), row(scene)])


def test_funding_of_another_organisation_is_refused(scene):
    with pytest.raises(BadInput, match="organisation"):
        load_past_returns(scene.staff["france.programme_manager"], scene.france, [row(scene)])


def test_only_who_may_take_over_a_register_does(scene):
    with pytest.raises(MissingRight):
        load_past_returns(scene.agent, scene.maroc, [row(scene)])
    with pytest.raises(MissingRight):
        void_past_returns(scene.staff["france.programme_manager"], scene.maroc, keys=[], batch=row(scene).id)


# The import


def test_columns_are_recognised_and_nothing_is_written_before_the_commit(ground, tmp_path):
    batch = staged(ground, tmp_path, [line("1"), line("2", Pays="Côte d'Ivoire", Sexe="F", Mineur="oui")])
    assert told(batch) == [[], []]
    shown = " ".join(str(one) for one in queries.preview(batch, queries.counts(batch)))
    assert "2 retours passés" in shown
    assert "2 pays" in shown
    assert not PastReturn.objects.exists()


def test_lines_enter_and_the_same_file_changes_nothing(ground, tmp_path):
    rows = [
        line("1"),
        line("2", Pays="Mali", Voie="ambassade", Financement="f-embassy"),
        line("3", Sexe="", Mineur=""),
    ]
    assert committed(ground, staged(ground, tmp_path, rows)).state == "committed"
    assert PastReturn.objects.count() == 3
    assert PastReturn.objects.get(pseudonym="2").channel == "embassy"
    assert PastReturn.objects.get(pseudonym="3").minor is None
    again = staged(ground, tmp_path, rows, name="registre-bis.csv")
    assert told(again) == [["already-imported"]] * 3
    changed = staged(ground, tmp_path, [line("1", Sexe="F")], name="registre-ter.csv")
    assert told(changed) == [["past-return-known"]]
    assert PastReturn.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Pays": "Maroc"}, "past-return"),
        ({"Pays": "Atlantide"}, "unknown-word"),
        ({"Voie": "à pied"}, "unknown-word"),
        ({"Financement": ""}, "past-return"),
        ({"Financement": "f-state"}, "past-return"),
        ({"Parti le": "2009"}, "whole-day"),
        ({"Numéro d'ordre": ""}, "missing"),
    ],
)
def test_a_doubtful_line_says_what_is_wrong_and_stays_out(ground, tmp_path, wrong, code):
    batch = committed(ground, staged(ground, tmp_path, [line("1"), line("2", **wrong)]))
    assert told(batch)[1] == [code]
    assert PastReturn.objects.count() == 1


def test_number_twice_in_a_file_enters_once(ground, tmp_path):
    batch = committed(ground, staged(ground, tmp_path, [line("1"), line("1", Pays="Mali")]))
    assert told(batch) == [[], ["past-return-twice"]]
    assert [one.country_id for one in PastReturn.objects.all()] == ["SEN"]


def test_one_funding_for_the_whole_file(ground, tmp_path):
    batch = staged(ground, tmp_path, [line("1", Financement="")], OPTIONS | {"funding": "f-iom"})
    committed(ground, batch)
    assert PastReturn.objects.get().funding == ground.funding["iom"]


def test_an_import_is_taken_back_and_its_numbers_are_free_again(ground, tmp_path):
    batch = committed(ground, staged(ground, tmp_path, [line("1"), line("2")]))
    imports.undo(ground.manager, batch)
    assert imports.run_step(batch.pk)
    assert PastReturn.objects.filter(voided_at=None).count() == 0
    committed(ground, staged(ground, tmp_path, [line("1", Pays="Mali")], name="corrige.csv"))
    assert PastReturn.objects.get(voided_at=None).country_id == "MLI"


def test_a_counter_does_not_import_registers(ground, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(",".join(HEAD), encoding="utf-8")
    with pytest.raises(MissingRight):
        imports.upload(ground.agent, ground.maroc, kind="returns", name="r.csv", blocks=blocks_of(path))
