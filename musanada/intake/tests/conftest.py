"""Amina (case manager) and Brahim (agent) work at an office; Chaima works for another organisation."""

from types import SimpleNamespace

import pytest

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.reference.commands import load_reference

PASSWORD = "une-phrase-assez-longue"


@pytest.fixture
def house(db, settings, tmp_path):
    """A mission with an office, and a ministry; files lie in the test's own folder."""
    settings.DATA = tmp_path
    load_reference()
    mission = found_organisation("mission", "Mission", side="humanitarian")
    office = add_unit(mission, "oujda", "Bureau d'Oujda", kind="office", side="humanitarian")
    ministry = found_organisation("ministry", "Ministère", side="state")

    def account(unit, name, role):
        return first_accounts(unit, [(name, name.title(), PASSWORD, role)])[0]

    return SimpleNamespace(
        mission=mission,
        office=office,
        ministry=ministry,
        amina=account(office, "amina", "case_manager"),
        brahim=account(office, "brahim", "agent"),
        chaima=account(ministry, "chaima", "case_manager"),
    )
