"""The front page."""

from django.urls import path

from musanada.regularisation.views import home

urlpatterns = [path("", home.home, name="home")]
