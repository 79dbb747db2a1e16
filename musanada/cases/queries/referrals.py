"""Referrals sent and received. The receiver's rows come from here alone: its place is ``to_unit``.

Lists never show a person of a P4 file. A referral addressed to one colleague is in nobody else's list, and what it
shows before it is accepted is a need, not a person.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import journal, places_of, scoped, units_for
from musanada.access.models import User
from musanada.cases.commands.effects import RECEIVER, SENDER, context
from musanada.cases.contents import Contents, shown
from musanada.cases.guards import canonical
from musanada.cases.models import Package, Referral
from musanada.cases.steps import Step
from musanada.cases.workflow import flow_of
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.secrets import Unreadable
from musanada.kit.timeline import Line
from musanada.people.commands.keys import open_for
from musanada.people.models import Person
from musanada.people.queries.register import READ

VIEW, ANSWER, SEND = "referral.view", "referral.answer", "referral.send"
RELATED = ("person__merged_into", "from_unit", "to_unit", "partner", "agreement", "asked_by", "answered_by")
S = Referral.State
BEFORE_ACCEPTED = (S.SENT, S.REFUSED, S.LAPSED)
NEWS_DAYS = 7
TONES = {S.SENT: "due", S.REFUSED: "danger", S.LAPSED: "danger", S.REVOKED: "muted", S.CLOSED: "muted"}


def outbox(actor: User, right: str = VIEW) -> QuerySet[Referral]:
    """Sent, or prepared, by the actor's units."""
    return scoped(actor, right, Referral.objects.select_related(*RELATED))


def inbox(actor: User, right: str = VIEW) -> QuerySet[Referral]:
    """Sent to the actor's units, drafts and withdrawn drafts left out; of those addressed by name only the actor's own."""
    units = units_for(actor, right, FieldGroup.SERVICES)
    open_to_all = Q(to_user=None, person__protected=False)
    shown_to = open_to_all | Q(to_user=actor.pk)
    rows = Referral.objects.filter(shown_to, to_unit__in=units, asked_at__isnull=False)
    return rows.select_related(*RELATED)


@dataclass(frozen=True)
class Seen:
    """A referral as one actor sees it: on the sender's side, the receiver's, or both."""

    referral: Referral
    sender: bool
    receiver: bool

    @property
    def may_know_who(self) -> bool:
        """The receiver learns who it is by accepting, and forgets it when it is taken back."""
        return self.sender or self.referral.state in Referral.ACTIVE


def referral(actor: User, pk: UUID | str) -> Seen:
    """Raises: Http404 unless visible on one side. Opening that of a P4 person leaves its line in the journal."""
    rows = Referral.objects.filter(pk=pk)
    sent = scoped(actor, VIEW, rows, named=True).values("pk")
    came = inbox(actor).filter(pk=pk).values("pk")
    found = (
        rows.select_related(*RELATED, "to_user", "finished_by", "revoked_by", "question")
        .annotate(is_sent=Exists(sent.filter(pk=OuterRef("pk"))), came=Exists(came.filter(pk=OuterRef("pk"))))
        .filter(Q(is_sent=True) | Q(came=True))
        .first()
    )
    if found is None:
        raise Http404
    seen = Seen(found, bool(found.is_sent), bool(found.came))
    if canonical(found).protected and seen.may_know_who:
        with transaction.atomic():
            journal(actor, READ, "done", canonical(found))
    return seen


def steps(actor: User, seen: Seen) -> list[Step]:
    """The buttons of this actor."""
    return flow_of(seen.referral).open_steps(actor, seen.referral)


def reach(actor: User, path: str) -> frozenset[str]:
    """The field groups the actor's roles reach at a unit."""
    return frozenset(
        group
        for group in FieldGroup.values
        if any(path.startswith(place) for place in places_of(actor, VIEW, group))
    )


@dataclass(frozen=True)
class Copy:
    """What was frozen for one side at one moment, as far as the reader reaches; the other groups only by name."""

    moment: str
    parts: list[tuple[Sentence, list[tuple[Sentence, str]]]]
    not_shown: Sequence[Sentence]


def opened(one: Referral, side: str) -> dict[str, Contents]:
    """The frozen copies of a side by moment. Raises: Unreadable once the person's key is destroyed."""
    kept = one.frozen_sender if side == SENDER else one.frozen_receiver
    found: dict[str, Contents] = {}
    for text in kept.split("\n") if kept else []:
        found |= json.loads(open_for(canonical(one), text, context(one, side)))
    return found


def copies(actor: User, seen: Seen) -> list[Copy] | None:
    """What this reader may see of what was transmitted; None when it was erased."""
    one = seen.referral
    if not seen.sender and not seen.may_know_who:
        return []
    side = SENDER if seen.sender else RECEIVER
    at = one.from_unit if seen.sender else one.to_unit
    reached = reach(actor, at.path if at else "")
    try:
        kept = opened(one, side)
    except Unreadable:
        return None
    changed = {m: c for m, c in kept.items() if m == "accepted" or c != kept.get("accepted")}
    return [copy_of(moment, contents, one.group_set, reached) for moment, contents in changed.items()]


def copy_of(moment: str, contents: Contents, given: frozenset[str], reached: frozenset[str]) -> Copy:
    seen = {group: rows for group, rows in contents.items() if group in reached}
    hidden = [g.label for g in FieldGroup if g in given and g not in seen]
    return Copy(moment, shown(seen), hidden)


def profile(person: Person) -> list[tuple[Sentence, Any]]:
    """What the receiver needs in order to answer, without knowing who it is."""
    rows: list[tuple[Sentence, Any]] = [(_("Sexe"), person.get_sex_display())]
    if person.age is not None:
        rows.append((_("Âge"), _("Enfant") if person.age < 18 else _("Adulte")))
    if person.interpreter_needed:
        rows.append((_("Interprète"), _("Nécessaire")))
    return rows


def language_of(person: Person) -> str:
    return str(person.preferred_language)


# The day's work


def to_answer(actor: User) -> QuerySet[Referral]:
    """Received and waiting for this actor's unit, the soonest due first."""
    rows = inbox(actor, ANSWER).filter(state=S.SENT, lapses_at__gt=timezone.now())
    return rows.order_by("respond_by")


def late(actor: User) -> QuerySet[Referral]:
    """Overdue: an answer to what the actor's units sent, an end to what they accepted."""
    now = timezone.now()
    no_answer = Q(state=S.SENT, respond_by__lt=now)
    not_done = Q(state=S.ACCEPTED, done_by__lt=now)
    sent = outbox(actor, SEND).filter(no_answer | not_done).values("pk")
    came = inbox(actor, ANSWER).filter(not_done).values("pk")
    own = Referral.objects.filter(no_answer | not_done, asked_by=actor, person__protected=True)
    own_named = scoped(actor, SEND, own, named=True).values("pk")
    rows = Referral.objects.filter(Q(pk__in=sent) | Q(pk__in=came) | Q(pk__in=own_named))
    return rows.select_related(*RELATED).order_by("respond_by")


def news(actor: User) -> QuerySet[Referral]:
    """What others answered lately to what the actor's units sent."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    answered = Q(answered_at__gte=since) | Q(finished_at__gte=since)
    rows = outbox(actor, SEND).filter(answered).exclude(state=S.REVOKED)
    return rows.order_by("-answered_at")


def not_taken(actor: User) -> list[Package]:
    """Packages that nobody took in the days the deadlines allow."""
    from musanada.cases.queries.terms import Clock, term

    rows = Package.objects.filter(downloaded_at=None, killed_at=None, referral__state=S.SENT)
    rows = scoped(actor, "referral.external", rows).select_related("referral__partner", "referral__person")
    now = timezone.now()
    return [p for p in rows if Clock(p.made_at, term(p.referral.urgency)).open_by < now]


def open_of(actor: User, people: list[UUID]) -> QuerySet[Referral]:
    """Referrals of one opened person, newest first, on either side."""
    rows = Referral.objects.filter(person__in=people)
    sent = scoped(actor, VIEW, rows, named=True).values("pk")
    came = inbox(actor).filter(person__in=people, state__in=Referral.ACTIVE).values("pk")
    found = Referral.objects.filter(Q(pk__in=sent) | Q(pk__in=came)).exclude(state=S.DRAFT)
    return found.select_related(*RELATED)


def timeline(actor: User, people: list[UUID]) -> Iterator[Line]:
    """The person's referrals that the actor may see; what waits is due."""
    for one in open_of(actor, people)[:200]:
        moment: datetime = one.asked_at or one.recorded_at
        yield Line(
            on=timezone.localtime(moment).date(),
            kind="referral",
            what=_("%(kind)s : %(need)s") % {"kind": short(one), "need": one.get_need_display()},
            who=str(one.from_unit),
            where=one.receiver,
            state=_("En retard") if one.late else one.get_state_display(),
            tone="danger" if one.late else TONES.get(S(one.state), ""),
            url=address(one.pk),
        )


def short(one: Referral) -> Sentence:
    return _("Transfert") if one.is_transfer else _("Orientation")


def address(pk: UUID) -> str:
    try:
        return reverse("referrals:show", args=[pk])
    except NoReverseMatch:
        return ""
