from django.urls import path

from musanada.reporting.views import figures as views

app_name = "reporting"
urlpatterns = [
    path("", views.listing, name="list"),
    path("external/", views.external, name="external"),
    path("assistance/", views.assistance, name="assistance-latest"),
    path("assistance/<path:period>/", views.assistance, name="assistance"),
    path("<str:code>/", views.figure, name="figure"),
    path("<str:code>/records/", views.records, name="records"),
    path("<str:code>/pdf/", views.pdf, name="pdf"),
]
