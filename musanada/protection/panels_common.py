"""The parts that both kinds of file share on the page of a child and of a victim, and where their steps are taken."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.cases.steps_pages import STEP_PAGES
from musanada.protection import workflow, workflow_trafficking
from musanada.protection.commands import follow_ups as visits
from musanada.protection.commands.prints import REASONS
from musanada.protection.models import Closing, PlanAction, ProtectionFile
from musanada.protection.parts import BOTH_PARTS, Part
from musanada.protection.queries import plans
from musanada.protection.rules import value

SHOWN = 3  # earlier levels of risk

for procedure in (workflow.CODE, workflow_trafficking.CODE):
    STEP_PAGES.add(f"{procedure}.close", "protection:closing")
    STEP_PAGES.add(f"{procedure}.reopen", "protection:reopen")


def open_for(actor: User, file: ProtectionFile) -> bool:
    return file.case.closed_on is None and plans.may_work(actor, file)


def risk(actor: User, file: ProtectionFile) -> Part:
    """The level with its reason, and every clock that runs."""
    rows, today = plans.risks(file), timezone.localdate()
    values = {
        "last": rows[0] if rows else None,
        "earlier": rows[1 : 1 + SHOWN],
        "clocks": [(one, (today - one.due_on).days) for one in plans.clocks(file)],
        "url": reverse("protection:risk", args=[file.case_id]) if open_for(actor, file) else "",
    }
    return Part("protection/risk_part.html", values, order=10, section="A")


def plan(actor: User, file: ProtectionFile) -> Part:
    rows = plans.actions(file)
    may = open_for(actor, file)
    values = {
        "actions": rows,
        "open": sum(1 for one in rows if one.state == PlanAction.State.OPEN),
        "may": plans.may_work(actor, file),
        "today": timezone.localdate(),
        "url": reverse("protection:action-new", args=[file.case_id]) if may else "",
    }
    return Part("protection/plan_part.html", values, order=60, section="J")


def services(actor: User, file: ProtectionFile) -> Part:
    """Asked whatever the state, of a closed file too."""
    may = plans.may_work(actor, file)
    values = {
        "services": plans.services(file),
        "may": may,
        "url": reverse("protection:service-new", args=[file.case_id]) if may else "",
    }
    return Part("protection/service_part.html", values, order=61, section="J")


def follow_ups(actor: User, file: ProtectionFile) -> Part:
    to_make, past = plans.follow_ups(file)
    may = plans.may_work(actor, file)
    values = {
        "to_make": to_make,
        "past": past,
        "may": may,
        "today": timezone.localdate(),
        "url": reverse("protection:visit-new", args=[file.case_id]) if may else "",
        "series_url": reverse("protection:visit-series", args=[file.case_id])
        if open_for(actor, file)
        else "",
        "attempts": visits.attempts(file),
        "needed": value("lost_attempts"),
    }
    return Part("protection/follow_part.html", values, order=80, section="K")


def closing(actor: User, file: ProtectionFile) -> Part | None:
    rows, may = plans.closings(file), plans.may_work(actor, file)
    waiting = next((one for one in rows if one.state == Closing.State.ASKED), None)
    closed = file.case.closed_on is not None
    may_answer = waiting and waiting.asked_by_id != actor.pk and plans.may_approve(actor, file)
    values = {
        "closings": rows,
        "waiting": waiting,
        "closed": closed,
        "answer_url": reverse("protection:closing-answer", args=[file.case_id, waiting.pk])
        if waiting and may_answer
        else "",
        "ask_url": reverse("protection:closing", args=[file.case_id])
        if may and not closed and not waiting
        else "",
        "reopen_url": reverse("protection:reopen", args=[file.case_id]) if may and closed else "",
    }
    return Part("protection/closing_part.html", values, order=90, section="M")


def readers(actor: User, file: ProtectionFile) -> Part:
    """Who is named, for how long; every print of the dossier."""
    values = {
        "named": plans.named_now(file),
        "owner": file.secret.owner_id,
        "secret_url": reverse("protected:file", args=[file.secret_id]),
        "prints": [
            {"line": one, "reason": REASONS.get(one.details.get("reason", ""), _("Motif non noté"))}
            for one in plans.prints(file)
        ],
        "print_url": reverse("protection:print", args=[file.case_id]),
    }
    return Part("protection/print_part.html", values, order=95, aside=True)


BOTH_PARTS.add("risk", risk)
BOTH_PARTS.add("plan", plan)
BOTH_PARTS.add("services", services)
BOTH_PARTS.add("follow-ups", follow_ups)
BOTH_PARTS.add("closing", closing)
BOTH_PARTS.add("readers", readers)
