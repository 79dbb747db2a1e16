"""Where the names on a flow map stand: beside their country, on the side away from Morocco, none over another.

A name is tried at growing distances and turning angles; one that finds no room is numbered and goes into the key.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musanada.kit.svg.canvas import Anchor
from musanada.kit.svg.metrics import text_width

Spot = tuple[float, float]
DISTANCES = (9.0, 14.0, 22.0, 34.0, 50.0)
TURNS = 16
PAD = 2.5
FAR = 15.0  # from here on a line leads from the name to its country


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """``x`` and ``y`` of the base line; ``lead`` is where a thin line starts, for a name that stands far off."""

    text: str
    x: float
    y: float
    anchor: Anchor
    lead: Spot | None


def around(spot: Spot, radius: float) -> Box:
    return Box(spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius)


def placed(
    wanted: Sequence[tuple[str, Spot]], home: Spot, frame: Box, size: float, reach: float = DISTANCES[-1]
) -> list[Label | None]:
    """A place for each name, in their order (the most important first), or None. ``reach``: how far from its country a name may stand."""
    taken = [around(home, 12.0), *(around(spot, 4.0) for _text, spot in wanted)]
    found: list[Label | None] = []
    for text, spot in wanted:
        choice = next(
            ((label, box) for label, box in tries(text, spot, home, size, reach) if free(box, taken, frame)),
            None,
        )
        if choice is None:
            found.append(None)
            continue
        taken.append(choice[1])
        found.append(choice[0])
    return found


def free(box: Box, taken: Sequence[Box], frame: Box) -> bool:
    return box.inside(frame) and not any(box.meets(other) for other in taken)


def tries(text: str, spot: Spot, home: Spot, size: float, reach: float) -> Iterator[tuple[Label, Box]]:
    away = math.atan2(spot[1] - home[1], spot[0] - home[0])
    turns = sorted((2 * math.pi * n / TURNS for n in range(TURNS)), key=lambda turn: abs(between(turn, away)))
    width = text_width(text, size) * 1.06 + 2 * PAD
    for distance in (one for one in DISTANCES if one <= reach):
        for turn in turns:
            x, y = spot[0] + distance * math.cos(turn), spot[1] + distance * math.sin(turn)
            yield at(text, x, y, turn, width, size, (x, y) if distance > FAR else None)


def between(one: float, other: float) -> float:
    """The angle from one to the other, the short way round."""
    return (one - other + math.pi) % (2 * math.pi) - math.pi


def at(
    text: str, x: float, y: float, turn: float, width: float, size: float, lead: Spot | None
) -> tuple[Label, Box]:
    side = math.cos(turn)
    anchor: Anchor = "start" if side > 0.35 else "end" if side < -0.35 else "middle"
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    box = Box(left, y - size * 0.62, left + width, y + size * 0.62)
    shift = {"start": PAD, "end": -PAD, "middle": 0.0}[anchor]
    return Label(text, x + shift, y + size * 0.35, anchor, lead), box
