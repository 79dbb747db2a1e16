"""One frozen publication, many forms."""
