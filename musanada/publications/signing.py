"""The installation's Ed25519 key, and signatures over a manifest: who built, who approved, who froze, and when.

There is one key, of the installation. An approver's signature is made by it over what the approver said yes to (the
manifest's hash), their account's id and the time: it proves that this installation recorded that yes and that nobody
changed it since. It does not prove that the person held a key of their own, and we say so (``docs``, each manifest).
"""

import base64
import fcntl
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from musanada.kit.secrets import SEALED_FOLDERS, SealedFolder, read_sealed_file, write_sealed_file
from musanada.publications import verifying

HONEST = (
    "Signatures are made by the key of the installation. That of an approver is over the manifest's hash, the id of "
    "the approver's account and the time: it proves what the installation recorded, not that the person held a key."
)


def folder() -> Path:
    return Path(settings.DATA) / "publishing"


def path() -> Path:
    return folder() / "ed25519.key"


def context_of(where: Path) -> str:
    return f"publishing.{where.name}"


SEALED_FOLDERS.add("publishing keys", SealedFolder(folder, context_of))


def private_key() -> Any:
    """The installation's key, made on first use and kept sealed like its other secrets. Raises: Unreadable."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    where = path()
    if not where.exists():
        _make(where)
    return Ed25519PrivateKey.from_private_bytes(b"".join(read_sealed_file(where, context_of(where))))


def _make(where: Path) -> None:
    """Of two processes at once, one makes it and both read it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(where.with_name(f".{where.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(lock, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not where.exists():
            write_sealed_file(where, [Ed25519PrivateKey.generate().private_bytes_raw()], context_of(where))


def public_key() -> str:
    """Base64 of the public key: stands in every folder and at a public address."""
    return base64.b64encode(private_key().public_key().public_bytes_raw()).decode()


def key_of_installation() -> dict[str, str]:
    """As a manifest holds it."""
    public = public_key()
    return {"id": verifying.key_id(public), "algorithm": "Ed25519", "public": public, "note": HONEST}


def moment(at: datetime) -> str:
    """As every signature spells a time."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def sign(before: list[Any], *, manifest: str, role: str, by: str, at: datetime) -> dict[str, str]:
    """The next line of ``manifest.sig``: over everything it says and all lines before it. ``by``: an account's id."""
    key = private_key()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    line = {
        "manifest": manifest,
        "role": role,
        "by": by,
        "at": moment(at),
        "key": verifying.key_id(public),
    }
    signature = key.sign(verifying.signed_bytes(line, before))
    return {**line, "signature": base64.b64encode(signature).decode()}


def holds(line: Mapping[str, Any], before: list[Any], public: str = "") -> bool:
    return verifying.holds(dict(line), public or public_key(), before)
