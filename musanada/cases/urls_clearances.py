"""Addresses of clearances."""

from django.urls import path

from musanada.cases.views import clearances

app_name = "clearances"
urlpatterns = [
    path("", clearances.listed, name="list"),
    path("new/", clearances.new, name="new"),
    path("to-answer/", clearances.to_answer, name="to-answer"),
    path("<uuid:pk>/", clearances.show, name="show"),
    path("<uuid:pk>/answer/", clearances.answer, name="answer"),
]
