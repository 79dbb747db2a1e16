"""Opening a file after the arrival, its scheme, contact, assessments, list and end: rules, pages and forged requests."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.models import Case, Deadline, Note
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.commands import reintegration as commands
from musanada.returns.commands.plan_deadlines import load_deadlines
from musanada.returns.models import Assessment, HandOver, Reintegration, Scheme
from musanada.returns.queries import reintegration as queries
from musanada.returns.tests import scene as s

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def url(name, *args):
    return reverse(f"returns:{name}", args=args)


def opened(scene, **values):
    ret = s.a_return(scene, "arrived")
    return commands.open_reintegration(scene.manager, ret, scheme=scene.schemes["from_morocco"], **values)


# Opening


def test_a_file_is_opened_at_the_arrival_and_its_deadlines_run_from_that_day(scene):
    load_deadlines()
    file = opened(scene, town="Dakar")
    assert (file.case.state, file.case.opened_on, file.cohort) == (
        "eligible",
        file.arrived_on,
        file.arrived_on.year,
    )
    running = dict(Deadline.objects.filter(case=file.case).values_list("rule__code", "started_on"))
    assert running == {"contact": file.arrived_on, "plan": file.arrived_on}
    assert file.case.due_on == file.arrived_on + timedelta(days=30)


def test_rules_are_loaded_once(db):
    assert load_deadlines() == 2
    assert load_deadlines() == 0


def test_one_file_per_return_and_the_same_form_twice_is_one(scene):
    ret, key = s.a_return(scene, "arrived"), uuid4()
    first = commands.open_reintegration(scene.manager, ret, pk=key)
    assert commands.open_reintegration(scene.manager, ret, pk=key).pk == first.pk
    with pytest.raises(Refused):
        commands.open_reintegration(scene.manager, ret, pk=uuid4())
    assert Reintegration.objects.count() == 1


@pytest.mark.parametrize("state", ["booked", "departed", "withdrawn"])
def test_nothing_is_opened_before_the_arrival(scene, state):
    with pytest.raises(Refused):
        commands.open_reintegration(scene.manager, s.a_return(scene, state))


def test_it_is_opened_where_the_return_lies_after_a_hand_over(scene):
    ret = s.a_return(scene, "arrived")
    Case.objects.filter(pk=ret.case_id).update(unit=scene.france)
    ret.refresh_from_db()
    HandOver.objects.create(ret=ret, from_unit=scene.maroc, to_unit=scene.france, state="accepted", proposed_by=scene.manager)  # fmt: skip
    with pytest.raises(MissingRight):
        commands.open_reintegration(scene.manager, ret)
    file = commands.open_reintegration(scene.abroad, ret)
    assert file.case.unit == scene.france


def test_a_moroccan_who_came_back_has_a_file_too(scene):
    ret = s.a_return(scene, "arrived", at="france")
    Case.objects.filter(pk=ret.case_id).update(unit=scene.maroc)
    ret.refresh_from_db()
    file = commands.open_reintegration(scene.manager, ret, scheme=scene.schemes["to_morocco"])
    assert file.ret.direction == "to_morocco"
    assert queries.countries_seen(scene.manager) == ["FRA"]


def test_a_family_keeps_its_principal(scene):
    head, child = s.a_family(scene, 2, "arrived")
    first = commands.open_reintegration(scene.manager, head)
    assert commands.open_reintegration(scene.manager, child).case.principal == first.case


def test_a_forged_scheme_of_another_direction_is_refused(scene):
    ret = s.a_return(scene, "arrived")
    with pytest.raises(BadInput):
        commands.open_reintegration(scene.manager, ret, scheme=scene.schemes["to_morocco"])
    page = s.signed_in(scene.manager).post(
        url("reintegration-new", ret.case_id),
        {"id": str(uuid4()), "scheme": str(scene.schemes["to_morocco"].pk)},
    )
    assert page.status_code == 422
    assert not Reintegration.objects.exists()


def test_the_page_of_opening_names_the_schemes_and_opens(scene):
    ret = s.a_return(scene, "arrived")
    client, scheme = s.signed_in(scene.manager), scene.schemes["from_morocco"]
    assert str(scheme) in client.get(url("reintegration-new", ret.case_id)).content.decode()
    sent = client.post(
        url("reintegration-new", ret.case_id), {"id": str(uuid4()), "scheme": str(scheme.pk), "town": "Thiès"}
    )
    file = Reintegration.objects.get()
    assert sent.url == url("reintegration", file.case_id)
    assert (file.scheme, file.town) == (scheme, "Thiès")
    assert client.get(url("reintegration-new", ret.case_id)).status_code == 302


def test_of_another_office_nothing_is_found(scene):
    file = opened(scene)
    stranger = s.signed_in(scene.abroad)
    for name in ("reintegration", "reintegration-contact", "reintegration-assess", "reintegration-scheme",
                 "reintegration-complete", "plan-begin", "visit-new"):  # fmt: skip
        assert stranger.get(url(name, file.case_id)).status_code == 404, name
    assert stranger.get(url("reintegration-new", file.ret.case_id)).status_code == 404
    assert queries.listed(scene.abroad).count() == 0


def test_who_sees_but_does_not_keep_is_told_which_right(scene):
    file = opened(scene)
    client = s.signed_in(scene.lead)
    assert client.get(url("reintegration", file.case_id)).status_code == 200
    assert client.get(url("reintegration-contact", file.case_id)).status_code == 403
    assert (
        client.post(url("reintegration-contact", file.case_id), {"on": TODAY().isoformat()}).status_code
        == 403
    )
    assert Case.objects.get(pk=file.case_id).state == "eligible"


# Scheme


def test_the_scheme_is_chosen_by_hand_until_a_plan_is_approved(scene):
    file = s.a_reintegration(scene, scheme=None)
    scheme = scene.schemes["from_morocco"]
    assert commands.choose_scheme(scene.manager, file, scheme=scheme).scheme == scheme
    Reintegration.objects.filter(pk=file.pk).update(entitlement=Decimal("2000.00"))
    with pytest.raises(Refused):
        commands.choose_scheme(scene.manager, file, scheme=scheme)


def test_two_tabs_do_not_choose_over_each_other(scene):
    file = s.a_reintegration(scene)
    scheme = scene.schemes["from_morocco"]
    with pytest.raises(Refused):
        commands.choose_scheme(scene.manager, file, scheme=scheme, seen=str(uuid4()))


def test_a_scheme_that_ended_is_not_offered(scene):
    ret = s.a_return(scene, "arrived")
    Scheme.objects.update(valid_from=TODAY() - timedelta(days=900), valid_to=TODAY() - timedelta(days=400))
    assert queries.matches(ret) == []


# Contact


def test_the_first_contact_starts_the_way_and_its_day_may_be_corrected(scene):
    load_deadlines()
    file = opened(scene)
    commands.note_contact(scene.manager, file, on=TODAY(), text="Va bien")
    file.refresh_from_db()
    assert (file.case.state, file.contacted_on) == ("contacted", TODAY())
    assert Deadline.objects.get(case=file.case, rule__code="contact").met_on == TODAY()
    commands.correct_contact(scene.manager, file, on=file.arrived_on)
    file.refresh_from_db()
    assert file.contacted_on == file.arrived_on
    with pytest.raises(Refused):
        commands.note_contact(scene.manager, file, on=TODAY())


@pytest.mark.parametrize("days", [1, -400])
def test_a_contact_is_between_the_arrival_and_today(scene, days):
    file = opened(scene)
    with pytest.raises(BadInput):
        commands.note_contact(scene.manager, file, on=TODAY() + timedelta(days=days))
    assert Case.objects.get(pk=file.case_id).state == "eligible"


def test_a_try_without_answer_is_a_note_and_the_file_waits(scene):
    file, key = opened(scene), uuid4()
    client = s.signed_in(scene.manager)
    for _n in range(2):
        client.post(
            url("reintegration-missed", file.case_id),
            {"id": str(key), "on": TODAY().isoformat(), "text": "Téléphone éteint"},
        )
    assert Note.objects.filter(case=file.case).count() == 1
    assert "Téléphone éteint" in Note.objects.get().text
    assert Case.objects.get(pk=file.case_id).state == "eligible"


# Assessments


def test_an_assessment_is_written_corrected_and_safe_in_two_tabs(scene):
    file = s.a_reintegration(scene, state="contacted")
    one = commands.assess(scene.manager, file, topic="skills", on=TODAY(), found="Couturière")
    seen = commands.digest(one.topic, one.on, one.found)
    commands.correct_assessment(
        scene.second, one, topic="skills", on=TODAY(), found="Couturière, dix ans", seen=seen
    )
    one.refresh_from_db()
    assert (one.found, one.by) == ("Couturière, dix ans", scene.second)
    with pytest.raises(Refused):
        commands.correct_assessment(scene.manager, one, topic="skills", on=TODAY(), found="Autre", seen=seen)


def test_what_was_typed_in_an_assessment_survives_an_error(scene):
    file = s.a_reintegration(scene, state="contacted")
    late = (TODAY() + timedelta(days=3)).isoformat()
    page = s.signed_in(scene.manager).post(
        url("reintegration-assess", file.case_id),
        {"id": str(uuid4()), "topic": "family", "on": late, "found": "Deux frères"},
    )
    assert page.status_code == 422
    assert "Deux frères" in page.content.decode()
    assert not Assessment.objects.exists()


def test_a_forged_topic_or_an_assessment_of_another_file_is_no_answer(scene):
    file, other = s.a_reintegration(scene, state="contacted"), s.a_reintegration(scene, state="contacted")
    with pytest.raises(BadInput):
        commands.assess(scene.manager, file, topic="asylum", on=TODAY(), found="x")
    one = commands.assess(scene.manager, other, topic="risk", on=TODAY(), found="x")
    page = s.signed_in(scene.manager).get(url("reintegration-assessment", file.case_id, one.pk))
    assert page.status_code == 404


# The end


def test_a_file_is_closed_with_its_balance_and_opened_again_with_a_reason(scene):
    file = s.a_reintegration(scene, state="started")
    commands.complete_file(
        scene.manager, file, on=TODAY(), text="Le commerce tourne", aftercare="Mairie de Thiès"
    )
    case = Case.objects.get(pk=file.case_id)
    assert (case.state, case.closed_on, case.closure) == ("completed", TODAY(), "goals_met")
    assert "Mairie de Thiès" in Note.objects.get(case=case).text
    with pytest.raises(Refused):
        commands.assess(scene.manager, file, topic="risk", on=TODAY(), found="x")
    sent = s.signed_in(scene.lead).post(
        reverse("files:step", args=[case.pk, "reopen"]),
        {"on": TODAY().isoformat(), "text": "Nouveau besoin", "reasons": ["new_need"]},
    )
    assert sent.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.closed_on) == ("contacted", None)


def test_closing_needs_words_and_a_file_that_started(scene):
    file = s.a_reintegration(scene, state="contacted")
    with pytest.raises(Refused):
        commands.complete_file(scene.manager, file, on=TODAY(), text="Fini")
    file = s.a_reintegration(scene, state="started")
    with pytest.raises(BadInput):
        commands.complete_file(scene.manager, file, on=TODAY(), text=" ")


def test_whoever_stops_says_why_by_a_code(scene):
    file = s.a_reintegration(scene, state="contacted")
    client = s.signed_in(scene.manager)
    step = reverse("files:step", args=[file.case_id, "drop"])
    assert "work" in client.get(step).content.decode()
    sent = client.post(step, {"on": TODAY().isoformat(), "text": "Employé", "reasons": ["work"]})
    assert sent.status_code == 302
    assert Case.objects.get(pk=file.case_id).closure == "withdrew"


# Lists


def test_the_list_filters_by_all_it_offers(scene):
    file = s.a_reintegration(scene, state="contacted")
    manager = scene.manager
    assert (
        queries.listed(manager, cohort=str(file.cohort), country="SEN", scheme="s-from-morocco").count() == 1
    )
    assert queries.listed(manager, cohort=str(file.cohort - 1)).count() == 0
    assert queries.listed(manager, country="MLI").count() == 0
    assert queries.listed(manager, kind="business").count() == 0
    assert queries.listed(manager, state="eligible").count() == 0
    page = s.signed_in(manager).get(url("reintegration-list"), {"state": "contacted", "due": "rubbish"})
    assert page.status_code == 200
    assert file.case.reference[:4] in page.content.decode()


def test_the_front_page_counts_what_is_due(scene):
    load_deadlines()
    s.a_return(scene, "arrived")
    ret = s.a_return(scene, "arrived", day=TODAY() - timedelta(days=80))
    commands.open_reintegration(scene.manager, ret)
    found = queries.counts(scene.manager)
    assert (found["to_open"], found["eligible"], found["due_plan"]) == (1, 1, 1)
    assert queries.listed(scene.manager, due="plan").count() == 1
    page = s.signed_in(scene.manager).get(url("reintegration-home"))
    assert page.status_code == 200
    assert queries.counts(scene.finance) == {}
