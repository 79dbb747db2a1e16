"""Who must have a second factor, who has one, and with what. Reads only; writes stand in ``access.commands.factors``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.access.rights import sensitive_rights
from musanada.access.signin.adapters import Factors
from musanada.kit.errors import Sentence

Kind = Authenticator.Type
PROVING = (Kind.TOTP, Kind.WEBAUTHN)
WORDS: dict[str, Sentence] = {
    Kind.TOTP: _("Application de codes"),
    Kind.WEBAUTHN: _("Clé d'accès"),
    Kind.RECOVERY_CODES: _("Codes de secours"),
}
SESSION = "second_factor"


@dataclass(frozen=True)
class Factor:
    """A factor as its owner sees it."""

    pk: int
    kind: str
    label: Sentence
    name: str
    added: datetime
    used: datetime | None


def rows(user: User) -> Any:
    return Authenticator.objects.filter(user_id=user.pk)


def required(user: User) -> bool:
    """Does ``user`` hold, anywhere, a right that reaches P3 or P4?"""
    return bool(settings.SECOND_FACTOR) and any(holds(user, code) for code in sensitive_rights())


def enrolled(user: User) -> bool:
    return bool(rows(user).filter(type__in=PROVING).exists())


def asked(user: User) -> bool:
    """Is a code asked at the sign-in? Of everyone who has a factor, compulsory or not."""
    return bool(settings.SECOND_FACTOR) and enrolled(user)


def passed(request: HttpRequest) -> bool:
    """Did this very session give its factor?"""
    return bool(request.session.get(SESSION))


def kinds(user: User) -> set[str]:
    return set(rows(user).values_list("type", flat=True))


def listed(user: User) -> Sequence[Factor]:
    found = rows(user).filter(type__in=PROVING).order_by("created_at")
    return [
        Factor(row.pk, row.type, WORDS[row.type], row.data.get("name", ""), row.created_at, row.last_used_at)
        for row in found
    ]


def one(user: User, pk: int) -> Any:
    """A factor of this very user, or None."""
    return rows(user).filter(pk=pk, type__in=PROVING).first()


def codes_left(user: User) -> int | None:
    """How many recovery codes are unused; None when there are none at all."""
    row = rows(user).filter(type=Kind.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else None


def secret_of(user: User) -> str:
    """The secret behind the codes of ``user``; empty without one. For the demonstration accounts only."""
    row = rows(user).filter(type=Kind.TOTP).first()
    return Factors().decrypt(row.data["secret"]) if row else ""


def last_counter(user: User) -> int:
    row = rows(user).filter(type=Kind.TOTP).first()
    return int(row.data.get("counter", 0)) if row else 0
