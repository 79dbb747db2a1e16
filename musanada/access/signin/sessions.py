"""Sessions as they lie in the database: found by a hash of the cookie, their content encrypted.

Whoever reads the table (a replica, a backup, an administrator of the database) finds no cookie to enter with, and none
of the words a session remembers for its owner: searches, a password shown once.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as TableStore
from django.utils import timezone

from musanada.kit.secrets import Unreadable
from musanada.kit.secrets.text import decrypt, encrypt

PLACE = "django_session.session_data"


def mark(key: str) -> str:
    """What the tables call the session of this cookie. A cookie has 165 random bits: a plain hash hides it."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(TableStore):
    """Django's table of sessions. Its own words for a session, ``session_key``, stay the cookie's."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return encrypt(super().encode(session_dict), PLACE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Nothing where it does not open: from before a key was destroyed, or altered. Its owner signs in again."""
        try:
            return super().decode(decrypt(str(session_data), PLACE))
        except Unreadable:
            return {}

    def _get_session_from_db(self) -> Any:
        row = None
        if self.session_key:
            alive = self.model.objects.filter(expire_date__gt=timezone.now())
            row = alive.filter(session_key=mark(self.session_key)).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(mark(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = mark(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(mark(key))
