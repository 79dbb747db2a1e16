"""The arrival list: a number each, the steps of a visit, the name forgotten at its end; who may see and keep it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.intake import commands, queries
from musanada.intake.commands import arrivals as writes
from musanada.intake.models import Arrival
from musanada.intake.panels import waiting
from musanada.intake.workflow import ARRIVAL
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.tests.world import build, met, signed_in


@pytest.fixture
def world(db):
    return build()


def arrive(world, name="Ibrahim", **values):
    return commands.check_in(world.alima, world.counter, call_name=name, **values)


def test_numbers_start_at_one_each_day_in_each_unit(world):
    assert [arrive(world).number for _n in range(3)] == [1, 2, 3]
    other = commands.check_in(world.zaki, world.office, call_name="Koffi")
    assert other.number == 1
    Arrival.objects.filter(unit=world.counter).update(day=timezone.localdate() - timedelta(days=1))
    assert arrive(world).number == 1


def test_two_clerks_in_one_second_both_give_a_number(world, monkeypatch):
    arrive(world)
    drawn = iter([1, 1, 2])
    monkeypatch.setattr(writes, "next_number", lambda last: next(drawn))
    assert arrive(world, "Koffi").number == 2


def test_a_number_is_given_once_by_constraint(world):
    one = arrive(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(unit=one.unit, number=one.number, call_name="X", opened_by=world.alima)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"call_name": "  "}, "call_name"),
        ({"call_name": "x" * 61}, "call_name"),
        ({"call_name": "Koffi", "purpose": "holiday"}, "purpose"),
    ],
)
def test_a_visit_says_whom_to_call_and_what_for(world, values, field):
    with pytest.raises(BadInput) as problem:
        commands.check_in(world.alima, world.counter, **values)
    assert field in problem.value.fields
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("closing", ["see", "leave"])
def test_the_name_goes_when_the_visit_ends(world, closing):
    one = arrive(world)
    commands.take_step(world.driss, one, step="call")
    assert one.called_at and one.call_name
    commands.take_step(world.driss, one, step=closing)
    one.refresh_from_db()
    assert one.call_name == "" and one.closed_at is not None


def test_the_database_keeps_no_name_of_a_closed_visit(world):
    one = arrive(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.filter(pk=one.pk).update(state="seen", closed_at=timezone.now())


def test_names_of_earlier_days_go_at_the_first_arrival(world):
    late = arrive(world)
    Arrival.objects.update(day=timezone.localdate() - timedelta(days=1))
    arrive(world, "Koffi")
    late.refresh_from_db()
    assert (late.state, late.call_name) == ("left", "")


def test_recalling_puts_back_in_the_queue(world):
    one = arrive(world)
    commands.take_step(world.alima, one, step="leave")
    commands.take_step(world.alima, one, step="recall")
    assert (one.state, one.closed_at, one.called_at) == ("waiting", None, None)


ALLOWED = {
    "waiting": {"call", "see", "leave"},
    "called": {"see", "leave", "recall"},
    "seen": set(),
    "left": {"recall"},
}


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("step", ["call", "see", "leave", "recall"])
def test_every_state_allows_its_steps_and_no_other(world, state, step):
    one = arrive(world)
    for taken in {"called": ["call"], "seen": ["see"], "left": ["leave"]}.get(state, []):
        commands.take_step(world.alima, one, step=taken)
    if step in ALLOWED[state]:
        assert commands.take_step(world.alima, one, step=step).state == ARRIVAL.steps[step].target
        return
    with pytest.raises(Refused):
        commands.take_step(world.alima, one, step=step)
    one.refresh_from_db()
    assert one.state == state


def test_a_step_is_journalled_without_a_name(world):
    one = arrive(world)
    commands.take_step(world.alima, one, step="call")
    entry = AuditEntry.objects.get(verb="intake.arrival.call")
    assert entry.object_id == str(one.pk)
    assert "Ibrahim" not in str(entry.content())


def test_a_known_person_waits_once(world):
    person = met(world)
    commands.check_in(world.alima, world.counter, person=person)
    with pytest.raises(Refused):
        commands.check_in(world.driss, world.counter, person=person)


def test_an_unseen_person_is_not_put_on_the_list(world):
    with pytest.raises(Refused):
        commands.check_in(world.alima, world.counter, person=met(world, at=world.office))


def test_keeping_the_list_needs_the_right_there(world):
    one = arrive(world)
    for stranger in (world.zaki, world.hind, world.nadia):
        with pytest.raises(MissingRight):
            commands.check_in(stranger, world.counter, call_name="Koffi")
        with pytest.raises(MissingRight):
            commands.take_step(stranger, one, step="call")


def test_each_sees_the_counters_of_their_place(world):
    arrive(world)
    assert queries.today(world.nadia, world.counter).count() == 1
    for stranger in (world.zaki, world.hind):
        assert not queries.today(stranger, world.counter).exists()
        assert not queries.waiting(stranger).exists()
        assert queries.counter(stranger, str(world.counter.pk)) != world.counter


def test_recognising_forgets_the_call_name(world):
    one, person = arrive(world), met(world)
    commands.recognise(world.alima, one, person=person)
    assert (one.person, one.call_name) == (person, "")


def test_the_panel_counts_and_shows_the_longest_waiting(world):
    for n in range(8):
        arrive(world, f"Personne {n}")
    panel = waiting(world.alima)
    assert panel.count == 8
    assert str(panel.rows[0][0]).startswith("1 · Personne 0")
    assert waiting(world.zaki).count == 0


def page(name, *args):
    return reverse(f"intake:{name}", args=args)


def test_the_page_adds_and_moves_people_along(world):
    client = signed_in(world.alima)
    answer = client.post(page("check-in"), {"call_name": "Ibrahim", "purpose": "assistance"}, follow=True)
    assert "Ibrahim" in answer.content.decode()
    one = Arrival.objects.get()
    answer = client.post(page("step", one.pk, "call"), follow=True)
    assert "Appelé" in answer.content.decode()
    answer = client.post(page("step", one.pk, "see"), follow=True)
    assert "Ibrahim" not in answer.content.decode()


def test_a_forgotten_name_keeps_the_purpose_typed(world):
    answer = signed_in(world.alima).post(page("check-in"), {"call_name": "", "purpose": "documents"})
    assert answer.status_code == 422
    assert '<option value="documents" selected>' in answer.content.decode()


def test_someone_faster_is_said_above_the_list(world):
    one = arrive(world)
    commands.take_step(world.driss, one, step="see")
    answer = signed_in(world.alima).post(page("step", one.pk, "call"), follow=True)
    assert answer.status_code == 200
    assert "plus rapide" in answer.content.decode()


def test_a_known_person_is_added_from_their_page(world):
    person = met(world)
    answer = signed_in(world.alima).post(page("check-in"), {"person": str(person.pk)}, follow=True)
    assert "Mamadou Diallo" in answer.content.decode()
    far = met(world, at=world.office)
    assert signed_in(world.alima).post(page("check-in"), {"person": str(far.pk)}).status_code == 404
    assert signed_in(world.alima).post(page("check-in"), {"person": "x"}).status_code == 404


def test_readers_see_the_list_without_buttons(world):
    one = arrive(world)
    answer = signed_in(world.nadia).get(page("waiting"))
    assert "Ibrahim" in answer.content.decode()
    assert page("step", one.pk, "call") not in answer.content.decode()
    assert signed_in(world.nadia).post(page("step", one.pk, "call")).status_code == 403


def test_another_counters_visit_is_not_found(world):
    one = arrive(world)
    assert signed_in(world.zaki).post(page("step", one.pk, "call")).status_code == 404
    assert signed_in(world.hind).post(page("step", one.pk, "call")).status_code == 404


def test_the_fragment_is_the_list_alone(world):
    arrive(world)
    fragment = signed_in(world.alima).get(page("queue")).content.decode()
    assert "Ibrahim" in fragment and "<html" not in fragment


def test_a_longer_queue_asks_no_more(world, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(world.alima)
    arrive(world)
    with CaptureQueriesContext(connection) as few:
        client.get(page("queue"))
    for n in range(5):
        commands.check_in(world.alima, world.counter, person=met(world, f"Personne {n}"))
    with CaptureQueriesContext(connection) as many:
        client.get(page("queue"))
    assert len(many) == len(few)
