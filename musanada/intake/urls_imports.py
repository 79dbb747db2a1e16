from django.urls import path

from musanada.intake.views import imports

app_name = "imports"
urlpatterns = [
    path("", imports.listing, name="list"),
    path("new/", imports.new, name="new"),
    path("<uuid:pk>/", imports.show, name="show"),
    path("<uuid:pk>/progress/", imports.progress, name="progress"),
    path("<uuid:pk>/columns/", imports.columns, name="columns"),
    path("<uuid:pk>/layout/", imports.layout, name="layout"),
    path("<uuid:pk>/rows/", imports.rows, name="rows"),
    path("<uuid:pk>/rows/<uuid:row_pk>/", imports.row, name="row"),
    path("<uuid:pk>/word/", imports.word, name="word"),
    path("<uuid:pk>/settle/", imports.settle, name="settle"),
    path("<uuid:pk>/commit/", imports.commit, name="commit"),
    path("<uuid:pk>/resume/", imports.resume, name="resume"),
    path("<uuid:pk>/discard/", imports.discard, name="discard"),
    path("<uuid:pk>/undo/", imports.undo, name="undo"),
]
