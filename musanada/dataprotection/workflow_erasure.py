"""The procedure of an erasure: nobody decides and confirms alone, and what is refused is kept without being used."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.cases.steps import Step, workflow
from musanada.dataprotection import policies_rights  # noqa: F401  declares the rights
from musanada.kit.errors import Sentence


def decided_by_same_person(actor: User, erasure: Any) -> Sentence | None:
    if erasure.decided_by_id == actor.pk:
        return _("Vous avez pris la décision : une seconde personne doit la confirmer.")
    return None


def console(actor: User, erasure: Any) -> Sentence | None:
    return _("La console ne décide de l'effacement de personne.") if actor.is_system else None


DECIDE, CONFIRM, ASK = "erasure.decide", "erasure.confirm", "erasure.ask"

ERASURE = workflow(
    "dataprotection.erasure",
    "asked",
    Step("examine", ("asked",), "examined", right=ASK, label=_("Noter l'examen"), unless=(console,)),
    Step("grant", ("examined",), "granted", right=DECIDE, label=_("Accorder"), unless=(console,)),
    Step("refuse", ("examined",), "refused", right=DECIDE, label=_("Refuser"), unless=(console,)),
    Step("restrict", ("refused",), "restricted", right=DECIDE, label=_("Limiter le traitement")),
    Step(
        "reopen", ("restricted",), "asked", right=DECIDE, label=_("Reprendre la demande"), unless=(console,)
    ),
    Step(
        "confirm",
        ("granted",),
        "confirmed",
        right=CONFIRM,
        label=_("Confirmer"),
        unless=(decided_by_same_person, console),
    ),
    Step("execute", ("confirmed",), "executed", right=CONFIRM, label=_("Effacer"), unless=(console,)),
    Step(
        "withdraw",
        ("asked", "examined", "granted", "confirmed", "restricted"),
        "withdrawn",
        right=ASK,
        label=_("La personne retire sa demande"),
        unless=(console,),
    ),
)
