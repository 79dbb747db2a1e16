"""What ``musanada doctor`` says of the sealed files: rows whose file is gone, files that belong to no row."""

from collections.abc import Iterator

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musanada.people.attachments import store

Finding = tuple[str, str, str]


def lost() -> Iterator[Finding]:
    """A row promises a file that is not there: a fault."""
    try:
        rows = store.strays().rows
    except DatabaseError:
        return  # the tables are missing or late: another check says so
    sentence = ngettext(
        "%(count)s pièce jointe n'a plus son fichier.",
        "%(count)s pièces jointes n'ont plus leur fichier.",
        len(rows),
    ) % {"count": len(rows)}
    yield "attachments", sentence if rows else "", _("restaurez le dossier « attachments » de la sauvegarde")


def left() -> Iterator[Finding]:
    """A file nobody's row names: of an upload that was interrupted. It stays sealed; it may be removed."""
    try:
        files = store.strays().files
    except DatabaseError:
        return
    sentence = ngettext(
        "%(count)s fichier n'appartient à aucune pièce.",
        "%(count)s fichiers n'appartiennent à aucune pièce.",
        len(files),
    ) % {"count": len(files)}
    mend = f"rm {' '.join(str(path) for path in files[:3])}{' …' if len(files) > 3 else ''}"
    yield "stored files", sentence if files else "", mend
