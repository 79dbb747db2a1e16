"""Mapping is not case work: street teams note whom they met, in seconds, by a nickname. An encounter is not a child.

Encounters are matched to a child met before; a file starts only with assent or a recorded vital interest. From then on
all of it hangs on a hidden person, and is in nobody's list.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import BirthPrecision, FieldGroup, Privacy, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField

USER = settings.AUTH_USER_MODEL


class MappedChild(models.Model):
    """A child met in the street, once or more: a nickname, no name. ``person`` once there is a file."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.PROTECTION

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("équipe"))
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="mapped_children"
    )
    nickname: Any = EncryptedCharField(_("surnom"), max_length=80, blank=True, default="")
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex, default=Sex.NOT_ASKED)
    # The year one would have been born in by the apparent age of the first encounter.
    born_about = models.PositiveSmallIntegerField(_("né vers"), null=True, blank=True)
    nationality = models.ForeignKey(
        "reference.Country", models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_on = models.DateField(_("première rencontre"), default=timezone.localdate)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-first_on", "-id")
        indexes = (models.Index(fields=("unit", "-first_on"), name="mapped_child_of_unit"),)

    def __str__(self) -> str:
        return show_reference(self.reference)


class Encounter(models.Model):
    """Somebody was met: where, when, how they seemed, what they need. Made on a phone, with its own key."""

    PRIVACY = Privacy.P3
    PLACE = "unit"
    PERSON = "child__person"
    GROUP = FieldGroup.PROTECTION

    class Band(models.TextChoices):
        """What one sees; not an age."""

        SMALL = "0-5", _("0 à 5 ans")
        CHILD = "6-12", _("6 à 12 ans")
        YOUTH = "13-17", _("13 à 17 ans")
        ADULT = "18+", _("Sans doute adulte")
        UNKNOWN = "unknown", _("Impossible à dire")

    class Company(models.TextChoices):
        ALONE = "alone", _("Seul")
        PEERS = "peers", _("Avec d'autres enfants")
        SIBLINGS = "siblings", _("Avec frères ou sœurs")
        ADULT = "adult", _("Avec un adulte")
        UNKNOWN = "unknown", _("Inconnu")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("équipe"))
    child = models.ForeignKey(MappedChild, models.PROTECT, null=True, blank=True, related_name="encounters")
    at = models.DateTimeField(_("rencontre"), default=timezone.now)
    town = models.ForeignKey("reference.Place", models.PROTECT, related_name="+", verbose_name=_("ville"))
    spot: Any = EncryptedCharField(_("lieu : repère, quartier"), max_length=160, blank=True, default="")
    nickname: Any = EncryptedCharField(_("surnom"), max_length=80, blank=True, default="")
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex, default=Sex.NOT_ASKED)
    band = models.CharField(_("âge apparent"), max_length=7, choices=Band, default=Band.UNKNOWN)
    age = models.PositiveSmallIntegerField(_("âge dit par l'enfant"), null=True, blank=True)
    nationality = models.ForeignKey(
        "reference.Country", models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("langue"), max_length=3, blank=True)
    company = models.CharField(_("avec qui"), max_length=8, choices=Company, default=Company.UNKNOWN)
    needs = models.CharField(_("besoins"), max_length=160, blank=True)  # codes, as ",health,food,"
    danger = models.BooleanField(_("danger immédiat"), default=False)
    marks: Any = EncryptedTextField(_("à quoi on le reconnaît"), blank=True, default="")
    note: Any = EncryptedTextField(_("note"), blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    # Looked at and found to be nobody met before; or a mistake.
    sorted_at = models.DateTimeField(null=True, blank=True, editable=False)
    sorted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    void_reason: Any = EncryptedCharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("unit", "-at"), name="encounter_of_unit"),
            models.Index(fields=("child", "-at"), name="encounter_of_child"),
        )

    def __str__(self) -> str:
        return f"{timezone.localdate(self.at)}"


class PathwayLeg(models.Model):
    """One leg of the way a child came: from where to where, when, by what, what happened. Drawn on a map."""

    PRIVACY = Privacy.P3
    PLACE = "child__unit"
    PERSON = "child__person"
    GROUP = FieldGroup.PROTECTION

    class Means(models.TextChoices):
        FOOT = "foot", _("À pied")
        ROAD = "road", _("Par la route")
        RAIL = "rail", _("En train")
        AIR = "air", _("En avion")
        SEA = "sea", _("Par la mer")
        OTHER = "other", _("Autre")
        UNKNOWN = "unknown", _("Inconnu")

    class Incident(models.TextChoices):
        NONE = "none", _("Rien de dit")
        VIOLENCE = "violence", _("Violence")
        ROBBERY = "robbery", _("Vol ou extorsion")
        DETENTION = "detention", _("Enfermement")
        PUSHBACK = "pushback", _("Refoulement")
        EXPLOITATION = "exploitation", _("Exploitation")
        SEPARATION = "separation", _("Séparation d'avec les siens")
        ILLNESS = "illness", _("Maladie ou blessure")
        DEATH = "death", _("Mort d'un compagnon de route")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child = models.ForeignKey(MappedChild, models.PROTECT, related_name="legs")
    order = models.PositiveSmallIntegerField(_("ordre"))
    from_country = models.ForeignKey(
        "reference.Country", models.PROTECT, related_name="+", verbose_name=_("de")
    )
    from_city = models.CharField(_("ville de départ"), max_length=80, blank=True)
    to_country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+", verbose_name=_("à"))
    to_city = models.CharField(_("ville d'arrivée"), max_length=80, blank=True)
    left_on = models.DateField(_("départ"), null=True, blank=True)
    left_precision = models.CharField(max_length=10, choices=BirthPrecision, default=BirthPrecision.NOT_ASKED)
    arrived_on = models.DateField(_("arrivée"), null=True, blank=True)
    arrived_precision = models.CharField(
        max_length=10, choices=BirthPrecision, default=BirthPrecision.NOT_ASKED
    )
    means = models.CharField(_("moyen"), max_length=8, choices=Means, default=Means.UNKNOWN)
    worked = models.BooleanField(_("a travaillé en route"), null=True, blank=True)
    incident = models.CharField(_("incident"), max_length=12, choices=Incident, default=Incident.NONE)
    note: Any = EncryptedTextField(_("note"), blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    void_reason: Any = EncryptedCharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(arrived_on=None) | Q(arrived_on__gte=F("left_on")),
                name="leg_arrives_after_it_leaves",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_country_id} → {self.to_country_id}"

    @property
    def left(self) -> PartialDate:
        return PartialDate(self.left_on, BirthPrecision(self.left_precision))

    @property
    def arrived(self) -> PartialDate:
        return PartialDate(self.arrived_on, BirthPrecision(self.arrived_precision))
