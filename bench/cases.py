"""Files by the thousand: the work list, a step of three hundred at once, and two clerks on one file.

The work list's baseline is the bare SQL of the same filter; the bulk step's is one UPDATE and one INSERT of the same rows
without a right, a guard, a deadline or a journal. The race is no measure: it says that of two exactly one succeeded.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

OFFICES = 83
SESSION = 300
RACES = 20
PAGE = 50
CODE = "regularisation"


def tables(place: Place, files: int, repeat: int) -> Iterator[Table]:
    """``place`` holds a country with some people: files are of them, in turn."""
    place.call("cases.fill", files=files)
    yield work_list(place, files, place.call("cases.lists", repeat=repeat))
    size = min(SESSION, files // 4)
    yield bulk_step(place, size, place.call("cases.steps", size=size, repeat=max(repeat // 3, 1)))
    yield race_table(place, place.call("cases.races", times=min(RACES, size)))


def work_list(place: Place, files: int, took: dict[str, float]) -> Table:
    lines = [Line(name, seconds, {"ms": f"{seconds * 1000:.1f}"}) for name, seconds in took.items()]
    return Table(
        f"The work list at {files:,} files ({place.vendor})", "the bare SQL of the same filter", lines
    )


def bulk_step(place: Place, size: int, took: dict[str, float]) -> Table:
    lines = [
        Line(name, seconds, {"ms": f"{seconds * 1000:.0f}", "ms a file": f"{seconds * 1000 / size:.2f}"})
        for name, seconds in took.items()
    ]
    title = f"One step of {size} files ({place.vendor})"
    return Table(title, "one UPDATE and one INSERT of the same rows", lines)


def race_table(place: Place, found: dict[str, Any]) -> Table:
    told = {
        "one of two succeeded": f"{found['one']} of {found['times']}",
        "the other was told": str(found["told"]),
    }
    lines = [Line("alone", found["alone"]), Line("two at once", found["both"], told)]
    return Table(f"Two clerks on one file ({place.vendor})", "the same step, nobody else there", lines)


# Jobs -------------------------------------------------------------------------------------------------------------


def fill(files: int) -> int:
    """An administration with its offices, and files in every state, due over half a year."""
    from musanada.access.commands import add_unit, first_accounts, found_organisation, system_user
    from musanada.people.models import Person

    root = found_organisation("bench", "Administration", side="state")
    units = [
        add_unit(root, f"bench-{n}", f"Bureau {n}", kind="office", side="state")
        for n in range(1, OFFICES + 1)
    ]
    first_accounts(root, [("bench-manager", "Bench", "!", "programme_manager")])
    first_accounts(units[0], [("bench-clerk", "Bench", "!", "case_manager")])
    people = list(Person.objects.filter(protected=False).values_list("pk", flat=True)[:files])
    write(files, units, people, system_user())
    return files


def write(files: int, units: list[Any], people: list[Any], opener: Any) -> None:
    """One in four waits at the first office, notified next: what a session leaves behind."""
    from django.utils import timezone

    from musanada.cases.models import Case, Deadline, DeadlineRule
    from musanada.cases.procedures import procedure

    states, today = procedure(CODE).open_states, timezone.localdate()
    rule = DeadlineRule.objects.create(
        code="bench", procedure=CODE, name_fr="Notifier", starts=",favourable,", meets=",notified,", length=15,
        measure="days", valid_from=today - timedelta(days=900),
    )  # fmt: skip
    rows = [
        Case(
            procedure=CODE,
            state="favourable" if n % 4 == 0 else states[n % len(states)],
            person_id=people[n % len(people)],
            unit=units[0] if n % 4 == 0 else units[n % len(units)],
            opened_on=today - timedelta(days=n % 700),
            due_on=today + timedelta(days=n % 180 - 60),
            opened_by=opener,
        )
        for n in range(files)
    ]
    Case.objects.bulk_create(rows, batch_size=2000)
    running = [
        Deadline(case=row, rule=rule, started_on=row.opened_on, due_on=row.due_on or today)
        for row in rows
        if row.state == "favourable"
    ]
    Deadline.objects.bulk_create(running, batch_size=2000)


def lists(repeat: int) -> dict[str, float]:
    """A page of the list: bare, as the query gives it, its sides, one office's, and the page in the browser."""
    from bench.measure import seconds
    from musanada.access.models import User
    from musanada.cases.queries import work

    def reader(name: str) -> User:
        return User.objects.get(username=f"bench-{name}")

    asked: dict[str, Callable[[], object]] = {
        "bare SQL, whole administration": bare,
        "my team's files": lambda: list(work.listed(reader("manager"))[:PAGE]),
        "what is late": lambda: list(work.listed(reader("manager"), work.LATE)[:PAGE]),
        "due this week": lambda: list(work.listed(reader("manager"), work.WEEK)[:PAGE]),
        "one office's files": lambda: list(work.listed(reader("clerk"))[:PAGE]),
        "how many": lambda: work.listed(reader("manager")).count(),
        "the page in the browser": browsed(reader("manager")),
    }
    return {name: seconds(ask, repeat=repeat) for name, ask in asked.items()}


def bare() -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.* FROM cases_case c JOIN access_unit u ON u.id = c.unit_id JOIN people_person p"
            " ON p.id = c.person_id WHERE u.path LIKE 'bench/%%' AND c.procedure = %s AND c.closed_on IS NULL"
            " AND NOT p.protected ORDER BY c.due_on, c.opened_on, c.id LIMIT %s",
            [CODE, PAGE],
        )
        return list(cursor.fetchall())


def browsed(user: Any) -> Callable[[], object]:
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECOND_FACTOR = False
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")

    def ask() -> object:
        answer = client.get(reverse("files:list"), {"side": "team"})
        if answer.status_code != 200:
            raise RuntimeError(f"the work list answers {answer.status_code}")
        return answer

    return ask


def waiting(size: int) -> list[Any]:
    from musanada.cases.models import Case

    rows = Case.objects.filter(
        procedure=CODE, state="favourable", unit__code="bench-1", person__protected=False
    )
    return list(rows.select_related("person", "unit").order_by("pk")[:size])


def steps(size: int, repeat: int) -> dict[str, float]:
    """Each in a transaction that is undone, so that it can be done again."""
    from bench.measure import seconds

    return {
        "one UPDATE, one INSERT": seconds(undone(plain, size), repeat=repeat),
        "the step with all it owes": seconds(undone(owed, size), repeat=repeat),
    }


def undone(work: Callable[[int], object], size: int) -> Callable[[], object]:
    from django.db import transaction

    def run() -> None:
        with transaction.atomic():
            work(size)
            transaction.set_rollback(True)

    return run


def plain(size: int) -> None:
    from django.utils import timezone

    from musanada.access.models import User
    from musanada.cases.models import Case, CaseStep

    cases, by = waiting(size), User.objects.get(username="bench-clerk")
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(state="notified")
    day = timezone.localdate()
    CaseStep.objects.bulk_create(
        [
            CaseStep(case=c, code="notify", from_state="favourable", to_state="notified", on=day, by=by)
            for c in cases
        ]
    )


def owed(size: int) -> None:
    """Rights, guards, the state, the file's journal, deadlines, the spine's next date, the audit journal."""
    from musanada.access.models import User
    from musanada.cases.caseflow import Move
    from musanada.cases.procedures import procedure

    clerk, cases, move = User.objects.get(username="bench-clerk"), waiting(size), Move()
    done = procedure(CODE).flow.run_many(clerk, cases[0].unit, cases, "notify", move_of=lambda case: move)
    if done != size:
        raise RuntimeError(f"{done} files moved, not {size}")


def races(times: int) -> dict[str, Any]:
    """The same step of the same file by two clerks at the same moment, each on a connection of their own."""
    import time

    cases = waiting(times + 1)
    began = time.perf_counter()
    take(cases[0].pk, None, [])
    alone = time.perf_counter() - began
    one = told = 0
    began = time.perf_counter()
    for case in cases[1:]:
        outcomes: list[str] = []
        start = threading.Barrier(2)
        clerks = [threading.Thread(target=take, args=(case.pk, start, outcomes)) for _n in range(2)]
        for clerk in clerks:
            clerk.start()
        for clerk in clerks:
            clerk.join()
        one += outcomes.count("done") == 1
        told += outcomes.count("told")
    both = (time.perf_counter() - began) / max(len(cases) - 1, 1)
    return {"times": len(cases) - 1, "one": one, "told": told, "alone": alone, "both": both}


def take(pk: Any, start: threading.Barrier | None, outcomes: list[str]) -> None:
    from django.db import connection

    from musanada.access.models import User
    from musanada.cases.models import Case
    from musanada.cases.procedures import procedure
    from musanada.kit.errors import Refused

    try:
        clerk = User.objects.get(username="bench-clerk")
        case = Case.objects.select_related("person", "unit").get(pk=pk)
        if start:
            start.wait(timeout=30)
        procedure(CODE).flow.run(clerk, case, "notify")
        outcomes.append("done")
    except Refused:
        outcomes.append("told")
    finally:
        if start:
            connection.close()
