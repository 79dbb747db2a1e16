"""A past operation from a spreadsheet: read, checked, loaded once, taken back."""

import csv
from datetime import date, timedelta

import pytest
from django.utils import timezone

from musanada.access.commands import system_user
from musanada.cases.models import Case
from musanada.intake.commands import imports
from musanada.intake.imports.storage import blocks_of
from musanada.intake.models.imports import ImportBatch
from musanada.intake.queries import imports as queries
from musanada.people.models import Person
from musanada.reference.commands import load_reference
from musanada.regularisation.models import Appeal, Application, Card, Decision
from musanada.regularisation.tests.scene import build

pytestmark = pytest.mark.django_db
HEAD = [
    "Numéro de dossier", "Nom", "Prénom", "Sexe", "Date de naissance", "Nationalité", "Bureau", "Date de dépôt", "Catégorie",
    "Avis", "Date de l'avis", "Motif", "Recours déposé le", "Résultat du recours", "Recours décidé le", "Assouplissement",
    "Assouplissement décidé le", "Carte valable du", "Carte valable jusqu'au",
]  # fmt: skip
OPTIONS = {"operation": "op-test", "basis": "public_interest"}


@pytest.fixture
def scene(db, settings, tmp_path):
    settings.DATA = tmp_path
    load_reference()
    return build()


def ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).strftime("%d/%m/%Y")


def line(number: str, name: str = "Diallo", **more: str) -> list[str]:
    values = {
        "Numéro de dossier": number, "Nom": name, "Prénom": "Awa", "Sexe": "F", "Date de naissance": "05/03/1990",
        "Nationalité": "Sénégal", "Bureau": "Rabat", "Date de dépôt": ago(120), "Catégorie": "C5",
    } | more  # fmt: skip
    return [values.get(title, "") for title in HEAD]


def favourable(number: str, name: str) -> list[str]:
    return line(
        number,
        name,
        **{"Avis": "favorable", "Date de l'avis": ago(70), "Carte valable du": ago(40), "Carte valable jusqu'au": ago(-300)},
    )  # fmt: skip


REFUSED = {"Avis": "défavorable", "Date de l'avis": ago(70), "Motif": "Durée non établie"}


def whole() -> list[list[str]]:
    """One of each: favourable, refused, won on appeal, relieved, waiting."""
    appealed = {
        "Recours déposé le": ago(60),
        "Résultat du recours": "favorable",
        "Recours décidé le": ago(20),
    }
    relieved = {"Assouplissement": "C7", "Assouplissement décidé le": ago(10)}
    return [
        favourable("R-1", "Diallo"),
        line("R-2", "Traoré", **REFUSED),
        line("R-3", "Keïta", **REFUSED, **appealed),
        line("R-4", "Sow", **REFUSED, **relieved),
        line("R-5", "Koné"),
    ]


def staged(scene, tmp_path, rows, name="operation.csv"):
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    actor = scene.staff["root.case_manager"]
    batch = imports.upload(actor, scene.root, kind="regularisation", name=name, blocks=blocks_of(path))
    imports.check_columns(actor, batch, mapping=batch.mapping, options=OPTIONS)
    assert imports.run_step(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def committed(scene, batch):
    imports.commit(scene.staff["root.case_manager"], batch)
    assert imports.run_step(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


@pytest.fixture
def actor(scene):
    from musanada.regularisation.tests.scene import account

    scene.staff["root.case_manager"] = account(scene.root, "root.case_manager", "case_manager")
    return scene.staff["root.case_manager"]


def states() -> dict[str, str]:
    rows = Application.objects.exclude(old_number="").select_related("case")
    return {one.old_number: one.case.state for one in rows}


def findings(batch) -> list[list[str]]:
    return [[found["code"] for found in row.findings] for row in batch.rows.order_by("number")]


def test_columns_are_recognised_and_the_preview_counts_results(scene, actor, tmp_path):
    batch = staged(scene, tmp_path, whole())
    assert findings(batch) == [[], [], [], [], []]
    told = " ".join(str(one) for one in queries.preview(batch, queries.counts(batch)))
    assert "5 dossiers" in told
    assert "3 favorables, 1 défavorables, 1 sans décision" in told


def test_files_enter_with_their_decisions_and_people_at_their_office(scene, actor, tmp_path):
    batch = committed(scene, staged(scene, tmp_path, whole()))
    assert states() == {
        "R-1": "card_issued",
        "R-2": "unfavourable",
        "R-3": "appeal_favourable",
        "R-4": "relieved",
        "R-5": "complete",
    }
    assert set(batch.rows.values_list("outcome", flat=True)) == {"created"}
    assert Person.objects.filter(unit=scene.rabat, source_batch=batch.pk).count() == 5
    assert Card.objects.get().valid_from == timezone.localdate() - timedelta(days=40)
    assert Appeal.objects.get().state == "accepted"
    assert Decision.objects.filter(stage="relief").get().retained.criterion.code == "C7"


def test_the_same_file_twice_changes_nothing(scene, actor, tmp_path):
    committed(scene, staged(scene, tmp_path, whole()))
    again = staged(scene, tmp_path, whole(), "encore.csv")
    assert queries.ready(queries.counts(again)) == 0
    assert Application.objects.count() == 5


def test_a_known_number_with_other_words_is_left_aside(scene, actor, tmp_path):
    committed(scene, staged(scene, tmp_path, whole()))
    other = staged(scene, tmp_path, [line("R-2", "Camara")], "autre.csv")
    assert findings(other) == [["file-known"]]
    assert queries.ready(queries.counts(other)) == 0


WRONG = {
    "opinion before the deposit": {"Avis": "favorable", "Date de l'avis": ago(200)},
    "opinion without a day before it": {**REFUSED, "Recours déposé le": ago(90)},
    "unknown office": {"Bureau": "Atlantide"},
    "unknown category": {"Catégorie": "C42"},
    "no day": {"Date de dépôt": ""},
    "outside the window": {"Date de dépôt": ago(900)},
    "card of a refused file": {**REFUSED, "Carte valable du": ago(10), "Carte valable jusqu'au": ago(-300)},
    "appeal against nothing": {"Recours déposé le": ago(60)},
    "opinion without its day": {"Avis": "favorable"},
    "decision on appeal without its day": {
        **REFUSED,
        "Recours déposé le": ago(60),
        "Résultat du recours": "favorable",
    },
    "relief without its day": {**REFUSED, "Assouplissement": "C7"},
    "card without its end": {"Avis": "favorable", "Date de l'avis": ago(70), "Carte valable du": ago(40)},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_nonsense_stops_its_own_row_only(scene, actor, tmp_path, change):
    batch = staged(scene, tmp_path, [favourable("R-1", "Diallo"), line("R-2", "Traoré", **change)])
    first, second = batch.rows.order_by("number")
    assert (first.level, second.level) == ("", "error")
    committed(scene, batch)
    assert list(states()) == ["R-1"]


def test_one_number_for_two_people_is_an_error(scene, actor, tmp_path):
    batch = staged(scene, tmp_path, [line("R-1", "Diallo"), line("R-1", "Traoré")])
    assert findings(batch)[1] == ["same-number"]


def test_person_already_known_is_recognised(scene, actor, tmp_path):
    committed(scene, staged(scene, tmp_path, [line("R-1", "Diallo")]))
    Application.objects.update(old_number="R-0")
    batch = staged(scene, tmp_path, [line("R-2", "Diallo")], "suite.csv")
    row = batch.rows.get()
    assert (row.decision, row.match) == ("same", Person.objects.get(source_batch__isnull=False).pk)


def test_undo_takes_files_and_people_back_and_lets_them_come_again(scene, actor, tmp_path):
    batch = committed(scene, staged(scene, tmp_path, whole()))
    worked = Case.objects.get(application__old_number="R-2")
    worked.notes.create(text="Revenu au guichet", by=actor)
    imports.undo(actor, batch)
    assert imports.run_step(batch.pk)
    outcomes = dict(batch.rows.values_list("number", "outcome"))
    assert sorted(outcomes.values()) == ["kept", "undone", "undone", "undone", "undone"]
    assert states() == {"R-2": "unfavourable"}
    assert not Decision.objects.filter(voided_at=None).exclude(application__case=worked).exists()
    assert Person.objects.filter(source_batch=batch.pk, voided_at=None).count() == 1
    assert not Card.objects.exists()
    again = committed(scene, staged(scene, tmp_path, whole(), "encore.csv"))
    assert again.rows.filter(outcome="created").count() == 4


def test_an_office_does_not_import_an_operation(scene, actor, tmp_path):
    assert "regularisation" not in [kind.code for kind in queries.kinds(scene.staff["rabat.agent"])]
    kind = next(kind for kind in queries.kinds(actor) if kind.code == "regularisation")
    assert scene.rabat in queries.units(actor, kind)  # by rights; no operation is led there
    assert kind.options(actor, scene.rabat)[0].choices == ()


def test_console_imports_from_the_command_line(scene, tmp_path, capsys):
    from musanada.config.cli import parser, run

    path = tmp_path / "operation.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *whole()])
    asked = ["import", "regularisation", str(path), "--unit", "interieur", "--option", "operation=op-test"]
    assert run(parser().parse_args([*asked, "--option", "basis=public_interest"])) == 0
    assert Application.objects.count() == 0
    assert "3 favorables" in capsys.readouterr().out
    assert run(parser().parse_args([*asked, "--option", "basis=public_interest", "--commit"])) == 0
    assert Application.objects.count() == 5
    assert system_user().is_system
    assert date.today() >= Application.objects.first().lodged_on
