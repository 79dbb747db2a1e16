"""Where the files lie: ``attachments/ab/<key>`` in the data folder, each sealed under a key of its own.

A name says nothing: it is the row's key. A file moved to another's place does not open there (``context``). Apps that keep
files beside rows tell ``HOLDERS``, so that what belongs to no row, and rows whose file is gone, can be listed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from musanada.kit.registry import Registry
from musanada.kit.secrets import SEALED_FOLDERS, SealedFolder, read_sealed_file, write_sealed_file

# app.table → the keys whose file must be there
HOLDERS: Registry[Callable[[], Iterable[UUID]]] = Registry("holder of files")


def folder() -> Path:
    return Path(settings.DATA) / "attachments"


def path_of(key: UUID) -> Path:
    """Never from a word that came with a request: a key is a UUID and nothing else."""
    return folder() / key.hex[-2:] / str(UUID(str(key)))


def context_of(path: Path) -> str:
    return f"attachment:{path.name}"


def keep(key: UUID, content: bytes) -> None:
    path = path_of(key)
    write_sealed_file(path, [content], context_of(path))


def read(key: UUID) -> bytes:
    """The clear content, whole. Raises: Unreadable; FileNotFoundError."""
    path = path_of(key)
    return b"".join(read_sealed_file(path, context_of(path)))


def drop(key: UUID) -> None:
    """The file is gone for good: of a row that was never written, or whose person was erased."""
    path_of(key).unlink(missing_ok=True)


def stored() -> Iterator[Path]:
    return (path for path in folder().glob("??/*") if path.is_file())


@dataclass(frozen=True)
class Strays:
    """``files`` that belong to no row; ``rows`` whose file is not there."""

    files: tuple[Path, ...]
    rows: tuple[UUID, ...]


def strays() -> Strays:
    """What ``doctor`` looks for: the folder and the tables, compared."""
    expected = {key for holder in HOLDERS.values() for key in holder()}
    found = {path.name: path for path in stored()}
    names = {str(key) for key in expected}
    files = tuple(path for name, path in sorted(found.items()) if name not in names)
    rows = tuple(sorted(key for key in expected if str(key) not in found))
    return Strays(files, rows)


SEALED_FOLDERS.add("attachments", SealedFolder(folder, context_of))
