"""The life of one determination (BID), beside the state of the case: written, reviewed by another, sealed, voted, decided.

Its states change with the case's steps, in one transaction (``commands.determinations``, ``commands.panels``).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.steps import Step, workflow
from musanada.kit.errors import Sentence
from musanada.protection import policies  # noqa: F401  declares the rights
from musanada.protection.models import Determination

S = Determination.State
CODE = "protection.bid"


def own_report(actor: User, bid: Any) -> Sentence | None:
    if bid.officer_id == actor.pk:
        return _("Vous avez écrit ce rapport : une autre personne le relit.")
    return None


def not_written(actor: User, bid: Any) -> Sentence | None:
    if not bid.report:
        return _("Le rapport est vide : écrivez les faits, les options et ce que vous recommandez.")
    if bid.options.count() < 2:
        return _("Un panel choisit entre des options : pesez-en au moins deux.")
    return None


def not_reviewed(actor: User, bid: Any) -> Sentence | None:
    if bid.reviewer_id is None:
        return _("Le rapport n'est pas relu : une autre personne que son auteur le relit d'abord.")
    return None


def reviewed_already(actor: User, bid: Any) -> Sentence | None:
    if bid.reviewer_id is not None:
        return _("Ce rapport est déjà relu et retenu.")
    return None


WRITING = (S.DRAFT, S.REVIEW)
FLOW = workflow(
    CODE,
    S.DRAFT,
    Step("submit", (S.DRAFT,), S.REVIEW, right="bid.manage", label=_("Faire relire le rapport"),
         unless=(not_written,)),
    Step("keep", (S.REVIEW,), S.REVIEW, right="bip.review", label=_("Retenir le rapport"),
         unless=(own_report, reviewed_already)),
    Step("send_back", (S.REVIEW,), S.DRAFT, right="bip.review", label=_("Renvoyer le rapport"),
         unless=(own_report,)),
    Step("seal", (S.REVIEW,), S.SEALED, right="bid.manage", label=_("Sceller le dossier du panel"),
         unless=(not_reviewed,)),
    Step("schedule", (S.SEALED,), S.SCHEDULED, right="bid.manage", label=_("Convoquer le panel")),
    Step("postpone", (S.SCHEDULED,), S.SEALED, right="bid.manage", label=_("Reporter le panel")),
    Step("decide", (S.SCHEDULED,), S.DECIDED, right="bid.manage", label=_("Consigner la décision")),
    Step("implement", (S.DECIDED,), S.IMPLEMENTED, right="protection.work", label=_("Mettre la décision en œuvre")),
    Step("reopen", (S.SEALED, S.SCHEDULED, S.DECIDED, S.IMPLEMENTED), S.REOPENED, right="bid.manage",
         label=_("Reprendre sur faits nouveaux")),
    Step("drop", (S.DRAFT, S.REVIEW, S.SEALED, S.SCHEDULED), S.DROPPED, right="bid.manage",
         label=_("Renoncer à la BID")),
)  # fmt: skip
say(
    {f"{CODE}.{step.code}": step.label for step in FLOW.steps.values()},
    kinds={"protection.determination": _("Détermination de l'intérêt supérieur (BID)")},
)
