"""Tables of the data-protection app, a file a subject."""

from musanada.dataprotection.models.answers import AccessReport
from musanada.dataprotection.models.base import RegisterChange
from musanada.dataprotection.models.erasure import Erasure
from musanada.dataprotection.models.exports import ExportedPerson, ExportThreshold, PeopleExport
from musanada.dataprotection.models.registers import (
    Assessment,
    AssessmentDocument,
    Breach,
    Controllership,
    Deadline,
    Formality,
    Hosting,
    Processing,
)
from musanada.dataprotection.models.requests import RightsRequest
from musanada.dataprotection.models.retention import Disposal, RetentionRule

__all__ = (
    "AccessReport",
    "Assessment",
    "AssessmentDocument",
    "Breach",
    "Controllership",
    "Deadline",
    "Disposal",
    "Erasure",
    "ExportThreshold",
    "ExportedPerson",
    "Formality",
    "Hosting",
    "PeopleExport",
    "Processing",
    "RegisterChange",
    "RetentionRule",
    "RightsRequest",
)
