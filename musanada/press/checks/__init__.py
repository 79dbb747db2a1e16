"""One module per family of checks (design: figures, section 7)."""
