"""A mission with an office, a ministry beside it, and a few people helped in 2023 and 2024, entered by commands."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.assistance.commands import load_catalogue, record
from musanada.assistance.drafts import ActDraft
from musanada.people.commands import register
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.reference import files
from musanada.reference.commands import load_countries, load_places
from musanada.reference.queries import places_by_code

BASIS = BasisDraft(basis="consent", means="oral", notice_version="2024-01", language="fra")
# No password fits: tests sign in without one (``force_login``).
NO_PASSWORD = make_password(None)
SECRET = "Ousmane Introuvable"  # a name that no page of figures may ever show


def build():
    load_places(row for row in files.places() if row.kind != "commune" or row.names["fr"] == "Oujda")
    load_countries(files.countries())
    load_catalogue()
    mission = found_organisation("mission", "Mission", side="humanitarian")
    house = SimpleNamespace(
        mission=mission,
        office=add_unit(mission, "oujda", "Bureau d'Oujda", kind="office", side="humanitarian"),
        other=add_unit(mission, "rabat", "Bureau de Rabat", kind="office", side="humanitarian"),
        ministry=found_organisation("ministry", "Ministère", side="state"),
        places=places_by_code(),
    )
    house.mne = account(mission, "mona", "mne_officer")
    house.local = account(house.other, "laila", "mne_officer")
    house.manager = account(mission, "amina", "programme_manager")
    house.agent = account(mission, "brahim", "agent")
    house.statistician = account(mission, "salma", "statistician")
    house.official = account(house.ministry, "omar", "programme_manager")
    furnish(house)
    return house


def account(unit, name, role):
    return first_accounts(unit, [(name, name.title(), NO_PASSWORD, role)])[0]


def furnish(house):
    """Three people of Guinea, Senegal and Morocco: food and health in Oujda, one come back from 2023."""
    house.awa = person(house, SECRET, sex="F", nationality="GIN", unit=house.office)
    house.binta = person(house, "Binta Sow", sex="F", nationality="SEN", unit=house.other)
    house.moha = person(house, "Moha Amazigh", sex="M", nationality="MAR", unit=house.office)
    give(house, house.awa, "food-basket", date(2023, 6, 1), unit=house.office)
    give(house, house.awa, "food-basket", date(2024, 6, 1), unit=house.office)
    give(house, house.awa, "primary-consultation", date(2024, 7, 1), unit=house.office)
    give(house, house.binta, "food-basket", date(2024, 8, 1), unit=house.other)
    give(house, house.moha, "food-basket", date(2024, 8, 1), unit=house.office)


def person(house, name, *, sex, nationality, unit):
    draft = PersonDraft(
        names=(NameDraft(text=name),), sex=sex, nationalities=(nationality,), registered_on=date(2023, 5, 1)
    )
    return register(house.agent, unit, draft=draft, basis=BASIS)


def give(house, who, service, on, *, unit):
    place = house.places["MA-OUJ" if unit is house.office else "MA-RAB"]
    draft = ActDraft(person=who.pk, service=service, given_on=on, quantity=Decimal(1), place=place.pk)
    return record(house.agent, unit, draft=draft)
