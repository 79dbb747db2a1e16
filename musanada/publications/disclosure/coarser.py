"""A coarser table instead of one that suppression would empty: fewer rows, one axis, or the total alone."""

from collections.abc import Iterator, Sequence, Set

from musanada.kit.disclosure import hidden_parts
from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.relations import Relations
from musanada.publications.disclosure.system import RESIDUALS, is_quotient
from musanada.publications.disclosure.types import Policy, Proposal, Table

MUCH = 0.4  # of the rows hidden: then a coarser table says more


def proposals(
    tables: Sequence[Table], hidden: Set[str], policy: Policy, relations: Relations
) -> Iterator[Proposal]:
    """The best first, for every table that lost much."""
    for table in tables:
        rows = [cell for cell in table.rows if cell.value != 0]
        dark = [cell for cell in rows if cell.key in hidden]
        if not dark or len(dark) < MUCH * len(rows) or is_quotient(table.total):
            continue
        found = [*rolled(table, policy, relations), *one_axis(table, policy), *folded(table, policy)]
        better = [one for one in found if one.shown and one.hidden < len(dark)]
        yield from sorted(better, key=lambda one: (one.hidden > 0, -one.shown))
        if not better:
            yield Proposal(table.title, "total", ", ".join(table.by), "", 1, 0)


def number(cell: FigureCell) -> int:
    return cell.value if isinstance(cell.value, int) else 0


def merged(table: Table, axis: str, code_of: dict[str, str] | None) -> dict[str, int]:
    """The sums along one axis, its codes exchanged for coarser ones."""
    found: dict[str, int] = {}
    for cell in table.rows:
        code = dict(cell.dims).get(axis)
        if code is not None:
            code = (code_of or {}).get(code, code)
            found[code] = found.get(code, 0) + number(cell)
    return found


def counted(parts: dict[str, int], limit: int) -> tuple[int, int]:
    """How many of them are shown, and how many hidden."""
    parts = {code: n for code, n in parts.items() if n}
    dark = hidden_parts(parts, limit)
    return len(parts) - len(dark), len(dark)


def rolled(table: Table, policy: Policy, relations: Relations) -> Iterator[Proposal]:
    limit = policy.threshold_of(table.total.figure)
    for relation in relations.coarser.get(table.total.figure, ()):
        if relation.fine in table.by and relation.parents and len(table.by) == 1:
            shown, dark = counted(merged(table, relation.fine, dict(relation.parents)), limit)
            yield Proposal(table.title, "rollup", relation.fine, relation.coarse, shown, dark)


def one_axis(table: Table, policy: Policy) -> Iterator[Proposal]:
    limit = policy.threshold_of(table.total.figure)
    for axis in table.by if len(table.by) > 1 and not table.overlapping & set(table.by) else ():
        shown, dark = counted(merged(table, axis, None), limit)
        yield Proposal(table.title, "one_axis", axis, axis, shown, dark)


def folded(table: Table, policy: Policy) -> Iterator[Proposal]:
    """The largest rows, and one row for all others that is large enough itself."""
    limit = policy.threshold_of(table.total.figure)
    if len(table.by) != 1 or table.overlapping & set(table.by):
        return
    keep = kept(merged(table, table.by[0], None), limit)
    if keep > 1:
        yield Proposal(table.title, "fold", table.by[0], str(keep), keep + 1, 0)


def kept(parts: dict[str, int], limit: int) -> int:
    """How many rows may be shown so that all others together are not small."""
    rows = sorted((n for code, n in parts.items() if code not in RESIDUALS), reverse=True)
    others = sum(n for code, n in parts.items() if code in RESIDUALS)
    keep = sum(n >= limit for n in rows)
    while keep and 0 < sum(rows[keep:]) + others < limit:
        keep -= 1
    return keep
