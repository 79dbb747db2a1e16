"""Pages of the administration: units, accounts, roles, the journal."""
