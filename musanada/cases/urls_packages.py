"""Public addresses: a word each, no key and no name."""

from django.urls import path

from musanada.cases.views import packages

app_name = "packages"
urlpatterns = [
    path("answer/<str:token>/", packages.answer, name="answer"),
    path("<str:token>/", packages.take, name="take"),
]
