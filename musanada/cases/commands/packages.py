"""The encrypted package for a body that has no account: made at sending, taken once, then destroyed here.

Three secrets leave this function and are kept nowhere: the word of the link, the word of the answer (which lies inside
the package, so that who answers has opened it), and the passphrase, told by another channel.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.commands import system_user
from musanada.access.doors import command, journal
from musanada.access.models import User
from musanada.cases.commands import effects, referrals
from musanada.cases.models import Package, Referral
from musanada.cases.packing import contents_of, hashed, zipped
from musanada.cases.queries.terms import Clock, term
from musanada.cases.workflow import EXTERNAL
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import ALPHABET

PASSPHRASE_GROUPS, GROUP_LENGTH = 5, 4  # 20 of 28 symbols: 96 bits


@dataclass(frozen=True)
class Opening:
    """What the sender is shown once: two words of links and a passphrase."""

    token: str
    answer: str
    passphrase: str


def new_passphrase() -> str:
    """Read aloud over a telephone: capitals and digits without look-alikes, in groups of four."""
    groups = (
        "".join(secrets.choice(ALPHABET) for _n in range(GROUP_LENGTH)) for _g in range(PASSPHRASE_GROUPS)
    )
    return "-".join(groups)


def send_package(actor: User, referral: Referral, *, base: str) -> Opening:
    """Send to a body outside: state, package and links in one transaction. ``base`` begins the addresses.

    Raises: Refused when a guard or the person's consent says no; nothing is made then.
    """
    made: list[Opening] = []

    def pack(_actor: User, sent: Referral) -> None:
        made.append(make(sent, base))

    EXTERNAL.run(actor, referral, "send", also=pack)
    return made[0]


@command("referral.external")
def renew_package(actor: User, referral: Referral, /, *, base: str, opening: list[Opening]) -> Package:
    """Another package for one that was lost or has expired: the first link dies, consent is asked again.

    What is shown once is put into ``opening``. Raises: Refused when it was answered, or nothing may go any more.
    """
    if referral.state != Referral.State.SENT or not referral.is_external:
        raise Refused(_("Ce paquet a déjà sa réponse, ou n'a pas été envoyé : il ne peut pas être refait."))
    if not effects.stands(referral):
        raise Refused(
            _("La personne n'est plus d'accord, ou son accord est échu : rien n'est transmis."),
            code="consent-missing",
        )
    for guard in EXTERNAL.steps["send"].unless:
        if why := guard(actor, referral):
            raise Refused(why, code="cases.external.send")
    effects.kill_packages(referral)
    opening.append(make(referral, base))
    return Package.objects.get(referral=referral, killed_at=None)


def make(referral: Referral, base: str) -> Opening:
    opening = Opening(secrets.token_urlsafe(32), secrets.token_urlsafe(32), new_passphrase())
    now = timezone.now()
    clock = Clock(now, term(referral.urgency))
    inside = contents_of(referral, f"{base}answer/{opening.answer}/")
    Package.objects.create(
        referral=referral,
        token_hash=hashed(opening.token),
        answer_hash=hashed(opening.answer),
        content=zipped(inside, opening.passphrase),
        made_at=now,
        expires_at=max(clock.lapses_at, clock.open_by),
        answer_until=max(clock.lapses_at, clock.done_by),
    )
    return opening


def take(package: Package) -> bytes:
    """The package, once: the receipt is written and our copy destroyed before a byte goes out. Raises: Refused."""
    with transaction.atomic():
        row = Package.objects.select_for_update().filter(pk=package.pk).first()
        content = bytes(row.content) if row and row.content else b""
        rows = Package.objects.filter(
            pk=package.pk, downloaded_at=None, killed_at=None, expires_at__gt=timezone.now()
        )
        alive = rows.filter(referral__state__in=Referral.WAITING).exists()
        if not content or not alive or not effects.stands(package.referral):
            raise Refused(_("Ce paquet n'est plus là."))
        if not rows.update(downloaded_at=timezone.now(), content=None):
            raise Refused(_("Ce paquet n'est plus là."))
        journal(system_user(), "cases.take_package", "done", package.referral)
    return content


ANSWERS: dict[str, Any] = {
    "accepted": lambda actor, one, code: referrals.accept(actor, one),
    "refused": lambda actor, one, code: referrals.refuse(actor, one, reason=code),
    "done": lambda actor, one, code: referrals.finish(actor, one, outcome=code),
    "closed": lambda actor, one, code: referrals.close(actor, one, outcome=code),
}


def answer(package: Package, *, verdict: str, code: str = "") -> Referral:
    """What the body says through its own link: coded, nothing else. Raises: BadInput, Refused."""
    if verdict not in ANSWERS:
        raise bad("verdict", _("Choisissez une réponse."))
    answered: Referral = ANSWERS[verdict](system_user(), package.referral, code)
    return answered
