"""What pages remember: rows of a statement over an extract. An extract never changes, so neither do they."""

from collections import OrderedDict
from threading import Lock
from typing import Any

KEPT = 2_000  # statements
LARGEST = 500  # rows of one worth keeping

Rows = list[tuple[Any, ...]]
_rows: OrderedDict[tuple[str, str], Rows] = OrderedDict()
_lock = Lock()


def recall(extract: str, statement: str) -> Rows | None:
    """The rows, if this process has asked the same before."""
    with _lock:
        found = _rows.get((extract, statement))
        if found is not None:
            _rows.move_to_end((extract, statement))
        return found


def keep(extract: str, statement: str, rows: Rows) -> None:
    if len(rows) > LARGEST:
        return
    with _lock:
        _rows[extract, statement] = rows
        while len(_rows) > KEPT:
            _rows.popitem(last=False)
