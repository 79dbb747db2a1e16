"""Addresses of the data-protection app; parts with pages of their own bring their list."""

from django.urls import URLPattern, path

from musanada.dataprotection.urls_rights import RIGHTS
from musanada.dataprotection.views import registers, requests

app_name = "dataprotection"


def addresses_of(register: registers.Register) -> list[URLPattern]:
    """The list, the form, a line and its change, of one register."""
    options, where = {"register": register.many}, register.many
    return [
        path(f"{where}/", registers.listing, options, name=register.many),
        path(f"{where}/new/", registers.new, options, name=f"{register.line}-new"),
        path(f"{where}/<uuid:pk>/", registers.detail, options, name=register.line),
        path(f"{where}/<uuid:pk>/edit/", registers.edit, options, name=f"{register.line}-edit"),
    ]


REGISTERS = [
    path("", registers.overview, name="overview"),
    *(address for register in registers.REGISTERS.values() for address in addresses_of(register)),
    path("treatments/<uuid:pk>/verify/", registers.verify, name="treatment-verify"),
    path("treatments/<uuid:pk>/formalities/new/", registers.formality, name="formality-new"),
    path("treatments/<uuid:pk>/formalities/<uuid:item>/", registers.formality_edit, name="formality-edit"),
    path("assessments/<uuid:pk>/documents/new/", registers.document_add, name="assessment-document-add"),
    path("assessments/<uuid:pk>/documents/<uuid:item>/", registers.document, name="assessment-document"),
    path("deadlines/", registers.deadlines, name="deadlines"),
    path("requests/", requests.listing, name="requests"),
    path("requests/new/", requests.new, name="request-new"),
    path("requests/<uuid:pk>/", requests.detail, name="request"),
    path("requests/<uuid:pk>/answer/", requests.answer, name="request-answer"),
    path("requests/<uuid:pk>/refuse/", requests.refuse, name="request-refuse"),
]
urlpatterns = [*REGISTERS, *RIGHTS]
