"""Who lives together, and who is tied to whom."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.people.models.persons import Person


class Household(models.Model):
    """People who live together and receive together."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return show_reference(self.reference)


class HouseholdMember(models.Model):
    """A person's time in a household, with the tie to its head."""

    PRIVACY = Privacy.P2
    PLACE = "household__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

    class Tie(models.TextChoices):
        HEAD = "head", _("Chef de ménage")
        SPOUSE = "spouse", _("Conjoint")
        CHILD = "child", _("Enfant")
        PARENT = "parent", _("Parent")
        SIBLING = "sibling", _("Frère ou sœur")
        RELATIVE = "relative", _("Autre parenté")
        UNRELATED = "unrelated", _("Sans lien de parenté")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="household_members")
    tie = models.CharField(_("lien"), max_length=10, choices=Tie)
    from_on = models.DateField(default=timezone.localdate)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(to_on=None), name="one_household_at_a_time"
            ),
            models.UniqueConstraint(
                fields=("household",), condition=Q(to_on=None, tie="head"), name="one_head_a_household"
            ),
        )

    def __str__(self) -> str:
        return self.get_tie_display()


class Relationship(models.Model):
    """A tie between two people who need not live together: a parent elsewhere, a guardian, a contact."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"
    PERSON = ("person", "other")
    GROUP = FieldGroup.IDENTITY

    class Kind(models.TextChoices):
        PARENT = "parent", _("Parent de")
        SPOUSE = "spouse", _("Conjoint de")
        SIBLING = "sibling", _("Frère ou sœur de")
        GUARDIAN = "guardian", _("Tuteur de")
        RELATIVE = "relative", _("Parenté de")
        TRUSTED = "trusted", _("Personne de confiance de")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="relationships")
    other = models.ForeignKey(Person, models.CASCADE, related_name="relationships_to")
    kind = models.CharField(_("lien"), max_length=10, choices=Kind)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "other", "kind"), name="relationship_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="no_tie_to_oneself"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
