"""The passage to adulthood (child-case.md, block L): prepared from 17 on, and the 18th birthday, when the regime changes.

Nothing ends and nothing is deleted on that day: the file, its readers, its placements and its visits stay. What changes
is the regime; the consent is to be asked again, of an adult. Ages are counted from the date of birth each time they are
shown; *critical* stays as it was on the day of identification.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, journal
from musanada.access.models import AuditEntry, Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.people.models import Person
from musanada.protection.commands import clocks
from musanada.protection.commands.care import WORK, child_of, locked
from musanada.protection.commands.checks import past_day
from musanada.protection.models import Child, Clock, ProtectionFile, TransitionItem
from musanada.protection.queries.transition import turns
from musanada.protection.rules import value

State, Topic = TransitionItem.State, TransitionItem.Topic
TURNED, PREPARED = "protection.turned_eighteen", "protection.transition_due"


# By whoever follows the child


@command(WORK)
def prepare_transition(actor: User, file: ProtectionFile, /) -> ProtectionFile:
    """The points of the passage, before the night does it or for a child whose age became known. Raises: Refused."""
    fresh = locked(file)
    child = child_of(fresh)
    starts = turns(fresh, "transition_age")
    if child.regime == Child.Regime.CHILD and (starts is None or starts > timezone.localdate()):
        raise Refused(
            _("Le passage à l'âge adulte se prépare à partir de %(years)s ans : cet enfant est plus jeune.")
            % {"years": value("transition_age")},
            code="too_young",
        )
    add_points(actor, fresh)
    return fresh


def add_points(actor: User, file: ProtectionFile) -> int:
    """The points that are missing, to prepare; the clock runs to the birthday. How many are new."""
    there = set(TransitionItem.objects.filter(file=file).values_list("topic", flat=True))
    fresh = [TransitionItem(file=file, topic=topic, by=actor) for topic in Topic.values if topic not in there]
    TransitionItem.objects.bulk_create(fresh)
    due = turns(file, "adult_age")
    if fresh and due is not None:
        clocks.start(file, Clock.Kind.TRANSITION, due)
    return len(fresh)


@command(WORK)
def settle_point(
    actor: User, one: TransitionItem, /, *, state: str, on: date | None = None, note: str = ""
) -> TransitionItem:
    """Ready, without object, or open again. The consent of an adult is asked of an adult. Raises: Refused, BadInput."""
    file = locked(one.file)
    if state not in State.values:
        raise bad("state", _("Dites où en est ce point."))
    day = None
    if state != State.OPEN:
        day = past_day(file, "on", on)
    child = child_of(file)
    if one.topic == Topic.CONSENT and state != State.OPEN:
        insist_on_adult(child, day)
    columns = {"state": state, "on": day, "note": note.strip()[:4000], "by": actor}
    TransitionItem.objects.filter(pk=one.pk).update(**columns)
    ended(file, one)
    one.refresh_from_db()
    return one


def insist_on_adult(child: Child, day: date | None) -> None:
    """Raises: BadInput."""
    if child.regime == Child.Regime.ADULT and child.eighteen_on and day and day >= child.eighteen_on:
        return
    raise bad(
        "state",
        _("L'accord se reprend une fois adulte : réglez ce point à partir du jour des 18 ans, pas avant."),
    )


def ended(file: ProtectionFile, one: TransitionItem) -> None:
    """The clock is met once every point is settled; that of the consent with its own point."""
    open_ones = TransitionItem.objects.filter(file=file, state=State.OPEN)
    if one.topic == Topic.CONSENT and not open_ones.filter(pk=one.pk).exists():
        clocks.meet(file, Clock.Kind.TRANSITION, subject=one.pk)
    meet_if_settled(file)


def meet_if_settled(file: ProtectionFile) -> None:
    """Of a child, all but the consent, which is asked of an adult."""
    waiting = TransitionItem.objects.filter(file=file, state=State.OPEN)
    if Child.objects.filter(file=file, regime=Child.Regime.CHILD).exists():
        waiting = waiting.exclude(topic=Topic.CONSENT)
    if not waiting.exists():
        clocks.meet(file, Clock.Kind.TRANSITION)


# By the night


@command("protection.rules")
def birthdays(actor: User, unit: Unit, /, *, on: date | None = None) -> int:
    """Bring the children of ``unit`` and below up to ``on``: how many turned 18 that day or before.

    Repeating it changes nothing; days that were missed are caught up with. The console sees no P4: this function alone
    writes in files that name nobody of the kind, only what a date of birth says, and leaves a line with the file's key
    for each. It reads no name and answers with a number.
    """
    day = on or timezone.localdate()
    turned = 0
    for child in children_below(unit, day):
        with transaction.atomic():
            turned += brought_up(actor, child, day)
    return turned


def children_below(unit: Unit, day: date) -> Iterator[Child]:
    """Files in the child's regime of whoever might be 17 by that day: in closed files too, the regime changes."""
    oldest = day - timedelta(days=365 * min(value("transition_age", day), value("adult_age", day)))
    grown = Person.objects.filter(birth_date__lte=oldest)
    own = Child.objects.filter(regime=Child.Regime.CHILD, file__case__unit__path__startswith=unit.path)
    keys = {
        *own.filter(file__case__person__in=grown.values("pk")).values_list("pk", flat=True),
        *own.filter(file__case__person__merged_into__in=grown.values("pk")).values_list("pk", flat=True),
    }
    rows = own.filter(pk__in=keys).select_related("file__case__unit", "file__case__person__merged_into")
    yield from rows.order_by("pk")


def brought_up(actor: User, child: Child, day: date) -> int:
    """One child: adult since the birthday, or 17 and to be prepared. Was there a change of regime?"""
    file = child.file
    adult_on = turns(file, "adult_age", day)
    starts_on = turns(file, "transition_age", day)
    if adult_on is not None and adult_on <= day:
        return turn_adult(actor, child, adult_on)
    if starts_on is not None and starts_on <= day and file.case.closed_on is None:
        keep_clocks(file, adult_on)
        if add_points(actor, file):
            journal(actor, PREPARED, AuditEntry.Outcome.DONE, file)
    return 0


def keep_clocks(file: ProtectionFile, adult_on: date | None) -> None:
    """From 17 on what is to be prepared is due by the 18th birthday."""
    if adult_on is None:
        return
    clocks.start(file, Clock.Kind.EIGHTEEN, adult_on)
    running = file.clocks.filter(kind=Clock.Kind.TRANSITION, subject=None, met_on=None, dropped_on=None)
    for clock in running.exclude(due_on=adult_on):
        clocks.start(file, Clock.Kind.TRANSITION, adult_on, on=clock.started_on)
    if TransitionItem.objects.filter(file=file).exists():
        meet_if_settled(file)


def turn_adult(actor: User, child: Child, on: date) -> int:
    """The regime, in the UPDATE: twice is once. The clock is met; the consent is to be asked again."""
    rows = Child.objects.filter(pk=child.pk, regime=Child.Regime.CHILD)
    if not rows.update(regime=Child.Regime.ADULT, eighteen_on=on):
        return 0
    file = child.file
    clocks.meet(file, Clock.Kind.EIGHTEEN, on=on)
    if file.case.closed_on is None:
        add_points(actor, file)
        ask_consent_again(file, on)
    journal(actor, TURNED, AuditEntry.Outcome.DONE, file)
    return 1


def ask_consent_again(file: ProtectionFile, on: date) -> None:
    """A point to settle, with its own clock: what a child agreed to, an adult is asked."""
    point = TransitionItem.objects.get(file=file, topic=Topic.CONSENT)
    if point.state == State.OPEN:
        due = on + timedelta(days=value("adult_consent"))
        clocks.start(file, Clock.Kind.TRANSITION, due, on=on, subject=point.pk)


say(
    {
        "protection.prepare_transition": _("Passage à l'âge adulte : points à préparer"),
        "protection.settle_point": _("Passage à l'âge adulte : un point réglé ou rouvert"),
        "protection.birthdays": _("Anniversaires : passage de la nuit"),
        TURNED: _("18 ans : le régime du dossier change"),
        PREPARED: _("17 ans : passage à l'âge adulte à préparer"),
    },
    kinds={"protection.transitionitem": _("Point du passage à l'âge adulte")},
)
