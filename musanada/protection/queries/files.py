"""Protection files as those named on them read them. Whoever is not named does not find one, whatever their role.

Addresses name the case. ``file`` is the one way to a page of a file: it leaves the reading in the journal, in the same
transaction. Lists (``mine``) show those that name the actor, and nothing of anybody else's.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from musanada.access.doors import named_keys, scoped
from musanada.access.models import User
from musanada.people.queries import display_name, note_reading
from musanada.protection.models import ProtectionFile

VIEW, WORK = "protection.view", "protection.work"


def named(actor: User, right: str = VIEW) -> QuerySet[ProtectionFile]:
    """Files that name the actor now, where the right is held. Not journalled: for counting, choosing, guarding."""
    rows = scoped(actor, right, ProtectionFile.objects.all(), named=True)
    return rows.select_related("case__person", "case__unit", "case__owner", "secret", "town")


def file(actor: User, case: UUID | str, right: str = VIEW, kind: str = "") -> ProtectionFile:
    """The file of a case, its reading noted. Raises: Http404 unless it names the actor (and is of that ``kind``)."""
    rows = named(actor, right).filter(case__pk=case)
    if kind:
        rows = rows.filter(kind=kind)
    with transaction.atomic():
        found = rows.first()
        if found is None:
            raise Http404
        note_reading(actor, found.case.person)
        return found


def mine(actor: User, kind: str = "", *, closed: bool = False) -> QuerySet[ProtectionFile]:
    """The actor's own list: open files that name them, what is due first at the top. Without names: see ``name_of``."""
    if not named_keys(actor, "files"):
        return ProtectionFile.objects.none()
    rows = named(actor).filter(case__closed_on__isnull=not closed)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("case__due_on", "identified_on", "id")


def name_of(actor: User, one: ProtectionFile) -> str:
    """The name behind a file of ``mine``; each name shown is a reading, and leaves its line."""
    note_reading(actor, one.case.person)
    return display_name(one.case.person)
