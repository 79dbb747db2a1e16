"""Reading of returns: what a page or a guard asks, one file per area."""
