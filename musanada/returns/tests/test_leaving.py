"""The ways out before the journey, none of them a penalty, and the ways back in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands as people
from musanada.people.models import Person
from musanada.returns.commands import leaving
from musanada.returns.models import Passenger
from musanada.returns.tests.scene import a_return, signed_in, someone
from musanada.returns.workflow import BEFORE_BOARDING

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", BEFORE_BOARDING)
def test_one_may_renounce_until_boarding(scene, state):
    ret = a_return(scene, state)
    told = leaving.withdraw(scene.agent, ret)
    assert (told.case.state, told.case.closure) == ("withdrawn", "withdrew")


def test_who_has_left_does_not_renounce(scene):
    with pytest.raises(Refused):
        leaving.withdraw(scene.agent, a_return(scene, "departed"))


def test_renouncing_withdraws_the_declaration_and_frees_the_seat(scene):
    ret = a_return(scene, "booked")
    told = leaving.withdraw(scene.agent, ret)
    assert ret.declarations.get().withdrawn_on == timezone.localdate()
    assert (ret.places.get().state, told.travel_on) == (Passenger.State.WITHDRAWN, None)


def test_nothing_says_why(scene):
    ret = a_return(scene, "declared")
    leaving.withdraw(scene.agent, ret)
    line = ret.case.steps.last()
    assert (line.reasons, line.text, line.seen) == ("", "", "")


def test_at_the_gate_whoever_stands_there_says_it(scene):
    ret = a_return(scene, "booked")
    told = leaving.withdraw_at_gate(scene.travel, ret)
    assert (told.case.state, ret.places.get().state) == ("withdrawn", "withdrawn")


def test_at_the_gate_without_a_list_is_refused(scene):
    with pytest.raises(Refused):
        leaving.withdraw_at_gate(scene.travel, a_return(scene, "declared"))


def test_an_agent_is_not_at_the_gate(scene):
    with pytest.raises(MissingRight):
        leaving.withdraw_at_gate(scene.agent, a_return(scene, "booked"))


def test_a_day_to_come_is_refused(scene):
    with pytest.raises(BadInput):
        leaving.withdraw(
            scene.agent, a_return(scene, "declared"), on=timezone.localdate() + timedelta(days=1)
        )


def test_who_comes_back_begins_like_anybody(scene):
    ret = leaving.withdraw(scene.agent, a_return(scene, "declared"))
    told = leaving.take_up(scene.agent, ret, "reopen", text="La personne demande de nouveau")
    assert (told.case.state, told.case.closed_on) == ("registered", None)


def test_taking_up_again_says_why(scene):
    with pytest.raises(BadInput) as wrong:
        leaving.take_up(scene.agent, a_return(scene, "withdrawn"), "reopen")
    assert "text" in wrong.value.fields


def test_not_while_another_file_is_open(scene):
    ret = a_return(scene, "withdrawn")
    a_return(scene, "registered", ret.case.person)
    with pytest.raises(Refused) as refused:
        leaving.take_up(scene.agent, ret, "reopen", text="Encore")
    assert refused.value.code == "exists"


@pytest.mark.parametrize("state", ["exit_refused", "unfit", "no_funds"])
def test_the_preparation_goes_on(scene, state):
    told = leaving.take_up(scene.manager, a_return(scene, state), "resume", text="L'obstacle est levé")
    assert told.case.state == "counselled"


def test_no_other_step_is_taken_here(scene):
    with pytest.raises(Refused):
        leaving.take_up(scene.manager, a_return(scene, "registered"), "screen", text="Vite")


def test_a_death_frees_the_seat(scene):
    ret = a_return(scene, "booked")
    told = leaving.die(scene.manager, ret, text="Dit par la famille")
    assert (told.case.state, ret.places.get().state) == ("deceased", "removed")


def test_a_double_names_the_file_that_goes_on(scene):
    kept, gone = someone(scene), someone(scene, "Awa Dialo")
    first, second = a_return(scene, "registered", kept), a_return(scene, "enquiry", gone)
    with pytest.raises(BadInput):
        leaving.mark_duplicate(scene.manager, second, of=first)
    people.merge(scene.manager, kept, gone=gone, reason="La même personne, vue au guichet")
    second.case.person = Person.objects.select_related("merged_into").get(pk=gone.pk)
    assert leaving.mark_duplicate(scene.manager, second, of=first).case.state == "duplicate"


def test_a_file_is_not_its_own_double(scene):
    ret = a_return(scene, "registered")
    with pytest.raises(BadInput):
        leaving.mark_duplicate(scene.manager, ret, of=ret)


# Pages


def test_the_page_of_a_withdrawal_asks_a_day_only(scene):
    ret = a_return(scene, "declared")
    client = signed_in(scene.agent)
    url = f"/returns/files/{ret.case_id}/withdraw/"
    text = client.get(url).content.decode()
    assert "aucune pénalité" in text.lower() or "Sans pénalité" in text
    assert 'name="text"' not in text and 'name="reasons"' not in text
    assert client.post(url, {"on": timezone.localdate().isoformat()}).status_code == 302
    ret.case.refresh_from_db()
    assert ret.case.state == "withdrawn"


def test_a_step_that_is_over_is_not_forged(scene):
    ret = a_return(scene, "departed")
    answer = signed_in(scene.agent).post(
        f"/returns/files/{ret.case_id}/withdraw/", {"on": timezone.localdate().isoformat()}
    )
    assert answer.status_code == 409 or answer.status_code == 422 or answer.status_code == 400
    ret.case.refresh_from_db()
    assert ret.case.state == "departed"


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("withdraw", "declared"),
        ("withdraw-at-gate", "booked"),
        ("die", "declared"),
        ("duplicate", "declared"),
        ("reopen", "withdrawn"),
        ("resume", "unfit"),
    ],
)
def test_another_office_finds_no_way_out(scene, path, state):
    ret = a_return(scene, state)
    staff = {"withdraw-at-gate": "france.travel_officer"}.get(path, "france.case_manager")
    assert signed_in(scene.staff[staff]).get(f"/returns/files/{ret.case_id}/{path}/").status_code == 404


def test_whoever_is_unreachable_is_noted_on_the_page_of_cases(scene):
    ret = a_return(scene, "declared")
    values = {"on": timezone.localdate().isoformat(), "text": "Trois appels sans réponse"}
    answer = signed_in(scene.agent).post(f"/files/{ret.case_id}/step/lose/", values)
    ret.case.refresh_from_db()
    assert (answer.status_code, ret.case.state) == (302, "unreachable")
