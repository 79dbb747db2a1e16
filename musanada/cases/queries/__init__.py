"""Every read of what passes between offices, actor first. What the actor may not see is not found."""

from musanada.cases.models import Referral
from musanada.cases.models.referrals import Urgency

URGENCIES = Urgency.choices
REFUSALS = Referral.Refusal.choices
OUTCOMES = Referral.Outcome.choices
RESULTS = [c for c in OUTCOMES if c[0] in Referral.WITH_RESULT]
NO_RESULTS = [c for c in OUTCOMES if c[0] not in Referral.WITH_RESULT]
