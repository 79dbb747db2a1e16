"""The pages of an import, as a browser without script walks through them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from musanada.intake.commands import imports
from musanada.intake.imports.upload import UploadLimit
from musanada.intake.models.imports import ImportBatch
from musanada.intake.tests.makers import csv_file, xlsx_file
from musanada.intake.tests.steps import BASIS, DIALLO, HEAD, LIST, checked, committed, fresh, rows, uploaded
from musanada.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, house):
    client.force_login(house.amina, backend="musanada.access.backend.Accounts")
    return client


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sent(browser, house, path, **more):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return browser.post(
        reverse("imports:new"), {"kind": "people", "unit": str(house.office.pk), "file": file, **more}
    )


def columns_of(batch):
    back = {key: code for code, key in batch.mapping.items()}
    return {f"column_{n}": back.get(c["key"], "") for n, c in enumerate(batch.columns)}


def page(browser, name, batch, *more):
    return browser.get(reverse(f"imports:{name}", args=[batch.pk, *more]))


def test_from_file_to_report(browser, house, tmp_path):
    response = sent(browser, house, xlsx_file(tmp_path, LIST))
    batch = ImportBatch.objects.get()
    assert response.headers["Location"] == reverse("imports:columns", args=[batch.pk])
    assert "Date de naissance" in text_of(page(browser, "columns", batch))
    response = browser.post(
        reverse("imports:columns", args=[batch.pk]), {**columns_of(batch), "option_basis": "consent"}
    )
    assert response.status_code == 302
    assert "Lecture et comparaison" in text_of(page(browser, "show", batch))
    imports.run_step(batch.pk)
    assert "Enregistrer 3 lignes" in text_of(page(browser, "show", batch))
    assert "Awa Diallo" in text_of(page(browser, "rows", batch))
    browser.post(reverse("imports:commit", args=[batch.pk]))
    imports.run_step(batch.pk)
    assert "L'import est enregistré" in text_of(page(browser, "show", batch)).replace("&#x27;", "'")
    assert Person.objects.count() == 3
    assert "3 lignes ont créé" in text_of(page(browser, "undo", batch))
    browser.post(reverse("imports:undo", args=[batch.pk]))
    imports.run_step(batch.pk)
    assert Person.objects.filter(voided_at=None).count() == 0
    assert "Annulé" in text_of(browser.get(reverse("imports:list")))


def test_a_file_that_is_no_sheet_is_said_under_the_question(browser, house, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.4 ...")
    response = sent(browser, house, path)
    assert response.status_code == 422
    assert "PDF" in text_of(response)


def test_what_was_typed_stays_when_columns_are_refused(browser, house, tmp_path):
    batch = uploaded(house, csv_file(tmp_path, LIST))
    chosen = {**columns_of(batch), "column_1": "family", "column_0": "family"}
    response = browser.post(reverse("imports:columns", args=[batch.pk]), chosen)
    assert response.status_code == 422
    assert response.content.decode().count('<option value="family" selected>') >= 1
    assert fresh(batch).state == "uploaded"


def test_the_basis_is_asked(browser, house, tmp_path):
    batch = uploaded(house, csv_file(tmp_path, LIST))
    response = browser.post(reverse("imports:columns", args=[batch.pk]), columns_of(batch))
    assert response.status_code == 422
    assert "Sur quelle base" in text_of(response)


def test_progress_is_polled_and_ends_in_a_refresh(browser, house, tmp_path):
    batch = uploaded(house, csv_file(tmp_path, LIST))
    imports.check_columns(house.amina, batch, mapping=batch.mapping, options=BASIS)
    assert "<progress" in page(browser, "progress", batch).content.decode()
    imports.run_step(batch.pk)
    response = browser.get(reverse("imports:progress", args=[batch.pk]), headers={"hx-request": "true"})
    assert response.headers["HX-Refresh"] == "true"
    assert page(browser, "progress", batch).status_code == 302


def test_an_interrupted_step_offers_to_go_on(browser, house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    imports.commit(house.amina, batch)
    ImportBatch.objects.filter(pk=batch.pk).update(problem="Le travail s'est interrompu.")
    assert "Reprendre" in text_of(page(browser, "show", batch))
    browser.post(reverse("imports:resume", args=[batch.pk]))
    imports.run_step(batch.pk)
    assert fresh(batch).state == "committed"


def test_a_row_is_compared_and_decided(browser, house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    batch = checked(house, csv_file(tmp_path, [HEAD, [*DIALLO[:3], "1990", "Guinée", ""]], name="b.csv"))
    row = rows(batch)[0]
    known = Person.objects.get(names__text="Awa Diallo")
    shown = page(browser, "row", batch, row.pk)
    assert f"same:{known.pk}" in shown.content.decode()
    assert "5 mars 1990" in text_of(shown)
    browser.post(reverse("imports:row", args=[batch.pk, row.pk]), {"decision": f"same:{known.pk}"})
    assert rows(batch)[0].match == known.pk


def test_a_doubtful_word_is_asked_on_the_page(browser, house, tmp_path):
    batch = checked(house, csv_file(tmp_path, [HEAD, ["Mabiala", "Jean", "H", "1980", "Congo", ""]]))
    assert "Congo" in text_of(page(browser, "show", batch))
    browser.post(
        reverse("imports:word", args=[batch.pk]), {"list": "country", "word": "congo", "code": "COG"}
    )
    assert rows(batch)[0].values["nationality"] == ["COG"]


def test_others_do_not_find_the_import(client, house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    client.force_login(house.chaima, backend="musanada.access.backend.Accounts")
    for name in ("show", "columns", "rows", "undo", "progress"):
        assert page(client, name, batch).status_code == 404
    assert client.post(reverse("imports:commit", args=[batch.pk])).status_code == 404


def test_an_agent_may_not_import(client, house):
    client.force_login(house.brahim, backend="musanada.access.backend.Accounts")
    assert client.get(reverse("imports:new")).status_code == 403


def test_an_upload_that_declares_too_much_is_not_read_into_anything(settings):
    class Body:
        def __init__(self):
            self.left = 40

        def read(self, size):
            self.left -= 1
            return b"x" * min(size, 10) if self.left > 0 else b""

    request = RequestFactory().generic("POST", "/imports/new/", b"")
    request.META["CONTENT_LENGTH"] = str(2 * 1024**3)
    body = Body()
    request._stream = body
    response = UploadLimit(lambda request: pytest.fail("read"))(request)
    assert response.status_code == 413
    assert "50 Mo" in response.content.decode()
    assert body.left <= 0


def test_an_upload_within_the_limit_goes_through():
    request = RequestFactory().post("/imports/new/", {"a": "b"})
    assert UploadLimit(lambda request: "through")(request) == "through"


def test_who_could_write_no_row_is_told_which_right_is_missing(client, house):
    from musanada.access.commands import first_accounts

    manager = first_accounts(
        house.mission, [("driss", "Driss", "une-phrase-assez-longue", "programme_manager")]
    )[0]
    client.force_login(manager, backend="musanada.access.backend.Accounts")
    response = client.get(reverse("imports:new"))
    assert response.status_code == 403
    assert "imports.run" in response.content.decode()
    assert reverse("imports:new") not in client.get(reverse("imports:list")).content.decode()
