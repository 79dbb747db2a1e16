"""Dina keeps the registers of an association, Karim audits it, Alima works at its counter, Adam gives accounts; Omar keeps
the registers of a ministry and sees nothing of theirs."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.access.models import Unit, User
from musanada.people.tests.world import COUNTRIES
from musanada.reference.models import Country


@dataclass
class Bureau(SimpleNamespace):
    association: Unit
    counter: Unit
    ministry: Unit
    dina: User
    karim: User
    alima: User
    adam: User
    omar: User


@pytest.fixture
def bureau(db) -> Bureau:
    Country.objects.bulk_create([Country(iso3=c) for c in (*COUNTRIES, "MAR", "FRA")], ignore_conflicts=True)
    association = found_organisation("aide", "Association d'aide", side="humanitarian")
    counter = add_unit(association, "rabat", "Bureau de Rabat", kind="office", side="humanitarian")
    ministry = found_organisation("ministere", "Ministère", side="state")

    def account(unit: Unit, name: str, role: str) -> User:
        return first_accounts(unit, [(name, name.title(), "", role)])[0]

    return Bureau(
        association,
        counter,
        ministry,
        account(association, "dina", "data_protection"),
        account(association, "karim", "auditor"),
        account(counter, "alima", "agent"),
        account(association, "adam", "administrator"),
        account(ministry, "omar", "data_protection"),
    )
