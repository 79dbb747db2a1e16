"""Anchors as files: one small JSON file per day, to be copied to where nobody of the installation can write."""

import json
import logging
import os
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from musanada.access.audit.reading import End
from musanada.kit.errors import BadInput

log = logging.getLogger(__name__)


def folder() -> Path:
    """Where this installation writes its anchors (``MUSANADA_ANCHORS``)."""
    return Path(settings.ANCHORS)


def as_json(anchor: End) -> dict[str, str | int]:
    return {
        "day": str(anchor.day),
        "number": anchor.number,
        "hash": anchor.hash,
        "digest": anchor.digest,
        "signature": anchor.signature,
    }


def from_json(text: str) -> End:
    """Raises: KeyError, TypeError, ValueError."""
    told = json.loads(text)
    return End(
        int(told["number"]),
        str(told["hash"]),
        str(told["digest"]),
        str(told["signature"]),
        date.fromisoformat(told["day"]),
    )


def keep(anchor: End) -> bool:
    """Write an anchor's file unless there is one: what was once said of a day is never written over.

    A disk that refuses is told to the operator and does not undo what people did; ``musanada audit anchor`` tries again.
    """
    path = folder() / f"{anchor.day}.json"
    if path.exists():
        return False
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        log.error("anchor %s: the file cannot be written (%s)", anchor.day, error.strerror)
        return False
    with os.fdopen(descriptor, "w") as file:
        json.dump(as_json(anchor), file, indent=1)
        file.write("\n")
    return True


def read_folder(path: Path) -> list[End]:
    """Every anchor of a folder. Raises: BadInput when it is none, is empty, or a file cannot be read."""
    files = sorted(path.glob("*.json")) if path.is_dir() else []
    if not files:
        raise BadInput(
            _("Aucune ancre dans « %(folder)s » : indiquez le dossier où vos ancres sont gardées.")
            % {"folder": str(path)}
        )
    return [read_file(file) for file in files]


def read_file(path: Path) -> End:
    try:
        return from_json(path.read_text())
    except (KeyError, TypeError, ValueError):
        raise BadInput(
            _("L'ancre « %(name)s » est illisible : reprenez-la d'une autre copie.") % {"name": path.name}
        ) from None
