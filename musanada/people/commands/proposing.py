"""Merging into someone whom a P4 file hides: one person proposes, another one merges or says no.

``merge`` itself asks ``seconded``: no page, list or forged request gets past the second person.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.doors import command, may
from musanada.access.models import User
from musanada.kit.errors import Refused, bad
from musanada.people.models import MergeProposal, Person
from musanada.people.queries.confidential import in_force

MERGE = "people.merge"
Outcome = MergeProposal.Outcome


def insist_in_full(actor: User, *people: Person) -> None:
    """The hours of an emergency decide nothing: only who is named on the file for longer. Raises: Refused."""
    for one in people:
        if one.protected and not in_force(actor).filter(file__person=one, break_glass=False).exists():
            raise Refused(
                _(
                    "Une ouverture en urgence ne décide de rien : demandez à quelqu'un que le responsable a nommé."
                ),
                code="glass-only",
            )


@command(MERGE)
def propose_merge(actor: User, kept: Person, *, gone: Person, reason: str) -> MergeProposal:
    """Ask a second person to merge ``gone`` into a hidden ``kept``. Nothing changes until they answer."""
    if not reason.strip():
        raise bad("reason", _("Dites pourquoi ces deux fiches sont la même personne."))
    if not kept.protected:
        raise Refused(_("Ces deux fiches se fusionnent sans seconde personne."))
    if not may(actor, MERGE, gone) or kept.pk == gone.pk or gone.protected or gone.merged_into_id:
        raise Refused(_("Ces fiches ne sont plus deux fiches ouvertes : rechargez la page."))
    insist_in_full(actor, kept)
    try:
        with transaction.atomic():
            return MergeProposal.objects.create(
                kept=kept, gone=gone, reason=reason.strip()[:300], proposed_by=actor
            )
    except IntegrityError:
        raise Refused(_("Cette fusion est déjà proposée : elle attend une seconde personne.")) from None


@command(MERGE)
def answer_proposal(
    actor: User, proposal: MergeProposal, *, accepted: bool, answer: str = ""
) -> MergeProposal:
    """The second person merges the two records, or says no with a reason. Nobody answers their own proposal.

    Raises: Refused; BadInput.
    """
    from musanada.people.commands.merging import merge

    if proposal.proposed_by_id == actor.pk:
        raise own_proposal()
    if not may(actor, MERGE, proposal.gone):
        raise Refused(
            _("Vous ne suivez pas l'autre fiche : la réponse revient à quelqu'un qui suit les deux.")
        )
    insist_in_full(actor, proposal.kept)
    if accepted:
        merge(actor, proposal.kept, gone=proposal.gone, reason=answer.strip() or proposal.reason)
    else:
        if not answer.strip():
            raise bad("answer", _("Dites pourquoi ce sont deux personnes."))
        close(actor, proposal, Outcome.REFUSED, answer, timezone.now())
    proposal.refresh_from_db()
    return proposal


@command(MERGE)
def withdraw_proposal(actor: User, proposal: MergeProposal) -> MergeProposal:
    """Who proposed it takes it back."""
    if proposal.proposed_by_id != actor.pk:
        raise Refused(_("Seule la personne qui a proposé la fusion peut la retirer : répondez-y plutôt."))
    close(actor, proposal, Outcome.WITHDRAWN, "", timezone.now())
    proposal.refresh_from_db()
    return proposal


def own_proposal() -> Refused:
    return Refused(
        _("Vous avez proposé cette fusion : une autre personne, nommée sur le dossier, doit y répondre."),
        code="own-proposal",
    )


def close(actor: User, proposal: MergeProposal, outcome: str, answer: str, now: datetime) -> None:
    done = MergeProposal.objects.filter(pk=proposal.pk, outcome=Outcome.OPEN).update(
        outcome=outcome, closed_at=now, closed_by=actor, answer=answer.strip()[:300]
    )
    if not done:
        raise Refused(_("Quelqu'un a déjà répondu à cette proposition."))


def seconded(actor: User, kept: Person, gone: Person, now: datetime) -> None:
    """Into a hidden record only what somebody else proposed: their proposal is closed by this. Raises: Refused."""
    if not Person.objects.filter(pk__in=(kept.pk, gone.pk), protected=True).exists():
        return
    insist_in_full(actor, kept)
    proposal = (
        MergeProposal.objects.select_for_update().filter(kept=kept, gone=gone, outcome=Outcome.OPEN).first()
    )
    if proposal is None:
        raise Refused(
            _("Une fiche protégée se fusionne à deux : proposez la fusion, une autre personne y répondra."),
            code="second-person",
        )
    if proposal.proposed_by_id == actor.pk:
        raise own_proposal()
    close(actor, proposal, Outcome.MERGED, "", now)


verbs.say(
    {
        "people.propose_merge": _("Fusion proposée à une seconde personne"),
        "people.answer_proposal": _("Réponse à une fusion proposée"),
        "people.withdraw_proposal": _("Proposition de fusion retirée"),
    },
    kinds={"people.mergeproposal": _("Proposition de fusion")},
    pages={"people.mergeproposal": "people:proposal"},
)
