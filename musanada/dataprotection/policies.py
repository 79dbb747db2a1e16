"""The rights of the data-protection app."""
