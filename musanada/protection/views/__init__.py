"""Pages of protection, one file per area."""
