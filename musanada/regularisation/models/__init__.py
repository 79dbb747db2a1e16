"""Regularisation: operations and criteria, applications, sessions, appeals and relief, cards, associations, snapshots."""

from musanada.regularisation.models.appeals import Appeal, Instruction, Relief, ReliefItem
from musanada.regularisation.models.applications import (
    Application,
    Claim,
    Decision,
    Evaluation,
    Notification,
    Refusal,
    Result,
    Stage,
)
from musanada.regularisation.models.associations import Association, AssociationReceipt, Officer
from musanada.regularisation.models.cards import Card, CardRule, Reminder, Renewal
from musanada.regularisation.models.operations import (
    Condition,
    Criterion,
    CriterionVersion,
    Operation,
    OperationOffice,
)
from musanada.regularisation.models.sessions import (
    AgendaItem,
    Conflict,
    Reading,
    Session,
    SessionMember,
)
from musanada.regularisation.models.snapshots import Snapshot, SnapshotRow

__all__ = (
    "AgendaItem",
    "Appeal",
    "Application",
    "Association",
    "AssociationReceipt",
    "Card",
    "CardRule",
    "Claim",
    "Condition",
    "Conflict",
    "Criterion",
    "CriterionVersion",
    "Decision",
    "Evaluation",
    "Instruction",
    "Notification",
    "Officer",
    "Operation",
    "OperationOffice",
    "Reading",
    "Refusal",
    "Relief",
    "ReliefItem",
    "Reminder",
    "Renewal",
    "Result",
    "Session",
    "SessionMember",
    "Snapshot",
    "SnapshotRow",
    "Stage",
)
