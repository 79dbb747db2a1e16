"""The board: its verdicts are those of the locks, file by file; its filters, counts and page."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from musanada.cases.models import Case, Clearance
from musanada.people.models import Person, Relationship
from musanada.returns import locks
from musanada.returns.models import (
    Declaration,
    ExitAuthorisation,
    FitToTravel,
    Leg,
    Lock,
    LockRule,
    Movement,
    Passenger,
    Return,
    TravelDocument,
)
from musanada.returns.queries import board_sql
from musanada.returns.tests import scene as s
from musanada.returns.tests.scene import Scene

pytestmark = pytest.mark.django_db
STATES = ("registered", "counselled", "declared", "ready", "booked", "no_show", "withdrawn")


class Dice(random.Random):
    def near(self, spread: int = 6) -> date:
        return timezone.localdate() + timedelta(days=self.randint(-spread, spread))

    def often(self, share: float = 0.7) -> bool:
        return self.random() < share

    def maybe(self, value: Any, share: float = 0.6) -> Any:
        return value if self.often(share) else None


def people(dice: Dice, scene: Scene, count: int) -> list[Person]:
    """Some merged, some children, some of whom only a year is known."""
    made = []
    for n in range(count):
        birth = dice.maybe(
            date(dice.choice((1985, 2007, 2008, 2009, 2012)), dice.choice((2, 11, 12)), dice.randint(1, 28)),
            0.9,
        )
        made.append(
            Person(
                unit=scene.maroc, recorded_by=scene.agent, birth_date=birth,
                birth_precision=dice.choice(("day", "month", "year", "estimated")) if birth else "unknown",
                merged_into=made[dice.randrange(n)] if n > 3 and dice.often(0.2) else None,
            )
        )  # fmt: skip
        if made[-1].merged_into and made[-1].merged_into.merged_into:
            made[-1].merged_into = made[-1].merged_into.merged_into
    Person.objects.bulk_create(sorted(made, key=lambda one: one.merged_into is not None))
    for _n in range(count // 2):
        one, other = dice.sample(made, 2)
        Relationship.objects.get_or_create(
            person=one, other=other, kind=dice.choice(("parent", "guardian", "sibling"))
        )
    return made


def files(dice: Dice, scene: Scene, who: list[Person]) -> list[Return]:
    made: list[Return] = []
    for person in who:
        heads = [one for one in made if one.case.principal_id is None]
        case = Case.objects.create(
            procedure="return", state=dice.choice(STATES[:-1]), person=person, unit=scene.maroc, opened_by=scene.agent,
            principal=dice.choice(heads).case if heads and dice.often(0.5) else None,
        )  # fmt: skip
        if dice.often(0.1):
            Case.objects.filter(pk=case.pk).update(
                state="withdrawn", closed_on=dice.near(), closure="withdrew"
            )
        channel = dice.choice(("iom", "state"))
        fund = dice.maybe(scene.funding[dice.choice(("iom", "iom", "state"))], 0.8)
        made.append(
            Return.objects.create(
                case=case, direction="from_morocco", channel=channel, funding=fund, organised_by=scene.maroc,
                from_country_id="MAR", to_country_id="SEN", applied_on=date(2026, 1, 1), wished_on=dice.maybe(dice.near(2)),
                travel_on=dice.maybe(dice.near(2), 0.5), with_parent=dice.choice((None, True, False)),
                apart=dice.choice(("", "", "", "later")),
            )
        )  # fmt: skip
    return made


def papers(dice: Dice, scene: Scene, ret: Return) -> None:
    by = scene.manager
    if dice.often():
        Declaration.objects.create(
            ret=ret, signed_on=dice.near(), means="mark", language="fra", interpreter="no", text_version="t",
            points=",free,", by=by, withdrawn_on=dice.maybe(dice.near(), 0.2),
        )  # fmt: skip
    for _n in range(dice.randint(0, 2)):
        got = dice.near(3)
        TravelDocument.objects.create(
            ret=ret, kind="passport", state=dice.choice(("obtained", "obtained", "obtained", "void", "refused")),
            issuer_id="SEN", obtained_on=got, valid_to=dice.near(8), by=by,
        )  # fmt: skip
        begins = dice.near(3)
        ExitAuthorisation.objects.create(
            ret=ret, state=dice.choice(("granted", "granted", "refused")), asked_on=begins, by=by,
            valid_from=begins, valid_to=begins + timedelta(days=dice.randint(0, 6)),
        )  # fmt: skip
        on = dice.near(4)
        FitToTravel.objects.create(
            ret=ret, on=on, doctor="D", result=dice.choice(("fit", "fit", "conditions", "unfit")),
            needs=dice.choice((",wheelchair,", ",wheelchair,oxygen,")), valid_to=on + timedelta(days=dice.randint(0, 9)),
            by=by, voided_at=dice.maybe(timezone.now(), 0.1),
        )  # fmt: skip


def cleared(dice: Dice, scene: Scene, who: list[Person]) -> None:
    for person in who:
        begins = dice.near(3)
        Clearance.objects.create(
            kind=dice.choice(Clearance.Kind.values), person=person, unit=scene.maroc, asked_by=scene.manager,
            state=dice.choice(("granted", "granted", "refused", "asked")), from_on=begins,
            to_on=begins + timedelta(days=dice.randint(0, 6)),
        )  # fmt: skip


def lists(dice: Dice, scene: Scene, rets: list[Return]) -> None:
    movements = []
    for _n in range(2):
        day = dice.near(2)
        made = s.a_movement(scene, day)
        Leg.objects.filter(movement=made).update(arrives_on=day + timedelta(days=dice.randint(0, 3)))
        movements.append(made)
    bare = Movement.objects.create(
        unit=scene.maroc, direction="from_morocco", channel="iom", mode="sea", departs_on=dice.near(2),
        to_country_id="SEN", made_by=scene.travel,
    )  # fmt: skip
    for ret in rets:
        if dice.often(0.5):
            Passenger.objects.create(
                movement=dice.choice([*movements, bare]), ret=ret, document=dice.maybe(ret.documents.first(), 0.5),
                state=dice.choice(("booked", "booked", "removed")), needs=dice.choice(("", ",wheelchair,")),
                booked_by=scene.travel,
            )  # fmt: skip


def rules(dice: Dice) -> None:
    for lock in dice.sample(Lock.values, 5):
        for n in range(2):
            LockRule.objects.create(
                lock=lock, direction="from_morocco", channel=dice.choice(("iom", "state")), demanded=dice.often(0.8),
                days=dice.randint(0, 4), valid_from=dice.near(2) + timedelta(days=10 * n - 10),
                valid_to=dice.maybe(dice.near(2) + timedelta(days=10 * n), 0.5) if n else None,
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_the_board_in_sql_and_the_locks_say_the_same(scene: Scene, seed: int) -> None:
    dice = Dice(seed)
    who = people(dice, scene, 14)
    rets = files(dice, scene, who)
    for ret in rets:
        papers(dice, scene, ret)
    cleared(dice, scene, who)
    lists(dice, scene, rets)
    rules(dice) if seed % 3 else None
    rows = board_sql.blocked(board_sql.with_days(Return.objects.all()))
    assert all(getattr(one, f"no_{lock}") in (True, False) for one in rows for lock in Lock.values)
    by_sql = {one.pk: [lock for lock in Lock.values if getattr(one, f"no_{lock}")] for one in rows}
    fresh = list(Return.objects.all())
    by_python = {pk: [one.lock for one in found] for pk, found in locks.blocks_of(fresh).items()}
    assert by_sql == by_python
    assert {one.pk: one.day for one in rows} == {one.pk: locks.day_asked(one) for one in fresh}


def test_every_lock_is_seen_open_and_shut(scene: Scene) -> None:
    """The comparison above would prove nothing of a lock that never moves."""
    dice = Dice(1)
    who = people(dice, scene, 40)
    rets = files(dice, scene, who)
    for ret in rets:
        papers(dice, scene, ret)
    cleared(dice, scene, who)
    lists(dice, scene, rets)
    rows = list(board_sql.blocked(board_sql.with_days(Return.objects.all())))
    for lock in Lock.values:
        assert {getattr(one, f"no_{lock}") for one in rows} == {True, False}, lock


def test_counts_filters_and_page_agree(scene: Scene) -> None:
    from django.http import QueryDict

    from musanada.returns.queries import board

    s.a_return(scene, "declared", papers=True)
    s.a_return(scene, "enquiry", country="MLI")
    s.a_return(scene, "departed")
    s.a_return(scene, "declared", at="france")
    rows = board.open_returns(scene.travel)
    found = board.counts(rows)
    assert (found.total, found.free, found.by_lock["document"]) == (2, 1, 1)
    for lock, count in (*found.by_lock.items(), (board.FREE, found.free)):
        assert board.blocked_by(rows, lock).count() == count
    assert board.filtered(rows, board.Wanted(country="MLI")).count() == 1
    assert board.filtered(rows, board.Wanted(direction="to_morocco")).count() == 0
    monday = board.mondays()[0]
    weeks = [board.filtered(rows, board.Wanted(week=day.isoformat())).count() for day in board.mondays()]
    assert sum(weeks) == 2
    assert monday.weekday() == 0
    _shown, listed = board.page(scene.travel, rows, QueryDict(""))
    assert [row.ready for row in listed].count(True) == 1


def test_the_board_in_the_browser(scene: Scene) -> None:
    from django.urls import reverse

    ret = s.a_return(scene, "declared", papers=True)
    TravelDocument.objects.filter(ret=ret).update(valid_to=ret.wished_on - timedelta(days=3))
    client = s.signed_in(scene.travel)
    text = client.get(reverse("returns:board")).content.decode()
    assert "expire 3 jours avant le départ" in text
    assert client.get(reverse("returns:board"), {"lock": "exit"}).content.decode().count("row-main") == 0
    assert client.get(reverse("returns:board"), {"lock": "nonsense", "week": "x"}).status_code == 200
    assert client.get(reverse("returns:board-counts"), {"lock": "document"}).status_code == 200
    assert s.signed_in(scene.finance).get(reverse("returns:board")).status_code == 403
    assert ret.case.reference not in s.signed_in(scene.abroad).get(reverse("returns:board")).content.decode()


def test_a_page_asks_as_much_for_many_as_for_few(scene: Scene) -> None:
    from django.db import connection
    from django.http import QueryDict
    from django.test.utils import CaptureQueriesContext

    from musanada.returns.queries import board

    s.a_family(scene, 3, "declared", papers=True)
    board.page(scene.travel, board.open_returns(scene.travel), QueryDict(""))  # what is read once per account
    counted = []
    for _n in range(2):
        s.a_family(scene, 3, "declared", papers=True)
        with CaptureQueriesContext(connection) as asked:
            board.page(scene.travel, board.open_returns(scene.travel), QueryDict(""))
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 16
