"""People hurt at the borders, as those who follow them read them: the team of the incident, and the hospital they were
sent to. Nobody of a State authority reads a line. Whoever stands on a hidden person is in no list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from musanada.access.doors import holdings_of, missing, named_keys, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.choices import FieldGroup, Sex, Side
from musanada.kit.errors import Sentence
from musanada.people import queries as people
from musanada.people.search import find
from musanada.protection.commands.border import INJURIES
from musanada.protection.models import (
    BorderIncident,
    Casualty,
    Death,
    Evacuation,
    FamilyContact,
    HospitalStay,
    OnwardNeed,
)
from musanada.reference.codes import ServiceFamily

VIEW, RECORD, HOSPITAL = "border.view", "border.record", "border.hospital"
IDENTIFY, LIAISE = "border.identify", "border.liaise"
KINDS, TRIAGE, AGES = BorderIncident.Kind.choices, Casualty.Triage.choices, Casualty.Age.choices
MEANS, NEEDS, NEED_STATES = Evacuation.Means.choices, ServiceFamily.choices, OnwardNeed.State.choices
SEXES = Sex.choices
ENDS = [(code, label) for code, label in HospitalStay.End.choices if code]
IDENTITIES, RESTS = Death.Identity.choices, Death.Rest.choices
WAYS, REACHED = FamilyContact.Way.choices, FamilyContact.Outcome.choices
COLOURS = {"red": 0, "yellow": 1, "green": 2, "black": 3}
MOST_FOUND = 12


def units(actor: User, right: str) -> list[Unit]:
    """Where the actor may act, their own unit first."""
    rows = units_for(actor, right, FieldGroup.HEALTH).filter(active=True).exclude(side=Side.STATE)
    own = {path for _role, path in holdings_of(actor)}
    return sorted(rows, key=lambda unit: (unit.path not in own, unit.path))


def hospitals() -> QuerySet[Unit]:
    """Units of the health side: an organisation, where it has no office of its own."""
    return Unit.objects.filter(side=Side.HEALTH, active=True).order_by("path")


def incidents(actor: User, *, closed: bool = False) -> QuerySet[BorderIncident]:
    """Of the actor's teams, the latest first, with how many were hurt (nobody hidden, nobody counted twice)."""
    rows = scoped(actor, VIEW, BorderIncident.objects.exclude(unit__side=Side.STATE))
    shown = Q(casualties__voided_at=None) & ~Q(casualties__person__protected=True)
    open_ones = shown & Q(casualties__outcome="")
    rows = rows.annotate(
        hurt=Count("casualties", filter=shown, distinct=True),
        waiting=Count("casualties", filter=open_ones, distinct=True),
    )
    return rows.filter(closed_at__isnull=not closed).select_related("unit", "town").order_by("-at", "-id")


def incident(actor: User, pk: UUID | str) -> BorderIncident:
    """Raises: Http404."""
    rows = scoped(actor, VIEW, BorderIncident.objects.exclude(unit__side=Side.STATE))
    found = rows.filter(pk=pk).select_related("unit", "town").first()
    if found is None:
        raise Http404
    return found


def casualties(actor: User, *, named: bool = False) -> QuerySet[Casualty]:
    """Of one's own incidents, and those sent to one's hospital: two ways to see them, one rule about hidden people."""
    rows = Casualty.objects.exclude(incident__unit__side=Side.STATE)
    own = scoped(actor, VIEW, rows, named=named)
    wards = [unit.pk for unit in units(actor, VIEW) if unit.side == Side.HEALTH]
    sent = Q(hospital__in=wards) | Exists(
        HospitalStay.objects.filter(casualty=OuterRef("pk"), unit__in=wards, voided_at=None)
    )
    hidden = Q(person__protected=True)
    if named:
        hidden &= ~Q(person__in=named_keys(actor, "people"))
    theirs = rows.exclude(hidden).filter(sent)
    both = Casualty.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=theirs.values("pk")))
    return both.select_related("incident__unit", "incident__town", "hospital", "person")


def of_incident(actor: User, one: BorderIncident) -> Sequence[Casualty]:
    """The worst first."""
    rows = casualties(actor).filter(incident=one).prefetch_related(live_evacuations())
    return sorted(
        rows, key=lambda c: (c.voided_at is not None, bool(c.outcome), COLOURS[c.triage], c.seen_at)
    )


def live_evacuations() -> Prefetch[Any]:
    return Prefetch("evacuations", Evacuation.objects.filter(voided_at=None), "moved")


def casualty(actor: User, pk: UUID | str) -> Casualty:
    """Raises: Http404. Someone hidden is read under the name of who reads."""
    with transaction.atomic():
        found = casualties(actor, named=True).filter(pk=pk).first()
        if found is None:
            raise Http404
        if found.person is not None:
            people.note_reading(actor, found.person)
        return found


def place_of(actor: User, right: str, one: Casualty) -> Unit:
    """From where the actor acts on a casualty: the incident's team, else the hospital. Raises: MissingRight."""
    able = {unit.pk: unit for unit in units_for(actor, right, FieldGroup.HEALTH).exclude(side=Side.STATE)}
    found = able.get(one.incident.unit_id) or able.get(one.hospital_id or one.incident.unit_id)
    if found is None:
        raise missing(right)
    return found


def acts(actor: User, right: str, one: Casualty) -> bool:
    keys = set(
        units_for(actor, right, FieldGroup.HEALTH).exclude(side=Side.STATE).values_list("pk", flat=True)
    )
    return one.voided_at is None and bool(keys & {one.incident.unit_id, one.hospital_id})


@dataclass(frozen=True)
class May:
    """What this reader may do about this casualty."""

    record: bool
    hospital: bool
    identify: bool
    liaise: bool
    need: bool


def may_of(actor: User, one: Casualty) -> May:
    found = [acts(actor, right, one) for right in (RECORD, HOSPITAL, IDENTIFY, LIAISE, VIEW)]
    return May(*found)


def evacuation(one: Casualty, pk: UUID | str) -> Evacuation:
    """Of a casualty already opened. Raises: Http404."""
    found: Evacuation = first(Evacuation.objects.filter(casualty=one, voided_at=None, pk=pk))
    return found


def stay(one: Casualty, pk: UUID | str) -> HospitalStay:
    found: HospitalStay = first(HospitalStay.objects.filter(casualty=one, voided_at=None, pk=pk))
    return found


def need(actor: User, pk: UUID | str) -> OnwardNeed:
    rows = OnwardNeed.objects.exclude(casualty__incident__unit__side=Side.STATE)
    found: OnwardNeed = first(
        scoped(actor, LIAISE, rows, named=True).select_related("casualty__incident__unit").filter(pk=pk)
    )
    return found


def first(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def minutes(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes between two moments; None where one is not known."""
    return None if start is None or end is None else round((end - start).total_seconds() / 60)


def alert_of(one: Casualty, moved: Evacuation) -> datetime | None:
    return moved.alert_at or one.incident.alert_at


@dataclass(frozen=True)
class Moved:
    """A transport and how long it took from the alert to the hospital."""

    evacuation: Evacuation
    minutes: int | None


def transports(one: Casualty) -> list[Moved]:
    rows = one.evacuations.select_related("to_unit").order_by("recorded_at", "id")
    return [Moved(row, minutes(alert_of(one, row), row.arrived_at)) for row in rows]


def stays(one: Casualty) -> Sequence[HospitalStay]:
    return list(one.stays.select_related("unit").order_by("admitted_at", "id"))


def injury_words(codes: str) -> list[Sentence]:
    return [INJURIES[code] for code in codes.split(",") if code in INJURIES]


def at_hospital(actor: User) -> Sequence[Casualty]:
    """Those sent to one's hospital who are on the way, wait to be admitted, or lie there; the worst first."""
    wards = [unit.pk for unit in units(actor, HOSPITAL) if unit.side == Side.HEALTH]
    open_stay = HospitalStay.objects.filter(casualty=OuterRef("pk"), ended_at=None, voided_at=None)
    rows = casualties(actor).filter(hospital__in=wards, voided_at=None).annotate(inside=Exists(open_stay))
    rows = rows.filter(Q(outcome="") | Q(inside=True)).prefetch_related(live_evacuations())
    return sorted(rows, key=lambda c: (c.inside, COLOURS[c.triage], c.seen_at))


# Liaison


def open_needs(actor: User, *, state: str = "open") -> QuerySet[OnwardNeed]:
    """What somebody hurt needs next, urgent first, before there is a name."""
    rows = OnwardNeed.objects.exclude(casualty__incident__unit__side=Side.STATE)
    rows = scoped(actor, LIAISE, rows.filter(casualty__voided_at=None, state=state))
    return rows.select_related("casualty__incident__town", "casualty__incident__unit").order_by(
        "-urgent", "recorded_at", "id"
    )


def unfollowed(actor: User) -> Sequence[Casualty]:
    """Those whom nobody asked for and who should not be forgotten: a child alone; someone who died, not yet recorded."""
    rows = scoped(
        actor, LIAISE, Casualty.objects.exclude(incident__unit__side=Side.STATE).filter(voided_at=None)
    )
    alone = Q(alone=True) & ~Exists(OnwardNeed.objects.filter(casualty=OuterRef("pk")))
    dead = Q(death=None) & (Q(outcome="deceased") | Q(triage="black"))
    rows = rows.filter(alone | dead).select_related("incident__unit", "incident__town")
    return list(rows.order_by("seen_at", "id")[:100])


def death(actor: User, pk: UUID | str) -> Death:
    """Raises: Http404 unless the file names the actor; the reading is noted."""
    rows = scoped(actor, LIAISE, Death.objects.exclude(casualty__incident__unit__side=Side.STATE), named=True)
    with transaction.atomic():
        found: Death = first(
            rows.select_related("casualty__incident__unit", "casualty__person", "secret").filter(pk=pk)
        )
        if found.casualty.person is not None:
            people.note_reading(actor, found.casualty.person)
        return found


def deaths(actor: User) -> Sequence[Death]:
    """The deaths whose files name the actor: by code, without a name."""
    rows = scoped(actor, LIAISE, Death.objects.exclude(casualty__incident__unit__side=Side.STATE), named=True)
    return list(rows.select_related("casualty__incident__town").order_by("-on", "-id")[:100])


def death_of(actor: User, one: Casualty) -> Death | None:
    return scoped(actor, LIAISE, Death.objects.filter(casualty=one), named=True).first()


# Who it is


@dataclass(frozen=True)
class Found:
    """Somebody of one's own register who may be meant."""

    person: Any
    name: str
    reasons: Sequence[Sentence]


def people_found(actor: User, text: str) -> list[Found]:
    """By a reference, a number or a name, among the people the actor finds."""
    if not text.strip():
        return []
    hits = find(actor, text, MOST_FOUND)
    rows = people.with_names(people.persons(actor, "people.find").filter(pk__in=[hit.person for hit in hits]))
    by_key = {row.pk: row for row in rows}
    return [
        Found(by_key[hit.person], people.name_in_list(by_key[hit.person]), hit.reasons)
        for hit in hits
        if hit.person in by_key
    ]


def name_seen(actor: User, one: Casualty) -> tuple[str, bool]:
    """The name behind a casualty and whether the reader knows the person: another side's register stays its own."""
    if one.person is None:
        return "", False
    seen = people.persons(actor).filter(pk=one.person.pk).exists() or (
        one.person.protected and one.person_id in named_keys(actor, "people")
    )
    return (people.display_name(one.person), True) if seen else ("", False)
