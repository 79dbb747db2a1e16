"""Surveys after a return: who is asked when, agreement, drafts that stay, scores added and never replaced."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

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
from musanada.surveys.commands import instruments, interviews
from musanada.surveys.commands.rounds import change_round, open_round
from musanada.surveys.commands.scores import score_round
from musanada.surveys.models import Instrument, InstrumentVersion, Interview, Score, SurveyAnswer
from musanada.surveys.queries import people, results, rounds, summary

pytestmark = pytest.mark.django_db


# Who is asked, when


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


# The interview


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


# Versions


def second_version(scene, *, gone=("eco_assets",)):
    from musanada.surveys.definitions import Definition, definition_of

    first = definition_of(version())
    items = [i for i in first.canonical()["items"] if i["id"] not in gone]
    text = first.canonical() | {"version": 2, "items": items}
    import yaml

    Definition.model_validate(text)
    actor = scene.staff["maroc.mne_officer"]
    made = instruments.load_version(actor, scene.maroc, text=yaml.safe_dump(text, allow_unicode=True))
    return instruments.freeze_version(actor, scene.maroc, version=made)


def test_another_version_scores_beside_the_first(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview = started(scene, case, one)
    interviews.save_answers(scene.agent, interview, answers=answered(interview, 1) | {"eco_assets": "no"})
    interviews.finish_interview(scene.agent, interview)
    before = list(Score.objects.filter(version=one.version).values_list("pk", "value"))
    two = second_version(scene)
    assert score_round(scene.staff["maroc.mne_officer"], one, version=two) == 4
    economic = Score.objects.filter(interview=interview, dimension="economic")
    assert economic.get(version=one.version).value < 1
    assert economic.get(version=two).value == 1
    assert list(Score.objects.filter(version=one.version).values_list("pk", "value")) == before
    assert {row.version for row in results.score_rows()} == {1}
    assert {row.version for row in results.score_rows(version=two)} == {2}


def test_a_draft_scores_nothing(scene):
    one = a_round(scene)
    with pytest.raises(Refused):
        score_round(scene.staff["maroc.mne_officer"], one, version=version())


def test_a_score_is_neither_changed_nor_taken_away(scene):
    done(scene, arrived(scene, 2), a_round(scene))
    for change in (lambda: Score.objects.update(value=0), lambda: Score.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_frozen_version_is_changed_by_nobody(scene):
    started(scene, arrived(scene, 2), a_round(scene))
    rows = InstrumentVersion.objects.filter(frozen_at__isnull=False)
    for change in (
        lambda: rows.update(definition={}),
        lambda: rows.update(digest="x"),
        lambda: rows.update(frozen_at=None),
        lambda: rows.filter(pk=rows.get().pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    instruments.confirm_version(
        scene.staff["maroc.mne_officer"], scene.maroc, version=rows.get(), source="Manuel, annexe 4, relu"
    )
    assert rows.get().confirmed


def test_other_content_under_a_frozen_number_is_refused(scene):
    actor = scene.staff["maroc.mne_officer"]
    text = (instruments.DATA / "satisfaction.yaml").read_text()
    made = instruments.load_version(actor, scene.maroc, text=text)
    assert instruments.load_version(actor, scene.maroc, text=text.replace("Partagé", "Mitigé")).pk == made.pk
    instruments.freeze_version(actor, scene.maroc, version=InstrumentVersion.objects.get(pk=made.pk))
    with pytest.raises(Refused) as refusal:
        instruments.load_version(actor, scene.maroc, text=text)
    assert refusal.value.code == "survey_frozen"
    assert Instrument.objects.count() == 1


def test_only_who_manages_surveys_loads_one(scene):
    with pytest.raises(MissingRight):
        instruments.load_version(scene.agent, scene.maroc, text="code: x")


# Rounds


def test_once_asked_a_round_keeps_whom_it_asks(scene):
    one, actor = a_round(scene), scene.staff["maroc.mne_officer"]
    assert change_round(actor, one, to_months=4).to_months == 4
    started(scene, arrived(scene, 2), one)
    with pytest.raises(Refused):
        change_round(actor, one, to_months=12)
    assert change_round(actor, one, name_fr="Autre nom").name_fr == "Autre nom"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"population": "nobody"}, "population"),
        ({"to_months": 0}, "to_months"),
        ({"events_to": TODAY - timedelta(days=9999)}, "events_to"),
        ({"sampling": "random"}, "sampling_note"),
        ({"stage": "middle"}, "stage"),
        ({"code": "baseline"}, "code"),
    ],
)
def test_a_round_that_holds_together(scene, values, field):
    a_round(scene)
    with pytest.raises(BadInput) as refusal:
        a_round(scene, values.pop("code", "other"), **values)
    assert field in refusal.value.fields


def test_who_may_not_opens_no_round(scene):
    one = a_round(scene)
    with pytest.raises(MissingRight):
        open_round(scene.agent, scene.maroc, code="x", version=one.version, name_fr="x", stage="final",
                   population="returnees", from_months=1, to_months=2, events_from=TODAY, events_to=TODAY)  # fmt: skip


# What is read


def test_the_mean_comes_with_its_n_and_response(scene):
    one = a_round(scene)
    cases = [arrived(scene, 2, f"Personne {n}") for n in range(8)]
    for case, worth in zip(cases[:6], (0, 0, 0.5, 0.5, 1, 1), strict=True):
        done(scene, case, one, worth)
    interviews.not_answered(scene.agent, cases[6], one=one, outcome="refused", mode="phone", on=TODAY)
    found = summary.results(scene.staff["maroc.mne_officer"], one)
    whole = found.dimensions[-1]
    assert (found.response.eligible, found.response.asked, found.response.answered) == (8, 7, 6)
    assert found.response.rate == 75
    assert (whole.n, whole.hidden) == (6, False)
    assert abs(whole.mean - Decimal("0.5")) < Decimal("0.1")
    assert [cell.count for cell in whole.cells] == [
        None,
        None,
        None,
    ]  # two in each: nobody is told by a count


def test_fewer_than_five_are_not_described(scene):
    one = a_round(scene)
    for n in range(4):
        done(scene, arrived(scene, 2, f"Personne {n}"), one)
    whole = summary.results(scene.staff["maroc.mne_officer"], one).dimensions[-1]
    assert (whole.mean, whole.hidden) == (None, True)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 2, 10], [0, None, None]),
        ([6, 2, 10], [None, None, 10]),
        ([5, 0, 10], [5, 0, 10]),
        ([1, 2, 9], [None, None, 9]),
    ],
)
def test_one_hidden_cell_hides_a_second(counts, shown):
    assert summary.protected(counts) == shown


def test_change_and_attrition_are_of_the_same_people(scene):
    first = a_round(scene, "first", from_months=1, to_months=20)
    final = a_round(scene, "last", stage="final", from_months=12, to_months=18)
    cases = [arrived(scene, 13, f"Personne {n}") for n in range(6)]
    for case in cases:
        done(scene, case, first, 0)
    for case in cases[:5]:
        done(scene, case, final, 1)
    actor = scene.staff["maroc.mne_officer"]
    assert summary.earlier(actor, final) == [first]
    found = summary.change(actor, first, final)
    assert (found.due, found.answered_both) == (6, 5)
    assert round(found.attrition, 1) == Decimal("16.7")
    assert [row.moved for row in found.rows] == [1, 1, 1, 1]


def test_a_case_manager_reads_scores_and_what_pulls_them_down(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview = started(scene, case, one)
    interviews.save_answers(scene.agent, interview, answers=answered(interview, 1) | {"eco_works": "no"})
    interviews.finish_interview(scene.agent, interview)
    economic = people.scored_of(scene.manager, case)[0].scores[0]
    assert (economic.band, economic.answered, economic.items) == ("Besoin faible", 9, 9)
    assert [pull.text for pull in economic.pulls] == ["Travaillez-vous en ce moment ?"]
    assert people.scored_of(scene.agent, case) == []
    assert people.scored_of(scene.abroad, case) == []


def test_a_round_asks_in_its_own_window(scene):
    """The day's work tells who asks how many are to be asked."""
    from musanada.surveys.panels import to_ask

    one = a_round(scene)
    arrived(scene, 2)
    assert to_ask(scene.agent).count == 1
    assert to_ask(scene.staff["maroc.mne_officer"]) is None
    assert Interview.objects.filter(round=one).count() == 0
