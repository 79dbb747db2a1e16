"""Published pages: open to everyone, without cookie or script, cacheable; each number opens, each revision stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access.commands import found_organisation
from musanada.access.models import User
from musanada.kit.choices import Side
from musanada.publications.cells import key_of
from musanada.publications.models import Erratum
from musanada.publications.tests import handmade
from musanada.publications.tests.handmade import PEOPLE

TOTAL = key_of(PEOPLE, (), "2024")
HIDDEN = key_of(PEOPLE, (("nationality", "MLI"),), "2024")
IDS = {cell.key: cell.id for cell in handmade.cells()}


@pytest.fixture
def house(db, settings, tmp_path):
    settings.DATA = tmp_path
    unit = found_organisation("org", "Organisation", side=Side.HUMANITARIAN)
    by = User.objects.create(username="builder", display_name="Builder")
    return lambda **given: handmade.published(unit, by, **given)


@pytest.fixture
def reader() -> Client:
    return Client(headers={"Accept-Language": "fr"})


def address(name: str, *args: object) -> str:
    return reverse(f"published:{name}", args=args)


REPORT = ("rapport-annuel", 1, "fr")


def test_a_report_is_read_by_anyone_without_cookie_or_script(house, reader):
    house()
    answer = reader.get(address("report", *REPORT))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "<script" not in text
    assert "http-equiv" not in text
    assert f'href="figure/{IDS[TOTAL]}/"><bdi>8 588</bdi>' in text
    assert "&lt;b&gt;" in text  # what an author typed is text
    assert len(answer.content) < 60_000


@pytest.mark.parametrize(
    "name", ["index", "newest", "report", "figure", "file", "api", "api-edition", "api-cells", "api-cell"]
)
def test_no_published_address_sets_a_cookie_or_asks_the_session(
    house, reader, name, django_assert_max_num_queries
):
    house()
    args = {
        "newest": REPORT[:1], "report": REPORT, "figure": (*REPORT, IDS[TOTAL]), "file": (*REPORT[:2], "figures.csv"),
        "api-edition": REPORT[:2], "api-cells": REPORT[:2], "api-cell": (*REPORT[:2], IDS[TOTAL]),
    }.get(name, ())  # fmt: skip
    with django_assert_max_num_queries(8):
        answer = reader.get(
            address(name, *args),
            headers={"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345; django_language=ar"},
        )
    assert answer.status_code in (200, 302)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"].startswith("public")
    assert 'html lang="ar"' not in (answer.content.decode() if name != "file" else "")
    assert reader.post(address(name, *args)).status_code == 405


def test_a_page_that_the_reader_has_is_not_sent_again_until_something_changes(house, reader):
    first = house()
    known = reader.get(address("report", *REPORT)).headers["ETag"]
    again = reader.get(address("report", *REPORT), headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    Erratum.objects.create(
        publication=first, figure=TOTAL, was="8 588", now="8 590", reason="correction", text="Deux fiches oubliées.",
        at=timezone.now(), by=first.built_by,
    )  # fmt: skip
    changed = reader.get(address("report", *REPORT), headers={"If-None-Match": known})
    assert changed.status_code == 200
    assert "Deux fiches oubliées." in changed.content.decode()


def test_a_figure_says_what_it_counts_until_when_and_what_was_published_before(house, reader):
    first = house(state="superseded", total=8590)
    house(revision=2, reason="correction")
    Erratum.objects.create(
        publication=first, figure=TOTAL, was="8 590", now="8 588", reason="correction", text="Comptées deux fois.",
        at=timezone.now(), by=first.built_by,
    )  # fmt: skip
    text = reader.get(address("figure", "rapport-annuel", 2, "fr", IDS[TOTAL])).content.decode()
    assert handmade.DEFINITIONS[PEOPLE]["fr"] in text
    assert "<bdi>8\u202f588</bdi>" in text
    assert "<bdi>8\u202f590</bdi>" in text
    assert "changé" in text
    assert "Comptées deux fois." in text
    assert "3 février 2025" in text
    old = reader.get(address("report", *REPORT)).content.decode()
    assert address("report", "rapport-annuel", 2, "fr") in old  # superseded: says where the newer one is
    assert "Comptées deux fois." in old


def test_a_hidden_figure_says_why(house, reader):
    house()
    text = reader.get(address("figure", *REPORT, IDS[HIDDEN])).content.decode()
    assert "masqué" in text
    assert "moins de 10" in text


def test_a_figure_of_others_names_its_source(house, reader):
    house()
    cell = next(one for one in handmade.cells() if one.external)
    text = reader.get(address("figure", *REPORT, cell.id)).content.decode()
    assert "Ministère de l&#x27;intérieur, 3 octobre 2024, p. 4" in text
    assert "https://example.org/bilan" in text
    assert "Provisoire" in text


def test_arabic_reads_from_the_right(house, reader):
    house()
    answer = reader.get(address("report", "rapport-annuel", 1, "ar"))
    assert '<html lang="ar" dir="rtl">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "ar"


@pytest.mark.parametrize("state", ["draft", "checked", "approved", "frozen", "abandoned"])
def test_what_is_not_published_does_not_exist(house, reader, state):
    house(state=state)
    assert reader.get(address("report", *REPORT)).status_code == 404
    assert reader.get(address("file", *REPORT[:2], "figures.csv")).status_code == 404
    assert reader.get(address("newest", "rapport-annuel")).status_code == 404
    assert b"rapport-annuel" not in reader.get(address("api")).content


def test_what_is_under_embargo_does_not_exist_yet(house, reader):
    house(embargo_until=timezone.now() + timedelta(hours=1))
    assert reader.get(address("report", *REPORT)).status_code == 404
    assert reader.get(address("figure", *REPORT, IDS[TOTAL])).status_code == 404
    assert reader.get(address("api-cells", *REPORT[:2])).status_code == 404


@pytest.mark.parametrize(
    "name", ["restricted/hidden.json", "../x", "restricted/../restricted/hidden.json", "nothing.csv"]
)
def test_only_what_the_manifest_lists_as_public_is_handed_out(house, reader, name):
    house()
    assert reader.get(f"/published/rapport-annuel/1/files/{name}").status_code == 404


def test_a_file_is_the_very_bytes_of_the_folder_and_kept_by_caches(house, reader):
    from musanada.publications.queries.publications import folder_of

    one = house()
    answer = reader.get(address("file", *REPORT[:2], "figures.sdmx.csv"))
    assert b"".join(answer.streaming_content) == (folder_of(one) / "figures.sdmx.csv").read_bytes()
    assert answer.headers["Content-Type"].startswith("application/vnd.sdmx.data+csv")
    assert "immutable" in answer.headers["Cache-Control"]
    kept = reader.get(
        address("file", *REPORT[:2], "figures.sdmx.csv"), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert kept.status_code == 304


def test_the_whole_folder_leaves_as_one_file_that_proves_itself(house, reader, tmp_path):
    import io
    import subprocess
    import sys
    import zipfile

    house()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "musanada.publications.public.pages.packed", None
        )  # who only asks for the head costs nothing
        assert reader.head(address("folder", *REPORT[:2])).status_code == 200
    answer = reader.get(address("folder", *REPORT[:2]))
    assert not answer.cookies
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        names = archive.namelist()
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
        archive.extractall(tmp_path / "taken")
    assert not any("restricted" in name for name in names)
    taken = tmp_path / "taken" / "rapport-annuel-r1"
    ran = subprocess.run([sys.executable, taken / "verify.py", taken], capture_output=True, text=True)
    assert "figures.csv" not in ran.stdout, ran.stdout + ran.stderr
    (taken / "figures.csv").write_bytes(b"changed")
    again = subprocess.run([sys.executable, taken / "verify.py", taken], capture_output=True, text=True)
    assert again.returncode != 0
    assert "figures.csv" in again.stdout + again.stderr


def test_the_api_filters_cells_and_names_what_it_does_not_know(house, reader):
    house()
    cells = address("api-cells", *REPORT[:2])
    found = reader.get(cells, {"figure": PEOPLE, "nationality": "GIN"}).json()
    assert [row["value"] for row in found["cells"]] == ["2876"]
    hidden = reader.get(cells, {"nationality": "MLI"}).json()["cells"][0]
    assert (hidden["value"], hidden["conf_status"]) == (None, "A")
    assert reader.get(cells, {"colour": "red"}).status_code == 400
    assert reader.get(cells, {"offset": "-1"}).status_code == 400
    assert reader.get(address("api")).headers["Access-Control-Allow-Origin"] == "*"


def test_the_short_address_leads_to_the_revision_in_force_in_the_readers_language(house, reader):
    house(state="superseded")
    house(revision=2)
    assert reader.get(address("newest", "rapport-annuel")).url == address("report", "rapport-annuel", 2, "fr")
    arabic = reader.get(address("newest", "rapport-annuel"), headers={"Accept-Language": "ar-MA,fr;q=0.5"})
    assert arabic.url == address("report", "rapport-annuel", 2, "ar")
    assert "Accept-Language" in arabic.headers["Vary"]


def test_an_empty_list_says_why(db, reader, settings, tmp_path):
    settings.DATA = tmp_path
    assert "Rien n'est publié" in reader.get(address("index")).content.decode()
