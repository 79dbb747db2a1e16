"""Addresses of frozen states and of the comparison between offices."""

from django.urls import path

from musanada.regularisation.views import snapshots as views

urlpatterns = [
    path("states/", views.listed, name="snapshots"),
    path("states/new/", views.new, name="snapshot-new"),
    path("states/<uuid:pk>/", views.show, name="snapshot"),
    path("offices/compared/", views.compare_offices, name="comparison"),
]
