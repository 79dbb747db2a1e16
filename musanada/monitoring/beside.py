"""Counted values of targets in one file: which are hidden, so that the others do not give a small number away.

A line is a whole and its parts along one split (the programme is one as well): of one figure and one period, all that
say the same but for that split. What the shown parts leave of the whole is a part too, also where the file has no row of
it. A hidden number may stand in several lines, so they are looked at until none gives one away.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from musanada.kit.disclosure import THRESHOLD, safe, small

Codes = frozenset[str]  # of one filter; empty: everything
Place = Mapping[str, Codes]  # split → codes
K = TypeVar("K")


@dataclass(frozen=True)
class Value:
    """A number of people or acts, and where it stands. ``group``: only numbers of one group are compared."""

    group: tuple[str, ...]
    place: Place
    number: int


@dataclass
class Line:
    whole: int | None = None
    parts: list[int] = field(default_factory=list)


def hidden_beside(values: Mapping[K, Value], few: Iterable[K]) -> set[K]:
    """The keys to hide, ``few`` among them."""
    keys = list(values)
    numbers, hidden = [values[key].number for key in keys], {keys.index(key) for key in few if key in values}
    lines = lines_of([values[key] for key in keys])
    pairs = [pair for line in lines for pair in nested([values[key] for key in keys], line)]
    hidden |= {part for whole, part in pairs if small(numbers[whole] - numbers[part])}
    changed = True
    while changed:
        before = len(hidden)
        for line in lines:
            close(line, numbers, hidden)
        changed = len(hidden) > before
    return {keys[index] for index in hidden}


def lines_of(values: list[Value]) -> list[Line]:
    """Every line that the values make, along each of their splits."""
    found: dict[object, Line] = defaultdict(Line)
    wholes = {(one.group, frozenset(one.place.items())): index for index, one in enumerate(values)}
    for index, one in enumerate(values):
        for name in one.place:
            rest = frozenset((other, codes) for other, codes in one.place.items() if other != name)
            line = found[one.group, rest, name]
            line.parts.append(index)
            line.whole = wholes.get((one.group, rest))
    return list(found.values())


def nested(values: list[Value], line: Line) -> Iterable[tuple[int, int]]:
    """``(wider, narrower)``: the whole and each part; and parts of several codes with those of some of them."""
    if line.whole is not None:
        yield from ((line.whole, part) for part in line.parts)
    for wide in line.parts:
        for narrow in line.parts:
            a, b = values[wide].place, values[narrow].place
            if any(a[name] > b[name] for name in a):
                yield wide, narrow


def close(line: Line, numbers: list[int], hidden: set[int]) -> None:
    """Hide as many more of the line as it takes."""
    rest = 0 if line.whole is None else numbers[line.whole] - sum(numbers[part] for part in line.parts)
    smallest: Callable[[int], tuple[int, int]] = lambda part: (numbers[part], part)  # noqa: E731
    left = sorted((p for p in line.parts if p not in hidden and numbers[p]), key=smallest)
    unknown = [numbers[part] for part in line.parts if part in hidden]
    if line.whole in hidden:
        # The parts alone would add up to it.
        if left and not unknown and rest < THRESHOLD:
            hidden.add(left[0])
        return
    if small(rest) or (unknown and rest > 0):
        unknown.append(rest)
    while unknown and left and not safe(unknown, THRESHOLD):
        unknown.append(numbers[left[0]])
        hidden.add(left.pop(0))
