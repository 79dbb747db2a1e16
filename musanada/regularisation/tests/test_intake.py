"""Opening, declaring, lodging, completing a file: what is kept, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.doors import may
from musanada.cases.clocks import after_months
from musanada.cases.models import Case, CaseStep, Deadline
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands as people
from musanada.regularisation.commands import intake, leaving
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.models import Application, Claim
from musanada.regularisation.secrets import matches
from musanada.regularisation.tests import scene as s

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_a_file_opens_in_preparation_at_its_office(scene):
    made = s.opened(scene, None, "C5", "C4")
    assert made.case.state == "draft"
    assert made.case.unit == scene.rabat
    assert made.place.code == "MA-RAB"
    assert [str(c.criterion.code) for c in made.claims.all()] == ["C4", "C5"]


def test_the_same_draft_twice_is_one_file(scene):
    person, draft = s.applicant(scene), ApplicationDraft(claims=("C5",))
    one = intake.open_application(
        scene.agent, scene.rabat, operation=scene.operation, person=person, draft=draft
    )
    two = intake.open_application(
        scene.agent, scene.rabat, operation=scene.operation, person=person, draft=draft
    )
    assert one.pk == two.pk
    assert Case.objects.filter(procedure="regularisation").count() == 1


def test_a_unit_that_is_no_office_of_the_operation_is_refused(scene):
    scene.operation.offices.filter(unit=scene.rabat).update(to_on=TODAY())
    with pytest.raises(Refused) as why:
        s.opened(scene)
    assert why.value.code == "not_an_office"


def test_another_office_cannot_be_written_for(scene):
    person = s.applicant(scene)
    with pytest.raises(MissingRight):
        intake.open_application(
            scene.agent, scene.sale, operation=scene.operation, person=person, draft=ApplicationDraft()
        )


def test_a_humanitarian_office_takes_no_files(scene):
    person = s.applicant(scene, at="aide")
    with pytest.raises(Refused) as why:
        intake.open_application(
            scene.staff["aide.agent"], scene.aide, operation=scene.operation, person=person, draft=ApplicationDraft()
        )  # fmt: skip
    assert why.value.code == "not_an_office"


def test_someone_unknown_to_the_office_has_no_file_there(scene):
    stranger = s.applicant(scene, at="aide")
    with pytest.raises(Refused):
        s.opened(scene, stranger)


def test_one_file_per_person_and_operation_says_where_it_is_to_who_sees_it(scene):
    person = s.applicant(scene)
    first = s.opened(scene, person)
    with pytest.raises(Refused) as why:
        s.opened(scene, person)
    assert str(first) in str(why.value)


def test_one_file_per_person_tells_another_office_nothing_of_where(scene):
    person = s.applicant(scene)
    first = s.opened(scene, person)
    leaving.known_at(scene.sale, person)
    with pytest.raises(Refused) as why:
        s.opened(scene, person, at="sale")
    assert why.value.code == "exists"
    assert str(first) not in str(why.value)
    assert "Rabat" not in str(why.value)


def test_merged_records_are_one_person(scene):
    person, twin = s.applicant(scene), s.applicant(scene, "Awa Dialo")
    s.opened(scene, twin)
    people.merge(scene.manager, person, gone=twin, reason="même personne")
    person.refresh_from_db()
    with pytest.raises(Refused) as why:
        s.opened(scene, person)
    assert why.value.code == "exists"


def test_after_a_withdrawal_the_person_may_come_back(scene):
    person = s.applicant(scene)
    leaving.withdraw(scene.agent, s.lodged(scene, person))
    assert s.opened(scene, person).case.state == "draft"


def test_a_category_that_is_not_asked_for_is_refused(scene):
    with pytest.raises(BadInput) as why:
        s.opened(scene, None, "C7")
    assert "claims" in why.value.fields


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("arrived_on", {"arrived_on": timezone.localdate() + timedelta(days=2)}),
        ("spouse", {"spouse": "nobody"}),
        ("spouse", {"together_on": timezone.localdate()}),
        ("schooling", {"schooling": "9"}),
        ("unaccompanied", {"unaccompanied": "perhaps"}),
        ("occupation", {"occupation": "x" * 121}),
    ],
)
def test_what_cannot_be_declared_is_said_at_its_field(scene, field, values):
    with pytest.raises(BadInput) as why:
        s.opened(scene, None, "C5", **values)
    assert field in why.value.fields


def test_lodging_starts_two_months_and_gives_a_secret(scene):
    made = s.opened(scene)
    day = TODAY() - timedelta(days=3)
    secret = intake.lodge(scene.agent, made, on=day)
    case = made.case
    assert case.state == "lodged"
    assert made.lodged_on == day
    assert case.due_on == after_months(day, 2)
    assert secret not in made.secret_hash
    assert matches(made.secret_hash, case.reference, secret.lower())
    assert not matches(made.secret_hash, case.reference, secret[::-1] + "2")


def test_a_file_is_lodged_once(scene):
    made = s.lodged(scene)
    known = made.secret_hash
    with pytest.raises(Refused):
        intake.lodge(scene.agent, made)
    made.refresh_from_db()
    assert made.secret_hash == known


@pytest.mark.parametrize("days", [-200, 1])
def test_a_day_outside_the_window_or_to_come_is_refused(scene, days):
    made = s.opened(scene)
    with pytest.raises((Refused, BadInput)):
        intake.lodge(scene.agent, made, on=TODAY() + timedelta(days=days))
    made.refresh_from_db()
    assert made.lodged_on is None
    assert made.case.state == "draft"


def test_nothing_claimed_is_not_lodged(scene):
    made = s.opened(scene)
    intake.set_claims(scene.agent, made, codes=[])
    with pytest.raises(Refused):
        intake.lodge(scene.agent, made)


def test_a_spouse_says_whose(scene):
    made = s.opened(scene, None, "C2")
    with pytest.raises(Refused):
        intake.lodge(scene.agent, made)
    intake.declare(scene.agent, made, draft=ApplicationDraft(spouse="regular"))
    assert intake.lodge(scene.agent, made)


def test_a_lodged_file_keeps_one_category(scene):
    made = s.lodged(scene)
    with pytest.raises(Refused) as why:
        intake.withdraw_claim(scene.agent, made.claims.get())
    assert why.value.code == "last_claim"


def test_categories_become_those_chosen(scene):
    made = s.lodged(scene)
    intake.set_claims(scene.agent, made, codes=["C4", "C1"])
    open_claims = Claim.objects.filter(application=made, withdrawn_on=None)
    assert {one.criterion.code for one in open_claims} == {"C1", "C4"}


def test_nothing_declared_changes_once_decided(scene):
    made = s.complete(scene)
    s.opinion(scene, made)
    with pytest.raises(Refused) as why:
        intake.declare(scene.agent, made, draft=ApplicationDraft(occupation="maçon"))
    assert why.value.code == "not_editable"


def test_pieces_are_asked_for_with_a_day_to_bring_them(scene):
    made = s.lodged(scene)
    intake.ask_pieces(scene.agent, made, pieces=["lease"], appointment=timezone.now() + timedelta(days=7))
    assert made.case.state == "incomplete"
    assert made.case.appointments.get().purpose == "pieces"
    assert "lease" in CaseStep.objects.get(case=made.case, code="ask_pieces").seen


def test_asking_for_nothing_is_refused(scene):
    with pytest.raises(BadInput):
        intake.ask_pieces(scene.agent, s.lodged(scene))


def test_a_file_with_a_piece_missing_is_not_complete(scene):
    made = s.lodged(scene)
    with pytest.raises(Refused):
        intake.declare_complete(scene.agent, made)
    s.give_pieces(made, scene.agent)
    intake.declare_complete(scene.agent, made)
    assert made.case.state == "complete"
    assert made.complete_on == TODAY()


def test_a_family_has_a_file_each_and_depends_on_the_first(scene):
    names = ("Awa Diallo", "Fanta Diallo", "Issa Diallo")
    drafts = [ApplicationDraft(claims=("C2",), spouse="regular"), ApplicationDraft(claims=("C3",)), ApplicationDraft(claims=("C3",))]  # fmt: skip
    members = [intake.Member(s.applicant(scene, n), d) for n, d in zip(names, drafts, strict=True)]
    made = intake.open_family(scene.agent, scene.rabat, operation=scene.operation, members=members)
    assert made[0].case.principal is None
    assert {one.case.principal for one in made[1:]} == {made[0].case}


def test_a_family_opens_whole_or_not_at_all(scene):
    first, second = s.applicant(scene), s.applicant(scene, "Fanta Diallo")
    s.opened(scene, second)
    members = [intake.Member(one, ApplicationDraft(claims=("C5",))) for one in (first, second)]
    with pytest.raises(Refused):
        intake.open_family(scene.agent, scene.rabat, operation=scene.operation, members=members)
    assert Application.objects.filter(case__person=first).count() == 0


def test_a_duplicate_names_the_file_that_goes_on(scene):
    person, twin = s.applicant(scene), s.applicant(scene, "Awa Dialo")
    one, two = s.lodged(scene, person), s.lodged(scene, twin)
    with pytest.raises(BadInput):
        leaving.mark_duplicate(scene.manager, two, of=one)
    people.merge(scene.manager, person, gone=twin, reason="même personne")
    leaving.mark_duplicate(scene.manager, Application.objects.get(pk=two.pk), of=one)
    assert Case.objects.get(pk=two.case_id).closure == "duplicate"


def test_an_agent_does_not_close_as_a_duplicate(scene):
    one = s.lodged(scene)
    with pytest.raises(MissingRight):
        leaving.mark_duplicate(scene.agent, one, of=one)


def test_a_transfer_keeps_the_deposit_and_its_clock(scene):
    day = TODAY() - timedelta(days=20)
    made = s.lodged(scene, on=day)
    s.give_pieces(made, scene.agent)
    due = made.case.due_on
    fresh = leaving.transfer(scene.manager, made, to=scene.sale)
    case = Case.objects.get(pk=fresh.case_id)
    assert (case.unit, case.state, case.due_on) == (scene.sale, "lodged", due)
    assert fresh.lodged_on == day
    assert case.pieces.count() == made.case.pieces.count() > 0
    assert made.case.state == "transferred"
    assert Deadline.objects.get(case=case, met_on=None, dropped_on=None).started_on == day
    assert may(scene.staff["sale.agent"], "people.view", case.person)


def test_a_transfer_goes_to_an_office_of_the_operation(scene):
    with pytest.raises(Refused) as why:
        leaving.transfer(scene.manager, s.lodged(scene), to=scene.root)
    assert why.value.code == "not_an_office"


def test_a_file_given_up_closes_with_its_reason(scene):
    made = s.lodged(scene)
    intake.ask_pieces(scene.agent, made, pieces=["lease"])
    leaving.lapse(scene.manager, made, text="ne s'est pas présentée")
    assert made.case.closure == "unreachable"


def test_a_death_ends_the_file(scene):
    assert leaving.die(scene.manager, s.lodged(scene)).case.closure == "deceased"


def test_a_case_of_another_office_is_not_touched(scene):
    made = s.lodged(scene)
    for step in (intake.renew_receipt, intake.declare_complete, leaving.withdraw):
        with pytest.raises(MissingRight):
            step(scene.staff["sale.agent"], made)
