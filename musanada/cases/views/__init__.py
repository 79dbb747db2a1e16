"""Pages of what passes between offices."""
