"""Cash and vouchers: an amount in a currency; above the service's ceiling another person approves first."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.assistance.kinds import KINDS, Found
from musanada.kit.errors import Sentence

if TYPE_CHECKING:
    from musanada.assistance.kinds import Given
    from musanada.assistance.models import ServiceType


class Cash:
    label: Sentence = _("Argent ou bons")
    fields: tuple[str, ...] = ("amount", "currency")

    def problems(self, act: "Given", service: "ServiceType") -> Found:
        if act.amount is None or act.amount <= 0:
            yield "amount", _("Écrivez le montant remis, plus grand que zéro.")
        if not act.currency:
            yield "currency", _("Choisissez la monnaie.")
        elif service.ceiling is not None and act.currency != service.currency:
            yield (
                "currency",
                _(
                    "Le plafond de cette aide est fixé en %(currency)s : écrivez le montant dans cette monnaie."
                )
                % {"currency": service.currency},
            )

    def needs_approval(self, act: "Given", service: "ServiceType") -> bool:
        ceiling = service.ceiling
        return ceiling is not None and act.amount is not None and act.amount > ceiling


KINDS.add("cash", Cash())
