"""The two procedures of referral: between offices that have accounts, and to a body that has none.

Only the receiver's holders of ``referral.answer`` accept, refuse or finish; only the sender revokes. Consent is asked
when it is sent and again when it is accepted (``commands.effects``); taken back, it stops the referral at any moment.
"""

from django.utils.translation import gettext_lazy as _

from musanada.cases import guards as g
from musanada.cases import policies  # noqa: F401  declares the rights
from musanada.cases.commands import effects as e
from musanada.cases.models import Referral
from musanada.cases.steps import Step, Workflow, workflow

OPEN = ("draft", "sent", "accepted", "done")
SENDING = (g.console, g.not_ours_to_give, g.not_agreed_between, g.protected_and_unnamed)
RECEIVING = (g.not_inside, g.not_addressed, g.sent_by_oneself)

REFERRAL = workflow(
    "cases.referral",
    "draft",
    Step(
        "send",
        ("draft",),
        "sent",
        right="referral.send",
        label=_("Envoyer"),
        unless=(g.not_inside, g.nobody_there, *SENDING),
        prepare=e.prepare_send,
        then=e.then_send,
    ),
    Step(
        "accept",
        ("sent",),
        "accepted",
        right="referral.answer",
        at="to_unit",
        label=_("Accepter"),
        unless=(*RECEIVING, g.console, g.not_agreed_between, g.not_ours_to_give, g.too_late),
        prepare=e.prepare_accept,
        then=e.then_accept,
    ),
    Step(
        "refuse",
        ("sent",),
        "refused",
        right="referral.answer",
        at="to_unit",
        label=_("Refuser"),
        unless=RECEIVING,
        prepare=e.answered,
    ),
    Step(
        "finish",
        ("accepted",),
        "done",
        right="referral.answer",
        at="to_unit",
        label=_("Menée à bien"),
        unless=RECEIVING,
        prepare=e.finished,
        then=e.then_finish,
    ),
    Step(
        "close",
        ("accepted",),
        "closed",
        right="referral.answer",
        at="to_unit",
        label=_("Clore sans résultat"),
        unless=RECEIVING,
        prepare=e.finished,
        then=e.then_end,
    ),
    Step(
        "revoke",
        OPEN,
        "revoked",
        right="referral.send",
        label=_("Retirer"),
        unless=(g.not_inside, g.console),
        prepare=e.revoked,
        then=e.then_end,
    ),
    Step(
        "withdraw",
        OPEN,
        "revoked",
        right="referral.watch",
        at="from_unit",
        label=_("Arrêter : accord retiré"),
        unless=(g.not_inside,),
        prepare=e.withdrawn,
        then=e.then_end,
    ),
    Step(
        "lapse",
        ("sent",),
        "lapsed",
        right="referral.watch",
        at="from_unit",
        label=_("Constater l'échéance"),
        unless=(g.not_inside, g.not_yet),
    ),
)

EXTERNAL = workflow(
    "cases.external",
    "draft",
    Step(
        "send",
        ("draft",),
        "sent",
        right="referral.external",
        label=_("Préparer le paquet"),
        unless=(g.not_outside, *SENDING),
        prepare=e.prepare_send,
    ),
    Step(
        "accept",
        ("sent",),
        "accepted",
        right="referral.relay",
        at="from_unit",
        label=_("L'organisme accepte"),
        unless=(g.not_outside, g.hidden_from),
        prepare=e.prepare_accept,
    ),
    Step(
        "refuse",
        ("sent",),
        "refused",
        right="referral.relay",
        at="from_unit",
        label=_("L'organisme refuse"),
        unless=(g.not_outside, g.hidden_from),
        prepare=e.answered,
        then=e.then_end,
    ),
    Step(
        "finish",
        ("sent", "accepted"),
        "done",
        right="referral.relay",
        at="from_unit",
        label=_("L'organisme a rendu le service"),
        unless=(g.not_outside, g.hidden_from),
        prepare=e.finished,
        then=e.then_end,
    ),
    Step(
        "close",
        ("sent", "accepted"),
        "closed",
        right="referral.relay",
        at="from_unit",
        label=_("Clore sans résultat"),
        unless=(g.not_outside, g.hidden_from),
        prepare=e.finished,
        then=e.then_end,
    ),
    Step(
        "revoke",
        OPEN,
        "revoked",
        right="referral.external",
        label=_("Retirer"),
        unless=(g.not_outside, g.console),
        prepare=e.revoked,
        then=e.then_end,
    ),
    Step(
        "withdraw",
        OPEN,
        "revoked",
        right="referral.watch",
        at="from_unit",
        label=_("Arrêter : accord retiré"),
        unless=(g.not_outside,),
        prepare=e.withdrawn,
        then=e.then_end,
    ),
    Step(
        "lapse",
        ("sent",),
        "lapsed",
        right="referral.watch",
        at="from_unit",
        label=_("Constater l'échéance"),
        unless=(g.not_outside, g.not_yet),
        then=e.then_end,
    ),
)

QUESTION = workflow(
    "cases.question",
    "asked",
    Step(
        "decline",
        ("asked",),
        "declined",
        right="question.answer",
        label=_("Ne pas répondre"),
        unless=(g.other_side,),
    ),
)


def flow_of(referral: Referral) -> Workflow:
    """The procedure a referral follows."""
    return EXTERNAL if referral.is_external else REFERRAL
