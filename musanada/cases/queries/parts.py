"""What the page of a case shows, part by part, so that a domain's own page includes the parts around its content.

Nothing here is shown to who lacks the right: the caller has found the case by ``queries.files.case``; what hangs
elsewhere (the person's page, a dependant's case, an attachment) is asked again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import colleagues, holds, may, units_for, unprotected
from musanada.access.models import User
from musanada.cases.checklists import CONTEXTS
from musanada.cases.models import Alert, Appointment, Case, CaseStep, Note, Piece, Task
from musanada.cases.procedures import Procedure, procedure
from musanada.cases.queries.case_deadlines import DeadlineShown, deadlines_of, left
from musanada.cases.queries.files import LEAD, VIEW, WORK, reached
from musanada.cases.queries.pieces import Line, checklist
from musanada.cases.steps import Step
from musanada.cases.steps_pages import STEP_REASONS, page_of_step
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.people.models import Person
from musanada.people.queries import display_name, protection_of
from musanada.people.queries.attachments import VIEW as SEE_ATTACHMENTS
from musanada.people.queries.attachments import attachments

OPENED, OWNER = "open", "owner"
OWN_STEPS: dict[str, Sentence] = {OPENED: _("Dossier ouvert"), OWNER: _("Dossier confié")}
MOST_NEXT, MOST_PAST, MOST_BUTTONS = 3, 3, 2


@dataclass(frozen=True)
class Button:
    """A step that can be taken now, and the page where it is."""

    step: Step
    url: str


@dataclass(frozen=True)
class Blocked:
    """A step that a rule refuses now, with its sentence."""

    step: Step
    why: Sentence


@dataclass(frozen=True)
class Entry:
    """A line of the case's journal, as the ``timeline`` tag reads one. ``who`` is "" for staff of unknown offices."""

    on: date
    what: Sentence
    state: Sentence
    who: str
    note: str
    reasons: Sequence[Sentence] = ()


@dataclass(frozen=True)
class Relative:
    """A case that this one depends on, or that depends on it."""

    case: Case
    name: str
    url: str
    state: Sentence


@dataclass(frozen=True)
class Parts:
    """Everything the included templates (``cases/_file_*.html``) read, under the name ``parts``."""

    case: Case
    procedure: Procedure
    state: Sentence
    tone: str
    person: Person
    name: str
    person_url: str
    protection: Any
    owner: str
    strip: Sequence[dict[str, Any]]
    buttons: Sequence[Button]
    blocked: Sequence[Blocked]
    alerts: Sequence[Alert]
    deadlines: Sequence[DeadlineShown]
    checklist: Sequence[Line]
    pieces: Sequence[Piece]
    attachments: frozenset[UUID]
    tasks: Sequence[Task]
    notes: Sequence[Note]
    appointments: Sequence[Appointment]
    journal: Sequence[Entry]
    principal: Relative | None
    dependants: Sequence[Relative]
    may_work: bool
    may_lead: bool
    mine: bool
    own_url: str

    @property
    def open(self) -> bool:
        return self.case.closed_on is None

    @property
    def shape(self) -> str:
        return shape_of(self.case)

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def happened(self) -> frozenset[UUID]:
        """The appointments whose day has come: only then can it be said whether the person came."""
        return frozenset(one.pk for one in self.appointments if timezone.localdate(one.at) <= self.today)

    @property
    def left(self) -> Sentence:
        return left(self.case.due_on) if self.case.due_on else ""

    @property
    def main_buttons(self) -> Sequence[Button]:
        """Those that lead the case on; what ends it, or opens it again, is among the other actions."""
        return [one for one in self.buttons if not self.ends(one)][:MOST_BUTTONS]

    @property
    def other_buttons(self) -> Sequence[Button]:
        main = self.main_buttons
        return [one for one in self.buttons if one not in main]

    def ends(self, button: Button) -> bool:
        return self.open and button.step.target in self.procedure.closures

    @property
    def may_write(self) -> bool:
        return self.may_work and self.open

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.checklist if line.missing]

    @property
    def open_tasks(self) -> int:
        return sum(1 for one in self.tasks if one.state == Task.State.OPEN)


def parts_of(actor: User, case: Case) -> Parts:
    one = procedure(case.procedure)
    steps = list(CaseStep.objects.filter(case=case).select_related("by").order_by("recorded_at", "id"))
    person = case.person.merged_into or case.person
    standing = standing_steps(actor, case, one)
    pieces = list(Piece.objects.filter(case=case).select_related("type", "recorded_by", "verified_by"))
    principal, dependants = relatives(actor, case)
    return Parts(
        case=case,
        procedure=one,
        state=one.label_of(case.state),
        tone=one.tones.get(case.state, ""),
        person=person,
        name=display_name(person),
        person_url=person_url(actor, person),
        protection=protection_of(actor, person),
        owner=str(case.owner) if case.owner else "",
        strip=strip_of(case, one, steps, standing),
        buttons=[Button(s, url) for s, why in standing if not why and (url := url_of(case, s))],
        blocked=[Blocked(s, why) for s, why in standing if why],
        alerts=list(Alert.objects.filter(case=case, lifted_at=None).select_related("raised_by")),
        deadlines=deadlines_of(case),
        checklist=checklist_of(case),
        pieces=pieces,
        attachments=attachments_seen(actor, person, pieces),
        tasks=tasks_of(case),
        notes=list(Note.objects.filter(case=case).select_related("by", "struck_by")),
        appointments=list(Appointment.objects.filter(case=case).select_related("made_by")),
        journal=journal_of(actor, one, steps),
        principal=principal,
        dependants=dependants,
        may_work=may(actor, WORK, case),
        may_lead=may(actor, LEAD, case),
        mine=case.owner_id == actor.pk,
        own_url=own_address(actor, case),
    )


# Addresses


def own_address(actor: User, case: Case) -> str:
    """The page its procedure has for a case, where the actor holds that page's right; else ""."""
    name = procedure(case.procedure).address
    if name == "files:show":
        return ""
    try:
        url = reverse(name, args=[case.pk])
    except NoReverseMatch:
        return ""
    right = getattr(resolve(url).func, "declares", "")
    return url if right and holds(actor, right, case.field_group) else ""


def address_of(actor: User, case: Case) -> str:
    """Where this actor reads this case."""
    return own_address(actor, case) or reverse("files:show", args=[case.pk])


def person_url(actor: User, person: Person) -> str:
    return reverse("people:person", args=[person.pk]) if may(actor, "people.view", person) else ""


def url_of(case: Case, step: Step) -> str:
    return page_of_step(case.procedure, step, case.pk)


# The procedure


def shape_of(case: Case) -> str:
    """The office's to move, the person's or another body's to answer, refused, or over."""
    one = procedure(case.procedure)
    if case.closed_on:
        return "void"
    if one.tones.get(case.state) == "danger":
        return "blocked"
    return "open" if case.state in one.waiting else "wait"


def standing_steps(actor: User, case: Case, one: Procedure) -> list[tuple[Step, Sentence | None]]:
    """The steps the actor may take from this state, each with what refuses it (None: nothing). Rights are asked once."""
    known: dict[tuple[str, str], bool] = {}
    found: list[tuple[Step, Sentence | None]] = []
    for step in one.flow.steps.values():
        if case.state not in step.source:
            continue
        key = (step.right, step.at)
        if key not in known:
            known[key] = step.allowed(actor, case)
        if known[key]:
            found.append((step, step.refusal(actor, case)))
    return found


def strip_of(
    case: Case, one: Procedure, steps: Sequence[CaseStep], standing: Sequence[tuple[Step, Sentence | None]]
) -> list[dict[str, Any]]:
    """The way the case went, where it is, what may follow, what blocks it. A detour that was walked back is left out."""
    way: list[tuple[str, date]] = []
    for step in steps:
        if step.from_state == step.to_state:  # a new owner, a correction: the case stands where it stood
            continue
        seen = [state for state, _on in way]
        if step.to_state in seen:
            del way[seen.index(step.to_state) :]
        way.append((step.to_state, step.on))
    past = [{"label": one.label_of(s), "state": "done", "note": day_words(on)} for s, on in way[:-1]]
    past = past if len(past) <= MOST_PAST else [past[0], *past[1 - MOST_PAST :]]
    closed = case.state in one.closures
    note = day_words(case.due_on) if case.due_on and not closed else day_words(way[-1][1]) if way else ""
    here = {"label": one.label_of(case.state), "state": "done" if closed else "here", "note": note}
    if closed:
        return [*past, here]
    return [*past, here, *following(case, one, {state for state, _on in way}, standing)]


def following(
    case: Case, one: Procedure, passed: set[str], standing: Sequence[tuple[Step, Sentence | None]]
) -> list[dict[str, Any]]:
    """The next states that go forward: not those that end the case early, nor where it has been."""
    refused = {step.target: why for step, why in standing if why}
    possible = {step.target for step, why in standing if not why}
    targets: dict[str, None] = {}
    for step in one.flow.steps.values():
        if case.state in step.source and step.target not in passed and step.target not in one.closures:
            targets.setdefault(step.target)
    return [
        {
            "label": one.label_of(target),
            "state": "blocked" if target in refused and target not in possible else "next",
            "note": "",
        }
        for target in list(targets)[:MOST_NEXT]
    ]


def day_words(day: date | None) -> str:
    return format_date(day, get_language() or "fr", short=True) if day else ""


def reason_words(procedure_code: str, code: str, reason: str) -> Sentence:
    """A coded reason in words, where the procedure gave them to the generic page; else the code's."""
    key = f"{procedure_code}.{code}"
    return dict(STEP_REASONS[key]).get(reason, reason) if key in STEP_REASONS else reason


def journal_of(actor: User, one: Procedure, steps: Sequence[CaseStep]) -> list[Entry]:
    """Newest first. Staff of offices the actor does not know are not named: a body of appeal decides on files here."""
    known = colleagues({step.by_id for step in steps}, units_for(actor, VIEW))
    heirs = heirs_of(steps)
    lines = []
    for step in reversed(steps):
        found = one.flow.steps.get(step.code)
        label = OWN_STEPS.get(step.code) or (found.label if found else step.code)
        reasons = [reason_words(one.code, step.code, r) for r in step.reasons.split(",") if r]
        words = heirs.get(step.pk, "") if step.code == OWNER else step.text
        lines.append(
            Entry(
                on=step.on,
                what=label,
                state="" if step.code == OWNER else one.label_of(step.to_state),
                who=str(step.by) if step.by_id in known else "",
                note=" · ".join([*(str(reason) for reason in reasons), *([words] if words else [])]),
                reasons=reasons,
            )
        )
    return lines


def heirs_of(steps: Sequence[CaseStep]) -> dict[UUID, str]:
    """To whom the case was given, by line: the line keeps a key, never a name."""
    keys = {}
    for step in steps:
        if step.code == OWNER and step.seen:
            keys[step.pk] = json.loads(step.seen).get("owner", "")
    users = {str(user.pk): str(user) for user in User.objects.filter(pk__in=[k for k in keys.values() if k])}
    return {pk: users.get(key, "") for pk, key in keys.items()}


# What hangs on it


def tasks_of(case: Case) -> list[Task]:
    """What is still to be done first, by its day."""
    rows = Task.objects.filter(case=case).select_related("assigned_to", "done_by")
    return sorted(rows, key=lambda one: (one.state != Task.State.OPEN, one.due_on))


def checklist_of(case: Case) -> list[Line]:
    contexts, scheme = CONTEXTS[case.procedure](case) if case.procedure in CONTEXTS else ((), "")
    return checklist(case, contexts, scheme)


def attachments_seen(actor: User, person: Person, pieces: Sequence[Piece]) -> frozenset[UUID]:
    """The files joined to these pieces that the actor may open."""
    if not any(piece.attachment_id for piece in pieces) or not holds(actor, SEE_ATTACHMENTS):
        return frozenset()
    rows = attachments(actor, person).filter(voided_at=None)
    return frozenset(rows.values_list("pk", flat=True))


def relatives(actor: User, case: Case) -> tuple[Relative | None, list[Relative]]:
    """The principal's case and the dependants', as far as the actor sees them."""
    near = Case.objects.filter(reached(actor, VIEW)).exclude(pk=case.pk)
    rows = unprotected(actor, near, named=True).select_related("person")
    mine = [relative(actor, one) for one in rows.filter(principal=case).order_by("opened_on", "id")]
    principal = rows.filter(pk=case.principal_id).first() if case.principal_id else None
    return (relative(actor, principal) if principal else None), mine


def relative(actor: User, case: Case) -> Relative:
    words = procedure(case.procedure).label_of(case.state)
    return Relative(case, display_name(case.person), address_of(actor, case), words)
