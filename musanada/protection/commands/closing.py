"""The end of a file: asked by one, decided by another person named on it; news afterwards; opened again with a reason.

What runs is dropped at the closure. Opened again, what is still to do runs again from its own rows; the risk and, of a
child, the best interests are to be assessed anew.
"""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.models import Case
from musanada.cases.procedures import procedure
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.commands.confidential import insist_in_full
from musanada.protection import closing_rules as rules
from musanada.protection.commands import clocks, follow_ups, services
from musanada.protection.commands.checks import insist_open, one_of, words
from musanada.protection.models import (
    Clock,
    Closing,
    FollowUp,
    PlanAction,
    ProtectionFile,
    Service,
)
from musanada.protection.rules import value

STATE, REASON = Closing.State, Closing.Reason
# Days of the file's calendar that hold whatever happened meanwhile.
CALENDAR = (
    Clock.Kind.BIA_REVIEW,
    Clock.Kind.BID_REVIEW,
    Clock.Kind.TRANSITION,
    Clock.Kind.EIGHTEEN,
    Clock.Kind.SAFETY,
    Clock.Kind.REFLECTION,
)


@command("protection.work")
def ask_closing(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    reason: str,
    text: str,
    feedback: str = "",
    aftercare: str = "",
    aftercare_on: date | None = None,
    pk: UUID | None = None,
) -> Closing:
    """Raises: Refused, BadInput (what the reason asks first)."""
    if pk is not None and (known := Closing.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    one_of("reason", reason, REASON.values)
    if Closing.objects.filter(file=file, state=STATE.ASKED).exists():
        raise Refused(_("Une clôture est déjà demandée : une seconde personne en décide."), code="asked")
    if why := rules.refusal(file, reason):
        raise bad("reason", why)
    if aftercare_on is not None and aftercare_on <= timezone.localdate():
        raise bad("aftercare_on", _("Les nouvelles se prennent plus tard : choisissez un jour à venir."))
    made = Closing.objects.create(
        id=pk or new_id(),
        file=file,
        reason=reason,
        text=words("text", text),
        attempts=follow_ups.attempts(file) if reason == REASON.LOST else 0,
        feedback=feedback.strip(),
        aftercare=aftercare.strip(),
        aftercare_on=aftercare_on,
        asked_by=actor,
    )
    due = made.asked_on + timedelta(days=value("closing_answer"))
    clocks.start(file, Clock.Kind.CLOSING, due, on=made.asked_on)
    return made


@command("protection.approve")
def approve_closing(actor: User, one: Closing, /, *, answer: str = "") -> Closing:
    """The file closes today, under its motive. Raises: Refused (asked by the same person, or no longer true)."""
    fresh = to_answer(actor, one)
    file = fresh.file
    if why := rules.refusal(file, fresh.reason):
        raise Refused(why, code="reason")
    told(actor, fresh, STATE.APPROVED, answer.strip())
    clocks.meet(file, Clock.Kind.CLOSING)
    flow = procedure(file.case.procedure).flow
    move = Move(reasons=(fresh.reason,))
    flow.run(actor, file.case, "close", move=move, closure=rules.CLOSURES[fresh.reason])
    clocks.drop_all(file, but=(Clock.Kind.AFTERCARE,))
    if fresh.aftercare_on is not None:
        day = max(fresh.aftercare_on, timezone.localdate())
        follow_ups.due(file, FollowUp.Kind.AFTERCARE, day)
    return fresh


@command("protection.approve")
def refuse_closing(actor: User, one: Closing, /, *, answer: str) -> Closing:
    """The file goes on, and why. Raises: Refused, BadInput."""
    fresh = to_answer(actor, one)
    told(actor, fresh, STATE.REFUSED, words("answer", answer))
    clocks.meet(fresh.file, Clock.Kind.CLOSING)
    return fresh


def to_answer(actor: User, one: Closing) -> Closing:
    """The row, locked. Raises: Refused where it is answered, or asked by the same person."""
    fresh = Closing.objects.select_for_update().select_related("file__case", "file__secret").get(pk=one.pk)
    insist_in_full(actor, fresh.file.secret)
    if fresh.state != STATE.ASKED:
        raise Refused(_("Cette clôture a déjà sa réponse : rechargez la page."), code="state")
    if fresh.asked_by_id == actor.pk:
        raise Refused(
            _("Vous avez demandé cette clôture : une autre personne nommée sur le dossier en décide."),
            code="own",
        )
    return fresh


def told(actor: User, one: Closing, state: str, answer: str) -> None:
    one.state, one.answer = state, answer
    one.answered_by, one.answered_on = actor, timezone.localdate()
    one.save(update_fields=["state", "answer", "answered_by", "answered_on"])


@command("protection.work")
def reopen_file(actor: User, file: ProtectionFile, /, *, reason: str) -> ProtectionFile:
    """Raises: Refused, BadInput."""
    case = Case.objects.get(pk=file.case_id)
    if case.closed_on is None:
        raise Refused(_("Ce dossier est ouvert : rechargez la page."), code="state")
    text = words("reason", reason)
    closed_on = case.closed_on
    procedure(case.procedure).flow.run(actor, case, "reopen", move=Move(text=text))
    file.case.refresh_from_db()
    run_again(file, closed_on)
    return file


def run_again(file: ProtectionFile, closed_on: date) -> None:
    """What is to do by its own rows, what the calendar holds, and the two assessments that a new beginning asks for."""
    today, level = timezone.localdate(), file.risk or "high"
    clocks.start(file, Clock.Kind.RISK, today + timedelta(days=value(f"risk_review_{level}")))
    if file.kind == ProtectionFile.Kind.CHILD:
        clocks.start(file, Clock.Kind.BIA, today + timedelta(days=value(f"bia_{level}")))
    for action in PlanAction.objects.filter(file=file, state=PlanAction.State.OPEN):
        clocks.start(file, Clock.Kind.ACTION, action.due_on, subject=action.pk)
    for service in Service.objects.filter(file=file, state=Service.State.ASKED):
        due = timezone.localdate(services.due_at(service.asked_at, service.urgency))
        clocks.start(file, Clock.Kind.SERVICE, due, subject=service.pk)
    for visit in FollowUp.objects.filter(file=file, done_on=None, missed_on=None):
        clocks.start(file, follow_ups.clock_of(visit.kind), visit.due_on, subject=visit.pk)
    stopped = Clock.objects.filter(file=file, kind__in=CALENDAR, dropped_on=closed_on).order_by(
        "due_on", "id"
    )
    for one in stopped:
        clocks.start(file, one.kind, one.due_on, subject=one.subject)


say(
    {
        "protection.ask_closing": _("Clôture demandée"),
        "protection.approve_closing": _("Clôture approuvée"),
        "protection.refuse_closing": _("Clôture non approuvée"),
        "protection.reopen_file": _("Dossier de protection rouvert"),
    },
    kinds={
        "protection.closing": _("Clôture d'un dossier de protection"),
        "protection.protectionfile": _("Dossier de protection"),
    },
)
