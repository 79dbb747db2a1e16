"""The list of erasures beside the database: ``$MUSANADA_DATA/erasures.jsonl``, opaque keys and proofs, no name.

A backup made before an erasure brings the person back. The list is not restored with the database: ``musanada erasures
replay`` reads it and erases again. Each line's proof covers the line before it: a line taken out, changed or put in is
found.
"""

import fcntl
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from musanada.dataprotection.proofs import holds, signature
from musanada.kit.errors import Problem

PURPOSE = "erasure-list"


@dataclass(frozen=True)
class Entry:
    """One erasure: of whom, by which organisation, under which certificate."""

    number: str
    at: datetime
    people: tuple[UUID, ...]
    organisation: str

    def content(self, previous: str) -> dict[str, Any]:
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "people": [str(one) for one in self.people],
            "organisation": self.organisation,
            "previous": previous,
        }


def path() -> Path:
    return Path(settings.DATA) / "erasures.jsonl"


def append(entry: Entry) -> str:
    """Write the line to the disk before anything is committed; its proof. One process at a time."""
    descriptor = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().splitlines()
        content = entry.content(json.loads(lines[-1])["proof"] if lines else "")
        proof = signature(PURPOSE, content)
        file.write(json.dumps({**content, "proof": proof}, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return proof


def entries() -> list[Entry]:
    """Every line, in order. Raises: Problem naming the first line that does not hold."""
    try:
        lines = path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found, previous = [], ""
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            proof = row.pop("proof")
            entry = Entry(
                row["number"],
                datetime.fromisoformat(row["at"]),
                tuple(UUID(one) for one in row["people"]),
                row["organisation"],
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise broken(number) from None
        if row != entry.content(previous) or not holds(PURPOSE, row, proof):
            raise broken(number)
        found.append(entry)
        previous = proof
    return found


def broken(number: int) -> Problem:
    return Problem(
        _(
            "La ligne %(number)s de la liste des effacements a été modifiée, retirée ou ajoutée : restaurez "
            "erasures.jsonl depuis sa copie avant de rejouer la liste."
        )
        % {"number": number},
        code="erasure-list",
    )
