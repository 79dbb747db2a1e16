"""Figures: facts from the domains, indicators as data, one engine between them, and figures of others."""
