"""Pages of lists too long to be counted: one row more than shown tells whether there is a next page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)
DEEPEST = 400  # beyond, a filter finds what leafing through does not


@dataclass(frozen=True)
class Window(Generic[M]):
    """The rows of a page and the addresses of its neighbours ("" where there is none)."""

    rows: Sequence[M]
    number: int
    previous_url: str
    next_url: str


def window(rows: QuerySet[M], query: QueryDict, size: int = 50) -> Window[M]:
    """The page that ``?page=`` asks for; nonsense is page 1."""
    text = query.get("page", "1")
    number = min(int(text), DEEPEST) if text.isdecimal() and int(text) else 1
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    more = len(found) > size and number < DEEPEST
    return Window(
        found[:size], number, address(query, number - 1), address(query, number + 1) if more else ""
    )


def address(query: QueryDict, number: int) -> str:
    if number < 1:
        return ""
    changed: Any = query.copy()
    changed["page"] = str(number)
    return f"?{changed.urlencode()}"
