"""Reads of language courses. A teacher sees their own groups: what each pupil is called in class, a code, the marks.

``in_class``, ``pupils`` and what counts who benefited read every enrolment, those of hidden children too: nothing that
leaves them says who anybody is. Whoever manages courses sees the people they may see anywhere; a hidden child's enrolment
is reached from the child's file by those named on it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import may, scoped, units_for
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.kit.choices import Side
from musanada.people.models import Person
from musanada.people.queries import cluster, display_name, note_reading
from musanada.protection.models import Attendance, ClassGroup, Course, Enrolment, PupilNote, Session
from musanada.protection.queries import files

MANAGE, TEACH, VIEW = "course.manage", "course.teach", "protection.view"
PRESENT = Attendance.Mark.PRESENT


# For a teacher


def groups_of(actor: User) -> QuerySet[ClassGroup]:
    """The actor's own groups that are not over, the next to begin last."""
    today = timezone.localdate()
    rows = scoped(actor, TEACH, ClassGroup.objects.filter(teacher=actor))
    return (
        rows.filter(Q(to_on=None) | Q(to_on__gte=today)).select_related("course", "town").order_by("from_on")
    )


def group_taught(actor: User, pk: UUID) -> ClassGroup:
    """One of the actor's own. Raises: Http404."""
    rows = scoped(actor, TEACH, ClassGroup.objects.filter(teacher=actor, pk=pk))
    found = rows.select_related("course__unit", "town").first()
    if found is None:
        raise Http404
    return found


def in_class(group: ClassGroup, day: date) -> QuerySet[Enrolment]:
    """Enrolled on that day."""
    rows = Enrolment.objects.filter(group=group, from_on__lte=day)
    return rows.filter(Q(to_on=None) | Q(to_on__gte=day))


@dataclass(frozen=True)
class Pupil:
    """As the class knows them. ``mark``: of the day looked at, empty while the register is not taken."""

    key: UUID
    known_as: str
    code: str
    mark: str
    present: int
    held: int
    result: str


def pupils(group: ClassGroup, day: date) -> list[Pupil]:
    """In the order of what they are called, with how often they came until that day."""
    marked = Attendance.objects.filter(session__group=group, session__cancelled=False, session__on__lte=day)
    counts: dict[UUID, list[int]] = {}
    for key, mark, count in marked.values_list("enrolment", "mark").annotate(n=Count("pk")).order_by():
        told = counts.setdefault(key, [0, 0])
        told[0] += count if mark == PRESENT else 0
        told[1] += count
    today = dict(marked.filter(session__on=day).values_list("enrolment", "mark"))
    found = []
    for one in in_class(group, day):
        came, held = counts.get(one.pk, [0, 0])
        mark = today.get(one.pk, "")
        found.append(Pupil(one.pk, one.known_as, str(one), mark, came, held, one.result))
    return sorted(found, key=lambda one: (one.known_as.casefold(), one.code))


def pupil(group: ClassGroup, key: UUID) -> Pupil:
    """One of the group's, as the class knows them. Raises: Http404."""
    for one in pupils(group, timezone.localdate()):
        if one.key == key:
            return one
    raise Http404


def lesson(group: ClassGroup, day: date) -> Session | None:
    return Session.objects.filter(group=group, on=day).select_related("taken_by").first()


def lessons_held(group: ClassGroup) -> QuerySet[Session]:
    """Lessons whose register was taken or that were cancelled, the latest first."""
    return Session.objects.filter(group=group, taken_at__isnull=False).order_by("-on")


def to_take(actor: User) -> list[ClassGroup]:
    """The actor's groups whose register of today is not taken."""
    today = timezone.localdate()
    done = Session.objects.filter(group=OuterRef("pk"), on=today).filter(
        Q(taken_at__isnull=False) | Q(cancelled=True)
    )
    return list(groups_of(actor).filter(~Exists(done), from_on__lte=today))


# For whoever manages courses


def offices(actor: User) -> QuerySet[Unit]:
    """Never an authority of the State's: a hidden child may be among the pupils."""
    return units_for(actor, MANAGE).filter(active=True).exclude(side=Side.STATE).order_by("path")


def courses(actor: User) -> QuerySet[Course]:
    rows = scoped(actor, MANAGE, Course.objects.select_related("unit"))
    return rows.annotate(group_count=Count("groups")).order_by("-active", "name_fr", "id")


def course(actor: User, pk: UUID) -> Course:
    """Raises: Http404."""
    found = courses(actor).filter(pk=pk).select_related("unit", "programme").first()
    if found is None:
        raise Http404
    return found


def groups(actor: User, one: Course | None = None) -> QuerySet[ClassGroup]:
    rows = scoped(actor, MANAGE, ClassGroup.objects.select_related("course__unit", "teacher", "town"))
    return rows.filter(course=one) if one else rows


def open_groups(actor: User) -> QuerySet[ClassGroup]:
    """Where somebody may still be enrolled."""
    today = timezone.localdate()
    rows = groups(actor).filter(Q(to_on=None) | Q(to_on__gte=today), course__active=True)
    return rows.order_by("course__name_fr", "level", "from_on")


def group(actor: User, pk: UUID) -> ClassGroup:
    """Raises: Http404."""
    found = groups(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def teachers(one: Course) -> QuerySet[User]:
    """Accounts that teach at the course's office, or above it."""
    today = timezone.localdate()
    held = RoleHolding.objects.filter(
        Q(to_on=None) | Q(to_on__gt=today), role__in=roles_holding(TEACH), from_on__lte=today
    )
    units = one.unit.path
    above = [pk for pk, path in held.values_list("pk", "unit__path") if units.startswith(path)]
    keys = held.filter(pk__in=above).values("user")
    return User.objects.filter(pk__in=keys, is_active=True).order_by("display_name")


@dataclass(frozen=True)
class Enrolled:
    """An enrolment with the person's name, where the actor may see the person."""

    row: Enrolment
    name: str
    attended: "Attended"


@dataclass(frozen=True)
class Attended:
    """How many lessons were held while the child was enrolled, and how the child was marked."""

    held: int
    present: int
    absent: int
    excused: int

    @property
    def share(self) -> int | None:
        return round(100 * self.present / self.held) if self.held else None


def enrolled(actor: User, one: ClassGroup) -> list[Enrolled]:
    """Those the actor sees anywhere: hidden children are in no list, they are reached from their own file."""
    rows = scoped(actor, MANAGE, Enrolment.objects.filter(group=one).select_related("person"))
    seen = [row for row in rows if may(actor, "people.view", row.person)]
    told = attended(row.pk for row in seen)
    found = [Enrolled(row, display_name(row.person), told[row.pk]) for row in seen]
    return sorted(found, key=lambda one: (one.row.to_on is not None, one.name.casefold()))


def enrolment(actor: User, pk: UUID, right: str = MANAGE) -> Enrolment:
    """One, of a hidden child too where the file names the actor; the reading leaves its line. Raises: Http404."""
    rows = Enrolment.objects.select_related("group__course__unit", "group__teacher", "person", "by")
    found = scoped(actor, right, rows.filter(pk=pk), named=True).first()
    if found is None or not may(actor, "people.view", found.person):
        raise Http404
    note_reading(actor, found.person)
    return found


def of_person(actor: User, person: Person, right: str = VIEW) -> list[tuple[Enrolment, Attended]]:
    """The courses of somebody whose page the actor has opened."""
    rows = Enrolment.objects.filter(person__in=cluster(person)).select_related("group__course")
    found = list(scoped(actor, right, rows, named=True).order_by("-from_on"))
    told = attended(row.pk for row in found)
    return [(row, told[row.pk]) for row in found]


def notes(actor: User, rows: Iterable[Enrolment], right: str = VIEW) -> list[PupilNote]:
    """What teachers wrote, for whoever follows the pupil; the latest first."""
    found = PupilNote.objects.filter(enrolment__in=[row.pk for row in rows]).select_related("by", "enrolment")
    return list(scoped(actor, right, found, named=True))


def attended(keys: Iterable[UUID]) -> dict[UUID, Attended]:
    """Of each enrolment: lessons held between its days, and its marks in them."""
    wanted = list(keys)
    within = Q(group__sessions__on__gte=F("from_on")) & (
        Q(to_on=None) | Q(group__sessions__on__lte=F("to_on"))
    )
    took = within & Q(group__sessions__taken_at__isnull=False, group__sessions__cancelled=False)
    rows = Enrolment.objects.filter(pk__in=wanted)
    held = dict(rows.annotate(n=Count("group__sessions", filter=took)).values_list("pk", "n").order_by())
    marks: dict[UUID, Counter[str]] = {key: Counter() for key in wanted}
    made = Attendance.objects.filter(enrolment__in=wanted, session__cancelled=False)
    for pk, mark in made.values_list("enrolment", "mark"):
        marks[pk][mark] += 1
    return {
        key: Attended(held.get(key, 0), told["present"], told["absent"], told["excused"])
        for key, told in marks.items()
    }


@dataclass(frozen=True)
class Totals:
    """A group in numbers: nobody in them is named, and hidden children are left out, as in every live figure."""

    enrolled: int
    seats: int
    lessons: int
    completed: int
    benefited: int


def totals(one: ClassGroup) -> Totals:
    rows = Enrolment.objects.filter(group=one, person__protected=False)
    return Totals(
        rows.filter(to_on=None).count(),
        one.seats,
        Session.objects.filter(group=one, taken_at__isnull=False, cancelled=False).count(),
        rows.filter(result=Enrolment.Result.COMPLETED).count(),
        benefits(timezone.localdate(), rows).values("person").distinct().count(),
    )


def benefited_on(one: Enrolment) -> date | None:
    """The day one enrolment benefited by the rule of its course, or not yet."""
    rows = benefits(timezone.localdate(), Enrolment.objects.filter(pk=one.pk))
    return getattr(rows.first(), "benefited_on", None)


def case_of(actor: User, person: Person) -> UUID | None:
    """The child's file that names the actor."""
    rows = files.mine(actor, "child").filter(case__person__in=cluster(person))
    found: UUID | None = rows.values_list("case", flat=True).first()
    return found


# Who benefited


def benefits(until: date, rows: QuerySet[Enrolment] | None = None) -> QuerySet[Enrolment]:
    """Enrolments that benefited by ``until`` by their course's declared rule, each with the day: ``benefited_on``.

    *Enrolled*: the day of the enrolment. *Once*: the first lesson the child was present at. *Share*: present at the
    declared part of the lessons held while enrolled until that day; its day is the last of these lessons. *Completed*:
    the day of the result. Every person counts, hidden ones too: no name leaves here. Whoever shows this to somebody asks
    for ``scoped`` rows first.
    """
    found = (rows if rows is not None else Enrolment.objects.all()).filter(from_on__lte=until)
    until_then = Q(attendance__session__on__lte=until, attendance__session__cancelled=False)
    came = until_then & Q(attendance__mark=PRESENT)
    lessons_held = (
        Session.objects.filter(
            Q(on__lte=Coalesce(OuterRef("to_on"), Value(until))),
            group=OuterRef("group"),
            on__gte=OuterRef("from_on"),
            on__lte=until,
            taken_at__isnull=False,
            cancelled=False,
        )
        .order_by()
        .values("group")
    )
    found = found.annotate(
        came=Count("attendance", filter=came),
        first_on=Min("attendance__session__on", filter=came),
        last_on=Max("attendance__session__on", filter=until_then),
        held=Coalesce(lessons_held.annotate(n=Count("pk")).values("n"), 0),
    )
    found = found.annotate(hundred=F("came") * 100, needed=F("group__course__share") * F("held"))
    rule = Course.Rule
    by_rule = (
        Q(group__course__rule=rule.ENROLLED)
        | Q(group__course__rule=rule.ONCE, came__gt=0)
        | Q(group__course__rule=rule.SHARE, held__gt=0, came__gt=0) & Q(hundred__gte=F("needed"))
        | Q(group__course__rule=rule.COMPLETED, result=Enrolment.Result.COMPLETED, result_on__lte=until)
    )
    return found.filter(by_rule).annotate(benefited_on=day_of_benefit())


def day_of_benefit() -> Any:
    rule = Course.Rule
    return Case(
        When(group__course__rule=rule.ENROLLED, then=F("from_on")),
        When(group__course__rule=rule.ONCE, then=F("first_on")),
        When(group__course__rule=rule.SHARE, then=F("last_on")),
        default=F("result_on"),
        output_field=DateField(),
    )


def benefited(one: Course, until: date) -> QuerySet[Enrolment]:
    """Of one course. A child in two of its groups stands twice: count ``person`` once."""
    return benefits(until, Enrolment.objects.filter(group__course=one))


# Somebody to enrol


def person_to_enrol(actor: User, pk: UUID) -> Person:
    """By the key of their page; somebody hidden only where a file names the actor. Raises: Http404."""
    from musanada.people.queries import person

    return person(actor, pk)
