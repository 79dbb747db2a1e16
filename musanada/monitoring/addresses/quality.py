"""The quality of data."""

from django.urls import path

from musanada.monitoring.views import quality

urlpatterns = [
    path("quality/", quality.home, name="quality"),
    path("quality/<slug:code>/", quality.home, name="quality-source"),
    path("quality/<slug:code>/<slug:rule>/", quality.records, name="quality-records"),
]
