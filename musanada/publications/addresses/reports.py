"""Reports as they are written."""

from django.urls import path

from musanada.publications.views import reports as views

urlpatterns = [
    path("reports/", views.listing, name="reports"),
    path("reports/new/", views.new, name="report-new"),
    path("reports/citable/", views.citable, name="report-citable"),
    path("reports/<uuid:pk>/", views.show, name="report"),
    path("reports/<uuid:pk>/names/", views.rename, name="report-names"),
    path("reports/<uuid:pk>/<str:language>/", views.edit, name="report-edit"),
    path("reports/<uuid:pk>/<str:language>/preview/", views.preview, name="report-preview"),
    path("reports/<uuid:pk>/<str:language>/<int:number>/", views.text, name="report-text"),
]
