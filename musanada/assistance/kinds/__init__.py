"""Kinds of assistance: one file per kind that behaves differently. Deleting a kind is deleting its file.

A service type of the catalogue names its kind; the kind says which typed columns an act of it fills, what
makes an act wrong, and when an act needs someone's approval first.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry

if TYPE_CHECKING:
    from musanada.assistance.models import Act

Found = Iterator[tuple[str, Sentence]]


class Kind(Protocol):
    """``fields`` are the columns asked beside person, service, place and date, in the form's order."""

    label: Sentence
    fields: tuple[str, ...]

    def problems(self, act: "Act") -> Found:
        """Field and sentence for everything wrong with ``act`` under this kind."""
        ...

    def needs_approval(self, act: "Act") -> bool:
        """Must someone else approve ``act`` before it is given?"""
        ...


KINDS: Registry[Kind] = Registry("kind of assistance")


def choices() -> list[tuple[str, Sentence]]:
    """For models and forms: a callable, so that a new kind needs no migration."""
    return [(code, kind.label) for code, kind in KINDS.items()]


for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
