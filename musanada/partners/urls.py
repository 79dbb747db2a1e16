from django.urls import path

from musanada.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.add, name="new"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/edit/", views.edit, name="edit"),
    path("<str:code>/agreements/new/", views.sign, name="sign"),
]
