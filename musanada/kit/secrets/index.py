"""Blind indexes: a keyed token by which equal texts are found without keeping the text.

HMAC-SHA-256 under the index key, cut to 32 hexadecimal digits; the purpose is part of it, so that a phone and a
document of the same digits have nothing in common. Whoever has the database alone cannot try numbers against it.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from musanada.kit.registry import Registry
from musanada.kit.secrets.keyring import keyring

LENGTH = 32


def token(key: bytes, purpose: str, text: str) -> str:
    return hmac.digest(key, f"{purpose}\0{text}".encode("utf-8", "surrogatepass"), "sha256").hex()[:LENGTH]


def blind_index(purpose: str, text: str) -> str:
    """What a row keeps. An empty text has an empty index."""
    return token(keyring().index_materials[0], purpose, text) if text else ""


def blind_indexes(purpose: str, text: str) -> list[str]:
    """What a search looks for: two tokens while the index key is being renewed, else one; none for an empty text."""
    return [token(key, purpose, text) for key in keyring().index_materials] if text else []


@dataclass(frozen=True)
class BlindIndex:
    """A column of tokens: how ``musanada keys rotate --index`` computes it anew from a row of its model.

    ``columns`` are the fields read; ``compute(tokens, row)`` gets a ``blind_index`` bound to the new key and the
    row as a dict, and answers the new token, or None to leave it as it is.
    """

    model: str  # app_label.ModelName
    field: str
    columns: tuple[str, ...]
    compute: Callable[[Callable[[str, str], str], dict[str, Any]], str | None]


BLIND_INDEXES: Registry[BlindIndex] = Registry("blind index")
