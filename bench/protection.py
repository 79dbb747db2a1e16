"""The work of an officer named on some hundred files among thousands: their list, its counts, the front page, a child's page.

The baseline is the bare SQL of the same running clocks, ordered and cut to a page, without a right, a name or a line in
the journal. Each name of a page is a reading: fifty names are fifty lines, which is what the page costs on top.
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

PAGE = 50
KINDS = ("risk", "bia", "follow_up", "tracing")


def tables(place: Place, files: int, named: int, repeat: int) -> Iterator[Table]:
    place.call("protection.fill", files=files, named=named)
    took = place.call("protection.lists", repeat=repeat)
    bare = took.pop("bare")
    lines = [
        Line(name, seconds, {"ms": f"{seconds * 1000:.1f}"}, baseline=bare) for name, seconds in took.items()
    ]
    title = f"An officer named on {named:,} of {files:,} protection files ({place.vendor})"
    yield Table(title, "the bare SQL of the same page", lines)


# Jobs -------------------------------------------------------------------------------------------------------------


def fill(files: int, named: int) -> int:
    """Children's files of two officers in one office: ``named`` of them name the first."""
    from musanada.access.commands import add_unit, first_accounts, found_organisation

    root = found_organisation("bench-protection", "Mission", side="humanitarian")
    unit = add_unit(root, "bench-office", "Bureau", kind="office", side="humanitarian")
    rows = [(f"bench-{name}", "Bench", "!", "protection_officer") for name in ("named", "other")]
    officer, other = first_accounts(unit, rows)
    for n in range(0, files, 1000):
        size = min(1000, files - n)
        chunk(unit, officer, other, max(0, min(size, named - n)), size)
    return files


def chunk(unit: Any, officer: Any, other: Any, named: int, size: int) -> None:
    """The first ``named`` are the officer's."""
    from django.utils import timezone

    from musanada.cases.models import Case
    from musanada.people.models import ConfidentialFile, NamedAccess, Person, PersonName, Presence
    from musanada.protection.models import Child, MappedChild, ProtectionFile

    today, owners = timezone.localdate(), [officer] * named + [other] * (size - named)
    people = [
        Person(unit=unit, recorded_by=who, sex="M", protected=True, birth_precision="day",
               birth_date=today - timedelta(days=5500)) for who in owners
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    Presence.objects.bulk_create(Presence(person=one, unit=unit, from_on=today) for one in people)
    PersonName.objects.bulk_create(
        PersonName(person=one, text=f"Enfant {n}", script="Latn", preferred=True)
        for n, one in enumerate(people)
    )
    secrets = [
        ConfidentialFile(person=one, unit=unit, subject="child", reason="Mesure", hides_person=True, owner=who, opened_by=who)
        for one, who in zip(people, owners, strict=True)
    ]  # fmt: skip
    ConfidentialFile.objects.bulk_create(secrets)
    until = timezone.now() + timedelta(days=300)
    NamedAccess.objects.bulk_create(
        NamedAccess(file=one, user=one.owner, granted_by=one.owner, reason="Mesure", until_at=until)
        for one in secrets
    )
    cases = [
        Case(
            procedure="child_protection", state="identified", person=one, unit=unit, opened_by=who, owner=who
        )
        for one, who in zip(people, owners, strict=True)
    ]
    Case.objects.bulk_create(cases)
    found = [
        ProtectionFile(case=case, secret=secret, kind="child", identified_on=today, source="patrol", basis="assent_alone")
        for case, secret in zip(cases, secrets, strict=True)
    ]  # fmt: skip
    ProtectionFile.objects.bulk_create(found)
    mapped = [
        MappedChild(unit=unit, person=one.case.person, nickname="Petit", recorded_by=officer) for one in found
    ]
    MappedChild.objects.bulk_create(mapped)
    Child.objects.bulk_create(
        Child(file=one, mapped=known, status="unaccompanied")
        for one, known in zip(found, mapped, strict=True)
    )
    run_clocks(found, today)


def run_clocks(files: list[Any], today: Any) -> None:
    from musanada.protection.models import Clock

    dice = random.Random(7)
    Clock.objects.bulk_create(
        Clock(file=one, kind=kind, started_on=today, due_on=today + timedelta(days=dice.randint(-30, 90)))
        for one in files
        for kind in KINDS
    )


def lists(repeat: int) -> dict[str, float]:
    """Seconds of each, to the officer named."""
    from django.test import Client, override_settings
    from django.urls import reverse

    from bench.measure import seconds
    from musanada.access.models import User
    from musanada.protection.models import Clock, ProtectionFile
    from musanada.protection.queries import supervision, work

    def reader() -> User:
        return User.objects.get(username="bench-named")

    own = ProtectionFile.objects.filter(secret__owner__username="bench-named")
    keys = list(own.values_list("pk", flat=True))
    client = Client()
    client.force_login(reader(), backend="musanada.access.backend.Accounts")
    child = reverse("protection:child", args=[own[0].case_id])
    rows = Clock.objects.filter(file__in=keys, met_on=None, dropped_on=None)
    asks: dict[str, Callable[[], object]] = {
        "bare": lambda: list(rows.order_by("due_on", "id").values_list("kind", "due_on")[:PAGE]),
        "the first page, without names": lambda: list(work.with_files(work.running(reader()))[:PAGE]),
        "counts by term": lambda: work.counts(work.running(reader())),
        "the front page, fifty names read": lambda: client.get(reverse("protection:home")),
        "a child's page": lambda: client.get(child),
        "supervision of the office": lambda: supervision.offices(reader()),
    }
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        return {name: seconds(ask, repeat=repeat) for name, ask in asks.items()}
