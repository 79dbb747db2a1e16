"""Addresses of published pages, one file an area."""
