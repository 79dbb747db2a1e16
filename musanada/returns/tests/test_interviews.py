"""Screening asks everything and keeps nothing of asylum or trafficking; counselling leads to the declaration."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Person
from musanada.returns.commands import interviews
from musanada.returns.drafts import TOPICS, CounsellingDraft, ScreeningDraft
from musanada.returns.models import Screening, Vulnerability
from musanada.returns.queries import interviews as reads
from musanada.returns.queries import returns as queries
from musanada.returns.tests.scene import a_return, signed_in

pytestmark = pytest.mark.django_db


def said(**values) -> ScreeningDraft:
    values.setdefault("covered", tuple(TOPICS))
    values.setdefault("outcome", "eligible")
    return ScreeningDraft(**values)


def talked(**values) -> CounsellingDraft:
    values.setdefault("mode", "present")
    values.setdefault("language", "fra")
    values.setdefault("topics", ("country", "rights"))
    return CounsellingDraft(**values)


def sent(**values) -> dict:
    """What the screening form posts."""
    given = {
        "id": "0199a6f0-0000-7000-8000-000000000002",
        "on": timezone.localdate().isoformat(),
        "covered": list(TOPICS),
        "vulnerabilities": [],
        "outcome": "eligible",
    }
    return given | values


# Screening


def test_an_eligible_person_enters_the_programme(scene):
    ret = a_return(scene, "registered")
    interviews.screen(scene.manager, ret, draft=said())
    assert ret.case.state == "screened"


def test_a_protection_officer_screens_too(scene):
    ret = a_return(scene, "registered")
    assert interviews.screen(scene.protection, ret, draft=said()).by == scene.protection


def test_an_agent_does_not_screen(scene):
    with pytest.raises(MissingRight):
        interviews.screen(scene.agent, a_return(scene, "registered"), draft=said())


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_asked_before_an_outcome(scene, topic):
    ret = a_return(scene, "registered")
    with pytest.raises(BadInput) as wrong:
        interviews.screen(scene.manager, ret, draft=said(covered=tuple(set(TOPICS) - {topic})))
    assert "covered" in wrong.value.fields


def test_who_does_not_meet_the_conditions_is_told_why(scene):
    ret = a_return(scene, "registered")
    interviews.screen(scene.manager, ret, draft=said(outcome="ineligible", reasons=("country",)))
    assert (ret.case.state, ret.case.closure, ret.case.steps.last().reasons) == (
        "ineligible",
        "not_eligible",
        ",country,",
    )


def test_an_outcome_against_somebody_needs_its_reason(scene):
    ret = a_return(scene, "registered")
    with pytest.raises(BadInput) as wrong:
        interviews.screen(scene.manager, ret, draft=said(outcome="ineligible"))
    assert "reasons" in wrong.value.fields


def test_another_reason_is_written_out(scene):
    with pytest.raises(BadInput) as wrong:
        interviews.screen(
            scene.manager, a_return(scene, "registered"), draft=said(outcome="elsewhere", reasons=("other",))
        )
    assert "text" in wrong.value.fields


def test_another_service_first_ends_the_file_as_referred(scene):
    ret = a_return(scene, "screened")
    interviews.screen(scene.manager, ret, draft=said(outcome="elsewhere", reasons=("other_service",)))
    assert ret.case.state == "referred"


def test_who_is_in_the_programme_is_not_put_out_of_it_by_an_interview(scene):
    ret = a_return(scene, "counselled")
    with pytest.raises(Refused):
        interviews.screen(scene.manager, ret, draft=said(outcome="ineligible", reasons=("country",)))


def test_an_enquiry_is_not_screened(scene):
    with pytest.raises(Refused):
        interviews.screen(scene.manager, a_return(scene, "enquiry"), draft=said())


def test_an_interview_does_not_come_before_the_request(scene):
    ret = a_return(scene, "registered")
    with pytest.raises(BadInput) as wrong:
        interviews.screen(scene.manager, ret, draft=said(on=ret.applied_on - timedelta(days=1)))
    assert "on" in wrong.value.fields


def test_sent_twice_it_is_one_interview(scene):
    ret, draft = a_return(scene, "registered"), said()
    interviews.screen(scene.manager, ret, draft=draft)
    interviews.screen(scene.manager, ret, draft=draft)
    assert Screening.objects.count() == 1


def test_a_key_of_another_file_answers_nothing(scene):
    ret, draft = a_return(scene, "registered"), said()
    interviews.screen(scene.manager, ret, draft=draft)
    other = a_return(scene, "registered", scene_person(scene))
    with pytest.raises(Refused):
        interviews.screen(scene.manager, other, draft=draft)


def scene_person(scene) -> Person:
    from musanada.returns.tests.scene import someone

    return someone(scene, "Autre Personne")


def test_vulnerabilities_are_several(scene):
    ret = a_return(scene, "registered")
    interviews.screen(scene.manager, ret, draft=said(vulnerabilities=("family", "medical")))
    assert set(interviews.open_flags(ret)) == {"family", "medical"}


def test_a_vulnerability_that_is_over_stays_in_the_past(scene):
    ret = a_return(scene, "counselled")
    interviews.set_vulnerabilities(scene.manager, ret, flags=["homeless", "family"])
    interviews.set_vulnerabilities(scene.manager, ret, flags=["family"])
    ended = Vulnerability.objects.get(ret=ret, flag="homeless")
    assert ended.ended_on == timezone.localdate()
    assert interviews.open_flags(ret) == ["family"]


def test_a_flag_made_up_is_refused(scene):
    with pytest.raises(BadInput):
        interviews.set_vulnerabilities(scene.manager, a_return(scene, "counselled"), flags=["trafficked"])


def test_the_page_offers_the_same_ways_to_everybody(scene):
    one, other = a_return(scene, "registered"), a_return(scene, "registered", scene_person(scene))
    labels = [[way.label for way in reads.ways(scene.manager, ret)] for ret in (one, other)]
    assert labels[0] == labels[1] != []


def test_nothing_of_what_was_answered_can_be_stored(scene):
    """Only that each question was asked: the columns have no room for an answer."""
    names = {field.name for field in Screening._meta.concrete_fields}
    assert names == {
        "id",
        "recorded_at",
        "ret",
        "on",
        "by",
        "covered",
        "capacity_doubt",
        "outcome",
        "reasons",
        "text",
    }


def test_an_interview_is_corrected_and_its_outcome_stands(scene):
    ret = a_return(scene, "registered")
    made = interviews.screen(scene.manager, ret, draft=said())
    made.ret = ret
    interviews.correct_screening(scene.manager, made, draft=said(text="Relu", capacity_doubt=True))
    made.refresh_from_db()
    assert (made.text, made.capacity_doubt) == ("Relu", True)
    assert queries.changes_of(ret.case.steps.last())[0].field == "screening"
    with pytest.raises(BadInput):
        interviews.correct_screening(
            scene.manager, made, draft=said(outcome="ineligible", reasons=("country",))
        )


# Counselling


def test_the_last_session_leads_to_the_declaration(scene):
    ret = a_return(scene, "screened")
    interviews.counsel(scene.manager, ret, draft=talked(), last=True)
    assert ret.case.state == "counselled"


def test_a_session_among_others_changes_no_state(scene):
    ret = a_return(scene, "screened")
    interviews.counsel(scene.manager, ret, draft=talked())
    assert ret.case.state == "screened"


def test_a_video_names_the_mission_of_origin(scene):
    ret = a_return(scene, "screened")
    with pytest.raises(BadInput) as wrong:
        interviews.counsel(scene.manager, ret, draft=talked(mode="video"))
    assert "mission" in wrong.value.fields
    made = interviews.counsel(scene.manager, ret, draft=talked(mode="video", mission="Mission de Dakar"))
    assert made.mission == "Mission de Dakar"


def test_a_closed_file_is_not_counselled(scene):
    with pytest.raises(Refused):
        interviews.counsel(scene.manager, a_return(scene, "withdrawn"), draft=talked())


def test_a_session_is_corrected(scene):
    ret = a_return(scene, "screened")
    draft = talked(text="Ouvrir un atelier")
    made = interviews.counsel(scene.manager, ret, draft=draft)
    interviews.correct_counselling(scene.manager, made, draft=replace(draft, text="Ouvrir un commerce"))
    made.refresh_from_db()
    assert made.text == "Ouvrir un commerce"


def test_a_file_goes_on_with_the_interview_it_has(scene):
    ret = a_return(scene, "counselled")
    ret.case.state = "registered"
    ret.case.save(update_fields=["state"])
    assert interviews.carry_on(scene.manager, ret, "screen").case.state == "screened"


def test_a_file_without_interview_does_not_go_on(scene):
    with pytest.raises(Refused):
        interviews.carry_on(scene.manager, a_return(scene, "registered"), "screen")


# Pages


def test_the_interview_on_its_page(scene):
    ret = a_return(scene, "registered")
    client = signed_in(scene.manager)
    url = f"/returns/files/{ret.case_id}/screen/"
    assert "Où porter une réponse" in client.get(url).content.decode()
    assert client.post(url, sent(vulnerabilities=["family"])).status_code == 302
    ret.case.refresh_from_db()
    assert ret.case.state == "screened"


def test_a_topic_left_out_on_the_page_keeps_what_was_typed(scene):
    ret = a_return(scene, "registered")
    url = f"/returns/files/{ret.case_id}/screen/"
    answer = signed_in(scene.manager).post(url, sent(covered=["health"], text="Déjà écrit"))
    assert answer.status_code == 422 and "Déjà écrit" in answer.content.decode()


def test_who_screens_without_following_returns_comes_back_to_the_case(scene):
    ret = a_return(scene, "registered")
    answer = signed_in(scene.protection).post(f"/returns/files/{ret.case_id}/screen/", sent())
    assert (answer.status_code, answer.url) == (302, f"/files/{ret.case_id}/")


def test_the_session_on_its_page(scene):
    ret = a_return(scene, "screened")
    values = {
        "id": "0199a6f0-0000-7000-8000-000000000003",
        "on": timezone.localdate().isoformat(),
        "mode": "present",
        "language": "fra",
        "topics": ["country"],
        "last": "1",
    }
    answer = signed_in(scene.manager).post(f"/returns/files/{ret.case_id}/counsel/", values)
    ret.case.refresh_from_db()
    assert (answer.status_code, ret.case.state) == (302, "counselled")


@pytest.mark.parametrize("path", ["screen", "counsel", "vulnerabilities"])
def test_another_office_finds_no_interview(scene, path):
    ret = a_return(scene, "registered")
    assert signed_in(scene.abroad).get(f"/returns/files/{ret.case_id}/{path}/").status_code == 404


def test_an_interview_of_another_file_is_not_found(scene):
    ret, other = a_return(scene, "screened"), a_return(scene, "screened", scene_person(scene))
    row = other.screenings.get()
    assert (
        signed_in(scene.manager).get(f"/returns/files/{ret.case_id}/screenings/{row.pk}/").status_code == 404
    )


def test_an_agent_counsels_nobody(scene):
    ret = a_return(scene, "screened")
    assert signed_in(scene.agent).post(f"/returns/files/{ret.case_id}/counsel/", {}).status_code == 403


def test_corrections_have_their_pages(scene):
    ret = a_return(scene, "counselled")
    client = signed_in(scene.manager)
    base = f"/returns/files/{ret.case_id}"
    assert client.get(f"{base}/screenings/{ret.screenings.get().pk}/").status_code == 200
    assert client.get(f"{base}/counselling/{ret.counsellings.get().pk}/").status_code == 200
    assert client.get(f"{base}/vulnerabilities/").status_code == 200
