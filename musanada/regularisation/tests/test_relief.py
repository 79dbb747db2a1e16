"""Relief: a condition run over refused files, the list and its reasons, decided by another person for all or none."""

import time
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.models import Case, CaseStep
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.regularisation.commands import appeals
from musanada.regularisation.commands import relief as commands
from musanada.regularisation.models import (
    AgendaItem,
    Condition,
    Criterion,
    CriterionVersion,
    Decision,
    Instruction,
    Relief,
    ReliefItem,
    Session,
)
from musanada.regularisation.queries import relief as queries
from musanada.regularisation.tests import scene as scenes
from musanada.regularisation.tests.scene import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def women(scene):
    """Every woman: the condition of a relief, whatever the operation shipped."""
    criterion, _new = Criterion.objects.get_or_create(
        operation=scene.operation, code="W7", defaults={"name_fr": "Femme", "claimable": False}
    )
    version = CriterionVersion.objects.create(
        criterion=criterion, number=1, stage="relief", text_fr="Toute femme", valid_from=TODAY
    )
    Condition.objects.create(version=version, fact="sex", compare="is", value="F")
    return version


def refused(scene, name, *, at="rabat", sex="F", state="unfavourable"):
    born = scenes.applicant(
        scene, name, at=at, sex=sex, birth=PartialDate(date(1990, 5, 2), BirthPrecision.DAY)
    )
    made = scenes.lodged(scene, born, at=at, on=TODAY - timedelta(days=30))
    scenes.opinion(scene, made, on=TODAY - timedelta(days=7), recorded_at=timezone.now())
    if state != "unfavourable":
        closed = {"closed_on": TODAY, "closure": "refused"} if state == "closed_refused" else {}
        Case.objects.filter(pk=made.case_id).update(state=state, **closed)
    made.case.refresh_from_db()
    return made


def prepared(scene, version, actor=None):
    return commands.prepare_relief(
        actor or scene.staff["commission.case_manager"],
        scene.commission,
        operation=scene.operation,
        version=version,
        name_fr="Toutes les femmes",
    )


def state_of(*files):
    return list(
        Case.objects.filter(pk__in=[f.case_id for f in files])
        .order_by("reference")
        .values_list("state", flat=True)
    )


def test_who_meets_it_is_listed_with_the_reason_and_nothing_changes(scene, women):
    woman, man = refused(scene, "Awa Diallo"), refused(scene, "Ousmane Bah", sex="M")
    nobody = refused(scene, "Sory Ba", sex="unknown", at="sale")
    one = prepared(scene, women)
    item = ReliefItem.objects.get()
    assert item.application == woman
    assert [f["fact"] for f in item.findings] == ["sex"]
    assert one.examined == 3
    found = {row.unit: (row.met, row.not_met, row.not_shown) for row in queries.tallies(one)}
    assert found == {scene.rabat: (1, 1, 0), scene.sale: (0, 0, 1)}
    assert set(state_of(woman, man, nobody)) == {"unfavourable"}


@pytest.mark.parametrize("state", queries.RELIEVABLE)
def test_a_refused_file_is_relieved_wherever_it_stands(state, scene, women):
    file = refused(scene, "Awa Diallo", state=state)
    commands.decide_relief(scene.national, prepared(scene, women), on=TODAY)
    case = Case.objects.get(pk=file.case_id)
    assert (case.state, case.closed_on, case.closure) == ("relieved", None, "")
    decision = Decision.objects.get(stage="relief")
    assert (decision.result, decision.retained, decision.on) == ("favourable", women, TODAY)
    sent = Instruction.objects.get()
    assert (sent.application, sent.favourable, sent.relief.state) == (file, True, "decided")
    steps = list(CaseStep.objects.filter(case=case).values_list("code", flat=True))
    assert steps[-1] == "relieve"
    assert ("reopen_for_relief" in steps) is (state == "closed_refused")


def test_files_before_an_opinion_are_not_examined(scene, women):
    scenes.lodged(scene, scenes.applicant(scene, "Fanta Keïta"))
    assert prepared(scene, women).examined == 0


def test_whoever_prepares_does_not_decide(scene, women):
    refused(scene, "Awa Diallo")
    one = prepared(scene, women, scene.national)
    with pytest.raises(Refused) as refusal:
        commands.decide_relief(scene.national, one, on=TODAY)
    assert refusal.value.code == "relief_same_person"
    with pytest.raises(MissingRight):
        commands.decide_relief(scene.staff["commission.case_manager"], one, on=TODAY)
    assert Relief.objects.get().state == "prepared"


def test_an_empty_list_is_not_decided(scene, women):
    refused(scene, "Ousmane Bah", sex="M")
    with pytest.raises(Refused) as refusal:
        commands.decide_relief(scene.national, prepared(scene, women), on=TODAY)
    assert refusal.value.code == "relief_empty"


def test_a_list_older_than_a_decision_is_prepared_again(scene, women):
    file, other = refused(scene, "Awa Diallo"), refused(scene, "Fanta Keïta")
    one = prepared(scene, women)
    Decision.objects.create(
        application=file,
        stage="appeal",
        result="unfavourable",
        reasons=",length,",
        on=TODAY,
        by=scene.national,
    )
    with pytest.raises(Refused) as refusal:
        commands.decide_relief(scene.national, one, on=TODAY)
    assert refusal.value.code == "relief_stale"
    assert set(state_of(file, other)) == {"unfavourable"}
    assert commands.decide_relief(scene.national, prepared(scene, women), on=TODAY).state == "decided"


def test_a_file_that_left_makes_the_list_old_too(scene, women):
    file = refused(scene, "Awa Diallo")
    one = prepared(scene, women)
    Case.objects.filter(pk=file.case_id).update(state="deceased", closed_on=TODAY, closure="deceased")
    with pytest.raises(Refused) as refusal:
        commands.decide_relief(scene.national, one, on=TODAY)
    assert refusal.value.code == "relief_stale"


def test_it_is_decided_once(scene, women):
    refused(scene, "Awa Diallo")
    one = commands.decide_relief(scene.national, prepared(scene, women), on=TODAY)
    with pytest.raises(Refused) as refusal:
        commands.decide_relief(scene.national, one, on=TODAY)
    assert refusal.value.code == "relief_not_open"
    with pytest.raises(Refused):
        commands.cancel_relief(scene.national, one)
    assert Instruction.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 8])
def test_it_is_decided_on_a_day_that_can_be(days, scene, women):
    refused(scene, "Awa Diallo")
    with pytest.raises(BadInput):
        commands.decide_relief(scene.national, prepared(scene, women), on=TODAY - timedelta(days=days))


def test_a_file_left_out_stays_refused_with_its_reason(scene, women):
    kept, left = refused(scene, "Awa Diallo"), refused(scene, "Fanta Keïta")
    one = prepared(scene, women)
    item = ReliefItem.objects.get(application=left)
    with pytest.raises(BadInput):
        commands.leave_out(scene.national, item, reason="  ")
    commands.leave_out(scene.national, item, reason="Dossier en double à vérifier")
    commands.decide_relief(scene.national, one, on=TODAY)
    assert Case.objects.get(pk=kept.case_id).state == "relieved"
    assert Case.objects.get(pk=left.case_id).state == "unfavourable"
    item.refresh_from_db()
    assert item.left_out_reason == "Dossier en double à vérifier"
    with pytest.raises(Refused):
        commands.keep(scene.national, item)


def test_an_open_appeal_loses_its_object_and_leaves_the_agenda(scene, women):
    file = refused(scene, "Awa Diallo")
    appeal = appeals.lodge_appeal(scene.agent, file, on=TODAY, grounds="")
    session = Session.objects.create(
        operation=scene.operation, unit=scene.commission, kind="plenary", number=1, held_on=TODAY,
        quorum=1, made_by=scene.national,
    )  # fmt: skip
    item = AgendaItem.objects.create(
        session=session, application=file, stage="appeal", appeal=appeal, position=1
    )
    commands.decide_relief(scene.national, prepared(scene, women), on=TODAY)
    appeal.refresh_from_db()
    item.refresh_from_db()
    assert (appeal.state, item.removed_at is not None) == ("relieved", True)
    assert Decision.objects.get(stage="relief").appeal == appeal


@pytest.mark.parametrize("what", ["stage", "operation", "unit"])
def test_only_a_condition_of_a_relief_of_this_operation_is_run(what, scene, women):
    unit, operation = scene.commission, scene.operation
    if what == "stage":
        CriterionVersion.objects.filter(pk=women.pk).update(stage="first")
        women.refresh_from_db()
    elif what == "operation":
        operation = scenes.an_operation(scene, "autre")
    else:
        unit = scene.aide
    with pytest.raises((BadInput, Refused)):
        commands.prepare_relief(
            scene.staff["commission.case_manager"], unit, operation=operation, version=women, name_fr="X"
        )
    assert not Relief.objects.exists()


def test_a_hidden_person_is_on_no_list(scene, women):
    file = refused(scene, "Awa Diallo")
    type(file.case.person).objects.filter(pk=file.case.person_id).update(protected=True)
    one = prepared(scene, women)
    assert (one.examined, ReliefItem.objects.count()) == (0, 0)


def test_pages_prepare_explain_leave_out_and_decide(scene, women):
    files = [refused(scene, name) for name in ("Awa Diallo", "Fanta Keïta")]
    preparing, deciding = (
        signed_in(user) for user in (scene.staff["commission.case_manager"], scene.national)
    )
    answer = preparing.post(
        reverse("regularisation:relief-new"), {"version": women.pk, "name_fr": "Toutes les femmes"}
    )
    one = Relief.objects.get()
    assert answer.url == reverse("regularisation:relief", args=[one.pk])
    page = preparing.get(answer.url).content.decode()
    assert all(str(file.case) in page for file in files)
    assert "Sexe : femme" in page
    item = ReliefItem.objects.get(application=files[0])
    leave = reverse("regularisation:relief-leave-out", args=[one.pk, item.pk])
    assert preparing.post(leave, {"reason": ""}).status_code == 422
    assert preparing.post(leave, {"reason": "À vérifier"}).status_code == 302
    assert preparing.post(reverse("regularisation:relief-keep", args=[one.pk, item.pk])).status_code == 302
    decide = reverse("regularisation:relief-decide", args=[one.pk])
    assert preparing.post(decide, {"on": TODAY}).status_code == 403
    assert deciding.get(decide).status_code == 200
    assert deciding.post(decide, {"on": TODAY + timedelta(days=1)}).status_code == 422
    assert deciding.post(decide, {"on": TODAY}).status_code == 302
    assert state_of(*files) == ["relieved", "relieved"]


def test_an_office_prepares_and_sees_nothing_of_the_commission(scene, women):
    refused(scene, "Awa Diallo")
    one = prepared(scene, women)
    item = ReliefItem.objects.get()
    for user in (scene.manager, scene.secretary, scene.staff["aide.case_manager"]):
        client = signed_in(user)
        assert client.get(reverse("regularisation:relief", args=[one.pk])).status_code == 404
        keep = reverse("regularisation:relief-keep", args=[one.pk, item.pk])
        assert client.post(keep).status_code == 404
        form = {"version": women.pk, "name_fr": "Forgé"}
        assert client.post(reverse("regularisation:relief-new"), form).status_code == 422
        with pytest.raises(MissingRight):
            prepared(scene, women, user)
    assert Relief.objects.count() == 1


def test_a_file_costs_one_question(scene, women, django_assert_max_num_queries):
    """4,400 in ten seconds: the time of a file is the guard's one question; everything else is done once."""
    files = [refused(scene, f"Awa {n}") for n in range(25)]
    one = prepared(scene, women)
    began = time.perf_counter()
    with django_assert_max_num_queries(40 + len(files)):
        commands.decide_relief(scene.national, one, on=TODAY)
    assert time.perf_counter() - began < 5
    assert set(state_of(*files)) == {"relieved"}
