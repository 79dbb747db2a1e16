"""Seeded chance: the same seed makes the same country, keys and references included."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from musanada.kit.ids import ALPHABET, check_character

T = TypeVar("T")


class Chance(random.Random):
    """``random.Random`` and what this country draws."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._references: set[str] = set()

    def key(self, at: datetime) -> UUID:
        """A UUIDv7 of the moment ``at``."""
        milliseconds = int(at.timestamp() * 1000)
        low = self.getrandbits(74)
        return UUID(
            int=(milliseconds << 80) | (7 << 76) | ((low >> 62) << 64) | (2 << 62) | (low & (2**62 - 1))
        )

    def reference(self) -> str:
        while True:
            body = "".join(self.choices(ALPHABET, k=7))
            if body not in self._references:
                self._references.add(body)
                return body + check_character(body)

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``, both included."""
        return first + timedelta(days=self.randrange((last - first).days + 1))

    def moment_after(self, day: date, most: int) -> datetime:
        """When something of ``day`` was written down: the same day or up to ``most`` days later, in office hours."""
        lag = min(int(self.expovariate(0.4)), most)
        return datetime.combine(
            day + timedelta(days=lag), time(8 + self.randrange(9), self.randrange(60)), UTC
        )

    def weighted(self, things: Sequence[T], cumulative: Sequence[float]) -> T:
        return self.choices(things, cum_weights=cumulative)[0]

    def part(self, share: float) -> bool:
        return self.random() < share
