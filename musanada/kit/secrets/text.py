"""A text under the current key: ``enc1:<key>:<nonce and ciphertext>``, bound to where it belongs.

``context`` (table and column) is associated data: a ciphertext moved into another column does not open there.
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag

from musanada.kit.secrets.errors import damaged
from musanada.kit.secrets.keyring import keyring, keyring_with

MARK = "enc1:"
FORM = re.compile(r"enc1:[0-9a-f]{8}:[A-Za-z0-9_=-]{38,}")
NONCE = 12


def is_encrypted(stored: str) -> bool:
    """Whether a stored text has the form of a ciphertext."""
    return stored.startswith(MARK) and FORM.fullmatch(stored) is not None


def encrypt(text: str, context: str) -> str:
    """Raises: Unreadable when there is no keyring."""
    ring = keyring()
    key_id = ring.current.id
    nonce = os.urandom(NONCE)
    sealed = ring.ciphers[key_id].encrypt(nonce, text.encode("utf-8", "surrogatepass"), context.encode())
    return f"{MARK}{key_id}:{urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, context: str) -> str:
    """Raises: Unreadable when the key is missing, or the text was altered or moved."""
    if not is_encrypted(stored):
        raise damaged()
    key_id, body = stored[5:13], stored[14:]
    cipher = keyring_with(key_id).ciphers[key_id]
    try:
        content = urlsafe_b64decode(body)
        plain = cipher.decrypt(content[:NONCE], content[NONCE:], context.encode())
    except (InvalidTag, ValueError):
        raise damaged() from None
    return str(plain, "utf-8", "surrogatepass")


def open_text(stored: str, context: str) -> str:
    """A stored text of a sealable column, read by plain SQL: clear as it is, a ciphertext opened."""
    return decrypt(stored, context) if is_encrypted(stored) else stored


def key_of(stored: str) -> str:
    """The id of the key a ciphertext was made with."""
    return stored[5:13]
