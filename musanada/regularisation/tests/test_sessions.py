"""A session from its number to its signed minutes: what each step asks, and who may take it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.attachments import store
from musanada.people.tests import files
from musanada.regularisation.commands import sessions
from musanada.regularisation.models import Session
from musanada.regularisation.tests.sittings import (
    call,
    convened,
    items_of,
    opened,
    prepared,
    some_complete,
    start,
    state_of,
)

pytestmark = pytest.mark.django_db


def test_numbers_follow_without_gaps_for_each_commission(scene):
    here = [prepared(scene).number for _ in range(3)]
    actor = scene.staff["sale.commission_secretary"]
    there = sessions.prepare_session(
        actor, scene.sale, operation=scene.operation, held_on=timezone.localdate()
    )
    plenary = sessions.prepare_session(
        scene.national,
        scene.commission,
        operation=scene.operation,
        kind="plenary",
        held_on=timezone.localdate(),
    )
    assert (here, there.number, plenary.number) == ([1, 2, 3], 1, 1)


def test_a_cancelled_session_keeps_its_number(scene):
    sessions.cancel_session(scene.secretary, prepared(scene))
    assert prepared(scene).number == 2


def test_the_quorum_is_the_operations_and_never_less(scene):
    assert prepared(scene).quorum == scene.operation.minimum_members
    assert prepared(scene, quorum=1).quorum == scene.operation.minimum_members
    assert prepared(scene, quorum=4).quorum == 4


def test_a_plenary_is_prepared_by_the_operations_own_commission_only(scene):
    with pytest.raises(BadInput, match="autre commission"):
        prepared(scene, kind="plenary")


def test_an_office_that_takes_no_files_of_the_operation_has_no_session(scene):
    with pytest.raises(BadInput, match="ne reçoit pas"):
        sessions.prepare_session(
            scene.national, scene.commission, operation=scene.operation, held_on=timezone.localdate()
        )


def test_only_who_holds_a_members_right_there_is_called(scene):
    session = prepared(scene)
    for stranger in (scene.plenary[0], scene.agent, scene.secretary):
        with pytest.raises(BadInput, match="pas membre"):
            sessions.call_member(scene.secretary, session, user=stranger, capacity="police")


def test_one_person_presides(scene):
    session = prepared(scene)
    call(scene, session)
    with pytest.raises(BadInput, match="préside déjà"):
        sessions.call_member(scene.secretary, session, user=scene.members[1], capacity="chair")
    sessions.call_member(scene.secretary, session, user=scene.members[0], capacity="authority")
    sessions.call_member(scene.secretary, session, user=scene.members[1], capacity="chair")
    assert session.members.get(capacity="chair").user == scene.members[1]


def test_it_is_not_convened_without_a_chair_or_below_the_quorum(scene):
    session = prepared(scene)
    with pytest.raises(Refused, match="préside"):
        sessions.convene(scene.secretary, session)
    call(scene, session, scene.members[:2])
    with pytest.raises(Refused, match="quorum"):
        sessions.convene(scene.secretary, session)


def test_it_does_not_open_below_the_quorum_nor_without_its_chair(scene):
    session = convened(scene)
    with pytest.raises(Refused, match="quorum"):
        start(scene, session, *scene.members[:3])
    with pytest.raises(Refused, match="préside"):
        start(scene, session, scene.members[0])
    assert start(scene, session, scene.members[4]).state == "open"
    assert list(session.members.filter(present=False).values_list("user", flat=True)) == [scene.members[4].pk]


def test_it_does_not_open_before_its_day(scene):
    session = convened(scene, held_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused, match="jour à venir"):
        start(scene, session)


def test_it_closes_when_every_file_has_its_result_or_goes_back(scene):
    applications = some_complete(scene)
    session = opened(scene, applications)
    with pytest.raises(Refused, match="2 dossiers"):
        sessions.close_session(scene.secretary, session)
    done = sessions.close_session(scene.secretary, session, put_back=True, remark="Rien à signaler.")
    assert (done.state, items_of(done)) == ("closed", [])
    assert {state_of(one) for one in applications} == {"complete"}


def test_a_file_withdrawn_meanwhile_keeps_no_session_open(scene):
    from musanada.regularisation.commands.leaving import withdraw

    (application,) = some_complete(scene, 1)
    session = opened(scene, [application])
    withdraw(scene.agent, application)
    assert sessions.close_session(scene.secretary, session).state == "closed"


def test_cancelling_gives_the_files_back(scene):
    applications = some_complete(scene)
    session = convened(scene, applications)
    assert sessions.cancel_session(scene.secretary, session).state == "cancelled"
    assert {state_of(one) for one in applications} == {"complete"}


def test_the_signed_copy_is_sealed_and_its_digest_is_in_the_journal(scene, settings, tmp_path):
    settings.DATA = tmp_path
    session = sessions.close_session(scene.secretary, opened(scene))
    done = sessions.sign_minutes(
        scene.secretary, session, signed_on=timezone.localdate(), content=files.pdf(), name="pv.pdf"
    )
    assert (done.state, done.signed_media_type) == ("signed", "application/pdf")
    assert store.read(done.signed_copy).startswith(b"%PDF")
    line = AuditEntry.objects.get(verb="regularisation.signed_copy")
    assert len(line.details["sha256"]) == 64
    assert store.strays() == store.Strays((), ())


def test_nothing_is_kept_of_a_copy_that_may_not_be_signed_yet(scene, settings, tmp_path):
    settings.DATA = tmp_path
    with pytest.raises(Refused):
        sessions.sign_minutes(
            scene.secretary, opened(scene), signed_on=timezone.localdate(), content=files.pdf()
        )
    assert store.strays() == store.Strays((), ())


@pytest.mark.parametrize("who", ["agent", "manager", "cards"])
def test_the_office_does_not_prepare_the_commission(scene, who):
    with pytest.raises(MissingRight):
        sessions.prepare_session(
            getattr(scene, who), scene.rabat, operation=scene.operation, held_on=timezone.localdate()
        )
    assert not Session.objects.exists()


def test_the_secretary_of_another_office_changes_nothing(scene):
    session, stranger = convened(scene), scene.staff["sale.commission_secretary"]
    for act in (
        lambda: sessions.cancel_session(stranger, session),
        lambda: sessions.open_session(stranger, session, present=[]),
        lambda: sessions.call_member(stranger, session, user=scene.members[0], capacity="chair"),
        lambda: sessions.move_session(stranger, session, held_on=timezone.localdate()),
    ):
        with pytest.raises(MissingRight):
            act()
