"""Alima and Driss work at one counter, Maha manages cases for the whole organisation, Zaki at another office of it;
Hind works for a State authority and sees nothing of them."""

from dataclasses import dataclass
from datetime import date

from django.test import Client
from django.utils import timezone

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.access.models import Unit, User
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people import commands
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import Person
from musanada.reference.models import Country

CONSENT = BasisDraft("consent", "2026-11", "fra", "oral")
COUNTRIES = ("GIN", "MLI", "SEN", "NGA", "SYR")


@dataclass
class World:
    organisation: Unit
    counter: Unit
    office: Unit
    authority: Unit
    alima: User  # agent at the counter
    driss: User  # agent at the counter
    maha: User  # case manager of the organisation
    zaki: User  # case manager at the other office
    nadia: User  # programme manager at the counter
    hind: User  # agent of the authority


def build() -> World:
    Country.objects.bulk_create(
        [Country(iso3=code, frequent=n) for n, code in enumerate(COUNTRIES)], ignore_conflicts=True
    )
    organisation = found_organisation("aide", "Association d'aide", side="humanitarian")
    counter = add_unit(organisation, "rabat", "Bureau de Rabat", kind="office", side="humanitarian")
    office = add_unit(organisation, "oujda", "Bureau d'Oujda", kind="office", side="humanitarian")
    authority = found_organisation("prefecture", "Préfecture", side="state")

    def account(unit: Unit, name: str, role: str) -> User:
        return first_accounts(unit, [(name, name.title(), "", role)])[0]

    return World(
        organisation,
        counter,
        office,
        authority,
        account(counter, "alima", "agent"),
        account(counter, "driss", "agent"),
        account(organisation, "maha", "case_manager"),
        account(office, "zaki", "case_manager"),
        account(counter, "nadia", "programme_manager"),
        account(authority, "hind", "agent"),
    )


def draft(name: str = "Mamadou Diallo", **values: object) -> PersonDraft:
    values.setdefault("names", (NameDraft(text=name),))
    return PersonDraft(**values)


def year(value: int) -> PartialDate:
    return PartialDate(date(value, 1, 1), BirthPrecision.YEAR)


def met(
    world: World,
    name: str = "Mamadou Diallo",
    *,
    at: Unit | None = None,
    by: User | None = None,
    **values: object,
) -> Person:
    unit = at or world.counter
    actor = by or (world.alima if unit == world.counter else world.zaki)
    return commands.register(actor, unit, draft=draft(name, **values), basis=CONSENT)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client


def today() -> date:
    return timezone.localdate()
