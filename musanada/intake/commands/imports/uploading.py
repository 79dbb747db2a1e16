"""A file arrives, or is given up."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, require
from musanada.access.models import Unit, User
from musanada.intake import policies_imports  # noqa: F401  declares the rights
from musanada.intake.imports import storage
from musanada.intake.imports.kinds import IMPORT_KINDS, ImportKind
from musanada.intake.models.imports import ColumnMapping, ImportBatch, ImportRow
from musanada.intake.sheets.headers import suggest
from musanada.intake.sheets.layout import Table, best_table, find_table
from musanada.intake.sheets.tables import Sheet, open_file
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_id

OPEN = (ImportBatch.State.UPLOADED, ImportBatch.State.CHECKED)


@command("imports.run", verb="intake.import_upload")
def upload(actor: User, unit: Unit, *, kind: str, name: str, blocks: Iterable[bytes]) -> ImportBatch:
    """Keep a file for import at ``unit`` and find its table. Nothing is read into the register.

    Raises: BadInput, a sentence on the file; MissingRight when the actor could not write such rows one by one.
    """
    if kind not in IMPORT_KINDS:
        raise BadInput(_("Choisissez ce que contient le fichier."), fields={"kind": _("Choisissez.")})
    how = IMPORT_KINDS[kind]
    for right in how.rights:
        require(actor, right, unit)
    batch = ImportBatch(
        id=new_id(), kind=kind, unit=unit, uploaded_by=actor, file_name=storage.safe_name(name)
    )
    batch.file_hash, batch.file_size = storage.keep(batch.pk, blocks)
    try:
        lay_out(batch, how)
        batch.save(force_insert=True)
    except BaseException:
        storage.forget(batch.pk)
        raise
    return batch


def lay_out(batch: ImportBatch, kind: ImportKind, *, sheet: str = "", header_line: int | None = None) -> None:
    """Find the table in the kept file and propose the mapping: the remembered one, else by the words."""
    sheets = open_file(storage.path_of(batch.pk), storage.limits())
    table = chosen_table(sheets, kind, sheet, header_line)
    batch.sheets = [s.name for s in sheets]
    batch.sheet, batch.header_line = table.sheet.name, table.header.last
    batch.signature = table.signature
    batch.columns = described(table)
    remembered = ColumnMapping.objects.filter(
        unit=batch.unit, kind=kind.code, signature=table.signature
    ).first()
    if remembered:
        batch.mapping, batch.options = remembered.mapping, remembered.options
        batch.notes = {"remembered": True}
    else:
        found = suggest([column.name for column in table.columns], [f.recognised_by for f in kind.fields])
        batch.mapping = {code: table.columns[m.column].key for code, m in found.items()}
        batch.notes = {"confidence": {code: m.confidence for code, m in found.items()}}


def chosen_table(sheets: Sequence[Sheet], kind: ImportKind, name: str, header_line: int | None) -> Table:
    words = [f.recognised_by for f in kind.fields]
    if not name and header_line is None:
        return best_table(sheets, words)
    sheet = next((s for s in sheets if s.name == name), sheets[0])
    return find_table(sheet, words, header_line=header_line)


def described(table: Table) -> list[dict[str, object]]:
    """The columns with a few values each, for the page on which they are confirmed."""
    samples: list[list[str]] = [[] for _column in table.columns]
    for number, line in enumerate(table.lines()):
        if number >= settings.UPLOAD_ROWS or number >= 200 or all(len(s) >= 3 for s in samples):
            break
        for sample, cell in zip(samples, line.cells, strict=True):
            text = str(cell)
            if text and text not in sample and len(sample) < 3 and line.kind == "row":
                sample.append(text[:60])
    return [
        {"key": column.key, "name": column.name, "index": column.index, "sample": sample}
        for column, sample in zip(table.columns, samples, strict=True)
    ]


@command("imports.run", verb="intake.import_discard")
def discard(actor: User, batch: ImportBatch) -> ImportBatch:
    """Give a file up before anything was written: its rows and the file are removed."""
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN).update(state=ImportBatch.State.DISCARDED):
        raise Refused(
            _("Cet import est en cours ou terminé : il ne s'abandonne plus. Annulez-le s'il est enregistré.")
        )
    ImportRow.objects.filter(batch=batch).delete()
    storage.forget(batch.pk)
    batch.refresh_from_db()
    return batch
