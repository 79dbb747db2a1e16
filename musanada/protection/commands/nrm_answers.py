"""What the receiver of a referral does: opens the victim's file by accepting, refuses with a reason, gives, lets go."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import Sex, Side
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id, show_reference
from musanada.protection.commands import clocks
from musanada.protection.commands.nrm import give, lapse_due, reason, take_back, turn
from musanada.protection.commands.victims import VictimDraft, open_victim
from musanada.protection.models import Clock, Detection, NrmReferral, ProtectionFile
from musanada.protection.queries import nrm as queries

ANSWER = "nrm.answer"
SOURCES = {
    Side.HEALTH: ProtectionFile.Source.HEALTH,
    Side.JUSTICE: ProtectionFile.Source.JUSTICE,
    Side.HUMANITARIAN: ProtectionFile.Source.ASSOCIATION,
}


@dataclass(frozen=True)
class AcceptDraft:
    """What the receiver saw of the person at the meeting. No name is needed: the code of the referral stands for one."""

    called: str = ""
    sex: str = Sex.NOT_ASKED
    child: bool | None = None  # None: as the detection said
    language: str = ""
    answer: str = ""
    id: UUID = field(default_factory=new_id)


def insist_received(unit: Unit, one: NrmReferral) -> None:
    if one.to.unit_id != unit.pk:
        raise Refused(_("Cette orientation n'est pas adressée à votre bureau."))
    if one.state == NrmReferral.State.SENT and one.respond_by and one.respond_by < timezone.now():
        raise Refused(
            _("Le délai de réponse est passé : qui oriente a repris la main. Appelez-le."), code="nrm.lapsed"
        )


@command(ANSWER)
def accept(actor: User, unit: Unit, /, *, referral: NrmReferral, draft: AcceptDraft) -> NrmReferral:
    """The victim's file begins here, for who accepts; the sender sees the state from now on. Raises: BadInput, Refused."""
    if again := accepted_before(actor, referral, draft):
        return again
    insist_received(unit, referral)
    said: dict[str, Any] = {
        "answered_at": timezone.now(),
        "answered_by": actor,
        "answer": draft.answer.strip(),
    }
    turn(referral, "accept", **said)
    if unit.side != Side.STATE:  # an authority's office keeps no protection file: it answers, and helps
        file = opened(actor, unit, referral, draft)
        NrmReferral.objects.filter(pk=referral.pk).update(opened=file)
        if referral.detection_id:
            Detection.objects.filter(pk=referral.detection_id, file=None).update(file=file)
        referral.opened = file
    answered(referral)
    return referral


def accepted_before(actor: User, referral: NrmReferral, draft: AcceptDraft) -> NrmReferral | None:
    """The same answer twice is one answer."""
    same = NrmReferral.objects.filter(pk=referral.pk, opened=draft.id, answered_by=actor)
    return same.select_related("opened__case").first()


def opened(actor: User, unit: Unit, referral: NrmReferral, draft: AcceptDraft) -> ProtectionFile:
    seen = referral.detection
    source = referral.file
    by_sender = seen.age == Detection.Age.CHILD if seen else bool(source and source.victim.child)
    child = by_sender if draft.child is None else draft.child
    return open_victim(
        actor,
        unit,
        draft=VictimDraft(
            called=draft.called.strip() or show_reference(referral.reference),
            sex=draft.sex if draft.sex != Sex.NOT_ASKED or seen is None else seen.sex,
            child=child,
            languages=(draft.language,) if draft.language else (),
            source=SOURCES.get(Side(referral.unit.side), ProtectionFile.Source.OTHER),
            basis=ProtectionFile.Basis.ASSENT_ALONE if child else ProtectionFile.Basis.CONSENT,
            safe_contact=referral.safe_contact,
            urgent_needs=tuple(queries.agreed(referral)),
            danger=seen_danger(seen),
            id=draft.id,
        ),
    )


def seen_danger(seen: Detection | None) -> str:
    """Not safe now is in danger, and the other way round."""
    return {"no": "yes", "yes": "no"}.get(seen.safe_now, seen.safe_now) if seen else "not_asked"


def answered(referral: NrmReferral) -> None:
    if referral.file is not None:
        clocks.meet(referral.file, Clock.Kind.ANSWER, subject=referral.pk)


@command(ANSWER)
def refuse(
    actor: User, unit: Unit, /, *, referral: NrmReferral, refusal: str, answer: str = ""
) -> NrmReferral:
    """With a reason, so that the sender looks elsewhere at once. Raises: BadInput, Refused."""
    insist_received(unit, referral)
    done = turn(
        referral,
        "refuse",
        refusal=reason(refusal),
        answer=answer.strip(),
        answered_at=timezone.now(),
        answered_by=actor,
    )
    answered(done)
    return done


def insist_named(actor: User, unit: Unit, one: NrmReferral) -> None:
    """Accepted, it is the work of those named on the file it opened; where no file is kept, of the office."""
    known = queries.received_by(actor, one)
    if one.to.unit_id != unit.pk or not known:
        raise Refused(_("Cette orientation n'est pas de vos dossiers."))


@command(ANSWER)
def give_service(actor: User, unit: Unit, /, *, referral: NrmReferral, service: str) -> NrmReferral:
    """Raises: BadInput, Refused."""
    insist_named(actor, unit, referral)
    return give(referral, service)


@command(ANSWER)
def withdraw_received(
    actor: User, unit: Unit, /, *, referral: NrmReferral, services: list[str]
) -> NrmReferral:
    """The person took back their word to whoever received them. Raises: BadInput, Refused."""
    insist_named(actor, unit, referral)
    return take_back(referral, services)


__all__ = ("AcceptDraft", "accept", "give_service", "lapse_due", "refuse", "withdraw_received")
say(
    {
        "protection.accept": _("Orientation du mécanisme national acceptée"),
        "protection.refuse": _("Orientation du mécanisme national refusée"),
        "protection.give_service": _("Service rendu, suite d'une orientation"),
        "protection.withdraw_received": _("Accord repris auprès de qui a reçu"),
    },
)
