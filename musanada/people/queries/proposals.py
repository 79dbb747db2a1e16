"""Merges that wait for a second person, as those who may answer see them."""

from uuid import UUID

from django.http import Http404

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.people.models import MergeProposal, Person
from musanada.people.queries.register import note_reading

RIGHT = "people.merge"


def waiting(actor: User) -> list[MergeProposal]:
    """Open proposals over two people whom the actor may merge, the oldest first. No name is shown from here."""
    rows = scoped(actor, RIGHT, MergeProposal.objects.filter(outcome=""), named=True)
    theirs = scoped(actor, RIGHT, Person.objects.filter(merged_into=None, voided_at=None), named=True)
    found = rows.filter(gone__in=theirs.values("pk")).select_related("proposed_by").order_by("proposed_at")
    return list(found)


def proposal(actor: User, pk: UUID | str) -> MergeProposal:
    """One of them; that it was read is noted. Raises: Http404."""
    found = next((one for one in waiting(actor) if str(one.pk) == str(pk)), None)
    if found is None:
        raise Http404
    note_reading(actor, found.kept)
    return found
