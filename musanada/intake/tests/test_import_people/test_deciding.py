"""A list becomes people: checked, decided, written once, taken back."""

from datetime import date

import pytest

from musanada.intake.commands import imports
from musanada.intake.tests.makers import csv_file
from musanada.intake.tests.steps import (
    BAH,
    DIALLO,
    HEAD,
    LIST,
    TRAORE,
    checked,
    codes,
    committed,
    outcomes,
    rows,
    undone,
    write,
)
from musanada.intake.tests.test_import_people.house_files import living
from musanada.kit.errors import BadInput, Refused
from musanada.people.models import Identifier, NameKey, Person, Presence

pytestmark = pytest.mark.django_db


def test_nothing_is_in_the_register_before_the_commit(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    assert batch.state == "checked"
    assert batch.total == 3
    assert Person.objects.count() == 0


def test_a_list_becomes_people(house, tmp_path):
    batch = committed(house, csv_file(tmp_path, LIST, mark=";", encoding="cp1252"))
    assert batch.state == "committed"
    assert outcomes(batch) == ["created"] * 3
    awa = Person.objects.get(names__text="Awa Diallo")
    assert (awa.sex, awa.birth_date, awa.birth_precision, awa.unit) == (
        "F",
        date(1990, 3, 5),
        "day",
        house.office,
    )
    assert awa.nationalities.get().country_id == "GIN"
    assert awa.contacts.get().value == "+212612345678"
    assert awa.legal_bases.get().basis == "consent"
    assert awa.source_batch == batch.pk
    assert NameKey.objects.filter(person=awa).exists()
    assert Presence.objects.filter(person=awa, unit=house.office).count() == 1


def test_the_same_file_twice_changes_nothing(house, tmp_path):
    path = csv_file(tmp_path, LIST)
    committed(house, path)
    again = checked(house, path)
    assert outcomes(again) == ["already"] * 3
    assert all("already-imported" in codes(row) for row in rows(again))
    with pytest.raises(Refused, match="Aucune ligne"):
        imports.commit(house.amina, again)
    assert living().count() == 3


def test_the_same_file_checked_twice_before_either_is_written(house, tmp_path):
    path = csv_file(tmp_path, LIST)
    first, second = checked(house, path), checked(house, path)
    write(house, first)
    assert outcomes(write(house, second)) == ["already"] * 3
    assert living().count() == 3


def test_an_error_blocks_its_own_row_only(house, tmp_path):
    bad = ["Kaba", "Sory", "F", "31/02/1990", "Guinée", ""]
    future = ["Kaba", "Fanta", "F", "01/01/2090", "Guinée", ""]
    nameless = ["", "", "F", "1990", "Mali", ""]
    batch = checked(house, csv_file(tmp_path, [*LIST, bad, future, nameless]))
    assert [codes(row)[:1] for row in rows(batch)[3:]] == [["date"], ["future-date"], ["no-name"]]
    assert outcomes(write(house, batch)) == ["created"] * 3 + [""] * 3


def test_a_known_person_is_proposed_and_only_met(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    again = csv_file(tmp_path, [[*HEAD, "Ville"], [*DIALLO, "Oujda"]], name="autre.csv")
    batch = checked(house, again)
    row = rows(batch)[0]
    assert (row.decision, str(row.match)) == ("same", row.candidates[0]["person"])
    assert outcomes(write(house, batch)) == ["added"]
    assert living().count() == 3


def test_a_likely_person_waits_for_a_decision(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    near = ["Diallo", "Awa", "F", "1990", "Guinée", ""]
    batch = checked(house, csv_file(tmp_path, [HEAD, near], name="b.csv"))
    row = rows(batch)[0]
    assert (row.decision, len(row.candidates)) == ("", 1)
    with pytest.raises(Refused):
        imports.commit(house.amina, batch)
    imports.decide(house.amina, batch, row=row.pk, decision="same", person=row.candidates[0]["person"])
    assert outcomes(write(house, batch)) == ["added"]


def test_a_person_who_was_not_proposed_cannot_be_chosen(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    with pytest.raises(BadInput):
        imports.decide(house.amina, batch, row=rows(batch)[0].pk, decision="same", person=rows(batch)[1].pk)


def test_undecided_rows_are_settled_together(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    near = [["Diallo", "Awa", "F", "1990", "Guinée", ""], ["Traoré", "Moussa", "H", "1995", "Mali", ""]]
    batch = checked(house, csv_file(tmp_path, [HEAD, *near], name="b.csv"))
    assert [row.decision for row in rows(batch)] == ["", ""]
    assert imports.decide_all(house.amina, batch, decision="new") == 2
    assert outcomes(write(house, batch)) == ["created"] * 2


def test_rows_decided_after_the_commit_can_follow(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    near = ["Diallo", "Awa", "F", "1990", "Guinée", ""]
    other = ["Sow", "Kadia", "F", "2001", "Sénégal", ""]
    batch = write(house, checked(house, csv_file(tmp_path, [HEAD, near, other], name="b.csv")))
    assert outcomes(batch) == ["", "created"]
    imports.decide_all(house.amina, batch, decision="new")
    assert outcomes(write(house, batch)) == ["created", "created"]


def test_the_same_person_on_two_lines_is_created_once(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, [*LIST, DIALLO, [*DIALLO[:4], "GIN", DIALLO[5]]]))
    assert [row.decision for row in rows(batch)] == ["new", "new", "new", "skip", "skip"]
    assert "twice-in-file" in codes(rows(batch)[3])
    write(house, batch)
    assert living().count() == 3


def test_a_passport_on_two_people_is_a_slip_of_the_file(house, tmp_path):
    lines = [[*HEAD, "Passeport"], [*DIALLO, "O 123456"], [*BAH, "o123456"], [*TRAORE, ""]]
    batch = checked(house, csv_file(tmp_path, lines))
    assert [row.level == "error" for row in rows(batch)] == [False, True, False]


def test_a_document_taken_meanwhile_stops_only_its_row(house, tmp_path):
    batch = checked(
        house, csv_file(tmp_path, [[*HEAD, "Passeport"], [*DIALLO, "O1"], [*BAH, "O2"], [*TRAORE, "O3"]])
    )
    committed(
        house,
        csv_file(
            tmp_path,
            [[*HEAD, "Passeport"], ["Camara", "Sékou", "H", "1970", "Guinée", "", "O2"]],
            name="c.csv",
        ),
    )
    batch = write(house, batch)
    assert outcomes(batch) == ["created", "refused", "created"]
    assert "document" in rows(batch)[1].reason
    assert Identifier.objects.count() == 3


def test_a_doubtful_word_is_chosen_once_for_the_file(house, tmp_path):
    kongo = [["Mabiala", "Jean", "H", "1980", "Congo", ""], ["Nsimba", "Paul", "H", "1981", "CONGO", ""]]
    path = csv_file(tmp_path, [HEAD, *kongo, DIALLO])
    batch = checked(house, path)
    assert [row.level for row in rows(batch)][:2] == ["error", "error"]
    assert imports.choose_word(house.amina, batch, list_name="country", word="congo", code="COD") == 2
    assert [row.values["nationality"] for row in rows(batch)[:2]] == [["COD"], ["COD"]]
    assert [row.decision for row in rows(batch)] == ["new"] * 3
    assert [row.level for row in rows(checked(house, path))][:2] == ["", ""]


def test_choices_must_be_proposed(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    with pytest.raises(BadInput):
        imports.choose_word(house.amina, batch, list_name="country", word="congo", code="ZZZ")


def test_undo_takes_back_exactly_what_was_created(house, tmp_path):
    first = committed(house, csv_file(tmp_path, [HEAD, TRAORE]))
    batch = committed(house, csv_file(tmp_path, [HEAD, DIALLO, BAH], name="b.csv"))
    batch = undone(house, batch)
    assert batch.state == "undone"
    assert outcomes(batch) == ["undone"] * 2
    assert list(living().values_list("source_batch", flat=True)) == [first.pk]


def test_after_an_undo_the_file_may_come_again(house, tmp_path):
    path = csv_file(tmp_path, LIST)
    undone(house, committed(house, path))
    assert outcomes(committed(house, path)) == ["created"] * 3
    assert living().count() == 3


def test_people_used_since_stay_and_are_listed(house, tmp_path):
    from musanada.people import commands as people

    batch = committed(house, csv_file(tmp_path, LIST))
    awa = Person.objects.get(names__text="Awa Diallo")
    people.correct(house.amina, awa, sex="X")
    batch = undone(house, batch)
    assert outcomes(batch) == ["kept", "undone", "undone"]
    assert "servi" in rows(batch)[0].reason
    assert living().get() == awa


def test_people_leant_on_by_another_table_stay(house, tmp_path):
    from musanada.people import commands as people

    batch = committed(house, csv_file(tmp_path, LIST))
    awa, moussa = (
        Person.objects.get(names__text="Awa Diallo"),
        Person.objects.get(names__text="Moussa Traoré"),
    )
    people.relate(house.amina, awa, other=moussa, kind="spouse")
    assert outcomes(undone(house, batch)) == ["kept", "undone", "kept"]
