"""Every write of the data-protection app."""
