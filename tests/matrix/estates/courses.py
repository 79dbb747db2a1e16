"""A course with a pupil whom nothing hides, marked and noted; and what a child's file tells of care, guardians and tracing."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.protection.commands.opening import open_protection
from musanada.protection.models import (
    Attendance,
    CareArrangement,
    Child,
    ClassGroup,
    Course,
    Enrolment,
    FamilyMember,
    Mandate,
    MappedChild,
    ProtectionFile,
    PupilNote,
    Schooling,
    Session,
    Tracing,
    TransitionItem,
)


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    return a_class(estate) | a_childs_life(estate)


def a_class(estate: Any) -> dict[str, Any]:
    day, code = timezone.localdate(), estate.root.code
    course = Course.objects.create(
        code=f"darija-{code}", unit=estate.office, name_fr=f"Darija {code}", language="ary"
    )
    group = ClassGroup.objects.create(
        course=course, level="A1", label=f"Groupe {code}", teacher=estate.everyone, from_on=day
    )
    pupil = Enrolment.objects.create(
        group=group,
        person=estate.person,
        known_as="Binta",
        result="completed",
        result_on=day,
        certificate=f"2024-{code}"[:20],
        by=estate.everyone,
    )
    lesson = Session.objects.create(group=group, on=day, taken_at=timezone.now(), taken_by=estate.everyone)
    Attendance.objects.create(session=lesson, enrolment=pupil, mark="present")
    PupilNote.objects.create(enrolment=pupil, text="Vient à pied de loin.", by=estate.everyone)
    return {"course": course, "class_group": group, "pupil": pupil}


def a_childs_life(estate: Any) -> dict[str, Any]:
    file, actor = own_file(estate), estate.everyone
    day = file.identified_on
    mother = FamilyMember.objects.create(file=file, tie="mother", wished="yes", safe="yes", by=actor)
    return {
        "life_case": file.case,
        "care_row": CareArrangement.objects.create(file=file, kind="residential", from_on=day, by=actor),
        "mandate": Mandate.objects.create(file=file, kind="guardian", asked_on=day, by=actor),
        "schooling": Schooling.objects.create(
            file=file, kind="school", place="Collège", from_on=day, by=actor
        ),
        "tracing": Tracing.objects.create(file=file, relative=mother, opened_on=day, by=actor),
        "passage_point": TransitionItem.objects.create(file=file, topic="papers", by=actor),
    }


def own_file(estate: Any) -> ProtectionFile:
    """A child of its own: nothing here changes what other areas made."""
    from tests.matrix.world import someone

    actor, day = estate.everyone, timezone.localdate() - timedelta(days=9)
    person = someone(estate, "Djenabou Kouyaté")
    with transaction.atomic():
        file = open_protection(
            actor,
            estate.office,
            person,
            kind="child",
            identified_on=day,
            source="patrol",
            basis="assent_alone",
        )
    forget_holdings(actor)
    mapped = MappedChild.objects.create(unit=estate.office, person=person, nickname="Dj", recorded_by=actor)
    Child.objects.create(file=file, mapped=mapped, status="separated", wants_tracing="yes")
    return file


MAKERS = {
    "protection:course": of("course"),
    "protection:course-change": of("course"),
    "protection:group-new": of("course"),
    "protection:group": of("class_group"),
    "protection:group-change": of("class_group"),
    "protection:register": of("class_group"),
    "protection:register-cancel": of("class_group"),
    "protection:pupil-taught": of("class_group", "pupil"),
    "protection:pupil-note": of("class_group", "pupil"),
    "protection:pupil-result-taught": of("class_group", "pupil"),
    "protection:pupil-enrol": of("person"),
    "protection:pupil-enrol-child": of("life_case"),
    "protection:pupil": of("pupil"),
    "protection:pupil-result": of("pupil"),
    "protection:pupil-leave": of("pupil"),
    "protection:pupil-name": of("pupil"),
    "protection:pupil-certificate": of("pupil"),
    "protection:care-new": of("life_case"),
    "protection:care-correct": of("life_case", "care_row"),
    "protection:mandate-new": of("life_case"),
    "protection:mandate-start": of("life_case", "mandate"),
    "protection:mandate-refused": of("life_case", "mandate"),
    "protection:mandate-end": of("life_case", "mandate"),
    "protection:school-new": of("life_case"),
    "protection:school-end": of("life_case", "schooling"),
    "protection:tracing-new": of("life_case"),
    "protection:tracing": of("life_case", "tracing"),
    "protection:tracing-step": of("life_case", "tracing"),
    "protection:tracing-verify": of("life_case", "tracing"),
    "protection:tracing-reunify": of("life_case", "tracing"),
    "protection:tracing-end": of("life_case", "tracing"),
    "protection:transition": of("life_case"),
    "protection:transition-prepare": of("life_case"),
    "protection:transition-point": of("life_case", "passage_point"),
}
POST_ONLY = {"protection:register-cancel", "protection:transition-prepare"}
