"""Dashboards, figures explored, kept views."""

from django.urls import path

from musanada.monitoring.views import dashboards, saved

urlpatterns = [
    path("", dashboards.home, name="home"),
    path("programmes/file/<slug:kind>/", dashboards.board_file, name="board-file"),
    path("explore/", dashboards.choose, name="explore"),
    path("explore/<str:code>/", dashboards.figure, name="figure"),
    path("explore/<str:code>/file/<slug:kind>/", dashboards.figure_file, name="figure-file"),
    path("views/", saved.listing, name="views"),
    path("views/keep/", saved.keep, name="view-keep"),
    path("views/<uuid:pk>/", saved.show, name="view"),
    path("views/<uuid:pk>/drop/", saved.drop, name="view-drop"),
    path("views/<uuid:pk>/file/<slug:kind>/", saved.file, name="view-file"),
]
