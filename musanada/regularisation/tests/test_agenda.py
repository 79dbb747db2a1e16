"""The agenda: by due date, late first; one session at a time; back when it is not decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from musanada.kit.errors import MissingRight, Refused
from musanada.regularisation.commands import agenda, sessions
from musanada.regularisation.models import AgendaItem
from musanada.regularisation.queries import sessions as queries
from musanada.regularisation.tests.scene import applicant, complete, lodged
from musanada.regularisation.tests.sittings import (
    convened,
    items_of,
    opened,
    prepared,
    some_complete,
    state_of,
)
from musanada.regularisation.workflow import FLOW

pytestmark = pytest.mark.django_db


def test_files_are_proposed_by_due_date_late_ones_first(scene):
    today = timezone.localdate()
    days = (10, 120, 60)
    made = [complete(scene, applicant(scene), on=today - timedelta(days=n)) for n in days]
    late, soon, later = made[1], made[2], made[0]
    found = list(queries.proposals(scene.secretary, prepared(scene)))
    assert found == [late, soon, later]
    assert found[0].case.late
    assert not found[2].case.late


def test_only_complete_and_adjourned_files_of_the_office_are_proposed(scene):
    lodged(scene, applicant(scene))
    some_complete(scene, 1, at="sale")
    (here,) = some_complete(scene, 1)
    assert list(queries.proposals(scene.secretary, prepared(scene))) == [here]


def test_the_order_given_is_the_order_of_the_agenda(scene):
    one, two = some_complete(scene)
    session = prepared(scene)
    assert agenda.schedule_files(scene.secretary, session, [two, one]) == 2
    assert [item.application for item in items_of(session)] == [two, one]
    assert [item.position for item in items_of(session)] == [1, 2]
    assert (state_of(one), state_of(two)) == ("scheduled", "scheduled")


def test_a_file_stands_before_one_session_at_a_time(scene):
    (one,) = some_complete(scene, 1)
    agenda.schedule_files(scene.secretary, prepared(scene), [one])
    with pytest.raises(Refused):
        agenda.schedule_files(scene.secretary, prepared(scene), [one])
    row = AgendaItem.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(session=prepared(scene), application=one, position=1, due_on=row.due_on)


def test_all_of_them_or_none(scene):
    one, two = some_complete(scene)
    agenda.schedule_files(scene.secretary, prepared(scene), [one])
    with pytest.raises(Refused):
        agenda.schedule_files(scene.secretary, prepared(scene), [two, one])
    assert state_of(two) == "complete"


def test_what_is_taken_off_waits_again_and_may_come_back(scene):
    (one,) = some_complete(scene, 1)
    session = convened(scene, [one])
    agenda.unschedule_files(scene.secretary, session, items_of(session))
    assert (state_of(one), items_of(session)) == ("complete", [])
    agenda.schedule_files(scene.secretary, session, [one])
    assert len(items_of(session)) == 1


def test_the_agenda_is_fixed_when_the_session_is_open(scene):
    one, two = some_complete(scene)
    session = opened(scene, [one])
    with pytest.raises(Refused, match="arrêté"):
        agenda.schedule_files(scene.secretary, session, [two])


def test_files_of_another_office_are_not_put_on_it(scene):
    (there,) = some_complete(scene, 1, at="sale")
    with pytest.raises(Refused, match="pas tous"):
        agenda.schedule_files(scene.secretary, prepared(scene), [there])
    assert state_of(there) == "complete"


def test_the_secretary_of_another_office_puts_nothing_on_it(scene):
    (one,) = some_complete(scene, 1)
    session, stranger = prepared(scene), scene.staff["sale.commission_secretary"]
    with pytest.raises(MissingRight):
        agenda.schedule_files(stranger, session, [one])
    agenda.schedule_files(scene.secretary, session, [one])
    with pytest.raises(MissingRight):
        agenda.unschedule_files(stranger, session, items_of(session))


def test_a_member_prepares_nothing(scene):
    (one,) = some_complete(scene, 1)
    with pytest.raises(MissingRight):
        agenda.schedule_files(scene.members[0], prepared(scene), [one])


def test_what_is_due_and_stands_before_no_session_is_told(scene):
    today = timezone.localdate()
    old = complete(scene, applicant(scene), on=today - timedelta(days=59))
    complete(scene, applicant(scene), on=today)
    assert list(queries.due_without_session(scene.secretary, today + timedelta(days=14))) == [old]
    agenda.schedule_files(scene.secretary, prepared(scene), [old])
    assert not queries.due_without_session(scene.secretary, today + timedelta(days=14)).exists()


def test_a_file_withdrawn_and_opened_again_may_be_put_before_another_session(scene):
    from musanada.regularisation.commands.intake import declare_complete
    from musanada.regularisation.commands.leaving import withdraw

    (one,) = some_complete(scene, 1)
    convened(scene, [one])
    withdraw(scene.agent, one)
    one.refresh_from_db()
    FLOW.run(scene.manager, one.case, "reopen")
    declare_complete(scene.agent, one)
    assert agenda.schedule_files(scene.secretary, prepared(scene), [one]) == 1


def test_someone_hidden_leaves_the_agenda_without_a_word(scene):
    """Nobody's list shows the file; the session closes, and the file waits again."""
    from musanada.people.models import Person

    hidden, shown = some_complete(scene)
    session = opened(scene, [hidden, shown])
    Person.objects.filter(pk=hidden.case.person_id).update(protected=True)
    assert [one.application for one in queries.files(scene.secretary, session)] == [shown]
    with pytest.raises(Refused, match="1 dossier n'a pas"):
        sessions.close_session(scene.secretary, session)
    sessions.close_session(scene.secretary, session, put_back=True)
    assert state_of(hidden) == "complete"
    assert items_of(session) == []
