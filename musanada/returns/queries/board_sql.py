"""The verdicts of ``locks`` as SQL, for the whole board at once: which lock blocks which open return.

Counts and filters over twenty thousand files cannot be asked in Python file by file. The rules are the same, line for
line, and a test compares the two on random files: whoever changes one changes both.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from musanada.cases.models import Clearance
from musanada.people.models import Person, Relationship
from musanada.returns.models import (
    ExitAuthorisation,
    FitToTravel,
    Leg,
    Lock,
    LockRule,
    Passenger,
    Return,
    TravelDocument,
)
from musanada.returns.queries.lock_facts import GONE, PARENTS

NEVER = date(1, 1, 1)
ADULT = 18


class DaysAfter(Func):
    """``day`` plus a number of days, by the database's own arithmetic."""

    output_field = DateField()

    def __init__(self, day: Any, days: Any) -> None:
        super().__init__(day, days)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s || ' days')", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="((%(expressions)s))", arg_joiner=")::date + (", **more
        )


class YoungerThan(Func):
    """May somebody born then (known to that precision) still be under 18 on the day? The youngest they can be counts."""

    output_field = BooleanField()
    LAST = {  # the last day of the month, of the year
        "sqlite": ("'start of month', '+1 month', '-1 day'", "'start of year', '+1 year', '-1 day'"),
        "postgresql": ("month", "year"),
    }

    def __init__(self, birth: Any, precision: Any, day: Any) -> None:
        super().__init__(birth, precision, day)

    def parts(self, compiler: Any) -> tuple[list[str], list[Any]]:
        texts, values = [], []
        for one in self.get_source_expressions():
            text, given = compiler.compile(one)
            texts.append(text)
            values.append(tuple(given))
        return texts, values

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        (birth, precision, day), (b, p, d) = self.parts(compiler)
        month, year = self.LAST["sqlite"]
        older = f"'+{ADULT} years'"
        sql = (
            f"({birth} IS NULL OR CASE {precision} WHEN 'day' THEN date({birth}, {older})"
            f" WHEN 'month' THEN date({birth}, {month}, {older})"
            f" ELSE date({birth}, {year}, {older}) END > {day})"
        )
        return sql, (*b, *p, *b, *b, *b, *d)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        (birth, precision, day), (b, p, d) = self.parts(compiler)
        ends = {
            unit: f"(date_trunc('{unit}', {birth}) + interval '1 {unit}' - interval '1 day')::date"
            for unit in ("month", "year")
        }
        sql = (
            f"({birth} IS NULL OR CASE {precision} WHEN 'day' THEN {birth} WHEN 'month' THEN {ends['month']}"
            f" ELSE {ends['year']} END > (({day})::date - interval '{ADULT} years')::date)"
        )
        return sql, (*b, *p, *b, *b, *b, *d)


def truth(condition: Any) -> Case:
    """True or false; what a missing row leaves open (NULL) is false."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def with_days(rows: QuerySet[Return]) -> QuerySet[Return]:
    """``day``: of travel, else the wish while it lies ahead, else today (``locks.day_asked``). ``seat``: the open place,
    ``declared``: the standing declaration; at most one of each, by constraint."""
    today = Value(timezone.localdate(), output_field=DateField())
    return rows.alias(
        seat=FilteredRelation("places", condition=Q(places__state="booked")),
        declared=FilteredRelation("declarations", condition=Q(declarations__withdrawn_on=None)),
        seated=F("seat__movement"),
        own=Coalesce("travel_on", "wished_on", Value(NEVER), output_field=DateField()),
        root=Coalesce("case__person__merged_into", "case__person"),
    ).annotate(
        day=Coalesce("travel_on", Greatest(Coalesce("wished_on", today), today), output_field=DateField())
    )


def blocked(rows: QuerySet[Return], locks: tuple[str, ...] = tuple(Lock.values)) -> QuerySet[Return]:
    """``rows`` of ``with_days`` with one truth per lock: ``no_document``, ``no_exit`` …"""
    return rows.alias(most=most_days()).annotate(**conditions(locks))


def blocked_only(rows: QuerySet[Return], lock: str) -> QuerySet[Return]:
    """Those of ``with_days`` that the lock blocks, judged once."""
    return rows.alias(most=most_days()).filter(conditions((lock,))[f"no_{lock}"])


def free_only(rows: QuerySet[Return]) -> QuerySet[Return]:
    """Those that nothing blocks."""
    every = conditions(tuple(Lock.values)).values()
    return rows.alias(most=most_days()).filter(*(Q(unless(Q(one))) for one in every))


def conditions(locks: tuple[str, ...]) -> dict[str, Any]:
    rules = list(LockRule.objects.order_by("-valid_from"))
    return {f"no_{lock}": blocked_by(lock, [one for one in rules if one.lock == lock]) for lock in locks}


def most_days() -> Any:
    """How many days an examination is good for; 0: as long as it says."""
    return margin_of(list(LockRule.objects.filter(lock=Lock.FITNESS).order_by("-valid_from")))


def margin_of(rules: list[LockRule]) -> Any:
    if not any(one.days for one in rules):
        return Value(0)
    return Case(*(When(holding(one), then=one.days) for one in rules), default=0, output_field=IntegerField())


def blocked_by(lock: str, rules: list[LockRule]) -> Any:
    """The lock's condition, where a rule of that day, direction and channel does not lift it."""
    margin: Any = Value(0)
    if any(one.days for one in rules):
        margin = Case(
            *(When(holding(one), then=one.days) for one in rules), default=0, output_field=IntegerField()
        )
    shut = CONDITIONS[lock](margin)
    if all(one.demanded for one in rules):
        return truth(shut)
    cases = [When(holding(one), then=truth(shut) if one.demanded else Value(False)) for one in rules]
    return Case(*cases, default=truth(shut), output_field=BooleanField())


def holding(rule: LockRule) -> Q:
    """The latest that began decides: they are asked in that order."""
    found = Q(direction=rule.direction, channel=rule.channel, day__gte=rule.valid_from)
    return found & Q(day__lt=rule.valid_to) if rule.valid_to else found


# The locks, each the condition under which it blocks


def no_declaration(_margin: Any) -> Q:
    return Q(declared__signed_on=None) | Q(declared__signed_on__gt=F("day"))


def no_document(margin: Any) -> Any:
    legs = Leg.objects.filter(movement=OuterRef("seated")).order_by()
    last = Subquery(legs.values("movement").annotate(last=Max("arrives_on")).values("last"))
    ends: Any = Case(
        When(seated=None, then=F("day")),
        default=Greatest(F("day"), Coalesce(last, F("day"))),
        output_field=DateField(),
    )
    needed = ends if isinstance(margin, Value) else DaysAfter(ends, margin)
    held = TravelDocument.objects.filter(
        ret=OuterRef("pk"), state="obtained", obtained_on__lte=OuterRef("day")
    )
    chosen = Q(chosen=None) | Q(pk=F("chosen"))
    held = held.alias(
        chosen=ExpressionWrapper(OuterRef("seat__document"), output_field=TravelDocument._meta.pk)
    )
    # The best in hand against the end of the journey: a null (nothing in hand) is not enough either.
    best = held.filter(chosen).order_by("-valid_to").values("valid_to")[:1]
    return Q(ExactlyLess(Coalesce(Subquery(best), Value(NEVER), output_field=DateField()), needed))


class ExactlyLess(Func):
    """``a < b`` as a condition of two expressions."""

    template = "(%(expressions)s)"
    arg_joiner = " < "
    output_field = BooleanField()
    conditional = True


def no_exit(_margin: Any) -> Any:
    day = OuterRef("day")
    return ~Exists(
        ExitAuthorisation.objects.filter(
            ret=OuterRef("pk"), state="granted", valid_from__lte=day, valid_to__gte=day
        )
    )


def not_fit(margin: Any) -> Any:
    """The last examination before the day decides; its own verdict is one column."""
    rows = FitToTravel.objects.filter(ret=OuterRef("pk"), voided_at=None, on__lte=OuterRef("day"))
    provided = Q(needs="") | Q(seat_taken=None)
    each = Q()
    for need in FitToTravel.Need.values:
        each &= ~Q(needs__contains=f",{need},") | Q(provided__contains=f",{need},")
    good = ~Q(result="unfit") & Q(valid_to__gte=OuterRef("day")) & (provided | each)
    rows = rows.alias(
        seat_taken=ExpressionWrapper(OuterRef("seated"), output_field=Passenger._meta.pk),
        provided=ExpressionWrapper(OuterRef("seat__needs"), output_field=Passenger._meta.get_field("needs")),
    )
    if not isinstance(margin, Value):
        rows = rows.alias(most=ExpressionWrapper(OuterRef("most"), output_field=IntegerField()))
        good &= Q(most=0) | ~Q(ExactlyLess(DaysAfter(F("on"), F("most")), OuterRef("day")))
    last = rows.order_by("-on", "-recorded_at", "-pk")
    fit = Subquery(
        last.annotate(good=Case(When(good, then=1), default=0, output_field=IntegerField())).values("good")[
            :1
        ]
    )
    return Q(ExactlyLess(Coalesce(fit, 0), Value(1)))


def cleared(kind: str) -> Any:
    """Of all the records that are one person: the file's own and its canonical one first, then the merged ones."""
    day = OuterRef("day")
    rows = Clearance.objects.filter(kind=kind, state="granted", from_on__lte=day, to_on__gte=day)
    merged = Person.objects.filter(merged_into=OuterRef(OuterRef("root"))).values("pk")
    found = Q(Exists(rows.filter(person=OuterRef("case__person"))))
    kept = Q(case__person__merged_into__isnull=False) & Q(Exists(rows.filter(person=OuterRef("root"))))
    return found | kept | Q(Exists(rows.filter(person__in=merged)))


def no_protection(_margin: Any) -> Any:
    return unless(cleared(Clearance.Kind.PROTECTION))


def unless(*open_by: Any) -> Case:
    """True where none of these holds: asked one after the other, no further than the first that does."""
    return Case(
        *(When(one, then=Value(False)) for one in open_by), default=Value(True), output_field=BooleanField()
    )


def no_travel_clearance(_margin: Any) -> Any:
    """Only of those who may be minors; the parent is looked for before the clearance. On a list: a parent of the
    register who is on it, or an adult of the family on it where the counsellor says so, or no family's file at all.
    Before a list: the counsellor's word, or a parent of the family with the same plan."""
    person = "case__person"
    young = Q(YoungerThan(canonical(person, "birth_date"), canonical(person, "birth_precision"), F("day")))
    seated, planned, said = Q(seated__isnull=False), Q(seated=None), Q(with_parent=True)
    grown = [
        kin.filter(places__state="booked", places__movement=OuterRef("seated")).filter(
            ~Q(child_on(OuterRef("day")))
        )
        for kin in family()
    ]
    principal, dependants = family()
    shut = unless(
        planned & said,
        planned & any_of(parents_with(same_plan)),
        seated & any_of(parents_with(same_list)),
        seated & said & ~Exists(principal) & ~Exists(dependants),
        seated & said & any_of(grown),
        cleared(Clearance.Kind.TRAVEL),
    )
    return Case(When(young, then=shut), default=Value(False), output_field=BooleanField())


def any_of(rows: Any) -> Q:
    found = Q()
    for one in rows:
        found |= Q(Exists(one))
    return found


def canonical(person: str, column: str) -> Case:
    """The column of the record that stands."""
    merged = f"{person}__merged_into"
    return Case(When(**{merged: None}, then=F(f"{person}__{column}")), default=F(f"{merged}__{column}"))


def child_on(day: Any) -> YoungerThan:
    person = "case__person"
    return YoungerThan(canonical(person, "birth_date"), canonical(person, "birth_precision"), day)


def parents_with(match: Callable[[QuerySet[Return]], QuerySet[Return]]) -> Iterator[QuerySet[Relationship]]:
    """Ties of the child, and of the records merged into it, to a parent of whom a file matches. Each by its index."""
    for child in ("other", "other__merged_into"):
        ties = Relationship.objects.filter(kind__in=PARENTS, **{child: OuterRef("root")})
        ties = ties.alias(parent=Coalesce("person__merged_into", "person"))
        files = [
            match(Return.objects.filter(**{f"case__person{which}": OuterRef("parent")}))
            for which in ("", "__merged_into")
        ]
        yield ties.filter(Q(Exists(files[0])) | Q(Exists(files[1])))


def outer(name: str) -> Any:
    """A column of the return asked about, two queries up."""
    return OuterRef(OuterRef(name))


def seats(movement: Any) -> QuerySet[Passenger]:
    """The open place of the file asked about, on that list; found by the file, never by a list of two hundred."""
    rows = Passenger.objects.filter(ret=OuterRef("pk"), state="booked")
    return rows.alias(aboard=Coalesce("movement", "movement")).filter(aboard=movement)


def same_list(rows: QuerySet[Return]) -> QuerySet[Return]:
    return rows.filter(Exists(seats(OuterRef(outer("seated"))))).exclude(pk=outer("pk"))


def same_plan(rows: QuerySet[Return]) -> QuerySet[Return]:
    head = Coalesce(outer("case__principal"), outer("case"))
    family = Q(case=outer("case__principal")) | Q(case__principal=head)
    rows = rows.alias(way=Coalesce("direction", Value(""))).filter(family, way=outer("direction"))
    rows = planned_on(waiting(rows))
    return rows.filter(Q(planned=outer("own")) | Q(planned=outer("day"))).exclude(pk=outer("pk"))


def family() -> tuple[QuerySet[Return], QuerySet[Return]]:
    """The principal's file; those that depend on the same principal. Two questions, each by its own index: what most
    files share (the direction) is asked in a way that no index answers first."""
    rows = Return.objects.exclude(pk=OuterRef("pk")).alias(way=Coalesce("direction", Value("")))
    rows = rows.filter(way=OuterRef("direction"))
    head = Coalesce(OuterRef("case__principal"), OuterRef("case"))
    return rows.filter(case=OuterRef("case__principal")), rows.filter(case__principal=head)


def waiting(rows: QuerySet[Return]) -> QuerySet[Return]:
    """Neither gone nor given up."""
    left = Coalesce("departed_on", Value(NEVER), output_field=DateField())
    return rows.alias(left=left).filter(left=NEVER).exclude(case__state__in=GONE)


def planned_on(rows: QuerySet[Return]) -> Any:
    return rows.alias(planned=Coalesce("travel_on", "wished_on", Value(NEVER), output_field=DateField()))


def family_apart(_margin: Any) -> Any:
    """Somebody of the family is not on my list; before a list, has another plan."""
    on_list = [waiting(kin).filter(~Exists(seats(outer("seated")))) for kin in family()]
    on_plan = [
        planned_on(waiting(kin)).exclude(planned=OuterRef("own")).exclude(planned=OuterRef("day"))
        for kin in family()
    ]
    together = Q(seated__isnull=False) & any_of(on_list) | Q(seated=None) & any_of(on_plan)
    return Case(
        When(Q(apart="") & together, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def no_funding(_margin: Any) -> Q:
    beyond = Q(funding__valid_from__gt=F("day")) | Q(funding__valid_to__lte=F("day"))
    return Q(funding=None) | ~Q(funding__channel=F("channel")) | beyond


CONDITIONS: dict[str, Any] = {
    Lock.DECLARATION: no_declaration,
    Lock.DOCUMENT: no_document,
    Lock.EXIT: no_exit,
    Lock.FITNESS: not_fit,
    Lock.PROTECTION: no_protection,
    Lock.TRAVEL: no_travel_clearance,
    Lock.FAMILY: family_apart,
    Lock.FUNDING: no_funding,
}
