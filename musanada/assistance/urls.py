from django.urls import path

from musanada.assistance import views

app_name = "assistance"
urlpatterns = [
    path("", views.acts, name="list"),
    path("record/", views.record, name="record"),
    path("distribution/", views.distribution, name="distribution"),
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/new/", views.service, name="service-new"),
    path("catalogue/<slug:code>/", views.service, name="service"),
    path("<uuid:pk>/", views.act, name="act"),
    path("<uuid:pk>/departure/", views.departure, name="departure"),
    path("<uuid:pk>/<slug:code>/", views.step, name="step"),
]
