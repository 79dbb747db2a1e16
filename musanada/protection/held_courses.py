"""What language courses hold about a pupil, in words for them: each course, how often they came, the notes, the result."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_number, isolate
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.models import Attendance, Enrolment, PupilNote

S = FieldGroup.SERVICES
Rows = list[tuple[Sentence, ...]]


def held(asking: Asking) -> Iterator[HeldSection]:
    rows = Enrolment.objects.filter(person__in=asking.people, group__course__unit__in=asking.units)
    yield courses(asking, rows)
    yield marks(asking, rows)
    yield notes(asking, rows)


def courses(asking: Asking, found: Any) -> HeldSection:
    rows: Rows = []
    for one in found.select_related("group__course__unit").order_by("from_on", "id"):
        last = format_date(one.to_on, asking.lang) if one.to_on else ""
        course = f"{one.group.course} ; {one.group.level} ; {one.group.course.unit}"
        result = one.get_result_display()
        if one.certificate:
            result = f"{result} ; {isolate(one.certificate)}"
        rows.append((format_date(one.from_on, asking.lang), last, course, one.known_as, result))
    columns = (_("Du"), _("Au"), _("Cours"), _("Comment on vous y appelle"), _("Résultat et certificat"))
    return HeldSection(S, _("Vos cours de langue"), rows, columns, order=79)


def marks(asking: Asking, found: Any) -> HeldSection:
    rows: Rows = []
    for one in found.select_related("group__course").order_by("from_on", "id"):
        for mark, label in Attendance.Mark.choices:
            number = Attendance.objects.filter(enrolment=one, mark=mark, session__cancelled=False).count()
            if number:
                rows.append((str(one.group.course), label, format_number(number, asking.lang)))
    return HeldSection(S, _("Vos présences"), rows, (_("Cours"), _("Présence"), _("Séances")), order=79)


def notes(asking: Asking, found: Any) -> HeldSection:
    rows: Rows = [
        (format_date(timezone.localdate(one.at), asking.lang), one.text)
        for one in PupilNote.objects.filter(enrolment__in=found).order_by("at", "id")
    ]
    return HeldSection(S, _("Ce qu'un enseignant a noté"), rows, (_("Le"), _("Note")), order=79)


HELD.add("protection.courses", held)
