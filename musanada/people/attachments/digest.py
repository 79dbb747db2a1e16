"""The fingerprint of a file: keyed, so that whoever has the table alone cannot tell which known file is in it."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from musanada.kit.secrets import BLIND_INDEXES, BlindIndex, Unreadable
from musanada.people.attachments import store

PURPOSE = "attachment"


def fingerprint(content: bytes) -> str:
    """SHA-256; a table keeps its blind index."""
    return hashlib.sha256(content).hexdigest()


def renewed(tokens: Callable[[str, str], str], row: dict[str, Any]) -> str | None:
    """The token under a new index key; None where the file cannot be read (``doctor`` says so)."""
    try:
        return tokens(PURPOSE, fingerprint(store.read(UUID(str(row["id"])))))
    except (FileNotFoundError, Unreadable):
        return None


BLIND_INDEXES.add("attachments", BlindIndex("people.Attachment", "digest", ("id",), renewed))
