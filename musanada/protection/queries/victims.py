"""Victims' files as those named on them read them; nobody else finds one, by name or otherwise."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import may, units_for
from musanada.access.models import Unit, User
from musanada.kit.choices import Side
from musanada.kit.errors import Sentence
from musanada.people.models import Person
from musanada.people.queries import display_name
from musanada.protection.models import (
    Clock,
    Episode,
    Exploitation,
    Proceeding,
    ProtectionFile,
    Reflection,
    ReturnRisk,
    SafetyPlan,
    VictimScreening,
    VictimStatus,
)
from musanada.protection.queries import files
from musanada.protection.queries.detection import as_key
from musanada.protection.rules import value
from musanada.reference.codes import ServiceFamily

VIEW, WORK, APPROVE = "protection.view", "protection.work", "protection.approve"
VICTIM = ProtectionFile.Kind.VICTIM


def victim(actor: User, case: UUID, right: str = VIEW) -> ProtectionFile:
    """The file, its reading noted. Raises: Http404 unless it names the actor."""
    return files.file(actor, case, right, kind=VICTIM)


def offices(actor: User) -> list[Unit]:
    """Where the actor may open a file. An authority's office keeps none."""
    return list(units_for(actor, WORK).filter(active=True).exclude(side=Side.STATE).order_by("path"))


def known(actor: User, text: str) -> Person | None:
    """Somebody of the register whom the actor may see. Raises: Http404."""
    from musanada.people.queries import person

    if not text:
        return None
    key = as_key(text)
    if key is None:
        raise Http404
    return person(actor, key, "people.find")


def mine(actor: User, *, closed: bool = False) -> QuerySet[ProtectionFile]:
    return files.mine(actor, VICTIM, closed=closed).select_related("victim", "case__unit", "case__person")


@dataclass(frozen=True)
class Row:
    """A file of the actor's own list; its name shown is a reading."""

    file: ProtectionFile
    name: str
    state: Sentence
    clock: Clock | None

    @property
    def late(self) -> bool:
        return self.clock is not None and self.clock.due_on < timezone.localdate()


def rows(actor: User, shown: list[ProtectionFile]) -> list[Row]:
    from musanada.protection.workflow_trafficking import TRAFFICKING

    found: dict[UUID, Clock] = {}
    running = Clock.objects.filter(file__in=shown, met_on=None, dropped_on=None)
    for clock in running.order_by("-due_on", "-id"):
        found[clock.file_id] = clock
    states: Any = TRAFFICKING.states
    return [Row(one, files.name_of(actor, one), states[one.case.state], found.get(one.pk)) for one in shown]


def name_shown(file: ProtectionFile) -> str:
    """For the page of a file that was opened: its reading is noted already."""
    return display_name(file.case.person)


# What stands on the page


def listed(column: str, choices: Any) -> list[Sentence]:
    words = dict(choices)
    return [words.get(code, code) for code in column.split(",") if code]


@dataclass(frozen=True)
class Screened:
    """An interview in words."""

    row: VictimScreening
    acts: list[Sentence]
    means: list[Sentence]
    purposes: list[Sentence]


def screenings(file: ProtectionFile) -> list[Screened]:
    found = VictimScreening.objects.filter(file=file).order_by("-on", "-recorded_at", "-id")
    return [
        Screened(
            row,
            listed(row.acts, VictimScreening.Act.choices),
            listed(row.means, VictimScreening.Means.choices),
            listed(row.purposes, Exploitation.choices),
        )
        for row in found.select_related("by")
    ]


def statuses(file: ProtectionFile) -> list[VictimStatus]:
    return list(VictimStatus.objects.filter(file=file).order_by("-on", "-recorded_at", "-id"))


def episodes(file: ProtectionFile) -> list[Episode]:
    rows = Episode.objects.filter(file=file).select_related("country").prefetch_related("forms")
    return list(rows.order_by("from_on", "recorded_at"))


def needs_words(file: ProtectionFile) -> list[Sentence]:
    return listed(file.urgent_needs, ServiceFamily.choices)


def safety_plans(file: ProtectionFile) -> list[SafetyPlan]:
    return list(SafetyPlan.objects.filter(file=file).select_related("by").order_by("-version"))


@dataclass(frozen=True)
class Risked:
    """An assessment, and whether this actor may approve it."""

    row: ReturnRisk
    holds: bool
    may_approve: bool


def return_risks(actor: User, file: ProtectionFile) -> list[Risked]:
    today = timezone.localdate()
    approver = may(actor, APPROVE, file)
    found = ReturnRisk.objects.filter(file=file).select_related("country", "by", "approved_by")
    return [
        Risked(
            row,
            row.approved_by_id is not None and row.valid_to >= today,
            approver and row.approved_by_id is None and row.by_id != actor.pk,
        )
        for row in found.order_by("-on", "-recorded_at", "-id")
    ]


def return_risk(file: ProtectionFile, pk: UUID) -> ReturnRisk:
    found = ReturnRisk.objects.filter(file=file, pk=pk).first()
    if found is None:
        raise Http404
    return found


def reflections(file: ProtectionFile) -> list[Reflection]:
    return list(Reflection.objects.filter(file=file).order_by("-renewal"))


@dataclass(frozen=True)
class ReflectionNow:
    """Where the time to recover stands, and what may be done."""

    last: Reflection | None
    running: bool
    may_start: bool
    may_renew: bool
    may_end: bool
    foreign: bool | None


def reflection_now(file: ProtectionFile, last: Reflection | None) -> ReflectionNow:
    victim, today = file.victim, timezone.localdate()
    foreign = None if victim.citizen is None else not victim.citizen
    entitled = foreign is True and victim.status in ("presumed", "identified")
    going = last is not None and last.ended_on is None
    running = last is not None and going and last.from_on <= today <= last.to_on
    renewable = last is not None and going and last.renewal < value("reflection_renewals")
    return ReflectionNow(last, running, entitled and last is None, entitled and renewable, going, foreign)


def proceedings(file: ProtectionFile) -> list[Proceeding]:
    return list(Proceeding.objects.filter(file=file).order_by("-on", "-recorded_at", "-id"))


def review_day() -> date:
    from musanada.protection.commands.safety import last_review_day

    return last_review_day()
