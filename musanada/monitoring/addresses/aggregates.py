"""What associations report without records."""

from django.urls import path

from musanada.monitoring.views import aggregates

urlpatterns = [
    path("reported/", aggregates.listing, name="reported-list"),
    path("reported/entered/", aggregates.entered, name="reported-entered"),
    path("reported/waiting/", aggregates.waiting, name="reported-waiting"),
    path("reported/new/", aggregates.new, name="reported-new"),
    path("reported/<uuid:pk>/", aggregates.show, name="reported"),
    path("reported/<uuid:pk>/correct/", aggregates.correct, name="reported-correct"),
    path("reported/<uuid:pk>/accept/", aggregates.accept, name="reported-accept"),
    path("reported/<uuid:pk>/return/", aggregates.send_back, name="reported-return"),
]
