from django.urls import path

from musanada.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.add, name="new"),
    path("donors/", views.donors, name="donors"),
    path("donors/new/", views.add_donor, name="new-donor"),
    path("with/<str:code>/", views.of_partner, name="of-partner"),
    path("activities/<uuid:pk>/end/", views.end_activity, name="end-activity"),
    path("activities/<uuid:pk>/void/", views.void_activity, name="void-activity"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/edit/", views.edit, name="edit"),
    path("<str:code>/activities/new/", views.add_activity, name="new-activity"),
]
