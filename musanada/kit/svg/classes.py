"""Five classes of values for a map: natural breaks, so that the largest gaps fall between classes."""

from collections.abc import Sequence

from musanada.kit.formats import Number


def natural_breaks(values: Sequence[Number], count: int = 5) -> list[tuple[Number, Number]]:
    """Lowest and highest value of each class (at most ``count``), ascending; equal values share a class.

    Fisher's exact grouping (least squares inside the classes) by dynamic programming; fine for some hundred values.
    """
    steps = sorted(set(values))
    if len(steps) <= count:
        return [(value, value) for value in steps]
    weights = [sum(1 for value in values if value == step) for step in steps]
    starts = _best_starts([float(step) for step in steps], weights, count)
    ends = [*starts[1:], len(steps)]
    return [(steps[start], steps[end - 1]) for start, end in zip(starts, ends, strict=True)]


def class_of(value: Number, classes: Sequence[tuple[Number, Number]]) -> int:
    """Index of the class that holds ``value``."""
    return next(n for n, (low, high) in enumerate(classes) if low <= value <= high)


def _best_starts(steps: list[float], weights: list[int], count: int) -> list[int]:
    size = len(steps)
    cost = _costs(steps, weights)
    best = [cost[0][end] for end in range(1, size + 1)]
    choices: list[list[int]] = []
    for classes in range(2, count + 1):
        row, choice = [0.0] * size, [0] * size
        for end in range(classes, size + 1):
            options = [(best[start - 1] + cost[start][end], start) for start in range(classes - 1, end)]
            row[end - 1], choice[end - 1] = min(options)
        best = row
        choices.append(choice)
    starts, end = [], size
    for choice in reversed(choices):
        starts.append(choice[end - 1])
        end = choice[end - 1]
    return [0, *reversed(starts)]


def _costs(steps: list[float], weights: list[int]) -> list[list[float]]:
    """``cost[a][b]``: sum of squares around the mean of ``steps[a:b]``."""
    size = len(steps)
    largest = max(map(abs, steps)) or 1.0
    table = [[0.0] * (size + 1) for _ in range(size)]
    for start in range(size):
        weight = total = squares = 0.0
        for end in range(start, size):
            value = steps[end] / largest
            weight += weights[end]
            total += weights[end] * value
            squares += weights[end] * value * value
            table[start][end + 1] = max(squares - total * total / weight, 0.0)
    return table
