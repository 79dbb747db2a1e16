"""The hospital's part: admission, the end of the stay. By the hospital itself, or by the team that follows the casualty."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import Side
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id
from musanada.protection.commands.border import (
    ENDS,
    HOSPITAL,
    concluded,
    in_order,
    known,
    past,
    reached,
    sent_to,
)
from musanada.protection.commands.checks import one_of
from musanada.protection.commands.encounters import reason_of
from musanada.protection.models import Casualty, HospitalStay


@command(HOSPITAL)
def admit(
    actor: User, unit: Unit, /, *, casualty: Casualty, at: datetime | None = None, hospital: str = "",
    ward: str = "", pk: UUID | None = None,
) -> HospitalStay:  # fmt: skip
    """One open stay at a time; not before the arrival of the transport. Raises: BadInput, Refused."""
    found = reached(actor, unit, casualty)
    if before := known(HospitalStay, pk, casualty_id=found.pk):
        return before
    if found.stays.filter(ended_at=None, voided_at=None).exists():
        raise Refused(_("Cette personne est déjà hospitalisée : terminez d'abord ce séjour."))
    if found.outcome not in ("", Casualty.Outcome.TRANSFERRED):
        raise Refused(_("L'issue est déjà notée : corrigez-la avant d'admettre."))
    moment = past("at", at) or timezone.now()
    arrived = (
        found.evacuations.filter(voided_at=None, arrived_at__isnull=False).order_by("-arrived_at").first()
    )
    last = found.stays.filter(voided_at=None).order_by("-ended_at").first()
    steps = [("at", found.seen_at), ("at", last.ended_at if last else None)]
    in_order([*steps, ("at", moment)])
    in_order([("at", arrived.arrived_at if arrived else None), ("at", moment)])
    own = unit if unit.side == Side.HEALTH else found.hospital
    made = HospitalStay.objects.create(
        id=pk or new_id(), casualty=found, unit=own, hospital=hospital.strip()[:160] or (str(own) if own else ""),
        admitted_at=moment, ward=ward.strip()[:60], by=actor,
    )  # fmt: skip
    sent_to(found, own)
    if found.outcome:
        concluded(found, "", None)
    return made


@command(HOSPITAL)
def end_stay(
    actor: User,
    unit: Unit,
    /,
    *,
    casualty: Casualty,
    stay: HospitalStay,
    end: str,
    at: datetime | None = None,
) -> HospitalStay:
    """Out, transferred, gone against advice, dead: the casualty's outcome with it."""
    found = reached(actor, unit, casualty)
    one = HospitalStay.objects.select_for_update().get(pk=stay.pk, casualty=found, voided_at=None)
    if one.ended_at is not None:
        raise Refused(_("Ce séjour est déjà terminé."))
    one_of("end", end, list(ENDS))
    moment = past("at", at) or timezone.now()
    in_order((("at", one.admitted_at), ("at", moment)))
    one.end, one.ended_at = end, moment
    one.save(update_fields=["end", "ended_at"])
    concluded(found, end, moment)
    return one


@command(HOSPITAL)
def void_stay(
    actor: User, unit: Unit, /, *, casualty: Casualty, stay: HospitalStay, reason: str
) -> HospitalStay:
    """A stay that was not: what it said of the outcome is taken back."""
    found = reached(actor, unit, casualty)
    one = HospitalStay.objects.select_for_update().get(pk=stay.pk, casualty=found, voided_at=None)
    one.void_reason, one.voided_at = reason_of(reason), timezone.now()
    one.save(update_fields=["void_reason", "voided_at"])
    if one.end and found.outcome == one.end and found.outcome_at == one.ended_at:
        concluded(found, "", None)
    return one


say(
    {
        "protection.admit": _("Admission à l'hôpital"),
        "protection.end_stay": _("Fin d'hospitalisation"),
        "protection.void_stay": _("Hospitalisation annulée"),
    },
    kinds={"protection.hospitalstay": _("Hospitalisation")},
)
