"""From answers to scores: pure functions, exact arithmetic, rounded once at the end.

A question counts in its dimension when it applies (its condition holds), can be scored, and was not answered by an
answer without a score (*not concerned*). Of those, the answered ones are weighted anew; when they are fewer than the
declared share there is no score. A question whose condition nobody can tell (the earlier one is unanswered) counts as
missing, unless it was answered itself. Codes that this version does not know count as missing: so any version can score
any interview.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from musanada.surveys.definitions import COMPOSITE, WITHOUT_VALUE, Definition, Item

PLACES = Decimal("0.000001")
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Counted:
    """What an answered question brings: its score (reversed already) and its weight."""

    item: Item
    score: Decimal
    weight: Decimal


@dataclass(frozen=True)
class Result:
    """One dimension or the composite. ``items``: questions (of the composite: dimensions) that count."""

    dimension: str
    value: Decimal | None
    answered: int
    items: int
    band: str


@dataclass(frozen=True)
class Drag:
    """How much a question takes off its dimension's score: ``loss`` of 1."""

    item: Item
    answer: str
    score: Decimal
    loss: Decimal


def applies(definition: Definition, item: Item, answers: Answers) -> bool | None:
    """Is it to be asked? None when nobody can tell yet."""
    asked = item.asked_if
    if asked is None:
        return True
    before = definition.by_id[asked.item]
    earlier = applies(definition, before, answers)
    if earlier is False:
        return False
    given = answers.get(asked.item, "")
    if definition.answer(before, given) is None:
        return None
    return given in asked.answers


def to_ask(definition: Definition, answers: Answers) -> list[Item]:
    """The questions as the interview stands: those whose condition fails are left out."""
    return [item for item in definition.items if applies(definition, item, answers) is True]


def score_of(definition: Definition, item: Item, answers: Answers) -> Decimal | None:
    """The score of the answer given, reversed where the question says so; None where there is none."""
    answer = definition.answer(item, answers.get(item.id, ""))
    if answer is None or answer.score is None:
        return None
    return 1 - answer.score if item.reversed else answer.score


def counts(definition: Definition, item: Item, answers: Answers) -> bool:
    """Does this question stand in the base of its dimension?"""
    if not definition.is_scored(item) or applies(definition, item, answers) is False:
        return False
    answer = definition.answer(item, answers.get(item.id, ""))
    return answer is None or answer.score is not None


def counted(definition: Definition, items: Iterable[Item], answers: Answers) -> list[Counted]:
    found = ((item, score_of(definition, item, answers)) for item in items)
    return [Counted(item, score, item.weight) for item, score in found if score is not None]


def exact(pairs: Iterable[tuple[Decimal | Fraction, Decimal]]) -> Fraction | None:
    """The weighted mean of ``(value, weight)``."""
    listed = [(Fraction(value), Fraction(weight)) for value, weight in pairs]
    total = sum((weight for _value, weight in listed), Fraction(0))
    return sum((value * weight for value, weight in listed), Fraction(0)) / total if total else None


def rounded(value: Fraction | None) -> Decimal | None:
    """Six decimals, halves up."""
    if value is None:
        return None
    with localcontext() as context:
        context.prec = 60
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES, ROUND_HALF_UP)


def enough(answered: int, base: int, least: Decimal) -> bool:
    return answered > 0 and Decimal(answered) >= least * base


def score(definition: Definition, answers: Answers) -> list[Result]:
    """Every dimension in order, then the composite where the instrument has one."""
    results: list[Result] = []
    values: list[tuple[Fraction, Decimal]] = []
    for dimension in definition.dimensions:
        base = [i for i in definition.items_of(dimension.code) if counts(definition, i, answers)]
        taken = counted(definition, base, answers)
        reached = enough(len(taken), len(base), definition.missing.dimension)
        mean = exact((one.score, one.weight) for one in taken) if reached else None
        if mean is not None:
            values.append((mean, dimension.weight))
        results.append(result(definition, dimension.code, mean, len(taken), len(base)))
    if definition.composite:
        base_size = len(definition.dimensions)
        reached = enough(len(values), base_size, definition.missing.composite)
        mean = exact(values) if reached else None
        results.append(result(definition, COMPOSITE, mean, len(values), base_size))
    return results


def result(definition: Definition, dimension: str, mean: Fraction | None, answered: int, base: int) -> Result:
    value = rounded(mean)
    band = definition.band_of(value)
    return Result(dimension, value, answered, base, band.code if band else "")


def drags(definition: Definition, dimension: str, answers: Answers, most: int = 5) -> list[Drag]:
    """The questions that pull a dimension down, the heaviest first: weight × what is missing to 1, of all weights."""
    base = [i for i in definition.items_of(dimension) if counts(definition, i, answers)]
    taken = counted(definition, base, answers)
    total = sum((one.weight for one in taken), Decimal(0))
    found = [
        Drag(one.item, answers[one.item.id], one.score, one.weight * (1 - one.score) / total)
        for one in taken
        if one.score < 1
    ]
    return sorted(found, key=lambda d: -d.loss)[:most]


def is_known(definition: Definition, item: Item, code: str) -> bool:
    """An answer of this question, or one of the three every question has."""
    return code in WITHOUT_VALUE or definition.answer(item, code) is not None
