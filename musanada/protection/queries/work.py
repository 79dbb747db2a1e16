"""The work of somebody named on files, by the day it is due: what is late first, then today, this week, later.

Every running clock of every file that names the actor, and of no other. Names stand on one page at a time: each is a
reading and leaves its line in the journal (as ``queries.files.name_of``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import named_keys, scoped
from musanada.access.models import User
from musanada.cases.procedures import procedure
from musanada.cases.queries.work import names_of
from musanada.kit.errors import Sentence
from musanada.people.queries import note_reading
from musanada.protection.models import Assessment, Clock, Closing, ProtectionFile, ReturnRisk, TravelException
from musanada.protection.queries.files import VIEW

M = TypeVar("M", bound=Model)
LATE, TODAY, WEEK, LATER = "late", "today", "week", "later"
WEEK_DAYS = 7
TERMS: dict[str, Sentence] = {
    LATE: _("En retard"),
    TODAY: _("Aujourd'hui"),
    WEEK: _("Dans les sept jours"),
    LATER: _("Plus tard"),
}
# Where on the page of the file the work of a clock is done.
ANCHORS = {
    Clock.Kind.RISK: "risk",
    Clock.Kind.ACTION: "plan",
    Clock.Kind.SERVICE: "services",
    Clock.Kind.FOLLOW_UP: "follow-ups",
    Clock.Kind.AFTERCARE: "follow-ups",
    Clock.Kind.CLOSING: "closing",
}


@dataclass(frozen=True)
class Line:
    """A clock of a page, with the name behind it and the page where it is met."""

    clock: Clock
    name: str
    url: str
    late: int  # days past; 0 where it is not late


@dataclass(frozen=True)
class Group:
    code: str
    label: Sentence
    lines: Sequence[Line]


@dataclass(frozen=True)
class Waiting:
    """Something another person asked, and that the actor may decide."""

    label: Sentence
    reference: str
    since: date
    url: str


def running(actor: User, kind: str = "", clock: str = "") -> QuerySet[Clock]:
    """Running clocks of the files that name the actor, the first due at the top. Not journalled: keys and days."""
    if not named_keys(actor, "files"):
        return Clock.objects.none()
    rows = scoped(actor, VIEW, Clock.objects.filter(met_on=None, dropped_on=None), named=True)
    wanted = {"file__kind": kind, "kind": clock}
    return rows.filter(**{name: value for name, value in wanted.items() if value}).order_by("due_on", "id")


def term_of(due_on: date, today: date) -> str:
    if due_on < today:
        return LATE
    if due_on == today:
        return TODAY
    return WEEK if due_on <= today + timedelta(days=WEEK_DAYS) else LATER


def terms(today: date) -> dict[str, Q]:
    week = today + timedelta(days=WEEK_DAYS)
    return {
        LATE: Q(due_on__lt=today),
        TODAY: Q(due_on=today),
        WEEK: Q(due_on__gt=today, due_on__lte=week),
        LATER: Q(due_on__gt=week),
    }


def counts(rows: QuerySet[Clock]) -> dict[str, int]:
    """How many by term, in one statement."""
    today = timezone.localdate()
    asked = {code: Count("pk", filter=when) for code, when in terms(today).items()}
    found: dict[str, int] = rows.order_by().aggregate(**asked)
    return found


def kinds_running(actor: User) -> list[tuple[str, Sentence]]:
    """The kinds of clock that run in the actor's files: what the list can be filtered by."""
    known = set(running(actor).order_by().values_list("kind", flat=True).distinct())
    return [(code, label) for code, label in Clock.Kind.choices if code in known]


def shown(actor: User, clocks: Iterable[Clock]) -> list[Group]:
    """The clocks of a page by term, with names: each person's reading is noted once, in the same transaction."""
    today, rows = timezone.localdate(), list(clocks)
    with transaction.atomic():
        names = read_names(actor, [one.file for one in rows])
    lines = [
        Line(one, names[one.file_id], url_of(one.file, ANCHORS.get(one.kind, "")), late_days(one, today))  # type: ignore[call-overload]
        for one in rows
    ]
    grouped = groupby(lines, key=lambda line: term_of(line.clock.due_on, today))
    return [Group(code, TERMS[code], list(found)) for code, found in grouped]


def with_files(rows: QuerySet[Clock]) -> QuerySet[Clock]:
    return rows.select_related("file__case__person", "file__child__mapped")


def read_names(actor: User, files: Sequence[ProtectionFile]) -> Mapping[UUID, str]:
    """By file: the name, else what a child is called in the street. The caller holds the transaction."""
    people = {file.case.person_id: file.case.person for file in files}
    for person in people.values():
        note_reading(actor, person)
    known = names_of(people)
    return {file.pk: known.get(file.case.person_id, "") or nickname(file) for file in files}


def nickname(file: ProtectionFile) -> str:
    child = getattr(file, "child", None)
    return str(child.mapped.nickname) if child else ""


def late_days(clock: Clock, today: date) -> int:
    return max((today - clock.due_on).days, 0)


def url_of(file: ProtectionFile, anchor: str = "") -> str:
    """The page of the child or of the victim; "" until it exists."""
    try:
        url = reverse(procedure(file.case.procedure).address, args=[file.case_id])
    except NoReverseMatch:
        return ""
    return f"{url}#{anchor}" if anchor else url


def page_of(name: str, row: Assessment | TravelException) -> str:
    """The page where it is decided, else that of the file."""
    try:
        return reverse(f"protection:{name}", args=[row.file.case_id, row.pk])
    except NoReverseMatch:
        return url_of(row.file)


def to_decide(actor: User) -> list[Waiting]:
    """What waits for a second person named on the file: closures, assessments, exceptions, risks at a return."""
    if not named_keys(actor, "files"):
        return []
    found: list[Waiting] = []
    closings = Closing.objects.filter(state=Closing.State.ASKED).exclude(asked_by=actor)
    for closing in of_actor(actor, "protection.approve", closings):
        url = reverse("protection:closing-answer", args=[closing.file.case_id, closing.pk])
        found.append(Waiting(_("Clôture à approuver"), closing.file.case.reference, closing.asked_on, url))
    done = Assessment.objects.filter(state=Assessment.State.DONE).exclude(assessor=actor)
    for bia in of_actor(actor, "bip.review", done):
        since = bia.done_on or bia.opened_on
        found.append(
            Waiting(_("Évaluation (BIA) à relire"), bia.file.case.reference, since, page_of("bia", bia))
        )
    asked = TravelException.objects.filter(state=TravelException.State.ASKED).exclude(asked_by=actor)
    for one in of_actor(actor, "protection.approve", asked):
        url = page_of("exception", one)
        found.append(
            Waiting(_("Exception au voyage à approuver"), one.file.case.reference, one.asked_on, url)
        )
    risks = ReturnRisk.objects.filter(approved_by=None).exclude(by=actor)
    for risk in of_actor(actor, "protection.approve", risks):
        url = url_of(risk.file, "return-risk")
        found.append(Waiting(_("Risque au retour à approuver"), risk.file.case.reference, risk.on, url))
    return sorted(found, key=lambda one: one.since)


def of_actor(actor: User, right: str, rows: QuerySet[M]) -> QuerySet[M]:
    return scoped(actor, right, rows, named=True).select_related("file__case")
