"""An instalment submitted with its evidence, approved by amount, sent back with a reason. Nobody approves their own.

Up to the first limit one case manager's word is enough; above it the programme manager's; above the second, two
managers'. With the last word needed the money is committed: the ledger says so, in the same transaction.
"""

from datetime import date

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.reference.queries import converted
from musanada.returns.commands.ledger import write_line
from musanada.returns.commands.tranches import FASTER, WORK, held, insist_on_activity, locked, money, reopened
from musanada.returns.models import Approval, LedgerLine, Reintegration, Tranche
from musanada.returns.queries.entitlements import entitlement, set_aside
from musanada.returns.queries.limits import beyond, level_of, words_needed
from musanada.returns.queries.tranches import APPROVE, lacking

S = Tranche.State
OWN = _("Vous avez soumis ce versement : une autre personne l'approuve.")


def freeze_entitlement(actor: User, file: Reintegration) -> Reintegration:
    """With the first plan approved, the rights of the person are what the scheme gives that day: later versions of the
    scheme change them no more. Called by the approval of the plan, in its transaction."""
    if file.entitlement is None and file.scheme is not None:
        file.entitlement, file.currency = file.scheme.cap, file.scheme.currency
        file.save(update_fields=["entitlement", "currency"])
    return file


@command(WORK)
def submit_tranche(actor: User, tranche: Tranche, /) -> Tranche:
    """With all its evidence. Raises: Refused."""
    held(tranche.file)
    fresh = locked(tranche)
    if fresh.state != S.PLANNED:
        raise Refused(FASTER, code="faster")
    insist_on_activity(fresh.activity)
    insist_on_proofs(fresh)
    fresh.approvals.filter(void=False).update(void=True)
    fresh.state, fresh.submitted_by, fresh.submitted_at = S.SUBMITTED, actor, timezone.now()
    fresh.save(update_fields=["state", "submitted_by", "submitted_at"])
    return fresh


def insist_on_proofs(tranche: Tranche) -> None:
    missing = lacking(tranche)
    if missing:
        raise Refused(
            format_lazy(
                "{} {}.",
                _("Preuves manquantes, apportez-les d'abord :"),
                ", ".join(str(one) for one in missing),
            ),
            code="evidence",
        )


@command(WORK)
def take_back_tranche(actor: User, tranche: Tranche, /) -> Tranche:
    """Submitted too early: planned again, and what was said of it no longer counts. Raises: Refused."""
    fresh = locked(tranche)
    if fresh.state != S.SUBMITTED:
        raise Refused(FASTER, code="faster")
    reopened(fresh)
    return fresh


@command(APPROVE)
def approve_tranche(actor: User, tranche: Tranche, /, *, text: str = "", on: date | None = None) -> Tranche:
    """One person's yes; with the last one that the amount needs, the money is committed.

    ``on``: the day it was said, where it is entered late. Raises: Refused, BadInput.
    """
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour de l'accord."))
    file = held(tranche.file)
    fresh = locked(tranche)
    insist_on_other(actor, fresh)
    insist_on_activity(fresh.activity)
    insist_on_proofs(fresh)
    level = level_of(fresh.amount, fresh.currency, day)
    if why := beyond(actor, file.case.unit, level):
        raise Refused(why, code="limit")
    Approval.objects.create(tranche=fresh, given=True, on=day, by=actor, text=text.strip()[:500])
    if fresh.approvals.filter(void=False, given=True).count() >= words_needed(level):
        commit(actor, file, fresh, day)
    return fresh


def insist_on_other(actor: User, tranche: Tranche) -> None:
    """Submitted, by somebody else, and not yet said. Raises: Refused."""
    if tranche.state != S.SUBMITTED:
        raise Refused(FASTER, code="faster")
    if tranche.submitted_by_id == actor.pk:
        raise Refused(OWN, code="own")
    if tranche.approvals.filter(void=False, by=actor).exists():
        raise Refused(
            _("Vous avez déjà donné votre accord : une autre personne donne le second."), code="said"
        )


def commit(actor: User, file: Reintegration, tranche: Tranche, day: date) -> None:
    """What is committed never passes the rights of the person. Raises: Refused."""
    total = entitlement(file)
    if total is None:
        raise Refused(_("Aucun dispositif n'est choisi : choisissez celui qui s'applique d'abord."))
    room = total - set_aside(file)
    if converted(tranche.amount, tranche.currency, file.currency, day) > room:
        raise Refused(
            _("Il ne reste que %(room)s sur les droits de la personne : ce versement les dépasse.")
            % {"room": money(room, file.currency)},
            code="beyond",
        )
    tranche.state = S.APPROVED
    tranche.save(update_fields=["state"])
    write_line(actor, tranche, LedgerLine.Kind.COMMIT, tranche.amount, on=day)


@command(APPROVE)
def send_back_tranche(actor: User, tranche: Tranche, /, *, text: str) -> Tranche:
    """No, and why: it is planned again, to be mended and submitted anew. Raises: Refused, BadInput."""
    words = text.strip()[:500]
    if not words:
        raise bad(
            "text", _("Écrivez ce qui manque ou ce qui est à corriger : la personne qui l'a soumis le lira.")
        )
    fresh = locked(tranche)
    if fresh.state != S.SUBMITTED:
        raise Refused(FASTER, code="faster")
    if fresh.submitted_by_id == actor.pk:
        raise Refused(_("Vous avez soumis ce versement : reprenez-le vous-même."), code="own")
    Approval.objects.create(tranche=fresh, given=False, by=actor, text=words, void=True)
    reopened(fresh)
    return fresh


say(
    {
        "returns.submit_tranche": _("Versement soumis"),
        "returns.take_back_tranche": _("Versement repris avant approbation"),
        "returns.approve_tranche": _("Versement approuvé"),
        "returns.send_back_tranche": _("Versement renvoyé"),
    },
    kinds={"returns.approval": _("Accord sur un versement")},
)
