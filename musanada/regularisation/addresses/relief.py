"""Addresses of relief decisions."""

from django.urls import path

from musanada.regularisation.views import relief as views

urlpatterns = [
    path("reliefs/", views.listed, name="reliefs"),
    path("reliefs/new/", views.new, name="relief-new"),
    path("reliefs/<uuid:pk>/", views.show, name="relief"),
    path("reliefs/<uuid:pk>/decide/", views.decide, name="relief-decide"),
    path("reliefs/<uuid:pk>/cancel/", views.cancel, name="relief-cancel"),
    path("reliefs/<uuid:pk>/files/<uuid:item>/leave-out/", views.leave_out, name="relief-leave-out"),
    path("reliefs/<uuid:pk>/files/<uuid:item>/keep/", views.keep, name="relief-keep"),
]
