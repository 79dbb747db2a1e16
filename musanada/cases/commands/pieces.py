"""Pieces of a case: received, verified, not kept, given back. What a piece is stays; a file of it may be joined."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.commands.files import DONE_BEFORE, WORK, again, insist_open, said
from musanada.cases.models import Case, Piece, PieceType
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.commands.attachments import attach
from musanada.people.models import Attachment

HELD = (Piece.State.RECEIVED, Piece.State.VERIFIED, Piece.State.REJECTED)


@dataclass(frozen=True)
class Upload:
    """A file joined to the piece: what the sender called it, its nature (``Attachment.Kind``), its bytes."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class PieceDraft:
    """A piece as received. ``from_on`` and ``to_on`` are the period it shows, the last day included."""

    type: str
    issuer: str = ""
    from_on: date | None = None
    to_on: date | None = None
    received_on: date | None = None
    remark: str = ""
    upload: Upload | None = None
    pk: UUID | None = None


@command(WORK)
def add_piece(actor: User, case: Case, *, draft: PieceDraft) -> Piece:
    """A piece the person brought. With a file, the right to join one is asked too.

    Raises: BadInput for a type that is not in use, a period turned round, a day to come.
    """
    insist_open(case)
    if known := again(Piece, case, draft.pk):
        return known
    received = draft.received_on or timezone.localdate()
    kind = checked(draft, received)
    return Piece.objects.create(
        id=draft.pk or new_id(),
        case=case,
        type=kind,
        issuer=draft.issuer.strip()[:160],
        from_on=draft.from_on,
        to_on=draft.to_on,
        received_on=received,
        remark=draft.remark.strip()[:300],
        attachment=joined(actor, case, draft.upload) if draft.upload else None,
        recorded_by=actor,
    )


def checked(draft: PieceDraft, received: date) -> PieceType:
    today = timezone.localdate()
    kind = PieceType.objects.filter(pk=draft.type, active=True).first()
    if kind is None:
        raise bad("type", _("Choisissez la pièce dans la liste."))
    if received > today:
        raise bad("received_on", _("Une pièce est reçue aujourd'hui ou avant : corrigez la date."))
    if draft.from_on and draft.from_on > today:
        raise bad("from_on", _("La période commence dans le futur : corrigez la date."))
    if draft.from_on and draft.to_on and draft.to_on < draft.from_on:
        raise bad("to_on", _("La période finit avant de commencer : corrigez l'une des deux dates."))
    return kind


def joined(actor: User, case: Case, upload: Upload) -> Attachment:
    """Sealed beside the person, at the case's office."""
    person = case.person.merged_into or case.person
    return attach(actor, person, unit=case.unit, kind=upload.kind, name=upload.name, content=upload.content)


@command(WORK)
def verify_piece(actor: User, piece: Piece, /) -> Piece:
    """Seen and held good. The one who received it may verify it: the domain asks for no second pair of eyes, and both

    are shown.
    """
    insist_open(piece.case)
    rows = Piece.objects.filter(pk=piece.pk, state__in=(Piece.State.RECEIVED, Piece.State.REJECTED))
    if not rows.update(state=Piece.State.VERIFIED, verified_on=timezone.localdate(), verified_by=actor):
        raise Refused(DONE_BEFORE)
    piece.refresh_from_db()
    return piece


@command(WORK)
def reject_piece(actor: User, piece: Piece, /, *, remark: str) -> Piece:
    """Not kept, and why. It stays in the case and counts for nothing."""
    insist_open(piece.case)
    words = said(remark, "remark", _("Écrivez pourquoi cette pièce n'est pas retenue."))[:300]
    rows = Piece.objects.filter(pk=piece.pk, state__in=(Piece.State.RECEIVED, Piece.State.VERIFIED))
    if not rows.update(
        state=Piece.State.REJECTED, remark=words, verified_on=timezone.localdate(), verified_by=actor
    ):
        raise Refused(DONE_BEFORE)
    piece.refresh_from_db()
    return piece


@command(WORK)
def return_piece(actor: User, piece: Piece, /) -> Piece:
    """Given back to the person: also out of a closed case, where originals are still theirs."""
    if not Piece.objects.filter(pk=piece.pk, state__in=HELD).update(state=Piece.State.RETURNED):
        raise Refused(DONE_BEFORE)
    piece.refresh_from_db()
    return piece


say(
    {
        "cases.add_piece": _("Pièce reçue"),
        "cases.verify_piece": _("Pièce vérifiée"),
        "cases.reject_piece": _("Pièce non retenue"),
        "cases.return_piece": _("Pièce rendue"),
    },
    kinds={"cases.piece": _("Pièce du dossier")},
)
