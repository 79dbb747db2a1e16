"""A counter in Oujda, one in Rabat, people at each; an agent, a case manager and a programme manager."""

from datetime import date

import pytest

from musanada.access.commands import add_unit, found_organisation, hold, system_user
from musanada.access.models import User
from musanada.assistance.commands import load_catalogue
from musanada.assistance.drafts import ActDraft
from musanada.kit.choices import Side
from musanada.people.commands import form_household, join_household, register
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.reference.models import Country

BASIS = BasisDraft(basis="consent", means="oral", notice_version="2024-01", language="fra")
DAY = date(2024, 5, 14)


@pytest.fixture(autouse=True)
def ground(db):
    load_catalogue()
    Country.objects.get_or_create(iso3="GIN", defaults={"iso2": "GN"})


@pytest.fixture
def organisation(db):
    return found_organisation("org", "Organisation", side=Side.HUMANITARIAN)


@pytest.fixture
def oujda(organisation):
    return add_unit(organisation, "oujda", "Oujda", kind="office", side=organisation.side)


@pytest.fixture
def rabat(organisation):
    return add_unit(organisation, "rabat", "Rabat", kind="office", side=organisation.side)


def user(name, unit, role):
    made = User.objects.create(username=name, display_name=name)
    hold(made, unit, role)
    return made


@pytest.fixture
def agent(oujda):
    return user("agent", oujda, "agent")


@pytest.fixture
def case_manager(oujda):
    return user("case-manager", oujda, "case_manager")


@pytest.fixture
def manager(organisation):
    return user("manager", organisation, "programme_manager")


@pytest.fixture
def stranger(rabat):
    return user("stranger", rabat, "agent")


@pytest.fixture
def person_at():
    """A maker of people: ``person_at(unit, "Awa Diallo")``."""

    def make(unit, name="Awa Diallo"):
        draft = PersonDraft(names=(NameDraft(text=name),), sex="F", nationalities=("GIN",), registered_on=DAY)
        return register(system_user(), unit, draft=draft, basis=BASIS)

    return make


@pytest.fixture
def awa(oujda, person_at):
    return person_at(oujda)


@pytest.fixture
def family(awa, oujda, person_at):
    """Awa's household of three."""
    household = form_household(system_user(), awa)
    others = [person_at(oujda, "Moussa Diallo"), person_at(oujda, "Binta Diallo")]
    for other in others:
        join_household(system_user(), household, person=other, tie="child")
    return [awa, *others]


def draft(person, service="hygiene-kit", **values):
    values = {"quantity": 1, "given_on": DAY} | values
    return ActDraft(person=person.pk, service=service, **values)
