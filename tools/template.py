"""A migrated SQLite register, kept between test runs: making one takes a minute, copying it a tenth of a second.

The file is named by a hash of everything it depends on (migrations, what they import, the versions of the libraries): a
changed one is another file, and the old ones go. PostgreSQL and a run without a writable tree migrate as ever.
"""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "registers"
OURS = re.compile(r"^\s*(?:from|import) (musanada[\w.]*)", re.MULTILINE)


def sources() -> list[Path]:
    """Every migration, and every module of ours that one of them imports."""
    migrations = sorted(ROOT.glob("musanada/*/migrations/*.py"))
    named = {name for path in migrations for name in OURS.findall(path.read_text(encoding="utf-8"))}
    modules = [ROOT / Path(*name.split(".")) for name in sorted(named)]
    found = [path.with_suffix(".py") for path in modules] + [path / "__init__.py" for path in modules]
    return [ROOT / "requirements-dev.txt", *migrations, *(path for path in found if path.exists())]


def template() -> Path:
    """Where the register of today's migrations is, or will be."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:24]}.sqlite3"


def fill(connection: Any, path: Path) -> None:
    """The kept register into the empty database of the connection."""
    connection.ensure_connection()
    driver = type(connection.connection)
    source = next(base for base in driver.__mro__ if base.__name__ == "Connection")(str(path))
    with contextlib.closing(source):
        source.backup(connection.connection)


def keep(connection: Any, path: Path) -> None:
    """Written beside and renamed: a run that is cut off leaves nothing half-made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    driver = next(base for base in type(connection.connection).__mro__ if base.__name__ == "Connection")
    with contextlib.closing(driver(str(draft))) as copy:
        connection.connection.backup(copy)
    draft.rename(path)
    for old in FOLDER.glob("*.sqlite3"):
        if old != path:
            old.unlink(missing_ok=True)


def migrated_once(migrate: Callable[..., Any], connection: Any) -> Callable[..., Any]:
    """``migrate`` as it is, or the register it made before."""

    def handle(_command: Any, *args: Any, **options: Any) -> Any:
        path = template()
        if path.exists():
            fill(connection, path)
            return None
        made = migrate(*args, **options)
        with contextlib.suppress(OSError):
            keep(connection, path)
        return made

    return handle


def give(folder: Path) -> None:
    """The kept register as the database of an installation in ``folder``: its migration then finds nothing to do."""
    path = template()
    if path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / "musanada.sqlite3")
