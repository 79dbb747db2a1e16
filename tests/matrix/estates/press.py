"""The press check keeps nothing: its one page has no argument and needs no row."""

from typing import Any


def furnish(estate: Any) -> dict[str, Any]:
    return {}


MAKERS: dict[str, Any] = {}
