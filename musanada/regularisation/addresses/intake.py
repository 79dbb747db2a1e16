"""The counter: from the person to the receipt."""

from django.urls import path

from musanada.regularisation.views import intake

urlpatterns = [
    path("new/", intake.new, name="new"),
    path("of-person/", intake.of_person, name="of-person"),
    path("files/<uuid:pk>/declared/", intake.declared, name="declared"),
    path("files/<uuid:pk>/pieces/", intake.pieces, name="pieces"),
    path("files/<uuid:pk>/family/", intake.family, name="family"),
    path("files/<uuid:pk>/lodge/", intake.lodge, name="lodge"),
    path("files/<uuid:pk>/receipt/", intake.receipt, name="receipt"),
    path("files/<uuid:pk>/receipt/print/", intake.receipt_pdf, name="receipt-print"),
]
