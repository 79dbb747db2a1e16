"""Registering the person in front: nobody likely is passed over in silence, and the visit knows who it was."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import unprotected
from musanada.access.models import Unit, User
from musanada.intake.commands.arrivals import recognise
from musanada.intake.models import Arrival
from musanada.intake.queries import shown_likely
from musanada.kit.errors import Refused
from musanada.linkage.commands.decisions import note_different
from musanada.linkage.commands.noting import note_unsure
from musanada.people import commands as register
from musanada.people.drafts import BasisDraft, PersonDraft, insist
from musanada.people.models import Person

TWINS, ORIGIN = "twins", "counter"


def register_at_counter(
    actor: User,
    unit: Unit,
    *,
    draft: PersonDraft,
    basis: BasisDraft,
    others: Collection[UUID] = (),
    unsure: bool = False,
    arrival: Arrival | None = None,
) -> Person:
    """Keep a new person. ``others`` are those of whom the clerk said "someone else", or with ``unsure`` "I cannot tell".

    Either answer is kept with the new record: the pair is not asked again until the facts change, or waits for review.

    Raises: Refused (code ``twins``) when someone likely was not looked at; what ``people.register`` raises.
    """
    insist(draft, basis)
    with transaction.atomic():
        sent_before = unprotected(actor, Person.objects.filter(pk=draft.id), named=True).exists()
        shown = {} if sent_before else shown_likely(actor, unit, draft)
        alike = {one for one, strong in shown.items() if strong}
        if alike - set(others):
            raise Refused(
                _(
                    "Quelqu'un de très ressemblant est déjà enregistré. Regardez la liste, puis dites si c'est la "
                    "même personne ou une autre."
                ),
                code=TWINS,
            )
        person = register.register(actor, unit, draft=draft, basis=basis)
        if unsure and alike:
            note_unsure(actor, person, alike, ORIGIN)
        elif alike:
            note_different(actor, person, set(others) & shown.keys(), ORIGIN)
        if arrival and arrival.person_id is None:
            recognise(actor, arrival, person=person)
    return person


def same_person(actor: User, unit: Unit, *, person: Person, arrival: Arrival | None = None) -> Person:
    """The one in front is already in the register: nothing new is kept but that they came here."""
    with transaction.atomic():
        register.meet(actor, unit, person=person)
        if arrival and arrival.person_id is None:
            recognise(actor, arrival, person=person)
    return person
