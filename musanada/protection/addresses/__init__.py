"""Addresses of protection, one file per area: each a list ``urlpatterns``."""
