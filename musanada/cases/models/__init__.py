"""A person's file and what passes between offices about them: cases, pieces, deadlines, clearances, referrals."""

from musanada.cases.models.clearances import Clearance
from musanada.cases.models.deadlines import Deadline, DeadlineRule, Holiday
from musanada.cases.models.files import Alert, Appointment, Case, CaseStep, Note, Task
from musanada.cases.models.packages import Package
from musanada.cases.models.pieces import Piece, PieceType, RequiredPiece
from musanada.cases.models.questions import Question
from musanada.cases.models.referrals import Referral, Term

__all__ = (
    "Alert",
    "Appointment",
    "Case",
    "CaseStep",
    "Clearance",
    "Deadline",
    "DeadlineRule",
    "Holiday",
    "Note",
    "Package",
    "Piece",
    "PieceType",
    "Question",
    "Referral",
    "RequiredPiece",
    "Task",
    "Term",
)
