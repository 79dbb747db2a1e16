"""What each citation asks for: cells, tables, and what a reader can work out from the sentence (``wants``)."""

from collections.abc import Iterator
from itertools import product

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.publications.cells import Dims, dims_of
from musanada.publications.narrative.blocks import Parsed, parse
from musanada.publications.narrative.grammar import (
    Citation,
    Claim,
    Comparison,
    Constant,
    Drawn,
    Figure,
    Filter,
    Rank,
    Split,
    Sum,
    Value,
)
from musanada.publications.narrative.spans import both, resolve
from musanada.publications.narrative.wants import Derived, Term, Wants
from musanada.publications.wanted import WantedCell, WantedTable

TIMES = frozenset({"month", "quarter", "half", "year"})


def ask(text: str, period: str) -> Wants:
    return asked(parse(text), period)


def asked(parsed: Parsed, period: str) -> Wants:
    cells: dict[WantedCell, None] = {}
    tables: dict[WantedTable, None] = {}
    derived: dict[Derived, None] = {}
    problems = [(parsed.line_of(start), sentence) for start, _end, sentence in parsed.problems]
    for found in parsed.found:
        if found.citation is None:
            continue
        try:
            cells |= dict.fromkeys(cells_of(found.citation, period))
            tables |= dict.fromkeys(tables_of(found.citation, period))
            derived |= dict.fromkeys(derived_of(found.citation, found.inside, period))
        except BadInput as error:
            problems.append((parsed.line_of(found.start), str(error)))
    return Wants(tuple(cells), tuple(tables), tuple(derived), tuple(sorted(problems)))


def cells_of(citation: Citation, period: str) -> Iterator[WantedCell]:
    """The cells of one citation, those of its own total or earlier period too."""
    if isinstance(citation, Claim):
        for value in values_of(citation):
            yield from cells_of(value, period)
    elif isinstance(citation, Value) and citation.head != "rank":
        for part in parts_of(citation, period):
            yield from part


def parts_of(value: Value, period: str) -> tuple[list[WantedCell], ...]:
    """One list of cells (added up) for a figure; two for a share (part, whole) or a change (later, earlier)."""
    if value.head == "share":
        whole = value.whole or Figure(value.figure.code, (), value.figure.period)
        if not whole.period:
            whole = Figure(whole.code, whole.filters, value.figure.period)
        return expanded(value.figure, period), expanded(whole, period)
    if value.head in ("chg", "diff"):
        later, earlier = both(value.figure.period, period)
        return tuple(
            expanded(Figure(value.figure.code, value.figure.filters, one), period) for one in (later, earlier)
        )
    return (expanded(value.figure, period),)


def expanded(figure: Figure, period: str) -> list[WantedCell]:
    """A cell for each choice of codes."""
    when = resolve(figure.period, period)
    lists = [[(one.axis, code) for code in one.codes] for one in figure.filters]
    return [WantedCell(figure.code, when, dims_of(dict(chosen))) for chosen in product(*lists)]


def where_of(filters: tuple[Filter, ...]) -> Dims:
    """The filter of a table. Raises BadInput for several codes: a table is of one thing."""
    for one in filters:
        if len(one.codes) > 1:
            raise BadInput(
                _("Un tableau ou un classement se filtre par un seul code : [%(axis)s=%(code)s].")
                % {"axis": one.axis, "code": one.codes[0]}
            )
    return dims_of({one.axis: one.codes[0] for one in filters})


def tables_of(citation: Citation, period: str) -> Iterator[WantedTable]:
    if isinstance(citation, Rank):
        yield ranked(citation.split, period)
    elif isinstance(citation, Claim):
        for value in values_of(citation):
            if value.head == "rank":
                yield ranking(value, period)
    elif isinstance(citation, Drawn):
        split = citation.split
        when, where = resolve(split.figure.period, period), where_of(split.figure.filters)
        yield WantedTable(split.figure.code, when, split.by, where, split.top)
        if len(split.by) == 2:  # the edges of a cross table
            yield WantedTable(split.figure.code, when, split.by[:1], where, split.top)
            yield WantedTable(split.figure.code, when, split.by[1:], where)


def ranked(split: Split, period: str) -> WantedTable:
    if len(split.by) != 1:
        raise BadInput(_("Un classement suit une seule répartition."))
    figure = split.figure
    return WantedTable(
        figure.code, resolve(figure.period, period), split.by, where_of(figure.filters), split.top
    )


def ranking(value: Value, period: str) -> WantedTable:
    """The table in which ``rank(A[country=CIV])`` looks: along the last filter, within the others."""
    *within, last = value.figure.filters
    where_of((last,))
    return WantedTable(
        value.figure.code, resolve(value.figure.period, period), (last.axis,), where_of(tuple(within))
    )


def values_of(claim: Claim) -> Iterator[Value]:
    for test in claim.tests:
        for side in (test.left, test.right):
            yield from values_in(side)


def values_in(sum_: Sum) -> Iterator[Value]:
    for term in sum_.terms:
        if isinstance(term.what, Value):
            yield term.what
        elif isinstance(term.what, Sum):
            yield from values_in(term.what)


def constants_in(sum_: Sum) -> Iterator[Constant]:
    """Numbers that a claim names, factors included."""
    for term in sum_.terms:
        if abs(term.factor) != 1:
            yield Constant(abs(term.factor))
        if isinstance(term.what, Constant):
            yield term.what
        elif isinstance(term.what, Sum):
            yield from constants_in(term.what)


# What a reader can work out ---------------------------------------------------------------------------------------


def derived_of(citation: Citation, source: str, period: str) -> Iterator[Derived]:
    if isinstance(citation, Rank):
        table = ranked(citation.split, period)
        yield Derived("rank", source, (Term(_key(table)),))
    elif isinstance(citation, Claim):
        for test in citation.tests:
            yield from _claimed(test, source, period)
    elif isinstance(citation, Value):
        yield from _valued(citation, source, period)


def _valued(value: Value, source: str, period: str) -> Iterator[Derived]:
    parts = [tuple(Term(cell.key) for cell in part) for part in parts_of(value, period)]
    options = value.options
    if value.head in ("share", "chg"):
        yield Derived(
            value.head, source, parts[0], parts[1], 1 if options.decimals is None else options.decimals
        )
    elif value.head == "diff":
        yield Derived("diff", source, parts[0], parts[1])
    elif options.approx is not None:
        yield Derived("approx", source, parts[0], op="=" if options.about else ">", bound=str(options.approx))


def _claimed(test: Comparison, source: str, period: str) -> Iterator[Derived]:
    """Share or sum against a number: as a formula. Anything else names its cells alone (``op`` empty)."""
    left, right = test.left.terms, test.right.terms
    single = left[0].what if len(left) == 1 else None
    bound = right[0].what if len(right) == 1 else None
    if isinstance(single, Value) and isinstance(bound, Constant) and abs(left[0].factor) == 1:
        parts = [tuple(Term(cell.key) for cell in part) for part in parts_of(single, period)]
        if single.head == "rank":
            yield Derived("rank", source, parts[0], op=test.op, bound=str(bound.value))
        else:
            under = parts[1] if single.head in ("share", "chg") else ()
            terms = parts[0] if single.head != "diff" else (*parts[0], *(Term(t.key, -1) for t in parts[1]))
            limit = bound.value + 100 if single.head == "chg" else bound.value
            yield Derived("claim", source, terms, under, 0, test.op, str(limit), bool(under))
        return
    terms = tuple(
        Term(cell.key, int(sign * (1 if term.factor >= 0 else -1)))
        for sign, side in ((1, left), (-1, right))
        for term in side
        if isinstance(term.what, Value) and term.what.head != "rank"
        for part in parts_of(term.what, period)
        for cell in part
    )
    plain = all(
        isinstance(t.what, Constant) or (isinstance(t.what, Value) and t.what.head in ("fig", "ext") and abs(t.factor) == 1)
        for t in (*left, *right)
    )  # fmt: skip
    constant = sum(
        (t.what.value * t.factor * sign for sign, side in ((-1, left), (1, right)) for t in side if isinstance(t.what, Constant)),
        start=0,
    )  # fmt: skip
    yield Derived("claim", source, terms, op=test.op if plain else "", bound=str(constant))


def _key(table: WantedTable) -> str:
    return WantedCell(table.figure, table.period, table.where).key
