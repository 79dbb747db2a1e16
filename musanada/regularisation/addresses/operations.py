"""Addresses of operations and their criteria."""

from django.urls import path

from musanada.regularisation.views import operations as views

ONE = "operations/<slug:code>/"
CRITERION = f"{ONE}criteria/<slug:criterion>/"

urlpatterns = [
    path("operations/", views.listed, name="operations"),
    path("operations/new/", views.new, name="operation-new"),
    path(ONE, views.show, name="operation"),
    path(f"{ONE}edit/", views.edit, name="operation-edit"),
    path(f"{ONE}close/", views.close, name="operation-close"),
    path(f"{ONE}appeals/", views.appeals, name="operation-appeals"),
    path(f"{ONE}offices/", views.office, name="operation-office"),
    path(f"{ONE}criteria/", views.criterion_new, name="criterion-new"),
    path(CRITERION, views.criterion, name="criterion"),
    path(f"{CRITERION}versions/", views.version_new, name="version-new"),
    path(f"{CRITERION}versions/<int:number>/confirm/", views.version_confirm, name="version-confirm"),
    path(f"{CRITERION}pieces/", views.piece, name="criterion-piece"),
]
