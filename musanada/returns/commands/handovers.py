"""A file handed from one mission to another, on the person's own word that names the receiver.

Everything a referral asks is asked here too, with the same guards: an agreement to share data, the firewall between help
and authority, a protected person never at large. Accepted, the case lies at the receiver with its whole history and
number; the receiver knows the person by the agreed parts of the file only. Nothing of the past moves: who organised the
journey stays who organised it.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.commands import system_user
from musanada.access.doors import command, journal
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases import guards
from musanada.cases.commands.files import may_follow
from musanada.cases.commands.owners import give
from musanada.cases.models import Case, CaseStep, Referral, Task
from musanada.cases.queries import receivers
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.partners.models import Partner
from musanada.people.commands.merging import share_presences
from musanada.people.consents import STATE, WITHDRAWN, as_list, from_list
from musanada.people.models import Consent, LegalBasis, Person, Presence
from musanada.people.queries.consents import Grounds, covering
from musanada.people.queries.register import cluster
from musanada.reference.codes import ServiceFamily
from musanada.returns.models import HandOver, Return
from musanada.returns.queries import handovers as queries

HAND_OVER = "return.handover"
STEP = queries.STEP
# What a file of return, and of the reintegration after it, cannot do without.
NEEDED = frozenset({FieldGroup.IDENTITY, FieldGroup.TRAVEL, FieldGroup.SERVICES})
State = HandOver.State


@dataclass(frozen=True)
class HandOverDraft:
    """To an office that has accounts (``to_unit``), or to a body that has none (``partner``)."""

    to_unit: Unit | None = None
    partner: Partner | None = None
    message: str = ""
    id: UUID = field(default_factory=new_id)


def as_referral(
    ret: Return, from_unit: Unit, to_unit: Unit | None, partner: Partner | None = None
) -> Referral:
    """What is handed over, in the words of the guards of referrals; never saved."""
    kind = Referral.Kind.EXTERNAL if partner else Referral.Kind.TRANSFER
    return Referral(
        kind=kind,
        person=ret.case.person,
        from_unit=from_unit,
        to_unit=to_unit,
        partner=partner,
        need=ServiceFamily.RETURN,
        groups=as_list(NEEDED),
    )


@command(HAND_OVER)
def propose_handover(actor: User, ret: Return, /, *, draft: HandOverDraft) -> HandOver:
    """Raises: BadInput, Refused where a rule or the person's consent says no."""
    known = HandOver.objects.filter(pk=draft.id, ret=ret).first()
    if known is not None:
        return known
    if (draft.to_unit is None) == (draft.partner is None):
        raise bad("to", _("Choisissez la mission qui reçoit le dossier."))
    insist_open(ret)
    asked = as_referral(ret, ret.case.unit, draft.to_unit, draft.partner)
    insist_receiver(draft, ret)
    consent = insist_allowed(actor, asked)
    outside = draft.partner is not None
    try:
        with transaction.atomic():
            made = HandOver.objects.create(
                id=draft.id,
                ret=ret,
                from_unit=ret.case.unit,
                to_unit=draft.to_unit,
                mission=str(draft.partner) if draft.partner else "",
                state=State.NOTED if outside else State.PROPOSED,
                consent=consent.pk,
                message=draft.message.strip(),
                proposed_by=actor,
            )
    except IntegrityError:
        raise Refused(
            _("Une remise attend déjà sa réponse : attendez-la, ou retirez-la."), code="handover.open"
        ) from None
    if outside:
        line(actor, ret.case, {"noted": True})
    return made


def insist_open(ret: Return) -> None:
    if not any(case.closed_on is None for case in queries.cases_of(ret)):
        raise Refused(_("Ce dossier est clos : rouvrez-le d'abord, avec un motif."), code="closed")


def insist_receiver(draft: HandOverDraft, ret: Return) -> None:
    if draft.to_unit is None:
        return
    if draft.to_unit.pk == ret.case.unit_id:
        raise bad("to", _("Le dossier est déjà dans ce bureau : choisissez-en un autre."))
    if not draft.to_unit.active or not queries.anyone_takes(draft.to_unit):
        raise bad("to", _("Personne ne reçoit de remise dans ce bureau : choisissez-en un autre."))


def insist_allowed(actor: User, asked: Referral) -> Consent:
    """The agreement, the parts of the file, the protection, the firewall, the consent: the answer it stands on."""
    person = guards.canonical(asked)
    if person.voided_at is not None:
        raise Refused(_("Cette fiche est annulée : elle ne peut plus être transmise."))
    if why := guards.not_agreed_between(actor, asked):
        raise Refused(why, code="agreement")
    if person.protected:
        raise Refused(
            _(
                "Ce dossier est confidentiel : il ne passe qu'à un collègue nommé, par une orientation que fait son "
                "responsable."
            ),
            code="protected",
        )
    if not asked.group_set <= receivers.shareable(person, asked.from_unit):
        raise Refused(
            _(
                "Votre bureau ne tient pas les parties du dossier que demande un retour : il ne peut pas le remettre."
            ),
            code="groups",
        )
    return insist_consent(asked, person)


def insist_consent(asked: Referral, person: Person) -> Consent:
    """The person's own yes to a transfer that names the receiving organisation: no override, no other basis."""
    found = covering(
        person, "transfer", recipient=asked.recipient, groups=asked.group_set, holder=asked.from_unit
    )
    own = found is not None and found.basis == LegalBasis.Basis.CONSENT and found.recipient not in ("", STATE)
    if found is None or not own:
        raise Refused(
            _(
                "La personne n'a pas donné son accord au transfert de son dossier à cette organisation (identité, voyage, "
                "aides) : demandez-le-lui et enregistrez sa réponse."
            ),
            code="consent-missing",
        )
    if why := guards.not_enough_for_this_flow(asked, Grounds(consent=found.pk, basis=found.basis)):
        raise Refused(why, code="firewall")
    return found


# The answer: the right is asked at the office that receives


@command(HAND_OVER, group=FieldGroup.TRAVEL)
def accept_handover(actor: User, unit: Unit, /, *, handover: HandOver, answer: str = "") -> HandOver:
    """The case, and that of the reintegration if there is one, lie here from now on. Asked again on the day of the
    answer: the consent, the agreement, the protection. Of two answers, one is told that it came second.
    """
    insist_addressed(actor, unit, handover)
    ret = handover.ret
    consent = insist_allowed(actor, as_referral(ret, handover.from_unit, unit))
    settle(actor, handover, State.ACCEPTED, answer, consent=consent.pk)
    moved = [case for case in queries.cases_of(ret) if case.unit_id == handover.from_unit_id]
    if ret.case not in moved:
        raise Refused(
            _("Le dossier n'est plus dans le bureau qui l'a proposé : rechargez la page."), code="faster"
        )
    welcome(guards.canonical(as_referral(ret, handover.from_unit, unit)), unit, consent, handover.from_unit)
    for case in moved:
        move(actor, case, handover, unit)
    return handover


@command(HAND_OVER, group=FieldGroup.TRAVEL)
def decline_handover(actor: User, unit: Unit, /, *, handover: HandOver, answer: str) -> HandOver:
    insist_addressed(actor, unit, handover)
    if not answer.strip():
        raise bad("answer", _("Dites pourquoi : la mission qui propose doit chercher une autre solution."))
    return settle(actor, handover, State.DECLINED, answer)


@command(HAND_OVER)
def withdraw_handover(actor: User, handover: HandOver, /) -> HandOver:
    """Taken back by the office that proposed it."""
    return settle(actor, handover, State.WITHDRAWN, "")


def insist_addressed(actor: User, unit: Unit, handover: HandOver) -> None:
    if handover.to_unit_id != unit.pk:
        raise Refused(_("Cette remise ne s'adresse pas à ce bureau."))
    if handover.proposed_by_id == actor.pk:
        raise Refused(
            _("Vous avez proposé cette remise : quelqu'un du bureau qui reçoit y répond."), code="own"
        )


def settle(actor: User, handover: HandOver, state: str, answer: str, **values: Any) -> HandOver:
    """The state is in the UPDATE: of two answers at once, the second changes nothing."""
    rows = HandOver.objects.filter(pk=handover.pk, state=State.PROPOSED)
    by = None if actor.is_system else actor
    if not rows.update(
        state=state, answer=answer.strip(), answered_by=by, answered_at=timezone.now(), **values
    ):
        raise Refused(_("Cette remise a déjà sa réponse : rechargez la page."), code="faster")
    handover.refresh_from_db()
    return handover


def move(actor: User, case: Case, handover: HandOver, unit: Unit) -> None:
    """The place, a line of the journal, the owner: nobody's, then the receiver's where their role holds such files.
    Tasks given by name at the first office wait for whoever takes them."""
    rows = Case.objects.filter(pk=case.pk, unit=handover.from_unit)
    if not rows.update(unit=unit, owner=None):
        raise Refused(_("Le dossier vient de changer de bureau : rechargez la page."), code="faster")
    case.unit, case.owner = unit, None
    Task.objects.filter(case=case, state=Task.State.OPEN).update(assigned_to=None)
    line(actor, case, {"from": str(handover.from_unit_id), "to": str(unit.pk)})
    if may_follow(actor, case):
        give(actor, case, actor)


def line(actor: User, case: Case, seen: dict[str, Any]) -> None:
    CaseStep.objects.create(
        case=case, code=STEP, from_state=case.state, to_state=case.state, by=actor, seen=json.dumps(seen)
    )


def welcome(person: Person, unit: Unit, consent: Consent, giver: Unit) -> None:
    """The receiver knows the person by the parts agreed to that the giver holds. It is no loan: a later sharing adds to
    it and does not end it. A unit that knows the person by itself keeps what it has."""
    groups = consent.group_set & receivers.shareable(person, giver)
    rows = Presence.objects.filter(person=person, unit=unit, to_on=None, derived=False)
    here = rows.first()
    Presence.objects.filter(person=person, unit=unit, to_on=None, derived=True).delete()
    if here is None:
        Presence.objects.create(person=person, unit=unit, groups=as_list(groups))
    elif here.groups:
        rows.update(groups=as_list(from_list(here.groups) | groups), sharing=None)
    share_presences(person.pk)


def stop_without_consent(answer: Any) -> None:
    """The person took their yes back: proposals that stood on it fall, in the same transaction. What was accepted was
    handed over: the receiver answers for it from then on."""
    people = cluster(answer.person.merged_into or answer.person)
    rows = HandOver.objects.filter(ret__case__person__in=people, state=State.PROPOSED)
    for one in rows.select_related("ret__case__person__merged_into", "from_unit", "to_unit"):
        if still_agreed(one):
            continue
        settle(system_user(), one, State.WITHDRAWN, "")
        journal(system_user(), "returns.withdraw_handover", "done", one)


def still_agreed(one: HandOver) -> bool:
    asked = as_referral(one.ret, one.from_unit, one.to_unit)
    try:
        insist_consent(asked, guards.canonical(asked))
    except Refused:
        return False
    return True


WITHDRAWN.add("returns.handovers", stop_without_consent)
say(
    {
        "returns.propose_handover": _("Remise à une autre mission proposée"),
        "returns.accept_handover": _("Remise d'un dossier acceptée"),
        "returns.decline_handover": _("Remise d'un dossier déclinée"),
        "returns.withdraw_handover": _("Remise d'un dossier retirée"),
    },
    kinds={"returns.handover": _("Remise entre missions")},
)
