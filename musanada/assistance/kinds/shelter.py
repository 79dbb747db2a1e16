"""Shelter: from a night to a night. Bed-nights are the nights between arrival and departure."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.assistance.kinds import KINDS, Found
from musanada.kit.errors import Sentence

if TYPE_CHECKING:
    from musanada.assistance.kinds import Given
    from musanada.assistance.models import ServiceType

LONGEST = timedelta(days=366)


class Shelter:
    label: Sentence = _("Hébergement")
    fields: tuple[str, ...] = ("until_on",)

    def problems(self, act: "Given", service: "ServiceType") -> Found:
        if act.until_on is None:
            return
        if act.until_on <= act.given_on:
            yield "until_on", _("Le départ doit être après l'arrivée : une nuitée va d'un jour au lendemain.")
        elif act.until_on - act.given_on > LONGEST:
            yield "until_on", _("Ce séjour dépasse un an : enregistrez une prolongation séparée.")

    def needs_approval(self, act: "Given", service: "ServiceType") -> bool:
        return False


KINDS.add("shelter", Shelter())
