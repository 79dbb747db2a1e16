"""Children as those named on their files read them: the list, the page, brothers and sisters, the mapped child a file begins from.

Addresses carry the key of the case. What hangs on a file is read only after ``files.file`` has found it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import holds, scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.queries.case_deadlines import left
from musanada.kit.choices import BirthPrecision, FieldGroup, Side
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Sentence
from musanada.kit.ids import normalise_reference
from musanada.people.models import Person
from musanada.people.queries import display_name, note_reading
from musanada.protection.drafts import age_at, birthday
from musanada.protection.models import (
    AgeRecord,
    CareArrangement,
    Child,
    Clock,
    Concern,
    Encounter,
    FamilyMember,
    Harm,
    MappedChild,
    ProtectionFile,
    Separation,
    SiblingLink,
)
from musanada.protection.queries import files
from musanada.protection.rules import value

CHILD = ProtectionFile.Kind.CHILD
VIEW, WORK, RECORD = files.VIEW, files.WORK, "encounter.record"


def child(actor: User, case: UUID | str, right: str = VIEW) -> ProtectionFile:
    """A child's file, its reading noted. Raises: Http404 unless it names the actor."""
    return files.file(actor, case, right, CHILD)


def person_of(file: ProtectionFile) -> Person:
    return file.case.person.merged_into or file.case.person


def of_file(file: ProtectionFile, model: Any, pk: UUID | str) -> Any:
    """A row of a file already opened. Raises: Http404."""
    found = model.objects.filter(pk=pk, file=file).first()
    if found is None:
        raise Http404
    return found


def offices(actor: User) -> list[Unit]:
    """Where the actor opens files: never at an authority of the State."""
    units = units_for(actor, WORK, FieldGroup.PROTECTION).filter(active=True).exclude(side=Side.STATE)
    return list(units.order_by("path"))


def owns(actor: User, file: ProtectionFile) -> bool:
    """Does the actor answer for the file?"""
    return file.secret.owner_id == actor.pk and file.secret.closed_at is None


# The list


@dataclass(frozen=True)
class Line:
    """A child of the actor's own list."""

    file: ProtectionFile
    child: Child
    name: str
    age: str
    clock: Clock | None
    left: Sentence

    @property
    def late(self) -> bool:
        return self.clock is not None and self.clock.late


def running(day: date | None = None) -> QuerySet[Clock]:
    rows = Clock.objects.filter(met_on=None, dropped_on=None).order_by("due_on", "id")
    return rows.filter(due_on__lte=day) if day else rows


def next_clock(file: ProtectionFile) -> Clock | None:
    return running().filter(file=file).first()


def time_left(clock: Clock | None) -> Sentence:
    """In words: in three days, five days late."""
    return left(clock.due_on) if clock else ""


def mine(actor: User, *, closed: bool = False) -> QuerySet[ProtectionFile]:
    rows = files.mine(actor, CHILD, closed=closed).select_related("child", "case__person__merged_into")
    return rows.prefetch_related(Prefetch("clocks", queryset=running(), to_attr="running"))


def lines(actor: User, rows: Sequence[ProtectionFile]) -> list[Line]:
    """With the names; each name shown is a reading, in one transaction with what is shown."""
    with transaction.atomic():
        return [line_of(actor, one) for one in rows]


def line_of(actor: User, one: Any) -> Line:
    clock = one.running[0] if one.running else None
    name = files.name_of(actor, one)
    return Line(one, one.child, name, person_of(one).age_words, clock, time_left(clock))


# The ages and days of one child


def age_of(file: ProtectionFile, day: date | None = None) -> int | None:
    """On that day (today), the youngest it can be."""
    return age_at(person_of(file).born, day or timezone.localdate())


def eighteen_of(file: ProtectionFile) -> date | None:
    """The day on which the child is of age for certain; None where nothing is known of the birth."""
    return birthday(person_of(file).born, value("adult_age"))


def first_separation(file: ProtectionFile) -> date | None:
    days = Separation.objects.filter(file=file, on__isnull=False).order_by("on")
    return days.values_list("on", flat=True).first()


def applied_age(file: ProtectionFile) -> AgeRecord | None:
    return AgeRecord.objects.filter(file=file, applied=True).first()


def lives_with_a_parent(file: ProtectionFile) -> bool:
    open_rows = CareArrangement.objects.filter(file=file, to_on=None)
    return open_rows.filter(kind__in=CareArrangement.PARENTAL).exists()


# Family


def relatives(file: ProtectionFile) -> QuerySet[FamilyMember]:
    rows = FamilyMember.objects.filter(file=file, voided_at=None).select_related("nationality")
    return rows.order_by(F("rank").asc(nulls_last=True), "recorded_at", "id")


@dataclass(frozen=True)
class Sibling:
    """A brother or sister with a file that names the reader too."""

    link: SiblingLink
    file: ProtectionFile
    name: str
    age: str
    care: CareArrangement | None
    apart: bool  # meant to stay together, and living in two places


def siblings(actor: User, file: ProtectionFile) -> list[Sibling]:
    """Those of files that name the actor; of the others nothing is said, not even that there are any."""
    links = SiblingLink.objects.filter(Q(file=file) | Q(other=file), ended_on=None)
    seen = scoped(actor, VIEW, links, named=True)
    found = []
    for link in seen.select_related("file__case__person", "other__case__person").order_by("recorded_at"):
        theirs = link.other if link.file_id == file.pk else link.file
        if not files.named(actor).filter(pk=theirs.pk).exists():
            continue
        found.append(sibling_of(actor, file, theirs, link))
    return found


def sibling_of(actor: User, file: ProtectionFile, theirs: ProtectionFile, link: SiblingLink) -> Sibling:
    person = person_of(theirs)
    with transaction.atomic():
        note_reading(actor, person)
        name = display_name(person)
    own, other = open_care(file), open_care(theirs)
    apart = link.together and own is not None and other is not None and not same_place(own, other)
    return Sibling(link, theirs, name, person.age_words, other, apart)


def open_care(file: ProtectionFile) -> CareArrangement | None:
    return CareArrangement.objects.filter(file=file, to_on=None).select_related("town").first()


def same_place(one: CareArrangement, other: CareArrangement) -> bool:
    """The same kind of arrangement, with the same people, in the same town."""

    def told(row: CareArrangement) -> tuple[Any, ...]:
        return row.kind, row.town_id, str(row.agency).casefold().strip(), str(row.carer).casefold().strip()

    return told(one) == told(other)


def by_reference(actor: User, text: str) -> ProtectionFile | None:
    """A child's file that names the actor, by the number of its case or the reference of its person."""
    number = normalise_reference(text)
    rows = files.named(actor, WORK).filter(kind=CHILD, case__closed_on=None)
    return rows.filter(Q(case__reference=number) | Q(case__person__reference=number)).first()


# What hangs on a file already opened: one row, or not found


def age_record(file: ProtectionFile, pk: UUID) -> AgeRecord:
    found: AgeRecord = of_file(file, AgeRecord, pk)
    return found


def relative(file: ProtectionFile, pk: UUID) -> FamilyMember:
    found = relatives(file).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def separation(file: ProtectionFile, pk: UUID) -> Separation:
    found: Separation = of_file(file, Separation, pk)
    return found


def concern(file: ProtectionFile, pk: UUID) -> Concern:
    found: Concern = of_file(file, Concern, pk)
    return found


def harms(actor: User, file: ProtectionFile) -> QuerySet[Harm]:
    """The compartment apart: of nobody's but who answers for the file."""
    return Harm.objects.filter(file=file) if owns(actor, file) else Harm.objects.none()


def harm(actor: User, file: ProtectionFile, pk: UUID) -> Harm:
    found = harms(actor, file).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# The mapped child a file begins from


def opened_by_form(actor: User, key: UUID | None) -> ProtectionFile | None:
    """The file that this very form became, sent again by the same hand."""
    return files.named(actor).filter(pk=key, case__opened_by=actor).first() if key else None


@dataclass(frozen=True)
class Mapped:
    """A child met in the street, with what the encounters say for the first twelve answers."""

    child: MappedChild
    initial: dict[str, Any]
    met: int


def mapped(actor: User, key: UUID) -> Mapped:
    """Raises: Http404 where the actor sees none, or a file hides the child already."""
    if not holds(actor, RECORD):
        raise Http404
    rows = scoped(actor, RECORD, MappedChild.objects.filter(pk=key, person=None))
    found = rows.select_related("unit").first()
    if found is None:
        raise Http404
    met = list(Encounter.objects.filter(child=found, voided_at=None).order_by("-at", "-id"))
    return Mapped(found, initial_of(found, met), len(met))


def initial_of(found: MappedChild, met: list[Encounter]) -> dict[str, Any]:
    last = met[0] if met else None
    birth = PartialDate(date(found.born_about, 1, 1), BirthPrecision.ESTIMATED) if found.born_about else None
    needs = {code for one in met[:3] for code in one.needs.split(",") if code}
    initial: dict[str, Any] = {
        "name": found.nickname,
        "sex": found.sex,
        "nationality": found.nationality_id or "",
        "office": str(found.unit_id),
        "source": ProtectionFile.Source.PATROL,
        "needs": sorted(needs),
    }
    if birth is not None:
        initial["birth"] = birth
    if last is not None:
        danger = "yes" if last.danger else ""
        initial |= {"town": str(last.town_id), "language": last.language, "danger": danger}
        initial["identified_on"] = timezone.localdate(last.at)
    return initial
