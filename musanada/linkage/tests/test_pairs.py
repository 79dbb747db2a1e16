"""Decisions stand until the facts change; who does not see both people sees no pair; a merge answers the question."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.http import Http404

from musanada.access.commands import first_accounts
from musanada.access.models import User
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.linkage.commands import decisions, runs
from musanada.linkage.models import LinkageRun, MatchModel, TwinDecision, TwinPair
from musanada.linkage.queries import pairs, shared_numbers
from musanada.linkage.queries.runs import clerical, share
from musanada.linkage.twins.joint import Evidence, ScoredPair
from musanada.people import commands as people
from musanada.people.commands import confidential
from musanada.people.drafts import ContactDraft, NameDraft
from musanada.people.models import MergeRecord, Person

EVIDENCE = (Evidence("name", "all", 6.5), Evidence("birth", "day", 5.25))
PARAMETERS = {"prior": 0.001, "fields": [{"code": "name", "levels": [{"code": "all", "m": 0.6, "u": 0.001}]}]}


@pytest.fixture
def reviewers(house: SimpleNamespace) -> SimpleNamespace:
    def account(unit, name):
        return first_accounts(unit, [(name, name.title(), "une-phrase-assez-longue", "case_manager")])[0]

    return SimpleNamespace(
        all=account(house.mission, "maha"),
        rabat=account(house.rabat, "zaki"),
        state=account(house.ministry, "hind"),
    )


@pytest.fixture
def a_run(house: SimpleNamespace) -> LinkageRun:
    model = MatchModel.objects.create(
        version=1,
        parameters=PARAMETERS,
        thresholds={"look": 0.2, "group": 0.8, "sure": 0.99},
        trained_by=house.console,
    )
    return runs.begin_run(house.console, house.mission, kind="full", model=model, known_at=model.trained_at)


def scored(first: Person, second: Person, probability: float = 0.6, **more) -> ScoredPair:
    left, right = sorted((str(first.pk), str(second.pk)))
    return ScoredPair(left, right, probability, EVIDENCE, **more)


def raised(house, a_run, *found: ScoredPair) -> LinkageRun:
    return runs.end_run(house.console, house.mission, run=a_run, pairs=found, records=9)


def test_a_run_raises_questions_and_never_across_sides(house, met, reviewers, a_run):
    one, two, theirs = met("Awa Diallo"), met("Awa Jallow"), met("Awa Diallo", unit=house.ministry)
    done = raised(house, a_run, scored(one, two), scored(one, theirs))
    assert done.counts["new"] == 1 and TwinPair.objects.count() == 1
    assert [p.probability for p in pairs.queue(reviewers.all)] == [0.6]
    assert list(pairs.queue(reviewers.state)) == []


def test_who_sees_one_of_the_two_sees_no_pair(house, met, reviewers, a_run):
    one, two = met("Awa Diallo"), met("Awa Jallow", unit=house.rabat)
    raised(house, a_run, scored(one, two))
    pair = TwinPair.objects.get()
    assert list(pairs.visible(reviewers.rabat)) == []
    with pytest.raises(Http404):
        pairs.pair(reviewers.rabat, pair.pk)
    with pytest.raises((MissingRight, Refused)):
        decisions.decide(reviewers.rabat, pair, said="different")
    assert pairs.pair(reviewers.all, pair.pk) == pair


def test_what_was_decided_is_not_asked_again_until_the_facts_change(house, met, reviewers, a_run):
    one, two = met("Awa Diallo", born=1990), met("Awa Jallow", born=1990)
    raised(house, a_run, scored(one, two))
    pair = decisions.decide(reviewers.all, TwinPair.objects.get(), said="different")
    assert decisions.standing(pair) and not pairs.queue(reviewers.all).exists()
    assert raised(house, a_run, scored(one, two, 0.9)).counts["standing"] == 1
    assert not pairs.queue(reviewers.all).exists()
    people.add_contact(house.console, one, draft=ContactDraft("phone", "+212612345678", "safe"))
    assert not decisions.standing(TwinPair.objects.get())
    assert raised(house, a_run, scored(one, two, 0.9)).counts["again"] == 1
    assert pairs.queue(reviewers.all).exists()
    assert TwinDecision.objects.count() == 1


def test_the_fingerprint_tells_nothing_and_follows_no_order(house, met, reviewers):
    one, two = met("Awa Diallo", "آوا ديالو"), met("Awa Jallow")
    assert decisions.note_different(house.awa, one, [two.pk], "counter") == 1
    pair = TwinPair.objects.get()
    assert len(pair.facts) == 32 and "awa" not in pair.facts.lower()
    assert decisions.decided(house.awa, [one.pk, two.pk]) == {tuple(sorted((one.pk, two.pk))): "different"}
    assert decisions.decided(None, [one.pk]) == {}
    assert decisions.decided(house.chaima, [one.pk, two.pk]) == {}


def test_noting_keeps_nothing_of_whom_the_actor_may_not_find(house, met):
    one, far, theirs = (
        met("Awa Diallo"),
        met("Awa Jallow", unit=house.rabat),
        met("Awa Ba", unit=house.ministry),
    )
    assert decisions.note_different(house.awa, one, [far.pk, theirs.pk, one.pk], "counter") == 0
    assert decisions.note_different(house.console, one, [far.pk, theirs.pk], "import") == 1
    assert decisions.note_different(house.console, one, [far.pk], "import") == 0  # the first decision stays


def test_the_same_person_is_merged_with_a_reason_and_can_be_separated(house, met, reviewers, a_run):
    one, two, third = met("Awa Diallo"), met("Awa Jallow"), met("Awa Djalo")
    raised(house, a_run, scored(one, two), scored(two, third))
    pair = TwinPair.objects.get(left=one, right=two)
    with pytest.raises(BadInput):
        decisions.decide(reviewers.all, pair, said="same")
    pair.refresh_from_db()
    assert pair.state == "open"
    decisions.decide(reviewers.all, pair, said="same", reason="Même passeport", keep=one.pk)
    two.refresh_from_db()
    assert two.merged_into_id == one.pk
    assert [(p.left_id, p.right_id) for p in pairs.queue(reviewers.all)] == [(one.pk, third.pk)]
    people.unmerge(reviewers.all, MergeRecord.objects.get(), reason="Deux cousines")
    pair.refresh_from_db()
    assert pair.state == "different" and decisions.standing(pair)
    assert [(p.left_id, p.right_id) for p in pairs.queue(reviewers.all)] == [(two.pk, third.pk)]
    assert [str(d.said) for d in pair.decisions.order_by("at")] == ["same", "different"]


def test_whoever_is_hidden_is_like_nobody_any_more(house, met, reviewers, a_run):
    one, two = met("Awa Diallo"), met("Awa Jallow")
    raised(house, a_run, scored(one, two))
    confidential.open_file(
        reviewers.all, one, subject="violence", hides_person=True, reason="menaces reçues au téléphone"
    )
    assert not TwinPair.objects.exists()
    assert raised(house, a_run, scored(one, two)).counts["new"] == 0
    named = User.objects.get(pk=reviewers.all.pk)
    assert decisions.note_different(named, Person.objects.get(pk=one.pk), [two.pk], "counter") == 0


def test_who_is_voided_leaves_the_queue(house, met, reviewers, a_run):
    one, two = met("Awa Diallo"), met("Awa Jallow")
    raised(house, a_run, scored(one, two))
    people.void(reviewers.all, two, reason="saisie par erreur")
    assert not pairs.visible(reviewers.all).exists()


def test_the_queue_starts_with_what_is_undecided_and_suspicious_groups_are_one(house, met, reviewers, a_run):
    a, b, c = met("Awa Diallo"), met("Awa Jallow"), met("Awa Djalo")
    key = str(a.pk)
    raised(house, a_run, scored(a, b, 0.999, cluster=key), scored(b, c, 0.5, cluster=key, suspicious=True))
    rows = list(pairs.queue(reviewers.all))
    assert [p.probability for p in rows] == [0.5, 0.999]
    assert pairs.following(reviewers.all, rows[0]) == rows[1]
    assert len(pairs.cluster(reviewers.all, UUID(key))) == 2
    with pytest.raises(Http404):
        pairs.cluster(reviewers.rabat, UUID(key))


def test_decisions_estimate_the_model_with_an_interval(house, met, reviewers, a_run):
    one, two = met("Awa Diallo"), met("Awa Jallow")
    raised(house, a_run, scored(one, two, 0.9))
    decisions.decide(reviewers.all, TwinPair.objects.get(), said="same", reason="Même passeport")
    found = clerical(reviewers.all, a_run.model)
    assert found.decided == 1 and found.precision.part == 1 and found.precision.low < 0.5
    assert clerical(reviewers.state, a_run.model).decided == 0
    half = share(50, 100)
    assert 0.40 < half.low < 0.41 and 0.59 < half.high < 0.60


def test_shared_numbers_are_flagged_only_among_visible_people(house, met, reviewers):
    number = "+212612345678"
    one, two = met("Awa Diallo", phones=[number]), met("Binta Ba", phones=["06 12 34 56 78"])
    met("Cissé Fanta", phones=[number], unit=house.ministry)
    found = shared_numbers.shared(reviewers.all)
    assert [{p.pk for p in s.people} for s in found] == [{one.pk, two.pk}]
    assert found[0].masked.endswith("678") and "1234" not in found[0].masked
    assert shared_numbers.shared(reviewers.rabat) == shared_numbers.shared(reviewers.state) == []


def test_two_people_are_compared_by_hand_on_one_side_only(house, met, reviewers):
    one, two, theirs = met("Awa Diallo"), met("Binta Ba"), met("Awa Diallo", unit=house.ministry)
    made = decisions.compare_by_hand(reviewers.all, two, other=one)
    assert made == decisions.compare_by_hand(reviewers.all, one, other=two)
    with pytest.raises(Refused):
        decisions.compare_by_hand(reviewers.all, one, other=theirs)


def test_a_name_added_opens_the_question(house, met, reviewers):
    one, two = met("Awa Diallo"), met("Awa Jallow")
    decisions.note_different(house.awa, one, [two.pk], "counter")
    people.add_name(house.console, two, draft=NameDraft(text="Hawa Diallo"))
    assert decisions.decided(None, [one.pk, two.pk]) == {}
