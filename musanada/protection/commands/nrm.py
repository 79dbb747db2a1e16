"""Referrals of the national mechanism: sent with the person's own word on each service, answered in time or lapsed.

Sender's side here: sending, taking back, answers that came on paper. What the receiver does is in ``nrm_answers``. The
right is asked at the office, the record through ``queries.nrm``: a detector's role reaches no protection record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.commands import system_user
from musanada.access.doors import command, journal
from musanada.access.models import AuditEntry, Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id, new_reference
from musanada.protection.barriers import insist_may_go
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import insist_open
from musanada.protection.commands.detection import insist_not_state
from musanada.protection.models import Clock, Detection, Mechanism, NrmItem, NrmReferral, ProtectionFile
from musanada.protection.queries import nrm as queries
from musanada.protection.rules import value
from musanada.protection.workflow_nrm import OPEN, TURNS, faster
from musanada.reference.codes import ServiceFamily

State, Word = NrmReferral.State, NrmItem.Word
TRIES = 5
NOTE, CONTACT = 2000, 200


@dataclass(frozen=True)
class NrmDraft:
    """``words``: service → yes or no, as the person said it. A service that was not talked of is not there."""

    to: Mechanism
    words: Mapping[str, str]
    safe_contact: str = ""
    note: str = ""
    language: str = ""
    urgent: bool = False
    id: UUID = field(default_factory=new_id)


def turn(one: NrmReferral, code: str, **values: Any) -> NrmReferral:
    """A step of the table, the state being in the UPDATE. Raises: Refused when someone was faster."""
    step = TURNS[code]
    rows = NrmReferral.objects.filter(pk=one.pk, state__in=step.source)
    if not rows.update(state=step.target, **values):
        raise faster()
    one.refresh_from_db()
    return one


@command("trafficking.detect")
def refer_detection(actor: User, unit: Unit, /, *, detection: Detection, draft: NrmDraft) -> NrmReferral:
    """From a checklist: its own detector, at its own office. Raises: BadInput, Refused."""
    if detection.by_id != actor.pk or detection.unit_id != unit.pk:
        raise Refused(_("Seul qui a rempli cette grille peut orienter à partir d'elle."))
    return refer(actor, unit, draft, detection=detection)


@command("protection.work")
def refer_file(actor: User, file: ProtectionFile, /, *, draft: NrmDraft) -> NrmReferral:
    """From a victim's file, by who is named on it; the answer is a clock of the file. Raises: BadInput, Refused."""
    insist_open(file)
    made = refer(actor, file.unit, draft, file=file)
    if made.state == State.SENT and made.respond_by:
        due = timezone.localtime(made.respond_by).date()
        clocks.start(file, Clock.Kind.ANSWER, due, subject=made.pk)
    return made


def refer(actor: User, unit: Unit, draft: NrmDraft, **source: Any) -> NrmReferral:
    known = NrmReferral.objects.filter(pk=draft.id).first()
    if known is not None:
        if known.by_id != actor.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    insist_not_state(unit)
    insist(unit, draft, source)
    made = written(actor, unit, draft, source)
    today = timezone.localdate()
    NrmItem.objects.bulk_create(
        NrmItem(referral=made, service=service, word=word, said_on=today, language=draft.language)
        for service, word in draft.words.items()
    )
    return made


def insist(unit: Unit, draft: NrmDraft, source: Mapping[str, Any]) -> None:
    """Raises: BadInput, Refused."""
    if not draft.to.active:
        raise bad("to", _("Ce partenaire n'est plus en service : choisissez-en un autre."))
    insist_may_go(unit, draft.to)
    if draft.to.unit_id == unit.pk:
        raise bad("to", _("C'est votre propre bureau : ouvrez le dossier vous-même."))
    if draft.to.unit is not None and not queries.anyone_answers(draft.to.unit):
        raise bad("to", _("Personne n'y répond aux orientations en ce moment : choisissez un autre partenaire."))  # fmt: skip
    said = set(draft.words.values())
    if set(draft.words) - set(ServiceFamily.values) or said - {Word.YES, Word.NO}:
        raise bad("items", _("Pour chaque service, dites si la personne est d'accord ou non."))
    if Word.YES not in said:
        raise bad("items", _("La personne n'est d'accord pour aucun service : rien ne part. Dites-lui qu'elle peut revenir."))  # fmt: skip
    if len(draft.safe_contact) > CONTACT or len(draft.note) > NOTE:
        raise bad("note", _("Ce texte est trop long : gardez ce qui sert à joindre et à recevoir la personne."))  # fmt: skip
    waiting = NrmReferral.objects.filter(to=draft.to, state=State.SENT, **source)
    if waiting.exists():
        raise Refused(_("Une orientation vers ce partenaire attend déjà sa réponse."), code="nrm.open")


def written(actor: User, unit: Unit, draft: NrmDraft, source: Mapping[str, Any]) -> NrmReferral:
    now = timezone.now()
    hours = value("nrm_answer_urgent" if draft.urgent else "nrm_answer")
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return NrmReferral.objects.create(
                    id=draft.id,
                    reference=new_reference(),
                    unit=unit,
                    to=draft.to,
                    state=State.SENT,
                    urgent=draft.urgent,
                    safe_contact=draft.safe_contact.strip(),
                    note=draft.note.strip(),
                    respond_by=now + timedelta(hours=hours),
                    sent_at=now,
                    by=actor,
                    **source,
                )
        except IntegrityError:
            if NrmReferral.objects.filter(pk=draft.id).exists():
                raise faster() from None
    raise Refused(_("Aucune référence libre n'a été trouvée : réessayez. Rien n'a été enregistré."))


# Taking back: as easily as it was given, at once


def insist_sender(actor: User, unit: Unit, one: NrmReferral) -> None:
    if one.unit_id != unit.pk or not queries.is_sender(actor, one):
        raise Refused(_("Seul qui a envoyé cette orientation peut faire cela."))


@command("trafficking.detect")
def withdraw_sent(actor: User, unit: Unit, /, *, referral: NrmReferral, services: list[str]) -> NrmReferral:
    """The person took back their word to whoever sent. With none left, the referral ends. Raises: Refused."""
    insist_sender(actor, unit, referral)
    return take_back(referral, services)


def take_back(referral: NrmReferral, services: list[str]) -> NrmReferral:
    """The caller has asked who may. Given services are history; what was not given stops."""
    fresh = NrmReferral.objects.select_for_update().get(pk=referral.pk)
    if fresh.state not in OPEN:
        raise faster()
    standing = NrmItem.objects.filter(referral=fresh, word=Word.YES)
    if not services or standing.filter(service__in=services).count() != len(set(services)):
        raise bad("services", _("Choisissez au moins un service pour lequel la personne avait donné son accord."))  # fmt: skip
    taken = standing.filter(service__in=services)
    taken.update(word=Word.WITHDRAWN, withdrawn_on=timezone.localdate())
    if not NrmItem.objects.filter(referral=fresh, word=Word.YES).exists():
        # Nothing was agreed to any more: how to reach the person goes with the agreement.
        turn(fresh, "revoke", safe_contact="", note="")
        if fresh.file:
            clocks.drop(fresh.file, Clock.Kind.ANSWER, subject=fresh.pk)
    return fresh


# Partners without account: on paper, the answer written by hand


@dataclass(frozen=True)
class PaperAnswer:
    accepted: bool
    refusal: str = ""
    text: str = ""


@command("trafficking.detect")
def note_answer(actor: User, unit: Unit, /, *, referral: NrmReferral, answer: PaperAnswer) -> NrmReferral:
    """What a partner without account said. Raises: BadInput, Refused."""
    insist_sender(actor, unit, referral)
    if referral.to.unit_id is not None:
        raise Refused(_("Ce partenaire répond lui-même, depuis son compte."))
    said: dict[str, Any] = {
        "answered_at": timezone.now(),
        "answered_by": actor,
        "answer": answer.text.strip(),
    }
    if answer.accepted:
        done = turn(referral, "accept", **said)
    else:
        done = turn(referral, "refuse", refusal=reason(answer.refusal), **said)
    if done.file:
        clocks.meet(done.file, Clock.Kind.ANSWER, subject=done.pk)
    return done


def reason(code: str) -> str:
    if code not in NrmReferral.Refusal.values:
        raise bad("refusal", _("Dites pourquoi c'est refusé : qui oriente cherche alors ailleurs."))
    return code


@command("trafficking.detect")
def note_given(actor: User, unit: Unit, /, *, referral: NrmReferral, service: str) -> NrmReferral:
    """A partner without account gave the service. Raises: BadInput, Refused."""
    insist_sender(actor, unit, referral)
    if referral.to.unit_id is not None:
        raise Refused(_("Ce partenaire le note lui-même, depuis son compte."))
    return give(referral, service)


def give(referral: NrmReferral, service: str) -> NrmReferral:
    """The caller has asked who may. With the last one the referral is done."""
    fresh = NrmReferral.objects.select_for_update().get(pk=referral.pk)
    if fresh.state != State.ACCEPTED:
        raise faster()
    waiting = NrmItem.objects.filter(referral=fresh, word=Word.YES, given_on=None)
    if not waiting.filter(service=service).update(given_on=timezone.localdate()):
        raise bad("service", _("Ce service n'attend plus rien : rechargez la page."))
    if not waiting.exists():
        turn(fresh, "finish", done_at=timezone.now())
    return fresh


@command("trafficking.detect")
def print_package(actor: User, unit: Unit, /, *, referral: NrmReferral) -> NrmReferral:
    """The sheet is made: who printed it stays in the journal."""
    insist_sender(actor, unit, referral)
    if referral.state not in OPEN:
        raise faster()
    return referral


# Time passes


def lapse_due(now: datetime | None = None) -> int:
    """Referrals that their receiver left unanswered; daily, and whenever an inbox or a sender's list is read.

    A partner without account lapses alike: its late answer is a new referral.
    """
    moment = now or timezone.now()
    lapsed = 0
    for one in NrmReferral.objects.filter(state=State.SENT, respond_by__lt=moment).select_related(
        "unit", "file"
    ):
        with transaction.atomic():
            rows = NrmReferral.objects.filter(pk=one.pk, state=State.SENT)
            if not rows.update(state=State.LAPSED):
                continue
            if one.file is not None:
                clocks.drop(one.file, Clock.Kind.ANSWER, subject=one.pk)
            journal(system_user("console"), "protection.lapse_referral", AuditEntry.Outcome.DONE, one)
            lapsed += 1
    return lapsed


say(
    {
        "protection.refer_detection": _("Orientation envoyée depuis un repérage"),
        "protection.refer_file": _("Orientation envoyée depuis un dossier"),
        "protection.withdraw_sent": _("Accord repris : orientation réduite ou retirée"),
        "protection.note_answer": _("Réponse d'un partenaire notée"),
        "protection.note_given": _("Service rendu par un partenaire, noté"),
        "protection.print_package": _("Remise sur papier imprimée"),
        "protection.lapse_referral": _("Orientation restée sans réponse"),
    },
    kinds={
        "protection.nrmreferral": _("Orientation du mécanisme national"),
        "protection.nrmitem": _("Accord à un service"),
    },
)
