"""People hurt at the borders: the incident, the casualty in seconds, the transport with its times, the hospital, what comes
next, who it is. Every command is asked at a unit: the team of the incident, or the hospital the casualty was sent to.

Humanitarian and health records only: no unit of a State authority writes or reads a line, and nothing here can be tied to
what was done to stop anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, named_keys
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import Sex, Side
from musanada.kit.errors import Refused, Sentence, bad
from musanada.kit.ids import new_id
from musanada.people.models import Person
from musanada.protection.commands.checks import one_of
from musanada.protection.commands.encounters import ELSEWHERE, FAST, insist_apart, reason_of
from musanada.protection.models import BorderIncident, Casualty, Evacuation, OnwardNeed
from musanada.reference.codes import ServiceFamily
from musanada.reference.models import Place

RECORD, HOSPITAL, IDENTIFY, LIAISE = "border.record", "border.hospital", "border.identify", "border.liaise"
M = TypeVar("M", bound=models.Model)
# What a first responder sees: no diagnosis.
INJURIES: dict[str, Sentence] = {
    "cut": _("Plaie, coupure"),
    "fracture": _("Fracture, entorse"),
    "head": _("Tête"),
    "burn": _("Brûlure"),
    "drowning": _("Noyade"),
    "cold": _("Froid, hypothermie"),
    "dehydration": _("Déshydratation, épuisement"),
    "breathing": _("Respire mal"),
    "unconscious": _("Inconscient"),
    "pregnant": _("Enceinte"),
    "distress": _("Détresse, choc"),
    "other": _("Autre"),
}
ENDS = ("discharged", "transferred", "left", "deceased")


@dataclass(frozen=True)
class Seen:
    """A casualty as seen: only the colour is needed."""

    triage: str
    sex: str = Sex.NOT_ASKED
    age: str = Casualty.Age.UNKNOWN
    alone: bool = False
    marks: str = ""
    injuries: Sequence[str] = ()
    seen_at: datetime | None = None


def known(model: type[M], pk: UUID | None, **owner: Any) -> M | None:
    """What was sent before under this key, by the same hands and of the same thing. Raises: Refused."""
    found = model._default_manager.filter(pk=pk).first() if pk else None
    if found is not None and any(getattr(found, name) != value for name, value in owner.items()):
        raise Refused(ELSEWHERE)
    return found


def past(field: str, at: datetime | None) -> datetime | None:
    """A telephone's clock may be a little fast. Raises: BadInput."""
    now = timezone.now()
    if at is not None and at > now + FAST:
        raise bad(field, _("Ce moment n'est pas encore venu : corrigez l'heure."))
    return min(at, now) if at is not None else None


def in_order(moments: Sequence[tuple[str, datetime | None]]) -> None:
    """Each moment at or after the one before it that is known. Raises: BadInput naming the later one."""
    before: datetime | None = None
    for field, at in moments:
        if at is not None and before is not None and at < before:
            raise bad(
                field,
                _("Cette heure est avant celle qui la précède : alerte, départ, arrivée, admission, sortie."),
            )
        before = at or before


def reached(actor: User, unit: Unit, casualty: Casualty) -> Casualty:
    """The casualty, locked, from a unit that follows it. Raises: Refused."""
    insist_apart(unit)
    found = Casualty.objects.select_for_update(of=("self",)).select_related("incident__unit", "person").get(
        pk=casualty.pk
    )  # fmt: skip
    follows = {found.incident.unit_id, found.hospital_id}
    if unit.pk not in follows or hidden_from(actor, found):
        raise Refused(_("Ce blessé n'est pas suivi par votre équipe."), code="elsewhere")
    if found.voided_at is not None:
        raise Refused(_("Cette fiche de blessé est annulée : ouvrez-en une autre."))
    return found


def hidden_from(actor: User, casualty: Casualty) -> bool:
    return bool(casualty.person and casualty.person.protected) and casualty.person_id not in named_keys(
        actor, "people"
    )


# The incident and those hurt


@command(RECORD)
def open_incident(
    actor: User, unit: Unit, /, *, kind: str, town: Place, at: datetime | None = None,
    alert_at: datetime | None = None, spot: str = "", expected: int | None = None, pk: UUID | None = None,
) -> BorderIncident:  # fmt: skip
    """Somewhere people were hurt. The same key twice is one incident. Raises: BadInput, Refused."""
    insist_apart(unit)
    if found := known(BorderIncident, pk, unit_id=unit.pk, recorded_by_id=actor.pk):
        return found
    one_of("kind", kind, BorderIncident.Kind.values)
    moment, alert = past("at", at) or timezone.now(), past("alert_at", alert_at)
    in_order((("at", moment), ("alert_at", alert)))
    if expected is not None and not 0 <= expected <= 5000:
        raise bad("expected", _("Écrivez un nombre de blessés annoncés, ou rien."))
    return BorderIncident.objects.create(
        id=pk or new_id(), unit=unit, kind=kind, town=town, at=moment, alert_at=alert, spot=spot.strip()[:160],
        expected=expected, recorded_by=actor,
    )  # fmt: skip


@command(RECORD)
def close_incident(actor: User, incident: BorderIncident, /, *, closed: bool = True) -> BorderIncident:
    """Nobody more is expected there; opened again when somebody is."""
    insist_apart(incident.unit)
    BorderIncident.objects.filter(pk=incident.pk).update(closed_at=timezone.now() if closed else None)
    incident.refresh_from_db()
    return incident


@command(RECORD)
def add_casualty(
    actor: User, incident: BorderIncident, /, *, draft: Seen, pk: UUID | None = None
) -> Casualty:
    """Somebody hurt, without a name: a code and a colour. The same key twice is one. Raises: BadInput, Refused."""
    insist_apart(incident.unit)
    if found := known(Casualty, pk, incident_id=incident.pk, recorded_by_id=actor.pk):
        return found
    if BorderIncident.objects.filter(pk=incident.pk, closed_at__isnull=False).exists():
        raise Refused(_("Cet incident est terminé : rouvrez-le pour y ajouter quelqu'un."))
    values = columns(draft)
    in_order((("at", incident.at - timedelta(minutes=1)), ("seen_at", values["seen_at"])))
    return Casualty.objects.create(id=pk or new_id(), incident=incident, recorded_by=actor, **values)


def columns(draft: Seen) -> dict[str, Any]:
    """Raises: BadInput."""
    if draft.triage not in Casualty.Triage.values:
        raise bad("triage", _("Choisissez une couleur : c'est la seule réponse nécessaire."))
    one_of("sex", draft.sex, Sex.values)
    one_of("age", draft.age, Casualty.Age.values)
    if set(draft.injuries) - set(INJURIES):
        raise bad("injuries", _("Choisissez les blessures dans la liste."))
    codes = ",".join(code for code in INJURIES if code in draft.injuries)
    return {
        "triage": draft.triage,
        "sex": draft.sex,
        "age": draft.age,
        "alone": draft.alone and draft.age in (Casualty.Age.CHILD, Casualty.Age.YOUTH),
        "marks": draft.marks.strip()[:600],
        "injuries": f",{codes}," if codes else "",
        "seen_at": past("seen_at", draft.seen_at) or timezone.now(),
    }


@command(RECORD)
def correct_casualty(actor: User, unit: Unit, /, *, casualty: Casualty, draft: Seen) -> Casualty:
    """Another colour, what is seen better by light. Raises: BadInput, Refused."""
    found = reached(actor, unit, casualty)
    values = columns(draft) | {"seen_at": found.seen_at}
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=list(values))
    return found


@command(RECORD)
def void_casualty(actor: User, unit: Unit, /, *, casualty: Casualty, reason: str) -> Casualty:
    """Counted twice, or by mistake. Not somebody who was named or died."""
    found = reached(actor, unit, casualty)
    if found.person_id is not None or hasattr(found, "death"):
        raise Refused(_("Quelqu'un est nommé sur cette fiche : détachez d'abord l'identité."))
    found.void_reason, found.voided_at = reason_of(reason), timezone.now()
    found.save(update_fields=["void_reason", "voided_at"])
    return found


@command(RECORD)
def treat_on_site(
    actor: User, unit: Unit, /, *, casualty: Casualty, outcome: str, at: datetime | None = None
) -> Casualty:
    """Cared for there, gone without waiting, or found dead: no hospital. An empty outcome takes it back."""
    found = reached(actor, unit, casualty)
    one_of("outcome", outcome, ["", "on_site", "left", "deceased"])
    if found.stays.filter(voided_at=None).exists():
        raise Refused(
            _("Cette personne est passée par un hôpital : c'est lui qui dit comment elle en est sortie.")
        )
    moment = past("at", at) or timezone.now()
    in_order((("seen_at", found.seen_at), ("at", moment)))
    return concluded(found, outcome, moment if outcome else None)


def concluded(found: Casualty, outcome: str, at: datetime | None) -> Casualty:
    if hasattr(found, "death") and outcome != Casualty.Outcome.DECEASED:
        raise Refused(_("Un décès est enregistré : l'issue ne change plus."))
    found.outcome, found.outcome_at = outcome, at
    found.save(update_fields=["outcome", "outcome_at"])
    return found


# Transport


@dataclass(frozen=True)
class Transport:
    means: str
    alert_at: datetime | None = None
    left_at: datetime | None = None
    arrived_at: datetime | None = None
    to_unit: Unit | None = None
    to_place: str = ""


@command(RECORD)
def evacuate(
    actor: User, unit: Unit, /, *, casualty: Casualty, draft: Transport, pk: UUID | None = None
) -> Evacuation:
    """Towards a hospital of the health side, which sees this casualty from now on, or a place in words."""
    found = reached(actor, unit, casualty)
    if before := known(Evacuation, pk, casualty_id=found.pk):
        return before
    values = transport(draft)
    if found.outcome not in ("", Casualty.Outcome.TRANSFERRED):
        raise Refused(_("L'issue est déjà notée : corrigez-la avant d'évacuer."))
    made = Evacuation.objects.create(id=pk or new_id(), casualty=found, by=actor, **values)
    sent_to(found, draft.to_unit)
    return made


@command(RECORD)
def correct_evacuation(
    actor: User, unit: Unit, /, *, casualty: Casualty, evacuation: Evacuation, draft: Transport
) -> Evacuation:
    """Left now, arrived now, or an hour typed wrong."""
    found = reached(actor, unit, casualty)
    one = Evacuation.objects.select_for_update().get(pk=evacuation.pk, casualty=found, voided_at=None)
    values = transport(draft)
    stay = found.stays.filter(voided_at=None).order_by("admitted_at").first()
    if stay is not None and found.evacuations.filter(voided_at=None).count() == 1:
        in_order((("arrived_at", values["arrived_at"]), ("arrived_at", stay.admitted_at)))
    for name, value in values.items():
        setattr(one, name, value)
    one.save(update_fields=list(values))
    sent_to(found, draft.to_unit)
    return one


def transport(draft: Transport) -> dict[str, Any]:
    """Raises: BadInput, Refused."""
    one_of("means", draft.means, Evacuation.Means.values)
    times = {name: past(name, getattr(draft, name)) for name in ("alert_at", "left_at", "arrived_at")}
    in_order(list(times.items()))
    insist_on_hospital(draft.to_unit)
    if draft.to_unit is None and not draft.to_place.strip():
        raise bad("to_place", _("Choisissez l'hôpital, ou écrivez vers où la personne est emmenée."))
    return {**times, "means": draft.means, "to_unit": draft.to_unit, "to_place": draft.to_place.strip()[:160]}


def insist_on_hospital(unit: Unit | None) -> None:
    if unit is not None and unit.side != Side.HEALTH:
        raise Refused(_("Un blessé est adressé à un service de santé, à personne d'autre."), code="firewall")


def sent_to(found: Casualty, unit: Unit | None) -> None:
    if unit is not None and found.hospital_id != unit.pk:
        found.hospital = unit
        found.save(update_fields=["hospital"])


@command(RECORD)
def void_evacuation(
    actor: User, unit: Unit, /, *, casualty: Casualty, evacuation: Evacuation, reason: str
) -> Evacuation:
    """The hospital it alone led to sees the casualty no more."""
    found = reached(actor, unit, casualty)
    one = Evacuation.objects.select_for_update().get(pk=evacuation.pk, casualty=found, voided_at=None)
    one.void_reason, one.voided_at = reason_of(reason), timezone.now()
    one.save(update_fields=["void_reason", "voided_at"])
    left = found.evacuations.filter(voided_at=None, to_unit__isnull=False).order_by("-recorded_at").first()
    stay = found.stays.filter(voided_at=None, unit__isnull=False).order_by("-admitted_at").first()
    found.hospital_id = stay.unit_id if stay else left.to_unit_id if left else None
    found.save(update_fields=["hospital"])
    return one


# What comes next


@command("border.view")
def ask_need(
    actor: User, unit: Unit, /, *, casualty: Casualty, need: str, urgent: bool = False, text: str = "",
    pk: UUID | None = None,
) -> OnwardNeed:  # fmt: skip
    """Protection, shelter, tracing: a liaison officer sees it before there is a name."""
    found = reached(actor, unit, casualty)
    if before := known(OnwardNeed, pk, casualty_id=found.pk):
        return before
    one_of("need", need, ServiceFamily.values)
    return OnwardNeed.objects.create(
        id=pk or new_id(), casualty=found, need=need, urgent=urgent, text=text.strip()[:600], by=actor
    )


@command(LIAISE)
def close_need(actor: User, need: OnwardNeed, /, *, state: str, text: str = "") -> OnwardNeed:
    """Taken over, declined, or without follow-up; ``open`` takes it back."""
    insist_apart(need.casualty.incident.unit)
    one_of("state", state, OnwardNeed.State.values)
    found = OnwardNeed.objects.select_for_update(of=("self",)).get(pk=need.pk)
    found.state, found.text = state, text.strip()[:600] or found.text
    found.closed_on = None if state == OnwardNeed.State.OPEN else timezone.localdate()
    found.save(update_fields=["state", "closed_on", "text"])
    return found


# Who it is


@command(IDENTIFY)
def identify_casualty(actor: User, unit: Unit, /, *, casualty: Casualty, person: Person) -> Casualty:
    """The casualty is this person, whom the actor sees; from now on it shows under them."""
    found = reached(actor, unit, casualty)
    if found.person_id == person.pk:
        return found
    if found.person_id is not None:
        raise Refused(_("Quelqu'un est déjà nommé sur cette fiche : détachez d'abord l'identité."))
    found.person, found.named_at, found.named_by = person, timezone.now(), actor
    found.save(update_fields=["person", "named_at", "named_by"])
    return found


@command(IDENTIFY)
def detach_identity(actor: User, unit: Unit, /, *, casualty: Casualty, reason: str) -> Casualty:
    """It was somebody else: the casualty is without a name again."""
    found = reached(actor, unit, casualty)
    reason_of(reason)
    if hasattr(found, "death"):
        raise Refused(_("Un décès est enregistré : corrigez l'identité sur la page du décès."))
    found.person, found.named_at, found.named_by = None, None, None
    found.save(update_fields=["person", "named_at", "named_by"])
    return found


say(
    {
        "protection.open_incident": _("Incident à la frontière ouvert"),
        "protection.close_incident": _("Incident à la frontière terminé ou rouvert"),
        "protection.add_casualty": _("Blessé enregistré"),
        "protection.correct_casualty": _("Fiche de blessé corrigée"),
        "protection.void_casualty": _("Fiche de blessé annulée"),
        "protection.treat_on_site": _("Issue notée sur place"),
        "protection.evacuate": _("Évacuation enregistrée"),
        "protection.correct_evacuation": _("Évacuation mise à jour"),
        "protection.void_evacuation": _("Évacuation annulée"),
        "protection.ask_need": _("Besoin de suite noté"),
        "protection.close_need": _("Besoin de suite mis à jour"),
        "protection.identify_casualty": _("Identité d'un blessé ajoutée"),
        "protection.detach_identity": _("Identité d'un blessé détachée"),
    },
    kinds={
        "protection.borderincident": _("Incident à la frontière"),
        "protection.casualty": _("Blessé à la frontière"),
        "protection.evacuation": _("Évacuation"),
        "protection.onwardneed": _("Besoin de suite"),
    },
    pages={"protection.borderincident": "protection:incident", "protection.casualty": "protection:casualty"},
)
