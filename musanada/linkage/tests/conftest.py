"""Awa and Bakary are agents of two offices of one mission; Chaima works for a ministry. People are registered as at a counter."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from musanada.access.commands import add_unit, first_accounts, found_organisation, system_user
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people.commands import register
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft, PersonDraft
from musanada.people.models import Person
from musanada.reference.commands import load_reference

BASIS = BasisDraft("public_interest", "1", "fra")


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    """Two offices of a humanitarian mission, and a ministry."""
    load_reference()
    mission = found_organisation("mission", "Mission", side="humanitarian")
    oujda = add_unit(mission, "oujda", "Bureau d'Oujda", kind="office", side="humanitarian")
    rabat = add_unit(mission, "rabat", "Bureau de Rabat", kind="office", side="humanitarian")
    ministry = found_organisation("ministry", "Ministère", side="state")

    def account(unit: Any, name: str, role: str) -> Any:
        return first_accounts(unit, [(name, name.title(), "une-phrase-assez-longue", role)])[0]

    return SimpleNamespace(
        mission=mission,
        oujda=oujda,
        rabat=rabat,
        ministry=ministry,
        console=system_user("console"),
        awa=account(oujda, "awa", "agent"),
        bakary=account(rabat, "bakary", "agent"),
        chaima=account(ministry, "chaima", "agent"),
    )


@pytest.fixture
def met(house: SimpleNamespace) -> Callable[..., Person]:
    """``met("Awa Diallo", born=1990)``: a person registered at Oujda unless another unit is given."""

    def person(*names: str, unit: Any = None, **facts: Any) -> Person:
        born = facts.get("born")
        precision = facts.get("precision", BirthPrecision.DAY)
        birth = (
            PartialDate(date(born, 5, 12), precision) if born else PartialDate(None, BirthPrecision.NOT_ASKED)
        )
        draft = PersonDraft(
            names=tuple(NameDraft(text=name) for name in names),
            sex=facts.get("sex", "not_asked"),
            birth=birth,
            nationalities=tuple(facts.get("countries", ())),
            contacts=tuple(ContactDraft("phone", p) for p in facts.get("phones", ())),
            identifiers=tuple(IdentifierDraft("passport", d, "GIN") for d in facts.get("passports", ())),
        )
        return register(house.console, unit or house.oujda, draft=draft, basis=BASIS)

    return person
