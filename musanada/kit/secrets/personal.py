"""A key of one person's own: what is frozen elsewhere is sealed with it, and erasure destroys it.

The row keeps the key wrapped by the keyring (``WrappedKeyField``). Emptying that column makes every copy sealed with it
unreadable at once, wherever it lies: in a referral, a certificate, a backup.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from musanada.kit.secrets.errors import damaged, key_destroyed
from musanada.kit.secrets.text import NONCE, decrypt, encrypt

CONTEXT = "wrapped-key"
MARK = "own1:"


def new_wrapped_key() -> str:
    """A random key, wrapped: ready to be kept in a ``WrappedKeyField``."""
    return encrypt(urlsafe_b64encode(os.urandom(32)).decode(), CONTEXT)


def unwrap(wrapped: str) -> AESGCM:
    if not wrapped:
        raise key_destroyed()
    return AESGCM(urlsafe_b64decode(decrypt(wrapped, CONTEXT)))


def seal_with(wrapped: str, text: str, context: str = "") -> str:
    """The text under a person's own key. Raises: Unreadable once that key is destroyed."""
    nonce = os.urandom(NONCE)
    sealed = unwrap(wrapped).encrypt(nonce, text.encode("utf-8", "surrogatepass"), context.encode())
    return MARK + urlsafe_b64encode(nonce + sealed).decode()


def open_with(wrapped: str, text: str, context: str = "") -> str:
    """What ``seal_with`` sealed. Raises: Unreadable when the key was destroyed, or the text altered."""
    cipher = unwrap(wrapped)
    if not text.startswith(MARK):
        raise damaged()
    try:
        content = urlsafe_b64decode(text[len(MARK) :])
        plain = cipher.decrypt(content[:NONCE], content[NONCE:], context.encode())
    except (InvalidTag, ValueError):
        raise damaged() from None
    return str(plain, "utf-8", "surrogatepass")
