"""An operation is data: founded from the file or written out, its offices, its criteria and their versions."""

from datetime import date, timedelta

import pytest

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.cases.models import DeadlineRule, PieceType, RequiredPiece
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reference.commands import load_places
from musanada.reference import files
from musanada.reference.queries import offices, place_by_code
from musanada.regularisation.commands import operations as commands
from musanada.regularisation.commands.rules import load_rules, shipped
from musanada.regularisation.criteria import FACTS, ConditionDraft
from musanada.regularisation.models import CardRule, CriterionVersion, Decision, Operation
from musanada.regularisation.queries import operations as queries

pytestmark = pytest.mark.django_db
MARCH_2018 = date(2018, 3, 27)


@pytest.fixture
def lead():
    return found_organisation("lead", "Administration pilote", side="state")


@pytest.fixture
def head(lead):
    return account(lead, "programme_manager")


def account(unit, role):
    return first_accounts(unit, [(f"{unit.code}.{role}", "Un compte", "", role)])[0]


def found(head, lead, template="exceptional-2014", **values):
    return commands.found_operation(head, lead, template=template, **values)


def test_the_rules_are_loaded_once_and_what_an_installation_changed_stays():
    assert load_rules() > 40
    rule = DeadlineRule.objects.get(procedure="regularisation", code="T1")
    rule.warn_days = 3
    rule.save()
    assert load_rules() == 0
    rule.refresh_from_db()
    assert (rule.length, rule.measure, rule.legal, rule.warn_days) == (2, "months", True, 3)
    assert [r.months for r in CardRule.objects.order_by("kind", "valid_from")] == [12, 12, 36]
