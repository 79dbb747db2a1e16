"""Pieces of SQL that know nothing of figures: ages, bands, names of months, choices."""

from collections.abc import Iterable, Sequence
from functools import reduce

from sqlglot import exp

from musanada.kit.ages import AgeBands
from musanada.kit.choices import BirthPrecision
from musanada.reporting.engine.axes import UNKNOWN, Axis
from musanada.reporting.where import literal

E = exp.Expr


def age_in_years(birth: E, precision: E, day: E) -> E:
    """Full years by the rule of ``kit.ages``; NULL without a birth date or before birth.

    Dates become numbers (20240305) whose difference counts years in its ten-thousands.
    """
    by_year = exp.In(
        this=precision.copy(),
        expressions=[literal(p.value) for p in (BirthPrecision.YEAR, BirthPrecision.ESTIMATED)],
    )
    by_month = exp.EQ(this=precision.copy(), expression=literal(BirthPrecision.MONTH.value))
    month = times(exp.Month(this=birth.copy()), 100)
    in_year = choose([(by_year, number(701)), (by_month, add(month, number(15)))], month_and_day(birth))
    born = exp.paren(add(times(exp.Year(this=birth.copy()), 10_000), in_year))
    lived = exp.paren(exp.Sub(this=as_number(day), expression=born))
    years = exp.cast(exp.Floor(this=exp.Div(this=lived, expression=number(10_000))), "int")
    before_birth = number(-1)
    return exp.Nullif(
        this=exp.Greatest(this=years, expressions=[before_birth]), expression=before_birth.copy()
    )


def as_number(day: E) -> E:
    """5 March 2024 is 20240305."""
    return exp.paren(add(times(exp.Year(this=day.copy()), 10_000), month_and_day(day)))


def month_and_day(day: E) -> E:
    """5 March is 305."""
    return add(times(exp.Month(this=day.copy()), 100), exp.Day(this=day.copy()))


def times(value: E, factor: int) -> E:
    return exp.Mul(this=value, expression=number(factor))


def add(a: E, b: E) -> E:
    return exp.Add(this=a, expression=b)


def banded(age: E, bands: AgeBands) -> E:
    """The band of an age in years; *unknown* for NULL."""
    closed = zip(bands.starts[1:], bands.codes, strict=False)
    cases: list[tuple[E, E]] = [(exp.Is(this=age.copy(), expression=exp.Null()), literal(UNKNOWN))]
    cases += [(exp.LT(this=age.copy(), expression=number(limit)), literal(code)) for limit, code in closed]
    return choose(cases, literal(bands.codes[-1]))


def time_code(axis: Axis, day: E) -> E:
    year = exp.cast(exp.Year(this=day.copy()), "text")
    if axis.name == "year":
        return year
    if axis.name == "month":
        return exp.TimeToStr(this=day.copy(), format=exp.Literal.string("%Y-%m"))
    if axis.name == "quarter":
        return pipes([year, literal("-Q"), exp.cast(exp.Quarter(this=day.copy()), "text")])
    first_half = exp.LTE(this=exp.Month(this=day.copy()), expression=number(6))
    return pipes([year, choose([(first_half, literal("-H1"))], literal("-H2"))])


def choose(cases: Iterable[tuple[E, E]], otherwise: E) -> E:
    case = exp.Case()
    for condition, value in cases:
        case = case.when(condition, value)
    return case.else_(otherwise)


def pipes(parts: Sequence[E]) -> E:
    return reduce(lambda a, b: exp.DPipe(this=a, expression=b), parts)


def number(value: int) -> E:
    return exp.Literal.number(value)


def present(column: str) -> E:
    return exp.not_(exp.Is(this=exp.column(column), expression=exp.Null()))


def least(values: Sequence[E]) -> E:
    return exp.Least(this=values[0], expressions=list(values[1:])) if len(values) > 1 else values[0]


def greatest(values: Sequence[E]) -> E:
    return exp.Greatest(this=values[0], expressions=list(values[1:])) if len(values) > 1 else values[0]


def distinct(column: E) -> E:
    return exp.Count(this=exp.Distinct(expressions=[column]))
