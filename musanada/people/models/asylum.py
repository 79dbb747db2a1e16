"""Asylum: the status and its history, and that someone was sent to UNHCR or to the refugee office. Level P4.

There is no field for the content of a claim, and there will be none: what someone fled is told to those who decide.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField
from musanada.people.models.confidential import ConfidentialFile


class Authority(models.TextChoices):
    UNHCR = "unhcr", _("HCR")
    BRA = "bra", _("Bureau des réfugiés et apatrides (BRA)")


class AsylumStatus(models.Model):
    """A status, since a day, by an authority. The last one that was not voided is the one in force."""

    PRIVACY = Privacy.P4
    PLACE = "file__person__presences__unit"
    PERSON = "file__person"
    GROUP = FieldGroup.LEGAL
    FILE = "file"

    class Status(models.TextChoices):
        SEEKER = "seeker", _("Demandeur d'asile")
        REFUGEE = "refugee", _("Réfugié reconnu")
        REJECTED = "rejected", _("Demande rejetée")
        WITHDRAWN = "withdrawn", _("Demande retirée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(ConfidentialFile, models.PROTECT, related_name="asylum_statuses")
    status = models.CharField(_("statut"), max_length=10, choices=Status)
    since = models.DateField(_("depuis le"))
    authority = models.CharField(_("autorité"), max_length=6, choices=Authority)
    certificate: Any = EncryptedCharField(_("numéro de l'attestation"), max_length=60, default="", blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None)
                | Q(voided_at__isnull=False, voided_by__isnull=False),
                name="asylum_voided_by_someone",
            ),
        )

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def unit(self) -> Unit:
        """Its place in the journal."""
        return self.file.unit


class AsylumReferral(models.Model):
    """That the person was sent to UNHCR or to the refugee office, on a day: the fact, never what was said.

    ``referral`` is the key of the referral that carried it, where one was made in this application.
    """

    PRIVACY = Privacy.P4
    PLACE = "file__person__presences__unit"
    PERSON = "file__person"
    GROUP = FieldGroup.LEGAL
    FILE = "file"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(ConfidentialFile, models.PROTECT, related_name="asylum_referrals")
    authority = models.CharField(_("autorité"), max_length=6, choices=Authority)
    sent_on = models.DateField(_("envoyée le"))
    referral = models.UUIDField(null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-sent_on", "-id")

    def __str__(self) -> str:
        return self.get_authority_display()

    @property
    def unit(self) -> Unit:
        """Its place in the journal."""
        return self.file.unit
