"""Who is asked when, and the interview: agreement, drafts that stay, holes that are said."""

from datetime import timedelta
from decimal import Decimal

import pytest

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.periods import add_months
from musanada.people.commands.consents import withdraw_consent
from musanada.returns.models import Activity, Plan
from musanada.returns.tests.survey_scene import (
    SATISFACTION,
    TODAY,
    a_round,
    agree,
    answered,
    arrived,
    done,
    started,
    version,
)
from musanada.surveys.commands import interviews
from musanada.surveys.models import Score, SurveyAnswer
from musanada.surveys.queries import results, rounds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("months", "state"), [(0, "soon"), (1, "now"), (3, "now"), (4, "late"), (6, "missed")]
)
def test_who_is_to_be_asked_now(scene, months, state):
    one, case = a_round(scene), arrived(scene, months)
    found = {s: [c.pk for c in rounds.listed(scene.agent, one, s)] for s in rounds.WAITING}
    assert found == {key: [] for key in rounds.WAITING} | {state: [case.pk]}
    assert rounds.counts(scene.agent, one)[state] == 1


def test_a_population_by_direction(scene):
    """The mission abroad organises returns to Morocco; here only returns from Morocco are of this office."""
    case = arrived(scene, 2)
    here, there = (
        a_round(scene, "from", population="returnees_from_morocco"),
        a_round(scene, "to", population="returnees_to_morocco"),
    )
    assert rounds.event_of(here, case) == add_months(TODAY, -2)
    assert rounds.event_of(there, case) is None


def test_who_was_supported_is_asked_at_the_end(scene):
    from musanada.cases.models import Case

    one = a_round(
        scene,
        "end",
        version=version(SATISFACTION),
        population="supported",
        stage="end",
        from_months=0,
        to_months=1,
    )
    case = arrived(scene, 8)
    plan = Plan.objects.create(file=case.reintegration, goal="x", drafted_by=scene.manager, state="approved")
    Case.objects.filter(pk=case.pk).update(state="completed", closed_on=TODAY, closure="goals_met")
    assert rounds.event_of(one, case) is None  # nothing was given
    Activity.objects.create(
        plan=plan, dimension="economic", kind="business", form="kind", what="x", given_on=TODAY
    )
    assert rounds.event_of(one, case) == TODAY


def test_a_round_is_of_its_organisation(scene):
    """The other mission sees neither the round nor whom it asks."""
    one, abroad = a_round(scene), arrived(scene, 2, at="france")
    assert list(rounds.rounds(scene.abroad)) == []
    with pytest.raises(Refused):
        interviews.start_interview(
            scene.staff["france.agent"], abroad, one=one, mode="phone", language="fr", on=TODAY
        )


def test_nobody_is_asked_without_agreement(scene):
    one, case = a_round(scene), arrived(scene, 2, agrees=False)
    with pytest.raises(Refused) as refusal:
        started(scene, case, one)
    assert refusal.value.code == "survey_consent"
    agree(scene, case)
    assert started(scene, case, one).consent is not None


def test_an_agreement_taken_back_stops_the_interview(scene):
    one, case = a_round(scene), arrived(scene, 2, agrees=False)
    said = agree(scene, case)
    interview = started(scene, case, one)
    withdraw_consent(scene.agent, case.person, consent=said)
    with pytest.raises(Refused):
        interviews.save_answers(scene.agent, interview, answers={"eco_works": "yes"})


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=60)])
def test_the_day_lies_in_the_window_and_not_ahead(scene, day):
    one, case = a_round(scene), arrived(scene, 2)
    with pytest.raises(BadInput) as refusal:
        started(scene, case, one, on=day)
    assert "on" in refusal.value.fields


def test_missed_is_missed_unless_it_was_asked_in_time(scene):
    """Paper filled in the window is entered months later."""
    one, case = a_round(scene), arrived(scene, 9)
    with pytest.raises(BadInput):
        started(scene, case, one)
    assert started(scene, case, one, on=add_months(TODAY, -7)).outcome == "started"


def test_the_first_interview_freezes_the_version(scene):
    one, case = a_round(scene), arrived(scene, 2)
    assert one.version.frozen_at is None
    started(scene, case, one)
    one.version.refresh_from_db()
    assert one.version.frozen_at is not None


def test_answers_are_kept_as_one_goes_and_change(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview = started(scene, case, one)
    interviews.save_answers(scene.agent, interview, answers={"eco_works": "yes", "eco_assets": "refused"})
    interviews.save_answers(scene.agent, interview, answers={"eco_works": "no"})
    assert started(scene, case, one).pk == interview.pk
    kept = dict(SurveyAnswer.objects.filter(interview=interview).values_list("item", "answer"))
    assert kept == {"eco_works": "no", "eco_assets": "refused"}


@pytest.mark.parametrize("answers", [{"eco_works": "perhaps"}, {"no_such_item": "yes"}])
def test_an_answer_that_does_not_exist_is_not_taken(scene, answers):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    with pytest.raises(BadInput):
        interviews.save_answers(scene.agent, interview, answers={"eco_assets": "yes"} | answers)
    assert not interview.answers.exists()


def test_holes_are_said_before_the_end(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    interviews.save_answers(scene.agent, interview, answers={"eco_works": "yes"})
    with pytest.raises(BadInput) as refusal:
        interviews.finish_interview(scene.agent, interview)
    assert refusal.value.code == "survey_unanswered"
    ended = interviews.finish_interview(scene.agent, interview, rest_not_asked=True)
    assert ended.outcome == "done"
    assert ended.answers.filter(answer="not_asked").exists()
    assert set(ended.scores.values_list("value", flat=True)) == {None}  # one question of ten is no score


def test_an_interview_without_any_answer_does_not_end(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    interviews.save_answers(scene.agent, interview, answers={"eco_works": "refused"})
    with pytest.raises(Refused):
        interviews.finish_interview(scene.agent, interview, rest_not_asked=True)


def test_scores_stand_with_their_bands(scene):
    interview = done(scene, arrived(scene, 2), a_round(scene), worth=1)
    found = {s.dimension: (s.value, s.band) for s in interview.scores.all()}
    assert found == dict.fromkeys(("economic", "social", "psychosocial", ""), (Decimal(1), "low_need"))


def test_a_correction_adds_scores_and_replaces_none(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview = done(scene, case, one, worth=1)
    with pytest.raises(Refused):
        interviews.save_answers(scene.agent, interview, answers={"eco_works": "no"})
    interviews.correct_interview(scene.agent, interview)
    assert list(results.score_rows()) == []
    interviews.save_answers(scene.agent, interview, answers=answered(interview, 0))
    interviews.finish_interview(scene.agent, interview)
    assert Score.objects.filter(interview=interview).count() == 8
    assert {row.value for row in results.score_rows()} == {Decimal(0)}


def test_a_question_that_no_longer_applies_leaves_no_answer(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    interviews.save_answers(scene.agent, interview, answers=answered(interview, 0))
    interviews.save_answers(scene.agent, interview, answers={"psy_stay": "yes"})
    interviews.finish_interview(scene.agent, interview)
    assert not interview.answers.filter(item="psy_leave").exists()


@pytest.mark.parametrize("outcome", ["refused", "unreachable", "moved"])
def test_why_there_is_no_answer(scene, outcome):
    one, case = a_round(scene), arrived(scene, 2, agrees=False)
    interviews.not_answered(scene.agent, case, one=one, outcome=outcome, mode="phone", on=TODAY)
    assert rounds.counts(scene.agent, one)[outcome] == 1
    assert [c.pk for c in rounds.listed(scene.agent, one, "now")] == []


def test_of_who_refuses_no_answer_is_kept(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview = started(scene, case, one)
    interviews.save_answers(scene.agent, interview, answers={"eco_works": "yes"})
    interviews.not_answered(scene.agent, case, one=one, outcome="refused", mode="phone", on=TODAY)
    assert not SurveyAnswer.objects.exists()
    # and may change their mind
    assert started(scene, case, one).pk == interview.pk


def test_done_is_not_turned_into_unreachable(scene):
    one, case = a_round(scene), arrived(scene, 2)
    done(scene, case, one)
    with pytest.raises(Refused):
        interviews.not_answered(scene.agent, case, one=one, outcome="moved", mode="phone", on=TODAY)
    with pytest.raises(BadInput):
        interviews.not_answered(scene.agent, case, one=one, outcome="done", mode="phone", on=TODAY)


def test_the_hand_of_another_office_writes_nothing(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview = started(scene, case, one)
    for actor in (scene.staff["france.agent"], scene.travel, scene.staff["maroc.mne_officer"]):
        with pytest.raises(MissingRight):
            interviews.save_answers(actor, interview, answers={"eco_works": "yes"})
        with pytest.raises(MissingRight):
            interviews.start_interview(actor, case, one=one, mode="phone", language="fr", on=TODAY)
