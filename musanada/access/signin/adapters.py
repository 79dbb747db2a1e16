"""How django-allauth's factors behave here: secrets encrypted, our name on the phone, no site of its own."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

MARK, NONCE = "f1:", 12


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    def encrypt(self, text: str) -> str:
        nonce = os.urandom(NONCE)
        return MARK + urlsafe_b64encode(nonce + cipher().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        content = urlsafe_b64decode(encrypted_text.removeprefix(MARK))
        return str(cipher().decrypt(content[:NONCE], content[NONCE:], None), "utf-8")

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Musanada"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """An opaque handle: the phone's list of keys shows the sign-in name, nothing of the person."""
        return {"id": user.pk.bytes, "name": user.username, "display_name": user.username}


def cipher() -> Any:
    """AES-256-GCM under the installation's factor key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from musanada.access.commands import factor_key

    return AESGCM(factor_key())
