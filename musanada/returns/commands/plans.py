"""Versions of a returnee's plan. A draft is edited at will; submitted it waits; approved by another person it is frozen,
and a change is the next version, which begins as a copy. Nothing is erased: a line that is taken out stays, struck."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.returns.commands.approvals import freeze_entitlement
from musanada.returns.commands.reintegration import CHANGED, WORK, digest, insist_on_day, locked, words_of
from musanada.returns.commands.tranches import carry_tranches
from musanada.returns.models import Activity, Plan, Reintegration, Tranche
from musanada.returns.models.reintegration import Dimension, Level, Support
from musanada.returns.models.rules import Form
from musanada.returns.workflow_reintegration import FLOW

CENT = Decimal("0.01")
MOST = Decimal(9_999_999)
NOTHING = Decimal(0)
# Of an instalment that is not free any more: submitted, approved or paid.
BOUND = ("submitted", "approved", "paid")


@dataclass(frozen=True)
class ActivityDraft:
    """One line of a plan as asked for. A share of a common project is written by the project."""

    dimension: str
    kind: str
    form: str
    what: str
    amount: Decimal = NOTHING
    starts_on: date | None = None
    ends_on: date | None = None


# Versions


@command(WORK)
def begin_plan(actor: User, file: Reintegration, /, *, goal: str, on: date, pk: UUID | None = None) -> Plan:
    """The first version; after a file was opened again, the next one, from what had been approved.

    Raises: Refused, BadInput.
    """
    fresh = locked(file)
    known = Plan.objects.filter(pk=pk).first() if pk else None
    if known is not None and known.file_id == fresh.pk:
        return known
    insist_on_day(fresh, on)
    words = words_of(goal, "goal", NO_GOAL)
    FLOW.run(actor, fresh.case, "plan", move=Move(on=on))
    return next_version(actor, fresh, goal=words, on=on, pk=pk)


NO_GOAL = _("Écrivez le but de la personne, dans ses mots.")


@command(WORK)
def revise_plan(actor: User, file: Reintegration, /, *, on: date, text: str) -> Plan:
    """The approved version stays in force until the next is approved. Raises: Refused, BadInput."""
    fresh = locked(file)
    insist_on_day(fresh, on)
    words = words_of(text, "text", _("Écrivez pourquoi le plan est revu : ce motif reste dans le dossier."))
    FLOW.run(actor, fresh.case, "revise", move=Move(on=on, text=words))
    return next_version(actor, fresh, on=on)


def next_version(
    actor: User, file: Reintegration, *, on: date, goal: str = "", pk: UUID | None = None
) -> Plan:
    """A draft with the lines of the approved version that were not given up, each tied to the one it goes on from.

    A draft left behind when the file was closed is taken up again.
    """
    left = Plan.objects.filter(file=file, state__in=("draft", "submitted")).first()
    if left is not None:
        left.state, left.goal, left.drafted_on, left.drafted_by = "draft", goal or left.goal, on, actor
        left.save(update_fields=["state", "goal", "drafted_on", "drafted_by"])
        return left
    before = Plan.objects.filter(file=file, state="approved").first()
    last = Plan.objects.filter(file=file).aggregate(last=Max("version"))["last"] or 0
    made = Plan.objects.create(
        id=pk or new_id(),
        file=file,
        version=last + 1,
        goal=goal or (before.goal if before else ""),
        drafted_on=on,
        drafted_by=actor,
    )
    if before is not None:
        for one in before.activities.exclude(state="dropped"):
            copy_line(one, made)
    return made


COPIED = [
    "project_id",
    "level",
    "dimension",
    "kind",
    "form",
    "what",
    "amount",
    "currency",
    "starts_on",
    "ends_on",
    "state",
    "given_on",
    "given_recorded_at",
]


def copy_line(one: Activity, plan: Plan) -> Activity:
    return Activity.objects.create(plan=plan, before=one, **{name: getattr(one, name) for name in COPIED})


# A draft


def locked_draft(plan: Plan) -> Plan:
    """The version under its lock, and still a draft of an open file. Raises: Refused."""
    locked(plan.file)
    fresh = Plan.objects.select_for_update(of=("self",)).select_related("file__case").get(pk=plan.pk)
    if fresh.state != Plan.State.DRAFT:
        raise Refused(
            _("Cette version du plan est soumise ou approuvée : faites-la renvoyer, ou revoyez le plan."),
            code="plan_frozen",
        )
    return fresh


@command(WORK)
def write_goal(actor: User, plan: Plan, /, *, goal: str, on: date, seen: str = "") -> Plan:
    """Raises: Refused, BadInput."""
    fresh = locked_draft(plan)
    if seen and seen != digest(fresh.goal, fresh.drafted_on):
        raise Refused(CHANGED, code="changed")
    insist_on_day(fresh.file, on)
    fresh.goal, fresh.drafted_on = words_of(goal, "goal", NO_GOAL), on
    fresh.save(update_fields=["goal", "drafted_on"])
    return fresh


@command(WORK)
def add_activity(actor: User, plan: Plan, /, *, draft: ActivityDraft, pk: UUID | None = None) -> Activity:
    """The same ``pk`` twice is one line. Raises: Refused, BadInput."""
    fresh = locked_draft(plan)
    known = Activity.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.plan_id != fresh.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    values = checked(fresh.file, draft)
    return Activity.objects.create(id=pk or new_id(), plan=fresh, **values)


def checked(file: Reintegration, draft: ActivityDraft) -> dict[str, Any]:
    """Raises: BadInput at the field that is wrong."""
    for name, known in (("dimension", Dimension), ("kind", Support), ("form", Form)):
        if getattr(draft, name) not in known.values:
            raise bad(name, _("Choisissez une réponse de la liste."))
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        raise bad("ends_on", _("Le dernier jour est avant le premier : vérifiez les deux dates."))
    if draft.starts_on and draft.starts_on < file.arrived_on:
        raise bad("starts_on", _("Ce jour est avant l'arrivée de la personne : vérifiez la date."))
    return {
        "level": Level.INDIVIDUAL,
        "dimension": draft.dimension,
        "kind": draft.kind,
        "form": draft.form,
        "what": words_of(draft.what, "what", _("Décrivez l'activité en une phrase.")),
        "amount": checked_amount(draft.amount),
        "currency": file.currency,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
    }


def checked_amount(amount: Decimal | None) -> Decimal:
    value = amount if amount is not None else NOTHING
    if not value.is_finite() or not NOTHING <= value <= MOST:
        raise bad("amount", _("Le montant est un nombre positif ou zéro : vérifiez-le."))
    if value != value.quantize(CENT):
        raise bad("amount", _("Le montant s'écrit avec deux chiffres après la virgule au plus."))
    return value.quantize(CENT)


@command(WORK)
def change_activity(actor: User, one: Activity, /, *, draft: ActivityDraft, seen: str = "") -> Activity:
    """Not under what was already paid or promised for it. Raises: Refused, BadInput."""
    plan = locked_draft(one.plan)
    fresh = Activity.objects.select_for_update().get(pk=one.pk)
    insist_not_shared(fresh)
    if seen and seen != digest_of(fresh):
        raise Refused(CHANGED, code="changed")
    values = checked(plan.file, draft)
    if values["amount"] < (least := bound(fresh)):
        raise bad(
            "amount",
            _(
                "Des versements de %(amount)s sont déjà payés ou en cours pour cette activité : gardez au moins ce montant."
            )
            % {"amount": least},
        )
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(values))
    return fresh


def insist_not_shared(one: Activity) -> None:
    if one.project_id is not None:
        raise Refused(
            _("Cette ligne est la part d'un projet commun : changez-la depuis le projet."), code="shared"
        )


def digest_of(one: Activity) -> str:
    return digest(
        one.dimension, one.kind, one.form, one.what, one.amount, one.starts_on, one.ends_on, one.state
    )


def lineage(one: Activity) -> list[UUID]:
    """The activity and the same one in the versions before, whose money it goes on from."""
    keys, current = [one.pk], one.before_id
    while current is not None and current not in keys:
        keys.append(current)
        current = Activity.objects.filter(pk=current).values_list("before_id", flat=True).first()
    return keys


def bound(one: Activity) -> Decimal:
    """What was paid, approved or submitted for this activity in any version."""
    rows = Tranche.objects.filter(activity__in=lineage(one), state__in=BOUND)
    return sum(rows.values_list("amount", flat=True), NOTHING)


@command(WORK)
def remove_activity(actor: User, one: Activity, /) -> Activity:
    """Out of the draft; the line stays, struck, and can be put back. Raises: Refused."""
    locked_draft(one.plan)
    fresh = Activity.objects.select_for_update().get(pk=one.pk)
    insist_not_shared(fresh)
    if bound(fresh):
        raise Refused(
            _(
                "Un versement de cette activité est payé ou en cours : elle reste au plan. Réduisez-la, ou terminez-la."
            ),
            code="paid",
        )
    Activity.objects.filter(pk=fresh.pk).update(state=Activity.State.DROPPED)
    fresh.refresh_from_db()
    return fresh


@command(WORK)
def put_back(actor: User, one: Activity, /) -> Activity:
    """What was taken out of the draft is in it again, as it stands in the version before. Raises: Refused."""
    locked_draft(one.plan)
    fresh = Activity.objects.select_for_update(of=("self",)).select_related("before").get(pk=one.pk)
    if fresh.state != Activity.State.DROPPED:
        raise Refused(_("Cette activité est au plan : rechargez la page."), code="state")
    insist_not_shared(fresh)
    fresh.state = fresh.before.state if fresh.before else Activity.State.PLANNED
    fresh.save(update_fields=["state"])
    return fresh


# Submitting and deciding


def moving(state: str, **values: Any) -> Callable[[User, Any], object]:
    """The open version follows the step, in the same transaction."""
    source = "draft" if state == "submitted" else "submitted"

    def follow(actor: User, case: Any) -> None:
        changed = Plan.objects.filter(file__case=case, state=source).update(state=state, **values)
        if changed != 1:
            raise Refused(CHANGED, code="changed")

    return follow


@command(WORK)
def submit_plan(actor: User, file: Reintegration, /, *, on: date) -> Reintegration:
    """Raises: Refused beyond the rights or without an activity; BadInput on the day."""
    fresh = locked(file)
    insist_on_day(fresh, on)
    insist_on_money(fresh, "draft")
    FLOW.run(actor, fresh.case, "submit", move=Move(on=on), also=moving("submitted"))
    return fresh


def insist_on_money(file: Reintegration, state: str) -> None:
    """What was paid or promised since the draft was begun is in it. Raises: Refused."""
    for one in Activity.objects.filter(plan__file=file, plan__state=state, before__isnull=False):
        least = bound(one)
        if least and (one.state == Activity.State.DROPPED or one.amount < least):
            raise Refused(
                _(
                    "Un versement a été payé ou engagé entre-temps pour « %(what)s » : remettez cette activité au plan, à ce montant au moins."
                )
                % {"what": one.get_kind_display()},
                code="paid",
            )


@command("reintegration.approve")
def send_back(actor: User, file: Reintegration, /, *, on: date, text: str) -> Reintegration:
    """Back to draft, with what is to be changed. Raises: Refused, BadInput."""
    fresh = locked(file)
    insist_on_day(fresh, on)
    words = words_of(text, "text", _("Écrivez ce qui est à changer dans le plan."))
    FLOW.run(actor, fresh.case, "send_back", move=Move(on=on, text=words), also=moving("draft"))
    return fresh


@command("reintegration.approve")
def approve_plan(actor: User, file: Reintegration, /, *, on: date) -> Plan:
    """By another person than the one who submitted it, within the rights and the actor's own limit: then frozen.

    Raises: Refused, BadInput.
    """
    fresh = locked(file)
    insist_on_day(fresh, on)
    insist_on_money(fresh, "submitted")
    FLOW.run(actor, fresh.case, "approve", move=Move(on=on), also=lambda by, _case: approved(by, fresh, on))
    plan: Plan = Plan.objects.get(file=fresh, state="approved")
    return plan


def approved(actor: User, file: Reintegration, on: date) -> None:
    """The version before is replaced; what was begun and paid under it goes on in this one."""
    plan = Plan.objects.filter(file=file, state="submitted").first()
    if plan is None:
        raise Refused(CHANGED, code="changed")
    Plan.objects.filter(file=file, state="approved").update(state=Plan.State.REPLACED)
    for one in plan.activities.filter(before__isnull=False).select_related("before"):
        carry_on(one)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.APPROVED, approved_on=on)
    plan.refresh_from_db()
    carry_tranches(actor, plan)
    freeze_entitlement(actor, file)


def carry_on(one: Activity) -> None:
    """The newest version of an activity says how far it is; of a line that was taken out, instalments only planned are
    cancelled. The others follow it (``carry_tranches``)."""
    before = one.before
    if before is None:
        return
    if one.state == Activity.State.DROPPED:
        cancel_planned(before)
        return
    Activity.objects.filter(pk=one.pk).update(
        state=before.state, given_on=before.given_on, given_recorded_at=before.given_recorded_at,
        dropped_reason=before.dropped_reason,
    )  # fmt: skip


def cancel_planned(one: Activity) -> None:
    Tranche.objects.filter(activity=one, state="planned").update(state="cancelled")


say(
    {
        "returns.begin_plan": _("Plan commencé"),
        "returns.revise_plan": _("Plan revu"),
        "returns.write_goal": _("But du plan écrit"),
        "returns.add_activity": _("Activité ajoutée au plan"),
        "returns.change_activity": _("Activité du plan changée"),
        "returns.remove_activity": _("Activité retirée du plan"),
        "returns.put_back": _("Activité remise au plan"),
        "returns.submit_plan": _("Plan soumis"),
        "returns.send_back": _("Plan renvoyé"),
        "returns.approve_plan": _("Plan approuvé"),
    },
    kinds={"returns.plan": _("Plan de réintégration"), "returns.activity": _("Activité d'un plan")},
)
