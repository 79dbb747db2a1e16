"""The assessment: one at a time, due by risk, complete before its review, reviewed by another; its clocks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection.commands import assessments, options
from musanada.protection.models import Assessment, Clock, ProtectionFile
from musanada.protection.queries import assessments as reads
from musanada.protection.tests import interests as i
from musanada.protection.tests import scene as s

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def file(scene):
    return i.team(scene, s.child_file(scene))


def running(file, kind):
    return Clock.objects.filter(file=file, kind=kind, met_on=None, dropped_on=None).first()


@pytest.mark.parametrize(("risk", "days"), [("high", 7), ("medium", 14), ("low", 30), ("", 7)])
def test_first_assessment_is_due_by_risk_since_the_identification(scene, file, risk, days):
    ProtectionFile.objects.filter(pk=file.pk).update(risk=risk)
    file.refresh_from_db()
    one = assessments.open_assessment(scene.manager, file, trigger="first")
    assert one.due_on == file.identified_on + timedelta(days=days)
    assert running(file, "bia").due_on == one.due_on


def test_opening_takes_the_step_of_the_case_and_starts_once(scene, file):
    key = reads.Assessment().pk
    one = assessments.open_assessment(scene.manager, file, trigger="care", pk=key)
    again = assessments.open_assessment(scene.manager, file, trigger="care", pk=key)
    file.case.refresh_from_db()
    assert (one.pk, file.case.state) == (again.pk, "bia_open")
    with pytest.raises(Refused, match="déjà en cours"):
        assessments.open_assessment(scene.manager, file, trigger="risk")


def test_who_is_not_named_opens_none(scene, file):
    with pytest.raises(MissingRight):
        assessments.open_assessment(scene.second, file, trigger="first")


def test_done_asks_for_all_that_a_reviewer_must_find(scene, file):
    one = assessments.open_assessment(scene.manager, file, trigger="first")
    lacking = []
    for values in (
        {"views": ""}, {"maturity": ""}, {"factors": {}}, {"recommendation": ""}, {"reasons": ""}, {"bid_needed": ""},
    ):  # fmt: skip
        assessments.write_assessment(scene.manager, one, draft=i.draft(**values))
        if values == {"bid_needed": ""}:
            options.weigh(scene.manager, one, **i.RETURN)
        with pytest.raises(BadInput) as problem:
            assessments.finish_assessment(scene.manager, one)
        lacking += list(problem.value.fields)
    assert lacking == ["views", "maturity", "factors", "recommendation", "reasons", "bid_needed"]


def test_a_durable_solution_of_a_child_alone_takes_a_panel(scene, file):
    with pytest.raises(BadInput, match="panel"):
        i.assessed(scene, file, bid_needed="no")


def test_review_is_by_another_and_ends_the_assessment(scene, file):
    one = i.assessed(scene, file)
    assert running(file, "bia") is None
    with pytest.raises(Refused, match="une autre personne"):
        assessments.review_assessment(scene.manager, one, accept=True)
    one = assessments.review_assessment(scene.officer, one, accept=True)
    file.case.refresh_from_db()
    assert (one.state, file.case.state) == ("reviewed", "bia_done")
    assert one.valid_to == TODAY() + timedelta(days=180) == running(file, "bia_review").due_on


def test_sent_back_it_is_due_again_and_may_be_changed(scene, file):
    one = i.assessed(scene, file)
    with pytest.raises(BadInput):
        assessments.review_assessment(scene.officer, one, accept=False)
    one = assessments.review_assessment(scene.officer, one, accept=False, text="Entendez aussi la tante.")
    assert (one.state, one.done_on) == ("returned", None)
    assert running(file, "bia").due_on == one.due_on
    assessments.write_assessment(scene.manager, one, draft=i.draft(heard=("child", "family")))
    assert assessments.finish_assessment(scene.manager, one).state == "done"


def test_what_waits_for_its_reviewer_does_not_change(scene, file):
    one = i.assessed(scene, file)
    with pytest.raises(Refused):
        assessments.write_assessment(scene.manager, one, draft=i.draft())
    with pytest.raises(Refused):
        options.weigh(scene.manager, one, **i.STAY)


def test_an_option_names_its_country_and_is_weighed_once(scene, file):
    one = assessments.open_assessment(scene.manager, file, trigger="first")
    with pytest.raises(BadInput, match="pays"):
        options.weigh(scene.manager, one, **i.RETURN | {"country": ""})
    options.weigh(scene.manager, one, **i.RETURN)
    with pytest.raises(BadInput, match="déjà"):
        options.weigh(scene.manager, one, **i.RETURN)


def test_while_a_panel_is_prepared_the_sentence_says_what_to_do(scene, file):
    i.reported(scene, file)
    with pytest.raises(Refused, match="faits nouveaux"):
        assessments.open_assessment(scene.manager, file, trigger="risk")
    assert Assessment.objects.filter(file=file).count() == 1
