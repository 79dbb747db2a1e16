"""Who works here, where, as what; and the journal of what they did."""

from musanada.access.models.accounts import FactorKey, Invitation, RoleHolding, Unit, User
from musanada.access.models.audit import AuditAnchor, AuditEntry, AuditHead

__all__ = ("AuditAnchor", "AuditEntry", "AuditHead", "FactorKey", "Invitation", "RoleHolding", "Unit", "User")
