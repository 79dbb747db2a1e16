"""What the page of a case shows, and to whom."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases.commands import files as commands
from musanada.cases.models import Case, CaseStep, Piece, RequiredPiece
from musanada.cases.queries import files
from musanada.cases.tests import casework
from musanada.cases.tests.test_files_pages.helper import page, text_of
from musanada.kit.ids import show_reference


def test_the_case_shows_its_parts(office, case):
    maha = office.world.maha
    casework.rule()
    commands.raise_alert(maha, case, level="danger", text="Menaces reçues")
    commands.add_task(maha, case, what="Acheter le billet", due_on=timezone.localdate())
    commands.write_note(maha, case, text="Préfère le train")
    office.step(maha, case, "prepare")
    text = text_of(page(maha, "files:show", case.pk))
    for words in (
        show_reference(case.reference),
        "Mamadou Diallo",
        "Menaces reçues",
        "Acheter le billet",
        "Préfère le train",
        "Voyage",
        "Préparé",
        casework.NOT_READY.replace("'", "&#x27;"),
        "Renoncer",
    ):
        assert words in text
    assert reverse("files:step", args=[case.pk, "give_up"]) in text


def test_deadlines_say_how_much_is_left_or_late(office):
    casework.rule()
    late = office.case(opened_on=timezone.localdate() - timedelta(days=13))
    assert "En retard de 3 jours" in text_of(page(office.world.maha, "files:show", late.pk))
    office.step(office.world.maha, late, "wait", on=timezone.localdate() - timedelta(days=6))
    assert "Suspendu, 6 jours en tout" in text_of(page(office.world.maha, "files:show", late.pk))
    office.step(office.world.maha, late, "prepare")
    assert "Tenu à temps" in text_of(page(office.world.maha, "files:show", late.pk))


def test_the_checklist_shows_what_is_missing(office, case):
    RequiredPiece.objects.create(
        procedure=casework.CODE, type_id="ticket", valid_from=case.opened_on - timedelta(days=1)
    )
    assert "Manque" in text_of(page(office.world.maha, "files:show", case.pk))
    Piece.objects.create(case=case, type_id="ticket", recorded_by=office.world.maha)
    text = text_of(page(office.world.maha, "files:show", case.pk))
    assert "Manque" not in text and "Au dossier" in text


def test_another_part_of_the_file_or_office_does_not_find_it(office, case):
    """The travel officer reaches it; the secretary's part is another; Zaki works elsewhere."""
    assert page(office.yto, "files:show", case.pk).status_code == 200
    for user in (office.sanaa, office.world.zaki, office.world.salma, office.world.hind):
        assert page(user, "files:show", case.pk).status_code == 404
        assert list(files.visible(user)) == []
        assert show_reference(case.reference) not in text_of(page(user, "files:side", "team"))


def test_a_member_of_a_commission_and_a_shelter_see_no_case_page(office, case):
    for user in (office.member, office.rim):
        for name, args in (("files:list", ()), ("files:day", ()), ("files:show", (case.pk,))):
            answer = page(user, name, *args)
            assert answer.status_code == 403
            assert "case.view" in text_of(answer)


def test_the_other_roles_of_the_same_office_see_their_own_part(office, case, monkeypatch):
    """The same table holds a case of another part: the secretary sees that one and not the journey."""
    from musanada.cases.procedures import PROCEDURES, Procedure
    from musanada.kit.choices import FieldGroup

    journey = office.procedure
    legal = Procedure("paper", "Papier", journey.flow, FieldGroup.LEGAL, journey.states, journey.closures)
    PROCEDURES.add("paper", legal)
    try:
        paper = office.case()
        Case.objects.filter(pk=paper.pk).update(procedure="paper")
        seen = {
            user.username: set(files.visible(user)) for user in (office.sanaa, office.yto, office.world.maha)
        }
        assert seen == {"sanaa": {paper}, "yto": {case}, "maha": {paper, case}}
        assert page(office.sanaa, "files:show", paper.pk).status_code == 200
        assert page(office.yto, "files:show", paper.pk).status_code == 404
    finally:
        del PROCEDURES._things["paper"]


def test_a_protected_person_is_in_no_list_and_a_reading_is_noted(office, case):
    """Their page opens to whom their file names, and leaves its line."""
    from musanada.people.commands import confidential

    protector = casework.account(office.world.rabat, "nadia", "protection_officer")
    confidential.open_file(
        protector, case.person, subject="violence", hides_person=True, reason="menaces au téléphone"
    )
    nadia = type(protector).objects.get(pk=protector.pk)
    assert list(files.visible(nadia)) == []
    assert page(office.world.maha, "files:show", case.pk).status_code == 404
    before = AuditEntry.objects.filter(verb="people.read_protected").count()
    assert page(nadia, "files:show", case.pk).status_code == 200
    assert AuditEntry.objects.filter(verb="people.read_protected").count() == before + 1


def test_staff_of_an_unknown_office_is_not_named_in_the_journal(office, case):
    CaseStep.objects.create(
        case=case, code="prepare", from_state="asked", to_state="prepared", by=office.world.hind
    )
    told = files.parts(office.world.maha, case)
    assert [one.who for one in told.journal] == ["", str(office.world.maha)]
