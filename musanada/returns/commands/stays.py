"""Where one sleeps until the departure, on the way, at the arrival."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.returns.commands.papers import FASTER, PAPERS, insist_open, ordered
from musanada.returns.models import Return, Stay


@dataclass(frozen=True)
class StayDraft:
    kind: str
    where: str
    from_on: date
    to_on: date | None = None
    id: UUID = field(default_factory=new_id)


@command(PAPERS)
def record_stay(actor: User, ret: Return, /, *, draft: StayDraft) -> Stay:
    """A bed from a day; until a morning, if it is known."""
    known = Stay.objects.filter(pk=draft.id, ret=ret).first()
    if known is not None:
        return known
    insist_open(ret)
    if draft.kind not in Stay.Kind.values:
        raise bad("kind", _("Dites si c'est avant le départ, en transit ou à l'arrivée."))
    if not draft.where.strip():
        raise bad("where", _("Écrivez le lieu de l'hébergement."))
    ordered("to_on", draft.from_on, draft.to_on)
    insist_one_bed(ret, draft.from_on, draft.to_on)
    return Stay.objects.create(
        id=draft.id,
        ret=ret,
        kind=draft.kind,
        where=draft.where.strip(),
        from_on=draft.from_on,
        to_on=draft.to_on,
        by=actor,
    )


def insist_one_bed(ret: Return, from_on: date, to_on: date | None, besides: UUID | None = None) -> None:
    """Two beds for one night are a mistake; one may leave and arrive the same morning."""
    for one in ret.stays.filter(voided_at=None).exclude(pk__in=[besides] if besides else []):
        if from_on < (one.to_on or date.max) and one.from_on < (to_on or date.max):
            raise bad("from_on", _("Un autre hébergement couvre déjà ces nuits : notez-en la fin d'abord."))


@command(PAPERS)
def end_stay(actor: User, stay: Stay, /, *, on: date) -> Stay:
    """The morning one leaves."""
    insist_open(stay.ret)
    ordered("on", stay.from_on, on)
    insist_one_bed(stay.ret, stay.from_on, on, stay.pk)
    if not Stay.objects.filter(pk=stay.pk, voided_at=None).update(to_on=on):
        raise Refused(FASTER, code="faster")
    stay.refresh_from_db()
    return stay


@command(PAPERS)
def void_stay(actor: User, stay: Stay, /) -> Stay:
    """Written by mistake."""
    insist_open(stay.ret)
    if not Stay.objects.filter(pk=stay.pk, voided_at=None).update(voided_at=timezone.now()):
        raise Refused(FASTER, code="faster")
    stay.refresh_from_db()
    return stay


say(
    {
        "returns.record_stay": _("Hébergement noté"),
        "returns.end_stay": _("Fin d'un hébergement notée"),
        "returns.void_stay": _("Hébergement annulé"),
    },
    kinds={"returns.stay": _("Hébergement avant, pendant ou après le voyage")},
)
