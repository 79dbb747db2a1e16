"""The addresses of an installation that has a sign-in service of its own."""

from django.urls import include, path

from musanada.access.urls_account import service
from musanada.config.urls import *  # noqa: F403
from musanada.config.urls import urlpatterns as usual

urlpatterns = [*usual, path("account/", include(service))]
