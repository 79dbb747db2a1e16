"""The case plan, line by line: a goal, what is done for it, who does it, by when, and whether the person agreed."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import coming_day, insist_open, one_of, past_day, words
from musanada.protection.models import Clock, Known, PlanAction, ProtectionFile

STATE = PlanAction.State
SHORT = 3  # a name or an office


@command("protection.work")
def add_action(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    goal: str,
    action: str,
    responsible: str,
    due_on: date,
    agreed: str = Known.NOT_ASKED,
    pk: UUID | None = None,
) -> PlanAction:
    """Raises: Refused, BadInput."""
    if pk is not None and (known := PlanAction.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    made = PlanAction.objects.create(
        id=pk or new_id(),
        file=file,
        goal=words("goal", goal, least=SHORT),
        action=words("action", action, least=SHORT),
        responsible=words("responsible", responsible, least=SHORT)[:160],
        due_on=coming_day("due_on", due_on),
        agreed=one_of("agreed", agreed, Known.values),
        by=actor,
    )
    clocks.start(file, Clock.Kind.ACTION, made.due_on, subject=made.pk)
    return made


@command("protection.work")
def change_action(
    actor: User,
    one: PlanAction,
    /,
    *,
    goal: str,
    action: str,
    responsible: str,
    due_on: date,
    agreed: str,
) -> PlanAction:
    """While it is still to do. Raises: Refused, BadInput."""
    insist_open(one.file)
    fresh = to_do(one)
    fresh.goal = words("goal", goal, least=SHORT)
    fresh.action = words("action", action, least=SHORT)
    fresh.responsible = words("responsible", responsible, least=SHORT)[:160]
    if due_on != fresh.due_on:
        fresh.due_on = coming_day("due_on", due_on)
    fresh.agreed = one_of("agreed", agreed, Known.values)
    fresh.save(update_fields=["goal", "action", "responsible", "due_on", "agreed"])
    clocks.start(one.file, Clock.Kind.ACTION, fresh.due_on, subject=fresh.pk)
    return fresh


@command("protection.work")
def end_action(
    actor: User, one: PlanAction, /, *, state: str, text: str = "", on: date | None = None
) -> PlanAction:
    """Done, with what came of it, or given up, with the reason. Raises: Refused, BadInput."""
    fresh = to_do(one)
    one_of("state", state, [code for code in STATE.values if code != STATE.OPEN])
    if state != STATE.DONE:
        words("text", text)
    fresh.state, fresh.ended_text = state, text.strip()
    fresh.ended_on = past_day(one.file, "on", on)
    fresh.save(update_fields=["state", "ended_text", "ended_on"])
    end_clock = clocks.drop if state == STATE.DROPPED else clocks.meet
    end_clock(one.file, Clock.Kind.ACTION, on=fresh.ended_on, subject=fresh.pk)
    return fresh


def to_do(one: PlanAction) -> PlanAction:
    """The row, locked. Raises: Refused where somebody was faster."""
    fresh = PlanAction.objects.select_for_update().get(pk=one.pk)
    if fresh.state != STATE.OPEN:
        raise Refused(_("Cette action n'est plus à faire : rechargez la page."), code="state")
    return fresh


say(
    {
        "protection.add_action": _("Action ajoutée au plan"),
        "protection.change_action": _("Action du plan modifiée"),
        "protection.end_action": _("Action du plan terminée"),
    },
    kinds={"protection.planaction": _("Action du plan")},
)
