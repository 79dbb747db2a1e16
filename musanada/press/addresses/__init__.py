"""Addresses of the pages, one file an area."""
