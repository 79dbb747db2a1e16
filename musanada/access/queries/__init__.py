"""Reads of units, accounts and the journal, actor first. What the actor may not see is not found."""

from musanada.access.queries.accounts import (
    account,
    account_named,
    accounts,
    governs,
    handovers,
    invitation,
    own,
    waiting_invitation,
)
from musanada.access.queries.common import KIND_CHOICES, OUTCOMES, in_force
from musanada.access.queries.journal import JournalLine, as_lines, entries, page_of
from musanada.access.queries.sessions import OpenSession, factor, own_session, sessions
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
    "OpenSession",
    "account",
    "account_named",
    "accounts",
    "as_lines",
    "children",
    "entries",
    "factor",
    "governs",
    "grantable",
    "handovers",
    "held_at",
    "held_by",
    "holding",
    "holdings",
    "in_force",
    "invitation",
    "own",
    "own_session",
    "page_of",
    "parent",
    "rights_table",
    "sessions",
    "tree",
    "unit",
    "units",
    "waiting_invitation",
)
