"""One module per family of checks (design: figures, section 7). ``FAMILIES`` is the order in which findings are made."""

from musanada.press.checks import changes, known, lists, means, periods, repeats, roles, shares, sums
from musanada.press.checks.common import Check

FAMILIES: tuple[Check, ...] = (
    sums.parts, sums.missing, sums.percents,
    shares.mismatches, shares.impossible, known.shares_known,
    changes.growth, changes.known_changes, means.averages, means.bounds,
    periods.mixed, periods.misread_back, periods.unequal,
    lists.order, lists.counted,
    known.units, repeats.units, known.stale, known.scopes, known.round_figures, known.qualifiers,
    known.labels, known.slips, known.attribution, roles.roles,
    repeats.duplicates, repeats.differing,
)  # fmt: skip
