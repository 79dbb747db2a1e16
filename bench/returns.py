"""The board of departures at twenty thousand open files: what each lock blocks, counted and listed, and the page.

The baseline is the bare SQL of the same files, ordered and cut to a page, without a lock, a right or a name.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

PAGE = 50
COUNTRIES = ("SEN", "CIV", "GIN", "MLI", "CMR", "NGA", "TUR")
STATES = ("registered", "counselled", "declared", "declared", "ready", "booked")


def tables(place: Place, files: int, repeat: int) -> Iterator[Table]:
    place.call("returns.fill", files=files)
    took = place.call("returns.boards", repeat=repeat)
    lines = [Line(name, seconds, {"ms": f"{seconds * 1000:.1f}"}) for name, seconds in took.items()]
    yield Table(
        f"The board of departures at {files:,} open files ({place.vendor})",
        "the bare SQL of the same page",
        lines,
    )


# Jobs -------------------------------------------------------------------------------------------------------------


def fill(files: int) -> int:
    """A mission with open files in every state, four in five with most of their papers, one in three in a family."""
    from musanada.access.commands import add_unit, first_accounts, found_organisation
    from musanada.returns.commands.lock_rules import load_lock_rules
    from musanada.returns.models import Funding

    root = found_organisation("bench", "Mission", side="humanitarian")
    units = [
        add_unit(root, f"bench-{n}", f"Bureau {n}", kind="office", side="humanitarian") for n in range(6)
    ]
    by = first_accounts(root, [("bench-travel", "Bench", "!", "travel_officer")])[0]
    load_lock_rules()
    fund = Funding.objects.create(
        code="bench", unit=root, name_fr="Fonds", channel="iom", valid_from=date(2020, 1, 1)
    )
    dice = random.Random(7)
    for start in range(0, files, 2000):
        chunk(dice, units, by, fund, min(2000, files - start))
    board_list(units[0], by)
    return files


def chunk(dice: random.Random, units: list[Any], by: Any, fund: Any, size: int) -> None:
    from django.utils import timezone

    from musanada.cases.models import Case
    from musanada.people.models import Person, Relationship
    from musanada.returns.models import Return

    today = timezone.localdate()
    people = [
        Person(unit=units[n % len(units)], recorded_by=by, birth_precision="day",
               birth_date=today - timedelta(days=dice.randint(1, 60 * 365)))
        for n in range(size)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    cases: list[Any] = []
    for n, person in enumerate(people):
        head = cases[-1].principal or cases[-1] if n % 3 == 2 else None
        cases.append(
            Case(procedure="return", state=dice.choice(STATES), person=person, unit=units[n % len(units)],
                 opened_by=by, principal=head)
        )  # fmt: skip
    Case.objects.bulk_create([one for one in cases if one.principal is None])
    Case.objects.bulk_create([one for one in cases if one.principal is not None])
    rets = [
        Return(
            case=case, direction="from_morocco", channel="iom", organised_by=case.unit, from_country_id="MAR",
            to_country_id=dice.choice(COUNTRIES), applied_on=today - timedelta(days=dice.randint(1, 120)),
            funding=fund if dice.random() < 0.9 else None,
            wished_on=today + timedelta(days=dice.randint(-3, 60)) if dice.random() < 0.9 else None,
        )
        for case in cases
    ]  # fmt: skip
    Return.objects.bulk_create(rets)
    Relationship.objects.bulk_create(
        Relationship(person=one.principal.person, other=one.person, kind="parent")
        for one in cases
        if one.principal
    )
    papers(dice, by, rets, today)


def papers(dice: random.Random, by: Any, rets: list[Any], today: date) -> None:
    from django.utils import timezone

    from musanada.cases.models import Clearance
    from musanada.returns.models import Declaration, ExitAuthorisation, FitToTravel, TravelDocument

    def some(share: float) -> list[Any]:
        return [one for one in rets if dice.random() < share]

    def later() -> date:
        return today + timedelta(days=dice.randint(0, 90))

    ago = today - timedelta(days=9)
    Declaration.objects.bulk_create(
        Declaration(ret=one, signed_on=ago, means="mark", language="fra", interpreter="no", text_version="t",
                    points=",free,", by=by) for one in some(0.8)
    )  # fmt: skip
    TravelDocument.objects.bulk_create(
        TravelDocument(ret=one, kind="laissez_passer", state="obtained", issuer_id=one.to_country_id, number="B1",
                       obtained_on=ago, valid_to=later(), by=by) for one in [*some(0.8), *some(0.2)]
    )  # fmt: skip
    ExitAuthorisation.objects.bulk_create(
        ExitAuthorisation(ret=one, state="granted", asked_on=ago, valid_from=ago, valid_to=later(), by=by)
        for one in some(0.8)
    )
    FitToTravel.objects.bulk_create(
        FitToTravel(ret=one, on=ago, doctor="B", result="fit", valid_to=later(), by=by)
        for one in [*some(0.8), *some(0.2)]
    )
    Clearance.objects.bulk_create(
        Clearance(kind="protection", state="granted", person=one.case.person, unit=one.case.unit, asked_by=by,
                  answered_at=timezone.now(), from_on=ago, to_on=later()) for one in some(0.8)
    )  # fmt: skip


def board_list(unit: Any, by: Any) -> None:
    """The files that are booked are on lists of two hundred."""
    from django.utils import timezone

    from musanada.returns.models import Leg, Movement, Passenger, Return

    rows = list(Return.objects.filter(case__state="booked"))
    day = timezone.localdate() + timedelta(days=14)
    for start in range(0, len(rows), 200):
        made = Movement.objects.create(
            unit=unit, direction="from_morocco", channel="iom", mode="charter", departs_on=day, to_country_id="SEN",
            made_by=by,
        )  # fmt: skip
        Leg.objects.create(movement=made, from_place="A", to_place="B", departs_on=day, arrives_on=day)
        some = rows[start : start + 200]
        Passenger.objects.bulk_create(Passenger(movement=made, ret=one, booked_by=by) for one in some)
        Return.objects.filter(pk__in=[one.pk for one in some]).update(travel_on=day)


def boards(repeat: int) -> dict[str, float]:
    from django.http import QueryDict

    from bench.measure import seconds
    from musanada.access.models import User
    from musanada.returns.queries import board

    reader = User.objects.get(username="bench-travel")
    rows = board.open_returns(reader)
    asked: dict[str, Callable[[], object]] = {
        "bare SQL, a page of the files": bare,
        "what each lock blocks, of all": lambda: board.counts(board.open_returns(reader)),
        "a page with its sentences": lambda: board.page(reader, rows, QueryDict("")),
        "a page of those a document blocks": lambda: board.page(
            reader, board.blocked_by(rows, "document"), QueryDict("")
        ),
        "a page of those nothing blocks": lambda: board.page(
            reader, board.blocked_by(rows, board.FREE), QueryDict("")
        ),
        "the board in the browser": browsed(reader, {}),
        "the board of one lock in the browser": browsed(reader, {"lock": "exit"}),
    }
    return {name: seconds(ask, repeat=repeat) for name, ask in asked.items()}


def bare() -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.* FROM returns_return r JOIN cases_case c ON c.id = r.case_id JOIN access_unit u ON u.id = c.unit_id"
            " JOIN people_person p ON p.id = c.person_id WHERE u.path LIKE 'bench/%%' AND c.closed_on IS NULL"
            " AND r.departed_on IS NULL AND NOT p.protected"
            " ORDER BY coalesce(r.travel_on, r.wished_on), r.applied_on, r.id LIMIT %s",
            [PAGE],
        )
        return list(cursor.fetchall())


def browsed(user: Any, query: dict[str, str]) -> Callable[[], object]:
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECOND_FACTOR = False
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")

    def ask() -> object:
        answer = client.get(reverse("returns:board"), query)
        if answer.status_code != 200:
            raise RuntimeError(f"the board answers {answer.status_code}")
        return answer

    return ask
