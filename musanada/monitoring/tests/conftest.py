"""A data folder of its own for every test; the house of reporting: a mission, a ministry, a few people helped."""

import pytest
from django.conf import settings

from musanada.access.models import User
from musanada.partners.commands import register_partner
from musanada.programmes.commands import create_programme
from musanada.reporting.tests.house import account, build


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


@pytest.fixture
def house(db):
    """Besides: a programme, an association, two hands that report, a foreign organisation."""
    from datetime import date

    from musanada.access.commands import found_organisation

    made = build()
    made.programme = create_programme(
        made.manager, made.mission, code="P01", name_fr="Aide d'urgence", sector="food",
        starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), donors=[],
    )  # fmt: skip
    made.partner = register_partner(
        made.manager, made.mission, code="AS-1", name_fr="Association du Port", kind="association",
        side="humanitarian",
    )  # fmt: skip
    made.case = account(made.office, "karim", "case_manager")
    made.second = account(made.mission, "sonia", "mne_officer")
    made.auditor = account(made.mission, "adil", "auditor")
    made.admin = account(made.mission, "nadia", "administrator")
    made.other_side = found_organisation("ngo", "Autre organisation", side="humanitarian")
    made.stranger = account(made.other_side, "yves", "mne_officer")
    made.state = account(made.ministry, "othman", "mne_officer")
    return made


@pytest.fixture
def open_as(client):
    """``open_as(user, address, **data)``: a page as that user sees it; ``post=`` sends a form."""

    def visit(user: User, address: str, post=None, **query):
        client.force_login(user)
        return client.post(address, post) if post is not None else client.get(address, query)

    return visit
