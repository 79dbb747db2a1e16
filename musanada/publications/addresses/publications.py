"""Revisions: prepared, checked, approved, published, compared, handed over."""

from django.urls import path

from musanada.publications.views import publications as views

urlpatterns = [
    path("revisions/", views.listing, name="publications"),
    path("revisions/new/", views.build, name="build"),
    path("revisions/<uuid:pk>/", views.show, name="publication"),
    path("revisions/<uuid:pk>/files/<str:name>", views.file, name="publication-file"),
    path("revisions/<uuid:pk>/hidden/", views.hidden, name="publication-hidden"),
    path("revisions/<uuid:pk>/diff/", views.diff, name="publication-diff"),
    path("revisions/<uuid:pk>/vintages/", views.vintages, name="vintages"),
    path("revisions/<uuid:pk>/approve/", views.approve, name="approve"),
    path("revisions/<uuid:pk>/freeze/", views.freeze, name="freeze"),
    path("revisions/<uuid:pk>/publish/", views.publish, name="publish"),
    path("revisions/<uuid:pk>/abandon/", views.abandon, name="abandon"),
    path("revisions/<uuid:pk>/waive/", views.waive, name="waive"),
    path("revisions/<uuid:pk>/waivers/<uuid:waiver>/end/", views.end_waiver, name="end-waiver"),
    path("revisions/<uuid:pk>/erratum/", views.erratum, name="erratum"),
    path("revisions/<uuid:pk>/deliveries/", views.deliveries, name="deliveries"),
]
