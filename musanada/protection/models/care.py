"""With whom the child lives, and who stands for them (child-case.md, blocks E and F)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.protection.models.files import Known, OfFile, ProtectionFile

USER = settings.AUTH_USER_MODEL


class CareArrangement(OfFile):
    """With whom the child lives, from a day to a day (block E): one open row. Placements are rows of this table."""

    class Kind(models.TextChoices):
        PARENTS = "parents", _("Parents")
        STEP = "step", _("Beau-parent")
        CUSTOMARY = "customary", _("Personne qui s'en occupe selon la coutume")
        SIBLING = "sibling", _("Frère ou sœur adulte")
        KINSHIP = "kinship", _("Autre parenté")
        FOSTER = "foster", _("Famille d'accueil")
        KAFALA = "kafala", _("Kafala")
        RESIDENTIAL = "residential", _("Centre d'accueil")
        SHELTER = "shelter", _("Hébergement d'urgence")
        INDEPENDENT = "independent", _("Logement autonome accompagné")
        CHILD_HEADED = "child_headed", _("Foyer tenu par un enfant")
        UNRELATED = "unrelated", _("Adulte sans lien de parenté")
        STREET = "street", _("Aucun : à la rue")
        CUSTODY = "custody", _("Garde à vue ou détention")
        OTHER = "other", _("Autre")

    class End(models.TextChoices):
        PLANNED = "planned", _("Prévu")
        ABUSE = "abuse", _("Maltraitance")
        DEATH = "death", _("Décès")
        HEALTH = "health", _("Santé")
        POVERTY = "poverty", _("Pauvreté")
        BREAKDOWN = "breakdown", _("Rupture")
        EDUCATION = "education", _("École")
        LEFT = "left", _("Parti de son fait")
        OTHER = "other", _("Autre")

    PLACED = ("foster", "kafala", "residential", "shelter", "independent", "kinship", "sibling", "customary")
    PARENTAL = ("parents",)

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="care")
    kind = models.CharField(_("avec qui l'enfant vit"), max_length=12, choices=Kind)
    carer: Any = EncryptedCharField(_("nom"), max_length=160, blank=True, default="")
    agency: Any = EncryptedCharField(_("centre ou organisme"), max_length=160, blank=True, default="")
    town = models.ForeignKey("reference.Place", models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    end = models.CharField(_("raison du changement"), max_length=10, choices=End, blank=True)
    formal = models.CharField(_("décision écrite"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    decision: Any = EncryptedCharField(
        _("numéro et date de la décision"), max_length=80, blank=True, default=""
    )
    checked_on = models.DateField(_("lieu vérifié le"), null=True, blank=True)
    every_days = models.PositiveSmallIntegerField(_("visite tous les … jours"), null=True, blank=True)
    view: Any = EncryptedTextField(_("ce qu'en dit l'enfant"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("file",), condition=Q(to_on=None), name="one_open_care_row"),
            models.CheckConstraint(
                condition=Q(to_on=None, end="") | Q(to_on__gte=F("from_on")) & ~Q(end=""),
                name="care_ended_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Mandate(OfFile):
    """A guardian or ad hoc representative: who, named by whom, from when to when (block F)."""

    class Kind(models.TextChoices):
        GUARDIAN = "guardian", _("Tuteur")
        AD_HOC = "ad_hoc", _("Administrateur ou représentant ad hoc")
        TEMPORARY = "temporary", _("Représentant provisoire")
        KAFIL = "kafil", _("Kafil")

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé")
        ACTIVE = "active", _("En cours")
        ENDED = "ended", _("Fini")
        REFUSED = "refused", _("Refusé")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="mandates")
    kind = models.CharField(_("mandat"), max_length=9, choices=Kind)
    state = models.CharField(_("état"), max_length=7, choices=State, default=State.ASKED)
    holder: Any = EncryptedCharField(_("représentant"), max_length=160, blank=True, default="")
    phone: Any = EncryptedCharField(_("téléphone"), max_length=40, blank=True, default="")
    named_by: Any = EncryptedCharField(_("désigné par"), max_length=160, blank=True, default="")
    reference: Any = EncryptedCharField(_("décision"), max_length=80, blank=True, default="")
    asked_on = models.DateField(_("demandé le"))
    from_on = models.DateField(_("depuis le"), null=True, blank=True)
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    why: Any = EncryptedTextField(_("pourquoi il a fini"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="active") | Q(from_on__isnull=False), name="mandate_runs_since_a_day"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
                name="mandate_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
