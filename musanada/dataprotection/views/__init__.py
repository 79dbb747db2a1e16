"""Pages of the data-protection app."""
