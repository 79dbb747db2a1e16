"""Every write of the access app: the journal's lines, units, accounts, roles held."""

from musanada.access.commands.accounts import (
    change_password,
    close_account,
    end_role,
    first_accounts,
    grant_role,
    hold,
    insist_on_governing,
    open_account,
    reopen_account,
    set_password,
    still_held,
    system_user,
)
from musanada.access.commands.journal import anchor_now, write_entry
from musanada.access.commands.units import add_unit, found_organisation, open_unit, unit_path

__all__ = (
    "add_unit",
    "anchor_now",
    "change_password",
    "close_account",
    "end_role",
    "first_accounts",
    "found_organisation",
    "grant_role",
    "hold",
    "insist_on_governing",
    "open_account",
    "open_unit",
    "reopen_account",
    "set_password",
    "still_held",
    "system_user",
    "unit_path",
    "write_entry",
)
