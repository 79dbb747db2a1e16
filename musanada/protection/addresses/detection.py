"""Detection by checklist, and the checklists."""

from django.urls import path

from musanada.protection.views import detection, nrm

urlpatterns = [
    path("detection/", detection.detections, name="detections"),
    path("detection/new/", detection.detect, name="detect"),
    path("detection/<uuid:pk>/", detection.detection, name="detection"),
    path("detection/<uuid:pk>/refer/", nrm.refer_detection, name="detection-refer"),
    path("checklists/", detection.checklists, name="checklists"),
    path("checklists/new/", detection.checklist_new, name="checklist-new"),
    path("checklists/<uuid:pk>/", detection.checklist, name="checklist"),
]
