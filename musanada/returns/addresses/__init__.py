"""Addresses of returns, one file per area, each a list ``urlpatterns``."""
