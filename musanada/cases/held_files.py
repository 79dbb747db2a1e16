"""The cases of a person, in words for them: what was asked, each step and its day, pieces, appointments, deadlines.

Notes, tasks and alerts are counted: they are the office's own working words and may speak of others; the focal point who
answers reads them and says what concerns the person.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.cases.models import Alert, Appointment, Case, CaseStep, Clearance, Deadline, Note, Piece, Task
from musanada.cases.procedures import procedure
from musanada.cases.queries.case_deadlines import shown
from musanada.cases.queries.parts import OWN_STEPS, OWNER
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_datetime
from musanada.kit.ids import show_reference
from musanada.kit.subject import HELD, Asking, HeldSection

STEPS = (_("Le"), _("Ce qui a été fait"), _("État du dossier"))
THINGS = (_("Le"), _("Quoi"), _("Où en est-on"))


def held(asking: Asking) -> Iterator[HeldSection]:
    """One section a case for its steps, one for what hangs on it; each belongs to its procedure's part of the file."""
    rows = Case.objects.filter(person__in=asking.people, unit__in=asking.units).select_related("unit")
    for number, case in enumerate(rows.order_by("opened_on", "id")):
        one = procedure(case.procedure)
        title = _("Dossier %(reference)s : %(procedure)s, %(unit)s") % {
            "reference": show_reference(case.reference),
            "procedure": one.label,
            "unit": case.unit,
        }
        order = 40 + min(number, 9)
        yield HeldSection(one.group, title, steps(case, asking.lang), STEPS, order=order)
        things = [*pieces(case, asking.lang), *appointments(case, asking.lang), *deadlines(case, asking.lang)]
        if things:
            about = _("Pièces, rendez-vous et délais du dossier %(reference)s") % {
                "reference": show_reference(case.reference)
            }
            yield HeldSection(one.group, about, things, THINGS, note=kept_words(case), order=order)
    yield from clearances(asking)


def steps(case: Case, lang: str) -> list[tuple[Sentence, ...]]:
    one = procedure(case.procedure)
    lines: list[tuple[Sentence, ...]] = []
    for step in CaseStep.objects.filter(case=case).exclude(code=OWNER).order_by("recorded_at", "id"):
        found = one.flow.steps.get(step.code)
        label = OWN_STEPS.get(step.code) or (found.label if found else step.code)
        lines.append((format_date(step.on, lang), label, one.label_of(step.to_state)))
    return lines


def pieces(case: Case, lang: str) -> Iterator[tuple[Sentence, ...]]:
    for one in Piece.objects.filter(case=case).select_related("type").order_by("received_on", "id"):
        what = f"{one.type} · {one.issuer}" if one.issuer else str(one.type)
        yield format_date(one.received_on, lang), what, one.get_state_display()


def appointments(case: Case, lang: str) -> Iterator[tuple[Sentence, ...]]:
    for one in Appointment.objects.filter(case=case).order_by("at", "id"):
        yield format_datetime(one.at, lang), one.get_purpose_display(), one.get_state_display()


def deadlines(case: Case, lang: str) -> Iterator[tuple[Sentence, ...]]:
    for one in Deadline.objects.filter(case=case).select_related("rule").order_by("due_on", "id"):
        yield format_date(one.due_on, lang), str(one.rule), shown(one).words


def kept_words(case: Case) -> Sentence:
    tables: tuple[Any, ...] = (Note, Task, Alert)
    count = sum(model.objects.filter(case=case).count() for model in tables)
    return (
        ngettext(
            "Le bureau garde aussi %(n)s note, tâche ou alerte écrite pour son propre travail.",
            "Le bureau garde aussi %(n)s notes, tâches ou alertes écrites pour son propre travail.",
            count,
        )
        % {"n": count}
        if count
        else ""
    )


def clearances(asking: Asking) -> Iterator[HeldSection]:
    """What was answered and for how long; why stays with those who decide."""
    rows = Clearance.objects.filter(person__in=asking.people, unit__in=asking.units).order_by("asked_at")
    lines = [
        (format_datetime(one.asked_at, asking.lang), one.get_kind_display(), one.get_state_display())
        for one in rows
    ]
    if lines:
        yield HeldSection(FieldGroup.TRAVEL, _("Feux verts demandés pour vous"), lines, THINGS, order=52)


HELD.add("cases.files", held)
