"""What whoever answers for an office must see of protection: whether it is done in time, by whom, and of nobody whom.

A declared exception to the door of P4 files (``doors.scoped`` gives these rows to nobody who is not named): a deadline
missed in silence ends a childhood, and whoever supervises is named on few files or none. Therefore its own reads, under
four conditions, each with its test (``tests/test_supervision.py``):

- only at units where ``protection.supervise`` is held, and each look leaves its line in the journal;
- of a file, the office, who answers for it, the case's reference, kinds of clocks and days late: no name, nickname, sex,
  age, nationality, town, and not whether it is a child's or a victim's;
- clocks that tell the age or the nationality (``TELLING``) count without their kind and without their days, and are never
  shown beside a reference: an officer may have one file only;
- a link for who is named on the file, for nobody else.

The counts are of an office's own work, not published: no threshold hides them here. Publications hide under 11.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import journal, named_keys, units_for
from musanada.access.models import Unit, User
from musanada.cases.procedures import procedure
from musanada.kit.errors import Sentence
from musanada.protection.models import Assessment, Clock, ProtectionFile

SUPERVISE = "protection.supervise"
VERB = "protection.supervision"
TELLING = (Clock.Kind.TRANSITION, Clock.Kind.EIGHTEEN, Clock.Kind.REFLECTION)
OTHER = "other"
MOST = 200
OPEN = Q(case__closed_on=None)


@dataclass
class Officer:
    """Who answers for files of an office, and how their clocks stand."""

    name: str
    open: int = 0
    overdue: Counter[str] = field(default_factory=Counter)  # by kind of clock
    oldest: date | None = None
    risk: int = 0  # files whose risk was to be reviewed
    unassessed: int = 0  # open files without a level of risk
    unreviewed: int = 0  # assessments done that nobody has reviewed

    @property
    def late(self) -> int:
        return sum(self.overdue.values())

    @property
    def days(self) -> int:
        return (timezone.localdate() - self.oldest).days if self.oldest else 0

    @property
    def kinds(self) -> list[tuple[Sentence, int]]:
        labels: dict[str, Any] = dict(Clock.Kind.choices) | {OTHER: _("Autre échéance")}
        return [(labels[code], n) for code, n in self.overdue.most_common()]


@dataclass
class Office:
    unit: Unit
    officers: list[Officer]

    def total(self, name: str) -> int:
        return sum(getattr(one, name) for one in self.officers)

    @property
    def open(self) -> int:
        return self.total("open")

    @property
    def late(self) -> int:
        return self.total("late")


@dataclass(frozen=True)
class LateFile:
    """A file with overdue clocks: its reference, office, who answers for it, what is late and since how many days."""

    reference: str
    office: str
    officer: str
    kinds: Sequence[Sentence]
    days: int
    url: str


def look(actor: User) -> tuple[list[Office], list[LateFile]]:
    """The page: counts by office and officer, and the files that are late. The look is noted, at each office seen."""
    with transaction.atomic():
        found, late = offices(actor), late_files(actor)
        for one in found:
            journal(actor, VERB, "done", one.unit)
        return found, late


def files(actor: User) -> QuerySet[ProtectionFile]:
    """Open files of the actor's units, whoever they name. Not to be shown: counted, and read by ``values`` only."""
    units = units_for(actor, SUPERVISE).values("pk")
    return ProtectionFile.objects.filter(OPEN, case__unit__in=units)


def overdue(actor: User) -> QuerySet[Clock]:
    """Overdue clocks of those files."""
    today = timezone.localdate()
    units = units_for(actor, SUPERVISE).values("pk")
    rows = Clock.objects.filter(met_on=None, dropped_on=None, due_on__lt=today)
    return rows.filter(file__case__unit__in=units).order_by()


def offices(actor: User) -> list[Office]:
    """Four statements, whatever the number of files."""
    found: dict[UUID, dict[UUID, Officer]] = defaultdict(dict)
    rows = files(actor).order_by().values_list("case__unit", "secret__owner", "secret__owner__display_name")
    for unit, who, name, n, bare in rows.annotate(n=Count("pk"), bare=Count("pk", filter=Q(risk=""))):
        found[unit][who] = Officer(name, n, unassessed=bare)
    late = overdue(actor).values_list(
        "file__case__unit", "file__secret__owner", "file__secret__owner__display_name", "kind"
    )
    for unit, who, name, kind, n, first in late.annotate(n=Count("pk"), first=Min("due_on")):
        one = found[unit].setdefault(who, Officer(name))
        one.overdue[OTHER if kind in TELLING else kind] += n
        if kind not in TELLING:
            one.oldest = min(first, one.oldest or first)
        one.risk += n if kind == Clock.Kind.RISK else 0
    done = Assessment.objects.filter(state=Assessment.State.DONE, file__in=files(actor)).order_by()
    for unit, who, n in done.values_list("file__case__unit", "file__secret__owner").annotate(n=Count("pk")):
        found[unit][who].unreviewed = n
    units = Unit.objects.in_bulk(found)
    return sorted((Office(units[key], ranked(found[key])) for key in found), key=lambda one: -one.late)


def ranked(officers: Mapping[UUID, Officer]) -> list[Officer]:
    """Who needs help first."""
    return sorted(officers.values(), key=lambda one: (-one.late, -one.open, one.name))


def late_files(actor: User) -> list[LateFile]:
    """The latest first."""
    today, own = timezone.localdate(), set(named_keys(actor, "files"))
    columns = ("file", "file__case", "file__case__reference", "file__case__procedure", "file__secret",
               "file__case__unit", "file__secret__owner__display_name")  # fmt: skip
    rows = overdue(actor).exclude(kind__in=TELLING)
    heads = list(
        rows.values(*columns).annotate(first=Min("due_on"), last=Max("due_on")).order_by("first")[:MOST]
    )
    kinds = kinds_of(rows, [row["file"] for row in heads])
    units = Unit.objects.in_bulk({row["file__case__unit"] for row in heads})
    return [
        LateFile(
            reference=row["file__case__reference"],
            office=str(units[row["file__case__unit"]]),
            officer=row["file__secret__owner__display_name"],
            kinds=kinds[row["file"]],
            days=(today - row["first"]).days,
            url=address(row) if row["file__secret"] in own else "",
        )
        for row in heads
    ]


def kinds_of(rows: QuerySet[Clock], keys: Sequence[UUID]) -> Mapping[UUID, list[Sentence]]:
    labels: dict[str, Any] = dict(Clock.Kind.choices)
    found: dict[UUID, list[Sentence]] = defaultdict(list)
    asked = rows.filter(file__in=keys).order_by("due_on", "id").values_list("file", "kind")
    for key, kind in asked:
        if labels[kind] not in found[key]:
            found[key].append(labels[kind])
    return found


def address(row: Mapping[str, Any]) -> str:
    try:
        return reverse(procedure(row["file__case__procedure"]).address, args=[row["file__case"]])
    except NoReverseMatch:
        return ""


def by_unit(actor: User) -> list[tuple[Unit, int, date]]:
    """Overdue clocks by unit, a number and the oldest day: for the page of alarms, which names nobody."""
    rows = overdue(actor).values_list("file__case__unit").annotate(n=Count("pk"), first=Min("due_on"))
    found = list(rows)
    units = Unit.objects.in_bulk([key for key, _n, _first in found])
    return sorted(((units[key], n, first) for key, n, first in found), key=lambda row: row[2])
