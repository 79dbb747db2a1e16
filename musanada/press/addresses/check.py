"""The press check."""

from django.urls import path

from musanada.press.views import check

urlpatterns = [path("", check.text, name="check")]
