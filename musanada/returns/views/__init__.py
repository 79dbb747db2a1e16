"""Pages of returns, one file per area."""
