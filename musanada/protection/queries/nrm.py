"""Referrals of the national mechanism, each side in its own words.

The sender reads what they sent until somebody accepts, and the state alone from then on. The receiver's office reads the
code, the services agreed to, the safe contact and the note; once accepted, those named on the file that was opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import holds, named_keys, units_for
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.kit.choices import Side
from musanada.kit.errors import Sentence
from musanada.protection.barriers import NAMED, barrier, side_of
from musanada.protection.models import Detection, Mechanism, NrmItem, NrmReferral, ProtectionFile
from musanada.protection.queries import files
from musanada.protection.workflow_nrm import OPEN, SHAPES
from musanada.reference.codes import ServiceFamily

DETECT, ANSWER, MANAGE = "trafficking.detect", "nrm.answer", "mechanism.manage"
State, Word = NrmReferral.State, NrmItem.Word
# What is asked of a partner that has not said what it offers.
FIVE = (
    ServiceFamily.SHELTER,
    ServiceFamily.HEALTH,
    ServiceFamily.MHPSS,
    ServiceFamily.LEGAL,
    ServiceFamily.DOCUMENTATION,
)


# Partners


def codes(column: str) -> list[str]:
    return [code for code in column.split(",") if code]


def services_of(one: Mechanism) -> list[tuple[str, Sentence]]:
    """What may be asked of it, in the order of the list of services."""
    offered = codes(one.services) or list(FIVE)
    return [(code, label) for code, label in ServiceFamily.choices if code in offered]


def partners() -> QuerySet[Mechanism]:
    return Mechanism.objects.select_related("unit", "partner", "country", "town")


def partner(pk: UUID) -> Mechanism:
    found = partners().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Offer:
    """A partner as it is chosen: what it offers, and why nothing may go there."""

    one: Mechanism
    services: list[Sentence]
    authority: bool
    why_not: Sentence = ""


def offers(unit: Unit) -> list[Offer]:
    """Those that may receive first."""
    found = []
    for one in partners().filter(active=True).exclude(unit=unit.pk):
        why: Sentence = barrier(unit.side, one.kind, side_of(one.unit, one.partner)) or ""
        authority = one.kind in NAMED
        found.append(Offer(one, [label for _code, label in services_of(one)], authority, why))
    return sorted(found, key=lambda offer: (bool(offer.why_not), offer.authority, str(offer.one)))


def answering_units() -> list[Unit]:
    """Offices at or above which somebody answers referrals."""
    paths = set(RoleHolding.objects.filter(taking()).values_list("unit__path", flat=True))
    units = Unit.objects.filter(active=True).order_by("path")
    return [one for one in units if any(one.path.startswith(path) for path in paths)]


def taking() -> Q:
    today = timezone.localdate()
    in_time = Q(from_on__lte=today) & (Q(to_on=None) | Q(to_on__gt=today))
    return in_time & Q(role__in=roles_holding(ANSWER), user__is_active=True, user__is_system=False)


def anyone_answers(unit: Unit) -> bool:
    paths = RoleHolding.objects.filter(taking()).values_list("unit__path", flat=True)
    return any(unit.path.startswith(path) for path in paths)


# Both sides


def every() -> QuerySet[NrmReferral]:
    items = Prefetch("items", NrmItem.objects.order_by("service"))
    return NrmReferral.objects.select_related(
        "unit", "to__unit", "to__country", "to__partner", "detection", "file__case__unit", "opened__case"
    ).prefetch_related(items)


def agreed(one: NrmReferral) -> list[str]:
    """Services the person says yes to now."""
    return [item.service for item in one.items.all() if item.word == Word.YES]


# The sender


def is_sender(actor: User, one: NrmReferral) -> bool:
    """Who ticked the checklist; or, of a file, who is named on it."""
    if one.file_id is None:
        return one.by_id == actor.pk
    return files.named(actor, files.WORK).filter(pk=one.file_id).exists()


def sent(actor: User) -> QuerySet[NrmReferral]:
    """What the actor sent from checklists of their own: what they sent from a file stands on its page."""
    if not holds(actor, DETECT):
        return NrmReferral.objects.none()
    return every().filter(by=actor, detection__isnull=False)


def sent_one(actor: User, pk: UUID) -> NrmReferral:
    """Raises: Http404 for what is not the actor's to follow."""
    found = every().filter(pk=pk).first()
    if found is None or not holds(actor, DETECT) or not is_sender(actor, found):
        raise Http404
    return found


def of_detection(one: Detection) -> QuerySet[NrmReferral]:
    return every().filter(detection=one)


def of_file(file: ProtectionFile) -> QuerySet[NrmReferral]:
    return every().filter(file=file)


@dataclass(frozen=True)
class Sent:
    """A referral as its sender sees it: nothing of the file that it opened."""

    pk: UUID
    reference: str
    to: Mechanism
    state: str
    words: Sentence
    shape: str
    urgent: bool
    sent_at: datetime | None
    respond_by: datetime | None
    answered_at: datetime | None
    refusal: Sentence
    answer: str
    items: list[NrmItem]
    open: bool
    late: bool
    paper: bool
    safe_contact: str
    note: str
    from_file: bool


def as_sent(one: NrmReferral) -> Sent:
    """Once a partner with an account has accepted, the state and nothing else."""
    taken = one.opened_id is not None
    return Sent(
        pk=one.pk,
        reference=one.reference,
        to=one.to,
        state=one.state,
        words=one.get_state_display(),
        shape=SHAPES[State(one.state)],
        urgent=one.urgent,
        sent_at=one.sent_at,
        respond_by=one.respond_by,
        answered_at=one.answered_at,
        refusal=one.get_refusal_display() if one.refusal else "",
        answer=one.answer,
        items=list(one.items.all()),
        open=one.state in OPEN,
        late=one.state == State.SENT and one.respond_by is not None and one.respond_by < timezone.now(),
        paper=one.to.unit_id is None,
        safe_contact="" if taken else one.safe_contact,
        note="" if taken else one.note,
        from_file=one.file_id is not None,
    )


def as_sent_all(rows: Iterable[NrmReferral]) -> list[Sent]:
    return [as_sent(one) for one in rows]


# The receiver

READABLE = (State.SENT, State.ACCEPTED, State.DONE)


def inbox(actor: User) -> QuerySet[NrmReferral]:
    """What waits for the answer of the actor's offices, the most urgent first."""
    here = units_for(actor, ANSWER).values("pk")
    waiting = every().filter(to__unit__in=here, state=State.SENT, respond_by__gte=timezone.now())
    return waiting.order_by("-urgent", "respond_by", "id")


def received_by(actor: User, one: NrmReferral) -> bool:
    """May the actor go on with it? Before an answer: the office. After: those named on the file it opened, or the office
    of an authority, which keeps no file."""
    at = one.to.unit
    if at is None or not units_for(actor, ANSWER).filter(pk=at.pk).exists():
        return False
    if one.opened_id:
        secret = ProtectionFile.objects.filter(pk=one.opened_id).values_list("secret", flat=True).first()
        return secret in named_keys(actor, "files")
    ended = (State.LAPSED, State.REVOKED)
    return one.state in (State.SENT, State.REFUSED) or (at.side == Side.STATE and one.state not in ended)


@dataclass(frozen=True)
class Received:
    """A referral as its receiver reads it: the code, what was agreed to, how to reach the person, the note."""

    pk: UUID
    reference: str
    unit: Unit
    at: Any
    urgent: bool
    sent_at: datetime | None
    respond_by: datetime | None
    state: str
    words: Sentence
    shape: str
    services: list[NrmItem]
    safe_contact: str
    note: str
    refusal: Sentence
    case: UUID | None
    keeps_files: bool


def as_received(one: NrmReferral) -> Received:
    return Received(
        pk=one.pk,
        reference=one.reference,
        unit=one.unit,
        at=one.to.unit,
        urgent=one.urgent,
        sent_at=one.sent_at,
        respond_by=one.respond_by,
        state=one.state,
        words=one.get_state_display(),
        shape=SHAPES[State(one.state)],
        services=[item for item in one.items.all() if item.word == Word.YES],
        # Refused, lapsed or taken back: the office has nothing to do with the person any more.
        safe_contact=one.safe_contact if one.state in READABLE else "",
        note=one.note if one.state in READABLE else "",
        refusal=one.get_refusal_display() if one.refusal else "",
        case=one.opened.case_id if one.opened else None,
        keeps_files=one.to.unit is not None and one.to.unit.side != Side.STATE,
    )


def received(actor: User, pk: UUID) -> NrmReferral:
    """Raises: Http404 for what is not addressed to the actor's office, or was taken by a colleague."""
    found = every().filter(pk=pk).first()
    if found is None or not received_by(actor, found):
        raise Http404
    return found


def behind(file: ProtectionFile) -> NrmReferral | None:
    """The referral that opened this file."""
    return every().filter(opened=file).first()


def waits(one: NrmReferral) -> bool:
    """Nothing newer was sent for the same person from the same checklist, and nobody has accepted."""
    same = NrmReferral.objects.filter(detection=one.detection).exclude(pk=one.pk)
    return not same.filter(
        Q(recorded_at__gt=one.recorded_at) | Q(state__in=(State.ACCEPTED, State.DONE))
    ).exists()
