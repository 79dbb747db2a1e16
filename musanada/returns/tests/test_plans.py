"""Versions of a plan: drafted, submitted, approved by another, revised; activities as they run; the plan on paper."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.commands import activities, plans
from musanada.returns.models import Activity, Plan, Tranche
from musanada.returns.queries import plans as queries
from musanada.returns.tests import scene as s
from musanada.returns.tests.planning import approved, draft, fresh, line_of, money, plan_of, planned, today

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"returns:{name}", args=args)


def typed(**values):
    return {"id": str(uuid4()), "dimension": "economic", "kind": "business", "form": "kind", "what": "Machine à coudre",
            "amount": "800,50"} | values  # fmt: skip


# Drafts


def test_a_plan_needs_an_assessment_first(scene):
    file = s.a_reintegration(scene, state="contacted")
    with pytest.raises(Refused):
        plans.begin_plan(scene.manager, file, goal="Ouvrir un atelier", on=today())
    assert not Plan.objects.exists()


def test_a_line_is_written_by_the_page_with_a_comma_and_once(scene):
    file, form = planned(scene), typed()
    client = s.signed_in(scene.manager)
    for _n in range(2):
        assert client.post(url("plan-add", file.case_id), form).status_code == 302
    line = Activity.objects.get()
    assert (line.amount, line.currency, line.level) == (Decimal("800.50"), "EUR", "individual")
    assert "Machine à coudre" in client.get(url("plan", file.case_id)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "-1"}, {"amount": "12,345"}, {"kind": "gold"}, {"what": " "}, {"amount": "NaN"},
     {"starts_on": "2999-02-01", "ends_on": "2999-01-01"}, {"starts_on": "1999-01-01"}],
)  # fmt: skip
def test_a_wrong_line_is_shown_again_with_what_was_typed(scene, wrong):
    file = planned(scene)
    page = s.signed_in(scene.manager).post(
        url("plan-add", file.case_id), typed(**{"what": "Un four"} | wrong)
    )
    assert page.status_code == 422
    assert wrong.get("what", "Un four") in page.content.decode()
    assert not Activity.objects.exists()


def test_two_tabs_do_not_overwrite_a_line(scene):
    file = planned(scene, draft())
    line = line_of(file, "draft")
    seen = plans.digest_of(line)
    plans.change_activity(scene.second, line, draft=draft(amount=Decimal(700)), seen=seen)
    with pytest.raises(Refused):
        plans.change_activity(scene.manager, line, draft=draft(amount=Decimal(900)), seen=seen)
    assert line_of(file, "draft").amount == Decimal(700)


def test_a_line_taken_out_stays_and_is_put_back(scene):
    file = planned(scene, draft())
    line = line_of(file, "draft")
    client = s.signed_in(scene.manager)
    client.post(url("plan-remove", file.case_id, line.pk))
    assert queries.shown(file, plan_of(file)).total == 0
    client.post(url("plan-put-back", file.case_id, line.pk))
    assert queries.shown(file, plan_of(file)).total == Decimal("800.00")


def test_a_line_of_another_file_is_not_found(scene):
    file, other = planned(scene, draft()), planned(scene, draft())
    line = line_of(other, "draft")
    client = s.signed_in(scene.manager)
    assert client.post(url("plan-change", file.case_id, line.pk), typed()).status_code == 404
    assert client.post(url("plan-remove", file.case_id, line.pk)).status_code == 404


def test_the_goal_is_corrected_and_two_tabs_are_told(scene):
    file = planned(scene)
    plan, client = plan_of(file), s.signed_in(scene.manager)
    page = client.get(url("plan-goal", file.case_id))
    seen = page.context["form"]["seen"].value()
    plans.write_goal(scene.second, plan, goal="Un salon", on=today())
    sent = {"id": str(uuid4()), "seen": seen, "goal": "Un atelier", "on": today().isoformat()}
    assert client.post(url("plan-goal", file.case_id), sent).status_code == 422
    assert plan_of(file).goal == "Un salon"


# Submitting and approving


def test_an_empty_plan_is_not_submitted(scene):
    file = planned(scene)
    with pytest.raises(Refused):
        plans.submit_plan(scene.manager, file, on=today())
    assert plan_of(file).state == "draft"


def test_a_plan_beyond_the_rights_is_not_submitted(scene):
    file = planned(scene, draft(amount=Decimal("2000.01")))
    page = s.signed_in(scene.manager).post(url("plan-submit", file.case_id), {"on": today().isoformat()})
    assert page.status_code == 422
    plans.change_activity(scene.manager, line_of(file, "draft"), draft=draft(amount=Decimal("2000.00")))
    plans.submit_plan(scene.manager, file, on=today())
    assert plan_of(file, "submitted").version == 1


def test_a_submitted_plan_does_not_change(scene):
    file = planned(scene, draft())
    plans.submit_plan(scene.manager, file, on=today())
    plan = plan_of(file, "submitted")
    with pytest.raises(Refused):
        plans.add_activity(scene.manager, plan, draft=draft())
    with pytest.raises(Refused):
        plans.remove_activity(scene.manager, line_of(file, "submitted"))
    assert s.signed_in(scene.manager).post(url("plan-add", file.case_id), typed()).status_code == 422


def test_nobody_approves_what_they_submitted(scene):
    file = planned(scene, draft())
    plans.submit_plan(scene.manager, file, on=today())
    page = s.signed_in(scene.manager).post(url("plan-approve", file.case_id), {"on": today().isoformat()})
    assert page.status_code == 422
    assert plan_of(file, "submitted")
    plans.approve_plan(scene.lead, file, on=today())
    assert plan_of(file, "approved").approved_on == today()


def test_whoever_has_no_word_in_it_approves_nothing(scene):
    file = planned(scene, draft())
    plans.submit_plan(scene.manager, file, on=today())
    with pytest.raises(MissingRight):
        plans.approve_plan(scene.staff["maroc.agent"], file, on=today())
    assert s.signed_in(scene.finance).get(url("plan-approve", file.case_id)).status_code in (403, 404)


def test_approval_freezes_the_rights(scene):
    file = approved(scene)
    assert file.entitlement == Decimal("2000.00")
    assert file.case.state == "approved"


def test_a_plan_sent_back_is_a_draft_again(scene):
    file = planned(scene, draft())
    plans.submit_plan(scene.manager, file, on=today())
    with pytest.raises(BadInput):
        plans.send_back(scene.lead, file, on=today(), text="")
    plans.send_back(scene.lead, file, on=today(), text="Baissez le montant")
    assert plan_of(file).version == 1
    assert Case.objects.get(pk=file.case_id).state == "planned"


# Versions


def test_a_revision_is_a_copy_and_the_old_one_stands_until_it_is_approved(scene):
    file = approved(scene)
    old = line_of(file)
    plans.revise_plan(scene.manager, file, on=today(), text="Le local a brûlé")
    copy = line_of(file, "draft")
    assert (copy.before, copy.amount, copy.what) == (old, old.amount, old.what)
    assert plan_of(file, "approved").version == 1
    plans.change_activity(scene.manager, copy, draft=draft(what="Un autre local"))
    plans.submit_plan(scene.manager, fresh(file), on=today())
    plans.approve_plan(scene.lead, fresh(file), on=today())
    assert plan_of(file, "approved").version == 2
    assert plan_of(file, "replaced").version == 1
    old.refresh_from_db()
    assert old.what == "Machine à coudre"


def test_what_ran_and_was_paid_goes_on_in_the_next_version(scene):
    file = approved(scene)
    plans.revise_plan(scene.manager, file, on=today(), text="Plus grand")
    old = line_of(file)
    activities.give_activity(scene.manager, old, on=today())
    paid, later = money(file, old, "paid"), money(file, old)
    plans.submit_plan(scene.manager, fresh(file), on=today())
    plans.approve_plan(scene.lead, fresh(file), on=today())
    new = line_of(file)
    assert (new.state, new.given_on, new.before) == ("running", today(), old)
    assert set(Tranche.objects.filter(activity=new)) == {paid, later}


def test_what_is_paid_is_not_taken_out_nor_cut(scene):
    file = approved(scene)
    plans.revise_plan(scene.manager, file, on=today(), text="Autre chose")
    copy = line_of(file, "draft")
    plans.remove_activity(scene.manager, copy)
    money(file, line_of(file), "paid", "500.00")
    with pytest.raises(Refused):
        plans.submit_plan(scene.manager, fresh(file), on=today())
    plans.put_back(scene.manager, copy)
    with pytest.raises(BadInput):
        plans.change_activity(scene.manager, copy, draft=draft(amount=Decimal("499.99")))
    plans.change_activity(scene.manager, copy, draft=draft(amount=Decimal("500.00")))
    with pytest.raises(Refused):
        plans.remove_activity(scene.manager, copy)
    plans.submit_plan(scene.manager, fresh(file), on=today())


def test_a_line_left_out_of_the_next_version_loses_its_planned_money(scene):
    file = approved(scene, draft(), draft(kind="training", form="service", amount=Decimal(300)))
    planned_money = money(file, line_of(file, kind="training"))
    plans.revise_plan(scene.manager, file, on=today(), text="Pas de formation")
    plans.remove_activity(scene.manager, line_of(file, "draft", kind="training"))
    plans.submit_plan(scene.manager, fresh(file), on=today())
    plans.approve_plan(scene.lead, fresh(file), on=today())
    planned_money.refresh_from_db()
    assert planned_money.state == "cancelled"


def test_a_file_opened_again_goes_on_from_what_was_approved(scene):
    file = approved(scene)
    Case.objects.filter(pk=file.case_id).update(state="contacted")
    plans.begin_plan(scene.manager, fresh(file), goal="Reprendre", on=today())
    assert plan_of(file).version == 2
    assert line_of(file, "draft").before == line_of(file)


# Activities as they run


def test_the_first_activity_given_starts_the_file(scene):
    file = approved(
        scene,
        draft(),
        draft(dimension="psychosocial", kind="psychosocial", form="service", amount=Decimal(0)),
    )
    care = line_of(file, kind="psychosocial")
    activities.give_activity(scene.manager, care, on=today())
    care.refresh_from_db()
    assert (care.state, care.given_on) == ("running", today())
    assert care.given_recorded_at is not None
    assert Case.objects.get(pk=file.case_id).state == "started"


def test_nothing_is_given_under_a_plan_that_is_not_approved(scene):
    file = planned(scene, draft())
    line = line_of(file, "draft")
    page = s.signed_in(scene.manager).post(
        url("activity-give", file.case_id, line.pk), {"on": today().isoformat()}
    )
    assert page.status_code == 422
    line.refresh_from_db()
    assert line.given_on is None


def test_a_day_before_the_arrival_or_to_come_is_refused(scene):
    file = approved(scene)
    for day in (file.arrived_on - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(BadInput):
            activities.give_activity(scene.manager, line_of(file), on=day)


def test_an_activity_is_dropped_with_its_reason_and_its_planned_money_goes(scene):
    file = approved(scene)
    line = line_of(file)
    coming = money(file, line)
    with pytest.raises(BadInput):
        activities.drop_activity(scene.manager, line, reason=" ")
    activities.drop_activity(scene.manager, line, reason="Le fournisseur a fermé")
    line.refresh_from_db()
    coming.refresh_from_db()
    assert (line.state, line.dropped_reason, coming.state) == (
        "dropped",
        "Le fournisseur a fermé",
        "cancelled",
    )
    activities.resume_activity(scene.manager, line)
    line.refresh_from_db()
    assert (line.state, line.dropped_reason) == ("planned", "")


def test_money_that_waits_keeps_an_activity_open(scene):
    file = approved(scene)
    money(file, line_of(file), "approved")
    for ask in (lambda one: activities.finish_activity(scene.manager, one, on=today()),
                lambda one: activities.drop_activity(scene.manager, one, reason="x")):  # fmt: skip
        with pytest.raises(Refused):
            ask(line_of(file))


def test_a_file_is_closed_once_nothing_is_open(scene):
    from musanada.returns.commands.reintegration import complete_file

    file = approved(scene)
    activities.start_activity(scene.manager, line_of(file), on=today())
    with pytest.raises(Refused):
        complete_file(scene.manager, fresh(file), on=today(), text="Fini")
    activities.finish_activity(scene.manager, line_of(file), on=today())
    complete_file(scene.manager, fresh(file), on=today(), text="Fini")
    assert Case.objects.get(pk=file.case_id).state == "completed"
    with pytest.raises(Refused):
        activities.resume_activity(scene.manager, line_of(file))


def test_the_year_of_service_stands_beside_the_cohort(scene):
    ret = s.a_return(scene, "arrived", day=today().replace(year=today().year - 1))
    file = s.a_reintegration(scene, ret, state="contacted")
    from musanada.returns.commands.reintegration import assess

    assess(scene.manager, file, topic="skills", on=today(), found="x")
    plan = plans.begin_plan(scene.manager, file, goal="But", on=today())
    plans.add_activity(scene.manager, plan, draft=draft())
    plans.submit_plan(scene.manager, file, on=today())
    plans.approve_plan(scene.lead, file, on=today())
    activities.give_activity(scene.manager, line_of(file), on=today())
    page = s.signed_in(scene.manager).get(url("reintegration", file.case_id)).content.decode()
    assert f"cohorte {file.cohort}" in page
    assert f"service {today().year}" in page


# On paper


@pytest.mark.parametrize("lang", ["fr", "ar", ""])
def test_the_plan_is_printed(scene, lang):
    file = approved(scene)
    money(file, line_of(file))
    answer = s.signed_in(scene.manager).get(url("plan-pdf", file.case_id, 1), {"lang": lang})
    assert answer.content.startswith(b"%PDF")
    assert s.signed_in(scene.abroad).get(url("plan-pdf", file.case_id, 1)).status_code == 404
    assert s.signed_in(scene.manager).get(url("plan-pdf", file.case_id, 9)).status_code == 404
