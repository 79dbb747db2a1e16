"""The steps of an import as a person takes them, with the background work done at once."""

from musanada.intake.commands import imports
from musanada.intake.imports.storage import blocks_of
from musanada.intake.models.imports import ImportBatch, ImportRow

HEAD = ["Nom", "Prénom", "Sexe", "Date de naissance", "Nationalité", "Téléphone"]
DIALLO = ["Diallo", "Awa", "F", "05/03/1990", "Guinée", "0612345678"]
BAH = ["Bah", "Ibrahima", "H", "1985", "guinéenne", ""]
TRAORE = ["Traoré", "Moussa", "masculin", "12/07/1995", "malienne", "0622222222"]
LIST = [HEAD, DIALLO, BAH, TRAORE]
BASIS = {"basis": "consent"}


def uploaded(house, path, kind="people", actor=None):
    return imports.upload(
        actor or house.amina, house.office, kind=kind, name=path.name, blocks=blocks_of(path)
    )


def checked(house, path, kind="people", options=BASIS):
    """Uploaded, columns confirmed as proposed, rows read."""
    batch = uploaded(house, path, kind)
    imports.check_columns(house.amina, batch, mapping=batch.mapping, options=options)
    assert imports.run_step(batch.pk)
    return fresh(batch)


def committed(house, path, kind="people", options=BASIS):
    batch = checked(house, path, kind, options)
    return write(house, batch)


def write(house, batch):
    imports.commit(house.amina, batch)
    assert imports.run_step(batch.pk)
    return fresh(batch)


def undone(house, batch):
    imports.undo(house.amina, batch)
    assert imports.run_step(batch.pk)
    return fresh(batch)


def fresh(batch):
    return ImportBatch.objects.select_related("unit", "started_by").get(pk=batch.pk)


def rows(batch):
    return list(ImportRow.objects.filter(batch=batch).order_by("number"))


def codes(row):
    return [found["code"] for found in row.findings]


def outcomes(batch):
    return [row.outcome for row in rows(batch)]
