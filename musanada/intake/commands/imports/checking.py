"""Rows are read from the file, checked, compared with the register and staged. The register is only read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.models import User
from musanada.intake.commands.imports.running import Run
from musanada.intake.imports import storage
from musanada.intake.imports.kinds import IMPORT_KINDS, Candidate, ImportKind, Staged
from musanada.intake.imports.reading import Keys, People, RowReader, Uniques, reading_of, worst
from musanada.intake.imports.within import Within
from musanada.intake.models.imports import ImportBatch, ImportRow, ValueMapping
from musanada.intake.sheets.findings import Finding, say
from musanada.intake.sheets.layout import Line, find_table
from musanada.intake.sheets.tables import open_file
from musanada.kit.errors import BadInput

CHUNK = 1500  # the larger, the fewer statements linkage needs; some megabytes
ENTERED = (ImportRow.Outcome.CREATED, ImportRow.Outcome.ADDED, ImportRow.Outcome.KEPT)
COLUMNS = [
    "id",
    "batch",
    "number",
    "raw",
    "values",
    "findings",
    "level",
    "candidates",
    "decision",
    "match",
    "by_hand",
    "person",
    "target",
    "key",
    "outcome",
]
Progress = Callable[[int, int], None]

say("twice-in-file", _("Cette ligne est identique à une ligne plus haut dans le fichier."))
say(
    "same-number",
    _("Ce numéro figure déjà à la ligne %(line)s pour une autre personne : corrigez l'une des deux."),
)
say("already-imported", _("Cette ligne a déjà été importée : elle est laissée de côté."))


def run_check(run: Run, progress: Progress) -> None:
    """Stage every row anew. A run that was interrupted starts over: nothing depends on staged rows yet."""
    batch = run.batch
    kind = IMPORT_KINDS[batch.kind]
    with transaction.atomic():
        ImportRow.objects.filter(batch=batch).delete()
        run.beat(done=0, total=0)
    notes: dict[str, Any] = {"totals": [], "headers": 0}
    stager = Stager(batch, kind)
    done = 0
    for chunk in parts(rows_only(lines_of(batch, kind), notes)):
        staged = stager.stage((line.number, line.cells) for line in chunk)
        with transaction.atomic():
            bulk.insert(ImportRow, COLUMNS, (stored(batch, row) for row in staged))
            done += len(staged)
            run.beat(done=done, total=done)
        progress(done, 0)
    if not done:
        raise BadInput(
            _("Aucune ligne n'a été trouvée sous les titres de colonnes. Vérifiez la feuille choisie.")
        )
    run.finish(ImportBatch.State.CHECKED, total=done, done=0, notes=batch.notes | notes)


def lines_of(batch: ImportBatch, kind: ImportKind) -> Iterator[Line]:
    sheets = open_file(storage.path_of(batch.pk), storage.limits())
    sheet = next((s for s in sheets if s.name == batch.sheet), sheets[0])
    table = find_table(sheet, [f.recognised_by for f in kind.fields], header_line=batch.header_line)
    return table.lines()


def rows_only(lines: Iterable[Line], notes: dict[str, Any]) -> Iterator[Line]:
    """The rows; totals and repeated titles are noted, so that the report can say what was passed over."""
    for line in lines:
        if line.kind == "row":
            yield line
        elif line.kind == "total":
            notes["totals"] = [*notes["totals"], line.number][:50]
        else:
            notes["headers"] += 1


def parts(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


class Stager:
    """Reads, checks and compares rows, keeping between chunks only hashes and ids."""

    def __init__(self, batch: ImportBatch, kind: ImportKind) -> None:
        self.batch, self.kind = batch, kind
        self.actor: User = batch.started_by or batch.uploaded_by
        self.reader = reader_of(batch, kind, self.actor)
        self.keys, self.people, self.uniques = Keys(kind.code, batch.unit_id), People(kind), Uniques(kind)
        self.within = Within(kind)
        self.found: dict[UUID, Answer] = {}

    def stage(self, lines: Iterable[tuple[int, Sequence[Any]]]) -> list[Staged]:
        rows = [self.reader.stage(number, cells) for number, cells in lines]
        for row in rows:
            row.repeats = self.people.join(row)
            self.uniques.check(row)
            if self.keys.give(row):
                row.findings.append(Finding("warning", "twice-in-file"))
                row.decision = "skip"
            self.within.look(row)
        passed_over(rows)
        self.compare(rows)
        return rows

    def compare(self, rows: Sequence[Staged]) -> None:
        """Look for the people of the rows; rows about someone seen earlier in the file share the answer."""
        open_rows = [row for row in rows if not row.blocked and not row.already]
        first = {row.person: row for row in reversed(open_rows) if row.person not in self.found}
        aside = [row for row in first.values() if row.decision]
        for row in aside:
            row.decision = ""
        self.kind.find(self.actor, self.batch.unit, list(first.values()))
        for person, row in first.items():
            self.found[person] = Answer(row.number, row.candidates, row.decision, row.match)
        for row in aside:
            row.decision, row.match = "skip", None
        for row in open_rows:
            known = self.found[row.person]
            if row.number != known.number:
                row.candidates = known.candidates
                if not row.decision:
                    row.decision, row.match = known.decision, known.match
                self.kind.repeated(row)
        reviewed = [row for row in open_rows if not row.blocked]
        self.kind.review(self.actor, self.batch.unit, reviewed, self.batch.options)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found about a person of the file, at the first row about them."""

    number: int
    candidates: list[Candidate]
    decision: str
    match: UUID | None


def reader_of(batch: ImportBatch, kind: ImportKind, actor: User) -> RowReader:
    choices = {
        (list_name, word): code
        for list_name, word, code in ValueMapping.objects.filter(
            user=actor, signature=batch.signature
        ).values_list("list_name", "word", "code")
    }
    reading = reading_of(kind, actor, batch.unit, choices, timezone.localdate())
    return RowReader(kind, [c["key"] for c in batch.columns], batch.mapping, batch.options, reading)


def passed_over(rows: Sequence[Staged]) -> None:
    """Mark the rows whose content entered the register before."""
    entered = ImportRow.objects.filter(key__in=[row.key for row in rows], outcome__in=ENTERED)
    known = set(entered.values_list("key", flat=True))
    for row in rows:
        if row.key in known:
            row.already, row.decision = True, "skip"
            row.findings.append(Finding("info", "already-imported"))


def stored(batch: ImportBatch, row: Staged) -> tuple[Any, ...]:
    """In the order of ``COLUMNS``."""
    return (
        row.id,
        batch.pk,
        row.number,
        list(row.raw),
        row.values,
        [found.stored() for found in row.findings],
        worst(row.findings),
        [candidate.stored() for candidate in row.candidates],
        row.decision,
        row.match,
        row.by_hand,
        row.person,
        row.target,
        row.key,
        ImportRow.Outcome.ALREADY if row.already else ImportRow.Outcome.WAITING,
    )
