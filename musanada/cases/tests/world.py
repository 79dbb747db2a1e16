"""Two offices of one association, another association with an agreement, one without; a health centre; a prefecture.

Maha (case manager) sends from Rabat, Zaki receives at Oujda, Salma at the other association, Hamid at the health centre;
Hind works for a State authority.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.access.models import Unit, User
from musanada.cases.commands.referrals import ReferralDraft, draft, send
from musanada.cases.models import Referral
from musanada.kit.choices import FieldGroup
from musanada.partners.models import Agreement, Partner
from musanada.people import commands as people
from musanada.people.commands.consents import record_consent, withdraw_consent
from musanada.people.consents import ConsentDraft
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft, PersonDraft
from musanada.people.models import Consent, Person

BASIS = BasisDraft("consent", "2026-11", "fra", "oral")
PHONE = "+212 612345678"
EVERY = tuple(FieldGroup.values)


@dataclass
class World:
    aide: Unit
    rabat: Unit
    oujda: Unit
    sister: Unit
    stranger: Unit
    centre: Unit
    prefecture: Unit
    hospital: Partner
    alima: User  # agent at Rabat
    maha: User  # case manager at Rabat
    zaki: User  # case manager at Oujda
    zineb: User  # agent at Oujda
    salma: User  # case manager of the sister association
    hamid: User  # health focal point of the centre
    hind: User  # case manager of the prefecture
    person: Person


def build() -> World:
    aide = found_organisation("aide", "Association d'aide", side="humanitarian")
    rabat = add_unit(aide, "rabat", "Bureau de Rabat", kind="office", side=aide.side)
    oujda = add_unit(aide, "oujda", "Bureau d'Oujda", kind="office", side=aide.side)
    sister = found_organisation("soeur", "Association sœur", side="humanitarian")
    stranger = found_organisation("autre", "Association sans accord", side="humanitarian")
    centre = found_organisation("centre", "Centre de santé", side="health")
    prefecture = found_organisation("prefecture", "Préfecture", side="state")
    for unit, kind in ((sister, "association"), (centre, "association"), (prefecture, "ministry")):
        agreed(aide, partner(aide, f"P-{unit.code.upper()}", unit.side, kind, unit))
    hospital = partner(aide, "P-HOPITAL", "health", "association")
    agreed(aide, hospital)
    world = World(
        aide,
        rabat,
        oujda,
        sister,
        stranger,
        centre,
        prefecture,
        hospital,
        account(rabat, "alima", "agent"),
        account(rabat, "maha", "case_manager"),
        account(oujda, "zaki", "case_manager"),
        account(oujda, "zineb", "agent"),
        account(sister, "salma", "case_manager"),
        account(centre, "hamid", "health_focal_point"),
        account(prefecture, "hind", "case_manager"),
        None,  # type: ignore[arg-type]
    )
    account(stranger, "ines", "case_manager")
    world.person = met(world.maha, rabat)
    return world


def account(unit: Unit, name: str, role: str) -> User:
    return first_accounts(unit, [(name, name.title(), "", role)])[0]


def partner(keeper: Unit, code: str, side: str, kind: str, unit: Unit | None = None) -> Partner:
    return Partner.objects.create(
        code=code, name_fr=f"Partenaire {code}", kind=kind, side=side, kept_by=keeper, unit=unit
    )


def agreed(keeper: Unit, one: Partner, **values: Any) -> Agreement:
    values.setdefault("kind", "data_sharing")
    values.setdefault("in_force_from", timezone.localdate() - timedelta(days=30))
    return Agreement.objects.create(partner=one, reference=f"A-{one.code}", **values)


def met(actor: User, unit: Unit, name: str = "Mamadou Diallo", **values: Any) -> Person:
    wanted = PersonDraft(
        names=(NameDraft(text=name),),
        sex="M",
        nationalities=("GIN",),
        contacts=(ContactDraft("phone", PHONE, "safe"),),
        identifiers=values.pop("identifiers", ()),
        **values,
    )
    return people.register(actor, unit, draft=wanted, basis=BASIS)


def passport(number: str = "P4471982") -> IdentifierDraft:
    return IdentifierDraft("passport", number)


def agrees(
    world: World,
    to: Unit | Partner,
    *groups: str,
    purpose: str = "referral",
    person: Person | None = None,
    by: User | None = None,
    at: Unit | None = None,
) -> Consent:
    """The person says yes to this receiver for these parts of the file."""
    word = f"unit:{to.pk}" if isinstance(to, Unit) else f"partner:{to.pk}"
    return record_consent(
        by or world.maha,
        person or world.person,
        unit=at or world.rabat,
        draft=ConsentDraft(
            purpose=purpose,
            recipient=word,
            groups=groups or ("identity", "contact"),
            means="oral",
            witness="Un témoin",
            notice_version="2026-11",
            minor=False,
        ),
    )


def takes_back(world: World, consent: Consent) -> Consent:
    return withdraw_consent(world.maha, consent.person, consent=consent)


def asked(
    world: World, to: Unit | None = None, *groups: str, kind: str = "referral", **values: Any
) -> ReferralDraft:
    return ReferralDraft(
        kind=kind,
        from_unit=values.pop("from_unit", world.rabat),
        to_unit=None if kind == "external" else (to or world.oujda),
        partner=world.hospital if kind == "external" else None,
        need=values.pop("need", "shelter"),
        groups=groups or ("identity", "contact"),
        **values,
    )


def prepared(
    world: World, to: Unit | None = None, *groups: str, by: User | None = None, **values: Any
) -> Referral:
    return draft(
        by or world.maha, values.pop("person", world.person), draft=asked(world, to, *groups, **values)
    )


def sent(
    world: World, to: Unit | None = None, *groups: str, by: User | None = None, **values: Any
) -> Referral:
    return send(by or world.maha, prepared(world, to, *groups, by=by, **values))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client
