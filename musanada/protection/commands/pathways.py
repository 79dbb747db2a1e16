"""The way a child came, leg by leg: added, corrected, put in order, voided. What is said may be known to the year only."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands.checks import one_of
from musanada.protection.commands.encounters import ELSEWHERE, RIGHT, insist_apart, reason_of
from musanada.protection.models import MappedChild, PathwayLeg
from musanada.reference.queries import country_codes

NOT_ASKED = PartialDate(None, BirthPrecision.NOT_ASKED)
MOST = 40


@dataclass(frozen=True)
class LegDraft:
    from_country: str
    to_country: str
    from_city: str = ""
    to_city: str = ""
    left: PartialDate = NOT_ASKED
    arrived: PartialDate = NOT_ASKED
    means: str = PathwayLeg.Means.UNKNOWN
    worked: bool | None = None
    incident: str = PathwayLeg.Incident.NONE
    note: str = ""


@command(RIGHT)
def add_leg(actor: User, child: MappedChild, /, *, draft: LegDraft, pk: UUID | None = None) -> PathwayLeg:
    """After the last one. The same key twice is one leg. Raises: BadInput, Refused."""
    insist_apart(child.unit)
    known = PathwayLeg.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.child_id != child.pk:
            raise Refused(ELSEWHERE)
        return known
    last = PathwayLeg.objects.filter(child=child).aggregate(last=Max("order"))["last"] or 0
    if last >= MOST:
        raise Refused(_("Ce parcours a déjà trop d'étapes : complétez celles qui y sont."))
    return PathwayLeg.objects.create(
        id=pk or new_id(), child=child, order=last + 1, recorded_by=actor, **columns(draft)
    )


def columns(draft: LegDraft) -> dict[str, Any]:
    """Raises: BadInput naming the field."""
    known = country_codes()
    for name, code in (("from_country", draft.from_country), ("to_country", draft.to_country)):
        if code not in known:
            raise bad(name, _("Choisissez le pays dans la liste."))
    one_of("means", draft.means, PathwayLeg.Means.values)
    one_of("incident", draft.incident, PathwayLeg.Incident.values)
    from_city, to_city = " ".join(draft.from_city.split())[:80], " ".join(draft.to_city.split())[:80]
    if draft.from_country == draft.to_country and from_city.casefold() == to_city.casefold():
        raise bad("to_city", _("Cette étape revient d'où elle part : écrivez la ville d'arrivée."))
    left, arrived = draft.left, draft.arrived
    for name, day in (("left", left), ("arrived", arrived)):
        if day.date and day.date > timezone.localdate():
            raise bad(name, _("Ce jour n'est pas encore venu : corrigez la date."))
    arrived_on = arrived.date
    if left.date and arrived_on and arrived_on < left.date:
        if not within(left, arrived):
            raise bad("arrived", _("L'arrivée est avant le départ : corrigez l'une des deux dates."))
        arrived_on = left.date  # known to the month or the year only, and the same one
    return {
        "from_country_id": draft.from_country,
        "to_country_id": draft.to_country,
        "from_city": from_city,
        "to_city": to_city,
        "left_on": left.date,
        "left_precision": left.precision,
        "arrived_on": arrived_on,
        "arrived_precision": arrived.precision,
        "means": draft.means,
        "worked": draft.worked,
        "incident": draft.incident,
        "note": draft.note.strip()[:2000],
    }


def within(left: PartialDate, arrived: PartialDate) -> bool:
    """May the day of departure lie in the month or the year that is all one knows of the arrival?"""
    if left.date is None or arrived.date is None:
        return False
    if arrived.precision == BirthPrecision.MONTH:
        return (left.date.year, left.date.month) == (arrived.date.year, arrived.date.month)
    return arrived.precision != BirthPrecision.DAY and left.date.year == arrived.date.year


def fresh(leg: PathwayLeg) -> PathwayLeg:
    found = PathwayLeg.objects.select_for_update(of=("self",)).get(pk=leg.pk)
    insist_apart(found.child.unit)
    if found.voided_at is not None:
        raise Refused(_("Cette étape est annulée : ajoutez-en une autre."))
    return found


@command(RIGHT)
def change_leg(actor: User, leg: PathwayLeg, /, *, draft: LegDraft) -> PathwayLeg:
    found = fresh(leg)
    values = columns(draft)
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=[name.removesuffix("_id") for name in values])
    return found


@command(RIGHT)
def void_leg(actor: User, leg: PathwayLeg, /, *, reason: str) -> PathwayLeg:
    found = fresh(leg)
    found.void_reason, found.voided_at = reason_of(reason), timezone.now()
    found.save(update_fields=["void_reason", "voided_at"])
    return found


@command(RIGHT)
def move_leg(actor: User, leg: PathwayLeg, /, *, later: bool) -> PathwayLeg:
    """One place earlier or later. At the end nothing moves."""
    found = fresh(leg)
    rows = list(PathwayLeg.objects.filter(child=found.child_id, voided_at=None).order_by("order", "id"))
    place = next(n for n, one in enumerate(rows) if one.pk == found.pk)
    other = place + (1 if later else -1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for number, one in enumerate(rows, start=1):
            PathwayLeg.objects.filter(pk=one.pk).update(order=number)
    found.refresh_from_db()
    return found


say(
    {
        "protection.add_leg": _("Étape du parcours ajoutée"),
        "protection.change_leg": _("Étape du parcours corrigée"),
        "protection.void_leg": _("Étape du parcours annulée"),
        "protection.move_leg": _("Étapes du parcours remises en ordre"),
    },
    kinds={"protection.pathwayleg": _("Étape d'un parcours")},
)
