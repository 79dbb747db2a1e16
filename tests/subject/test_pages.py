"""The pages and commands around a person's rights: what is handed over once, and forged requests."""

import io
import json

import pytest
import pyzipper
from django.test import Client
from django.urls import reverse

from musanada.access.models import AuditEntry
from musanada.config.cli import parser, run
from musanada.dataprotection.commands import erasure as erasing
from musanada.dataprotection.commands import exports as exporting
from musanada.dataprotection.models import AccessReport, Erasure, PeopleExport
from musanada.people.models import PersonName


def signed_in(user):
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def officer(estate):
    return signed_in(estate.accounts["data_protection"])


def answered(client, estate, form):
    url = reverse("dataprotection:report-new", args=[estate.person.pk])
    answer = client.post(url, {"verified": "document", "language": "fr", "form": form})
    assert answer.status_code == 302, answer.content.decode()[:400]
    return answer.url, reverse("dataprotection:report-file", args=[AccessReport.objects.get().pk])


def test_on_paper_each_opening_is_written_down_and_never_cached(estate, officer):
    _page, file = answered(officer, estate, "paper")
    for _again in range(2):
        answer = officer.post(file)
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "no-store, private"
    assert AuditEntry.objects.filter(verb="dataprotection.open_report").count() == 2


def test_as_a_file_its_passphrase_is_shown_until_it_is_taken(estate, officer):
    page, file = answered(officer, estate, "zip")
    passphrase = officer.get(page).context["passphrase"]
    assert len(passphrase) == 29
    content = officer.post(file).content
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(passphrase.encode())
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
    assert officer.get(page).context["passphrase"] == ""
    assert officer.post(file).status_code >= 400


def test_a_report_is_opened_by_nobody_else(estate, officer):
    page, file = answered(officer, estate, "paper")
    other = signed_in(estate.everyone)
    assert {other.get(page).status_code, other.post(file).status_code} == {404}


def test_without_a_checked_identity_the_form_comes_back(estate, officer):
    answer = officer.post(
        reverse("dataprotection:report-new", args=[estate.person.pk]), {"language": "fr", "form": "paper"}
    )
    assert answer.status_code == 422
    assert not AccessReport.objects.exists()


def test_a_forged_step_erases_nobody(estate):
    """Straight to the end, and by who decided: the procedure says no."""
    one = erasing.ask_erasure(estate.everyone, estate.person, verified="document")
    client = signed_in(estate.everyone)
    for step in ("execute", "confirm", "grant"):
        assert client.post(reverse("dataprotection:erasure-step", args=[one.pk, step])).status_code == 422
    one = erasing.grant(estate.everyone, erasing.examine(estate.everyone, one, note="rien"))
    assert client.post(reverse("dataprotection:erasure-step", args=[one.pk, "confirm"])).status_code == 422
    assert client.post(reverse("dataprotection:erasure-step", args=[one.pk, "restrict"])).status_code == 404
    assert Erasure.objects.get(pk=one.pk).state == "granted"
    assert PersonName.objects.filter(person=estate.person).exists()


def test_a_step_without_its_right_is_refused(estate):
    one = erasing.ask_erasure(estate.everyone, estate.person, verified="document")
    client = signed_in(estate.accounts["case_manager"])
    answer = client.post(reverse("dataprotection:erasure-step", args=[one.pk, "grant"]))
    assert answer.status_code == 403
    assert "erasure.decide" in answer.content.decode()


def test_an_export_from_the_page_to_the_file(estate):
    client = signed_in(estate.accounts["case_manager"])
    asked = {"unit": estate.office.pk, "purpose": "assistance", "form": "xlsx", "sex": "F"}
    answer = client.post(reverse("dataprotection:export-new"), asked)
    one = PeopleExport.objects.get()
    assert answer.url == reverse("dataprotection:export", args=[one.pk])
    assert one.filters == {"sex": "F"}
    client.post(reverse("dataprotection:export-step", args=[one.pk, "prepare"]))
    passphrase = client.get(answer.url).context["passphrase"]
    assert client.get(answer.url).context["passphrase"] == ""
    taken = client.post(reverse("dataprotection:export-step", args=[one.pk, "take"]))
    with pyzipper.AESZipFile(io.BytesIO(taken.content)) as archive:
        archive.setpassword(passphrase.encode())
        assert archive.read(archive.namelist()[0]).startswith(b"PK")
    again = client.post(reverse("dataprotection:export-step", args=[one.pk, "take"]))
    assert again.status_code >= 400
    assert "PK" not in again.content.decode()[:2]


@pytest.mark.parametrize(
    "forged",
    [
        {"groups": ["health"]},
        {"groups": ["protection"]},
        {"purpose": "anything"},
        {"recipient": "side:state"},
        {"form": "pdf"},
        {"unit": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_a_forged_export_is_refused(estate, forged):
    client = signed_in(estate.accounts["case_manager"])
    asked = {"unit": estate.office.pk, "purpose": "assistance", "form": "xlsx"} | forged
    assert client.post(reverse("dataprotection:export-new"), asked).status_code == 422
    assert not PeopleExport.objects.exists()


def test_the_list_has_the_button_where_the_right_is(estate):
    shown = {
        role: "data-protection/exports/new/"
        in signed_in(estate.accounts[role]).get(reverse("people:list")).content.decode()
        for role in ("agent", "case_manager", "programme_manager")
    }
    assert shown == {"agent": False, "case_manager": True, "programme_manager": True}


def test_what_waits_for_a_second_person_is_on_the_days_work(estate):
    one = erasing.ask_erasure(estate.everyone, estate.person, verified="document")
    one = erasing.grant(estate.everyone, erasing.examine(estate.everyone, one, note="rien"))
    address = reverse("dataprotection:erasure", args=[one.pk])
    assert address in signed_in(estate.accounts["programme_manager"]).get("/").content.decode()
    assert address not in signed_in(estate.accounts["agent"]).get("/").content.decode()


# The console


def console(*arguments):
    from musanada.access.commands import system_user

    system_user()
    return run(parser().parse_args(arguments))


def erased(estate):
    one = erasing.ask_erasure(estate.everyone, estate.person, verified="document")
    one = erasing.grant(estate.everyone, erasing.examine(estate.everyone, one, note="rien"))
    manager = estate.accounts["programme_manager"]
    return erasing.execute_erasure(manager, erasing.confirm(manager, one))


def test_the_console_lists_verifies_and_replays(estate, capsys):
    one = erased(estate)
    assert console("erasures", "list", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)[0]["number"] == one.number
    assert console("erasures", "verify", one.number, one.proof) == 0
    assert console("erasures", "verify", one.number, "0" * 64) == 1
    assert console("erasures", "verify", "EF-2026-NOTHING") == 1
    assert console("erasures", "replay") == 0
    assert "0 records" in capsys.readouterr().err


def test_the_console_counts_what_is_due_and_disposes_of_nothing(estate, capsys):
    assert console("retention", "run", "--dry-run", "--unit", "mission", "--format", "json") == 0
    found = capsys.readouterr()
    assert "Fatoumata" not in found.out + found.err
    assert all(set(row) == {"kind", "reference", "since"} for row in json.loads(found.out))
    assert console("retention", "run") == 3
    assert console("retention", "run", "--dry-run", "--unit", "nowhere") == 2


def test_the_console_sweeps(estate, capsys):
    manager = estate.accounts["case_manager"]
    one = exporting.ask_export(manager, estate.office, purpose="assistance", groups=["identity"])
    exporting.prepare(manager, one)
    PeopleExport.objects.update(expires_at="2020-01-01T00:00Z")
    assert console("exports", "sweep") == 0
    assert capsys.readouterr().out.strip() == "1"
    assert not exporting.path_of(one.pk).exists()
