"""The uploaded file, kept beside the database until its rows are in the register, then removed."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from musanada.intake.sheets.files import too_large
from musanada.intake.sheets.limits import Limits

BLOCK = 1 << 20


def limits() -> Limits:
    """What this installation accepts (``MUSANADA_UPLOAD_LIMIT_MB``, ``MUSANADA_UPLOAD_ROWS``)."""
    return Limits(size=settings.UPLOAD_LIMIT, rows=settings.UPLOAD_ROWS)


def path_of(batch: UUID) -> Path:
    return Path(settings.DATA) / "imports" / f"{batch.hex}.table"


def keep(batch: UUID, blocks: Iterable[bytes]) -> tuple[str, int]:
    """Write the file, readable by its owner only; SHA-256 and size.

    Raises: BadInput past the size limit; nothing is left behind then.
    """
    path, digest, size = path_of(batch), hashlib.sha256(), 0
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for block in blocks:
                size += len(block)
                if size > settings.UPLOAD_LIMIT:
                    raise too_large(settings.UPLOAD_LIMIT)
                digest.update(block)
                file.write(block)
    except BaseException:
        forget(batch)
        raise
    return digest.hexdigest(), size


def forget(batch: UUID) -> None:
    """Remove the file; rows keep what was received."""
    path_of(batch).unlink(missing_ok=True)


def blocks_of(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def safe_name(name: str) -> str:
    """The file's own name for the page: no folders, no control or direction characters, at most 120 characters."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return (plain if len(plain) <= 120 else plain[:100] + "…" + plain[-19:]) or "tableau"
