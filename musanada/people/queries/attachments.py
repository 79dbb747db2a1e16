"""Which files of a person the actor may see: by place, by the part of the file each belongs to, and each read recorded."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from musanada.access.doors import journal, may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.secrets import blind_indexes
from musanada.kit.secrets.errors import damaged
from musanada.people import policies_attachments  # noqa: F401  the rights exist before the queries
from musanada.people.attachments import store
from musanada.people.attachments.digest import PURPOSE, fingerprint
from musanada.people.models import Attachment, Person, Presence
from musanada.people.models.attachments import GROUP_OF_KIND
from musanada.people.queries.register import groups_seen, of_cluster

VIEW, ADD, VOID = "attachments.view", "attachments.add", "attachments.void"
READ = "people.read_attachment"


def attachments(actor: User, person: Person, right: str = VIEW) -> QuerySet[Attachment]:
    """Files of ``person`` (and of the records merged into them) that the actor reaches, newest first."""
    rows = Attachment.objects.filter(of_cluster(person), group__in=groups_seen(actor, person, right))
    return scoped(actor, right, rows, named=True).select_related("unit", "created_by", "voided_by")


def attachment(actor: User, person: Person, pk: UUID, right: str = VIEW) -> Attachment:
    """Raises: Http404 unless it is this person's and the actor reaches it."""
    found = attachments(actor, person, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def content_of(actor: User, person: Person, pk: UUID) -> tuple[Attachment, bytes]:
    """The file to hand over, its reading recorded in the same transaction.

    Raises: Http404 where it is not the actor's to see, was voided or is gone; Unreadable where it was altered.
    """
    with transaction.atomic():
        found = attachment(actor, person, pk)
        if found.voided_at:
            raise Http404
        journal(actor, READ, "done", found)
        try:
            content = store.read(found.pk)
        except FileNotFoundError:
            raise Http404 from None
    if found.digest not in blind_indexes(PURPOSE, fingerprint(content)):
        raise damaged()
    return found, content


def may_add(actor: User, person: Person) -> bool:
    return may(actor, ADD, person)


def units_to_add(actor: User, person: Person) -> list[Unit]:
    """Units where the person is known and the actor may join a file: the one that receives it."""
    known = Presence.objects.filter(of_cluster(person), to_on=None).values("unit")
    return list(units_for(actor, ADD).filter(pk__in=known))


def kinds_to_add(actor: User, person: Person) -> list[tuple[str, str]]:
    """Kinds of files whose part of the person's file the actor reaches."""
    reached = groups_seen(actor, person, ADD)
    return [
        (code, str(label))
        for code, label in Attachment.Kind.choices
        if GROUP_OF_KIND[Attachment.Kind(code)] in reached
    ]


def keys() -> Iterable[UUID]:
    return Attachment.objects.values_list("pk", flat=True)


store.HOLDERS.add("people.attachment", keys)
