"""Assisted voluntary return and reintegration, from Morocco and to Morocco (domain, systems.md §5 to §9)."""
