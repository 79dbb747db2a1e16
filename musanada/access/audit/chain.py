"""What the chain is made of: the text of a line, its hash under the installation's key, the digest without a key.

Two chains run through the same texts. ``link`` is an HMAC: who can write to the database but has not the key cannot
make a line that fits. ``fold`` is a plain SHA-256 that an auditor recomputes without any key, and compares with an
anchor kept out of the installation's reach: it finds what even the holder of the key rewrote.
"""

import hashlib
import hmac
import json
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

from django.conf import settings

START = ""  # what the first line stands on


def canonical(content: Any) -> str:
    """The one way to write a value as JSON: sorted keys, no blanks, no escapes."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def canonical_details(stored: str) -> str:
    """``details`` as a database gives them back, in the one way. Most lines of a journal share a few."""
    return canonical(json.loads(stored))


def text_of(
    number: int,
    at: str,
    actor: str,
    verb: str,
    outcome: str,
    kind: str,
    key: str,
    unit: str,
    details: str,
    origin: str,
) -> str:
    """What a line's hash covers, as ``canonical`` would write it, in a third of its time.

    ``at`` is ISO 8601 in UTC with microseconds, ``details`` canonical JSON. A line without origin does not speak of it.
    """
    origin = f'"from":{quoted(origin)},' if origin else ""
    return (
        f'{{"actor":"{actor}","at":"{at}","details":{details},{origin}"number":{number},'
        f'"object":[{quoted(kind)},{quoted(key)}],"outcome":{quoted(outcome)},"unit":"{unit}","verb":{quoted(verb)}}}'
    )


def key_bytes() -> bytes:
    return str(settings.AUDIT_KEY).encode()


def mac(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()


def link(previous: str, text: str, key: bytes | None = None) -> str:
    """HMAC-SHA-256 of a line and the hash before it, under the installation's key."""
    return mac(key or key_bytes(), f"{previous}\n{text}")


def fold(digest: str, text: str) -> str:
    """SHA-256 of a line and the digest before it: needs no key."""
    return hashlib.sha256(f"{digest}\n{text}".encode()).hexdigest()


def seal_of(number: int, last_hash: str, digest: str) -> str:
    """Of the end of the chain: who cuts lines off cannot make the seal of an earlier end without the key."""
    return mac(key_bytes(), "head\n" + canonical([number, last_hash, digest]))


def signature_of(day: date, number: int, last_hash: str, digest: str) -> str:
    """Of an anchor."""
    return mac(key_bytes(), "anchor\n" + canonical([day.isoformat(), number, last_hash, digest]))


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
