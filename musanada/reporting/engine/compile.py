"""From a definition, a period and axes to SQL, by sqlglot: DuckDB's dialect by default, others from the same tree.

Two statements come from one plan. The *split* numbers each row once and groups; the *total* is built in another
way (persons are grouped, not windowed), so that an error in one does not repeat in the other.

A person counted once in a period stands where their first act of the period puts them (sex, age, nationality);
for a stock, their latest. Overlapping axes (kind of help, programme, place of a person) keep every act.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache, reduce
from typing import Any

from sqlglot import exp

from musanada.kit.ages import AgeBands
from musanada.kit.facts import Fact
from musanada.kit.periods import Period
from musanada.reporting.definitions import Indicator, Interval
from musanada.reporting.engine.axes import OTHER, UNKNOWN, Axis, Filter
from musanada.reporting.engine.expressions import (
    age_in_years,
    banded,
    choose,
    distinct,
    greatest,
    least,
    present,
    time_code,
)
from musanada.reporting.engine.plan import Plan
from musanada.reporting.where import compile_condition, literal

E = exp.Expr
FIRST_ORDER = ("on_date", "row_id")


def split_sql(plan: Plan) -> exp.Select:
    """One row per combination of codes: the codes, then the measure."""
    query = exp.select(*(shown_code(plan, column).as_(column) for column in plan.groups), *measure(plan))
    query = query.from_("counted").where(*final_conditions(plan))
    for number in range(1, len(plan.groups) + 1):
        query = query.group_by(exp.Literal.number(number))
    return with_counted(plan, query)


def total_sql(plan: Plan) -> exp.Select:
    """The measure over everything that passes the filters, computed without the windows of the split."""
    if not plan.persons_once:
        query = exp.select(*measure(plan)).from_("acts").where(*filter_conditions(plan))
        return query.with_("acts", as_=acts(plan))
    people = exp.select("person_id").from_("acts").where(present("person_id")).group_by("person_id")
    for condition in person_conditions(plan):
        people = people.having(condition)
    count = exp.select(exp.Count(this=exp.Star()).as_("value")).from_(people.subquery("people"))
    return count.with_("acts", as_=acts(plan))


def records_sql(plan: Plan) -> exp.Select:
    """The rows of the fact behind a cell."""
    fact = plan.fact
    behind = exp.select("row_id").from_("counted").where(*final_conditions(plan))
    # Instants leave as plain UTC: DuckDB asks for a package of its own to make aware ones.
    columns = [
        exp.cast(exp.column(c.name), "timestamp").as_(c.name) if c.kind == "instant" else exp.column(c.name)
        for c in fact.columns
    ]
    query = exp.select(*columns).from_(fact.name)
    query = query.where(exp.In(this=exp.column(fact.row), query=behind.subquery()))
    return with_counted(plan, query)


def among(fact: Fact, column: str) -> E:
    """Rows whose column is one of the registered keys."""
    keys = exp.select("key").from_("kept_keys")
    return exp.In(this=exp.column(column, fact.name), query=keys.subquery())


def with_counted(plan: Plan, query: exp.Select) -> exp.Select:
    """Put the common table expressions ``acts`` and ``counted`` in front."""
    query = query.with_("acts", as_=acts(plan))
    if plan.indicator.person_rule == "repeat":
        query = query.with_("known", as_=known(plan))
    return query.with_("counted", as_=counted(plan))


def acts(plan: Plan) -> exp.Select:
    """The rows of the fact that the definition and the clock let in, with a code per axis."""
    rows = admitted(plan)
    ages = {axis.name: axis for axis in plan.axes.values() if axis.sort == "age"}
    if not ages:
        return rows
    columns = [
        banded(exp.column(c), AgeBands(ages[c].declared.bands)).as_(c) if c in ages else exp.column(c)  # type: ignore[union-attr, arg-type]
        for c in rows.named_selects
    ]
    return exp.select(*columns).from_(rows.subquery("admitted"))


def admitted(plan: Plan) -> exp.Select:
    """The same rows where an age still is in years."""
    fact, indicator = plan.fact, plan.indicator
    day = exp.column(plain_date(indicator))
    columns = [exp.column(fact.row).as_("row_id"), exp.column(fact.event).as_("event_id"), day.as_("on_date")]
    if fact.person:
        columns.append(exp.column(fact.person).as_("person_id"))
    columns += [axis_code(plan, name).as_(name) for name in plan.columns]
    if (amount := amount_of(plan)) is not None:
        columns.append(amount.as_("amount"))
    query = exp.select(*columns).from_(fact.name)
    for axis in plan.axes.values():
        if axis.sort == "rollup":
            matches = exp.EQ(
                this=exp.column("code", axis.name), expression=exp.column(axis.column, fact.name)
            )
            query = query.join(
                exp.to_table(f"rollup_{axis.name}").as_(axis.name), on=matches, join_type="left"
            )
    query = query.where(*clock(plan))
    if indicator.condition is not None:
        query = query.where(compile_condition(indicator.condition, lambda name: tested(plan, name)))
    return query


def known(plan: Plan) -> exp.Select:
    """Acts with the day of the person's first one ever."""
    first = exp.Window(this=exp.Min(this=exp.column("on_date")), partition_by=[exp.column("person_id")])
    return exp.select("*", first.as_("first_on")).from_("acts").where(present("person_id"))


def counted(plan: Plan) -> exp.Select:
    """Acts after the rule about persons."""
    if not plan.persons_once:
        return exp.select("*").from_("acts")
    rule = plan.indicator.person_rule
    if rule == "first_ever":
        turn = exp.Window(
            this=exp.RowNumber(), partition_by=[exp.column("person_id")], order=ordered(latest=False)
        )
        query = exp.select("*").from_("acts").where(present("person_id"))
        return query.qualify(exp.EQ(this=turn, expression=exp.Literal.number(1)))
    columns = [exp.column(name) for name in ("row_id", "event_id", "person_id", "on_date")]
    query = exp.select(*columns, *(person_code(plan, name) for name in plan.columns))
    if rule == "repeat":
        return query.from_("known").where(*came_back(plan.period))
    return query.from_("acts").where(present("person_id"))


def person_code(plan: Plan, name: str) -> E:
    """An overlapping axis as the act has it; any other as the person's first (or latest) act has it."""
    if plan.overlapping(name):
        return exp.column(name)
    first = exp.FirstValue(this=exp.column(name))
    window = exp.Window(
        this=first, partition_by=[exp.column("person_id")], order=ordered(latest=plan.latest(name))
    )
    return window.as_(name)


def ordered(*, latest: bool) -> exp.Order:
    return exp.Order(
        expressions=[exp.Ordered(this=exp.column(c), desc=latest, nulls_first=False) for c in FIRST_ORDER]
    )


def came_back(period: Period) -> list[E]:
    """Known before the period, and seen in it."""
    if period.start is None:
        return [exp.false()]
    start = literal(period.start)
    return [exp.column("first_on") < start, exp.column("on_date") >= start.copy()]


def final_conditions(plan: Plan) -> list[E]:
    conditions = filter_conditions(plan)
    if plan.indicator.person_rule == "first_ever" and plan.period.start is not None:
        conditions.append(exp.column("on_date") >= literal(plan.period.start))
    return conditions


def filter_conditions(plan: Plan) -> list[E]:
    return [chosen(plan, f, exp.column(f.axis.name)) for f in plan.filters]


def chosen(plan: Plan, wanted: Filter, column: E) -> E:
    """The column is among the codes; *other* stands for all that are neither shown nor unknown."""
    parts: list[E] = []
    codes = [code for code in wanted.codes if code != OTHER or wanted.axis.after is None]
    if codes:
        parts.append(exp.In(this=column.copy(), expressions=[literal(code) for code in codes]))
    if len(codes) < len(wanted.codes):
        shown = (*plan.shown.get(wanted.axis.name, ()), UNKNOWN)
        parts.append(exp.not_(exp.In(this=column.copy(), expressions=[literal(code) for code in shown])))
    return exp.paren(exp.or_(*parts)) if len(parts) > 1 else parts[0]


def person_conditions(plan: Plan) -> list[E]:
    """What a group of one person's acts must fulfil: the filters and the rule, without windows."""
    period, rule = plan.period, plan.indicator.person_rule
    inside: E | None = None
    conditions: list[E] = []
    first_on = exp.Min(this=exp.column("on_date"))
    if rule == "first_ever" and period.start is not None:
        conditions.append(first_on >= literal(period.start))
    if rule == "repeat":
        if period.start is None:
            return [exp.false()]
        inside = exp.column("on_date") >= literal(period.start)
        conditions += [
            first_on < literal(period.start),
            exp.Max(this=exp.column("on_date")) >= literal(period.start),
        ]
    for wanted in plan.filters:
        if not wanted.axis.overlapping:
            conditions.append(chosen(plan, wanted, end_value(plan, wanted.axis, inside)))
    together = [chosen(plan, f, exp.column(f.axis.name)) for f in plan.filters if f.axis.overlapping]
    if together:
        conditions.append(
            exp.LogicalOr(this=reduce(exp.and_, [*([inside] if inside is not None else []), *together]))
        )
    return conditions


def end_value(plan: Plan, axis: Axis, inside: E | None) -> E:
    """The code at the first (or latest) act of a group."""
    key = exp.Tuple(expressions=[exp.column(c) for c in FIRST_ORDER])
    sort = exp.ArgMax if axis.latest else exp.ArgMin
    value: E = sort(this=exp.column(axis.name), expression=key)
    return value if inside is None else exp.Filter(this=value, expression=exp.Where(this=inside.copy()))


def measure(plan: Plan) -> list[E]:
    """``value``; for a mean or a median also ``n``."""
    how = plan.indicator.how
    amount = exp.column("amount")
    zero = exp.Literal.number(0)
    if how == "persons" and not plan.persons_once:
        visit = exp.DPipe(this=exp.column("person_id"), expression=exp.column("event_id"))
        return [distinct(visit).as_("value")]
    simple: Mapping[str, E] = {
        "persons": distinct(exp.column("person_id")),
        "events": distinct(exp.column("event_id")),
        "rows": exp.Count(this=exp.Star()),
        "distinct": distinct(amount),
        "sum": exp.Coalesce(this=exp.Sum(this=amount), expressions=[zero]),
        "days": exp.Coalesce(this=exp.Sum(this=amount), expressions=[zero]),
    }
    if how in simple:
        return [simple[how].as_("value")]
    # Two more digits: the middle of two amounts may fall between centimes.
    fine = exp.cast(amount.copy(), "decimal(20, 4)")
    middles: Mapping[str, E] = {
        "mean": exp.Sum(this=amount),
        "median": exp.Median(this=fine),
        # Discrete: a value that somebody has, so that "nine in ten waited so long at most" is true word for word.
        "p90": exp.Quantile(this=fine.copy(), quantile=exp.Literal.number("0.9")),
    }
    value = middles[how]
    return [value.as_("value"), exp.Count(this=amount.copy()).as_("n")]


def amount_of(plan: Plan) -> E | None:
    """What is added up, if anything; for nights the days of the stay that fall inside the period and are past."""
    indicator = plan.indicator
    if indicator.how != "days":
        assert indicator.measure
        return exp.column(indicator.measure.column) if indicator.measure.column else None
    assert isinstance(indicator.date, Interval)
    starts: list[E] = [exp.column(indicator.date.from_)]
    if plan.period.start is not None:
        starts.append(literal(plan.period.start))
    today = literal(plan.known_on + timedelta(days=1))
    ends: list[E] = [exp.Coalesce(this=exp.column(indicator.date.until), expressions=[today.copy()]), today]
    if plan.period.end is not None:
        ends.append(literal(plan.period.end))
    length = exp.DateDiff(this=least(ends), expression=greatest(starts), unit=exp.var("DAY"))
    return exp.Greatest(this=length, expressions=[exp.Literal.number(0)])


def plain_date(indicator: Indicator) -> str:
    return indicator.date.from_ if isinstance(indicator.date, Interval) else str(indicator.date)


def clock(plan: Plan) -> list[E]:
    """The dates that count: inside a flow's period, at a stock's day, up to the end for what ever happened."""
    indicator, period = plan.indicator, plan.period
    day = exp.column(plain_date(indicator))
    if indicator.kind == "stock":
        return [day <= literal(period.last_day), still_on(indicator, literal(period.last_day))]
    before_end: list[E] = (
        [day < literal(period.end)] if period.end is not None else [present(plain_date(indicator))]
    )
    if indicator.kind == "ever" or indicator.person_rule in {"first_ever", "repeat"} or period.start is None:
        return before_end
    after_start = exp.column(plain_date(indicator)) >= literal(period.start)
    if isinstance(indicator.date, Interval):
        return [*before_end, exp.paren(exp.or_(after_start, still_on(indicator, literal(period.start))))]
    return [after_start, *before_end]


def still_on(indicator: Indicator, day: E) -> E:
    assert isinstance(indicator.date, Interval)
    until = exp.column(indicator.date.until)
    missing = exp.Is(this=until.copy(), expression=exp.Null())
    return exp.paren(exp.or_(missing, until > day))


def tested(plan: Plan, name: str) -> E:
    """A name in the definition's condition: the age in full years, or a column of the fact."""
    dim = plan.indicator.dims.get(name)
    if dim is not None and dim.from_ and dim.precision:
        return exp.paren(
            age_in_years(exp.column(dim.from_), exp.column(dim.precision), reference_day(plan, latest=False))
        )
    return exp.column(name, plan.fact.name)


def axis_code(plan: Plan, name: str) -> E:
    """The code of an act along an axis (or along a coarser level of it), *unknown* where it is missing; an age in years."""
    axis = next(a for a in plan.axes.values() if name in a.columns)
    fact, declared = plan.fact.name, axis.declared
    if axis.sort == "time":
        return time_code(axis, exp.column(plain_date(plan.indicator)))
    if axis.sort == "age":
        assert declared and declared.from_ and declared.precision
        birth, precision = exp.column(declared.from_), exp.column(declared.precision)
        return age_in_years(birth, precision, reference_day(plan, latest=declared.at == "cutoff"))
    if axis.sort == "rollup":
        value: E = exp.column("parent", name)
    else:
        value = exp.column(name if name in axis.parents else axis.column, fact)
    if any(c.name == axis.column and c.kind == "bool" for c in plan.fact.columns):
        value = exp.cast(value, "text")
    return exp.Coalesce(this=value, expressions=[literal(UNKNOWN)])


def reference_day(plan: Plan, *, latest: bool) -> E:
    """The day an age is taken on: when it happened; for a stock or *latest*, the period's last day (or the cut-off)."""
    if plan.indicator.kind == "stock" or latest:
        return literal(plan.period.last_day if plan.period.end is not None else plan.known_on)
    return exp.column(plain_date(plan.indicator))


def shown_code(plan: Plan, column: str) -> E:
    """The code, or *other* where it is folded."""
    if column not in plan.shown:
        return exp.column(column)
    kept = [literal(code) for code in (*plan.shown[column], UNKNOWN)]
    return choose([(exp.In(this=exp.column(column), expressions=kept), exp.column(column))], literal(OTHER))


@lru_cache(maxsize=4096)
def statement(
    build: Callable[[Plan], exp.Select], plan: Plan, *, pretty: bool = False, dialect: str = "duckdb"
) -> str:
    """The text of a plan's statement, kept: the same page asks the same again. ``dialect`` may be any of sqlglot's."""
    return text_of(build(plan), pretty=pretty, dialect=dialect)


def text_of(query: exp.Select, *, pretty: bool = False, dialect: str = "duckdb") -> str:
    """The statement as text; ``dialect`` may be any that sqlglot writes (postgres, spark)."""
    options: dict[str, Any] = {"pretty": pretty, "dialect": dialect}
    return query.sql(**options)


def counting(query: exp.Select) -> exp.Select:
    """How many rows a statement gives."""
    return exp.select(exp.Count(this=exp.Star())).from_(query.subquery("found"))
