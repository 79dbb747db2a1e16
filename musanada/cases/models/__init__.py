"""What passes between offices about one person: referrals, encrypted packages, questions, and their deadlines."""

from musanada.cases.models.packages import Package
from musanada.cases.models.questions import Question
from musanada.cases.models.referrals import Referral, Term

__all__ = ("Package", "Question", "Referral", "Term")
