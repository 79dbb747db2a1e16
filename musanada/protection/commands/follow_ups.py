"""Visits due and what was seen. One that nobody answered is noted with what was tried: some of them, after the last
contact, let a file be closed as lost (rule ``lost_attempts``)."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.kit.periods import add_months
from musanada.protection.commands import clocks
from musanada.protection.commands.care import next_care_visit
from musanada.protection.commands.checks import coming_day, insist_open, not_before, one_of, past_day, words
from musanada.protection.models import Clock, FollowUp, Known, ProtectionFile
from musanada.protection.rules import months

KIND = FollowUp.Kind


def clock_of(kind: str) -> str:
    """News after the closure run on a clock of their own, which the closure does not drop."""
    return Clock.Kind.AFTERCARE if kind == KIND.AFTERCARE else Clock.Kind.FOLLOW_UP


def due(file: ProtectionFile, kind: str, on: date, pk: UUID | None = None) -> FollowUp:
    """A visit with its clock. The caller is a command."""
    made = FollowUp.objects.create(id=pk or new_id(), file=file, kind=kind, due_on=on)
    clocks.start(file, clock_of(kind), on, subject=made.pk)
    return made


def plan_visits(file: ProtectionFile, kind: str, since: date) -> list[FollowUp]:
    """The visits that the rules foresee after a reunification, a return, or for a victim (1, 3, 6, 12 months), counted
    from ``since``; those of this kind already due on the same day are left. The caller is a command."""
    known = set(FollowUp.objects.filter(file=file, kind=kind).values_list("due_on", flat=True))
    days = [add_months(since, n) for n in months("follow_up")]
    return [due(file, kind, day) for day in days if day not in known]


@command("protection.work")
def schedule_follow_up(
    actor: User, file: ProtectionFile, /, *, kind: str, due_on: date, pk: UUID | None = None
) -> FollowUp:
    """Raises: BadInput."""
    if pk is not None and (known := FollowUp.objects.filter(pk=pk, file=file).first()):
        return known
    if one_of("kind", kind, KIND.values) != KIND.AFTERCARE:
        insist_open(file)
    return due(file, kind, coming_day("due_on", due_on), pk)


@command("protection.work")
def schedule_visits(actor: User, file: ProtectionFile, /, *, kind: str, since: date) -> list[FollowUp]:
    """The whole series of the rules at once. Raises: BadInput."""
    insist_open(file)
    one_of("kind", kind, [KIND.REUNIFICATION, KIND.RETURN, KIND.TRAFFICKING])
    return plan_visits(file, kind, not_before(file, "since", since))


@command("protection.work")
def move_follow_up(actor: User, one: FollowUp, /, *, due_on: date) -> FollowUp:
    """Another day for a visit that is still to make. Raises: Refused, BadInput."""
    fresh = to_make(one)
    fresh.due_on = coming_day("due_on", due_on)
    fresh.save(update_fields=["due_on"])
    clocks.start(one.file, clock_of(fresh.kind), fresh.due_on, subject=fresh.pk)
    return fresh


@command("protection.work")
def do_follow_up(
    actor: User,
    one: FollowUp,
    /,
    *,
    way: str,
    findings: str,
    alone: str = Known.NOT_ASKED,
    on: date | None = None,
    next_on: date | None = None,
) -> FollowUp:
    """What was seen, whether the person was seen alone; ``next_on``: the next of this kind. Raises: Refused, BadInput."""
    if known := said_already(actor, one, findings):
        return known
    fresh = to_make(one)
    fresh.way = one_of("way", way, FollowUp.Way.values)
    fresh.alone = one_of("alone", alone, Known.values)
    fresh.findings = words("findings", findings)
    fresh.done_on, fresh.by = past_day(one.file, "on", on), actor
    fresh.save(update_fields=["way", "alone", "findings", "done_on", "by"])
    clocks.meet(one.file, clock_of(fresh.kind), on=fresh.done_on, subject=fresh.pk)
    following(fresh, next_on)
    return fresh


@command("protection.work")
def miss_follow_up(
    actor: User, one: FollowUp, /, *, tried: str, on: date | None = None, next_on: date | None = None
) -> FollowUp:
    """Nobody was met: what was tried, and when it is tried again. Raises: Refused, BadInput."""
    if known := said_already(actor, one, tried):
        return known
    fresh = to_make(one)
    fresh.findings = words("tried", tried)
    fresh.missed_on, fresh.by = past_day(one.file, "on", on), actor
    fresh.save(update_fields=["findings", "missed_on", "by"])
    clocks.drop(one.file, clock_of(fresh.kind), on=fresh.missed_on, subject=fresh.pk)
    following(fresh, next_on)
    return fresh


def following(one: FollowUp, next_on: date | None) -> None:
    """The day chosen; else, of a child in care, as often as the place is to be visited."""
    if next_on is None:
        if one.kind == KIND.CARE:
            next_care_visit(one.file, after=one.done_on or one.missed_on or timezone.localdate())
        return
    if next_on <= timezone.localdate():
        raise bad("next_on", _("La visite suivante est à venir : choisissez un jour après aujourd'hui."))
    due(one.file, one.kind, next_on)


def said_already(actor: User, one: FollowUp, text: str) -> FollowUp | None:
    """The row where the same person already said the same: a page that was cut off sends again and is answered alike."""
    fresh = FollowUp.objects.get(pk=one.pk)
    noted = fresh.done_on or fresh.missed_on
    return fresh if noted and fresh.by_id == actor.pk and fresh.findings == text.strip() else None


def to_make(one: FollowUp) -> FollowUp:
    """The row, locked. Raises: Refused where somebody was faster."""
    fresh = FollowUp.objects.select_for_update().get(pk=one.pk)
    if fresh.done_on or fresh.missed_on:
        raise Refused(_("Cette visite est déjà notée : rechargez la page."), code="state")
    return fresh


def attempts(file: ProtectionFile) -> int:
    """Visits missed and documented since the person was last met."""
    rows = FollowUp.objects.filter(file=file)
    last = rows.filter(done_on__isnull=False).order_by("-done_on").values_list("done_on", flat=True).first()
    missed = rows.filter(missed_on__isnull=False)
    return (missed.filter(missed_on__gt=last) if last else missed).count()


say(
    {
        "protection.schedule_follow_up": _("Visite de suivi prévue"),
        "protection.schedule_visits": _("Visites de suivi prévues"),
        "protection.move_follow_up": _("Visite de suivi déplacée"),
        "protection.do_follow_up": _("Visite de suivi faite"),
        "protection.miss_follow_up": _("Visite de suivi manquée"),
    },
    kinds={"protection.followup": _("Visite de suivi")},
)
