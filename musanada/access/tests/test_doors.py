"""One rule for the list, the single record and the command; a denial leaves a line."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.commands import end_role, grant_role, hold, open_unit, system_user
from musanada.access.doors import command, holds, may, scoped
from musanada.access.models import AuditEntry, AuditHead, RoleHolding, Unit
from musanada.kit.errors import BadInput, MissingRight, Refused

pytestmark = pytest.mark.django_db


def test_role_reaches_down_the_tree(alice, organisation, oujda, rabat):
    assert set(scoped(alice, "access.manage", Unit.objects.all())) == {organisation, oujda, rabat}


def test_role_does_not_reach_sideways_or_up(bob, oujda):
    assert list(scoped(bob, "access.manage", Unit.objects.all())) == [oujda]


def test_stranger_sees_nothing(charlie, oujda):
    assert not scoped(charlie, "access.manage", Unit.objects.all()).exists()
    assert not may(charlie, "access.manage", oujda)


def test_code_that_begins_alike_is_another_place(bob, organisation):
    from musanada.access.commands import add_unit

    twin = add_unit(organisation, "oujda-2", "Oujda 2", kind="office", side=organisation.side)
    assert not may(bob, "access.manage", twin)


def test_model_without_a_place_is_closed(alice):
    assert not scoped(alice, "access.manage", AuditHead.objects.all()).exists()


def test_ended_role_gives_nothing(alice, organisation):
    holding = RoleHolding.objects.get(user=alice)
    RoleHolding.objects.filter(pk=holding.pk).update(to_on=timezone.localdate())
    alice.__dict__.pop("_holdings", None)
    assert not holds(alice, "access.manage")


def test_role_of_tomorrow_gives_nothing_today(charlie, organisation):
    hold(charlie, organisation, "administrator", from_on=timezone.localdate() + timedelta(days=1))
    assert not holds(charlie, "access.manage")


def test_closed_account_holds_nothing(alice):
    alice.is_active = False
    assert not holds(alice, "access.manage")


def test_command_writes_one_line(alice, organisation):
    open_unit(alice, organisation, code="fes", name_fr="Fès", kind="office")
    line = AuditEntry.objects.get(verb="access.open_unit")
    assert (line.actor, line.outcome, line.object_kind) == (alice, "done", "access.unit")


def test_missing_right_is_named_and_journalled(bob, organisation):
    with pytest.raises(MissingRight) as refusal:
        open_unit(bob, organisation, code="fes", name_fr="Fès", kind="office")
    assert refusal.value.right == "access.manage"
    assert "access.manage" in str(refusal.value)
    assert AuditEntry.objects.get(verb="access.open_unit").outcome == "denied"
    assert not Unit.objects.filter(code="fes").exists()


def test_refusal_by_a_rule_is_journalled_too(alice, organisation):
    with pytest.raises(Refused):
        grant_role(alice, organisation, user=alice, role="auditor")
    assert AuditEntry.objects.get(verb="access.grant_role").outcome == "refused"


def test_inner_command_rolls_back_with_the_outer_one(alice, organisation):
    @command("access.manage", verb="test.outer")
    def outer(actor, unit):
        open_unit(actor, unit, code="fes", name_fr="Fès", kind="office")
        raise Refused("no")

    with pytest.raises(Refused):
        outer(alice, organisation)
    assert not Unit.objects.filter(code="fes").exists()
    assert list(AuditEntry.objects.values_list("verb", "outcome")) == [("test.outer", "refused")]


def test_unknown_right_is_an_error_at_import():
    with pytest.raises(LookupError, match=r"access\.fly"):
        command("access.fly")


def test_same_code_twice_is_a_clear_sentence(alice, organisation, oujda):
    with pytest.raises(BadInput, match="oujda"):
        open_unit(alice, organisation, code="oujda", name_fr="Autre", kind="office")


def test_ending_a_role_twice_says_so(alice, charlie, organisation):
    holding = grant_role(alice, organisation, user=charlie, role="auditor")
    end_role(alice, holding)
    with pytest.raises(Refused):
        end_role(alice, holding)


def test_console_role_cannot_be_given(alice, charlie, organisation):
    with pytest.raises(BadInput):
        grant_role(alice, organisation, user=charlie, role="console")


def test_console_works_everywhere_and_approves_nothing(oujda):
    console = system_user()
    assert may(console, "people.register", oujda)
    assert not may(console, "assistance.approve", oujda)
