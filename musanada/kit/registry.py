"""A registry that refuses duplicates: a kind, a fact or a right is one file and one line that adds it."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Ordered mapping code → thing. Adding a code twice, or asking for an unknown one, is an error at import."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._things: dict[str, T] = {}

    def add(self, code: str, thing: T) -> T:
        if code in self._things:
            raise ValueError(f"{self.what} '{code}' is registered twice")
        self._things[code] = thing
        return thing

    def __getitem__(self, code: str) -> T:
        try:
            return self._things[code]
        except KeyError:
            raise LookupError(f"unknown {self.what} '{code}'") from None

    def __contains__(self, code: object) -> bool:
        return code in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def items(self) -> list[tuple[str, T]]:
        return list(self._things.items())

    def values(self) -> list[T]:
        return list(self._things.values())
