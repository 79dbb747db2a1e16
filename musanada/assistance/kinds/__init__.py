"""Kinds of assistance: one file per kind that behaves differently. Deleting a kind is deleting its file.

A service type of the catalogue names its kind; the kind says which typed columns an act of it fills, what
makes an act wrong, and when an act needs someone's approval first.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry

if TYPE_CHECKING:
    from musanada.assistance.models import ServiceType

Found = Iterator[tuple[str, Sentence]]


class Given(Protocol):
    """What a kind looks at: a draft or an act."""

    @property
    def given_on(self) -> date: ...
    @property
    def until_on(self) -> date | None: ...
    @property
    def quantity(self) -> Decimal | None: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def currency(self) -> str: ...


class Kind(Protocol):
    """``fields`` are the columns asked beside person, service, place and date, in the form's order."""

    label: Sentence
    fields: tuple[str, ...]

    def problems(self, act: Given, service: "ServiceType") -> Found:
        """Field and sentence for everything wrong with ``act`` under this kind."""
        ...

    def needs_approval(self, act: Given, service: "ServiceType") -> bool:
        """Must someone else approve ``act`` before it is given?"""
        ...


KINDS: Registry[Kind] = Registry("kind of assistance")


def choices() -> list[tuple[str, Sentence]]:
    """For models and forms: a callable, so that a new kind needs no migration."""
    return [(code, kind.label) for code, kind in KINDS.items()]


for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
