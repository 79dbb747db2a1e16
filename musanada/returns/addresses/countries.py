"""Country sheets, what offices know of each country, and the flow map."""

from django.urls import path

from musanada.returns.views import countries as views

ONE = "countries/<str:code>/"
urlpatterns = [
    path("countries/", views.listed, name="countries"),
    path(ONE, views.show, name="country"),
    path(f"{ONE}notes/", views.note_new, name="country-note-new"),
    path("country-notes/<uuid:pk>/", views.note_edit, name="country-note"),
    path("flows/", views.flows, name="flows"),
    path("flows.svg", views.picture, name="flows-svg"),
]
