"""Reads of units, accounts and the journal, actor first. What the actor may not see is not found."""

from musanada.access.queries.accounts import (
    account,
    account_named,
    accounts,
    governs,
    own,
    password_is_provisional,
)
from musanada.access.queries.common import KIND_CHOICES, OUTCOMES, in_force
from musanada.access.queries.journal import JournalLine, as_lines, entries, page_of
from musanada.access.queries.units import (
    children,
    grantable,
    held_at,
    held_by,
    holding,
    holdings,
    parent,
    rights_table,
    tree,
    unit,
    units,
)

__all__ = (
    "KIND_CHOICES",
    "OUTCOMES",
    "JournalLine",
    "account",
    "account_named",
    "accounts",
    "as_lines",
    "children",
    "entries",
    "governs",
    "grantable",
    "held_at",
    "held_by",
    "holding",
    "holdings",
    "in_force",
    "own",
    "page_of",
    "parent",
    "password_is_provisional",
    "rights_table",
    "tree",
    "unit",
    "units",
)
