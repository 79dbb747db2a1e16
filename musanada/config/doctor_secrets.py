"""What ``musanada doctor`` says of keys and folders: who may read them, whether they open, whether they lie apart."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from musanada.kit.secrets import Unreadable, keyring

Finding = tuple[str, str, str]
FOLDERS = ("attachments", "imports", "anchors", "packages")
MOST = 20_000  # files looked at: a country's attachments are not walked by a health check


def permissions() -> Iterator[Finding]:
    """Nobody else on the machine reads the data, the extracts, the joined files or the keys."""
    data, ring = Path(settings.DATA), keyring.path()
    folders = [data / name for name in FOLDERS] + [Path(settings.EXTRACTS or data / "extracts")]
    secrets = [ring, *data.glob("*.key"), *data.glob("*.sqlite3*")]
    for path in [*filter(Path.is_dir, folders), *filter(Path.is_file, secrets)]:
        mode = "700" if path.is_dir() else "600"
        yield (
            f"permissions of {path.name}",
            _("D'autres comptes de la machine peuvent y accéder.") if is_open(path) else "",
            f"chmod {mode} {path}",
        )
    loose = [path for path in files_in(data / "attachments") if is_open(path)]
    yield (
        "permissions of attachments",
        _("%(number)s fichiers joints sont lisibles par d'autres comptes.") % {"number": len(loose)}
        if loose
        else "",
        f"chmod -R go= {data / 'attachments'}",
    )


def is_open(path: Path) -> bool:
    """What lies in a folder closed to others is closed to them."""
    closed_above = path.parent.stat().st_mode & 0o011 == 0
    return bool(path.stat().st_mode & 0o077) and not (path.is_file() and closed_above)


def files_in(folder: Path) -> Iterator[Path]:
    for number, path in enumerate(folder.rglob("*") if folder.is_dir() else ()):
        if number >= MOST:
            return
        if path.is_file():
            yield path


def keys() -> Iterator[Finding]:
    """The keyring is there, is this installation's, and opens what the database holds."""
    keyring.forget_held()
    try:
        ring = keyring.keyring()
    except Unreadable as problem:
        yield "keyring", str(problem), f"MUSANADA_KEYRING={keyring.path()}"
        return
    yield "keyring", "", ""
    try:
        unknown = sorted(used() - {key.id for key in ring.data})
    except DatabaseError:
        return  # said under "database" and "tables"
    yield (
        "keys of the data",
        _("Des données demandent des clés absentes du trousseau : %(keys)s.") % {"keys": ", ".join(unknown)}
        if unknown
        else "",
        _("restaurer la sauvegarde du trousseau"),
    )
    pending = [key.id for key in ring.data if key.state == keyring.OLD]
    yield (
        "key rotation",
        _("Un renouvellement des clés n'est pas terminé.") if pending else "",
        "musanada keys rotate",
    )


def used() -> set[str]:
    """Key ids in one row of each encrypted column: enough to see a wrong keyring without reading a country."""
    from musanada.kit.secrets.columns import columns, sample_key

    return {found for column in columns() if (found := sample_key(column))}


def apart() -> Iterator[Finding]:
    """Advice: keys beside the database leave with its copy."""
    data, ring = Path(settings.DATA).resolve(), keyring.path().resolve()
    together = data in ring.parents
    yield (
        "keyring apart from the data",
        _("Le trousseau est dans le dossier des données : une copie du dossier emporte données et clés.")
        if together
        else "",
        _("placer le trousseau sur un autre disque et le dire par MUSANADA_KEYRING"),
    )
