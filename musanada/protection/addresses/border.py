"""Addresses of people hurt at the borders: incidents, casualties, the hospital, what comes next, deaths."""

from django.urls import path

from musanada.protection.views import border, deaths, hospital

INCIDENT, ONE, DEATH = (
    "border/incidents/<uuid:pk>/",
    "border/casualties/<uuid:pk>/",
    "border/deaths/<uuid:pk>/",
)
urlpatterns = [
    path("border/", border.board, name="border"),
    path("border/hospital/", hospital.ward, name="border-hospital"),
    path("border/needs/", hospital.needs, name="border-needs"),
    path("border/needs/<uuid:pk>/", hospital.need_close, name="border-need"),
    path("border/incidents/new/", border.incident_new, name="incident-new"),
    path(INCIDENT, border.incident, name="incident"),
    path(f"{INCIDENT}close/", border.incident_close, name="incident-close"),
    path(f"{INCIDENT}casualties/new/", border.casualty_new, name="casualty-new"),
    path(ONE, border.casualty, name="casualty"),
    path(f"{ONE}edit/", border.casualty_edit, name="casualty-edit"),
    path(f"{ONE}void/", border.casualty_void, name="casualty-void"),
    path(f"{ONE}outcome/", border.outcome, name="casualty-outcome"),
    path(f"{ONE}card/<str:lang>/", border.card, name="casualty-card"),
    path(f"{ONE}evacuations/new/", border.evacuation_new, name="evacuation-new"),
    path(f"{ONE}evacuations/<uuid:item>/", border.evacuation_edit, name="evacuation-edit"),
    path(f"{ONE}evacuations/<uuid:item>/void/", border.evacuation_void, name="evacuation-void"),
    path(f"{ONE}admit/", hospital.admit, name="stay-new"),
    path(f"{ONE}stays/<uuid:item>/end/", hospital.end, name="stay-end"),
    path(f"{ONE}stays/<uuid:item>/void/", hospital.void, name="stay-void"),
    path(f"{ONE}needs/new/", hospital.need_new, name="need-new"),
    path(f"{ONE}identify/", hospital.identify, name="casualty-identify"),
    path(f"{ONE}detach/", hospital.detach, name="casualty-detach"),
    path(f"{ONE}death/", deaths.new, name="death-new"),
    path(DEATH, deaths.show, name="death"),
    path(f"{DEATH}identity/", deaths.identity, name="death-identity"),
    path(f"{DEATH}rest/", deaths.rest, name="death-rest"),
    path(f"{DEATH}family/", deaths.family, name="death-family"),
]
