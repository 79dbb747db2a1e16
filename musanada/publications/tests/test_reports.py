"""Reports: begun, written, previewed; every save kept, none written over, nothing of another organisation."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.publications import drafting
from musanada.publications.commands.reports import ReportWords, create_report, rename_report, save_text
from musanada.publications.models import Report
from musanada.publications.tests import country

LIST = "/publications/reports/"


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker, tmp_path_factory):
    ring = tmp_path_factory.mktemp("ring") / "data.keys"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(settings, "KEYRING", ring)
        patch.setattr(settings, "DATA", ring.parent)
        yield country.settle()
        transaction.set_rollback(True)


@pytest.fixture
def house(settled, db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return settled


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client


def test_a_report_is_begun_and_named(house):
    one = create_report(house.mne, house.mission, words=ReportWords("Note", "مذكرة", slug="note"))
    rename_report(house.mne, one, words=ReportWords("Note du trimestre", audience="internal"))
    assert (one.slug, one.title_fr, one.title_ar, one.audience) == (
        "note",
        "Note du trimestre",
        "",
        "internal",
    )
    assert AuditEntry.objects.filter(verb="publications.create_report").exists()


@pytest.mark.parametrize("slug", ["", "Été", "a b", "-a", "a--b", "annual", "a" * 61])
def test_a_short_name_stands_in_addresses(house, slug):
    with pytest.raises(BadInput):
        create_report(house.mne, house.mission, words=ReportWords("Note", slug=slug))


def test_every_save_is_the_next_number_and_the_same_words_are_none(house):
    last = house.report.texts.filter(language="fr").order_by("-number").first()
    one = save_text(house.mne, house.report, language="fr", body="Un\r\ndeux", after=last.number)
    assert (one.number, one.body) == (last.number + 1, "Un\ndeux")
    assert save_text(house.mne, house.report, language="fr", body="Un\ndeux", after=last.number) == one
    assert house.report.texts.filter(language="fr").count() == one.number


def test_a_text_saved_meanwhile_is_not_written_over(house):
    after = house.report.texts.filter(language="fr").order_by("-number").first().number
    save_text(house.mne, house.report, language="fr", body="Le premier", after=after)
    with pytest.raises(Refused, match="pendant que vous écriviez"):
        save_text(house.mne, house.report, language="fr", body="Le second", after=after)


def test_who_may_not_write_does_not(house):
    with pytest.raises(MissingRight):
        save_text(house.auditor, house.report, language="fr", body="x", after=1)
    assert browser(house.auditor).get(f"{LIST}{house.report.pk}/").status_code == 200
    assert browser(house.auditor).get(f"{LIST}{house.report.pk}/fr/").status_code == 403


def test_the_pages_of_a_report(house):
    client, one = browser(house.mne), house.report
    assert "Rapport annuel" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{one.pk}/").content.decode()
    assert f"/publications/reports/{one.pk}/ar/" in page
    edit = client.get(f"{LIST}{one.pk}/fr/").content.decode()
    assert "assistance.people_assisted" in edit
    assert "data-citable" in edit
    assert client.get(f"{LIST}{one.pk}/fr/1/").status_code == 200
    assert client.get(f"{LIST}{one.pk}/de/").status_code == 404
    assert client.get(f"{LIST}{one.pk}/fr/99/").status_code == 404


def test_a_text_is_saved_on_its_page_and_a_late_one_stays_typed(house):
    client, address = browser(house.mne), f"{LIST}{house.report.pk}/fr/"
    after = house.report.texts.filter(language="fr").order_by("-number").first().number
    answer = client.post(address, {"body": "Nouveau texte", "after": after, "save": "1"})
    assert answer.status_code == 302
    late = client.post(address, {"body": "Texte tardif", "after": after, "save": "1"})
    assert late.status_code == 422
    assert "Texte tardif" in late.content.decode()
    assert client.post(address, {"body": "", "after": after + 1, "save": "1"}).status_code == 422


def test_the_preview_prints_numbers_and_what_is_wrong(house):
    client, address = browser(house.mne), f"{LIST}{house.report.pk}/fr/preview/"
    body = "{{ fig:assistance.people_assisted }} personnes, dont 45 enfants."
    shown = client.post(address, {"body": body, "period": "2024"}).content.decode()
    assert ">52<" in shown.replace("<bdi>", ">").replace("</bdi>", "<").replace(">>", ">").replace("<<", "<")
    assert "NUM.untraced" in shown
    assert "data-select" in shown
    assert house.report.texts.filter(body=body).count() == 0


def test_without_a_script_the_preview_comes_by_its_button(house):
    address = f"{LIST}{house.report.pk}/fr/"
    shown = browser(house.mne).post(address, {"body": "Soit 45 cas.", "after": 1, "look": "1"})
    assert shown.status_code == 200
    assert "NUM.untraced" in shown.content.decode()


def test_a_preview_never_fails(house):
    for body in (
        "",
        "{{",
        "---\n:\n---",
        "{{ fig:no.such }}",
        "{{ map:assistance.people_assisted by sex }}",
        "\x00",
    ):
        drafting.preview(house.mne, body, "fr", "2024")
    assert drafting.preview(house.mne, "x", "fr", "../2024").problem
    assert drafting.preview(house.mne, "x", "fr", "pas une période").problem


def test_figures_axes_and_codes_are_offered_while_writing(house):
    client = browser(house.mne)
    figures = {one["id"]: one for one in client.get(f"{LIST}citable/").json()["figures"]}
    assert "nationality" in figures["assistance.people_assisted"]["axes"]
    codes = client.get(f"{LIST}citable/?figure=assistance.people_assisted&axis=sex").json()["codes"]
    assert [one["code"] for one in codes][:2] == ["F", "M"]
    assert client.get(f"{LIST}citable/?figure=assistance.people_assisted&axis=colour").status_code == 404
    assert client.get(f"{LIST}citable/?figure=no.such&axis=sex").status_code == 404


def test_another_organisation_finds_no_report(house):
    other = Report.objects.exclude(unit=house.mission).first()
    assert other is None
    outsider = getattr(house, "chaima", None) or getattr(house, "officer", None)
    if outsider is not None:
        assert browser(outsider).get(f"{LIST}{house.report.pk}/").status_code in (403, 404)


def test_a_report_is_begun_on_its_page(house):
    client = browser(house.mne)
    assert client.get(f"{LIST}new/").status_code == 200
    given = {
        "title_fr": "Note",
        "slug": "note-mensuelle",
        "unit": str(house.mission.pk),
        "audience": "public",
    }
    made = client.post(f"{LIST}new/", given)
    assert made.status_code == 302
    one = Report.objects.get(slug="note-mensuelle")
    assert client.post(f"{LIST}new/", given).status_code == 422
    assert (
        client.post(f"{LIST}{one.pk}/names/", {"title_fr": "Autre", "audience": "public"}).status_code == 302
    )
