"""The mission and its neighbours as a forger finds them: everything but the rule would let the request through."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from musanada.access import commands as access
from musanada.access.models import User
from musanada.cases.commands import referrals
from musanada.cases.commands.referrals import ReferralDraft
from musanada.cases.models import Referral
from musanada.dataprotection.commands import exports
from musanada.partners.models import Agreement, Partner
from musanada.people.commands import confidential, consents
from musanada.people.consents import ConsentDraft
from musanada.people.drafts import ContactDraft
from musanada.people.models import Consent, Person, Presence

from .world import Estate, someone

Attempt = Callable[[], Any]
WHY = "raison suffisante pour un essai"


def fresh(user: User) -> User:
    """As the next request has it: nothing read before."""
    return User.objects.get(pk=user.pk)


@dataclass
class Scene:
    """The mission and its neighbours, with agreements to share data, and somebody the mission has just met."""

    mission: Estate
    association: Estate
    ministry: Estate
    centre: Estate
    person: Person

    def role(self, name: str, estate: Estate | None = None) -> User:
        return fresh((estate or self.mission).accounts[name])

    @property
    def manager(self) -> User:
        return self.role("case_manager")

    def another(self, name: str, role: str) -> User:
        """A second account of a role of the mission."""
        user = User.objects.create(username=name, display_name=name)
        access.hold(user, self.mission.root, role)
        return user

    def draft(
        self,
        to: Any,
        purpose: str = "referral",
        groups: tuple[str, ...] = ("identity", "contact"),
        **values: Any,
    ) -> ConsentDraft:
        values = {
            "means": "oral",
            "witness": "Un témoin",
            "notice_version": "2026-11",
            "minor": False,
        } | values
        word = to if isinstance(to, str) else f"{'partner' if isinstance(to, Partner) else 'unit'}:{to.pk}"
        return ConsentDraft(purpose, word, groups, **values)

    def yes(
        self,
        to: Any,
        purpose: str = "referral",
        groups: tuple[str, ...] = ("identity", "contact"),
        person: Person | None = None,
    ) -> Consent:
        draft = self.draft(to, purpose, groups)
        return consents.record_consent(
            self.manager, person or self.person, unit=self.mission.office, draft=draft
        )

    def prepared(self, to: Any, kind: str = "referral", **values: Any) -> Referral:
        place = {"partner": to} if isinstance(to, Partner) else {"to_unit": to}
        values = (
            {"groups": ("identity", "contact"), "person": self.person, "by": self.manager} | place | values
        )
        person, by = values.pop("person"), values.pop("by")
        return referrals.draft(
            by,
            person,
            draft=ReferralDraft(kind, values.pop("start", self.mission.office), "shelter", **values),
        )

    def sent(self, to: Any = None, **values: Any) -> Referral:
        to = to or self.association.office
        self.yes(to)
        return referrals.send(self.manager, self.prepared(to, **values))

    def accepted(self) -> Referral:
        return referrals.accept(self.role("case_manager", self.association), self.sent())

    def also_known_to(self, estate: Estate) -> User:
        """The person came to an office of theirs too; who follows them there."""
        Presence.objects.create(person=self.person, unit=estate.office)
        return self.role("case_manager", estate)

    def hidden(self, by: str = "case_manager") -> Any:
        return confidential.open_file(
            self.role(by), self.person, subject="child", hides_person=True, reason=WHY
        )

    def partner(self, code: str = "P-SEUL", **values: Any) -> Partner:
        values = {"kind": "association", "side": "humanitarian", "kept_by": self.mission.root} | values
        return Partner.objects.create(code=code, name_fr=f"Partenaire {code}", **values)

    def agreed(self, partner: Partner, **values: Any) -> Partner:
        since = timezone.localdate() - timedelta(days=300)
        Agreement.objects.create(
            **{
                "partner": partner,
                "reference": f"A-{partner.code}",
                "kind": "data_sharing",
                "in_force_from": since,
            }
            | values
        )
        return partner

    def override(self, by: User | None = None) -> Any:
        to = f"unit:{self.association.office.pk}"
        return consents.ask_override(
            by or self.manager, self.person, unit=self.mission.office, purpose="referral", recipient=to,
            groups=("identity", "contact"), reason=WHY,
        )  # fmt: skip

    def export(self, by: User | None = None, **values: Any) -> Any:
        values = {"purpose": "assistance", "groups": ["identity"]} | values
        return exports.ask_export(by or self.role("programme_manager"), self.mission.office, **values)

    def browser(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="musanada.access.backend.Accounts")
        return client


def scene_of(country: dict[str, Estate]) -> Scene:
    """Agreements bind the mission and each of the others."""
    estates = [country[code] for code in ("mission", "association", "ministry", "centre")]
    phone = ContactDraft("phone", "+212 6 01 02 03 04", "safe")
    found = Scene(*estates, someone(country["mission"], "Djeneba Sidibé", contacts=(phone,)))
    for estate in estates[1:]:
        code = f"P-{estate.root.code}"
        found.agreed(found.partner(code, unit=estate.root, side=estate.root.side))
    return found
