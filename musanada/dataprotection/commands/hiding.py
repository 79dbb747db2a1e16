"""Someone is hidden by a P4 file: lists of people that wait for their download and hold them are destroyed."""

from uuid import UUID

from musanada.dataprotection.commands.exports import destroy_lists_with
from musanada.people.hiding import HIDING


def forget(people: list[UUID]) -> None:
    """Runs in the transaction that hides them; the lists look like any others whose time is over."""
    destroy_lists_with(people, None)


HIDING.add("dataprotection", forget)
