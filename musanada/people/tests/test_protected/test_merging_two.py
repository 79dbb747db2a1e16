"""Into someone hidden two people merge: one proposes, another one answers; no request gets past that."""

import pytest

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands
from musanada.people.commands.confidential import in_days, name_on
from musanada.people.models import MergeProposal, Person
from musanada.people.queries import proposals
from musanada.people.tests.test_protected.hidden import account, fresh, lines, opened
from musanada.people.tests.world import met, signed_in

pytestmark = pytest.mark.django_db
REASON = "même personne"


@pytest.fixture
def scene(world):
    kept, gone = met(world, "Grace Okafor"), met(world, "Grace Okafor")
    file = opened(world, kept)
    second = account(world.counter, "salma", "case_manager")
    name_on(file, second, world.maha, "suit la personne aussi", in_days(1))
    return fresh(world.maha), fresh(second), Person.objects.get(pk=kept.pk), gone, file


def test_nobody_merges_into_someone_hidden_alone(scene):
    maha, second, kept, gone, _file = scene
    with pytest.raises(Refused):
        commands.merge(maha, kept, gone=gone, reason=REASON)
    proposal = commands.propose_merge(maha, kept, gone=gone, reason=REASON)
    for attempt in (
        lambda: commands.merge(maha, kept, gone=gone, reason=REASON),
        lambda: commands.answer_proposal(maha, proposal, accepted=True),
        lambda: commands.propose_merge(second, kept, gone=gone, reason=REASON),
    ):
        with pytest.raises(Refused):
            attempt()
    assert Person.objects.get(pk=gone.pk).merged_into is None
    done = commands.answer_proposal(second, proposal, accepted=True)
    assert (done.outcome, done.closed_by_id) == ("merged", second.pk)
    assert Person.objects.get(pk=gone.pk).protected


def test_the_second_person_may_say_no_and_the_first_take_it_back(scene):
    maha, second, kept, gone, _file = scene
    proposal = commands.propose_merge(maha, kept, gone=gone, reason=REASON)
    with pytest.raises(BadInput):
        commands.answer_proposal(second, proposal, accepted=False)
    assert commands.answer_proposal(second, proposal, accepted=False, answer="sœurs").outcome == "refused"
    again = commands.propose_merge(second, kept, gone=gone, reason=REASON)
    with pytest.raises(Refused):
        commands.withdraw_proposal(maha, again)
    assert commands.withdraw_proposal(second, again).outcome == "withdrawn"


def test_hours_of_an_emergency_decide_nothing(world, scene):
    maha, _second, kept, gone, file = scene
    proposal = commands.propose_merge(maha, kept, gone=gone, reason=REASON)
    urgent = account(world.counter, "urgent", "case_manager")
    name_on(file, urgent, urgent, "menace immédiate", in_days(1), glass=True)
    with pytest.raises(Refused):
        commands.answer_proposal(fresh(urgent), proposal, accepted=True)


def test_who_is_not_named_sees_and_answers_nothing(world, scene):
    maha, second, kept, gone, _file = scene
    proposal = commands.propose_merge(maha, kept, gone=gone, reason=REASON)
    other = fresh(account(world.counter, "karim", "case_manager"))
    assert proposals.waiting(other) == [] and len(proposals.waiting(second)) == 1
    assert signed_in(other).get(f"/people/merges/proposals/{proposal.pk}/").status_code == 404
    with pytest.raises(MissingRight):
        commands.answer_proposal(other, proposal, accepted=True)


def test_the_pages_propose_note_the_reading_and_merge(world, scene):
    maha, second, kept, gone, _file = scene
    first = signed_in(maha)
    assert first.post(f"/people/{kept.pk}/merge/{gone.pk}/", {"reason": REASON}).status_code == 302
    proposal = MergeProposal.objects.get()
    client, before = signed_in(second), lines()
    url = f"/people/merges/proposals/{proposal.pk}/"
    assert "Grace" not in client.get("/people/merges/proposals/").content.decode()
    assert lines() == before
    assert client.get(url).status_code == 200 and lines() > before
    assert first.post(url, {"said": "merge"}).status_code == 302  # who proposed it only takes it back
    proposal.refresh_from_db()
    assert proposal.outcome == "withdrawn"
    proposal = commands.propose_merge(maha, kept, gone=gone, reason=REASON)
    assert client.post(f"/people/merges/proposals/{proposal.pk}/", {"said": "merge"}).status_code == 302
    assert Person.objects.get(pk=gone.pk).merged_into_id == kept.pk
