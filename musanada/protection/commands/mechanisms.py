"""The partners of the national referral mechanism: one list for the installation, kept by who coordinates it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import Side
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.barriers import barrier, side_of
from musanada.protection.models import Mechanism, NrmReferral
from musanada.reference.codes import ServiceFamily


@dataclass(frozen=True)
class MechanismDraft:
    """``unit``: the office that answers here; without one, the partner is written to on paper."""

    name_fr: str
    kind: str
    name_ar: str = ""
    services: tuple[str, ...] = ()
    unit: Unit | None = None
    partner: Any = None
    country: str = ""  # ISO 3166-1 alpha-3, of a mechanism abroad
    town: Any = None
    since: date | None = None
    id: UUID = field(default_factory=new_id)

    def columns(self) -> dict[str, Any]:
        return {
            "name_fr": self.name_fr.strip(),
            "name_ar": self.name_ar.strip(),
            "kind": self.kind,
            "unit": self.unit,
            "partner": self.partner,
            "country_id": self.country or None,
            "town": self.town,
            "services": f",{','.join(dict.fromkeys(self.services))}," if self.services else "",
            "since": self.since,
        }


@command("mechanism.manage")
def add_mechanism(actor: User, unit: Unit, /, *, draft: MechanismDraft) -> Mechanism:
    """The same id twice is one partner. Raises: BadInput, Refused."""
    if known := Mechanism.objects.filter(pk=draft.id).first():
        return known
    insist(draft)
    with transaction.atomic():
        return Mechanism.objects.create(id=draft.id, **draft.columns())


@command("mechanism.manage")
def change_mechanism(actor: User, unit: Unit, /, *, one: Mechanism, draft: MechanismDraft) -> Mechanism:
    """Raises: BadInput, Refused."""
    insist(draft)
    insist_same_receiver(one, draft.columns())
    Mechanism.objects.filter(pk=one.pk).update(**draft.columns())
    one.refresh_from_db()
    return one


@command("mechanism.manage")
def set_mechanism_active(actor: User, unit: Unit, /, *, one: Mechanism, active: bool) -> Mechanism:
    """Withdrawn, it receives nothing new; what it has received stays."""
    Mechanism.objects.filter(pk=one.pk).update(active=active)
    one.refresh_from_db()
    return one


def insist_same_receiver(one: Mechanism, columns: dict[str, Any]) -> None:
    """People agreed to this very receiver: what was sent to it does not move to another. Raises: Refused."""
    now = {name: getattr(one, name) for name in ("kind", "unit", "partner")}
    moves = any(name in columns and columns[name] != was for name, was in now.items())
    if moves and NrmReferral.objects.filter(to=one).exists():
        raise Refused(
            _(
                "Des orientations lui ont été envoyées, avec l'accord de personnes qui l'ont choisi : retirez ce partenaire "
                "et ajoutez-en un autre."
            ),
            code="receiver",
        )


def insist(draft: MechanismDraft) -> None:
    if len(draft.name_fr.strip()) < 3:
        raise bad("name_fr", _("Écrivez le nom du partenaire."))
    if draft.kind not in Mechanism.Kind.values:
        raise bad("kind", _("Choisissez la sorte de partenaire."))
    if unknown := set(draft.services) - set(ServiceFamily.values):
        raise bad("services", _("Ce service n'est pas dans la liste : %(code)s") % {"code": min(unknown)})
    abroad = draft.kind == Mechanism.Kind.ABROAD
    if abroad and (not draft.country or draft.country == "MAR"):
        raise bad("country", _("Dites de quel pays est ce mécanisme."))
    if abroad and draft.unit is not None:
        raise bad(
            "unit", _("Un mécanisme d'un autre pays n'a pas de compte ici : la remise se fait sur papier.")
        )
    if not abroad and draft.country and draft.country != "MAR":
        raise bad("country", _("Un partenaire d'un autre pays est un « mécanisme d'un autre pays »."))
    if why := barrier(Side.HUMANITARIAN, draft.kind, side_of(draft.unit, draft.partner)):
        raise Refused(why, code="firewall")


say(
    {
        "protection.add_mechanism": _("Partenaire du mécanisme de référence ajouté"),
        "protection.change_mechanism": _("Partenaire du mécanisme de référence corrigé"),
        "protection.set_mechanism_active": _("Partenaire du mécanisme de référence en service ou retiré"),
    },
    kinds={"protection.mechanism": _("Partenaire du mécanisme de référence")},
)
