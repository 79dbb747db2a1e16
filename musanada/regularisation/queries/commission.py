"""Who reads which file before a commission. The secretary by place; a member only called to that very session, while it
is convened or open, and never a file they stand aside from. Everything else is not found.

No query of another app opens these files to a member: they hold ``commission.read`` and nothing more, and what a member
sees of a person is what hangs on the agenda item.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import journal, may, scoped, unprotected
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.people.queries import note_reading
from musanada.regularisation.models import AgendaItem, Conflict, Reading, Session, SessionMember, Stage

VIEW, READ, PREPARE, RECORD = "commission.view", "commission.read", "commission.prepare", "commission.record"
DECIDE = "appeal.decide"
READABLE = (Session.State.CONVENED, Session.State.OPEN)
AFTER = (Session.State.CLOSED, Session.State.SIGNED)
RELATED = (
    "session__operation",
    "session__unit",
    "application__operation__appeals_unit",
    "application__place",
    "application__case__person",
    "application__case__unit",
    "application__case__principal",
    "appeal",
    "retained__criterion",
    "decided_by",
)


@dataclass(frozen=True)
class Seat:
    """A session as one actor sees it: from the commission's office, as a member called to it, or both."""

    session: Session
    by_place: bool
    member: SessionMember | None

    @property
    def reads(self) -> bool:
        """Files are open to this actor now."""
        return self.by_place or (self.member is not None and self.session.state in READABLE)

    @property
    def has_minutes(self) -> bool:
        return self.session.state in (Session.State.OPEN, *AFTER)


def called(actor: User) -> QuerySet[SessionMember]:
    """The actor's calls to sessions that were convened, at units where they still hold the right of a member."""
    rows = scoped(actor, READ, SessionMember.objects.filter(user=actor.pk))
    return rows.filter(session__state__in=(*READABLE, *AFTER)).select_related("session__operation")


def seat(actor: User, pk: UUID | str, right: str = VIEW) -> Seat:
    """Raises: Http404 unless the session is the actor's by place, or they were called to it."""
    found = Session.objects.select_related("operation__appeals_unit", "unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    by_place = may(actor, right, found)
    member = called(actor).filter(session=found).first()
    if not by_place and member is None:
        raise Http404
    return Seat(found, by_place, member)


def items(actor: User, session: Session) -> QuerySet[AgendaItem]:
    """The files of a session's agenda that the actor reads, in order. Protected people are in no list."""
    rows = AgendaItem.objects.filter(session=session, removed_at=None).select_related(*RELATED)
    if may(actor, VIEW, session):
        return unprotected(actor, rows)
    return unprotected(actor, of_member(actor, rows))


def of_member(actor: User, rows: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Of these, the files a member reads: called to the session, which sits now, and not standing aside."""
    calls = called(actor).filter(session__state__in=READABLE)
    return not_aside(actor, rows.filter(session__in=list(calls.values_list("session", flat=True))))


def not_aside(actor: User, rows: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    return rows.exclude(Exists(Conflict.objects.filter(item=OuterRef("pk"), member__user=actor.pk)))


def find(actor: User, pk: UUID | str, right: str = VIEW) -> AgendaItem | None:
    """The item, if the actor reads it now. Who stands aside from a file does not read it by their office either."""
    rows = not_aside(actor, AgendaItem.objects.filter(pk=pk, removed_at=None).select_related(*RELATED))
    found = scoped(actor, right, rows, named=True).first() if right else None
    return found or unprotected(actor, of_member(actor, rows), named=True).first()


def item(actor: User, pk: UUID | str, right: str = VIEW) -> AgendaItem:
    """One file before a commission. Raises: Http404 unless the actor reads it."""
    found = find(actor, pk, right)
    if found is None:
        raise Http404
    return found


def members_item(actor: User, pk: UUID | str) -> tuple[AgendaItem, SessionMember]:
    """The same, to a member of its session alone. Raises: Http404."""
    found = item(actor, pk, right="")
    return found, found.session.members.get(user=actor.pk)


def note_file_read(actor: User, one: AgendaItem) -> None:
    """Opening a file before a commission leaves its line in the journal, by the item's key."""
    with transaction.atomic():
        journal(actor, "regularisation.read_file", "done", one)
        note_reading(actor, one.application.case.person)


def neighbours(actor: User, one: AgendaItem) -> tuple[AgendaItem | None, AgendaItem | None]:
    """The files before and after, as the actor reads the agenda."""
    rows = items(actor, one.session)
    before = rows.filter(Q(position__lt=one.position)).order_by("-position", "-id").first()
    return before, rows.filter(position__gt=one.position).first()


def with_marks(rows: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Annotated with how many present members have read the file, and how many stand aside."""
    return rows.annotate(
        reads=Count("readings", filter=Q(readings__member__present=True), distinct=True),
        leavers=Count("conflicts", distinct=True),
    )


def read_by(member: SessionMember) -> set[UUID]:
    """Items that this member has marked as read."""
    return set(Reading.objects.filter(member=member).values_list("item_id", flat=True))


def aside_of(member: SessionMember) -> set[UUID]:
    """Items from which this member stands aside."""
    return set(Conflict.objects.filter(member=member).values_list("item_id", flat=True))


@dataclass(frozen=True)
class Marks:
    """Who is present at a session, who has read what, who stands aside from what: read once for a whole agenda."""

    quorum: int
    present: frozenset[UUID]
    aside: dict[UUID, set[UUID]]
    read: dict[UUID, set[UUID]]

    def able(self, item: UUID) -> frozenset[UUID]:
        return self.present - self.aside.get(item, set())


def marks(session: Session, keys: Iterable[UUID]) -> Marks:
    wanted = list(keys)
    present = session.members.filter(present=True).values_list("pk", flat=True)
    aside: dict[UUID, set[UUID]] = {}
    read: dict[UUID, set[UUID]] = {}
    for model, kept in ((Conflict, aside), (Reading, read)):
        rows: Any = model._default_manager
        for key, member in rows.filter(item__in=wanted).values_list("item_id", "member_id"):
            kept.setdefault(key, set()).add(member)
    return Marks(session.quorum, frozenset(present), aside, read)


STATE_OF = {Stage.FIRST: "scheduled", Stage.APPEAL: "appeal"}  # of a file that waits for its result, by stage
LIVE = Q(stage=Stage.FIRST, application__case__state="scheduled") | Q(
    stage=Stage.APPEAL, application__case__state="appeal"
)
DECIDED = _("Un avis est déjà enregistré.")
LEFT = _("Ce dossier a quitté la commission depuis : retrait, doublon, transfert ou décès.")
GONE = _("Ce dossier n'est plus à l'ordre du jour.")
UNREAD = _("Aucun membre présent ne l'a marqué comme lu : il ne se décide pas en liste.")
FEW = _("Le quorum n'est pas atteint pour ce dossier, des membres s'étant retirés.")


def readiness(
    session: Session, rows: Iterable[AgendaItem], *, in_bulk: bool = True
) -> dict[UUID, Sentence | None]:
    """For each file, what keeps it from being decided now; None where nothing does."""
    wanted = list(rows)
    known = marks(session, [one.pk for one in wanted])
    return {one.pk: obstacle(one, known, in_bulk) for one in wanted}


def obstacle(one: AgendaItem, known: Marks, in_bulk: bool) -> Sentence | None:
    able = known.able(one.pk)
    if one.removed_at is not None:
        return GONE
    if one.result:
        return DECIDED
    if one.application.case.state != STATE_OF[Stage(one.stage)]:
        return LEFT
    if len(able) < known.quorum:
        return FEW
    if in_bulk and not able & known.read.get(one.pk, set()):
        return UNREAD
    return None
