"""What is due by the rules of an organisation: counts and opaque references, for the offices an actor answers for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import scoped, units_for
from musanada.access.models import Unit, User
from musanada.dataprotection.models import Disposal, Erasure
from musanada.dataprotection.models.retention import Then
from musanada.dataprotection.organisations import office_keys
from musanada.dataprotection.retention.rules import Rule, months_after, rule_of, rules_of
from musanada.kit.subject import RETENTION, Lapsed
from musanada.people.models import Presence

VIEW, RUN, RULES = "retention.view", "retention.run", "dataprotection.rules"
THEN = Then.choices
SHOWN = 500


def organisations(actor: User, right: str = VIEW) -> QuerySet[Unit]:
    """Whole organisations the actor answers for: rules are theirs, not an office's."""
    return units_for(actor, right).filter(parent=None).order_by("path")


def organisation(actor: User, right: str = VIEW, pk: UUID | str = "") -> Unit:
    """The asked one, else the first. Raises: Http404."""
    rows = organisations(actor, right)
    found = next((one for one in rows if not pk or str(one.pk) == str(pk)), None)
    if found is None:
        raise Http404
    return found


def lapsed(unit: Unit, rule: Rule, today: date | None = None) -> Iterable[Lapsed]:
    """Records of the organisation whose time has passed. Of people: never one that another organisation knows too,

    nor one whose data are kept for a reason (a refused erasure).
    """
    subject = rule.subject
    if subject.lapsed is None:
        return
    offices = office_keys(unit)
    due = (one for one in subject.lapsed(rule.due_before(today)) if one.unit in offices)
    if not subject.of_people:
        yield from due
        return
    found = list(due)
    keys = [one.key for one in found]
    kept = elsewhere(keys, offices) | claimed(keys)
    yield from (one for one in found if one.key not in kept)


def elsewhere(people: Sequence[UUID], offices: frozenset[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for start in range(0, len(people), 500):
        part = people[start : start + 500]
        rows = Presence.objects.filter(person__in=part).exclude(unit__in=offices)
        found.update(rows.values_list("person_id", flat=True))
    return found


def claimed(people: Sequence[UUID]) -> set[UUID]:
    """People whose erasure was refused for a reason that still holds, or is being decided."""
    states = ("restricted", *Erasure.OPEN)
    rows = Erasure.objects.filter(state__in=states).values_list("person_id", flat=True)
    return set(rows) & set(people)


@dataclass(frozen=True)
class Line:
    """A rule and how many records are due by it."""

    rule: Rule
    count: int | None  # None where nothing is due by this rule here

    @property
    def code(self) -> str:
        return self.rule.kind


def dry_run(unit: Unit, today: date | None = None) -> list[Line]:
    return [
        Line(rule, sum(1 for _one in lapsed(unit, rule, today)) if rule.subject.lapsed else None)
        for rule in rules_of(unit)
    ]


def rule(unit: Unit, kind: str) -> Rule:
    """Raises: Http404 for a kind nobody keeps."""
    if kind not in RETENTION:
        raise Http404
    return rule_of(unit, kind)


def disposals(actor: User) -> QuerySet[Disposal]:
    """The disposal log, newest first."""
    rows = scoped(actor, VIEW, Disposal.objects.all())
    return rows.select_related("unit", "proposed_by", "decided_by").order_by("-proposed_at")


def disposal(actor: User, pk: UUID | str) -> Disposal:
    """Raises: Http404 unless visible."""
    found = disposals(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def label_of(one: Disposal) -> object:
    return RETENTION[one.kind].label if one.kind in RETENTION else one.kind


def kept_until(unit: Unit, people: Sequence[UUID]) -> list[tuple[Rule, date]]:
    """For someone who asks: until when each kind of their records is kept, as things stand today."""
    found = []
    for one in rules_of(unit):
        start = one.subject.started(people) if one.subject.started else None
        if start:
            found.append((one, months_after(start, one.months)))
    return found


def today() -> date:
    return timezone.localdate()
