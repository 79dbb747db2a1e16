"""Running: one engine reads one extract and answers with cells, their SQL, and the records behind them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, Refused
from musanada.kit.facts import FACTS, Fact
from musanada.kit.periods import Change, Period, read_period, read_span
from musanada.kit.registry import Registry
from musanada.reporting.codelists import ROLLUPS
from musanada.reporting.definitions import RATES, Indicator
from musanada.reporting.engine import geography, guard, memory
from musanada.reporting.engine.answers import (
    Answer,
    Records,
    Values,
    amount_of_row,
    both,
    change,
    one_of,
    quotient,
    record_of,
    value_of,
)
from musanada.reporting.engine.axes import OTHER, Axis, read_by, read_filters
from musanada.reporting.engine.cells import Cell, ObsStatus
from musanada.reporting.engine.compile import (
    among,
    counting,
    records_sql,
    split_sql,
    statement,
    text_of,
    total_sql,
)
from musanada.reporting.engine.plan import Plan
from musanada.reporting.engine.tables import Amount, Table, check_total, complete, merged, ranked
from musanada.reporting.extract import Extract
from musanada.reporting.registry import Indicators, load_indicators
from musanada.reporting.session import connect, parquet

Shown = dict[str, tuple[str, ...]]
QUOTIENTS = frozenset({"share", "ratio"})
MORE = 200  # records a page may ask for at once
CLOSED = _(
    "Les fiches derrière un chiffre de protection ne s'ouvrent jamais : il compte aussi des personnes dont personne, "
    "hors celles nommées à leur dossier, ne doit savoir qu'elles existent. Qui y est nommé ouvre le dossier par sa liste."
)


@dataclass
class Engine:
    """Use it as a context: ``with Engine(extract) as engine: engine.compute(...)``. It only reads.

    ``remember`` keeps answers for the next page of this process: an extract never changes. ``guarded``: small numbers
    of protection are hidden; only who compares with a printed figure or freezes a publication reads the true ones.
    """

    extract: Extract
    indicators: Indicators = field(default_factory=load_indicators)
    facts: Registry[Fact] = field(default_factory=lambda: FACTS)
    remember: bool = False
    guarded: bool = True

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(connect(self.extract.folder))
        for name in (*self.extract.manifest["facts"], *(f"rollup_{r}" for r in ROLLUPS)):
            file = self.extract.file(name)
            if file.exists():
                self._connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {parquet(file)}")  # noqa: S608
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def known_at(self) -> datetime:
        return self.extract.known_at

    @property
    def known_on(self) -> date:
        """The local day of the cut-off."""
        return timezone.localdate(self.known_at)

    def compute(
        self,
        code: str,
        period: str | Period | Change,
        by: Sequence[str] = (),
        where: str = "",
        *,
        fold: bool = True,
    ) -> list[Cell]:
        """The total, then the rows of the split. Raises BadInput for what cannot be asked, EngineError for a table
        that contradicts its total. ``fold=False`` lists every code instead of *other*."""
        span = read_span(period) if isinstance(period, str) else period
        indicator = self.indicators[code]
        shown = self._shown(indicator, span, by, where) if fold else {}
        answer = self._answer(indicator, span, by, where, shown)
        text = self._span_of(indicator, span).text
        status = self._status(span)
        return [
            self._cell(indicator, text, status, answer.columns, codes, v, hidden=codes in answer.hidden)
            for codes, v in answer.values.items()
        ]

    def value(self, code: str, period: str | Period | Change, where: str = "") -> Cell:
        """The total alone."""
        return self.compute(code, period, (), where)[0]

    def sql(self, code: str, period: str | Period | Change, by: Sequence[str] = (), where: str = "") -> str:
        """What is run, as shown on the figure's page: the split and the independent total."""
        span = read_span(period) if isinstance(period, str) else period
        statements = []
        for indicator, when, clause in self._sources(self.indicators[code], span, where):
            plan = self._plan(indicator, when, by, clause, self._shown(indicator, when, by, clause))
            builders = (split_sql, total_sql) if plan.by else (total_sql,)
            title = f"-- {indicator.id}, {when.text}"
            statements += [f"{title}\n{statement(build, plan, pretty=True)};" for build in builders]
        return "\n\n".join(statements)

    def records(
        self,
        code: str,
        period: str | Period | Change,
        where: str = "",
        *,
        limit: int = 50,
        offset: int = 0,
        only: tuple[str, Sequence[str]] | None = None,
    ) -> Records:
        """The rows of the fact behind a cell, oldest first. For a quotient: behind its numerator; for a change:
        behind its later period. ``only`` keeps rows whose column (first) holds one of the keys (second)."""
        if self.guarded and self.indicators[code].protected:
            raise Refused(CLOSED, code="protection")
        span = read_span(period) if isinstance(period, str) else period
        indicator, when, clause = next(iter(self._sources(self.indicators[code], span, where)))
        plan = self._plan(indicator, when, (), clause, {})
        query = records_sql(replace(plan, shown=self._unfolded(plan)))
        total = seen = self._number(text_of(counting(query)))
        if only is not None:
            query = query.where(among(plan.fact, only[0]))
            self._keep(only[1])
            seen = self._number(text_of(counting(query)))
        page = query.order_by(plan.fact.date, plan.fact.row).limit(min(limit, MORE)).offset(offset)
        rows = self._connection.execute(text_of(page)).fetchall()
        return Records(plan.fact, [record_of(plan.fact, row) for row in rows], total, seen)

    def _number(self, query: str) -> int:
        """Never remembered: it may depend on what the reader may see."""
        return int(self._connection.execute(query).fetchall()[0][0])

    def _keep(self, keys: Sequence[str]) -> None:
        """A table of keys for ``records(only=…)``."""
        import pyarrow as pa

        self._connection.register("kept_keys", pa.table({"key": pa.array(keys, pa.string())}))

    def latest_year(self, fact: str = "assistance_given") -> int | None:
        """The last year with a row, up to the cut-off: where a reader wants to begin."""
        if fact not in self.extract.manifest["facts"]:
            return None
        day = self.facts[fact].date
        today = self.known_on.isoformat()
        query = f"SELECT MAX(YEAR({day})) FROM {fact} WHERE {day} <= DATE '{today}'"  # noqa: S608
        found = self._connection.execute(query).fetchall()[0][0]
        return int(found) if found is not None else None

    def check(self, code: str, period: str | Period) -> list[tuple[str, bool]]:
        """The checks the definition declares: their text, and whether they hold. A broken sum raises EngineError."""
        from musanada.reporting.checks import read_check

        results = []
        for text in self.indicators[code].checks:
            check = read_check(text)
            if check.dimension:
                self.compute(code, period, (check.dimension,))
                results.append((text, True))
                continue
            value = self.value(code, period).value or 0
            others = sum(self.value(other, period).value or 0 for other in check.indicators)
            holds = {"<=": value <= others, ">=": value >= others, "=": value == others}[
                check.relation or "="
            ]
            results.append((text, holds))
        return results

    # What an indicator asks of others ---------------------------------------------------------------------------

    def _answer(
        self, indicator: Indicator, span: Period | Change, by: Sequence[str], where: str, shown: Shown
    ) -> Answer:
        if isinstance(span, Change) and indicator.kind == "change":
            return self._answer(self.indicators[one_of(indicator)], span, by, where, shown)
        if isinstance(span, Change):
            return self._change(indicator, span, by, where, shown)
        if indicator.kind == "change":
            return self._change(
                self.indicators[one_of(indicator)], self._against(indicator, span), by, where, shown
            )
        if indicator.kind == "part":
            whole = self.indicators[one_of(indicator)]
            return self._answer(whole, span, by, both(where, indicator.part or ""), shown)
        if indicator.kind == "ratio":
            tops = self._answer(self.indicators[indicator.numerator or ""], span, by, where, shown)
            return quotient(
                indicator,
                tops,
                self._answer(self.indicators[indicator.denominator or ""], span, by, where, shown),
            )
        if indicator.kind == "share":
            whole = self.indicators[one_of(indicator)]
            part = self._answer(whole, span, by, both(where, indicator.part or ""), shown)
            return quotient(indicator, part, self._answer(whole, span, by, where, shown))
        if indicator.kind == "sum":
            return self._sum(indicator, span, by, where, shown)
        return self._count(indicator, span, by, where, shown)

    def _count(
        self, indicator: Indicator, period: Period, by: Sequence[str], where: str, shown: Shown
    ) -> Answer:
        if not (self.guarded and indicator.protected):
            return self._true_count(indicator, period, by, where, shown)
        keeper = guard.Guard(
            indicator, period, lambda axes: self._true_count(indicator, period, axes, "", {})
        )
        return keeper.answer(by, where)

    def _true_count(
        self, indicator: Indicator, period: Period, by: Sequence[str], where: str, shown: Shown
    ) -> Answer:
        plan = self._plan(indicator, period, by, where, shown)
        total = self._total(plan)
        rows = complete(plan, self._split(plan)) if plan.by else {}
        check_total(plan, rows, total)
        values = {codes: value_of(indicator, amount) for codes, amount in {(): total, **rows}.items()}
        return Answer(values, plan.groups)

    def _change(
        self, indicator: Indicator, span: Change, by: Sequence[str], where: str, shown: Shown
    ) -> Answer:
        if indicator.kind in {"ratio", "share", "change"} or indicator.how in RATES:
            raise BadInput(
                _("« %(id)s » est déjà un rapport : son évolution en pour cent ne se calcule pas.")
                % {"id": indicator.id}
            )
        geography.insist(self.indicators.source(indicator.id), span, by, where)
        now = self._answer(indicator, span.of, by, where, shown)
        return change(indicator, now, self._answer(indicator, span.against, by, where, shown))

    def _sum(
        self, indicator: Indicator, period: Period, by: Sequence[str], where: str, shown: Shown
    ) -> Answer:
        terms = [
            self._answer(self.indicators[code], period, by, where, shown) for code in indicator.refers_to()
        ]
        values = {}
        for codes in merged([term.values for term in terms]):
            found = [term.values.get(codes, (0, None, None))[0] or 0 for term in terms]
            values[codes] = (sum(found), None, None)
        return Answer(values, terms[0].columns)

    def _sources(
        self, indicator: Indicator, span: Period | Change, where: str
    ) -> Iterator[tuple[Indicator, Period, str]]:
        """The counts an indicator stands on, with their period and filters; the first is what drill-down opens."""
        if isinstance(span, Change) or indicator.kind == "change":
            change = span if isinstance(span, Change) else self._against(indicator, span)
            of = self.indicators[one_of(indicator)] if indicator.kind == "change" else indicator
            for period in (change.of, change.against):
                yield from self._sources(of, period, where)
        elif indicator.kind in {"share", "part"}:
            yield from self._sources(
                self.indicators[one_of(indicator)], span, both(where, indicator.part or "")
            )
            if indicator.kind == "share":
                yield from self._sources(self.indicators[one_of(indicator)], span, where)
        elif indicator.counted:
            yield indicator, span, where
        else:
            for code in indicator.refers_to():
                yield from self._sources(self.indicators[code], span, where)

    def _span_of(self, indicator: Indicator, span: Period | Change) -> Period | Change:
        return (
            self._against(indicator, span)
            if indicator.kind == "change" and isinstance(span, Period)
            else span
        )

    def _against(self, indicator: Indicator, period: Period) -> Change:
        if indicator.against == "baseline":
            return Change(period, read_period(indicator.baseline or ""))
        before = period.previous() if indicator.against == "previous_period" else period.same_last_year()
        return Change(period, before)

    # Asking DuckDB ----------------------------------------------------------------------------------------------

    def _plan(
        self, indicator: Indicator, period: Period, by: Sequence[str], where: str, shown: Shown
    ) -> Plan:
        fact = self.facts[indicator.fact or ""]
        if fact.name not in self.extract.manifest["facts"]:
            raise BadInput(
                _("L'extrait ne contient pas le fait « %(fact)s » : faites-en un nouveau.")
                % {"fact": fact.name}
            )
        if indicator.kind == "stock":
            period.last_day  # noqa: B018  a stock needs a day to stand on: refused here in words
        return Plan(
            indicator,
            fact,
            period,
            self.known_on,
            read_by(indicator, by),
            read_filters(indicator, where),
            shown,
        )

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of a statement; the same one again comes from memory where the engine remembers."""
        if not self.remember:
            return list(self._connection.execute(query).fetchall())
        extract = str(self.extract.folder)
        found = memory.recall(extract, query)
        if found is None:
            found = list(self._connection.execute(query).fetchall())
            memory.keep(extract, query, found)
        return found

    def _total(self, plan: Plan) -> Amount:
        return amount_of_row(self._rows(statement(total_sql, plan))[0])

    def _split(self, plan: Plan) -> Table:
        width = len(plan.groups)
        return {row[:width]: amount_of_row(row[width:]) for row in self._rows(statement(split_sql, plan))}

    def _shown(self, indicator: Indicator, span: Period | Change, by: Sequence[str], where: str) -> Shown:
        """The codes that keep their own row, for axes that fold: ranked where the denominator is counted."""
        if self.guarded and indicator.protected:
            return {}  # such a figure folds nothing, and its filters are not conditions
        base, when, clause = list(self._sources(indicator, span, where))[
            -1 if indicator.kind in QUOTIENTS else 0
        ]
        plan = self._plan(base, when, (), clause, {})
        found: dict[str, tuple[str, ...]] = {}
        for axis in read_by(base, by):
            codes = self._ranked(plan, axis)
            if axis.after is not None and len(codes) > axis.after:
                found[axis.name] = codes[: axis.after]
        return found | self._unfolded(plan)

    def _unfolded(self, plan: Plan) -> Shown:
        """For filters on *other*: the codes that it leaves out."""
        wanted = {f.axis.name: f.axis for f in plan.filters if f.axis.after is not None and OTHER in f.codes}
        return {name: self._ranked(plan, axis)[: axis.after] for name, axis in wanted.items()}

    def _ranked(self, plan: Plan, axis: Axis) -> tuple[str, ...]:
        if axis.after is None:
            return ()
        others = tuple(f for f in plan.filters if f.axis.name != axis.name)
        table = self._split(replace(plan, by=(replace(axis, parents=()),), filters=others, shown={}))
        return ranked({codes[-1]: amount for codes, amount in table.items()})

    def _status(self, span: Period | Change) -> ObsStatus:
        """Provisional while the period still runs at the cut-off."""
        period = span.of if isinstance(span, Change) else span
        return "A" if period.end is not None and period.end <= self.known_on else "P"

    def _cell(
        self,
        indicator: Indicator,
        period: str,
        status: ObsStatus,
        columns: tuple[str, ...],
        codes: tuple[str, ...],
        values: Values,
        *,
        hidden: bool = False,
    ) -> Cell:
        value, top, bottom = values
        unit = "percent" if "~" in period else indicator.unit
        dims = dict(zip(columns, codes, strict=True)) if codes else {}
        return Cell(
            id=indicator.id, version=indicator.version, period=period, known_at=self.known_at, dims=dims, value=value,
            numerator=top, denominator=bottom, unit=unit, status=status if value is not None or hidden else "M",
            conf="N" if hidden else "F",
        )  # fmt: skip
