"""Somebody much alike whom another office of the same side knows, and one's own does not: at most one, never who.

Asked only once enough was said to mean one person. Protected people are in no candidate (``blocking``, ``register``) and
are left out again here; so is whoever the actor's own places know, whose record the search itself shows.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.linkage import register
from musanada.linkage.search import searched
from musanada.linkage.sought import Candidate, Sought
from musanada.people.models import Person, Presence

ALIKE = 85  # of 100: beyond what asks a clerk to choose (``intake.queries.matches.STRONG``)
LOOKED_AT = 10


def enough(sought: Sought) -> bool:
    """A name of two words with a year of birth, or a name with a document or a telephone: not a fishing line."""
    words = max((len(name.split()) for name in sought.names), default=0)
    if sought.document or sought.phone:
        return words >= 1
    return words >= 2 and sought.year is not None


def elsewhere(actor: User, unit: Unit) -> list[UUID]:
    """Units of that side at which the actor may find nobody."""
    own = units_for(actor, register.RIGHT).values("pk")
    return list(
        Unit.objects.filter(side=unit.side, active=True).exclude(pk__in=own).values_list("pk", flat=True)
    )


def known_elsewhere(actor: User, unit: Unit, sought: Sought) -> UUID | None:
    """The key of the one meant, for the server's own memory; None where there is none, or too little was said."""
    if not enough(sought):
        return None
    places = elsewhere(actor, unit)
    if not places:
        return None
    alike = [one.person_id for one in likest(sought, places) if one.score >= ALIKE]
    return next(iter(allowed(actor, places, alike)), None)


def likest(sought: Sought, places: Sequence[UUID]) -> list[Candidate]:
    """The search of ``queries.look_for``, at these places."""
    units = Unit.objects.filter(pk__in=places).values_list("pk", "side")
    scope = register.scope_of((register.key_of(pk), side) for pk, side in units)
    return [w.candidate() for w in searched(sought, scope, typing=False, limit=LOOKED_AT)[:LOOKED_AT]]


def allowed(actor: User, places: Sequence[UUID], keys: Sequence[UUID]) -> list[UUID]:
    """Of these, in their order, those an office there follows and the actor's own places have never known."""
    here = Presence.objects.filter(
        Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")),
        unit__in=units_for(actor, register.RIGHT),
    )
    there = Presence.objects.filter(person=OuterRef("pk"), unit__in=places, groups="")
    rows = Person.objects.filter(
        Exists(there),
        ~Exists(here),
        pk__in=keys,
        protected=False,
        merged_into=None,
        voided_at=None,
        erased_at=None,
    )
    found = set(rows.values_list("pk", flat=True))
    return [key for key in keys if key in found]
