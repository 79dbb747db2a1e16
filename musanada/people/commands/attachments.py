"""Joining a file to a person, and declaring it void. Nothing is deleted here: erasure is its own procedure."""

import re
import unicodedata

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, missing
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_id
from musanada.kit.secrets import blind_index
from musanada.people.attachments import clean as cleaning
from musanada.people.attachments import sniff, store
from musanada.people.attachments.digest import PURPOSE, fingerprint
from musanada.people.models import Attachment, Person
from musanada.people.models.attachments import GROUP_OF_KIND
from musanada.people.queries.attachments import ADD, VOID
from musanada.people.queries.register import cluster, groups_seen

NAME_LENGTH = 120
ONLY_SOUND = {Attachment.Kind.VOICE: sniff.SOUNDS}


@command("attachments.add")
def attach(actor: User, person: Person, /, *, unit: Unit, kind: str, name: str, content: bytes) -> Attachment:
    """Keep ``content`` sealed beside ``person``; ``name`` is what the sender called it, kept sealed too.

    Raises: BadInput for a file that is not taken; MissingRight where the kind's part of the file is not the actor's.
    """
    insist_on_part(actor, person, kind)
    cleaned = cleaning.clean(content)
    insist_on_medium(kind, cleaned.media_type)
    row = Attachment(
        id=new_id(),
        person=person,
        unit=unit,
        kind=kind,
        group=GROUP_OF_KIND[Attachment.Kind(kind)],
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        digest=blind_index(PURPOSE, fingerprint(cleaned.content)),
        name=plain_name(name),
        created_by=actor,
    )
    keep_with(row, cleaned.content)
    return row


def insist_on_part(actor: User, person: Person, kind: str) -> None:
    if kind not in Attachment.Kind.values:
        sentence = _("Choisissez la nature de la pièce dans la liste.")
        raise BadInput(sentence, fields={"kind": sentence})
    if GROUP_OF_KIND[Attachment.Kind(kind)] not in groups_seen(actor, person, ADD):
        raise missing(ADD)


def insist_on_medium(kind: str, media_type: str) -> None:
    """A voice is a sound, and a sound is kept as nothing else."""
    if (kind == Attachment.Kind.VOICE) != (media_type in sniff.SOUNDS):
        sentence = _(
            "Un enregistrement sonore se range sous « Accord enregistré de vive voix », et lui seul."
        )
        raise BadInput(sentence, fields={"kind": sentence}, code="attachment-type")


def keep_with(row: Attachment, content: bytes) -> None:
    """The row and its file: where the row is not written in the end, the file goes."""
    store.keep(row.pk, content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except BaseException:
        store.drop(row.pk)
        raise


def plain_name(name: str) -> str:
    """The last part of a name as sent, without what could act as a path or turn the line round."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    return shown.strip(" .")[-NAME_LENGTH:]


@command("attachments.void")
def void_attachment(actor: User, person: Person, /, *, attachment: Attachment, reason: str) -> Attachment:
    """The file is no longer handed over. It stays sealed, with who voided it and why."""
    if attachment.group not in groups_seen(actor, person, VOID):
        raise missing(VOID)
    if not reason.strip():
        sentence = _("Écrivez pourquoi cette pièce est annulée.")
        raise BadInput(sentence, fields={"reason": sentence})
    own = Attachment.objects.filter(pk=attachment.pk, voided_at=None, person__in=cluster(person))
    if not own.update(voided_at=timezone.now(), voided_by=actor, void_reason=reason.strip()[:300]):
        raise Refused(_("Cette pièce est déjà annulée, ou n'est pas à cette personne : rechargez la page."))
    attachment.refresh_from_db()
    return attachment
