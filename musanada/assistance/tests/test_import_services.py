"""A list of acts becomes acts of the register: people recognised or made once, nothing written twice, all taken back."""

from datetime import date
from decimal import Decimal

import pytest

from musanada.access.commands import first_accounts, found_organisation
from musanada.assistance.commands import load_catalogue
from musanada.assistance.models import Act
from musanada.intake.commands import imports
from musanada.intake.tests.makers import csv_file
from musanada.intake.tests.steps import checked, codes, outcomes, rows, undone, write
from musanada.kit.ids import show_reference
from musanada.people.models import Person
from musanada.reference.commands import load_reference

pytestmark = pytest.mark.django_db

HEAD = ["Nom et prénom", "Sexe", "Date de naissance", "Nationalité", "Type d'aide", "Date", "Ville"]
AWA = ["Awa Diallo", "F", "05/03/1990", "Guinée"]
MOUSSA = ["Moussa Traoré", "H", "1985", "Mali"]
OPTIONS = {"basis": "consent"}


@pytest.fixture
def house(db, settings, tmp_path):
    from types import SimpleNamespace

    settings.DATA = tmp_path
    load_reference()
    load_catalogue()
    mission = found_organisation("mission", "Mission", side="humanitarian")
    amina = first_accounts(mission, [("amina", "Amina", "une-phrase-assez-longue", "case_manager")])[0]
    return SimpleNamespace(office=mission, amina=amina)


def read(house, folder, lines, name="aides.csv", options=OPTIONS, head=HEAD):
    return checked(house, csv_file(folder, [head, *lines], name=name), "services", options)


def living():
    return Person.objects.filter(voided_at=None)


def given():
    return Act.objects.filter(state="given")


LIST = [
    [*AWA, "Panier alimentaire", "12/01/2024", "Oujda"],
    [*AWA, "Kit d'hygiène", "12/01/2024", "Oujda"],
    [*MOUSSA, "سلة غذائية", "13/01/2024", "Oujda"],
]


def test_people_are_made_once_with_their_acts(house, tmp_path):
    batch = write(house, read(house, tmp_path, LIST))
    assert outcomes(batch) == ["created"] * 3
    assert (living().count(), given().count()) == (2, 3)
    act = Act.objects.get(service="hygiene-kit")
    assert (act.given_on, act.source_batch, act.place.name_fr) == (
        date(2024, 1, 12),
        batch.pk,
        act.place.name_fr,
    )
    assert act.person.registered_on == date(2024, 1, 12)


def test_the_same_file_twice_changes_nothing(house, tmp_path):
    write(house, read(house, tmp_path, LIST))
    assert outcomes(read(house, tmp_path, LIST)) == ["already"] * 3


def test_acts_are_added_to_the_people_who_are_known(house, tmp_path):
    write(house, read(house, tmp_path, LIST))
    later = [
        [*AWA, "Panier alimentaire", "20/02/2024", "Oujda"],
        [*AWA, "Panier alimentaire", "12/01/2024", "Rabat"],
    ]
    batch = read(house, tmp_path, later, name="b.csv")
    first, second = rows(batch)
    assert first.decision == "same"
    assert ("act-known" in codes(second), second.decision) == (True, "skip")
    assert outcomes(write(house, batch)) == ["added", ""]
    assert (living().count(), given().count()) == (2, 4)


def test_a_reference_or_a_partners_number_names_the_person(house, tmp_path):
    head = ["Code bénéficiaire", "Référence", "Nom", "Type d'aide", "Date"]
    write(house, read(house, tmp_path, [["B-17", "", "Awa Diallo", "Repas chaud", "01/02/2024"]], head=head))
    awa = Person.objects.get()
    more = [
        ["b17", "", "", "Repas chaud", "02/02/2024"],
        ["", show_reference(awa.reference), "", "Repas chaud", "03/02/2024"],
        ["B-99", "", "", "Repas chaud", "04/02/2024"],
    ]
    batch = read(house, tmp_path, more, name="b.csv", head=head)
    assert [row.match for row in rows(batch)] == [awa.pk, awa.pk, None]
    assert codes(rows(batch)[2]) == ["unknown-reference"]
    assert outcomes(write(house, batch)) == ["added", "added", ""]
    assert awa.acts.count() == 3


def test_the_whole_file_may_be_one_service(house, tmp_path):
    lines = [["Awa Diallo", "01/02/2024"], ["Moussa Traoré", "01/02/2024"]]
    batch = read(
        house, tmp_path, lines, head=["Nom complet", "Date"], options={**OPTIONS, "service": "hot-meal"}
    )
    write(house, batch)
    assert given().filter(service="hot-meal").count() == 2


def test_what_is_missing_or_wrong_is_said(house, tmp_path):
    lines = [
        [*AWA, "Panier alimentère", "12/01/2024", ""],
        [*AWA, "", "12/01/2024", ""],
        [*AWA, "Panier alimentaire", "", ""],
        [*AWA, "Panier alimentaire", "01/2024", ""],
        [*AWA, "Panier alimentaire", "12/01/1950", ""],
        ["", "F", "", "", "Panier alimentaire", "12/01/2024", ""],
    ]
    batch = read(house, tmp_path, lines)
    said = ["unknown-word", "no-service", "no-date", "whole-day", "act", "no-name"]
    assert [[code for code in codes(row) if code != "guinea"] for row in rows(batch)] == [
        [code] for code in said
    ]
    assert all(row.level == "error" for row in rows(batch))
    assert (
        next(f for f in rows(batch)[0].findings if f["code"] == "unknown-word")["choices"][0] == "food-basket"
    )
    imports.choose_word(house.amina, batch, list_name="service", word="panier alimentere", code="food-basket")
    assert rows(batch)[0].values["service"] == "food-basket"


def test_amounts_are_read_exactly(house, tmp_path):
    head = [*HEAD, "Montant", "Devise"]
    lines = [
        [*AWA, "Bon alimentaire", "12/01/2024", "Oujda", "1.500", "dh"],
        [*MOUSSA, "Bon alimentaire", "12/01/2024", "Oujda", "1 500,50", ""],
    ]
    batch = write(house, read(house, tmp_path, lines, head=head))
    assert outcomes(batch) == ["created"] * 2
    assert sorted(given().values_list("amount", "currency")) == [
        (Decimal(1500), "MAD"),
        (Decimal("1500.50"), "MAD"),
    ]


def test_undo_voids_the_acts_and_takes_back_their_people(house, tmp_path):
    write(house, read(house, tmp_path, LIST[2:]))
    batch = undone(house, write(house, read(house, tmp_path, LIST[:2], name="b.csv")))
    assert [(row.outcome, row.reason) for row in rows(batch)] == [("undone", "")] * 2
    assert (living().count(), given().count()) == (1, 1)


def test_a_person_used_by_a_later_import_stays(house, tmp_path):
    first = write(house, read(house, tmp_path, LIST))
    later = [[*AWA, "Panier alimentaire", "20/02/2024", "Oujda"]]
    write(house, read(house, tmp_path, later, name="b.csv"))
    first = undone(house, first)
    assert (living().count(), given().count()) == (1, 1)
    assert "A servi depuis" in rows(first)[0].reason


def test_a_crash_between_chunks_gives_the_same_as_none(house, tmp_path, monkeypatch):
    from musanada.intake.commands.imports import committing

    monkeypatch.setattr(committing, "CHUNK", 2)
    batch = read(house, tmp_path, LIST)
    imports.commit(house.amina, batch)
    calls, whole = [], committing.chunk

    def dies(*args):
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError
        whole(*args)

    monkeypatch.setattr(committing, "chunk", dies)
    with pytest.raises(MemoryError):
        imports.run_step(batch.pk)
    monkeypatch.setattr(committing, "chunk", whole)
    assert imports.run_step(batch.pk)
    assert (living().count(), given().count()) == (2, 3)
