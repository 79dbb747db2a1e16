"""A line becomes a staged row: its cells read under the mapping, its findings, its key."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from musanada.intake.imports.kinds import Field, ImportKind, Staged
from musanada.intake.sheets.cells import Cell, fold
from musanada.intake.sheets.findings import Finding
from musanada.intake.sheets.values import NOTHING, Parsed, Reading
from musanada.kit.ids import new_id

LEVELS = ("error", "warning", "info")
SHORT = 16  # bytes of a digest that tell the rows of one file apart


class RowReader:
    """Reads rows of one file. ``columns`` are the keys of its columns, ``mapping`` field → column key."""

    def __init__(
        self,
        kind: ImportKind,
        columns: Sequence[str],
        mapping: Mapping[str, str],
        options: Mapping[str, str],
        reading: Reading,
    ) -> None:
        self.kind, self.options, self.reading = kind, options, reading
        place = {key: index for index, key in enumerate(columns)}
        self.plan: list[tuple[Field, int]] = [
            (f, place[mapping[f.code]]) for f in kind.fields if mapping.get(f.code) in place
        ]
        missing = {f.code for f in kind.fields if f.required} - {f.code for f, _index in self.plan}
        self.always = [Finding("error", "missing", code, {"field": code}) for code in sorted(missing)]
        self.parsed: dict[tuple[str, Cell], Parsed] = {}

    def stage(self, number: int, raw: Sequence[Cell]) -> Staged:
        """A new row, with ids that stay its own whatever happens to the commit."""
        row = Staged(new_id(), number, raw, new_id(), new_id())
        self.read(row)
        return row

    def read(self, row: Staged) -> None:
        """Read, or read again under other choices."""
        row.values, row.findings = {}, list(self.always)
        for target, index in self.plan:
            cell = row.raw[index] if index < len(row.raw) else ""
            parsed = self.parse(target, cell)
            row.findings.extend(found.at(target.code) for found in parsed.findings)
            if parsed.value not in (None, "", []):
                row.values[target.code] = parsed.value
            elif target.required and not parsed.findings:
                row.findings.append(Finding("error", "missing", target.code, {"field": target.code}))
        self.kind.check(row, self.options, self.reading.today)

    def parse(self, target: Field, cell: Cell) -> Parsed:
        """Columns repeat themselves: each distinct cell of a short column is read once."""
        if cell == "":
            return target.parse(cell, self.reading) or NOTHING
        known = self.parsed.get((target.code, cell))
        if known is None:
            known = target.parse(cell, self.reading)
            if len(self.parsed) < 50_000:
                self.parsed[target.code, cell] = known
        return known


class Keys:
    """Row keys: the same content in the same place gets the same key, so the same file twice is seen.

    A line that stands twice in one file is numbered: its second occurrence has its own key.
    """

    def __init__(self, kind: str, unit: UUID) -> None:
        self.prefix = f"{kind}\n{unit}\n"
        self.seen: dict[bytes, int] = {}

    def give(self, row: Staged) -> bool:
        """Set ``row.key``; is it a repetition of an earlier line of the file?"""
        # What could not be read is not in the values: such rows are told apart by their cells.
        told = [str(cell) for cell in row.raw] if row.blocked or not row.values else row.values
        content = json.dumps(told, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256((self.prefix + content).encode())
        short = digest.digest()[:SHORT]
        times = self.seen[short] = self.seen.get(short, 0) + 1
        if times > 1:
            digest.update(f"\n{times}".encode())
        row.key = digest.hexdigest()
        return times > 1


class People:
    """Rows of one file that name the same person share its id."""

    def __init__(self, kind: ImportKind) -> None:
        self.kind, self.known = kind, dict[bytes, UUID]()

    def join(self, row: Staged) -> bool:
        """Give the row the id of an earlier row about the same person; is there one?"""
        text = self.kind.identity(row.values)
        if not text:
            return False
        digest = hashlib.sha256(text.encode()).digest()[:SHORT]
        first = self.known.setdefault(digest, row.person)
        joined = first != row.person
        row.person = first
        return joined


class Uniques:
    """Values that name one person only: the same passport on two lines about two people is a slip of the file."""

    def __init__(self, kind: ImportKind) -> None:
        self.fields = [f.code for f in kind.fields if f.unique]
        self.seen: dict[bytes, tuple[UUID, int]] = {}

    def check(self, row: Staged) -> None:
        for code in self.fields:
            value = row.values.get(code)
            if value is None:
                continue
            digest = hashlib.blake2b(
                f"{code}\n{fold(str(value)).replace(' ', '')}".encode(), digest_size=16
            ).digest()
            person, number = self.seen.setdefault(digest, (row.person, row.number))
            if person != row.person:
                row.findings.append(Finding("error", "same-number", code, {"field": code, "line": number}))


def worst(findings: Sequence[Finding]) -> str:
    """The gravest level, ``""`` without findings."""
    levels = {found.level for found in findings}
    return next((level for level in LEVELS if level in levels), "")


def reading_of(
    kind: ImportKind, actor: Any, unit: Any, choices: Mapping[tuple[str, str], str], today: date
) -> Reading:
    return Reading(today=today, choices=choices, lists=kind.lists(actor, unit))
