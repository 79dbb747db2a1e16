"""Loading by the command and at installation: safe to repeat, frozen stays frozen."""

import pytest

from musanada.access.commands import found_organisation
from musanada.config.cli import parser, run
from musanada.surveys.commands.instruments import DATA, load_instruments
from musanada.surveys.models import InstrumentVersion

pytestmark = pytest.mark.django_db
FILE = DATA / "satisfaction.yaml"


def surveys(*words):
    return run(parser().parse_args(["surveys", *map(str, words)]))


def test_an_installation_gets_two_templates_once():
    assert load_instruments() == 2
    assert load_instruments() == 0
    assert not InstrumentVersion.objects.filter(confirmed=True).exists()


def test_what_an_installation_changed_stays(tmp_path):
    found_organisation("oim", "Organisation", side="humanitarian")
    file = tmp_path / "own.yaml"
    file.write_text(FILE.read_text().replace("Partagé", "Mitigé"))
    assert surveys("load", file) == 0
    load_instruments()
    bands = InstrumentVersion.objects.get(instrument__code="reintegration-satisfaction").definition["bands"]
    assert bands[1]["label"]["fr"] == "Mitigé"


def test_the_command_checks_shows_and_loads(tmp_path, capsys):
    found_organisation("oim", "Organisation", side="humanitarian")
    assert surveys("load", FILE, "--check") == 0
    assert not InstrumentVersion.objects.exists()
    assert surveys("load", FILE) == 0
    file = tmp_path / "two.yaml"
    file.write_text(
        FILE.read_text()
        .replace("version: 1", "version: 2")
        .replace("Êtes-vous satisfait de l'aide", "Etes-vous content de l'aide")
    )
    assert surveys("load", file) == 0
    assert "sat_return" in capsys.readouterr().out
    assert InstrumentVersion.objects.count() == 2


def test_the_command_freezes_and_then_refuses(tmp_path, capsys):
    found_organisation("oim", "Organisation", side="humanitarian")
    surveys("load", FILE)
    assert surveys("freeze", "reintegration-satisfaction", 1) == 0
    file = tmp_path / "other.yaml"
    file.write_text(FILE.read_text().replace("Partagé", "Mitigé"))
    assert surveys("load", file) == 3
    assert "figée" in capsys.readouterr().err
    assert surveys("load", FILE) == 0


def test_a_faulty_file_names_its_faults(tmp_path, capsys):
    found_organisation("oim", "Organisation", side="humanitarian")
    file = tmp_path / "bad.yaml"
    file.write_text(FILE.read_text().replace("scale: satisfied", "scale: nothing"))
    assert surveys("load", file) == 2
    assert "Question sat_return" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe")
    assert surveys("load", file) == 2
    assert surveys("load", tmp_path / "no.yaml") != 0


def test_before_any_organisation_there_is_a_sentence(capsys):
    assert surveys("load", FILE) == 3
    assert "organisation" in capsys.readouterr().err
