"""The keys of the installation: one file, several data keys, an index key; made on first use.

The file is JSON, readable by its owner only, and may lie on another disk than the data (``MUSANADA_KEYRING``). A key is
``current`` (encrypts), ``old`` (still opens rows) or ``retired`` (nothing in the database uses it; kept for backups).
The data folder remembers which keyring is its own, so that an unmounted disk stops the work instead of making new keys.
"""

import base64
import fcntl
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from musanada.kit.secrets.errors import key_missing, keyring_damaged, keyring_foreign, keyring_missing

CURRENT, OLD, RETIRED = "current", "old", "retired"
NEXT = "next"  # an index key whose indexes are being computed
MARKER = "keyring.id"
LOOK_AGAIN = 1.0  # seconds after which a running server looks whether the file changed


@dataclass(frozen=True)
class Key:
    """One key and its story."""

    id: str
    material: str = field(repr=False)
    made_at: str
    state: str = CURRENT
    since: str = ""

    @property
    def bytes(self) -> bytes:
        return base64.b64decode(self.material)

    def become(self, state: str) -> "Key":
        return replace(self, state=state, since=now())


@dataclass(frozen=True)
class Keyring:
    """All keys. Never changed in place: a change writes a new file."""

    id: str
    data: tuple[Key, ...]
    index: tuple[Key, ...]

    @cached_property
    def current(self) -> Key:
        return next(k for k in self.data if k.state == CURRENT)

    @cached_property
    def current_index(self) -> Key:
        return next(k for k in self.index if k.state == CURRENT)

    @cached_property
    def ciphers(self) -> dict[str, Any]:
        """AES-256-GCM by key id."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return {key.id: AESGCM(key.bytes) for key in self.data}

    @cached_property
    def index_materials(self) -> tuple[bytes, ...]:
        """Index keys under which a row may be found now, the current one first."""
        return tuple(
            k.bytes for k in sorted(self.index, key=lambda k: k.state != CURRENT) if k.state != RETIRED
        )

    def key(self, key_id: str) -> Key | None:
        return next((k for k in self.data if k.id == key_id), None)


def now() -> str:
    return timezone.now().isoformat(timespec="seconds")


def new_key(state: str = CURRENT) -> Key:
    material = base64.b64encode(secrets.token_bytes(32)).decode()
    return Key(id=secrets.token_hex(4), material=material, made_at=now(), state=state)


def path() -> Path:
    return Path(settings.KEYRING)


_held: tuple[object, float, tuple[int, int], Keyring] | None = None


def keyring() -> Keyring:
    """The keys, read again when the file changed. Raises: Unreadable."""
    global _held
    named, clock = settings.KEYRING, time.monotonic()
    if _held and _held[0] is named and clock - _held[1] < LOOK_AGAIN:  # asked once a value: no path is made
        return _held[3]
    where = path()
    stamp = stamp_of(where)
    if _held and stamp and _held[0] is named and _held[2] == stamp:
        ring = _held[3]
    else:
        ring = read(where) if stamp else make(where)
        stamp = stamp or stamp_of(where) or (0, 0)
        insist_on_own(ring)
    _held = (named, clock, stamp, ring)
    return ring


def forget_held() -> None:
    """Read the file anew at the next use: a key is unknown, or the file was just changed."""
    global _held
    _held = None


def keyring_with(key_id: str) -> Keyring:
    """The keys with this one among them, even if another process has just made it. Raises: Unreadable."""
    ring = keyring()
    if key_id not in ring.ciphers:
        forget_held()
        ring = keyring()
        if key_id not in ring.ciphers:
            raise key_missing()
    return ring


def stamp_of(where: Path) -> tuple[int, int] | None:
    try:
        found = where.stat()
    except FileNotFoundError:
        return None
    except OSError:
        raise keyring_damaged() from None
    return found.st_mtime_ns, found.st_ino


def read(where: Path) -> Keyring:
    try:
        content = json.loads(where.read_text(encoding="utf-8"))
        ring = Keyring(
            id=content["id"],
            data=tuple(Key(**one) for one in content["data"]),
            index=tuple(Key(**one) for one in content["index"]),
        )
        usable = bool(ring.current_index.bytes) and ring.current.id in ring.ciphers
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        raise keyring_damaged() from None
    if not usable:
        raise keyring_damaged()
    return ring


def make(where: Path) -> Keyring:
    """The first keyring of this installation; of two processes at once, one makes it and both read it."""
    if marker().exists():
        raise keyring_missing()
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = write_draft(where, Keyring(secrets.token_hex(8), (new_key(),), (new_key(),)))
    with suppress(FileExistsError):
        os.link(draft, where)
    draft.unlink()
    return read(where)


def write_draft(where: Path, ring: Keyring) -> Path:
    draft = where.with_name(f".{where.name}.{secrets.token_hex(4)}")
    content = {
        "id": ring.id,
        "data": [asdict(k) for k in ring.data],
        "index": [asdict(k) for k in ring.index],
    }
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return draft


def change(edit: Callable[[Keyring], Keyring]) -> Keyring:
    """Replace the file by its edited content, whole or not at all, one process at a time."""
    where = path()
    keyring()  # made if this is the first use
    with alone(where):
        ring = edit(read(where))
        draft = write_draft(where, ring)
        draft.replace(where)
        folder = os.open(where.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    forget_held()
    return keyring()


@contextmanager
def alone(where: Path) -> Iterator[None]:
    descriptor = os.open(where.with_name(f".{where.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def marker() -> Path:
    return Path(settings.DATA) / MARKER


def insist_on_own(ring: Keyring) -> None:
    """The data folder and the keyring belong together. Raises: Unreadable."""
    where = marker()
    try:
        known = where.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        descriptor = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(ring.id)
        return
    if known and known != ring.id:
        raise keyring_foreign()
