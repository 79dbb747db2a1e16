"""A DuckDB connection that reads one folder of Parquet files, reaches nothing else, and loads no extension."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

MEMORY = "1GB"
THREADS = "2"


@contextmanager
def connect(*folders: Path) -> Iterator[Any]:
    """In memory; what does not fit spills into the data folder. The order of settings is DuckDB's demand."""
    import duckdb

    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    connection = duckdb.connect(":memory:", config={**offline, "memory_limit": MEMORY, "threads": THREADS})
    try:
        spill = Path(settings.EXTRACTS or Path(settings.DATA) / "extracts") / ".spill"
        allowed = ", ".join(f"'{_quoted(folder)}/'" for folder in folders)
        connection.execute(f"SET temp_directory='{_quoted(spill)}'")
        connection.execute("SET TimeZone='UTC'")
        connection.execute(f"SET allowed_directories=[{allowed}]")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield connection
    finally:
        connection.close()


def parquet(path: Path) -> str:
    """The file as a table in SQL."""
    return f"read_parquet('{_quoted(path)}')"


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("'", "''")
