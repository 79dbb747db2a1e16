"""What cases put on the day's work and on a person's page. A home page names nobody: numbers, states and days."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, unprotected
from musanada.access.models import User
from musanada.cases.models import Case, CaseStep
from musanada.cases.procedures import procedure
from musanada.cases.queries import work
from musanada.cases.queries.case_deadlines import left
from musanada.cases.queries.files import VIEW, WORK, reached
from musanada.cases.queries.parts import OWN_STEPS, OWNER, address_of, shape_of
from musanada.kit.alarms import ALARMS, Alarm
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_datetime, isolate
from musanada.kit.timeline import PANELS, SIDE_FILES, TIMELINE, Line, Panel, SideFile
from musanada.people.timeline import OWN_LABELS

SHOWN = 6
MOST = 200
KIND = "case"
Row = tuple[Sentence, Sentence, str]


def language() -> str:
    return get_language() or "fr"


def row(actor: User, case: Case) -> Row:
    """The file's number, its state, and how long is left."""
    one = procedure(case.procedure)
    text = f"{isolate(str(case))} · {one.label_of(case.state)}"
    detail = f"{one.label} · {left(case.due_on)}" if case.due_on else str(one.label)
    return text, detail, address_of(actor, case)


def list_url(side: str) -> str:
    return reverse("files:side", args=[side])


def late(actor: User) -> Panel | None:
    """The actor's own files that are past their date; the panel is not there when nothing is."""
    if not holds(actor, WORK):
        return None
    rows = work.listed(actor, work.LATE).filter(owner=actor)
    found = [row(actor, case) for case in rows[:SHOWN]]
    if not found:
        return None
    return Panel(
        "files-late", _("Mes dossiers en retard"), found, list_url(work.LATE), count=rows.count(), order=8
    )


def week(actor: User) -> Panel | None:
    """The actor's own files that are due within a week."""
    if not holds(actor, WORK):
        return None
    rows = work.listed(actor, work.WEEK).filter(owner=actor)
    count = rows.count()
    if not count:
        return None
    return Panel(
        "files-week",
        _("Mes échéances de la semaine"),
        [row(actor, case) for case in rows[:SHOWN]],
        list_url(work.WEEK),
        count=count,
        order=18,
    )


def tasks(actor: User) -> Panel | None:
    """What the actor has to do today, and what was to be done before."""
    if not holds(actor, WORK):
        return None
    rows = work.due_today(work.tasks(actor))
    found: list[Row] = [
        (
            isolate(one.what),
            f"{isolate(str(one.case))} · {left(one.due_on)}",
            f"{address_of(actor, one.case)}#tasks",
        )
        for one in rows[:SHOWN]
    ]
    if not found:
        return None
    return Panel(
        "files-tasks",
        _("Mes tâches du jour"),
        found,
        reverse("files:day"),
        count=rows.count(),
        order=16,
    )


def appointments(actor: User) -> Panel | None:
    """Who is expected today in the actor's offices, by the file's number."""
    if not holds(actor, WORK):
        return None
    rows = work.appointments(actor, timezone.localdate())
    found: list[Row] = [
        (
            f"{isolate(format_datetime(one.at, language(), short=True))} · {one.get_purpose_display()}",
            f"{isolate(str(one.case))} · {isolate(str(one.case.unit))}",
            f"{address_of(actor, one.case)}#appointments",
        )
        for one in rows[:SHOWN]
    ]
    if not found:
        return None
    return Panel(
        "files-appointments",
        _("Rendez-vous d'aujourd'hui"),
        found,
        reverse("files:day"),
        count=rows.count(),
        order=14,
    )


def alarms(actor: User) -> Iterable[Alarm]:
    """Files that nobody follows are found by who can give them to somebody."""
    if not holds(actor, "case.lead"):
        return
    count = work.listed(actor, work.LATE).filter(owner=None)[:MOST].count()
    if count:
        words = ngettext(
            "%(n)s dossier en retard que personne ne suit",
            "%(n)s dossiers en retard que personne ne suit",
            count,
        )
        yield Alarm(words % {"n": count}, url=f"{list_url(work.LATE)}?owner=none", tone="warning")


# On a person's page


def of_people(actor: User, people: list[UUID]) -> list[Case]:
    """The cases of a person already opened, as far as the actor reaches."""
    rows = Case.objects.filter(reached(actor, VIEW), person__in=people)
    return list(
        unprotected(actor, rows, named=True).select_related("unit").order_by("-opened_on", "-id")[:MOST]
    )


def told(actor: User, people: list[UUID]) -> Iterable[Line]:
    """Opening, steps and closure of the cases the actor may see."""
    if not holds(actor, VIEW):
        return
    cases = {case.pk: case for case in of_people(actor, people)}
    steps = CaseStep.objects.filter(case__in=cases).exclude(code=OWNER).order_by("-recorded_at", "-id")
    for step in steps[:MOST]:
        case = cases[step.case_id]
        one = procedure(case.procedure)
        found = one.flow.steps.get(step.code)
        label = OWN_STEPS.get(step.code) or (found.label if found else step.code)
        yield Line(
            step.on,
            KIND,
            label,
            where=str(case.unit),
            programme=str(one.label),
            state=one.label_of(step.to_state),
            url=address_of(actor, case),
        )


def beside(actor: User, people: list[UUID]) -> Iterable[SideFile]:
    """The files on the side of a person's page: open ones first."""
    if not holds(actor, VIEW):
        return
    for case in sorted(of_people(actor, people), key=lambda case: case.closed_on is not None):
        one = procedure(case.procedure)
        due = ""
        if case.due_on and case.closed_on is None:
            due = _("%(day)s · %(left)s") % {
                "day": isolate(format_date(case.due_on, language())),
                "left": left(case.due_on),
            }
        yield SideFile(
            title=one.label,
            reference=case.reference,
            state=shape_of(case),
            words=one.label_of(case.state),
            due=due,
            url=address_of(actor, case),
        )


OWN_LABELS[KIND] = _("Dossier")
TIMELINE.add("cases.files", told)
SIDE_FILES.add("cases.files", beside)
PANELS.add("cases.files_late", late)
PANELS.add("cases.files_week", week)
PANELS.add("cases.files_tasks", tasks)
PANELS.add("cases.files_appointments", appointments)
ALARMS.add("cases.files_late", alarms)
