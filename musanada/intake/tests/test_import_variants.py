"""One known person in five simple variants: each line of the list is raised before anything is saved; and what is then
said of each is kept with the person it creates."""

import pytest

from musanada.intake.commands import imports
from musanada.intake.tests.makers import csv_file
from musanada.intake.tests.steps import checked, codes, committed, outcomes, rows, undone, write
from musanada.kit.errors import BadInput
from musanada.linkage.models import TwinDecision, TwinPair
from musanada.people.models import Person, PersonName

pytestmark = pytest.mark.django_db

HEAD = ["Nom complet", "Sexe", "Date de naissance", "Nationalité", "Passeport", "Nom de la mère"]
KNOWN = [
    ["Ousmane Ouattara", "H", "12/07/1991", "ivoirienne", "", "Aminata Koné"],
    ["Aïssatou Diallo", "F", "03/09/1994", "guinéenne", "", ""],
    ["Moussa Traoré", "H", "21/02/1988", "malienne", "", ""],
    ["Ahmed Al-Hassan", "H", "30/04/1985", "syrienne", "", ""],
    ["Grace Okafor", "F", "17/11/1990", "nigériane", "A01234567", ""],
]
VARIANTS = [
    ["Usman Wattara", "H", "12/07/1991", "ivoirienne", "", "Aminata Kone"],  # another spelling
    ["Diallo Aïssatou", "F", "1994", "guinéenne", "", ""],  # the other order
    ["Moussa Traore", "H", "21/02/1988", "malienne", "", ""],  # no accent
    ["أحمد الحسن", "H", "30/04/1985", "syrienne", "", ""],  # Arabic letters, with hamza
    ["Gracia Okeke", "F", "1990", "nigériane", "AO1234567", ""],  # the same passport, another name
]


@pytest.fixture
def known(house, tmp_path):
    committed(house, csv_file(tmp_path, [HEAD, *KNOWN], name="connues.csv"))
    return {str(n): n.person_id for n in PersonName.objects.all()}


def of(known, name):
    return next(person for said, person in known.items() if said.startswith(name))


def test_five_of_five_variants_are_raised_before_saving(house, tmp_path, known):
    batch = checked(house, csv_file(tmp_path, [HEAD, *VARIANTS], name="variantes.csv"))
    for row, (name, *_rest) in zip(rows(batch), KNOWN, strict=True):
        assert row.decision in ("", "same"), name
        assert row.candidates[0]["person"] == str(of(known, name.split()[0])), name
    assert Person.objects.count() == len(KNOWN)


def test_hamza_and_script_alone_are_raised(house, tmp_path):
    first = [["نعيمة الإدريسي", "F", "12/07/1991", "syrienne", "", ""]]
    committed(house, csv_file(tmp_path, [HEAD, *first], name="a.csv"))
    again = [["نعيمه الادريسي", "F", "1991", "syrienne", "", ""]]
    row = rows(checked(house, csv_file(tmp_path, [HEAD, *again], name="b.csv")))[0]
    assert row.candidates and row.decision in ("", "same")


def test_the_mothers_name_is_read_from_its_column(house, tmp_path):
    for number, title in enumerate(("Nom de la mère", "Mère", "Mother", "اسم الأم")):
        line = [
            ("Awa Barry", "Khady Ndiaye", "Rose Mensah", "Zeinab Haddad")[number],
            "F",
            "1990",
            "Mali",
            f"Kadiatou{number}",
        ]
        head = ["Nom complet", "Sexe", "Date de naissance", "Nationalité", title]
        committed(house, csv_file(tmp_path, [head, line], name=f"{number}.csv"))
    found = set(PersonName.objects.values_list("mother", flat=True))
    assert found == {"Kadiatou0", "Kadiatou1", "Kadiatou2", "Kadiatou3"}


NEAR = [HEAD, ["Moussa Traore", "H", "1988", "malienne", "", ""]]


def decided(house, tmp_path, decision):
    batch = checked(house, csv_file(tmp_path, NEAR, name=f"{decision}.csv"))
    row = rows(batch)[0]
    assert row.candidates
    imports.decide(house.amina, batch, row=row.pk, decision=decision)
    return batch


def test_new_is_kept_as_two_people(house, tmp_path, known):
    assert outcomes(write(house, decided(house, tmp_path, "new"))) == ["created"]
    pair = TwinPair.objects.get()
    assert (pair.state, pair.origin) == ("different", "import")
    assert of(known, "Moussa") in (pair.left_id, pair.right_id)


def test_not_sure_creates_and_raises(house, tmp_path, known):
    assert outcomes(write(house, decided(house, tmp_path, "unsure"))) == ["created"]
    assert (TwinPair.objects.get().state, TwinDecision.objects.get().said) == ("open", "unsure")


def test_an_answer_may_be_taken_back(house, tmp_path, known):
    batch = decided(house, tmp_path, "unsure")
    row = rows(batch)[0]
    imports.decide(house.amina, batch, row=row.pk, decision="same", person=of(known, "Moussa"))
    assert not any("said" in one for one in rows(batch)[0].candidates)
    assert outcomes(write(house, batch)) == ["added"]
    assert not TwinPair.objects.exists()


def test_a_sweep_over_undecided_rows_is_no_look_at_each(house, tmp_path, known):
    batch = checked(house, csv_file(tmp_path, NEAR, name="n.csv"))
    imports.decide_all(house.amina, batch, decision="new")
    assert outcomes(write(house, batch)) == ["created"]
    assert not TwinPair.objects.exists()


def test_an_unknown_answer_is_refused(house, tmp_path, known):
    batch = checked(house, csv_file(tmp_path, NEAR, name="n.csv"))
    with pytest.raises(BadInput):
        imports.decide(house.amina, batch, row=rows(batch)[0].pk, decision="perhaps")


def test_a_kept_answer_is_no_use_of_the_person(house, tmp_path, known):
    batch = write(house, decided(house, tmp_path, "new"))
    assert outcomes(undone(house, batch)) == ["undone"]


INSIDE = [
    (["Ousmane Ouattara", "H", "12/07/1991"], ["Usman Wattara", "H", "12/07/1991"], True),
    (["Aïssatou Diallo", "F", "1994"], ["Diallo Aissatou", "F", "1994"], True),
    (["أحمد الحسن", "H", "30/04/1985"], ["Ahmed Alhassan", "H", "30/04/1985"], True),
    (["Moussa Traoré", "H", "05/04/1988"], ["Moussa Traore", "H", "04/05/1988"], True),
    (["Moussa Traoré", "H", "05/04/1988"], ["Moussa Traoré", "H", "19/10/1988"], False),
    (["Moussa Traoré", "H", "1988"], ["Mousso Traoré", "F", "1988"], False),
    (["Awa Diallo", "F", "1990"], ["Fatou Camara", "F", "1990"], False),
    (["Moussa Traoré", "H", ""], ["Musa Traoré", "H", ""], False),
]


@pytest.mark.parametrize("one, other, raised", INSIDE)
def test_two_lines_about_one_person_are_said_not_supposed(house, tmp_path, one, other, raised):
    batch = checked(house, csv_file(tmp_path, [HEAD[:3], one, other]))
    first, second = rows(batch)
    assert "alike-in-file" not in codes(first)
    assert ("alike-in-file" in codes(second)) == raised
    assert second.decision == "new" and first.person != second.person


def test_the_same_telephone_in_another_spelling(house, tmp_path):
    head = ["Nom complet", "Sexe", "Téléphone"]
    lines = [["Ousmane Ouattara", "H", "0612345678"], ["Usman Wattara", "H", "+212 6 12 34 56 78"]]
    batch = checked(house, csv_file(tmp_path, [head, *lines]))
    assert "alike-in-file" in codes(rows(batch)[1])
