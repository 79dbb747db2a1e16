"""What is read: a mean with its n and its response, nobody under five."""

from decimal import Decimal

import pytest

from musanada.returns.tests.survey_scene import (
    TODAY,
    a_round,
    answered,
    arrived,
    done,
    started,
)
from musanada.surveys.commands import interviews
from musanada.surveys.models import Interview
from musanada.surveys.queries import people, summary

pytestmark = pytest.mark.django_db


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
