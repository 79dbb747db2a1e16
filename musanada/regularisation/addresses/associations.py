"""Addresses of the register of associations."""

from django.urls import path

from musanada.regularisation.views import associations as views

urlpatterns = [
    path("associations/", views.listed, name="associations"),
    path("associations/new/", views.new, name="association-new"),
    path("associations/<uuid:pk>/", views.show, name="association"),
    path("associations/<uuid:pk>/edit/", views.edit, name="association-edit"),
    path("associations/<uuid:pk>/act/", views.receipt, name="association-act"),
    path("associations/<uuid:pk>/regularised/", views.regularise, name="association-regularised"),
    path("associations/<uuid:pk>/members/", views.members, name="association-members"),
    path("associations/<uuid:pk>/officers/", views.officer, name="association-officer"),
    path(
        "associations/<uuid:pk>/officers/<uuid:officer>/end/",
        views.officer_end,
        name="association-officer-end",
    ),
]
