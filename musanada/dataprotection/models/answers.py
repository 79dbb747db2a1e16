"""What was handed to a person about themselves: when, how it was known to be they, which parts of the file."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.dataprotection.models.erasure import Verified
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference


class AccessReport(models.Model):
    """A subject-access report that was made. The report itself is not kept: it is handed over."""

    PRIVACY = Privacy.P2
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    class Form(models.TextChoices):
        PAPER = "paper", _("Sur papier, en main propre")
        ZIP = "zip", _("Fichier chiffré (AES-256)")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("numéro"), max_length=8, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="access_reports")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    request = models.ForeignKey(
        "dataprotection.RightsRequest", models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    verified = models.CharField(_("identité vérifiée par"), max_length=16, choices=Verified)
    language = models.CharField(_("langue"), max_length=2)
    form = models.CharField(_("remis"), max_length=5, choices=Form)
    groups = models.CharField(_("parties du dossier"), max_length=120)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return show_reference(self.reference)
