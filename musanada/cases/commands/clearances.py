"""Clearances: asked by an office for one person, granted for a time or not, taken back. Two people, always.

Whoever answers holds the right at the office that asked or above it: the same organisation. Grounds are for those who
answer; who asked is told whether there is a clearance, and nothing else.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, journal
from musanada.access.models import AuditEntry, Unit, User
from musanada.access.verbs import say
from musanada.cases import policies  # noqa: F401  declares the rights
from musanada.cases.clearing import refused
from musanada.cases.models import Clearance
from musanada.cases.queries.clearances import asking_units
from musanada.cases.steps import Step, workflow
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, Sentence, bad
from musanada.kit.ids import new_id
from musanada.people.models import Person
from musanada.people.queries.consents import of_whole_cluster

S = Clearance.State
LONGEST_DAYS = 366


def asked_by_oneself(actor: User, clearance: Any) -> Sentence | None:
    if clearance.asked_by_id == actor.pk:
        return _("Vous avez demandé ce feu vert : une autre personne y répond.")
    return None


asked_by_oneself.words = _("Une autre personne que celle qui a demandé")  # type: ignore[attr-defined]


def answered(actor: User, clearance: Any) -> dict[str, Any]:
    return {"answered_by": actor, "answered_at": timezone.now()}


def answer(code: str, source: str, target: str, label: Sentence) -> Step:
    return Step(
        code,
        (source,),
        target,
        right="clearance.answer",
        label=label,
        unless=(asked_by_oneself,),
        prepare=answered,
    )


FLOW = workflow(
    "cases.clearance",
    S.ASKED,
    answer("grant", S.ASKED, S.GRANTED, _("Accorder")),
    answer("refuse", S.ASKED, S.REFUSED, _("Ne pas accorder")),
    answer("revoke", S.GRANTED, S.REVOKED, _("Retirer")),
)


@command("clearance.ask", group=FieldGroup.TRAVEL)
def ask_clearance(
    actor: User, person: Person, /, *, unit: Unit, kind: str, id: UUID | None = None
) -> Clearance:
    """Ask for one. The same form sent twice asks once. Raises: Refused, BadInput."""
    if kind not in Clearance.Kind.values:
        raise bad("kind", _("Choisissez le feu vert que vous demandez."))
    if unit not in asking_units(actor, person):
        raise bad("unit", _("Ce bureau ne suit pas cette personne : choisissez celui qui la suit."))
    known = Clearance.objects.filter(pk=id, asked_by=actor).first() if id else None
    if known:
        return known
    try:
        with transaction.atomic():
            return Clearance.objects.create(
                id=id or new_id(), kind=kind, person=person, unit=unit, asked_by=actor
            )
    except IntegrityError:
        raise Refused(_("Votre bureau a déjà demandé ce feu vert : attendez la réponse.")) from None


def grant(actor: User, clearance: Clearance, *, from_on: date, to_on: date, grounds: str = "") -> Clearance:
    """It holds from a day until a day, both included. Raises: BadInput, Refused, MissingRight."""
    if to_on < from_on:
        raise bad("to_on", _("Le feu vert ne peut pas finir avant de commencer."))
    if to_on < timezone.localdate():
        raise bad("to_on", _("Ce jour est passé : choisissez une fin à venir."))
    if to_on - from_on > timedelta(days=LONGEST_DAYS):
        raise bad("to_on", _("Un feu vert vaut un an au plus : la situation change, il se redemande."))
    if why := refused(clearance.person, clearance.kind, from_on, to_on):
        raise Refused(why, code="clearance.condition")
    return FLOW.run(actor, clearance, "grant", from_on=from_on, to_on=to_on, grounds=grounds)


def refuse(actor: User, clearance: Clearance, *, grounds: str) -> Clearance:
    """Raises: BadInput without grounds, Refused, MissingRight."""
    return FLOW.run(actor, clearance, "refuse", grounds=said(grounds))


def revoke(actor: User, clearance: Clearance, *, grounds: str) -> Clearance:
    """What was granted holds no more, from now on. Raises: BadInput without grounds, Refused, MissingRight."""
    return FLOW.run(actor, clearance, "revoke", grounds=said(grounds))


def take_back_ungrounded(actor: User, person: Person) -> int:
    """What was granted on a ground that fell (a decision taken up again, a danger found) holds no more from now on.

    Called by the domain whose condition it is, which has asked for its own right; who asked is told as of any clearance.
    """
    granted = Clearance.objects.filter(
        of_whole_cluster(person), state=S.GRANTED, to_on__gte=timezone.localdate()
    )
    fallen = [
        one
        for one in granted
        if one.from_on and one.to_on and refused(person, one.kind, one.from_on, one.to_on)
    ]
    for one in fallen:
        Clearance.objects.filter(pk=one.pk, state=S.GRANTED).update(state=S.REVOKED)
        journal(actor, "cases.clearance.revoke", AuditEntry.Outcome.DONE, one)
    return len(fallen)


def said(grounds: str) -> str:
    if not grounds.strip():
        raise bad("grounds", _("Dites pourquoi : seuls ceux qui répondent aux feux verts le liront."))
    return grounds


say(
    {
        "cases.ask_clearance": _("Feu vert demandé"),
        "cases.clearance.grant": _("Feu vert accordé"),
        "cases.clearance.refuse": _("Feu vert non accordé"),
        "cases.clearance.revoke": _("Feu vert retiré"),
    },
    kinds={"cases.clearance": _("Feu vert")},
)
