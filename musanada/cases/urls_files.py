"""Addresses of cases: the work lists, one case, what is written in it."""

from django.urls import path

from musanada.cases.views import files, files_writing

app_name = "files"
urlpatterns = [
    path("", files.listed, name="list"),
    path("day/", files.day, name="day"),
    path("hand-over/", files.hand_over_many, name="hand-over-many"),
    path("of/<slug:side>/", files.listed, name="side"),
    path("<uuid:pk>/", files.show, name="show"),
    path("<uuid:pk>/take/", files.take, name="take"),
    path("<uuid:pk>/hand-over/", files.hand_over, name="hand-over"),
    path("<uuid:pk>/risk/", files_writing.risk, name="risk"),
    path("<uuid:pk>/step/<slug:code>/", files_writing.step, name="step"),
    path("<uuid:pk>/add/<slug:kind>/", files_writing.add, name="add"),
    path("<uuid:pk>/<slug:kind>/<uuid:item>/<slug:verb>/", files_writing.change, name="change"),
]
