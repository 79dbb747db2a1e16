"""Texts whose numbers are citations: grammar, document, resolving, linter, lock."""
