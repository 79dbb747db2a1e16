"""What a person says about the rows: who they are, what a doubtful word means."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.intake.commands.imports.checking import CHUNK, passed_over, reader_of
from musanada.intake.commands.imports.keeping import DIFFERENT, UNSURE, marked
from musanada.intake.commands.imports.mapping import closed
from musanada.intake.imports.kinds import IMPORT_KINDS, ImportKind, Staged
from musanada.intake.imports.reading import Keys, worst
from musanada.intake.models.imports import ImportBatch, ImportRow, ValueMapping
from musanada.kit.errors import BadInput

DECIDABLE = (ImportBatch.State.CHECKED, ImportBatch.State.COMMITTED)


@command("imports.run", verb="intake.import_decide")
def decide(
    actor: User, batch: ImportBatch, *, row: UUID, decision: str, person: UUID | None = None
) -> ImportBatch:
    """Who a row is about: ``new``, ``same`` with one of its candidates, ``unsure`` or ``skip``. Rows about the same person
    follow. *New* and *unsure* both make a new record; what was said of the candidates is kept with it.

    Raises: BadInput for a person that was not proposed; Refused when the row is already written.
    """
    decidable(batch)
    one = ImportRow.objects.filter(batch=batch, pk=row, outcome="").first()
    if one is None:
        raise closed()
    if decision not in ("new", "same", "unsure", "skip"):
        raise BadInput(_("Choisissez : nouvelle personne, même personne, pas sûr, ou laisser de côté."))
    if decision == "same" and str(person) not in {c["person"] for c in one.candidates}:
        raise BadInput(_("Cette personne n'est pas parmi celles qui ont été proposées pour cette ligne."))
    if decision == "skip":
        ImportRow.objects.filter(pk=one.pk).update(decision="skip", match=None, by_hand=True)
        return batch
    settle(batch, one, decision, person)
    return batch


def settle(batch: ImportBatch, row: ImportRow, decision: str, person: UUID | None) -> None:
    """Write a decision on every waiting row about the same person that was not left aside."""
    rows = ImportRow.objects.filter(batch=batch, outcome="", person=row.person)
    ids = [row.pk, *rows.exclude(decision="skip").values_list("pk", flat=True)]
    same, unsure = decision == "same", decision == "unsure"
    ImportRow.objects.filter(pk__in=ids).update(
        decision="same" if same else "new",
        match=person if same else None,
        candidates=marked(row.candidates, "" if same else UNSURE if unsure else DIFFERENT),
        by_hand=True,
    )


@command("imports.run", verb="intake.import_decide_all")
def decide_all(actor: User, batch: ImportBatch, *, decision: str) -> int:
    """Settle every undecided row: all new, all the best candidate, or all left aside. Returns how many."""
    decidable(batch)
    rows = ImportRow.objects.filter(batch=batch, outcome="", decision="").exclude(level="error")
    if decision == "skip":
        return rows.update(decision="skip", match=None, by_hand=True)
    if decision == "new":
        return rows.update(decision="new", match=None, by_hand=True)
    if decision != "same":
        raise BadInput(_("Choisissez : nouvelle personne, même personne, ou laisser de côté."))
    total = 0
    for row in rows.exclude(candidates=[]).iterator(chunk_size=500):
        best = UUID(row.candidates[0]["person"])
        total += ImportRow.objects.filter(pk=row.pk).update(decision="same", by_hand=True, match=best)
    return total


@command("imports.run", verb="intake.import_word")
def choose_word(actor: User, batch: ImportBatch, *, list_name: str, word: str, code: str) -> int:
    """Say what a doubtful word means in this file; remembered for the actor's files with these headers.

    The rows that hold the word are read again. Returns how many.
    """
    decidable(batch)
    kind = IMPORT_KINDS[batch.kind]
    if code not in {c for c, _label in kind.choices(list_name, word)}:
        raise BadInput(_("Ce choix n'est pas dans la liste : choisissez-en un qui est proposé."))
    ValueMapping.objects.update_or_create(
        user=actor, signature=batch.signature, list_name=list_name, word=word[:200], defaults={"code": code}
    )
    return read_again(actor, batch, kind, list_name, word)


def decidable(batch: ImportBatch) -> None:
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=DECIDABLE).exists():
        raise closed()


def read_again(actor: User, batch: ImportBatch, kind: ImportKind, list_name: str, word: str) -> int:
    """Read the rows with this word again, from what was received, and compare them anew."""
    reader, keys = reader_of(batch, kind, actor), Keys(kind.code, batch.unit_id)
    total = 0
    for rows in chunks(asking(batch, list_name, word)):
        staged = [restaged(row) for row in rows]
        for row in staged:
            reader.read(row)
            keys.give(row)
        passed_over(staged)
        kind.find(actor, batch.unit, [row for row in staged if not row.blocked and not row.already])
        open_rows = [row for row in staged if not row.blocked and not row.already]
        kind.review(actor, batch.unit, open_rows, batch.options)
        for row in staged:
            rewrite(row)
        total += len(staged)
    return total


def asking(batch: ImportBatch, list_name: str, word: str) -> Iterator[ImportRow]:
    """Waiting rows with a finding that asks about this word."""
    rows = ImportRow.objects.filter(batch=batch, outcome="").exclude(level="")
    for row in snapshot(rows):
        for found in row.findings:
            params = found.get("params", {})
            if params.get("list") == list_name and params.get("word") == word:
                yield row
                break


def snapshot(rows: QuerySet[ImportRow]) -> Iterator[ImportRow]:
    """The rows by their keys taken first: they are rewritten while we walk."""
    ids = list(rows.order_by("number").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield from ImportRow.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("number")


def chunks(rows: Iterator[ImportRow]) -> Iterator[list[ImportRow]]:
    part: list[ImportRow] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def restaged(row: ImportRow) -> Staged:
    raw: Sequence[object] = row.raw
    return Staged(row.pk, row.number, raw, row.person, row.target)


def rewrite(row: Staged) -> None:
    ImportRow.objects.filter(pk=row.id).update(
        values=row.values,
        findings=[found.stored() for found in row.findings],
        level=worst(row.findings),
        candidates=[candidate.stored() for candidate in row.candidates],
        decision=row.decision,
        match=row.match,
        key=row.key,
        outcome="already" if row.already else "",
    )
