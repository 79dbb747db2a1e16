"""A whole cut into parts that make it again, to the centime: the largest remainders get what rounding left over."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

CENT = Decimal("0.01")
NOTHING = Decimal(0)


def cut(whole: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``whole`` (in centimes exactly, not negative) by ``weights`` (not negative, not all zero). Of equal remainders the
    earlier part gets the centime, so that the same question has the same answer."""
    if whole < 0 or whole != whole.quantize(CENT) or any(one < 0 for one in weights):
        raise ValueError("a whole in centimes and weights that are not negative")
    total = sum(weights, NOTHING)
    if total <= 0:
        raise ValueError("nobody to share with")
    cents = int(whole / CENT)
    exact = [cents * weight / total for weight in weights]
    parts = [int(one.to_integral_value(ROUND_FLOOR)) for one in exact]
    left = cents - sum(parts)
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[:left]:
        parts[n] += 1
    return [(part * CENT).quantize(CENT) for part in parts]


def weights_of(amounts: Sequence[Decimal]) -> list[Decimal]:
    """In what proportion parts stand now; those that differ by a centime were equal."""
    if not any(amounts) or max(amounts) - min(amounts) <= CENT:
        return [Decimal(1)] * len(amounts)
    return list(amounts)
