"""The page and the command of the press check: what they answer, and that nothing is kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from musanada.access.commands import system_user
from musanada.access.models import User
from musanada.press.cli import run_check
from musanada.press.forms import TextForm
from musanada.press.queries.known import universe
from musanada.press.reading import read
from musanada.press.report import examined
from musanada.press.showing import shown
from musanada.press.universe import shipped


@pytest.fixture
def console(db: None) -> User:
    return system_user("console")


WRONG = (
    "L'OIM a recensé 1.024 enfants, dont 375 marocains et 639 étrangers.\n\nSelon la loi 02-03, article 26."
)


def test_the_text_is_shown_whole_with_its_numbers_marked() -> None:
    page = shown(examined(read(WRONG), shipped()))
    assert ["".join(piece.text for piece in row) for row in page.paragraphs] == WRONG.split("\n\n")
    kinds = {piece.text: piece.kind for row in page.paragraphs for piece in row if piece.kind}
    assert kinds["1.024"] == "error" and kinds["375"] == "figure"
    assert (page.errors, page.said[0].mark, page.said[0].text) == (1, 1, "1.024")


def test_a_file_or_a_text_is_asked_for() -> None:
    assert "text" in TextForm({"text": "  "}).errors
    html = SimpleUploadedFile("a.html", b"<p>12 femmes</p><script>var x = 13</script>")
    form = TextForm({"text": ""}, {"file": html})
    assert form.is_valid() and form.cleaned_data["text"].strip() == "12 femmes"
    assert "file" in TextForm({}, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 broken")}).errors


def test_figures_of_others_imported_here_come_on_top(console: User) -> None:
    assert universe(console).series.keys() >= shipped().series.keys()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], console: User) -> None:
    file = tmp_path / "text.txt"
    file.write_text(WRONG, encoding="utf-8")
    args: Any = type("Args", (), {"file": file, "lang": ""})()
    assert run_check(args, console) == 1
    body = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in body["findings"]] == ["SUM.parts"]
    file.write_text("Le centre a accueilli 20 personnes.", encoding="utf-8")
    assert run_check(args, console) == 0


@pytest.mark.django_db
def test_the_page_is_for_those_who_may_and_keeps_nothing(client: Client) -> None:
    assert client.get("/press/").status_code == 302
