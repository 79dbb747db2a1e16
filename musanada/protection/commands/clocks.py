"""Clocks of a file: started, met, dropped by the commands that do the work. The spine shows the next one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone

from musanada.cases.commands.clocks import NEXT_DATES
from musanada.cases.models import Case
from musanada.protection.models import Clock, ProtectionFile


def start(
    file: ProtectionFile, kind: str, due_on: date, *, on: date | None = None, subject: UUID | None = None
) -> Clock:
    """A clock runs; one that ran already for the same thing takes the new day. The caller holds the transaction."""
    day = on or timezone.localdate()
    running = Clock.objects.filter(file=file, kind=kind, subject=subject, met_on=None, dropped_on=None)
    found = running.first()
    if found is None:
        try:
            with transaction.atomic():
                found = Clock.objects.create(
                    file=file, kind=kind, subject=subject, started_on=day, due_on=due_on
                )
        except IntegrityError:
            found = running.get()
    if found.due_on != due_on:
        Clock.objects.filter(pk=found.pk).update(due_on=due_on)
        found.due_on = due_on
    refresh(file)
    return found


def meet(file: ProtectionFile, kind: str, *, on: date | None = None, subject: UUID | None = None) -> int:
    """What was due is done."""
    return end(file, kind, subject, {"met_on": on or timezone.localdate()})


def drop(file: ProtectionFile, kind: str, *, on: date | None = None, subject: UUID | None = None) -> int:
    """It is due no more."""
    return end(file, kind, subject, {"dropped_on": on or timezone.localdate()})


def end(file: ProtectionFile, kind: str, subject: UUID | None, how: dict[str, date]) -> int:
    rows = Clock.objects.filter(file=file, kind=kind, subject=subject, met_on=None, dropped_on=None)
    ended = rows.update(**how)
    refresh(file)
    return ended


def drop_all(file: ProtectionFile, *, on: date | None = None, but: tuple[str, ...] = ()) -> int:
    """At the closure: what still ran is due no more."""
    rows = Clock.objects.filter(file=file, met_on=None, dropped_on=None).exclude(kind__in=but)
    ended = rows.update(dropped_on=on or timezone.localdate())
    refresh(file)
    return ended


def next_dates(cases: Sequence[Any]) -> dict[Any, date]:
    """The first running clock of each case: a step of the procedure must not wipe it off the spine."""
    running = Clock.objects.filter(file__case__in=list(cases), met_on=None, dropped_on=None)
    rows = running.order_by().values_list("file__case").annotate(first=Min("due_on"))
    return {case: first for case, first in rows if first is not None}


for code in ("child_protection", "trafficking"):
    NEXT_DATES.add(code, next_dates)


def refresh(file: ProtectionFile) -> None:
    """The next day of the file, as every work list over the spine reads it."""
    running = Clock.objects.filter(file=file, met_on=None, dropped_on=None)
    Case.objects.filter(pk=file.case_id).update(due_on=running.aggregate(first=Min("due_on"))["first"])
