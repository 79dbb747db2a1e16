"""The procedure of a referral of the national mechanism, as a table: who may take which step from which state.

It is not a workflow over the spine: a detector's role reaches no protection record, so the right is asked at the office,
and the record through its own queries (``queries.nrm``): the sender's own, or what lies in the receiver's inbox.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Refused, Sentence
from musanada.protection.models import NrmReferral

State = NrmReferral.State


@dataclass(frozen=True)
class Turn:
    """``side``: sender, receiver, or nobody (time passes)."""

    source: tuple[str, ...]
    target: str
    side: str
    label: Sentence


TURNS: dict[str, Turn] = {
    "send": Turn((State.DRAFT,), State.SENT, "sender", _("Envoyer")),
    "accept": Turn((State.SENT,), State.ACCEPTED, "receiver", _("Accepter")),
    "refuse": Turn((State.SENT,), State.REFUSED, "receiver", _("Refuser")),
    "finish": Turn((State.ACCEPTED,), State.DONE, "receiver", _("Menée à bien")),
    "revoke": Turn((State.DRAFT, State.SENT, State.ACCEPTED), State.REVOKED, "sender", _("Accord repris")),
    "lapse": Turn((State.SENT,), State.LAPSED, "", _("Délai passé sans réponse")),
}
SHAPES = {
    State.DRAFT: "wait",
    State.SENT: "wait",
    State.ACCEPTED: "open",
    State.REFUSED: "blocked",
    State.DONE: "done",
    State.REVOKED: "void",
    State.LAPSED: "late",
}
OPEN = (State.DRAFT, State.SENT, State.ACCEPTED)


def faster() -> Refused:
    return Refused(
        _("Cette orientation a déjà changé d'état : rechargez la page pour voir où elle en est."),
        code="faster",
    )
