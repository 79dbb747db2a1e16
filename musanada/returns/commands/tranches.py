"""Instalments of an activity: scheduled from what the scheme gives or by hand, changed, given up, carried over.

The sum of an activity's instalments never passes the activity's amount, nor that of a file what the person is entitled
to. What was submitted and is changed is to be submitted again: approvals were of something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import NOT_OPEN
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, Sentence, bad
from musanada.kit.formats import format_date, format_money, isolate
from musanada.kit.ids import new_id
from musanada.kit.periods import add_months
from musanada.reference.queries import CENTIME, converted
from musanada.returns.commands.ledger import write_line
from musanada.returns.models import (
    Activity,
    Form,
    LedgerLine,
    Plan,
    Proof,
    Reintegration,
    SchemeBenefit,
    Supplier,
    Tranche,
)
from musanada.returns.queries.entitlements import NOTHING, entitlement, net, scheduled, use_until
from musanada.returns.queries.suppliers import serves

WORK = "reintegration.work"
MONEY = FieldGroup.MONEY
S = Tranche.State
OPEN = (S.PLANNED, S.SUBMITTED)
ELSEWHERE = _("Cette saisie est déjà enregistrée ailleurs : rechargez la page.")
FASTER = _("Ce versement a changé entre-temps : rien n'a été enregistré. Rechargez la page.")


@dataclass(frozen=True)
class TrancheDraft:
    amount: Decimal
    due_on: date
    form: str = Form.CASH
    proofs: Sequence[str] = ()
    supplier: Supplier | None = None

    @property
    def listed(self) -> str:
        asked = [code for code in Proof.values if code in self.proofs]
        return f",{','.join(asked)}," if asked else ""


@command(WORK, group=MONEY)
def schedule_tranche(
    actor: User, activity: Activity, /, *, draft: TrancheDraft, pk: UUID | None = None
) -> Tranche:
    """One more instalment of an approved activity. The same ``pk`` twice is one. Raises: Refused, BadInput."""
    if pk and (known := Tranche.objects.filter(pk=pk).first()):
        if known.activity_id != activity.pk:
            raise Refused(ELSEWHERE)
        return known
    file = held(activity.plan.file)
    activity = Activity.objects.select_related("plan").get(pk=activity.pk)
    insist_on_activity(activity)
    insist_on_draft(file, activity, draft)
    return add(file, activity, draft, pk)


def add(file: Reintegration, activity: Activity, draft: TrancheDraft, pk: UUID | None = None) -> Tranche:
    taken = activity.tranches.exclude(state=S.CANCELLED).values_list("order", flat=True)
    return Tranche.objects.create(
        id=pk or new_id(),
        file=file,
        activity=activity,
        order=max(taken, default=0) + 1,
        amount=draft.amount,
        currency=activity.currency,
        form=draft.form,
        due_on=draft.due_on,
        proofs=draft.listed,
        supplier=draft.supplier,
    )


@command(WORK, group=MONEY)
def schedule_from_scheme(actor: User, activity: Activity, /) -> list[Tranche]:
    """The instalments the scheme foresees for this kind of support, counted from the arrival: the whole of them where
    the activity costs as much, else each in proportion, the last one with the rest. Raises: Refused."""
    file = held(activity.plan.file)
    activity = Activity.objects.select_related("plan").get(pk=activity.pk)
    insist_on_activity(activity)
    if activity.tranches.exclude(state=S.CANCELLED).exists():
        raise Refused(_("Des versements sont déjà prévus pour cette activité : ajoutez-en à la main."))
    if not benefits_for(file, activity):
        raise Refused(
            _("Le dispositif ne prévoit pas de versements pour cette sorte d'appui : prévoyez-les à la main.")
        )
    made = []
    for benefit, amount, due in foreseen(file, activity):
        draft = TrancheDraft(amount, due, benefit.form, [p for p in benefit.proofs.split(",") if p])
        insist_on_draft(file, activity, draft)
        made.append(add(file, activity, draft))
    return made


def benefits_for(file: Reintegration, activity: Activity) -> list[SchemeBenefit]:
    if file.scheme is None or file.scheme.currency != activity.currency:
        return []
    return list(file.scheme.benefits.filter(kind=activity.kind, amount__gt=0).order_by("order"))


def parts_of(amount: Decimal, benefits: Sequence[SchemeBenefit]) -> list[Decimal]:
    """What falls to each: no more than it gives, and together no more than the activity costs."""
    whole = sum((one.amount for one in benefits), NOTHING)
    if amount >= whole:
        return [one.amount for one in benefits]
    parts = [(amount * one.amount / whole).quantize(CENTIME, ROUND_DOWN) for one in benefits[:-1]]
    return [*parts, amount - sum(parts, NOTHING)]


def foreseen(file: Reintegration, activity: Activity) -> list[tuple[SchemeBenefit, Decimal, date]]:
    """What ``schedule_from_scheme`` would make: for the page that offers it."""
    benefits = benefits_for(file, activity)
    parts = parts_of(activity.amount, benefits) if benefits else []
    return [
        (one, amount, add_months(file.arrived_on, one.due_months))
        for one, amount in zip(benefits, parts, strict=True)
        if amount > 0
    ]


def first_day(file: Reintegration) -> date:
    """Offered first: today, or the arrival where that is to come."""
    return max(file.arrived_on, timezone.localdate())


@command(WORK)
def change_tranche(actor: User, tranche: Tranche, /, *, draft: TrancheDraft) -> Tranche:
    """Before it is approved. Submitted, it is to be submitted anew, and what was said of it no longer counts.

    Raises: Refused, BadInput.
    """
    file = held(tranche.file)
    fresh = locked(tranche)
    if fresh.state not in OPEN:
        raise Refused(
            _("Ce versement est approuvé ou clos : annulez-le et prévoyez-en un autre pour le changer.")
        )
    insist_on_activity(fresh.activity)
    insist_on_draft(file, fresh.activity, draft, without=fresh)
    reopened(fresh)
    fresh.amount, fresh.due_on, fresh.form = draft.amount, draft.due_on, draft.form
    fresh.proofs, fresh.supplier = draft.listed, draft.supplier
    fresh.save(update_fields=["amount", "due_on", "form", "proofs", "supplier"])
    return fresh


def reopened(tranche: Tranche) -> None:
    """Back to planned: whoever approved what it was has approved nothing of what it is."""
    tranche.approvals.filter(void=False).update(void=True)
    tranche.state, tranche.submitted_by, tranche.submitted_at = S.PLANNED, None, None
    tranche.save(update_fields=["state", "submitted_by", "submitted_at"])


@command(WORK)
def cancel_tranche(actor: User, tranche: Tranche, /, *, text: str = "") -> Tranche:
    """It will not be paid; what was committed for it is released. Raises: Refused, BadInput without a reason."""
    words = text.strip()[:500]
    if not words:
        raise bad("text", _("Écrivez pourquoi ce versement est annulé : le grand livre le garde."))
    fresh = locked(tranche)
    if fresh.state not in (*OPEN, S.APPROVED):
        raise Refused(FASTER, code="faster")
    release(actor, fresh, words)
    fresh.approvals.filter(void=False).update(void=True)
    fresh.state = S.CANCELLED
    fresh.save(update_fields=["state"])
    return fresh


def release(actor: User, tranche: Tranche, words: str) -> None:
    """What is set aside and not paid goes back to the rights of the person, at the rate it was set aside at."""
    aside, paid = net(tranche.ledger.all())
    if aside > paid:
        commit = tranche.ledger.filter(kind=LedgerLine.Kind.COMMIT).order_by("-number").first()
        day = timezone.localdate()
        write_line(actor, tranche, LedgerLine.Kind.RELEASE, paid - aside, on=day, of=commit, text=words)


# When the next version of a plan is approved


def carry_tranches(actor: User, plan: Plan) -> int:
    """Instalments follow their activity into the version just approved; those of an activity that does not go on, and
    that nobody has approved yet, are given up. Called by the approval of the plan, in its transaction.

    Raises: Refused where a version gives an activity less than was already approved or paid for it.
    """
    moved = 0
    for activity in plan.activities.exclude(before=None):
        rows = Tranche.objects.filter(activity=activity.before_id)
        moved += rows.update(activity=activity)
        fit(activity)
    left = Tranche.objects.filter(file=plan.file_id, state__in=OPEN).exclude(activity__plan=plan)
    for one in left:
        one.approvals.filter(void=False).update(void=True)
    left.update(state=S.CANCELLED)
    return moved


def fit(activity: Activity) -> None:
    """The latest instalments that nobody has approved go first where the activity now costs less."""
    rows = list(activity.tranches.exclude(state=S.CANCELLED).order_by("order"))
    over = sum((one.amount for one in rows), NOTHING) - activity.amount
    for one in reversed(rows):
        if over > 0 and one.state in OPEN:
            one.approvals.filter(void=False).update(void=True)
            one.state = S.CANCELLED
            one.save(update_fields=["state"])
            over -= one.amount
    if over > 0:
        raise Refused(
            _("Le plan prévoit pour une activité moins que ce qui est déjà approuvé ou payé : annulez d'abord un"
              " versement, ou rétablissez le montant."),
            code="less_than_paid",
        )  # fmt: skip


# What is asked of every draft


def held(file: Reintegration) -> Reintegration:
    """The file under its lock, so that two instalments at once see each other; and open. Raises: Refused."""
    rows = Reintegration.objects.select_for_update(of=("self",)).select_related("case__unit", "scheme", "ret")
    fresh = rows.get(pk=file.pk)
    if fresh.case.closed_on is not None:
        raise Refused(NOT_OPEN, code="closed")
    return fresh


def locked(tranche: Tranche) -> Tranche:
    """Under the lock of its file first: everything that moves money takes them in this order."""
    Reintegration.objects.select_for_update(of=("self",)).get(pk=tranche.file_id)
    rows = Tranche.objects.select_for_update(of=("self",))
    return rows.select_related(
        "activity__plan", "file__case__unit", "file__scheme", "file__ret", "supplier"
    ).get(pk=tranche.pk)


def insist_on_activity(activity: Activity) -> None:
    if activity.plan.state != Plan.State.APPROVED:
        raise Refused(_("Le plan n'est pas approuvé : un versement n'existe que sur un plan approuvé."))
    if activity.state == Activity.State.DROPPED:
        raise Refused(_("Cette activité est abandonnée : aucun versement ne s'y rattache plus."))


def insist_on_draft(
    file: Reintegration, activity: Activity, draft: TrancheDraft, *, without: Tranche | None = None
) -> None:
    """Raises: BadInput at the field that is wrong."""
    wrong = wrong_words(draft) or wrong_day(file, draft.due_on) or wrong_supplier(file, draft.supplier)
    if not wrong:
        wrong = wrong_amount(file, activity, draft.amount, without)
    if wrong:
        field, sentence = wrong
        raise bad(field, sentence)


def wrong_words(draft: TrancheDraft) -> tuple[str, Sentence] | None:
    if draft.form not in Form.values:
        return "form", _("Choisissez une forme de la liste.")
    if unknown := set(draft.proofs) - set(Proof.values):
        return "proofs", _("Preuve inconnue : %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
    if draft.amount <= 0 or draft.amount != draft.amount.quantize(CENTIME):
        return "amount", _("Un versement est d'un montant positif, au centime près.")
    return None


def wrong_day(file: Reintegration, due: date) -> tuple[str, Sentence] | None:
    until = use_until(file)
    if due < file.arrived_on:
        return "due_on", _("Ce jour est avant l'arrivée de la personne : vérifiez la date.")
    if until and due > until:
        shown = isolate(format_date(until, get_language() or "fr", short=True))
        return "due_on", _("Les droits sont à utiliser jusqu'au %(day)s : choisissez un jour d'avant.") % {
            "day": shown
        }
    return None


def wrong_supplier(file: Reintegration, supplier: Supplier | None) -> tuple[str, Sentence] | None:
    if supplier is None or (supplier.active and serves(supplier, file.case.unit)):
        return None
    return "supplier", _("Ce fournisseur n'est pas de ceux de votre bureau, ou n'est plus en activité.")


def wrong_amount(
    file: Reintegration, activity: Activity, amount: Decimal, without: Tranche | None
) -> tuple[str, Sentence] | None:
    others = activity.tranches.exclude(state=S.CANCELLED)
    others = others.exclude(pk=without.pk) if without else others
    room = activity.amount - sum((one.amount for one in others), NOTHING)
    if amount > room:
        return "amount", _("Il reste %(room)s sur le montant de cette activité : prévoyez moins.") % {
            "room": money(room, activity.currency)
        }
    total = entitlement(file)
    if total is None:
        return "amount", _("Aucun dispositif n'est choisi : choisissez celui qui s'applique d'abord.")
    room = total - scheduled(file, without=without)
    if converted_today(amount, activity.currency, file.currency) > room:
        return "amount", _("Il reste %(room)s sur les droits de la personne : prévoyez moins.") % {
            "room": money(room, file.currency)
        }
    return None


def converted_today(amount: Decimal, currency: str, wanted: str) -> Decimal:
    return converted(amount, currency, wanted, timezone.localdate())


def money(amount: Decimal, currency: str) -> str:
    return isolate(format_money(amount, currency, get_language() or "fr"))


say(
    {
        "returns.schedule_tranche": _("Versement prévu"),
        "returns.schedule_from_scheme": _("Versements prévus selon le dispositif"),
        "returns.change_tranche": _("Versement changé"),
        "returns.cancel_tranche": _("Versement annulé"),
    },
    kinds={"returns.tranche": _("Versement")},
    pages={"returns.tranche": "returns:tranche"},
)
