"""What a file holds for the examination of criteria: its pieces, what was declared, the person's record, the parent's file.

Filled by ``queries.examining``; everything else here is pure, so that a rule is tested without a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property


class Truth(StrEnum):
    """Three values: what is not shown is neither true nor false."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Evidence:
    """One piece that was received: its kind, what such a piece shows, the days it covers, verified or not yet."""

    type: str
    shows: str
    first: date | None = None
    last: date | None = None
    verified: bool = False


@dataclass(frozen=True)
class Parent:
    """The principal's file. ``favourable`` is what was decided, None while nothing is; ``meets`` by criterion code."""

    sex: str = ""
    favourable: bool | None = None
    meets: Mapping[str, Truth] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A file on its reference day: the day of the deposit, or that of a relief decision."""

    day: date
    pieces: tuple[Evidence, ...] = ()
    spouse: str = ""
    together_on: date | None = None
    occupation: bool = False
    schooling: str = "unknown"
    unaccompanied: str = "not_asked"
    sex: str = ""
    birth_date: date | None = None
    birth_precision: str = "unknown"
    parent: Parent | None = None

    def that_show(self, *what: str) -> tuple[Evidence, ...]:
        return tuple(one for one in self.pieces if one.shows in what)

    @cached_property
    def all_verified(self) -> bool:
        return all(one.verified for one in self.pieces)

    @cached_property
    def firm(self) -> "Shown":
        """The same file with its verified pieces alone."""
        return replace(self, pieces=tuple(one for one in self.pieces if one.verified))
