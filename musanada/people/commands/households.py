"""Households and ties between people."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, Refused
from musanada.people.models import Household, HouseholdMember, Person, Relationship


@command("people.correct")
def form_household(actor: User, head: Person) -> Household:
    """A new household with ``head`` at its head, at the head's unit."""
    household = Household.objects.create(unit=Unit.objects.get(pk=head.unit_id))
    add_member(household, head, HouseholdMember.Tie.HEAD)
    return household


@command("people.correct")
def join_household(actor: User, household: Household, *, person: Person, tie: str) -> HouseholdMember:
    if not may(actor, "people.correct", person):
        raise Refused(_("Vous ne suivez pas cette personne : elle ne peut pas être ajoutée au ménage."))
    if tie not in HouseholdMember.Tie.values:
        raise BadInput(
            _("Choisissez le lien avec le chef de ménage."), fields={"tie": _("Choisissez le lien.")}
        )
    return add_member(household, person, tie)


def add_member(household: Household, person: Person, tie: str) -> HouseholdMember:
    try:
        with transaction.atomic():
            return HouseholdMember.objects.create(household=household, person=person, tie=tie)
    except IntegrityError:
        raise Refused(
            _(
                "Cette personne fait déjà partie d'un ménage, ou le ménage a déjà un chef : terminez d'abord l'autre lien."
            )
        ) from None


@command("people.correct")
def leave_household(actor: User, household: Household, *, person: Person) -> Household:
    """The membership ends today; past distributions keep the members they were counted with."""
    members = HouseholdMember.objects.filter(household=household, person=person, to_on=None)
    if not members.update(to_on=timezone.localdate()):
        raise Refused(_("Cette personne ne fait plus partie de ce ménage."))
    return household


@command("people.correct")
def relate(actor: User, person: Person, *, other: Person, kind: str) -> Relationship:
    if person.pk == other.pk or kind not in Relationship.Kind.values:
        raise BadInput(_("Choisissez une autre personne et la nature du lien."))
    if not may(actor, "people.find", other):
        raise Refused(_("Vous ne voyez pas l'autre personne : le lien ne peut pas être enregistré."))
    tie, _made = Relationship.objects.get_or_create(person=person, other=other, kind=kind)
    return tie
