"""The register of migrant associations: declaration, receipts, yearly changes. Members are counted, never listed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField
from musanada.regularisation.models.operations import in_language


class Association(models.Model):
    """An association of migrants and where it stands with the law (Dahir of 1958 [GK])."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class State(models.TextChoices):
        KNOWN = "known", _("Connue, non déclarée")
        DECLARED = "declared", _("Déclarée")
        PROVISIONAL = "provisional", _("Récépissé provisoire")
        FINAL = "final", _("Récépissé définitif")
        DISSOLVED = "dissolved", _("Dissoute")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    nature = models.CharField(_("objet"), max_length=200, blank=True)
    seat = models.CharField(_("siège"), max_length=200, blank=True)
    place = models.ForeignKey("reference.Place", models.PROTECT, related_name="+", verbose_name=_("ressort"))
    founded_on = models.DateField(_("fondée le"), null=True, blank=True)
    state = models.CharField(_("situation"), max_length=11, choices=State, default=State.KNOWN)
    # Regularised under the operation: the day the final receipt, or what stands for it, was given.
    regularised_on = models.DateField(_("régularisée le"), null=True, blank=True)
    # Members whose own situation was regularised with it: a number, never a list (F007).
    members = models.PositiveIntegerField(_("membres, en nombre"), null=True, blank=True)
    members_regularised = models.PositiveIntegerField(_("dont situation régularisée"), null=True, blank=True)
    members_counted_on = models.DateField(_("comptés le"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    regularised_recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("name_fr",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "name_fr"), name="association_named_once"),
            models.CheckConstraint(
                condition=Q(members_regularised=None)
                | Q(members__isnull=False, members_regularised__lte=F("members")),
                name="members_regularised_are_members",
            ),
        )

    def __str__(self) -> str:
        return in_language(self)

    @property
    def shown_reference(self) -> str:
        return show_reference(self.reference)


class OfAssociation(models.Model):
    PRIVACY = Privacy.P1
    PLACE = "association__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Officer(OfAssociation):
    """Who holds an office of the association. Not a person of the register: who signs for an association is public."""

    PRIVACY = Privacy.P2

    association = models.ForeignKey(Association, models.CASCADE, related_name="officers")
    name: Any = EncryptedCharField(_("nom"), max_length=120)
    office = models.CharField(_("fonction"), max_length=80)
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)

    class Meta:
        ordering = ("office", "from_on")

    def __str__(self) -> str:
        return self.office


class AssociationReceipt(OfAssociation):
    """A declaration, its provisional receipt, its final receipt; the final one is due 60 days later [GK]."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("Déclaration déposée")
        PROVISIONAL = "provisional", _("Récépissé provisoire")
        FINAL = "final", _("Récépissé définitif")
        CHANGE = "change", _("Déclaration annuelle de changement")
        REFUSAL = "refusal", _("Refus motivé")
        DISSOLUTION = "dissolution", _("Dissolution")

    association = models.ForeignKey(Association, models.CASCADE, related_name="receipts")
    kind = models.CharField(_("acte"), max_length=11, choices=Kind)
    on = models.DateField(_("le"))
    number = models.CharField(_("numéro"), max_length=40, blank=True)
    due_on = models.DateField(_("suite attendue pour le"), null=True, blank=True)
    note = models.CharField(_("précision"), max_length=200, blank=True)

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return self.get_kind_display()
