"""Addresses of regularisation, one file per area, each a list ``urlpatterns``."""
