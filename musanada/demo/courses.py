"""Language courses: the minors whom assistance counts in 2024 (F056) with their class and their register; a class of today.

The same people, no act more: whoever came to a course in 2024 came to a lesson, on the day of the act among others. A few
are enrolled and never came: they did not benefit.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from musanada.assistance.models import Act
from musanada.demo.children import Kid
from musanada.demo.protection_book import DAY, at_noon
from musanada.demo.protection_world import Ground
from musanada.people.models import Person, PersonName
from musanada.protection.models import Attendance, ClassGroup, Course, Enrolment, Session

HALVES = ((date(2024, 1, 2), date(2024, 6, 30)), (date(2024, 7, 1), date(2024, 12, 31)))
TEACHERS = {
    "assoc-nador-rif": "nador",
    "assoc-casa-oulfa": "casablanca",
    "assoc-marrakech-menara": "marrakech",
}
LEVELS = ("A0", "A1", "A1", "A2")
GROUP = 14  # pupils at most
WEEK = timedelta(days=7)
SINCE = 70  # days: how long the classes of today have run


@dataclass(frozen=True)
class Pupil:
    person: UUID
    known_as: str
    came_on: date | None
    since: date  # known to the register


@dataclass(frozen=True)
class Class:
    key: UUID
    first: date
    last: date
    by: UUID
    teacher: UUID | None


def fill(ground: Ground, kids: Sequence[Kid]) -> int:
    """Returns how many pupils of 2024."""
    by_unit = pupils_of_2024(ground)
    courses = {code: course(ground, code) for code in sorted({*by_unit, *TEACHERS})}
    total = 0
    for code, pupils in sorted(by_unit.items()):
        total += len(pupils)
        absent = never_came(ground, code, {one.person for some in by_unit.values() for one in some})
        for half, (first, last) in enumerate(HALVES):
            came = [one for one in pupils if one.came_on and first <= one.came_on <= last]
            for start in range(0, len(came), GROUP):
                some = came[start : start + GROUP] + (absent if half == start == 0 else [])
                hold(ground, opened(ground, courses[code], code, first, last, start // GROUP), some)
    today(ground, courses, kids)
    return total


def pupils_of_2024(ground: Ground) -> dict[str, list[Pupil]]:
    """Minors with a language course among the acts of 2024, by the unit that gave it."""
    acts = Act.objects.filter(
        service__code="language-course", given_on__year=2024, state="given", person__protected=False
    )
    minors = acts.filter(person__birth_date__year__gte=2024 - 17)
    rows = list(
        minors.order_by("given_on", "id").values_list(
            "person", "unit__code", "given_on", "person__registered_on"
        )
    )
    called = names_of([row[0] for row in rows])
    found: dict[str, list[Pupil]] = defaultdict(list)
    for person, unit, on, since in rows:
        found[unit].append(Pupil(person, called[person], on, since))
    return found


def names_of(people: Sequence[UUID]) -> dict[UUID, str]:
    """What somebody is called in class."""
    rows = PersonName.objects.filter(person__in=people, preferred=True).order_by("-script", "id")
    said = {person: str(given or text) for person, given, text in rows.values_list("person", "given", "text")}
    return {key: said.get(key, "Élève")[:60] for key in people}


def never_came(ground: Ground, code: str, others: set[UUID]) -> list[Pupil]:
    """One or two who were enrolled at the beginning of the year."""
    rows = Person.objects.filter(
        presences__unit=ground.units[code], presences__from_on__lt=date(2024, 1, 1), protected=False, merged_into=None,
        birth_date__year__range=(2009, 2015), nationalities__isnull=False,
    ).exclude(pk__in=others)  # fmt: skip
    found = list(rows.order_by("reference").values_list("pk", "registered_on").distinct()[:2])
    called = names_of([key for key, _since in found])
    return [Pupil(key, called[key], None, since) for key, since in found]


def town_of(ground: Ground, code: str) -> UUID | None:
    key: UUID | None = ground.units[code].town_id
    return key


def officer(ground: Ground, code: str) -> UUID:
    """Who keeps the courses of a unit: the protection officer of its town."""
    town = town_of(ground, code)
    return next(
        (team.owner for team in ground.teams.values() if team.town == town),
        ground.by("protection-officer.national"),
    )


def course(ground: Ground, code: str) -> UUID:
    key = ground.chance.key(at_noon(date(2024, 1, 2)))
    ground.book.bare(
        Course, id=key, code=f"darija-{code.removeprefix('assoc-')}", unit=ground.units[code].pk, name_fr="Darija pour débutants",
        name_ar="الدارجة للمبتدئين", language="ary", rule="once", hours=60,
    )  # fmt: skip
    return key


def opened(ground: Ground, course: UUID, code: str, first: date, last: date, number: int) -> Class:
    chance = ground.chance
    place = TEACHERS.get(code)
    teacher = ground.by(f"teacher.{place}") if place else None
    key = chance.key(at_noon(first))
    half = "printemps" if first.month < 7 else "automne"
    ground.book.bare(
        ClassGroup, id=key, reference=chance.reference(), course=course, level=chance.choice(LEVELS),
        label=f"Groupe {number + 1}, {half} {first.year}", teacher=teacher, town=town_of(ground, code), from_on=first,
        to_on=last, seats=20,
    )  # fmt: skip
    return Class(key, first, last, officer(ground, code), teacher)


def hold(ground: Ground, group: Class, pupils: Sequence[Pupil]) -> None:
    """Weekly lessons, and one on every day on which an act says that somebody came."""
    days = {one.came_on for one in pupils if one.came_on}
    day = group.first + (1 + ground.chance.randrange(5)) * DAY
    while day <= min(group.last, ground.book.today - DAY):
        days.add(day)
        day += WEEK
    lessons = {on: lesson(ground, group, on) for on in sorted(days)}
    for pupil in pupils:
        attend(ground, group, pupil, lessons)


def lesson(ground: Ground, group: Class, on: date) -> UUID:
    key = ground.chance.key(at_noon(on, 17))
    ground.book.bare(
        Session,
        id=key,
        group=group.key,
        on=on,
        hours=2,
        taken_at=at_noon(on, 18),
        taken_by=group.teacher or group.by,
    )
    return key


def attend(ground: Ground, group: Class, pupil: Pupil, lessons: dict[date, UUID]) -> None:
    """Enrolled shortly before the act, there on its day, and most of the other days until the end or until they left."""
    chance = ground.chance
    since = max(group.first, pupil.since, (pupil.came_on or group.first) - chance.randrange(30) * DAY)
    running = group.last > ground.book.today
    left = (
        pupil.came_on + chance.randrange(40) * DAY
        if pupil.came_on and chance.part(0.18) and not running
        else None
    )
    until = min(left or group.last, group.last)
    enrolment = enrol(ground, group, pupil, since, until, running=running, left=left is not None)
    for on, session in lessons.items():
        if since <= on <= until:
            there = on == pupil.came_on or (pupil.came_on is not None and chance.part(0.8))
            mark = "present" if there else chance.choice(("absent", "absent", "excused"))
            ground.book.bare(Attendance, session=session, enrolment=enrolment, mark=mark)


def enrol(
    ground: Ground, group: Class, pupil: Pupil, since: date, until: date, *, running: bool, left: bool
) -> UUID:
    chance, reference = ground.chance, ground.chance.reference()
    result = (
        ""
        if running
        else "left"
        if left or pupil.came_on is None
        else "completed"
        if chance.part(0.82)
        else "failed"
    )
    done = result == "completed"
    columns: dict[str, Any] = {
        "to_on": None if running else until,
        "result": result,
        "result_on": None if running else until,
        "certificate": f"{until.year}-{reference}" if done else "",
        "moved_on": chance.choice(("school", "next", "vocational", "")) if done else "",
    }
    at = min(at_noon(since, 10), ground.book.now)
    return ground.book.add(
        Enrolment, at, reference=reference, group=group.key, person=pupil.person, known_as=pupil.known_as,
        placement=chance.choice(("A0", "A0", "A1", "")), from_on=since, by=group.by, **columns,
    )  # fmt: skip


def today(ground: Ground, courses: dict[str, UUID], kids: Sequence[Kid]) -> None:
    """A class in three towns, among its pupils children with a file: the register of today is still to be taken."""
    now = ground.book.today
    first = now - SINCE * DAY
    for code in TEACHERS:
        group = opened(ground, courses[code], code, first, now + 100 * DAY, 0)
        town = town_of(ground, code)
        followed = [
            one for one in kids if one.file.team.town == town and one.road == "active" and one.eighteen > now
        ]
        pupils = [
            Pupil(one.key, called, first + 3 * DAY, one.day)
            for one, called in zip(followed[:4], ("Messi", "Sourire", "Kaba", "Petit"), strict=False)
        ]
        hold(ground, group, [*pupils, *known_minors(ground, code, first)])


def known_minors(ground: Ground, code: str, first: date) -> list[Pupil]:
    """Seven minors of the register, of those the unit knows."""
    rows = Person.objects.filter(
        presences__unit=ground.units[code],
        protected=False,
        merged_into=None,
        birth_date__year__range=(2010, 2018),
    )
    found = list(rows.order_by("-registered_on", "reference").values_list("pk", flat=True).distinct()[:7])
    called = names_of(found)
    return [Pupil(key, called[key], first + 3 * DAY, first) for key in dict.fromkeys(found)]
