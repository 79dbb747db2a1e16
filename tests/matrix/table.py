"""Reads ``rights.txt``: a line a right, a column a role, yes or no."""

from pathlib import Path

TABLE = Path(__file__).with_name("rights.txt")
WORDS = {"yes": True, "no": False}


def rows_of(text: str) -> list[list[str]]:
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return [words for words in lines if words]


def table(text: str) -> dict[str, dict[str, bool]]:
    """``{right: {role: allowed}}``. Raises: ValueError for a right twice, a short line, a word but yes and no."""
    (_right, *roles), *rows = rows_of(text)
    found: dict[str, dict[str, bool]] = {}
    for code, *cells in rows:
        if code in found:
            raise ValueError(f"{code} stands twice")
        if len(cells) != len(roles) or not set(cells) <= WORDS.keys():
            raise ValueError(f"{code}: {len(roles)} cells of yes or no are needed, found {cells}")
        found[code] = {role: WORDS[cell] for role, cell in zip(roles, cells, strict=True)}
    return found


def columns(text: str) -> list[str]:
    return rows_of(text)[0][1:]


EXPECTED = table(TABLE.read_text(encoding="utf-8"))
ROLES = columns(TABLE.read_text(encoding="utf-8"))


def column(role: str) -> dict[str, bool]:
    """What a role carries: ``{right: allowed}``."""
    return {right: cells[role] for right, cells in EXPECTED.items()}
