"""Pages: they ask and answer."""
