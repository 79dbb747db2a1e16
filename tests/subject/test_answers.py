"""What a person is told: everything held, nothing of others, in their language, to nobody else."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import journal
from musanada.dataprotection import paper
from musanada.dataprotection.commands import answers as commands
from musanada.dataprotection.models import AccessReport
from musanada.dataprotection.queries import answers as queries
from musanada.kit.errors import BadInput, MissingRight
from musanada.people.models import Person
from tests.matrix.world import staffed


def made(actor, person, **values):
    values = {"verified": "document", "language": "fr", "form": "paper"} | values
    return commands.make_report(actor, person, **values)


def told(actor, person, unit, lang="fr"):
    return {
        str(s.title): [[str(c) for c in row] for row in s.rows]
        for s in queries.sections(actor, person, unit, lang)
    }


def words(found):
    return " ".join(cell for rows in found.values() for row in rows for cell in row)


@pytest.fixture
def officer(estate):
    return estate.accounts["data_protection"]


def test_everything_held_is_told(estate, officer):
    found = told(officer, estate.person, estate.office)
    said = words(found)
    for known in (
        "Fatoumata Binta Barry",
        "12 34 56 78",
        "4471982 MISSION",
        "Kit d'hygiène",
        "Bureau d'Oujda (mission)",
    ):
        assert known.casefold() in said.casefold()
    assert {
        "Qui vous êtes",
        "Vos noms",
        "Les aides",
        "Vos accords et vos refus",
        "Jusqu'à quand",
    } <= found.keys()


def test_other_people_stand_in_it_as_ties_only(estate, officer):
    said = words(told(officer, estate.person, estate.office))
    assert "Aminata" not in said
    assert str(estate.relative) not in said
    assert "Chef de ménage" in said


def test_what_another_organisation_did_is_not_in_it(estate, officer):
    from musanada.people.models import Presence

    other = staffed("voisin", "humanitarian")
    Presence.objects.create(person=estate.person, unit=other.office)
    assert "voisin" not in words(told(officer, estate.person, estate.office))


def test_the_case_manager_gives_no_part_that_their_role_does_not_reach(estate):
    manager = estate.accounts["case_manager"]
    report = made(manager, estate.person)
    assert "health" not in report.groups
    assert [str(g.label) for g in queries.left_out(report.groups)] == ["Santé"]
    assert "health" in made(estate.accounts["data_protection"], estate.person).groups


@pytest.mark.parametrize("role", ["agent", "travel_officer", "programme_manager", "auditor", "administrator"])
def test_other_roles_answer_nobody(estate, role):
    with pytest.raises(MissingRight):
        made(estate.accounts[role], estate.person)


def test_another_office_answers_for_its_own_only(estate):
    other = staffed("voisin", "humanitarian")
    with pytest.raises(MissingRight):
        made(other.accounts["data_protection"], estate.person)
    with pytest.raises(Http404):
        queries.person(other.accounts["data_protection"], estate.person.pk)


@pytest.mark.parametrize(
    "values", [{"verified": ""}, {"verified": "sure"}, {"language": "xx"}, {"form": "email"}]
)
def test_no_answer_without_a_checked_identity(estate, officer, values):
    with pytest.raises(BadInput):
        made(officer, estate.person, **values)
    assert not AccessReport.objects.exists()


def test_protected_people_are_answered_by_those_named(estate, officer):
    Person.objects.filter(pk=estate.person.pk).update(protected=True)
    with pytest.raises(MissingRight):
        made(officer, estate.person)


def test_who_read_a_protected_file_is_told_by_role(estate, officer):
    from musanada.people.held import readers

    reader = estate.accounts["protection_officer"]
    journal(reader, "people.read_protected", "done", estate.person)
    lines = readers(asking(officer, estate)).rows
    assert [role for _day, role in lines] == ["Chargé de protection"]
    assert reader.display_name not in str(lines)


def test_a_confidential_file_is_in_no_answer_of_someone_unnamed(estate, officer):
    from musanada.people.models import ConfidentialFile

    ConfidentialFile.objects.create(
        person=estate.person,
        unit=estate.office,
        subject="asylum",
        hides_person=False,
        owner=estate.accounts["protection_officer"],
        opened_by=estate.accounts["protection_officer"],
    )
    found = told(officer, estate.person, estate.office)
    assert not {"Votre dossier confidentiel", "Asile", "Qui a ouvert votre dossier protégé"} & found.keys()


def asking(actor, estate):
    from musanada.dataprotection.organisations import office_keys
    from musanada.kit.choices import FieldGroup
    from musanada.kit.subject import Asking

    every = frozenset(FieldGroup.values)
    return Asking(actor, (estate.person.pk,), office_keys(estate.office), every, frozenset(), "fr")


def test_only_its_maker_opens_it_and_only_for_an_hour(estate, officer):
    report = made(officer, estate.person)
    assert queries.report(officer, report.pk).open
    with pytest.raises(Http404):
        queries.report(estate.everyone, report.pk)
    AccessReport.objects.filter(pk=report.pk).update(made_at=timezone.now() - timedelta(hours=2))
    assert not queries.report(officer, report.pk).open


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_papers(estate, officer, lang):
    """Both in both languages; set PAPERS to a folder to look at them."""
    from musanada.dataprotection.commands import erasure

    report = made(officer, estate.person, language=lang)
    first = paper.report_pdf(officer, report)
    one = erasure.ask_erasure(estate.everyone, estate.person, verified="document")
    one = erasure.grant(officer, erasure.examine(estate.everyone, one, note="rien"))
    manager = estate.accounts["programme_manager"]
    one = erasure.execute_erasure(manager, erasure.confirm(manager, one))
    second = paper.certificate_pdf(one, lang)
    for name, content in (("report", first), ("certificate", second)):
        assert content.startswith(b"%PDF-1.")
        if os.environ.get("PAPERS"):
            (Path(os.environ["PAPERS"]) / f"{name}-{lang}.pdf").write_bytes(content)
