"""CSV and Parquet files of others as columns of text, or a sentence that says what is wrong with them.

The first line of a CSV file tells the separator (comma, semicolon, tab or bar); DuckDB reads the rest with two
threads. A byte order mark, Windows line ends, quotes and rows that are too short are all ordinary.
"""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput

SEPARATORS = ",;\t|"
ENCODED = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
MEMORY = "2GB"
HEAD = 1 << 16


def missing(path: Path) -> None:
    if not path.is_file():
        raise BadInput(_("Le fichier %(path)s n’existe pas : vérifiez le chemin.") % {"path": path})
    if path.stat().st_size == 0:
        raise BadInput(
            _("Le fichier %(path)s est vide : sa première ligne doit nommer les colonnes.") % {"path": path}
        )


def not_text(path: Path) -> BadInput:
    return BadInput(
        _("Le fichier %(path)s n’est pas en UTF-8 : enregistrez-le en « CSV UTF-8 ».") % {"path": path}
    )


def header(path: Path) -> tuple[list[str], str]:
    """The names of the columns, as written, and the separator."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head[:2] in ENCODED or b"\0" in head:
        raise not_text(path)
    first = head.lstrip(b"\xef\xbb\xbf").replace(b"\r", b"\n").split(b"\n", 1)[0]
    try:
        line = first.decode("utf-8")
    except UnicodeDecodeError:
        raise not_text(path) from None
    separator = max(SEPARATORS, key=lambda s: (line.count(s), -SEPARATORS.index(s)))
    names = next(csv.reader([line], delimiter=separator), [])
    if not any(name.strip() for name in names):
        raise BadInput(_("La première ligne de %(path)s doit nommer les colonnes.") % {"path": path})
    return names, separator


@contextmanager
def session() -> Iterator[Any]:
    """DuckDB in memory, without extensions."""
    import duckdb

    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    connection = duckdb.connect(":memory:", config={**offline, "memory_limit": MEMORY, "threads": "2"})
    try:
        yield connection
    finally:
        connection.close()


def is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def columns(path: Path, wanted: Sequence[str], required: Sequence[str]) -> dict[str, Any]:
    """The wanted columns that stand in the file, each an Arrow array of text; and the number of rows."""
    import duckdb

    missing(path)
    parquet = is_parquet(path)
    if not parquet and path.suffix.lower() in (".parquet", ".xlsx", ".xls", ".zip"):
        raise BadInput(_("Le fichier %(path)s n’est ni un CSV ni un Parquet lisible.") % {"path": path})
    with session() as connection:
        try:
            written, inside, source, values = (
                parquet_source(connection, path) if parquet else csv_source(path)
            )
            present = named(path, written, wanted, required)
            chosen = ", ".join(
                f"CAST(t.{quoted(inside[at])} AS VARCHAR) AS {name}" for name, at in present.items()
            )
            table = connection.sql(f"SELECT {chosen} FROM {source} t", params=values).to_arrow_table()  # noqa: S608
        except duckdb.Error as wrong:
            raise unreadable(path, str(wrong)) from None
    return {name: table.column(name).combine_chunks() for name in present}


Source = tuple[
    list[str], list[str], str, list[Any]
]  # columns as written, as SQL knows them; table; its values


def csv_source(path: Path) -> Source:
    names, separator = header(path)
    unique = [f"c{place}" for place in range(len(names))]
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in unique)
    source = (
        "read_csv(?, delim=?, header=true, quote='\"', escape='\"', auto_detect=false, null_padding=true, "
        f"strict_mode=false, parallel=true, max_line_size=4000000, columns={{{types}}})"
    )
    return names, unique, source, [str(path), separator]


def parquet_source(connection: Any, path: Path) -> Source:
    source = "read_parquet(?)"
    rows = connection.execute(f"DESCRIBE SELECT * FROM {source}", [str(path)]).fetchall()  # noqa: S608
    names = [row[0] for row in rows]
    return names, names, source, [str(path)]


def named(
    path: Path, written: Sequence[str], wanted: Sequence[str], required: Sequence[str]
) -> dict[str, int]:
    """Where each wanted column stands; capitals, blanks and hyphens in its name make no difference."""
    plain = [name.strip().strip("\ufeff").lower().replace(" ", "_").replace("-", "_") for name in written]
    for name in required:
        if name not in plain:
            raise BadInput(
                _("Il manque la colonne %(column)s dans %(path)s. Colonnes lues : %(found)s.")
                % {"column": name, "path": path, "found": ", ".join(plain[:20])}
            )
    return {name: plain.index(name) for name in wanted if name in plain}


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def unreadable(path: Path, said: str) -> BadInput:
    low = said.lower()
    if "utf-8" in low or "unicode" in low or "encod" in low:
        return not_text(path)
    line = next((word for word in said.replace(":", " ").split() if word.isdigit()), "")
    return BadInput(
        _(
            "Le fichier %(path)s ne se lit pas (près de la ligne %(line)s) : vérifiez les guillemets et le séparateur."
        )
        % {"path": path, "line": line or "?"}
    )
