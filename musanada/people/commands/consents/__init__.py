"""Every write of what people agree to: heard, refused, taken back; and the narrow ways round a missing answer."""

from musanada.people.commands.consents.answers import (
    record_consent,
    record_other_basis,
    refuse_consent,
    review_basis,
    withdraw_consent,
    withdraw_everything,
)
from musanada.people.commands.consents.overrides import (
    approve_override,
    ask_override,
    decline_override,
    insist_on_consent,
    review_override,
    use_override,
)

__all__ = (
    "approve_override",
    "ask_override",
    "decline_override",
    "insist_on_consent",
    "record_consent",
    "record_other_basis",
    "refuse_consent",
    "review_basis",
    "review_override",
    "use_override",
    "withdraw_consent",
    "withdraw_everything",
)
