"""Addresses of instructions."""

from django.urls import path

from musanada.regularisation.views import instructions as views

urlpatterns = [
    path("instructions/", views.listed, name="instructions"),
    path("instructions/act/", views.act, name="instructions-act"),
    path("instructions/offices/", views.followed, name="instructions-followed"),
    path("instructions/offices/<str:kind>/", views.export, name="instructions-export"),
]
