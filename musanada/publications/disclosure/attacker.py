"""The reader who subtracts: what can be worked out from all that is shown."""

from collections.abc import Iterable, Sequence

from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.relations import Relations
from musanada.publications.disclosure.types import Breach, Policy, Release, Says, Table


def attack(
    cells: Iterable[FigureCell],
    tables: Sequence[Table] = (),
    *,
    policy: Policy | None = None,
    says: Sequence[Says] = (),
    relations: Relations | None = None,
    earlier: Sequence[Release] = (),
) -> tuple[Breach, ...]:
    """Every number that is not shown and can be worked out all the same."""
    policy = policy or Policy()
    found = []
    for table in tables:
        dark = [cell for cell in table.rows if cell.hidden]
        if (
            table.additive
            and len(dark) == 1
            and not table.total.hidden
            and not table.overlapping & set(table.by)
        ):
            left = int(table.total.value or 0) - sum(int(c.value or 0) for c in table.rows if not c.hidden)
            found.append(Breach(dark[0].key, "hidden", left, left, policy.threshold_of(dark[0].figure)))
    return tuple(found)
