"""The URL tree as a list of addresses: their names, what they ask for, which right they declare."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """``name`` as ``reverse`` takes it; ``params`` in the order they stand in the address."""

    name: str
    params: tuple[str, ...]
    right: str
    view: Callable[..., Any]

    def __str__(self) -> str:
        return self.name


def walk(patterns: list[Any], space: str = "", params: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in patterns:
        asked = (*params, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, inner, asked)
        elif isinstance(pattern, URLPattern):
            right = getattr(pattern.callback, "declares", "")
            yield Address(f"{space}{pattern.name}", asked, right, pattern.callback)


@cache
def addresses() -> list[Address]:
    """Every page of the application, in the order of the tree."""
    return list(walk(get_resolver().url_patterns))


def plain() -> list[Address]:
    """Pages that need nothing but their address."""
    return [a for a in addresses() if not a.params]


def of_records() -> list[Address]:
    """Pages of one record: their address names it."""
    return [a for a in addresses() if a.params]
