"""Disclosure control: what is hidden or rounded before it is published, and the attacker who tries to undo it."""

from musanada.publications.disclosure.attacker import attack
from musanada.publications.disclosure.protecting import protect
from musanada.publications.disclosure.relations import Relations, relations_of
from musanada.publications.disclosure.types import (
    Breach,
    Hidden,
    Policy,
    Proposal,
    Protected,
    Release,
    Says,
    Table,
)  # fmt: skip

__all__ = [
    "Breach", "Hidden", "Policy", "Proposal", "Protected", "Relations", "Release", "Says", "Table", "attack", "protect",
    "relations_of",
]  # fmt: skip
