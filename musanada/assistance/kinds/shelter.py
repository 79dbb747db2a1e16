"""Shelter: from a night to a night. Bed-nights are the nights between arrival and departure."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.assistance.kinds import KINDS, Found

if TYPE_CHECKING:
    from musanada.assistance.models import Act

LONGEST = timedelta(days=366)


class Shelter:
    label = _("Hébergement")
    fields = ("until_on",)

    def problems(self, act: "Act") -> Found:
        if act.until_on is None:
            return
        if act.until_on <= act.given_on:
            yield "until_on", _("Le départ doit être après l'arrivée : une nuitée va d'un jour au lendemain.")
        elif act.until_on - act.given_on > LONGEST:
            yield "until_on", _("Ce séjour dépasse un an : enregistrez une prolongation séparée.")

    def needs_approval(self, act: "Act") -> bool:
        return False


KINDS.add("shelter", Shelter())
