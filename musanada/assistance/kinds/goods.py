"""Goods in kind: food baskets, kits. A quantity is asked, one unless said."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.assistance.kinds import KINDS, Found
from musanada.kit.errors import Sentence

if TYPE_CHECKING:
    from musanada.assistance.kinds import Given
    from musanada.assistance.models import ServiceType

MOST = 50


class Goods:
    label: Sentence = _("Biens en nature")
    fields: tuple[str, ...] = ("quantity",)

    def problems(self, act: "Given", service: "ServiceType") -> Found:
        if act.quantity is None or not 0 < act.quantity <= MOST:
            yield "quantity", _("La quantité remise doit être comprise entre 1 et %(most)s.") % {"most": MOST}

    def needs_approval(self, act: "Given", service: "ServiceType") -> bool:
        return False


KINDS.add("goods", Goods())
