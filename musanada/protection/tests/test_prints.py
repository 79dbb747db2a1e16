"""The dossier on paper: a reason, a line in the journal, a mark on each page, and every table of a file somewhere in it."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone, translation

from musanada.access.models import AuditEntry
from musanada.kit.ids import show_reference
from musanada.protection.commands import plans, risks
from musanada.protection.dossier_paper import blocks, dossier_pdf, label, sheet
from musanada.protection.dossier_tables import HARMS, NOT_PRINTED, TABLES
from musanada.protection.models import Assessment, Encounter, Harm
from musanada.protection.queries.plans import PRINTED, prints
from musanada.protection.tests.scene import child_file, named, signed_in, victim_file

pytestmark = pytest.mark.django_db
SAME_IN_FRENCH = ("action", "cause", "conditions", "dangers", "incident", "note", "obstacles", "question", "service",
                  "urgent", "version")  # fmt: skip


def today():
    return timezone.localdate()


@pytest.fixture
def file(scene):
    made = child_file(scene, on=today() - timedelta(days=20))
    named(made, scene.officer)
    risks.record_risk(scene.manager, made, level="high", reason="Dort seul près du port.")
    plans.add_action(
        scene.manager, made, goal="Un toit sûr", action="Une place", responsible="ONG", due_on=today()
    )
    Harm.objects.create(file=made, kind="physical", text="Frappé par des inconnus.", by=scene.manager)
    return made


def words(actor, file, lang="fr"):
    with translation.override(lang):
        return str(sheet(actor, file, lang, 3))


def test_each_page_says_who_when_which_copy_of_which_file(scene, file):
    with translation.override("fr"):
        data = sheet(scene.officer, file, "fr", 3)
    assert data["mark"][:2] == [show_reference(file.case.reference), str(scene.officer)]
    assert re.search(r"\d\d/\d\d/\d{4}", data["mark"][2])
    assert str(scene.officer) in data["footer"]
    assert "copie" in data["header"]


def test_what_is_written_is_printed(scene, file):
    told = words(scene.officer, file)
    for text in ("Mamadou Bah", "Dort seul", "Une place", "Guinée", "Intérêt vital", "Niveaux de risque"):
        assert text in told
    assert str(file.pk) not in told


def test_what_was_suffered_is_printed_for_who_answers_for_the_file(scene, file):
    assert "Frappé" in words(scene.manager, file)
    assert "Frappé" not in words(scene.officer, file)


def test_every_table_of_a_file_is_printed_or_says_why_not():
    ours = {m._meta.model_name for m in apps.get_app_config("protection").get_models()}
    of_files = {
        name
        for name in ours
        if "secret" in str(getattr(apps.get_model("protection", name), "FILE", ""))
        and "death" not in str(getattr(apps.get_model("protection", name), "PLACE", ""))
    } - {"death"}
    printed = {table.model._meta.model_name for table in (*TABLES, HARMS)}
    assert of_files - printed - NOT_PRINTED.keys() == set()
    assert {"encounter", "pathwayleg", "enrolment", "nrmreferral", "nrmitem"} <= printed


@pytest.mark.parametrize("table", [*TABLES, HARMS], ids=lambda table: table.model._meta.model_name)
def test_columns_of_a_table_exist_and_have_words(scene, table, db):
    row = table.model()
    for name in table.columns.split():
        found = label(row, name)
        assert found
        assert found.lower() != name.replace("_", " ") or name in SAME_IN_FRENCH


def test_codes_are_printed_as_words(scene, file):
    Assessment.objects.create(
        file=file, trigger="first", opened_on=today(), due_on=today(), assessor=scene.manager, heard=",child,health,"
    )  # fmt: skip
    Encounter.objects.create(
        unit=file.unit, child=file.child.mapped, town=scene.towns["nador"], needs=",health,food,",
        recorded_by=scene.street,
    )  # fmt: skip
    told = words(scene.manager, file)
    assert "Un professionnel de santé" in told
    assert "Aide alimentaire" in told


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_both_kinds_make_a_pdf(scene, file, lang):
    for one, actor in ((file, scene.manager), (victim_file(scene), scene.officer)):
        assert dossier_pdf(actor, one, lang, 1).startswith(b"%PDF")


def test_a_print_asks_a_reason_and_leaves_a_line(scene, file):
    client = signed_in(scene.officer)
    url = reverse("protection:print", args=[file.case_id])
    assert client.post(url, {"lang": "fr"}).status_code == 422
    assert not AuditEntry.objects.filter(verb=PRINTED).exists()
    answer = client.post(url, {"lang": "ar", "reason": "hearing"})
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    assert "Mamadou" not in answer["Content-Disposition"]
    (line,) = prints(file)
    assert (line.actor, line.details) == (scene.officer, {"copy": 1, "lang": "ar", "reason": "hearing"})
    client.post(url, {"lang": "fr", "reason": "meeting"})
    assert [one.details["copy"] for one in prints(file)] == [2, 1]


def test_a_stranger_prints_nothing(scene, file):
    url = reverse("protection:print", args=[file.case_id])
    assert signed_in(scene.second).post(url, {"lang": "fr", "reason": "meeting"}).status_code == 404
    assert not AuditEntry.objects.filter(verb=PRINTED).exists()


def test_sections_of_areas_stand_by_their_order(scene, file):
    orders = [block.order for block in blocks(scene.manager, file)]
    assert orders == sorted(orders)
