"""Amina manages programmes for a mission; Brahim is an agent of its office; Chaima works for another organisation."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import make_password

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.reference import files
from musanada.reference.commands import load_places
from musanada.reference.queries import places_by_code

# No password fits: tests sign in without one (``force_login``).
NO_PASSWORD = make_password(None)


@pytest.fixture
def house(db):
    """Two organisations, an office, a partner's own unit, and one account each."""
    load_places(row for row in files.places() if row.kind != "commune" or row.names["fr"] == "Oujda")
    mission = found_organisation("mission", "Mission", side="humanitarian")
    office = add_unit(mission, "oujda", "Bureau d'Oujda", kind="office", side="humanitarian")
    association = found_organisation("association", "Association", side="humanitarian")
    ministry = found_organisation("ministry", "Ministère", side="state")

    def account(unit, name, role):
        return first_accounts(unit, [(name, name.title(), NO_PASSWORD, role)])[0]

    return SimpleNamespace(
        mission=mission,
        office=office,
        association=association,
        ministry=ministry,
        amina=account(mission, "amina", "programme_manager"),
        brahim=account(office, "brahim", "agent"),
        chaima=account(ministry, "chaima", "programme_manager"),
        driss=account(association, "driss", "programme_manager"),
        places=places_by_code(),
    )
