"""How many cards are valid on a day, how many were handed over, and why these are two numbers; what falls due when.

Counted over the cards an actor may see. Protected people are in no live figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, TruncMonth

from musanada.access.doors import scoped
from musanada.access.models import Unit, User
from musanada.kit.periods import add_months
from musanada.regularisation.cards import GRACE_DAYS, RATES_AT
from musanada.regularisation.models import Card, Renewal
from musanada.regularisation.queries.cards import VIEW

S = Card.State
FATES = ("valid", "later", "renewed", "lapsed", "lost", "withdrawn")
DAYS_A_YEAR = Decimal("365.25")


@dataclass(frozen=True)
class Stock:
    """What became, by ``day``, of every card handed over until then. The parts add up to ``issued``."""

    day: date
    valid: int
    later: int  # handed over early: begins when the card in hand ends
    renewed: int
    lapsed: int
    lost: int
    withdrawn: int

    @property
    def issued(self) -> int:
        return sum(getattr(self, fate) for fate in FATES)

    @property
    def difference(self) -> int:
        return self.issued - self.valid


def valid_on(day: date) -> Q:
    """Cards valid on a day, whatever became of them since. ``ended_on`` is the first day without."""
    return Q(valid_from__lte=day, valid_to__gte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def handed_over(actor: User, until: date) -> QuerySet[Card]:
    return scoped(actor, VIEW, Card.objects.filter(delivered_on__lte=until)).order_by()


def with_fate(rows: QuerySet[Card], day: date) -> QuerySet[Any]:
    """Annotated ``fate``: what a card was on ``day``."""
    next_one = Card.objects.filter(previous=OuterRef("pk"), delivered_on__lte=day)
    gone = Q(ended_on__lte=day)
    return rows.annotate(followed=Exists(next_one)).annotate(
        fate=Case(
            When(valid_on(day), then=Value("valid")),
            When(Q(valid_from__gt=day), then=Value("later")),
            When(gone & Q(state=S.WITHDRAWN), then=Value("withdrawn")),
            When(gone & Q(state=S.LOST), then=Value("lost")),
            When(Q(followed=True), then=Value("renewed")),
            default=Value("lapsed"),
            output_field=CharField(),
        )
    )


def stock(actor: User, day: date) -> Stock:
    """Cards valid on ``day`` and the fate of all the others handed over by then."""
    counted = with_fate(handed_over(actor, day), day).values_list("fate").annotate(n=Count("pk"))
    found = dict(counted)
    return Stock(day, **{fate: int(found.get(fate, 0)) for fate in FATES})


def issued(actor: User, first: date, last: date) -> dict[str, int]:
    """Cards handed over from ``first`` to ``last``, both included, by kind."""
    rows = handed_over(actor, last).filter(delivered_on__gte=first)
    found = dict(rows.values_list("kind").annotate(n=Count("pk")))
    return {"first": found.get("first", 0), "renewed": found.get("renewed", 0), "all": sum(found.values())}


@dataclass(frozen=True)
class OfOffice:
    unit: Unit
    issued: int
    valid: int
    lapsed: int


def by_office(actor: User, day: date) -> list[OfOffice]:
    """The same office by office, the largest first."""
    counted: dict[Any, dict[str, int]] = {}
    rows = with_fate(handed_over(actor, day), day).values_list("unit", "fate").annotate(n=Count("pk"))
    for unit, fate, n in rows:
        counted.setdefault(unit, {})[fate] = n
    units = Unit.objects.in_bulk(list(counted))
    found = [
        OfOffice(units[pk], sum(fates.values()), fates.get("valid", 0), fates.get("lapsed", 0))
        for pk, fates in counted.items()
    ]
    return sorted(found, key=lambda one: (-one.issued, str(one.unit)))


# Renewed or not


@dataclass(frozen=True)
class Rate:
    """Of holders whose first card began ``months`` and the grace time before, how many held a valid card then."""

    months: int
    holders: int
    still: int

    @property
    def percent(self) -> Decimal | None:
        return Decimal(100 * self.still) / self.holders if self.holders else None


def rates(actor: User, day: date) -> list[Rate]:
    return [rate(actor, day, months) for months in RATES_AT]


def rate(actor: User, day: date, months: int) -> Rate:
    """A first card counts once its moment has come. The grace time is for files that wait at the office."""
    wait = timedelta(days=int(DAYS_A_YEAR * months / 12) + GRACE_DAYS)
    first = handed_over(actor, day).filter(kind="first", previous=None, valid_from__lte=day - wait)
    moment = Cast(F("valid_from") + wait, DateField())
    asked = first.annotate(moment=moment)
    then = Card.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=OuterRef("moment")),
        person=OuterRef("person"),
        valid_from__lte=OuterRef("moment"),
        valid_to__gte=OuterRef("moment"),
    )
    counted = asked.annotate(held=Exists(then)).aggregate(
        holders=Count("pk"), still=Count("pk", filter=Q(held=True))
    )
    return Rate(months, counted["holders"], counted["still"])


def lapsed(actor: User, day: date) -> QuerySet[Any]:
    """Cards in hand whose last day has passed and that no card follows, the latest first: who fell out of validity.

    Annotated ``asked``: the renewal was asked for and waits.
    """
    rows = scoped(actor, VIEW, Card.objects.filter(state=S.DELIVERED, valid_to__lt=day))
    waiting = Renewal.objects.filter(card=OuterRef("pk"), state=Renewal.State.FILED)
    followed = Card.objects.filter(previous=OuterRef("pk"), delivered_on__lte=day)
    found = rows.exclude(Exists(followed)).annotate(asked=Exists(waiting))
    return found.select_related("person__merged_into", "unit", "application__case").order_by(
        "-valid_to", "id"
    )


# What falls due


@dataclass(frozen=True)
class Projection:
    """Ends of cards in hand, month by month and office by office."""

    months: Sequence[date]
    totals: Sequence[int]
    offices: Sequence[tuple[Unit, Sequence[int], int]]

    @property
    def total(self) -> int:
        return sum(self.totals)


def projection(actor: User, first: date, months: int = 12) -> Projection:
    """Cards in hand that end in the ``months`` from the month of ``first`` on: renewals that may be asked for."""
    begins = first.replace(day=1)
    calendar = [add_months(begins, n) for n in range(months)]
    rows = scoped(
        actor,
        VIEW,
        Card.objects.filter(state=S.DELIVERED, valid_to__gte=begins, valid_to__lt=add_months(begins, months)),
    ).order_by()
    counted: dict[Any, dict[date, int]] = {}
    grouped = rows.annotate(month=TruncMonth("valid_to")).values_list("unit", "month")
    for unit, month, n in grouped.annotate(n=Count("pk")):
        counted.setdefault(unit, {})[month] = n
    units = Unit.objects.in_bulk(list(counted))
    offices = [
        (units[pk], [ends.get(month, 0) for month in calendar], sum(ends.values()))
        for pk, ends in counted.items()
    ]
    offices.sort(key=lambda row: (-row[2], str(row[0])))
    totals = [sum(row[1][n] for row in offices) for n in range(months)]
    return Projection(calendar, totals, offices)
