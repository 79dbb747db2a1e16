"""How django-allauth's factors behave here: secrets encrypted, our name on the phone, no site of its own."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from musanada.kit import secrets

PLACE = "mfa_authenticator.data"  # table and column: a ciphertext moved elsewhere does not open


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text, PLACE)

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Musanada"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """An opaque handle: the phone's list of keys shows the sign-in name, nothing of the person."""
        return {"id": user.pk.bytes, "name": user.username, "display_name": user.username}
