"""Files handed from one mission to another."""

from django.urls import path

from musanada.returns.views import handovers

urlpatterns = [
    path("handovers/", handovers.listed, name="handovers"),
    path("handovers/<uuid:pk>/", handovers.show, name="handover"),
    path("files/<uuid:pk>/handover/", handovers.new, name="handover-new"),
]
