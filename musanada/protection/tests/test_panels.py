"""The panel: who may sit, who reads, who votes, and that no sequence of acts yields a decision without its majority."""

import contextlib
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.protection.ballots import Ballot, count, sentence
from musanada.protection.commands import panels
from musanada.protection.models import Determination, PanelMember
from musanada.protection.queries import panels as reads
from musanada.protection.tests import interests as i
from musanada.protection.tests import scene as s

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def file(scene):
    return i.team(scene, s.child_file(scene))


@pytest.fixture
def bid(scene, file):
    return i.called(scene, file)


def state(file):
    file.case.refresh_from_db()
    return file.case.state


# Who sits


def test_who_assessed_wrote_or_reviewed_cannot_sit_nor_the_other_side(scene, file):
    bid = i.sealed(scene, file)
    hands = [scene.manager, scene.officer, scene.officer2]
    others = [scene.staff["state.case_manager"], scene.staff["hospital.protection_officer"], scene.teacher]
    for user in [*hands, *others]:
        with pytest.raises(BadInput, match="ne peut pas siéger"):
            panels.appoint(scene.officer, bid, user=user)
    keys = {pk for _office, rows in reads.offered(bid) for pk, _name in rows}
    assert not keys & {str(user.pk) for user in [*hands, *others]}
    assert {str(user.pk) for user in i.sitters(scene)} <= keys


def test_a_panel_has_its_size_and_its_chair(scene, file):
    bid = i.sealed(scene, file)
    with pytest.raises(Refused, match="préside"):
        panels.schedule(scene.officer, bid, panel_on=TODAY())
    members = i.sitters(scene)
    panels.appoint(scene.officer, bid, user=members[0])
    panels.appoint(scene.officer, bid, user=members[1])
    with pytest.raises(Refused, match="de 3 à 5"):
        panels.schedule(scene.officer, bid, panel_on=TODAY())
    for user in members[2:]:
        panels.appoint(scene.officer, bid, user=user)
    with pytest.raises(Refused, match="complet"):
        panels.appoint(scene.officer, bid, user=scene.staff["casa.case_manager"])
    bid = panels.schedule(scene.officer, bid, panel_on=TODAY())
    assert (bid.state, state(file), bid.panel.filter(seat="chair").count()) == (
        "scheduled",
        "bid_scheduled",
        1,
    )


def test_whoever_is_not_named_cannot_compose_the_panel(scene, file):
    bid = i.sealed(scene, file)
    with pytest.raises(MissingRight):
        panels.appoint(scene.stranger, bid, user=scene.lead)


# Who reads


def test_a_member_reads_once_called_and_only_after_a_word_on_conflicts(scene, file):
    bid = i.sealed(scene, file)
    for user in i.sitters(scene)[:3]:
        panels.appoint(scene.officer, bid, user=user)
    member = i.sitters(scene)[1]
    with pytest.raises(Refused, match="pas réuni"):
        panels.declare(member, i.office(member), bid=bid.pk, conflict=False)
    panels.schedule(scene.officer, bid, panel_on=TODAY())
    with pytest.raises(Refused, match="conflit"):
        panels.open_dossier(member, i.office(member), bid=bid.pk)
    i.ready(bid, member)
    line = AuditEntry.objects.get(verb="protection.open_dossier", outcome="done")
    assert line.actor_id == member.pk
    assert AuditEntry.objects.filter(verb="people.read_protected", actor=member).count() == 1


def test_a_stranger_and_a_member_of_another_panel_find_nothing(scene, bid):
    for user in (scene.staff["casa.case_manager"], scene.staff["hospital.protection_officer"], scene.teacher):
        with pytest.raises(Http404):
            reads.seat(user, bid.pk)
    with pytest.raises(MissingRight):
        panels.declare(scene.teacher, scene.nador, bid=bid.pk, conflict=False)
    member = scene.staff["casa.case_manager"]
    with pytest.raises(Refused, match="pas réuni"):
        panels.open_dossier(member, scene.casa, bid=bid.pk)


def test_afterwards_only_the_number_is_left(scene, file):
    bid = i.decided(scene, file)
    seat = reads.seat(scene.second, bid.pk)
    assert (seat.open, seat.reads) == (False, False)
    with pytest.raises(Refused, match="pas réuni"):
        panels.open_dossier(scene.second, i.office(scene.second), bid=bid.pk)


def test_a_member_with_a_conflict_leaves_the_count_and_reads_nothing_more(scene, bid):
    member = scene.second
    i.votes(bid, member, "return")
    panels.declare(member, i.office(member), bid=bid.pk, conflict=True, text="Je connais la tante.")
    row = PanelMember.objects.get(bid=bid, user=member)
    assert (row.vote, row.conflict, reads.result(bid).present) == ("", True, 2)
    with pytest.raises(Refused):
        panels.open_dossier(member, i.office(member), bid=bid.pk)
    with pytest.raises(Refused, match="il en faut 3"):
        panels.decide(scene.officer, bid, outlook="return", reasons=i.REASONS)


# Votes


def test_one_votes_once_for_an_option_of_the_dossier_after_reading_it(scene, bid):
    member = scene.lead
    panels.declare(member, i.office(member), bid=bid.pk, conflict=False)
    with pytest.raises(Refused, match="Lisez"):
        panels.vote(member, i.office(member), bid=bid.pk, outlook="return")
    panels.open_dossier(member, i.office(member), bid=bid.pk)
    with pytest.raises(BadInput):
        panels.vote(member, i.office(member), bid=bid.pk, outlook="resettlement")
    row = panels.vote(member, i.office(member), bid=bid.pk, outlook="return", dissent="Attendre le rapport.")
    assert (row.vote, row.dissent) == ("return", "Attendre le rapport.")
    with pytest.raises(Refused, match="déjà voté"):
        panels.vote(member, i.office(member), bid=bid.pk, outlook="integration")


def test_nobody_votes_before_the_day_nor_on_a_changed_dossier(scene, bid):
    member = scene.lead
    i.ready(bid, member)
    Determination.objects.filter(pk=bid.pk).update(panel_on=TODAY() + timezone.timedelta(days=2))
    with pytest.raises(Refused, match="ne siège pas encore"):
        panels.vote(member, i.office(member), bid=bid.pk, outlook="return")
    changed = bid.dossier.replace("Labé", "Pita")
    Determination.objects.filter(pk=bid.pk).update(panel_on=TODAY(), dossier=changed)
    with pytest.raises(Refused, match="a changé"):
        panels.vote(member, i.office(member), bid=bid.pk, outlook="return")


def test_a_dossier_changed_after_the_votes_is_not_decided(scene, bid):
    for user in i.sitters(scene)[:3]:
        i.votes(bid, user, "return")
    Determination.objects.filter(pk=bid.pk).update(dossier=bid.dossier.replace("Labé", "Pita"))
    bid.refresh_from_db()
    with pytest.raises(Refused, match="a changé"):
        panels.decide(scene.officer, bid, outlook="return", reasons=i.REASONS)


def test_votes_stay_hidden_until_all_have_voted_and_nobody_takes_a_vote_out(scene, bid):
    i.votes(bid, scene.lead, "return")
    assert reads.tally(bid) == {}
    with pytest.raises(Refused, match="a voté"):
        panels.unseat(scene.officer, bid.panel.get(user=scene.lead))
    with pytest.raises(Refused, match="déjà voté"):
        panels.appoint(scene.officer, bid, user=scene.stranger)
    for user in i.sitters(scene)[1:3]:
        i.votes(bid, user, "integration")
    assert reads.tally(bid) == {"return": 1, "integration": 2}


def test_the_decision_is_what_was_voted_and_says_its_country(scene, file, bid):
    for user, vote in zip(i.sitters(scene), ("return", "return", "integration"), strict=False):
        i.votes(bid, user, vote)
    with pytest.raises(BadInput, match="votée"):
        panels.decide(scene.officer, bid, outlook="integration", reasons=i.REASONS)
    bid = panels.decide(
        scene.officer, bid, outlook="return", reasons=i.REASONS, conditions="Avec une escorte"
    )
    assert (bid.state, bid.outlook, bid.country_id, state(file)) == (
        "decided",
        "return",
        "GIN",
        "bid_decided",
    )


def test_of_two_halves_the_chair_s_counts(scene, file):
    bid = i.called(scene, file, members=4)
    for user, vote in zip(i.sitters(scene), ("integration", "integration", "return", "return"), strict=False):
        i.votes(bid, user, vote)
    found = reads.result(bid)
    assert (found.outlook, found.by_chair) == ("integration", True)
    assert panels.decide(scene.officer, bid, outlook="integration", reasons=i.REASONS).country_id is None


def test_postponed_the_panel_votes_anew_and_the_journal_keeps_the_count(scene, file, bid):
    for user in i.sitters(scene)[:3]:
        i.votes(bid, user, "return")
    bid = panels.postpone(scene.officer, bid, why="Un membre demande à revoir l'enfant.")
    step = file.case.steps.get(code="postpone_bid")
    assert (state(file), bid.state, "return 3" in step.text) == ("bid_needed", "sealed", True)
    panels.schedule(scene.officer, bid, panel_on=TODAY())
    assert reads.result(bid).cast == 0


# Any sequence

OUTLOOKS = ("return", "integration", "care")
seat = st.builds(
    Ballot,
    chair=st.booleans(),
    conflict=st.sampled_from((None, False, True)),
    left=st.booleans(),
    vote=st.sampled_from(("", *OUTLOOKS)),
)


@given(st.lists(seat, max_size=9), st.integers(1, 5))
@example([Ballot(True, False, False, "return"), Ballot(False, False, False, "care")], 2)
def test_no_seats_give_a_decision_without_quorum_and_majority(ballots, least):
    found = count(ballots, least)
    voters = [one.vote for one in ballots if one.conflict is not True and not one.left and one.vote]
    present = [one for one in ballots if one.conflict is not True and not one.left]
    if found.why != "decided":
        assert found.outlook == ""
        assert sentence(found)
        return
    assert len(present) == len(voters) >= least
    own, half = voters.count(found.outlook), len(voters) / 2
    chairs = [one.vote for one in present if one.chair]
    assert own > half or (own == half and chairs == [found.outlook] and found.by_chair)


act = st.tuples(
    st.sampled_from(("ready", "vote", "conflict", "withdraw", "unseat", "appoint", "chair", "postpone", "call", "decide")),
    st.integers(0, 4),
    st.sampled_from(("return", "integration")),
)  # fmt: skip


def attempt(scene: Any, bid: Any, what: str, n: int, outlook: str) -> None:
    """One act, whoever may do it; what is refused leaves everything as it was."""
    user = i.sitters(scene)[n]
    own: Any = {"bid": bid.pk}
    bid.refresh_from_db()
    row = bid.panel.filter(user=user).first()
    acts: dict[str, Any] = {
        "ready": lambda: i.ready(bid, user),
        "vote": lambda: i.votes(bid, user, outlook),
        "conflict": lambda: panels.declare(user, i.office(user), conflict=True, **own),
        "withdraw": lambda: panels.withdraw(user, i.office(user), **own),
        "unseat": lambda: row and panels.unseat(scene.officer, row),
        "chair": lambda: row and panels.make_chair(scene.officer, row),
        "appoint": lambda: panels.appoint(scene.officer, bid, user=user),
        "postpone": lambda: panels.postpone(scene.officer, bid, why="À revoir"),
        "call": lambda: panels.schedule(scene.officer, bid, panel_on=TODAY()),
        "decide": lambda: panels.decide(scene.officer, bid, outlook=outlook, reasons=i.REASONS),
    }
    with contextlib.suppress(Refused, BadInput):
        acts[what]()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(act, min_size=4, max_size=16))
def test_no_sequence_of_acts_gives_a_decision_without_quorum_and_majority(scene, acts):
    from django.db import transaction

    with transaction.atomic():
        file = i.team(scene, s.child_file(scene))
        bid = i.called(scene, file, members=4)
        for what, n, outlook in acts:
            attempt(scene, bid, what, n, outlook)
        attempt(scene, bid, "decide", 0, "return")
        bid.refresh_from_db()
        rows = list(bid.panel.filter(left_at=None).exclude(conflict=True))
        votes = [row.vote for row in rows]
        if bid.state == "decided":
            own = votes.count(bid.outlook)
            chair = [row.vote for row in rows if row.seat == "chair"]
            assert len(votes) >= 3 and all(votes)
            assert own * 2 > len(votes) or (own * 2 == len(votes) and chair == [bid.outlook])
        else:
            assert bid.outlook == "" and bid.decided_on is None
        transaction.set_rollback(True)
