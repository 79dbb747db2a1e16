"""Who is asked after a return: those who arrived, and those whose assistance ended, by direction where it matters."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.returns.models import Activity, Direction
from musanada.surveys.populations import POPULATIONS, Population

# Ends of an assistance after which there is something to be satisfied with: the person is still there to be asked.
ENDED = ("completed", "dropped", "expired", "no_funds")
FROM, TO = Direction.FROM_MOROCCO, Direction.TO_MOROCCO


def files(direction: str) -> QuerySet[Case]:
    rows = Case.objects.filter(reintegration__isnull=False).exclude(state="deceased")
    return rows.filter(reintegration__ret__direction=direction) if direction else rows


def returnees(first: date, last: date, direction: str = "") -> QuerySet[Any]:
    """Files of reintegration by the day of arrival, whatever became of them since."""
    rows = files(direction).filter(reintegration__arrived_on__range=(first, last))
    return rows.annotate(event_on=F("reintegration__arrived_on"))


def supported(first: date, last: date, direction: str = "") -> QuerySet[Any]:
    """Files that were closed after something was given, by the day they were closed."""
    given = Activity.objects.filter(plan__file__case=OuterRef("pk"), given_on__isnull=False)
    rows = files(direction).filter(Exists(given), state__in=ENDED, closed_on__range=(first, last))
    return rows.annotate(event_on=F("closed_on"))


ARRIVAL, END = _("l'arrivée"), _("la fin de l'appui")
POPULATIONS.add("returnees", Population(_("Personnes rentrées, dans les deux sens"), ARRIVAL, returnees))
POPULATIONS.add(
    "returnees_from_morocco",
    Population(_("Personnes rentrées du Maroc dans leur pays"), ARRIVAL, partial(returnees, direction=FROM)),
)
POPULATIONS.add(
    "returnees_to_morocco",
    Population(_("Marocains rentrés au Maroc"), ARRIVAL, partial(returnees, direction=TO)),
)
POPULATIONS.add(
    "supported", Population(_("Personnes appuyées après leur retour, dans les deux sens"), END, supported)
)
POPULATIONS.add(
    "supported_from_morocco",
    Population(_("Personnes appuyées, rentrées du Maroc"), END, partial(supported, direction=FROM)),
)
POPULATIONS.add(
    "supported_to_morocco",
    Population(_("Marocains appuyés après leur retour"), END, partial(supported, direction=TO)),
)
