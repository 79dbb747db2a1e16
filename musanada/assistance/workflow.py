"""The states of an act. Most are *given* at once; above a ceiling the table below is walked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.assistance import policies  # noqa: F401  declares the rights
from musanada.cases.steps import Step, workflow
from musanada.kit.errors import Sentence


def recorded_by_same_person(actor: User, act: Any) -> Sentence | None:
    if act.recorded_by_id == actor.pk:
        return _("On n'approuve pas sa propre demande : une autre personne doit décider.")
    return None


def console(actor: User, act: Any) -> Sentence | None:
    return _("La console n'approuve rien.") if actor.is_system else None


ACT = workflow(
    "assistance.act",
    "requested",
    Step(
        "approve",
        ("requested",),
        "approved",
        right="assistance.approve",
        label=_("Approuver"),
        unless=(recorded_by_same_person, console),
    ),
    Step(
        "refuse",
        ("requested",),
        "refused",
        right="assistance.approve",
        label=_("Refuser"),
        unless=(recorded_by_same_person, console),
    ),
    Step("give", ("approved",), "given", right="assistance.record", label=_("Remettre")),
    Step("void", ("requested", "approved", "given"), "voided", right="assistance.void", label=_("Annuler")),
)
