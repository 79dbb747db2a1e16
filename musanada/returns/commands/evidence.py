"""Evidence of an instalment: brought, or set aside with a reason. A visit is evidence where what was paid for runs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.commands.attachments import attach
from musanada.people.queries.attachments import attachments
from musanada.returns.commands.tranches import ELSEWHERE, FASTER, MONEY, OPEN, WORK, held, locked, reopened
from musanada.returns.models import Proof, Tranche, TrancheProof, Visit
from musanada.returns.queries.tranches import RUNNING

S = Tranche.State


@dataclass(frozen=True)
class Upload:
    """A file joined to the piece: what the sender called it, its nature, its bytes."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class EvidenceDraft:
    """``attachment``: one of the person's files already there; ``upload``: a new one."""

    proof: str
    on: date
    visit: Visit | None = None
    attachment: UUID | None = None
    upload: Upload | None = None
    amount: Decimal | None = None
    text: str = ""


@command(WORK, group=MONEY)
def bring_evidence(
    actor: User, tranche: Tranche, /, *, draft: EvidenceDraft, pk: UUID | None = None
) -> TrancheProof:
    """Before the instalment is approved. The same ``pk`` twice is one. Raises: Refused, BadInput."""
    if pk and (known := TrancheProof.objects.filter(pk=pk).first()):
        if known.tranche_id != tranche.pk:
            raise Refused(ELSEWHERE)
        return known
    held(tranche.file)
    fresh = locked(tranche)
    if fresh.state not in OPEN:
        raise Refused(_("Ce versement est approuvé ou clos : aucune preuve ne s'y ajoute plus."))
    insist_on_evidence(actor, fresh, draft)
    return TrancheProof.objects.create(
        id=pk or new_id(),
        tranche=fresh,
        proof=draft.proof,
        on=draft.on,
        visit=draft.visit,
        attachment=joined(actor, fresh, draft),
        amount=draft.amount,
        text=draft.text.strip()[:500],
        by=actor,
    )


def joined(actor: User, tranche: Tranche, draft: EvidenceDraft) -> UUID | None:
    if draft.upload is None:
        return draft.attachment
    case, sent = tranche.file.case, draft.upload
    person = case.person.merged_into or case.person
    return attach(actor, person, unit=case.unit, kind=sent.kind, name=sent.name, content=sent.content).pk


def insist_on_evidence(actor: User, tranche: Tranche, draft: EvidenceDraft) -> None:
    """Raises: BadInput."""
    if draft.proof not in Proof.values:
        raise bad("proof", _("Choisissez une preuve de la liste."))
    if draft.on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour de la pièce."))
    if draft.amount is not None and draft.amount < 0:
        raise bad("amount", _("Le montant d'une pièce n'est pas négatif."))
    if draft.proof == Proof.VISIT:
        insist_on_visit(tranche, draft.visit)
        return
    if draft.visit is not None:
        raise bad("visit", _("Une visite ne prouve que la visite : laissez ce champ vide."))
    if draft.attachment and not known_attachment(actor, tranche, draft.attachment):
        raise bad(
            "attachment", _("Cette pièce jointe n'est pas de la personne : choisissez-la dans la liste.")
        )
    if not (draft.attachment or draft.upload or draft.text.strip()):
        raise bad("text", _("Joignez la pièce, ou écrivez où se trouve l'original."))


def insist_on_visit(tranche: Tranche, visit: Visit | None) -> None:
    if visit is None or visit.file_id != tranche.file_id:
        raise bad("visit", _("Choisissez la visite qui le montre : enregistrez-la d'abord dans le dossier."))
    if visit.runs not in RUNNING:
        raise bad("visit", _("Cette visite n'a pas vu que le projet tourne : elle ne prouve rien ici."))


def known_attachment(actor: User, tranche: Tranche, pk: UUID) -> bool:
    person = tranche.file.case.person
    return attachments(actor, person).filter(pk=pk, voided_at=None).exists()


@command(WORK)
def set_evidence_aside(actor: User, proof: TrancheProof, /, *, text: str) -> TrancheProof:
    """Wrong, or of something else. A submitted instalment that lacks it now is to be submitted anew.

    Raises: Refused, BadInput.
    """
    words = text.strip()[:400]
    if not words:
        raise bad("text", _("Écrivez pourquoi cette preuve est écartée."))
    tranche = locked(proof.tranche)
    if tranche.state not in OPEN:
        raise Refused(_("Ce versement est approuvé ou clos : annulez-le d'abord si sa preuve est fausse."))
    fresh = TrancheProof.objects.select_for_update(of=("self",)).get(pk=proof.pk)
    if fresh.set_aside_at is not None:
        raise Refused(FASTER, code="faster")
    fresh.set_aside_at = timezone.now()
    fresh.text = f"{fresh.text}\n{words}".strip()
    fresh.save(update_fields=["set_aside_at", "text"])
    if tranche.state == S.SUBMITTED:
        reopened(tranche)
    return fresh


say(
    {
        "returns.bring_evidence": _("Preuve apportée"),
        "returns.set_evidence_aside": _("Preuve écartée"),
    },
    kinds={"returns.trancheproof": _("Preuve d'un versement")},
)
