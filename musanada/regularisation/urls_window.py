from django.urls import path

from musanada.regularisation.views import window

app_name = "window"
urlpatterns = [path("", window.ask, name="ask")]
