"""The register: one person once, as declared, with what is unknown said to be unknown.

Field groups carry their privacy level (architecture, decision 8): each table declares its ``GROUP``.
A merge moves nothing: ``merged_into`` points at the canonical person and every read gathers the cluster,
so un-merging loses nothing.
"""

from musanada.people.models.asylum import AsylumReferral, AsylumStatus, Authority
from musanada.people.models.attachments import Attachment
from musanada.people.models.confidential import ConfidentialFile, NamedAccess, ProtectedToken
from musanada.people.models.consents import Consent, ConsentOverride
from musanada.people.models.details import Contact, Identifier, Language, NameKey, Nationality, PersonName
from musanada.people.models.families import Household, HouseholdMember, Relationship
from musanada.people.models.history import Correction, MergeProposal, MergeRecord
from musanada.people.models.keys import PersonKey
from musanada.people.models.persons import LegalBasis, Person, Presence

__all__ = (
    "AsylumReferral",
    "AsylumStatus",
    "Attachment",
    "Authority",
    "ConfidentialFile",
    "Consent",
    "ConsentOverride",
    "Contact",
    "Correction",
    "Household",
    "HouseholdMember",
    "Identifier",
    "Language",
    "LegalBasis",
    "MergeProposal",
    "MergeRecord",
    "NameKey",
    "NamedAccess",
    "Nationality",
    "Person",
    "PersonKey",
    "PersonName",
    "Presence",
    "ProtectedToken",
    "Relationship",
)
