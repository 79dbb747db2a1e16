"""The journal: what a line costs to write, the walk over the chain, its pages at two lengths."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

APART = timedelta(seconds=21.6)  # 4,000 lines a day
PLAIN = "an INSERT of the same columns and indexes"
EMPTY = "an empty page of the journal"


def tables(place: Place, lengths: tuple[int, ...], repeat: int) -> Iterator[Table]:
    """``place`` is an installation with nothing in it."""
    place.call("audit.prepare", most=max(lengths))
    found = []
    for length in lengths:
        place.call("audit.fill", lines=length)
        found.append((length, place.call("audit.pages", repeat=repeat)))
        yield writing(place, length, place.call("audit.writes", repeat=repeat * 20))
    yield walking(place, found[-1][0], place.call("audit.walk"))
    yield reading(place, found)


def writing(place: Place, length: int, took: dict[str, float]) -> Table:
    lines = [Line(name, seconds, {"µs": f"{seconds * 1e6:.0f}"}) for name, seconds in took.items()]
    return Table(f"A line of the journal, behind {length:,} others ({place.vendor})", PLAIN, lines)


def walking(place: Place, length: int, took: dict[str, Any]) -> Table:
    rows = [
        Line("reading every row as plain values", took["rows"], {"lines/s": f"{length / took['rows']:,.0f}"}),
        Line(
            "verify",
            took["verify"],
            {"lines/s": f"{length / took['verify']:,.0f}", "MB more": f"{took['mb']:.0f}"},
        ),
        Line("verify from the last anchor", took["last day"], {}),
    ]
    return Table(f"The chain of {length:,} lines ({place.vendor})", "reading", rows)


def reading(place: Place, found: list[tuple[int, dict[str, Any]]]) -> Table:
    first, small = found[0]
    lines = []
    for name, took in small.items():
        lines.append(Line(f"{name}, {first:,} lines", took["seconds"], notes(took)))
        for length, times in found[1:]:
            lines.append(
                Line(f"{name}, {length:,}", times[name]["seconds"], notes(times[name]), took["seconds"])
            )
    return Table(
        f"Pages of the journal ({place.vendor})", f"{EMPTY}; the same page at {first:,} lines", lines
    )


def notes(took: dict[str, Any]) -> dict[str, str]:
    return {"ms": f"{took['seconds'] * 1000:.1f}", "queries": str(took["queries"])}


# Jobs -------------------------------------------------------------------------------------------------------------


def prepare(most: int) -> None:
    """Two organisations; who audits one, who audits one small office of it; the clock of the first line."""
    from musanada.access.commands import add_unit, first_accounts, found_organisation
    from musanada.kit.choices import Side

    root = found_organisation("bench", "Bench", side=Side.HUMANITARIAN)
    found_organisation("bench-other", "Autre", side=Side.STATE)
    offices = [add_unit(root, f"bench-{n}", f"Bureau {n}", kind="office", side=root.side) for n in range(30)]
    first_accounts(root, [("bench-auditor", "Bench", "!", "auditor")])
    first_accounts(offices[-1], [("bench-small", "Bench", "!", "auditor")])
    for number, office in enumerate(offices):
        first_accounts(office, [(f"bench-agent-{number}", "Bench", "!", "agent")])


def fill(lines: int) -> int:
    """More lines until there are ``lines``; one in a hundred is refused, the last office has one in a thousand."""
    from django.db import connection, transaction

    from musanada.access.models import AuditHead

    with transaction.atomic(), connection.cursor() as cursor:
        head = AuditHead.objects.select_for_update().get_or_create(pk=1)[0]
        chain = Chain(head, lines)
        marks = ", ".join(["%s"] * 12)
        columns = "number, at, actor_id, verb, outcome, object_kind, object_id, unit_id, details, origin, previous, hash"
        # S608: our own names.
        cursor.executemany(f"INSERT INTO access_auditentry ({columns}) VALUES ({marks})", chain.rows())
        chain.close()
    from bench.house import analyse

    analyse()
    return lines


class Chain:
    """Lines that go on after a head, of invented authors in the bench's offices."""

    def __init__(self, head: Any, until: int) -> None:
        from musanada.access.models import AuditAnchor, Unit, User

        self.head, self.until = head, until
        self.anchors: list[Any] = []
        self.known = set(AuditAnchor.objects.values_list("day", flat=True))
        self.units = list(Unit.objects.filter(kind="office", code__startswith="bench").order_by("path"))
        self.actors = list(User.objects.filter(username__startswith="bench-agent").order_by("pk"))

    def rows(self) -> Iterator[tuple[Any, ...]]:
        from django.db import connection

        from musanada.access.audit.chain import fold, link, text_of

        sqlite, head = connection.vendor == "sqlite", self.head
        verbs = (
            "people.register",
            "people.meet",
            "assistance.record",
            "people.read_protected",
            "access.sign_in",
        )
        for number in range(head.number + 1, self.until + 1):
            at = datetime(2025, 1, 1, 8, tzinfo=UTC) + number * APART
            if head.day and head.day != at.date():
                self.anchor()
            unit = self.units[-1] if number % 1000 == 0 else self.units[number % (len(self.units) - 1)]
            actor = self.actors[number % len(self.actors)]
            thing = f"01950000-0000-7000-8000-{number % 50_000:012x}"
            told = (verbs[number % 5], "denied" if number % 100 == 0 else "done", "people.person", thing)
            moment = at.isoformat(timespec="microseconds")
            text = text_of(number, moment, str(actor.pk), *told, str(unit.pk), "{}", "")
            previous, head.hash = head.hash, link(head.hash, text)
            head.number, head.digest, head.day = number, fold(head.digest, text), at.date()
            keys = (actor.pk.hex, unit.pk.hex) if sqlite else (actor.pk, unit.pk)
            when = f"{moment[:10]} {moment[11:26]}" if sqlite else at
            yield (number, when, keys[0], *told, keys[1], "{}", "", previous, head.hash)

    def anchor(self) -> None:
        """A day that is anchored already stays so: the bench's clock runs before the real one."""
        from musanada.access.audit.chain import signature_of
        from musanada.access.models import AuditAnchor

        day, end = self.head.day, (self.head.number, self.head.hash, self.head.digest)
        if day not in self.known:
            self.known.add(day)
            self.anchors.append(AuditAnchor(day, *end, signature_of(day, *end)))

    def close(self) -> None:
        from musanada.access.audit.chain import seal_of
        from musanada.access.models import AuditAnchor

        AuditAnchor.objects.bulk_create(self.anchors)
        self.head.seal = seal_of(self.head.number, self.head.hash, self.head.digest)
        self.head.save()


def writes(repeat: int) -> dict[str, float]:
    """Seconds of one write in a transaction of its own: a bare row, the same with Django, a line of the journal."""
    from django.db import connection, transaction

    from bench.measure import seconds
    from musanada.access.commands import write_entry
    from musanada.access.models import Unit, User

    actor, unit = User.objects.get(username="bench-auditor"), Unit.objects.get(code="bench-1")
    plain_table()
    counter = iter(range(10**9))

    def plain() -> None:
        values = (
            next(counter),
            "2026-01-01 00:00:00+00",
            str(actor.pk),
            "bench.write",
            "done",
            "access.unit",
            str(unit.pk),
        )
        with transaction.atomic(), connection.cursor() as cursor:
            marks = ", ".join(["%s"] * 12)
            row = (*values, str(unit.pk), "{}", "", "0" * 64, "0" * 64)
            cursor.execute(f"INSERT INTO bench_plain VALUES ({marks})", row)

    def line() -> None:
        with transaction.atomic():
            write_entry(actor, "bench.write", "done", unit, {"rows": 1})

    found = {PLAIN: seconds(plain, repeat=repeat), "a line of the journal": seconds(line, repeat=repeat)}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_plain")
    return found


def plain_table() -> None:
    from django.db import connection

    columns = (
        "number bigint PRIMARY KEY, at varchar(40), actor varchar(40), verb varchar(80), outcome varchar(8), "
    )
    columns += "kind varchar(80), thing varchar(64), unit varchar(40), details text, origin varchar(45), "
    columns += "previous varchar(64), hash varchar(64)"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_plain ({columns})")
        for name in ("kind, thing", "actor, number", "unit, number", "verb, number"):
            cursor.execute(
                f"CREATE INDEX ON bench_plain ({name})"
                if connection.vendor == "postgresql"
                else f"CREATE INDEX bench_{name[:4]} ON bench_plain ({name})"
            )


def walk() -> dict[str, Any]:
    """Seconds of reading, of verifying, and how much memory it takes meanwhile."""
    from collections import deque

    from django.db import connection

    from bench.measure import Memory, once
    from musanada.access import audit
    from musanada.access.audit.reading import Journal
    from musanada.access.models import AuditAnchor

    journal = Journal(connection)
    rows, _none = once(lambda: deque(journal.rows(0, journal.last()), maxlen=0))
    with Memory() as memory:
        verify, report = once(audit.verify)
    if report.damage:
        raise SystemExit(f"the bench's chain does not hold: {report.damage}")
    last = AuditAnchor.objects.order_by("-day").values_list("day", flat=True)[0]
    late, _report = once(lambda: audit.verify(since=last + timedelta(days=1)))
    return {"rows": rows, "verify": verify, "last day": late, "mb": memory.most - memory.before}


def pages(repeat: int) -> dict[str, dict[str, Any]]:
    """Page → seconds and queries, for who audits all of it and for who audits a small office."""
    from django.test import override_settings

    with override_settings(ALLOWED_HOSTS=["testserver"], SECOND_FACTOR=False):
        return {name: timed(user, address, repeat) for name, user, address in addresses()}


def addresses() -> list[tuple[str, str, str]]:
    from django.urls import reverse

    from musanada.access.models import AuditEntry, User
    from musanada.access.queries.journal import sealed

    journal = reverse("access:journal")
    first = AuditEntry.objects.order_by("number").values_list("at", flat=True)[100]
    middle = AuditEntry.objects.order_by("-number").values_list("number", flat=True)[0] // 2
    agent = User.objects.get(username="bench-agent-1")
    thing = reverse("access:journal-object", args=["people.person", f"01950000-0000-7000-8000-{50:012x}"])
    return [
        (EMPTY, "bench-auditor", f"{journal}?verb=nothing.at.all"),
        ("the newest lines", "bench-auditor", journal),
        ("the newest lines of a small office", "bench-small", journal),
        ("from the middle on", "bench-auditor", f"{journal}?before={sealed(middle)}"),
        ("an old day", "bench-auditor", f"{journal}?day={first.date()}"),
        ("refusals", "bench-auditor", f"{journal}?view=refusals"),
        ("refusals of a small office", "bench-small", f"{journal}?view=refusals"),
        ("sign-ins", "bench-auditor", f"{journal}?view=sign-ins"),
        ("exports (there are none)", "bench-auditor", f"{journal}?view=exports"),
        ("exports of a small office", "bench-small", f"{journal}?view=exports"),
        ("who opened this file", "bench-auditor", f"{thing}?view=reads"),
        (
            "what this account did",
            "bench-auditor",
            reverse("access:journal-account", args=[agent.pk]) + "?view=",
        ),
    ]


def timed(user: str, address: str, repeat: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.measure import seconds
    from musanada.access.models import User

    client = Client()
    client.force_login(User.objects.get(username=user), backend="musanada.access.backend.Accounts")

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    queries = len(asked)  # now: the next request empties the log
    return {"seconds": seconds(ask, repeat=repeat), "queries": queries}
