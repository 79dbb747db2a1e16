"""Pages of regularisation, one file per area."""
