"""Payments: an approved instalment is paid once, by somebody who neither submitted nor approved it; money that comes
back is a line against the payment it names; one invoice of a common project is split over its members' instalments."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.reference.queries import CENTIME
from musanada.returns.commands.ledger import write_line
from musanada.returns.commands.tranches import FASTER, held, locked, money
from musanada.returns.models import Activity, LedgerLine, Project, Tranche
from musanada.returns.queries.entitlements import NOTHING
from musanada.returns.queries.tranches import PAY

S, K = Tranche.State, LedgerLine.Kind


@command(PAY)
def pay_tranche(actor: User, tranche: Tranche, /, *, on: date, receipt: str, text: str = "") -> LedgerLine:
    """To the person, or to the supplier it was approved for. Raises: Refused, BadInput."""
    number = " ".join(receipt.split())[:60]
    if not number:
        raise bad("receipt", _("Donnez le numéro du reçu ou de l'ordre de paiement."))
    held(tranche.file)
    fresh = locked(tranche)
    if fresh.state != S.APPROVED:
        raise Refused(FASTER, code="faster")
    insist_on_hands(actor, fresh)
    insist_on_supplier(fresh)
    insist_on_pay_day(fresh, on)
    # The state is in the UPDATE: of two at once, one changes a row.
    if not Tranche.objects.filter(pk=fresh.pk, state=S.APPROVED).update(state=S.PAID, paid_on=on):
        raise Refused(FASTER, code="faster")
    line = write_line(actor, fresh, K.PAY, fresh.amount, on=on, receipt=number, text=text.strip()[:500])
    begun(fresh.activity, on)
    return line


def insist_on_hands(actor: User, tranche: Tranche) -> None:
    """Raises: Refused."""
    if tranche.submitted_by_id == actor.pk:
        raise Refused(_("Vous avez soumis ce versement : une autre personne le paie."), code="own")
    if tranche.approvals.filter(void=False, given=True, by=actor).exists():
        raise Refused(_("Vous avez approuvé ce versement : une autre personne le paie."), code="approver")


def insist_on_supplier(tranche: Tranche) -> None:
    if tranche.supplier is not None and not tranche.supplier.active:
        raise Refused(
            _("Ce fournisseur n'est plus en activité : annulez le versement et prévoyez-en un autre."),
            code="supplier",
        )


def insist_on_pay_day(tranche: Tranche, on: date) -> None:
    """From the day it was committed to today. Raises: BadInput."""
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour du paiement."))
    commit = tranche.ledger.filter(kind=K.COMMIT).order_by("-number").first()
    if commit is None:
        raise Refused(_("Rien n'est engagé pour ce versement : il est à approuver d'abord."), code="commit")
    if on < commit.on:
        raise bad("on", _("Ce jour est avant l'approbation du versement : vérifiez la date."))


def begun(activity: Activity, on: date) -> None:
    """What is paid has begun; the support is given from its first payment on."""
    Activity.objects.filter(pk=activity.pk, state=Activity.State.PLANNED).update(state=Activity.State.RUNNING)
    given = Activity.objects.filter(pk=activity.pk, given_on=None)
    given.update(given_on=on, given_recorded_at=timezone.now())


@command(PAY)
def refund_payment(
    actor: User,
    payment: LedgerLine,
    /,
    *,
    on: date,
    text: str,
    amount: Decimal | None = None,
    receipt: str = "",
) -> LedgerLine:
    """The whole: the payment did not stand, and the instalment may be paid again or cancelled. A part: the person or the
    supplier gave some back, and that part goes back to the rights. Raises: Refused, BadInput.
    """
    words = text.strip()[:500]
    if not words:
        raise bad("text", _("Écrivez pourquoi cet argent revient : le grand livre le garde."))
    fresh = locked(payment.tranche)
    if payment.kind != K.PAY or LedgerLine.objects.filter(reverses=payment).exists():
        raise Refused(_("Ce paiement est déjà contre-passé. Rechargez la page."), code="faster")
    insist_on_hands(actor, fresh)
    back = payment.amount if amount is None else amount
    insist_on_refund(payment, back, on)
    whole = back == payment.amount
    line = write_line(
        actor, fresh, K.REFUND, -back, on=on, of=payment, receipt=receipt.strip()[:60], text=words
    )
    if whole:
        Tranche.objects.filter(pk=fresh.pk, state=S.PAID).update(state=S.APPROVED, paid_on=None)
    else:
        commit = fresh.ledger.filter(kind=K.COMMIT).order_by("-number").first()
        write_line(actor, fresh, K.RELEASE, -back, on=on, of=commit, text=words)
    return line


def insist_on_refund(payment: LedgerLine, back: Decimal, on: date) -> None:
    if back <= 0 or back > payment.amount or back != back.quantize(CENTIME):
        raise bad(
            "amount",
            _("Un remboursement est d'un montant positif, de %(most)s au plus.")
            % {"most": money(payment.amount, payment.currency)},
        )
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour du remboursement."))
    if on < payment.on:
        raise bad("on", _("Ce jour est avant le paiement : vérifiez la date."))


@command(PAY)
def pay_project(
    actor: User,
    project: Project,
    /,
    *,
    tranches: Sequence[Tranche],
    amount: Decimal,
    on: date,
    receipt: str,
    text: str = "",
) -> list[LedgerLine]:
    """One invoice of a common project, split over its members' instalments whose parts make the whole: all or none.

    Raises: Refused, BadInput.
    """
    insist_on_parts(project, tranches, amount)
    ordered: list[Any] = sorted(tranches, key=lambda one: (str(one.file_id), str(one.pk)))
    return [pay_tranche(actor, one, on=on, receipt=receipt, text=text) for one in ordered]


def insist_on_parts(project: Project, tranches: Sequence[Tranche], amount: Decimal) -> None:
    if not tranches:
        raise bad("tranches", _("Choisissez les versements que cette facture paie."))
    if any(one.activity.project_id != project.pk for one in tranches):
        raise bad("tranches", _("Un de ces versements n'est pas de ce projet : rechargez la page."))
    if len({(one.supplier_id, one.currency) for one in tranches}) > 1:
        raise bad("tranches", _("Ces versements vont à des fournisseurs ou dans des monnaies différents."))
    if tranches[0].supplier_id is None:
        raise bad(
            "tranches", _("Ces versements vont aux personnes, pas à un fournisseur : payez-les un par un.")
        )
    whole = sum((one.amount for one in tranches), NOTHING)
    if whole != amount:
        raise bad(
            "amount",
            _("Les parts choisies font %(whole)s et la facture %(amount)s : elles doivent être égales.")
            % {"whole": money(whole, tranches[0].currency), "amount": money(amount, tranches[0].currency)},
        )


say(
    {
        "returns.pay_tranche": _("Versement payé"),
        "returns.refund_payment": _("Paiement remboursé ou contre-passé"),
        "returns.pay_project": _("Facture d'un projet commun payée"),
    },
    kinds={"returns.ledgerline": _("Écriture du grand livre")},
)
