"""Targets and baselines."""

from django.urls import path

from musanada.monitoring.views import targets

urlpatterns = [
    path("targets/", targets.listing, name="targets"),
    path("targets/new/", targets.new, name="target-new"),
    path("targets/load/", targets.load, name="targets-load"),
    path("targets/<uuid:pk>/", targets.show, name="target"),
    path("targets/<uuid:pk>/change/", targets.change, name="target-change"),
]
