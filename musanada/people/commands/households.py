"""Households and ties between people."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, Refused
from musanada.people.commands.editing import remember
from musanada.people.models import Correction, Household, HouseholdMember, Person, Relationship


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


def cluster_of(person: Person) -> list[UUID]:
    return [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]


def add_member(household: Household, person: Person, tie: str) -> HouseholdMember:
    """Raises: Refused when the person, or a record merged into them, already lives in a household."""
    taken = HouseholdMember.objects.filter(person__in=cluster_of(person), to_on=None).exists()
    try:
        with transaction.atomic():
            if not taken:
                return HouseholdMember.objects.create(household=household, person=person, tie=tie)
    except IntegrityError:
        pass
    raise Refused(
        _(
            "Cette personne fait déjà partie d'un ménage, ou le ménage a déjà un chef : terminez d'abord l'autre lien."
        )
    )


@command("people.correct")
def leave_household(actor: User, household: Household, *, person: Person) -> Household:
    """The membership ends today; past distributions keep the members they were counted with."""
    members = HouseholdMember.objects.filter(household=household, person__in=cluster_of(person), to_on=None)
    if not members.update(to_on=timezone.localdate()):
        raise Refused(_("Cette personne ne fait plus partie de ce ménage."))
    remember(actor, person, Correction.Field.HOUSEHOLD, household.reference)
    return household


@command("people.correct")
def relate(actor: User, person: Person, *, other: Person, kind: str) -> Relationship:
    """``person`` is ``kind`` of ``other``."""
    if person.pk == other.pk or kind not in Relationship.Kind.values:
        raise BadInput(_("Choisissez une autre personne et la nature du lien."))
    if not may(actor, "people.find", other):
        raise Refused(_("Vous ne voyez pas l'autre personne : le lien ne peut pas être enregistré."))
    tie, _made = Relationship.objects.get_or_create(person=person, other=other, kind=kind)
    return tie


@command("people.correct")
def unrelate(actor: User, person: Person, *, tie: Relationship, reason: str) -> Person:
    """A tie written down by mistake goes; that it went, and why, is kept."""
    if not reason.strip():
        raise BadInput(_("Dites pourquoi ce lien est retiré."), fields={"reason": _("Dites pourquoi.")})
    cluster = cluster_of(person)
    if tie.person_id not in cluster and tie.other_id not in cluster:
        raise Refused(_("Ce lien n'appartient pas à cette personne : rechargez la page."))
    remember(actor, person, Correction.Field.TIE, tie.kind, reason)
    tie.delete()
    return person
