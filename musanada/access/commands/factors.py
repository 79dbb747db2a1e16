"""Second factors of an account: added, used, removed by their owner. The rows are django-allauth's."""

import os
from base64 import b64decode, b64encode
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import policies  # noqa: F401
from musanada.access.doors import command
from musanada.access.models import FactorKey, User
from musanada.access.signin import factors, totp
from musanada.access.signin.adapters import Factors
from musanada.kit.errors import BadInput, Refused

Kind = Authenticator.Type
WRONG = _("Ce code n'est pas le bon : prenez celui que l'application montre maintenant.")
REPLAYED = _("Ce code a déjà servi : attendez le suivant, il vient dans la demi-minute.")


def factor_key() -> bytes:
    """The key of all factors' secrets, made on first use."""
    made = b64encode(os.urandom(32)).decode()
    return b64decode(FactorKey.objects.get_or_create(pk=1, defaults={"material": made})[0].material)


@transaction.atomic
def accept_code(user: User, code: str) -> str:
    """The factor that this code proves, which is thereby spent. Raises: BadInput."""
    row = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=Kind.TOTP).first()
    counter = totp.counter_of(Factors().decrypt(row.data["secret"]), code) if row else None
    if row is not None and counter is not None:
        if counter <= row.data.get("counter", 0):
            raise BadInput(REPLAYED, fields={"code": REPLAYED}, code="replayed")
        row.data["counter"] = counter
        used(row)
        return str(Kind.TOTP)
    spare = Authenticator.objects.filter(user_id=user.pk, type=Kind.RECOVERY_CODES).first()
    if spare is not None and spare.wrap().validate_code("".join(code.split())):
        return str(Kind.RECOVERY_CODES)
    raise BadInput(WRONG, fields={"code": WRONG})


def used(row: Any) -> None:
    row.last_used_at = timezone.now()
    row.save(update_fields=["data", "last_used_at"])


def accept_passkey(user: User, answer: dict[str, Any]) -> str:
    """The same with a passkey: the browser's answer to the question put in this session. Raises: BadInput."""
    from allauth.mfa.webauthn.internal import auth

    sentence = _("Cette clé d'accès n'a pas été reconnue : réessayez, ou donnez un code.")
    try:
        auth.parse_authentication_response(answer)
        used(auth.complete_authentication(user, answer))
    except (ValidationError, ValueError, KeyError, TypeError):
        raise BadInput(sentence) from None
    return str(Kind.WEBAUTHN)


@command("app.use")
def add_totp(actor: User, user: User, *, secret: str, code: str) -> None:
    """One's own application of codes, which has shown that it holds the secret."""
    insist_on_oneself(actor, user)
    if Kind.TOTP in factors.kinds(user):
        raise Refused(
            _("Votre compte a déjà une application de codes : retirez-la avant d'en mettre une autre.")
        )
    counter = totp.counter_of(secret, code)
    if counter is None:
        raise BadInput(WRONG, fields={"code": WRONG})
    Authenticator.objects.create(
        user_id=user.pk, type=Kind.TOTP, data={"secret": Factors().encrypt(secret), "counter": counter}
    )


@command("app.use")
def add_passkey(actor: User, user: User, *, name: str, answer: dict[str, Any]) -> None:
    """One's own passkey: the browser's answer to the question put in this session."""
    from allauth.mfa.webauthn.internal import auth

    insist_on_oneself(actor, user)
    sentence = _("La clé d'accès n'a pas pu être enregistrée : réessayez avec le même appareil.")
    try:
        auth.parse_registration_response(answer)
        auth.complete_registration(answer)
    except (ValidationError, ValueError, KeyError, TypeError):
        raise BadInput(sentence) from None
    data = {"name": name.strip()[:60], "credential": answer}
    Authenticator.objects.create(user_id=user.pk, type=Kind.WEBAUTHN, data=data)


@command("app.use")
def renew_recovery_codes(actor: User, user: User) -> list[str]:
    """Ten new codes to be kept on paper; the old ones are worth nothing from now on."""
    insist_on_oneself(actor, user)
    if not factors.enrolled(user):
        raise Refused(_("Les codes de secours accompagnent un second facteur : ajoutez-en un d'abord."))
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user_id=user.pk, type=Kind.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


@command("app.use")
def remove_factor(actor: User, user: User, *, pk: int) -> None:
    """A factor less. The last one stays where the account must have one."""
    insist_on_oneself(actor, user)
    row = Authenticator.objects.filter(user_id=user.pk, pk=pk, type__in=factors.PROVING).first()
    if row is None:
        raise Refused(_("Ce facteur n'est plus sur votre compte."))
    others = Authenticator.objects.filter(user_id=user.pk, type__in=factors.PROVING).exclude(pk=pk).exists()
    if not others and factors.required(user):
        raise Refused(
            _("Vos droits demandent un second facteur : ajoutez-en un autre avant de retirer celui-ci.")
        )
    row.delete()
    if not others:
        Authenticator.objects.filter(user_id=user.pk).delete()


def insist_on_oneself(actor: User, user: User) -> None:
    if actor.pk != user.pk:
        raise Refused(_("Chacun gère les facteurs de son propre compte."))


def forget_factors(user: User) -> None:
    """All of them, when an administrator starts an account anew; the caller has checked."""
    Authenticator.objects.filter(user_id=user.pk).delete()


def first_factor(user: User) -> str:
    """A code application made by the set-up of an installation: its secret, to be told to whoever tests."""
    secret = totp.new_secret()
    Authenticator.objects.create(user_id=user.pk, type=Kind.TOTP, data={"secret": Factors().encrypt(secret)})
    return secret
