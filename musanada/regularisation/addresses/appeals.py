"""Addresses of appeals. Those that take a file's key are reached from the file."""

from django.urls import path

from musanada.regularisation.views import appeals as views

urlpatterns = [
    path("appeals/", views.listed, name="appeals"),
    path("appeals/sort/", views.sort, name="appeals-sort"),
    path("appeals/received/", views.direct, name="appeal-direct"),
    path("appeals/of/<uuid:pk>/", views.of_file, name="appeal-of-file"),
    path("appeals/of/<uuid:pk>/new/", views.lodge, name="appeal-lodge"),
    path("appeals/<uuid:pk>/", views.show, name="appeal"),
    path("appeals/<uuid:pk>/sort/", views.sort_one, name="appeal-sort"),
    path("appeals/<uuid:pk>/withdraw/", views.withdraw, name="appeal-withdraw"),
]
