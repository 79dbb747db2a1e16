"""Files joined to a person: a photograph of a document, a signed agreement, a recorded voice."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import BlindIndexField, EncryptedCharField
from musanada.people.models.persons import Person


class Attachment(models.Model):
    """A sealed file of one person. Its ``group`` narrows who sees it further than the table's own: by row, by kind."""

    PRIVACY = Privacy.P3
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Document d'identité ou de voyage")
        CIVIL = "civil_status", _("Acte d'état civil")
        PHOTO = "photo", _("Photographie de la personne")
        AGREEMENT = "agreement", _("Accord signé ou marqué")
        VOICE = "voice", _("Accord enregistré de vive voix")
        LETTER = "letter", _("Courrier ou décision d'une administration")
        MEDICAL = "medical", _("Document médical")
        PROTECTION = "protection", _("Document de protection")
        TICKET = "ticket", _("Laissez-passer ou billet")
        RECEIPT = "receipt", _("Reçu ou preuve de paiement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="attachments")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("nature de la pièce"), max_length=12, choices=Kind)
    group = models.CharField(max_length=12, choices=FieldGroup, editable=False)
    media_type = models.CharField(max_length=20, editable=False)
    size = models.PositiveIntegerField(editable=False)
    digest = BlindIndexField()
    name: Any = EncryptedCharField(max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason: Any = EncryptedCharField(max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None)
                | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                name="a_voided_attachment_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


# The part of the file each kind belongs to: who reaches that part by role, and what a sharing must carry.
GROUP_OF_KIND: dict[str, FieldGroup] = {
    Attachment.Kind.DOCUMENT: FieldGroup.TRAVEL,
    Attachment.Kind.CIVIL: FieldGroup.LEGAL,
    Attachment.Kind.PHOTO: FieldGroup.IDENTITY,
    Attachment.Kind.AGREEMENT: FieldGroup.LEGAL,
    Attachment.Kind.VOICE: FieldGroup.LEGAL,
    Attachment.Kind.LETTER: FieldGroup.LEGAL,
    Attachment.Kind.MEDICAL: FieldGroup.HEALTH,
    Attachment.Kind.PROTECTION: FieldGroup.PROTECTION,
    Attachment.Kind.TICKET: FieldGroup.TRAVEL,
    Attachment.Kind.RECEIPT: FieldGroup.MONEY,
}
