"""What the steps of a referral do besides changing the state: consent used, copies frozen, presences given and taken.

Every presence that a sharing gives carries the key of its referral and the groups agreed to. ``settle`` computes them
anew from the referrals that stand, so that two sharings to one office add up and ending one leaves the other.
"""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import forget_holdings
from musanada.access.models import User
from musanada.cases.contents import Contents, gather
from musanada.cases.guards import canonical, not_enough_for_this_flow
from musanada.cases.models import Package, Question, Referral
from musanada.cases.queries import receivers
from musanada.cases.queries.terms import Clock, term
from musanada.kit.errors import Refused
from musanada.people.commands.confidential import in_days, name_on
from musanada.people.commands.consents import insist_on_consent
from musanada.people.commands.keys import seal_for
from musanada.people.commands.merging import share_presences
from musanada.people.consents import as_list
from musanada.people.models import NamedAccess, Presence
from musanada.people.queries.consents import Grounds, still_stands
from musanada.people.queries.register import cluster, groups_seen

NAMED_DAYS = 90  # how long a colleague named by a referral stays named on a P4 file: to be confirmed
SENDER, RECEIVER = "sender", "receiver"


def context(referral: Referral, side: str) -> str:
    """What binds a frozen copy to its place."""
    return f"cases.referral.{referral.pk}.{side}"


def freeze(referral: Referral, side: str, moments: dict[str, Contents]) -> str:
    text = json.dumps(moments, ensure_ascii=False, separators=(",", ":"))
    return seal_for(canonical(referral), text, context(referral, side))


def prepare_send(actor: User, referral: Referral) -> dict[str, Any]:
    """On what it goes (an override is used up here), under which agreement, until when, and what each side holds."""
    person = canonical(referral)
    kept = insist_on_consent(
        actor,
        person,
        referral.purpose,
        recipient=referral.recipient,
        groups=referral.group_set,
        holder=referral.from_unit,
    )
    if why := not_enough_for_this_flow(referral, kept):
        raise Refused(why, code="firewall")
    clock = Clock(timezone.now(), term(referral.urgency))
    people = cluster(person)
    seen = referral.group_set & groups_seen(actor, person, "people.view")
    return {
        "consent": kept.consent,
        "override": kept.override,
        "basis": kept.basis,
        "agreement": receivers.agreement_of(referral) if receivers.needs_agreement(referral) else None,
        "asked_at": clock.start,
        "asked_by": actor,
        "respond_by": clock.respond_by,
        "lapses_at": clock.lapses_at,
        "done_by": clock.done_by,
        "frozen_sender": freeze(referral, SENDER, {"sent": gather(people, seen)}),
        "frozen_receiver": freeze(referral, RECEIVER, {"sent": gather(people, referral.group_set)}),
    }


def kept_grounds(referral: Referral) -> Grounds:
    return Grounds(referral.consent, referral.override, referral.basis or Grounds().basis)


def stands(referral: Referral) -> bool:
    """Is what it was sent on still what the person says?"""
    return still_stands(
        kept_grounds(referral),
        canonical(referral),
        referral.purpose,
        recipient=referral.recipient,
        groups=referral.group_set,
        holder=referral.from_unit,
    )


def prepare_accept(actor: User, referral: Referral) -> dict[str, Any]:
    """Asked again on the day of the answer: consent, agreement, what the sender may give."""
    if not stands(referral):
        raise Refused(
            _("La personne n'est plus d'accord, ou son accord est échu : rien n'est transmis."),
            code="consent-missing",
        )
    if why := not_enough_for_this_flow(referral, kept_grounds(referral)):
        raise Refused(why, code="firewall")
    values: dict[str, Any] = {"answered_at": timezone.now(), "answered_by": actor}
    if referral.is_external:
        return values
    now = gather(cluster(canonical(referral)), referral.group_set)
    sealed = freeze(referral, RECEIVER, {"accepted": now})
    return values | {"frozen_receiver": referral.frozen_receiver + "\n" + sealed}


def answered(actor: User, referral: Referral) -> dict[str, Any]:
    return {"answered_at": timezone.now(), "answered_by": actor}


def finished(actor: User, referral: Referral) -> dict[str, Any]:
    return {"finished_at": timezone.now(), "finished_by": actor}


def revoked(actor: User, referral: Referral) -> dict[str, Any]:
    values = {"revoked_at": timezone.now(), "stop": Referral.Stop.SENDER}
    return values | {"revoked_by": None if actor.is_system else actor}


def withdrawn(actor: User, referral: Referral) -> dict[str, Any]:
    return revoked(actor, referral) | {"stop": Referral.Stop.WITHDRAWN}


def then_send(actor: User, referral: Referral) -> None:
    """A question that this answers is answered; the asker learns it from the referral that came."""
    rows = Question.objects.filter(referrals=referral.pk, state=Question.State.ASKED)
    rows.update(state=Question.State.SHARED, answered_at=timezone.now(), answered_by=actor)


def then_accept(actor: User, referral: Referral) -> None:
    settle(referral)
    if canonical(referral).protected:
        name_receiver(actor, referral)


def then_finish(actor: User, referral: Referral) -> None:
    """Handed over: the office that transferred no longer follows the person."""
    if referral.is_transfer:
        today = timezone.localdate()
        people = cluster(canonical(referral))
        rows = Presence.objects.filter(person__in=people, unit=referral.from_unit, to_on=None, sharing=None)
        rows.update(to_on=today)


def then_end(actor: User, referral: Referral) -> None:
    """Closed, revoked, withdrawn: what was given is taken back in the same transaction."""
    end_naming(referral)
    kill_packages(referral)
    if not referral.is_external:
        reopen(referral)
        settle(referral)


def reopen(referral: Referral) -> None:
    """A transfer taken back after it was done: the sender follows the person again."""
    if not referral.is_transfer or referral.finished_at is None or referral.state != Referral.State.REVOKED:
        return
    rows = Presence.objects.filter(person__in=cluster(canonical(referral)), unit=referral.from_unit)
    own = rows.filter(sharing=None, derived=False)
    last = own.order_by("-to_on", "-id").first()
    if last is None or own.filter(to_on=None).exists():
        return
    # Who follows the person needs nothing that came back by a sharing meanwhile.
    rows.filter(person=last.person_id, to_on=None).delete()
    Presence.objects.filter(pk=last.pk).update(to_on=None)


def settle(referral: Referral) -> None:
    """The receiver's presences of this person, from the referrals to that unit that stand now.

    Each stays with the record it was sent about, so that separating merged records separates what was shared too.
    """
    root = canonical(referral)
    every = Referral.objects.filter(person__in=cluster(root), to_unit=referral.to_unit_id)
    given = Presence.objects.filter(sharing__in=every.values("pk"))
    before = list(given.filter(derived=False).values_list("person_id", "unit_id", "from_on"))
    given.delete()
    for person in set(every.values_list("person_id", flat=True)):
        active = list(every.filter(person=person, state__in=Referral.ACTIVE).order_by("answered_at", "id"))
        units: dict[Any, date] = {u: day for who, u, day in before if who == person}
        units.setdefault(referral.to_unit_id, timezone.localdate())
        if active:
            give(person, units, active)
    share_presences(root.pk)


def give(person: UUID, units: dict[Any, date], active: list[Referral]) -> None:
    """A unit that knows the person by itself keeps what it has.

    What a unit is given itself replaces what was brought there by another sharing; elsewhere that one stays.
    """
    whole = any(one.is_transfer for one in active)
    groups = "" if whole else as_list(frozenset().union(*(one.group_set for one in active)))
    rows = Presence.objects.filter(person=person, unit__in=units, to_on=None)
    rows.filter(derived=True).delete()
    rows.filter(unit=active[0].to_unit_id).exclude(sharing=None).delete()
    here = set(rows.values_list("unit_id", flat=True))
    Presence.objects.bulk_create(
        Presence(person_id=person, unit_id=unit, from_on=day, groups=groups, sharing=active[-1].pk)
        for unit, day in units.items()
        if unit not in here
    )


def name_receiver(actor: User, referral: Referral) -> None:
    """The colleague to whom a P4 person was referred is named on the file, by its owner who referred, until a day."""
    owner = referral.asked_by
    file = receivers.own_file(owner, canonical(referral)) if owner else None
    if file is None or owner is None:
        raise Refused(_("Ce dossier est fermé ou scellé : il ne peut pas être partagé maintenant."))
    why = str(_("Orientation %(reference)s acceptée") % {"reference": referral})
    named = name_on(file, actor, owner, why, in_days(NAMED_DAYS))
    Referral.objects.filter(pk=referral.pk).update(grant=named.pk)
    referral.grant = named.pk
    forget_holdings(actor)


def end_naming(referral: Referral) -> None:
    if referral.grant:
        NamedAccess.objects.filter(pk=referral.grant, ended_at=None).update(ended_at=timezone.now())


def kill_packages(referral: Referral) -> None:
    """The links stop and what waits behind them is destroyed."""
    rows = Package.objects.filter(referral=referral, killed_at=None)
    rows.update(killed_at=timezone.now(), content=None)
