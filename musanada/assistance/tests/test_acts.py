"""Recording, the interval between two hand-outs, households, approval above a ceiling, voiding."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.assistance.commands import approve, close_stay, give, record, record_list, refuse, void
from musanada.assistance.models import Act
from musanada.assistance.tests.conftest import DAY, draft
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Presence


def test_act_is_given_at_once(agent, oujda, awa):
    act = record(agent, oujda, draft=draft(awa))
    assert (act.state, act.person, act.unit, act.recorded_by) == ("given", awa, oujda, agent)
    assert AuditEntry.objects.filter(verb="assistance.record", object_id=str(act.pk)).exists()


def test_same_id_twice_is_one_act(agent, oujda, awa):
    wish = draft(awa)
    assert record(agent, oujda, draft=wish) == record(agent, oujda, draft=wish)
    assert Act.objects.count() == 1


def test_other_units_agent_may_not_record_here(stranger, oujda, awa):
    with pytest.raises(MissingRight):
        record(stranger, oujda, draft=draft(awa))


def test_person_the_agent_cannot_see_is_not_found(stranger, rabat, awa):
    with pytest.raises(BadInput, match="référence"):
        record(stranger, rabat, draft=draft(awa))
    assert not Act.objects.exists()


def test_who_is_served_at_a_unit_is_known_there(manager, case_manager, organisation, oujda, rabat, awa):
    from musanada.access.commands import hold

    hold(case_manager, organisation, "agent")
    record(case_manager, rabat, draft=draft(awa))
    assert set(Presence.objects.filter(person=awa).values_list("unit__code", flat=True)) == {"oujda", "rabat"}


@pytest.mark.parametrize(
    ("service", "values", "field"),
    [
        ("hygiene-kit", {"given_on": timezone.localdate() + timedelta(days=1)}, "given_on"),
        ("hygiene-kit", {"given_on": date(1960, 1, 1)}, "given_on"),
        ("hygiene-kit", {"quantity": 0}, "quantity"),
        ("hygiene-kit", {"quantity": None}, "quantity"),
        ("hygiene-kit", {"quantity": 51}, "quantity"),
        ("emergency-cash", {"amount": None}, "amount"),
        ("emergency-cash", {"amount": Decimal("-5"), "currency": "MAD"}, "amount"),
        ("emergency-cash", {"amount": Decimal(300)}, "currency"),
        ("emergency-cash", {"amount": Decimal(300), "currency": "EUR"}, "currency"),
        ("emergency-shelter", {"until_on": DAY}, "until_on"),
        ("emergency-shelter", {"until_on": DAY + timedelta(days=400)}, "until_on"),
        ("no-such-aid", {}, "service"),
    ],
)
def test_wrong_act_names_its_field_and_writes_nothing(agent, oujda, awa, service, values, field):
    with pytest.raises(BadInput) as problem:
        record(agent, oujda, draft=draft(awa, service, **values))
    assert field in problem.value.fields
    assert not Act.objects.exists()


def test_second_basket_inside_the_interval_warns(agent, oujda, awa):
    record(agent, oujda, draft=draft(awa, "food-basket"))
    with pytest.raises(Refused) as warning:
        record(agent, oujda, draft=draft(awa, "food-basket", given_on=DAY + timedelta(days=24)))
    assert warning.value.code == "repeat"
    assert "14/05/2024" in str(warning.value)


def test_warning_names_no_one_and_no_place(agent, oujda, awa):
    record(agent, oujda, draft=draft(awa, "food-basket"))
    with pytest.raises(Refused) as warning:
        record(agent, oujda, draft=draft(awa, "food-basket"))
    assert not any(word in str(warning.value) for word in ("Awa", "Diallo", "Oujda", "agent"))


def test_agent_may_give_despite_the_warning(agent, oujda, awa):
    record(agent, oujda, draft=draft(awa, "food-basket"))
    record(agent, oujda, draft=draft(awa, "food-basket"), despite_repeat=True)
    assert Act.objects.count() == 2


def test_basket_after_the_interval_is_given(agent, oujda, awa):
    record(agent, oujda, draft=draft(awa, "food-basket"))
    record(agent, oujda, draft=draft(awa, "food-basket", given_on=DAY + timedelta(days=25)))
    assert Act.objects.count() == 2


def test_voided_basket_does_not_warn(agent, case_manager, oujda, awa):
    void(case_manager, record(agent, oujda, draft=draft(awa, "food-basket")), reason="Erreur de personne")
    assert record(agent, oujda, draft=draft(awa, "food-basket")).state == "given"


def test_basket_for_one_member_warns_for_the_household(agent, oujda, family):
    record(agent, oujda, draft=draft(family[0], "food-basket"))
    with pytest.raises(Refused):
        record(agent, oujda, draft=draft(family[2], "food-basket"))


def test_basket_reaches_the_household_as_it_stands(agent, oujda, family):
    act = record(agent, oujda, draft=draft(family[0], "food-basket"))
    assert set(act.members.values_list("person", flat=True)) == {p.pk for p in family[1:]}


def test_kit_reaches_its_recipient_only(agent, oujda, family):
    assert not record(agent, oujda, draft=draft(family[0], "hygiene-kit")).members.exists()


def test_above_the_ceiling_waits_for_someone_else(agent, manager, oujda, awa):
    act = record(agent, oujda, draft=draft(awa, "emergency-cash", amount=Decimal(1501), currency="MAD"))
    assert (act.state, act.given_recorded_at) == ("requested", None)
    approve(manager, act)
    act = give(agent, act)
    assert (act.state, act.decided_by) == ("given", manager)
    assert act.given_recorded_at is not None


def test_at_the_ceiling_is_given(agent, oujda, awa):
    assert (
        record(agent, oujda, draft=draft(awa, "emergency-cash", amount=Decimal(1500), currency="MAD")).state
        == "given"
    )


def test_nobody_approves_their_own_request(agent, manager, organisation, oujda, awa):
    from musanada.access.commands import hold

    hold(manager, organisation, "agent")
    act = record(manager, oujda, draft=draft(awa, "emergency-cash", amount=Decimal(9000), currency="MAD"))
    with pytest.raises(Refused):
        approve(manager, act)
    act.refresh_from_db()
    assert act.state == "requested"


def test_database_itself_refuses_own_approval(agent, oujda, awa):
    act = record(agent, oujda, draft=draft(awa))
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(decided_by=agent)


def test_refusal_needs_its_reason(agent, manager, oujda, awa):
    act = record(agent, oujda, draft=draft(awa, "emergency-cash", amount=Decimal(9000), currency="MAD"))
    with pytest.raises(BadInput):
        refuse(manager, act, reason="  ")
    assert refuse(manager, act, reason="Hors critères").state == "refused"


def test_second_decision_comes_too_late(agent, manager, oujda, awa):
    act = record(agent, oujda, draft=draft(awa, "emergency-cash", amount=Decimal(9000), currency="MAD"))
    refuse(manager, act, reason="Hors critères")
    with pytest.raises(Refused, match="plus rapide"):
        approve(manager, act)


def test_void_keeps_the_act_and_its_reason(agent, case_manager, oujda, awa):
    act = void(case_manager, record(agent, oujda, draft=draft(awa)), reason="Saisie deux fois")
    assert (act.state, act.reason, act.voided_by) == ("voided", "Saisie deux fois", case_manager)


def test_agent_may_not_void(agent, oujda, awa):
    with pytest.raises(MissingRight):
        void(agent, record(agent, oujda, draft=draft(awa)), reason="Erreur")


def test_departure_closes_a_stay_once(agent, oujda, awa):
    act = record(agent, oujda, draft=draft(awa, "emergency-shelter"))
    close_stay(agent, act, until_on=DAY + timedelta(days=3))
    with pytest.raises(Refused):
        close_stay(agent, act, until_on=DAY + timedelta(days=4))


def test_list_records_the_good_lines_and_explains_the_others(agent, oujda, awa, person_at):
    served = person_at(oujda, "Moussa Keita")
    record(agent, oujda, draft=draft(served, "food-basket"))
    good, repeated = record_list(
        agent, oujda, drafts=[draft(awa, "food-basket"), draft(served, "food-basket")]
    )
    assert good.act is not None
    assert (repeated.act, repeated.code) == (None, "repeat")
    assert Act.objects.count() == 2


def test_taken_reference_is_drawn_again(agent, oujda, awa, person_at, monkeypatch):
    taken = record(agent, oujda, draft=draft(awa)).reference
    drawn = iter([taken, "Z234567Z"])
    monkeypatch.setattr(Act._meta.get_field("reference"), "_get_default", lambda: next(drawn))
    assert record(agent, oujda, draft=draft(person_at(oujda))).reference == "Z234567Z"
